"""The PDF says what was signed, prints everywhere, and is the same file whenever it is made."""

import io
import logging
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from teleconsult import asking, opining, printing
from teleconsult.models import Opinion
from tests.teleconsult.factories import ADVICE, OPINION, Way

now = timezone.now


@pytest.fixture
def signed(way: Way) -> Opinion:
    """With an addendum."""
    opinion = Opinion.objects.get(consultation=way.signed())
    opining.add(opinion, "加量前复查心电图。", by=way.expert, at=now())
    return opinion


def printed(opinion: Opinion, language: str) -> bytes:
    found = opining.of(opinion.consultation)
    assert found
    return printing.opinion(found, language=language, question=asking.latest_request(opinion.consultation))


def text_of(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_both_languages_say_everything_that_was_signed(signed: Opinion) -> None:
    for language, label in (("zh-hans", "第 1 页"), ("en", "page 1 of")):
        words = text_of(printed(signed, language))
        for owed in (
            signed.consultation.number,
            signed.sha256,
            signed.addenda.get().sha256,
            signed.signer_title,
            "惊恐障碍可能，伴苯二氮䓬类依赖。",
            "地西泮每两周减四分之一",
            "加量前复查心电图。",
            "反复胸闷濒死感",
            label,
        ):
            assert owed in words
        assert ("English" in words) == (language == "en")
        assert signed.get_verify_url() in words.replace("\n", "")


def test_every_font_is_embedded(signed: Opinion) -> None:
    for page in PdfReader(io.BytesIO(printed(signed, "zh-hans"))).pages:
        fonts: Any = page["/Resources"]["/Font"]
        assert len(fonts) == 2
        for font in fonts.values():
            (inner,) = font.get_object()["/DescendantFonts"]
            assert "/FontFile2" in inner.get_object()["/FontDescriptor"]
            assert "NotoSansSC" in font.get_object()["/BaseFont"]


def test_the_same_opinion_gives_the_same_bytes_also_next_year(signed: Opinion) -> None:
    first = printed(signed, "zh-hans")
    with time_machine.travel(now() + timedelta(days=500)):
        assert printed(signed, "zh-hans") == first


def test_a_long_opinion_goes_over_pages_and_no_line_is_wider_than_the_page(way: Way) -> None:
    case = way.opinion_draft()
    long = {**OPINION, "impression": "焦虑与抑郁并存，sertraline 50 mg 起。" * 120, "limits": "x" * 300}
    signed = opining.sign(case, long, ADVICE, by=way.expert, at=now())
    content = printed(signed, "en")
    assert len(PdfReader(io.BytesIO(content)).pages) >= 2
    words = text_of(content)
    assert "page 2 of" in words
    assert words.count("焦虑与抑郁并存") >= 100
    assert not [line for line in words.splitlines() if line.startswith(("，", "。"))]


def test_what_is_printed_is_not_written_to_the_log(signed: Opinion, caplog: pytest.LogCaptureFixture) -> None:
    for name in ("fontTools", "fpdf"):
        assert logging.getLogger(name).getEffectiveLevel() >= logging.WARNING


def test_it_is_named_by_the_number_and_not_kept_on_the_way(way: Way, client: Any) -> None:
    case = way.signed()
    client.force_login(way.expert)
    answer = client.get(reverse("teleconsult:opinion_pdf", args=[case.code]), {"lang": "en"})
    assert answer["Content-Type"] == "application/pdf"
    assert f'"{case.number}-en.pdf"' in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    assert answer.content.startswith(b"%PDF")
