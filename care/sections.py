"""Places on care's pages that the apps above fill: parts of a patient's page, and what an alarm is about.

They register in their `apps.py`; care knows neither their models nor their words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.template.loader import render_to_string

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from alliance.models import Person
    from alliance.staff import StaffRequest
    from care.models import Patient

Section = Callable[["StaffRequest", "Patient"], tuple[str, Mapping[str, Any]] | None]
Subject = Callable[[UUID, "Person"], "Link | None"]

_sections: dict[str, Section] = {}
_subjects: dict[str, Subject] = {}


@dataclass(frozen=True)
class Link:
    """Where something is, and what to call it; without a patient's identity."""

    url: str
    words: str


def register(name: str, section: Section) -> None:
    """A part of the patient's page: template and context for this reader, or None where there is nothing to say."""
    _sections[name] = section


def drawn(request: StaffRequest, patient: Patient) -> list[SafeString]:
    """The registered parts, in the order in which the apps came."""
    found = (section(request, patient) for section in _sections.values())
    return [render_to_string(each[0], dict(each[1]), request) for each in found if each]


def name_subject(name: str, subject: Subject) -> None:
    """Lets an app say what the code of an alarm or a document stands for, to somebody who may open it."""
    _subjects[name] = subject


def subject_of(code: UUID, person: Person) -> Link | None:
    """Where the thing with this code is opened, if `person` may."""
    return next((link for subject in _subjects.values() if (link := subject(code, person))), None)
