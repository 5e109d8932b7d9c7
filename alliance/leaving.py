"""Somebody leaves an institution: at once, on every screen they have open."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from alliance import audit, notices, sockets
from alliance.models import Membership, Person
from alliance.signals import left_institution


class AlreadyLeft(Exception):
    """The membership had ended before."""


def leave(membership: Membership, *, by: Person, at: datetime, because: str) -> None:
    """Ends the membership and everything the person has open. Raises AlreadyLeft.

    Upper apps hear `left_institution` inside the transaction and let go of what the person owned. Sockets close after
    the commit; sessions are gone with it. The person may sign in again where they still belong.
    """
    person, place = membership.person, membership.institution
    with transaction.atomic():
        still = Membership.objects.live().filter(pk=membership.pk)
        if not still.update(ended_at=at, ended_because=because):
            raise AlreadyLeft
        membership.refresh_from_db(fields=["ended_at", "ended_because"])
        person.__dict__.pop("live_memberships", None)
        if not person.roles_at(place):
            person.duty_shifts.filter(institution=place).delete()
        end_sessions(person, at=at)
        left_institution.send(Membership, membership=membership, by=by, at=at)
        audit.record(by, "membership.ended", about=membership, at=at, institution=place, role=membership.role)
        transaction.on_commit(lambda: close_sockets(person))


def end_sessions(person: Person, *, at: datetime) -> int:
    """Signs the person out everywhere; returns how many sessions that were.

    Sessions do not name their person in a column, so the living ones are opened: some hundred at a time (12 h each).
    """
    UserSession.objects.filter(user=person).delete()
    living = Session.objects.filter(expire_date__gt=at).iterator()
    own = [row.pk for row in living if row.get_decoded().get(SESSION_KEY) == str(person.pk)]
    Session.objects.filter(pk__in=own).delete()
    return len(own)


def close_sockets(person: Person) -> None:
    """Tells every open page and room of the person that the ground under it is gone."""
    layer = get_channel_layer()
    if layer is None:
        return
    for group in (notices.group(person), sockets.group_of(person)):
        async_to_sync(layer.group_send)(group, {"type": "membership.ended"})
