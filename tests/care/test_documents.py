"""Papers: what is not taken in, who may open them, and how they are served."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from care import consenting, filing
from care.forms.document import DocumentForm
from care.models import Document, Patient, Purpose
from care.models import document as papers
from care.models import patient as patients
from care.views import documents
from tests.care import factories


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """A folder of the test's own."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }
    return tmp_path


@pytest.fixture
def paper(patient, community_doctor):
    return factories.make_document(patient, community_doctor)


# --- what is not taken in ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "content",
    [b"", b"MZ\x90\x00", b"<html><script>alert(1)</script>", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a"],
)
def test_neither_name_nor_header_makes_a_pdf(patient, community_doctor, files, content):
    with pytest.raises(filing.WrongKind):
        factories.make_document(patient, community_doctor, content=content)
    assert not Document.objects.exists()
    assert not list(Path(files).rglob("*.*"))


def test_ten_megabytes_is_the_most(patient, community_doctor, settings):
    settings.XINQIAO = {**settings.XINQIAO, "ATTACHMENT_BYTES": len(factories.PDF) - 1}
    with pytest.raises(filing.TooLarge):
        factories.make_document(patient, community_doctor)


@pytest.mark.parametrize(
    ("content", "kind"),
    [(factories.PDF, Document.Kind.PDF), (factories.PNG, "image/png"), (factories.JPEG, "image/jpeg")],
)
def test_the_content_says_what_it_is(patient, community_doctor, content, kind):
    assert factories.make_document(patient, community_doctor, content=content).kind == kind


def test_the_files_own_name_is_kept_nowhere(paper, files):
    stored = str(paper.file.name)
    assert "许若溪" not in stored + paper.title
    assert Path(stored).name == paper.code.hex
    assert (Path(files) / stored).read_bytes() == factories.PDF


def test_the_form_says_in_words_what_is_wrong(patient, community_doctor):
    sent: MultiValueDict[str, Any] = MultiValueDict({"paper-file": [factories.upload(b"MZ\x90\x00")]})
    form = DocumentForm({"paper-title": "心电图"}, sent)
    assert form.is_valid()
    kept = form.take_in(patient=patient, about=uuid4(), by=community_doctor, at=timezone.now())
    assert kept is None
    assert "file" in form.errors


def posted(by, data) -> Any:
    request: Any = RequestFactory().post("/", data)
    request.user = by
    return request


def test_a_form_without_a_paper_takes_nothing_in(patient, community_doctor):
    about = uuid4()
    form = documents.add(posted(community_doctor, {"paper-title": "血常规"}), patient=patient, about=about)
    assert not form.is_bound
    assert documents.listed(about, reader=community_doctor) == []


def test_a_paper_is_kept_whichever_button_was_pressed(patient, community_doctor):
    about = uuid4()
    request = posted(community_doctor, {"paper-title": "血常规", "paper-file": factories.upload()})
    form = documents.add(request, patient=patient, about=about)
    assert (form.is_bound, form.errors) == (True, {})
    assert [each.title for each in documents.listed(about, reader=community_doctor)] == ["血常规"]


def test_a_refused_paper_leaves_the_form_as_it_was(patient, community_doctor):
    request = posted(community_doctor, {"paper-title": "血常规", "add-paper": "1"})
    form = documents.add(request, patient=patient, about=uuid4())
    assert form.errors["file"]
    assert form["title"].value() == "血常规"


# --- who may open it --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["outsider", "neighbour", "coordinator", "leader", "trainee", "editor", "expert"])
def test_a_paper_beyond_reach_does_not_exist(client, paper, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(paper.get_absolute_url()).status_code == 404
    with pytest.raises(Http404):
        documents.take_out(posted(request.getfixturevalue(who), {}), paper.code, about=paper.about_code)
    paper.refresh_from_db()
    assert paper.removed_at is None


class Lender:
    """A case through which the expert reaches the patient."""

    def __init__(self, person, patient, place):
        self.person, self.patient, self.place = person, patient, place

    def patients(self, person):
        return Patient.objects.filter(pk__in=[self.patient.pk] if person == self.person else []).values("pk")

    def places(self, patient):
        return [self.place] if patient == self.patient else []


@pytest.fixture
def lent(monkeypatch, expert, patient, centre):
    monkeypatch.setattr(patients, "_lenders", [Lender(expert, patient, centre)])


def test_an_expert_who_reaches_the_patient_opens_no_paper_that_was_not_agreed_to(
    client, lent, patient, centre, community_doctor, expert
):
    about = uuid4()
    paper = factories.make_document(patient, community_doctor, about=about)
    switches = {(Purpose.CONSULTATION, centre.pk): True, (Purpose.SHARE_RECORD, centre.pk): False}
    factories.make_consent(patient, centre, community_doctor, about=about, switches=switches)
    client.force_login(expert)
    assert client.get(patient.get_absolute_url()).status_code == 200
    assert client.get(paper.get_absolute_url()).status_code == 404


def test_what_is_agreed_to_is_opened_until_it_is_withdrawn(client, lent, patient, centre, community_doctor, expert):
    about = uuid4()
    paper = factories.make_document(patient, community_doctor, about=about)
    consent = factories.make_consent(patient, centre, community_doctor, about=about)
    client.force_login(expert)
    assert client.get(paper.get_absolute_url()).content == factories.PDF
    consenting.withdraw(consent.grants.filter(purpose=Purpose.SHARE_RECORD), by=community_doctor, at=timezone.now())
    assert client.get(paper.get_absolute_url()).status_code == 404


def test_the_emergency_path_shows_the_papers_of_that_case_and_of_no_other(
    client, lent, monkeypatch, patient, community_doctor, expert
):
    about = uuid4()
    paper, other = (factories.make_document(patient, community_doctor, about=code) for code in (about, uuid4()))
    urgent = Document.objects.filter(about_code=about).values("about_code")
    monkeypatch.setattr(papers, "_urgent", [lambda person: urgent if person == expert else urgent.none()])
    client.force_login(expert)
    assert client.get(other.get_absolute_url()).status_code == 404
    assert client.get(paper.get_absolute_url()).status_code == 200


def test_an_expert_takes_no_paper_out(lent, patient, centre, community_doctor, expert):
    about = uuid4()
    paper = factories.make_document(patient, community_doctor, about=about)
    factories.make_consent(patient, centre, community_doctor, about=about)
    with pytest.raises(PermissionDenied):
        documents.take_out(posted(expert, {}), paper.code, about=about)


def test_a_paper_is_taken_out_of_its_own_case_only(paper, community_doctor):
    with pytest.raises(Http404):
        documents.take_out(posted(community_doctor, {}), paper.code, about=uuid4())


# --- how it is served -------------------------------------------------------------------------------------------------
def test_a_paper_can_neither_act_nor_be_kept_by_the_browser(client, paper, colleague):
    client.force_login(colleague)
    answer = client.get(paper.get_absolute_url())
    assert answer.content == factories.PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "script-src" not in answer.headers["Content-Security-Policy"]


def test_a_paper_taken_out_is_seen_by_nobody_but_stays_in_the_record(client, paper, colleague, files):
    client.force_login(colleague)
    documents.take_out(posted(colleague, {}), paper.code, about=paper.about_code)
    assert client.get(paper.get_absolute_url()).status_code == 404
    assert (Path(files) / str(paper.file.name)).exists()
