"""The zip holds what its reader may see and nothing else, and can be checked without us."""

import io
import json
import shutil
import subprocess
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from alliance.models import AuditEntry
from care import filing
from care.models import ConsentGrant
from teleconsult import exporting, filing_away, opining
from teleconsult.models import Consultation, Opinion
from teleconsult.reading import Reader
from tests.access.world import PNG
from tests.teleconsult.factories import Way

now = timezone.now


@pytest.fixture
def case(way: Way) -> Consultation:
    """Closed, with an addendum and an attachment."""
    case = way.closed()
    opining.add(Opinion.objects.get(consultation=case), "加量前复查心电图。", by=way.expert, at=now())
    upload = SimpleUploadedFile("陈某的心电图.png", PNG)
    filing.take_in(upload, patient=case.patient, about=case.code, title="心电图", by=way.doctor, at=now())
    return case


def taken(client: Any, case: Consultation) -> zipfile.ZipFile:
    answer = client.post(reverse("teleconsult:export", args=[case.code]))
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_nothing_is_made_for_somebody_without_the_right(
    way: Way, case: Consultation, client: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(exporting, "_files", lambda *_: pytest.fail("it was made"))
    url = reverse("teleconsult:export", args=[case.code])
    client.force_login(way.coordinator)
    assert client.post(url).status_code == 403
    Consultation.objects.filter(pk=case.pk).update(closed_at=now() - timedelta(days=31))
    client.force_login(way.expert)
    assert client.post(url).status_code == 404
    with pytest.raises(exporting.NotForThisReader):
        exporting.export(Reader(way.coordinator, case), at=now())
    assert not AuditEntry.objects.filter(action="dossier.exported").exists()


def test_it_holds_everything_and_is_written_down_as_a_disclosure(way: Way, case: Consultation, client: Any) -> None:
    client.force_login(way.doctor)
    found = taken(client, case)
    assert found.testzip() is None
    assert set(found.namelist()) == {
        "README.txt",
        "opinion-zh.pdf",
        "opinion-en.pdf",
        *(f"{stem}.{ending}" for stem in ("opinion", "addendum-1") for ending in ("json", "sig", "pem")),
        "request.json",
        "dispositions.json",
        "outcomes.json",
        "attachment-01.png",
        "MANIFEST.sha256",
    }
    assert found.read("opinion.json").decode() == Opinion.objects.get(consultation=case).canonical
    assert found.read("attachment-01.png") == PNG
    request = json.loads(found.read("request.json"))
    assert request["question"] == "反复胸闷濒死感，自购安定两年，怎样减药？"
    assert request["attachments"][0]["title"] == "心电图"
    outcomes = json.loads(found.read("outcomes.json"))
    assert outcomes["dossier"]["number"] == filing_away.of(case).number
    assert outcomes["rounds"][0]["answer"]["lines"][0]["carried"] == "done"
    assert json.loads(found.read("dispositions.json"))["survey"]["effect"] == "new"
    readme = found.read("README.txt").decode()
    assert "sha256sum -c" in readme
    assert "核验" in readme
    (entry,) = AuditEntry.objects.filter(action="dossier.exported")
    assert (entry.person, entry.purpose, entry.subject_code) == (way.doctor.code, "disclosure", case.code)


def test_no_name_of_a_file_names_the_patient(way: Way, case: Consultation, client: Any) -> None:
    client.force_login(way.doctor)
    answer = client.post(reverse("teleconsult:export", args=[case.code]))
    dossier = filing_away.of(case)
    assert dossier
    assert answer["Content-Disposition"] == f'attachment; filename="{dossier.number}.zip"'
    names = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).namelist()
    assert not [name for name in names if case.patient.name in name or "陈" in name]


def test_it_can_be_checked_with_plain_tools(way: Way, case: Consultation, client: Any, tmp_path: Path) -> None:
    client.force_login(way.doctor)
    taken(client, case).extractall(tmp_path)
    check = ["sha256sum", "-c", "--strict", exporting.MANIFEST]
    assert subprocess.run(check, cwd=tmp_path, check=False).returncode == 0
    listed = (tmp_path / exporting.MANIFEST).read_text()
    assert {path.name for path in tmp_path.iterdir()} - {exporting.MANIFEST} == {
        line.split("  ")[1] for line in listed.splitlines()
    }
    openssl = shutil.which("openssl")
    if openssl:
        for stem in ("opinion", "addendum-1"):
            args = [openssl, "pkeyutl", "-verify", "-pubin", "-inkey", f"{stem}.pem", "-rawin"]
            args += ["-in", f"{stem}.json", "-sigfile", f"{stem}.sig"]
            assert subprocess.run(args, cwd=tmp_path, check=False).returncode == 0
    (tmp_path / "request.json").write_text("{}")
    assert subprocess.run(check, cwd=tmp_path, check=False).returncode != 0


def test_an_expert_takes_no_attachments_where_sharing_was_not_agreed_to(
    way: Way, case: Consultation, client: Any
) -> None:
    ConsentGrant.objects.filter(consent__about_code=case.code, purpose="share_record").update(withdrawn_at=now())
    client.force_login(way.expert)
    names = taken(client, case).namelist()
    assert "opinion-zh.pdf" in names
    assert not [name for name in names if name.startswith("attachment")]


def test_pieces_come_one_after_another(way: Way, case: Consultation) -> None:
    pieces = exporting.export(Reader(way.doctor, case), at=now())
    assert next(pieces)
    assert len(list(pieces)) > 5


def test_without_an_opinion_there_is_nothing_to_take(way: Way, client: Any) -> None:
    case = way.submitted()
    client.force_login(way.doctor)
    assert client.post(reverse("teleconsult:export", args=[case.code])).url == case.get_absolute_url()
