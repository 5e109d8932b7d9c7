"""The signed opinion as a PDF, in Chinese or English: number, hash, signer's title, addenda, a code to verify it.

The words of the expert stay as they were signed; the language is that of the labels, and the paper says so. The same
opinion gives the same bytes, so that a hash list made today still fits tomorrow: nothing in it depends on today.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import segno
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language_info, override, pgettext
from django.utils.translation import gettext as _
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from frontend import dates
from teleconsult import typeface
from teleconsult.models import Addendum, AdviceItem, Consultation, Opinion, Request, Stock

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LANGUAGES = {"zh-hans": "zh-CN", "en": "en-GB"}  # as the file names its language
FAMILY = "NotoSansSC"
MARGIN, QR_SIDE = 20.0, 28.0  # mm
SIZES = {"title": 18.0, "heading": 12.5, "text": 10.5, "meta": 9.0}  # points
_NO_LINE_BEGINS_WITH = "，。、；：？！）》」』】”’…%,.;:?!)]}"
_NO_LINE_ENDS_WITH = "（《「『【“‘([{"


@dataclass(frozen=True)
class Block:
    """One piece of the paper: `title`, `heading`, `text` or `meta`."""

    look: str
    words: str


def opinion(signed: Opinion, *, language: str, question: Request | None) -> bytes:
    """The PDF. `language`: zh-hans or en."""
    name = get_language_info(language)["name_local"]
    case = signed.consultation
    with override(language), timezone.override(case.inviting.tz):
        blocks = list(_blocks(signed, case, question, name))
        foot = _("%(number)s · SHA-256 %(hash)s") % {"number": case.number, "hash": signed.sha256[:16]}
        page = _("page %(here)s of %(all)s") % {"here": "{here}", "all": "{all}"}
        about = _("Opinion on a remote consultation")
    fonts = typeface.cut([block.words for block in blocks] + [foot, page, about])
    paper = _Paper(fonts, foot, page)
    paper.set_title(f"{about} {case.number}")
    paper.set_lang(LANGUAGES[language])
    paper.set_creation_date(_last(signed))
    paper.add_page()
    for block in blocks:
        paper.write_block(block)
    paper.write_qr(_address(signed))
    return bytes(paper.output())


def _last(signed: Opinion) -> datetime:
    return max([signed.signed_at, *(one.signed_at for one in signed.addenda.all())])


def _address(signed: Opinion) -> str:
    return f"{settings.PUBLIC_URL}{signed.get_verify_url()}"


# --- what stands on it ----------------------------------------------------------------------------------------------
def _blocks(signed: Opinion, case: Consultation, question: Request | None, language: str) -> Iterator[Block]:
    yield Block("title", _("Opinion on a remote consultation"))
    yield Block("meta", _("For the inviting doctor to consider, who decides on diagnosis and treatment."))
    yield Block(
        "meta", _("Labels: %(language)s. What the expert wrote stands as it was signed.") % {"language": language}
    )
    yield from _about(signed, case, question)
    yield from _body(signed)
    yield Block("heading", _("Advice"))
    for item in signed.advice.all():
        yield Block("text", f"{item.number}. {item.text}")
        yield Block("meta", _item(item))
        yield from _step(item)
    if signed.has_plan:
        words = _("The plan is advice. The inviting doctor decides and prescribes; nothing here is a prescription.")
        yield Block("meta", words)
    if signed.come_back:
        yield Block("heading", _("Next visit"))
        yield Block("text", signed.come_back)
    for one in signed.addenda.all():
        yield from _addendum(one)
    yield from _read_along(signed)
    yield from _signature(signed)


def _about(signed: Opinion, case: Consultation, question: Request | None) -> Iterator[Block]:
    patient = case.patient
    day = signed.signed_at.astimezone(case.inviting.tz).date()  # the age of that day, whenever this is printed
    for label, words in (
        (_("Consultation"), case.number or ""),
        (_("Patient"), f"{patient.name} · {patient.who(day)}"),
        (_("Inviting party"), str(case.inviting)),
        (_("Invited party"), str(case.invited)),
    ):
        yield Block("text", _("%(label)s: %(words)s") % {"label": label, "words": words})
    if case.began_at and case.ended_at:
        span = {"day": dates.full_day(case.began_at), "from": dates.clock(case.began_at)}
        words = _("Met on %(day)s, %(from)s–%(to)s") % {**span, "to": dates.clock(case.ended_at)}
        yield Block("text", words)
    if question is not None:
        yield Block("heading", _("Question"))
        yield Block("text", question.question)


def _body(signed: Opinion) -> Iterator[Block]:
    risk = str(signed.get_risk_level_display())
    if signed.risk_grade is not None:
        risk += " · " + _("grade %(n)s") % {"n": signed.risk_grade}
    parts: tuple[tuple[str | _StrPromise, str], ...] = (
        (_("Impression"), signed.impression),
        (_("Diagnosis"), signed.diagnosis),
        (_("Danger"), "\n".join(filter(None, (risk, signed.risk_note)))),
        (_("Limits of this remote examination"), signed.limits),
    )
    for label, words in parts:
        if words:
            yield Block("heading", str(label))
            yield Block("text", words)


def _item(item: AdviceItem) -> str:
    parts = [str(item.get_sort_display()), str(item.get_doer_display())]
    if item.due_on:
        parts.append(_("until %(day)s") % {"day": dates.full_day(item.due_on)})
    return " · ".join(parts)


def _step(item: AdviceItem) -> Iterator[Block]:
    """From when, when to stop, and what is checked on which day; what was done since is no part of the paper."""
    step = getattr(item, "step", None)
    if step is None:
        return
    said = [
        (pgettext("a step of a plan", "From"), dates.full_day(step.from_on)),
        (_("Stop and call if"), step.stop_rule),
    ]
    for check in step.checks.all():
        day = dates.full_day(check.due_on) if check.due_on else _("no day given")
        said.append((pgettext("a step of a plan", "Check"), f"{check.what} · {day}" if check.what else day))
    if step.stock == Stock.NO:
        said.append((_("On your list"), str(step.get_stock_display())))
    for label, words in said:
        if words:
            yield Block("text", _("%(label)s: %(words)s") % {"label": label, "words": words})


def _addendum(one: Addendum) -> Iterator[Block]:
    yield Block("heading", _("Addendum %(n)s") % {"n": one.number})
    yield Block("text", one.text)
    yield Block("meta", f"{one.signed_by.name} · {dates.full_day(one.signed_at)} {dates.clock(one.signed_at)}")
    yield Block("meta", f"SHA-256 {one.sha256}")


def _read_along(signed: Opinion) -> Iterator[Block]:
    """The experts beside the signer; their comments stay inside the centre."""
    if signed.read_along:
        yield Block("heading", _("Read along by"))
    for one in signed.read_along:
        nothing = [_("nothing to add")] if one["said"] == "nothing_to_add" else []
        yield Block("text", " · ".join([f"{one['name']} {one['title']}".strip(), *nothing]))


def _signature(signed: Opinion) -> Iterator[Block]:
    yield Block("heading", _("Signature"))
    yield Block("text", f"{signed.signed_by.name} {signed.signer_title}".strip())
    yield Block("meta", f"{dates.full_day(signed.signed_at)} {dates.clock(signed.signed_at)}")
    yield Block("meta", f"SHA-256 {signed.sha256}")
    yield Block("meta", _("Signed in Xinqiao with a personal key. Not a legally qualified electronic signature."))
    yield Block("meta", _("Verify at %(address)s") % {"address": _address(signed)})


# --- how it stands there --------------------------------------------------------------------------------------------
class _Paper(FPDF):
    """A4 in one family; every page says what it belongs to and which one of how many it is."""

    def __init__(self, fonts: dict[int, bytes], foot: str, page: str) -> None:
        super().__init__(format="A4")
        self.foot, self.page_words = foot, page
        with tempfile.TemporaryDirectory() as folder:
            for style, weight in (("", typeface.REGULAR), ("B", typeface.BOLD)):
                path = Path(folder) / f"{FAMILY}{style}.ttf"
                path.write_bytes(fonts[weight])
                self.add_font(FAMILY, style, path)
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(True, margin=MARGIN + 4)

    def footer(self) -> None:
        """Called by the library at the end of every page."""
        self.set_y(-MARGIN)
        self.set_font(FAMILY, size=8)
        here = self.page_words.replace("{here}", str(self.page_no())).replace("{all}", "{nb}")
        self.cell(self.epw / 2, 5, self.foot)
        self.cell(self.epw / 2, 5, here, align="R")

    def write_block(self, block: Block) -> None:
        """One piece, broken into lines where Chinese may be broken."""
        size = SIZES[block.look]
        self.set_font(FAMILY, "B" if block.look in ("title", "heading") else "", size)
        if block.look == "heading":
            self.ln(2.5)
        height = size * 0.55
        for line in (line for part in block.words.splitlines() for line in self.lines(part)):
            self.cell(0, height, line, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def lines(self, words: str) -> Iterator[str]:
        """Between any two Chinese signs, between words else; no line begins with a comma or ends with a bracket."""
        line = ""
        for piece in _pieces(words):
            if line and self.get_string_width((line + piece).rstrip()) > self.epw - 1:
                yield line.rstrip()
                line = ""
            line += piece.lstrip() if not line else piece
            while self.get_string_width(line.rstrip()) > self.epw - 1:  # one word longer than a line
                fits = next(n for n in range(len(line), 0, -1) if self.get_string_width(line[:n]) <= self.epw - 1)
                yield line[:fits]
                line = line[fits:]
        yield line.rstrip()

    def write_qr(self, address: str) -> None:
        """Black squares, no picture: it prints sharp and needs no image library."""
        rows = list(segno.make(address, error="m").matrix)
        if self.get_y() + QR_SIDE > self.h - MARGIN - 4:
            self.add_page()
        side, top = QR_SIDE / len(rows), self.get_y() + 3
        self.set_fill_color(0)
        for y, row in enumerate(rows):
            for x, dark in enumerate(row):
                if dark:
                    self.rect(MARGIN + x * side, top + y * side, side, side, style="F")


def _pieces(words: str) -> Iterator[str]:
    """What must stay together on one line."""
    piece = ""
    for sign in words:
        breaks = piece and (piece[-1].isspace() or ord(sign) > 0x2E7F or ord(piece[-1]) > 0x2E7F)
        if breaks and sign not in _NO_LINE_BEGINS_WITH and piece[-1] not in _NO_LINE_ENDS_WITH and not sign.isspace():
            yield piece
            piece = ""
        piece += sign
    yield piece
