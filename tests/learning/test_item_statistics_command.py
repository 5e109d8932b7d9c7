"""`manage.py item_statistics`: what it refuses, in one line, and what it prints."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from learning import mark_tables
from tests.learning import published

GOOD = {"maxmark": {"a": 1, "b": 2}, "marks": [{"a": 1, "b": 0.5}, {"a": 0, "b": 2}]}


def run(path, **options):
    out = io.StringIO()
    call_command("item_statistics", marks=str(path), stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def file(tmp_path):
    def written(content):
        path = tmp_path / "marks.json"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return path

    return written


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe\x00", "not JSON in UTF-8"),
        (b"[" * 100_000, "not JSON"),
        (b'{"maxmark": {"a": 1}, "marks": [{"a": NaN}]}', "NaN is not a number"),
        (b'{"maxmark": {"a": 1}, "marks": [{"a": -Infinity}]}', "-Infinity is not a number"),
        (b'{"maxmark": {"a": 1}, "marks": [{"a": 1e99999999999999999999}]}', "not JSON"),
        (b'{"maxmark": {"a": 1}, "marks": [{"a": 1e400}]}', "out of range"),
        (b'{"maxmark": {"a": 1}, "marks": [{"a": 1, "a": 0}]}', "'a' stands twice"),
        ([], "must be an object with the keys maxmark and marks"),
        ({"marks": []}, "must be an object with the keys maxmark and marks"),
        ({"maxmark": {"a": 1}, "marks": {}}, "marks a list"),
        ({"maxmark": {}, "marks": [{}]}, "at least one item"),
        ({"maxmark": {"a": 1}, "marks": []}, "at least one item and one taker"),
        ({"maxmark": {"a": 0}, "marks": [{"a": 0}]}, "maxmark of item a must be above 0"),
        ({"maxmark": {"a\u001b[2J": 1}, "marks": [{}]}, "no name of an item"),
        ({"maxmark": {"a": 1}, "marks": [[1]]}, "Row 1 of marks is not an object"),
        ({"maxmark": {"a": 1, "b": 1}, "marks": [{"a": 1, "b": 1}, {"a": 1}]}, "Row 2 of marks has no mark for item b"),
        ({"maxmark": {"a": 1}, "marks": [{"a": 1, "z": 1}]}, "does not know: 'z'"),
        ({"maxmark": {"a": 1}, "marks": [{"a": None}]}, "item a: None is not a number"),
        ({"maxmark": {"a": 1}, "marks": [{"a": True}]}, "True is not a number"),
        ({"maxmark": {"a": 1}, "marks": [{"a": "1"}]}, "'1' is not a number"),
        ({"maxmark": {"a": 1}, "marks": [{"a": -0.1}]}, "between 0 and 1"),
        ({"maxmark": {"a": 10}, "marks": [{"a": 10.5}]}, "between 0 and 10"),
        ({**GOOD, "takers": ["x", "x"]}, "Rows 1 and 2 are of the same taker"),
        ({**GOOD, "takers": ["x"]}, "takers has 1 names, and marks has 2 rows"),
        ({**GOOD, "takers": [None, None]}, "takers must be a list"),
        ({"maxmark": {str(n): 1 for n in range(301)}, "marks": [{}]}, "too many"),
    ],
)
def test_a_wrong_file_is_refused_in_one_line(file, content, why):
    with pytest.raises(CommandError) as refused:
        run(file(content))
    assert why in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


def test_a_file_that_is_not_there_or_too_large_is_refused(tmp_path, file, monkeypatch):
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "none.json")
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path)
    with pytest.raises(CommandError, match="cannot be read"):
        run("a\0b")
    monkeypatch.setattr(mark_tables, "MOST_BYTES", 10)
    with pytest.raises(CommandError, match="too large"):
        run(file(GOOD))


def test_facts_carry_the_keys_of_the_published_file(file):
    """A file with further keys is read; byte order mark and Chinese names do no harm."""
    content = {"source": "x", "maxmark": published.MAXIMA, "marks": published.MARKS, "takers": list(range(22))}
    facts = json.loads(run(file(b"\xef\xbb\xbf" + json.dumps(content).encode()), json=True))
    assert set(facts["expected_percent"]) == set(published.PUBLISHED) <= set(facts)
    assert all(list(facts[key]) == published.ITEMS for key in published.PUBLISHED)
    assert set(facts["not_from_moodle_computed_here"]) == set(published.WHOLE) <= set(facts)
    assert (facts["takers"], facts["firm"]) == (22, False)


def test_people_read_a_table(file):
    lines = run(file({"maxmark": {"自杀风险": 1, "b": 2}, "marks": [{"自杀风险": 1, "b": 2}] * 40})).splitlines()
    assert lines[0].startswith("40 takers, 2 items.")
    assert any(line.startswith("自杀风险") and "100.0 [91.2, 100.0]" in line for line in lines)
