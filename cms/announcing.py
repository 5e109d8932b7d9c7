"""Who is told that a text waits for a clinician. No word of a draft is in what is sent; the page shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from alliance import notices
from alliance.models import Person
from cms import approving
from cms.approving import Waiting


def handed_in(instance: TaskState, user: Any = None, **_told: Any) -> None:
    """To the lead of the topic; where there is none who may decide, to every clinician who may."""
    waiting = approving.find(instance.pk)
    if waiting is not None:
        _tell(waiting, _asked_first(waiting), "site-approval", timezone.now())


def taken_back(instance: Any, **_told: Any) -> None:
    """Nobody is waited for any more."""
    if (state := instance.current_task_state) is not None:
        notices.quiet(Waiting(state), at=timezone.now())


def remind(at: datetime) -> None:
    """What nobody has decided for some days is told to every clinician who may; a chore of `tick`, once for each."""
    late = at - settings.XINQIAO["SITE_APPROVAL_WAITS"]
    for waiting in approving.in_progress():
        if waiting.state.started_at <= late:
            everybody = [person for person in approving.approvers() if person.pk not in waiting.authors]
            _tell(waiting, everybody, "site-approval-waits", at)


def _asked_first(waiting: Waiting) -> list[Person]:
    lead = approving.lead_of(waiting.page)
    if lead is not None and lead.pk not in waiting.authors:
        return [lead]
    return [person for person in approving.approvers() if person.pk not in waiting.authors]


def _tell(waiting: Waiting, people: list[Person], kind: str, at: datetime) -> None:
    url = reverse("site_review", args=[waiting.state.pk])
    who = waiting.sender.name if waiting.sender else "–"
    notices.send(people, kind, at=at, about=waiting, url=url, key=f"{kind}:{waiting.state.pk}", who=who)
