"""Papers are added to a request, and taken out of it, without losing a word that was typed."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from care.models import DangerAlarm, Document
from teleconsult import drafting, timeline
from teleconsult.models import Consultation, Draft, State
from teleconsult.reading import Reader
from tests.care.factories import PDF, make_document, upload
from tests.teleconsult import forms
from tests.teleconsult.factories import Way

TYPED = {"began": "两年前起病", "symptoms": ["despair", "other"]}


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Any) -> None:
    """A folder of the test's own."""
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": storage}


@pytest.fixture
def case(way: Way) -> Consultation:
    """A request that is being written."""
    return way.draft()


@pytest.fixture
def post(way: Way, browser: Any, case: Consultation) -> Any:
    """The doctor's browser sends the form, without script."""
    url = reverse("teleconsult:request", args=[case.code])
    return lambda **sent: browser(way.doctor).post(url, {**TYPED, **sent})


def typed(case: Consultation) -> dict[str, list[str]]:
    draft = drafting.of(case, Draft.Sort.REQUEST)
    return draft.fields if draft else {}


def papers(case: Consultation) -> list[str]:
    return list(Document.objects.filter(about_code=case.code, removed_at=None).values_list("title", flat=True))


# --- refused --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("content", "words"),
    [(b"MZ\x90\x00", "文件不是 PDF"), (PDF + b"." * 64, "这个文件超过")],
    ids=["kind", "size"],
)
def test_a_refused_file_says_why_and_takes_no_text_with_it(
    case: Consultation, post: Any, settings: Any, content: bytes, words: str
) -> None:
    settings.XINQIAO = {**settings.XINQIAO, "ATTACHMENT_BYTES": 64}
    answer = post(**{"paper-title": "血常规", "paper-file": upload(content), "add-paper": "1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert all(each in page for each in ("两年前起病", "血常规"))
    assert typed(case) == {"began": ["两年前起病"], "symptoms": ["despair", "other"]}
    assert papers(case) == []


def test_a_file_without_a_title_is_not_kept_and_nothing_goes_on(case: Consultation, post: Any) -> None:
    answer = post(**forms.REQUEST, **{"paper-file": upload(), "action": "complete"})
    case.refresh_from_db()
    assert (answer.status_code, case.state, papers(case)) == (422, State.DRAFT, [])
    assert typed(case)["question"] == [forms.REQUEST["question"]]


def test_a_text_beyond_all_measure_stays_on_the_page_and_the_danger_in_it_is_heard(
    case: Consultation, post: Any
) -> None:
    answer = post(course="长" * (drafting.TEXT_LIMIT + 1), plan="yes", **{"check-ticked": "stays"})
    assert answer.status_code == 422
    assert "长" * (drafting.TEXT_LIMIT + 1) in answer.content.decode()
    assert typed(case) == {}
    check = DangerAlarm.objects.get(about_code=case.code).checks.get()
    assert check.what == "stays"
    told = [event.what for event in timeline.of(case, Reader(case.inviter, case))]
    assert any(check.get_what_display() in what for what in told)


def test_a_paper_of_another_case_is_not_taken_out(way: Way, post: Any) -> None:
    other = way.draft()
    paper = make_document(other.patient, way.doctor, about=other.code)
    for code in (paper.code, "nonsense"):
        assert post(**{"remove-paper": str(code)}).status_code == 302
    assert papers(other) == [paper.title]


# --- the way --------------------------------------------------------------------------------------------------------
def test_text_and_file_in_one_post_are_both_there(case: Consultation, post: Any) -> None:
    answer = post(**{"paper-title": "血常规", "paper-file": upload(), "add-paper": "1"})
    assert answer["Location"].endswith("/request/#papers")
    assert papers(case) == ["血常规"]
    assert typed(case) == {"began": ["两年前起病"], "symptoms": ["despair", "other"]}


def test_a_chosen_file_is_kept_also_when_somebody_goes_straight_on(case: Consultation, post: Any) -> None:
    post(**forms.REQUEST, **{"paper-title": "血常规", "paper-file": upload(), "action": "complete"})
    case.refresh_from_db()
    assert (case.state, papers(case)) == (State.CONSENT_PENDING, ["血常规"])


def test_a_paper_is_taken_out_once_and_what_is_typed_stays(way: Way, case: Consultation, post: Any) -> None:
    paper = make_document(case.patient, way.doctor, about=case.code)
    for _click in range(2):
        assert post(**{"remove-paper": str(paper.code)}).status_code == 302
    paper.refresh_from_db()
    assert paper.removed_at is not None
    assert paper.removed_at <= timezone.now()
    assert typed(case)["began"] == ["两年前起病"]


def test_a_check_of_the_danger_panel_is_noted_and_what_is_typed_stays(case: Consultation, post: Any) -> None:
    answer = post(plan="yes", **{"check-ticked": "stays", "paper-title": "血常规", "paper-file": upload()})
    assert answer["Location"].endswith("/request/#danger")
    assert [fact.what for fact in DangerAlarm.objects.get(about_code=case.code).checks.all()] == ["stays"]
    assert (typed(case)["plan"], papers(case)) == (["yes"], ["血常规"])


def test_the_key_enter_saves_and_does_nothing_else(way: Way, case: Consultation, browser: Any) -> None:
    page = browser(way.doctor).get(reverse("teleconsult:request", args=[case.code])).content.decode()
    form = page[page.index('id="request-form"') :]
    first = form[form.index("<button") :].partition(">")[0]
    assert 'name="action" value="save"' in first
