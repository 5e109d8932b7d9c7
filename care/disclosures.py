"""What a signer is told about each purpose: in which way data is used, and which data (PIPL 23, domain.md §5.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from care.models import Purpose

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Disclosure:
    """The way of use and the kinds of data, in the reader's language."""

    way: _StrPromise
    data: _StrPromise


DISCLOSURES: dict[str, Disclosure] = {
    Purpose.CONSULTATION: Disclosure(
        _(
            "The expert reads the request and answers your doctor in writing or by video, with you if needed. "
            "Nothing is recorded."
        ),
        _("Name, sex, age, phone, where you are during the call, and what the doctor writes in the request"),
    ),
    Purpose.SHARE_RECORD: Disclosure(
        _("The expert can view them on this platform until 30 days after the case is closed. Every view is logged."),
        _("Past treatment and medicines, questionnaires, test results and other attached documents"),
    ),
    Purpose.TEACHING: Disclosure(
        _("Two people remove everything that could identify you before the case is used for teaching."),
        _("Age group, course, treatment and outcome. No name, place, employer, images or dates"),
    ),
}
