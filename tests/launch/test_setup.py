"""The demo's folder: keys for its owner only, each step once, nothing foreign ever removed."""

import stat
import subprocess
import sys

import pytest

from launch import ROOT, Stopped, demo, keys, setup, traces, translations


@pytest.fixture
def var(tmp_path):
    return tmp_path / "var"


def test_the_keys_are_for_their_owner_only(var):
    made = keys.keep(var)
    assert stat.S_IMODE((var / "demo.env").stat().st_mode) == 0o600
    assert keys.read(var / "demo.env") == made
    assert made["XINQIAO_DEMO"] == "1"
    assert made["XINQIAO_REQUIRE_MFA"] == "0"


def test_the_keys_stay_what_they_are(var):
    first = keys.keep(var)
    assert keys.keep(var) == first


def test_a_loosened_file_is_closed_again_and_a_lost_line_replaced(var):
    first = keys.keep(var)
    kept = [line for line in (var / "demo.env").read_text().splitlines() if "AUDIT" not in line]
    (var / "demo.env").write_text("\n".join(kept))
    (var / "demo.env").chmod(0o644)
    second = keys.keep(var)
    assert second["SECRET_KEY"] == first["SECRET_KEY"]
    assert second["XINQIAO_AUDIT_KEY"] != first["XINQIAO_AUDIT_KEY"]
    assert stat.S_IMODE((var / "demo.env").stat().st_mode) == 0o600


def test_a_moved_folder_speaks_of_its_new_place(var, tmp_path):
    keys.keep(var)
    moved = var.rename(tmp_path / "elsewhere")
    assert str(moved) in keys.keep(moved)["DATABASE_URL"]


def test_the_demo_never_meets_a_real_installation(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://the-real-one")
    monkeypatch.setenv("XINQIAO_IDENTITY_KEY", "the real one")
    monkeypatch.setenv("PIP_INDEX_URL", "a mirror")
    kept = keys.surroundings()
    assert "DATABASE_URL" not in kept
    assert not [name for name in kept if name.startswith("XINQIAO_")]
    assert kept["PIP_INDEX_URL"] == "a mirror"


@pytest.fixture
def steps(var, tmp_path, monkeypatch):
    """A setup whose `python` writes down what it is told, and the list of what it was told."""
    monkeypatch.setattr(translations, "stale", list)
    log = tmp_path / "told"
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\necho "$2" >> {log}\n[ "$2" != "$FAILS" ] || {{ echo "it broke" >&2; exit 3; }}\n')
    python.chmod(0o755)
    var.mkdir()

    def run(**environment):
        log.write_text("")
        (var / "static").mkdir(exist_ok=True)
        (var / "static" / "staticfiles.json").touch()
        try:
            setup.Setup(str(python), var, environment).run()
        finally:
            if "FAILS" not in environment:
                (var / "xinqiao.sqlite3").touch()
        return log.read_text().split()

    return run


def test_a_step_that_fails_is_told_in_one_line_and_tried_again(steps, var):
    with pytest.raises(Stopped, match=r"manage\.py migrate .*it broke .*setup\.log"):
        steps(FAILS="migrate")
    assert "it broke" in (var / "setup.log").read_text()
    assert steps() == ["migrate", "collectstatic", "seed_site", "seed_demo"]


def test_a_second_start_does_none_of_it_again(steps):
    assert steps() == ["migrate", "collectstatic", "seed_site", "seed_demo"]
    assert steps() == []


def test_a_new_migration_migrates_and_seeds_nothing(steps, monkeypatch):
    steps()
    monkeypatch.setattr(traces, "migrations", list)
    assert steps() == ["migrate"]


def test_a_lost_database_is_filled_again(steps, var):
    steps()
    (var / "xinqiao.sqlite3").unlink()
    assert steps() == ["migrate", "seed_site", "seed_demo"]


def test_a_folder_that_no_demo_made_is_never_removed(tmp_path):
    (tmp_path / "thesis.txt").touch()
    with pytest.raises(Stopped, match="nothing was removed"):
        setup.reset(tmp_path)
    assert (tmp_path / "thesis.txt").exists()


def test_a_reset_removes_the_demos_folder_and_nothing_else(var, tmp_path):
    keys.keep(var)
    setup.reset(var)
    assert not var.exists()
    assert tmp_path.exists()


def test_a_second_demo_from_the_same_folder_is_refused(var):
    with demo.occupied(var, anew=False):
        other = "import sys, pathlib, launch.demo as d; d.occupied(pathlib.Path(sys.argv[1]), anew=0).__enter__()"
        asked = [sys.executable, "-c", other, str(var)]
        done = subprocess.run(asked, cwd=ROOT / "bin", capture_output=True, text=True, check=False)
    assert "already running" in done.stderr


def test_a_reset_begins_with_an_empty_folder_and_still_holds_it(var):
    keys.keep(var)
    with demo.occupied(var, anew=True), traces.hold(var) as free:
        assert list(var.iterdir()) == []
        assert not free


def test_the_table_lines_up_and_says_what_to_try():
    people = [
        {"role": "expert", "email": "a@x", "password": "长口令", "name": "", "institution": ""},
        {"role": "editor", "email": "bb@x", "password": "p", "name": "", "institution": ""},
    ]
    expert, editor = demo.table(people).splitlines()[2:]
    begins = [
        demo._width(expert.split(demo.TRY["expert"])[0]),
        demo._width(editor.split(demo.TRY["editor"])[0]),
    ]
    assert begins[0] == begins[1]


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://localhost:8000"),
        ("localhost", "http://localhost:8000"),
        ("0.0.0.0", "http://localhost:8000"),  # noqa: S104 -- named, not bound
        ("192.0.2.7", "http://192.0.2.7:8000"),
        ("2001:db8::7", "http://[2001:db8::7]:8000"),
    ],
)
def test_the_address_told_is_one_that_answers(host, url):
    assert demo._address(host, 8000)["PUBLIC_URL"] == url
