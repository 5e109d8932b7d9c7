"""PHQ-9 and GAD-7: what is refused, the bands, and the traps in sheets that go around."""

import json
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from care import instruments
from care.forms import scale
from care.instruments import GAD7, PHQ9

VECTORS = Path(__file__).with_name("scoring_vectors.json")
BOTH = [PHQ9, GAD7]
answer = st.one_of(st.none(), st.integers(0, 3))


def phq9(*given_answers):
    return instruments.score(PHQ9, [*given_answers, *[0] * (9 - len(given_answers))])


@pytest.mark.parametrize("answers", [[0] * 8, [0] * 10, [4, *[0] * 8], [-1, *[0] * 8]])
def test_other_answers_are_refused(answers):
    with pytest.raises(ValueError, match="PHQ-9"):
        instruments.score(PHQ9, answers)


@pytest.mark.parametrize("instrument", BOTH)
def test_more_than_two_blanks_give_no_total(instrument):
    score = instruments.score(instrument, [None] * 3 + [3] * (len(instrument.items) - 3))
    assert (score.total, score.further, score.missing) == (None, False, 3)


@pytest.mark.parametrize("instrument", BOTH)
def test_two_blanks_count_nothing(instrument):
    score = instruments.score(instrument, [None, None] + [1] * (len(instrument.items) - 2))
    assert score.total == len(instrument.items) - 2


def test_the_self_harm_item_is_never_hidden_by_blanks():
    assert instruments.score(PHQ9, [None] * 8 + [1]).self_harm == 1


@pytest.mark.parametrize(
    ("total", "band"),
    [
        (0, "minimal"), (4, "minimal"), (5, "mild"), (9, "mild"), (10, "moderate"), (14, "moderate"),
        (15, "moderately severe"), (19, "moderately severe"), (20, "severe"), (27, "severe"),
    ],
)  # fmt: skip
def test_phq_9_reads_as_published(total, band):
    score = phq9(*(min(3, max(0, total - 3 * place)) for place in range(9)))
    with translation.override("en"):
        assert (score.total, str(score.band)) == (total, band)


@pytest.mark.parametrize(
    ("total", "band"),
    [(4, "minimal"), (5, "mild"), (9, "mild"), (10, "moderate"), (14, "moderate"), (15, "severe"), (21, "severe")],
)
def test_gad_7_does_not_follow_the_wrong_sheets(total, band):
    """Some Chinese sheets read 10–13, 14–18, 19–21 (domain.md §6.2)."""
    answers = [min(3, max(0, total - 3 * place)) for place in range(7)]
    score = instruments.score(GAD7, answers)
    with translation.override("en"):
        assert (score.total, str(score.band)) == (total, band)


@given(st.lists(answer, min_size=9, max_size=9))
def test_further_assessment_is_asked_for_from_ten(answers):
    score = instruments.score(PHQ9, answers)
    assert score.further == (score.total is not None and score.total >= 10)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("instrument", BOTH)
def test_the_published_words_stand_in_both_languages(instrument, language):
    with translation.override(language):
        html = drawn(instrument)
    for words in (*instrument.items, *instruments.OPTIONS):
        shown = words.en if language == "en" else words.zh
        assert shown in html


class Writing(forms.Form):
    """A form that asks both."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields.update({**scale.fields(PHQ9), **scale.fields(GAD7)})


def drawn(instrument, data=None):
    form = Writing(data)
    return render_to_string("care/instrument.html", {"sheet": scale.sheet(instrument, form)})


def test_no_answer_is_chosen_beforehand():
    assert "checked" not in drawn(PHQ9)


def test_a_score_is_called_a_hint():
    with translation.override("en"):
        html = drawn(PHQ9, {f"phq9_{number}": "2" for number in range(1, 10)})
    assert "18" in html
    assert "moderately severe (15–19)" in html
    assert "not a diagnosis" in html


def test_nonsense_counts_as_not_answered():
    assert scale.answers(GAD7, {"gad7_1": "7", "gad7_2": "x", "gad7_3": 2}) == [None, None, 2, *[None] * 4]


def vectors():
    """Answers with what this side makes of them, for the browser's side."""
    cases: list[tuple[Any, ...]] = []
    with translation.override("en"):
        for instrument in BOTH:
            items = len(instrument.items)
            bands = [[band.least, str(band.label)] for band in instrument.bands]
            kind = {"bands": bands, "further": instrument.further_from, "harm": instrument.self_harm_item or 0}
            for total in range(3 * items + 1):
                cases.append((instrument, kind, [min(3, max(0, total - 3 * place)) for place in range(items)]))
            for blanks in range(items + 1):
                cases.append((instrument, kind, [None] * blanks + [2] * (items - blanks)))
            cases.append((instrument, kind, [None] * (items - 1) + [1]))
        return [expected(*case) for case in cases]


def expected(instrument, kind, answers):
    score = instruments.score(instrument, answers)
    return {
        "scale": kind,
        "answers": answers,
        "score": {
            "total": score.total,
            "missing": score.missing,
            "band": str(score.band),
            "further": score.further,
            "selfHarm": score.self_harm,
        },
    }


def test_the_browser_is_tested_against_this_scoring():
    """After a change here: python -m tests.care.test_instruments writes the file anew."""
    assert json.loads(VECTORS.read_text("utf-8")) == vectors()


if __name__ == "__main__":
    import os

    import django

    from tests import environment  # noqa: F401 - the settings want keys

    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in vectors())
    VECTORS.write_text(f"[{lines}]\n", "utf-8")
