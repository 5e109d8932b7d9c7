"""Small things that every view of a consultation needs: the door, and the answer to somebody who comes too late."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from alliance import access
from teleconsult.models import Consultation, MovedOn

if TYPE_CHECKING:
    from alliance.roles import Permission
    from alliance.staff import StaffRequest

ROWS = Consultation.objects.select_related(
    "patient__institution", "inviting", "invited__parent", "owner", "expert__licence", "inviter", "room"
)


def case(request: StaffRequest, code: UUID, to: Permission) -> Consultation:
    """The consultation, through the one door."""
    return access.fetch(ROWS, code, by=request.user, to=to)


def too_late(request: StaffRequest, moved: MovedOn) -> HttpResponseRedirect:
    """Tells who did what in the meantime, and leads to the case as it stands now."""
    step = moved.step
    words = {
        "who": step.by.name if step and step.by else _("Somebody"),
        "state": moved.consultation.get_state_display(),
    }
    messages.warning(request, _("%(who)s acted first: the case is now “%(state)s”.") % words)
    return redirect(moved.consultation)
