"""The two commands: looking at a file, and turning it into another kind."""

import json

import pytest
from django.core.management import CommandError, call_command


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "sleep.gift"
    path.write_text("::Sleep::Rest heals.{T}\n\nHow {=broken\n", "utf-8")
    return path


def test_a_file_that_is_not_there_is_one_clear_line(tmp_path):
    with pytest.raises(CommandError, match="nowhere"):
        call_command("parse_questions", str(tmp_path / "nowhere"), format="gift")


def test_what_is_no_text_is_refused(tmp_path):
    (tmp_path / "picture").write_bytes(b"\xff\xff\x00\x81")
    with pytest.raises(CommandError, match="UTF-8"):
        call_command("parse_questions", str(tmp_path / "picture"), format="gift")


def test_facts_are_printed_as_promised(file, capsys):
    call_command("parse_questions", str(file), "--format", "gift", "--json")
    facts = json.loads(capsys.readouterr().out)
    assert set(facts) == {"questions", "problems"}
    (question,) = facts["questions"]
    assert (question["type"], question["name"], question["stem"]) == ("truefalse", "Sleep", "Rest heals.")
    assert {key: question["answers"][0][key] for key in ("text", "fraction", "feedback")} == {
        "text": "true",
        "fraction": 1.0,
        "feedback": "",
    }
    assert facts["problems"][0]["line"] == 3


def test_people_get_a_list(file, capsys):
    call_command("parse_questions", str(file), "--format", "gift")
    out = capsys.readouterr().out
    assert "1: truefalse  Sleep" in out
    assert "! 3: " in out


def test_a_file_is_turned_into_another(file, tmp_path, capsys):
    wanted = tmp_path / "out.gift"
    call_command("export_questions", str(file), "--from", "gift", "--format", "gift", "--output", str(wanted))
    assert wanted.read_text("utf-8") == "::Sleep::Rest heals.{TRUE}\n"
    assert capsys.readouterr().err.startswith("3: ")
    call_command("export_questions", str(file), "--from", "gift", "--format", "gift")
    assert capsys.readouterr().out == wanted.read_text("utf-8")
