"""Somebody leaves an institution: at once, on every screen they have open."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from allauth.usersessions.models import UserSession
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from alliance import audit, escalating, notices, sockets, swapping
from alliance.models import Institution, Membership, Person
from alliance.roles import Permission
from alliance.signals import left_institution


@dataclass(frozen=True)
class Held:
    """How many open things of one kind somebody would leave behind."""

    what: str
    count: int


Source = Callable[[Membership, datetime], Iterable[Held]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Adds to what is told before a membership ends; upper apps call it in `apps.py`."""
    _sources[name] = source


def told(membership: Membership, at: datetime) -> list[Held]:
    """What would be left behind."""
    return [held for source in _sources.values() for held in source(membership, at)]


class AlreadyLeft(Exception):
    """The membership had ended before."""


def leave(membership: Membership, *, by: Person, at: datetime, because: str) -> None:
    """Ends the membership and everything the person has open. Raises AlreadyLeft.

    Upper apps hear `left_institution` inside the transaction and let go of what the person owned. Sockets close after
    the commit; sessions are gone with it. The person may sign in again where they still belong.
    """
    with transaction.atomic():
        still = Membership.objects.live().filter(pk=membership.pk)
        if not still.update(ended_at=at, ended_because=because):
            raise AlreadyLeft
        membership.refresh_from_db(fields=["ended_at", "ended_because"])
        _let_go([membership], by=by, at=at)


def leave_all(institution: Institution, *, by: Person, at: datetime, because: str) -> list[Membership]:
    """The same for everybody there, at one stroke: whoever hears of one of them finds no colleague left to turn to."""
    with transaction.atomic():
        live = Membership.objects.live().filter(institution=institution)
        ended = list(live.select_related("person", "institution"))
        live.filter(pk__in=[membership.pk for membership in ended]).update(ended_at=at, ended_because=because)
        for membership in ended:
            membership.ended_at, membership.ended_because = at, because
        _let_go(ended, by=by, at=at)
    return ended


def _let_go(ended: Collection[Membership], *, by: Person, at: datetime) -> None:
    people = {membership.person_id: membership.person for membership in ended}
    for membership in ended:
        person, place = membership.person, membership.institution
        person.__dict__.pop("live_memberships", None)
        if not person.roles_at(place):
            person.duty_shifts.filter(institution=place).delete()
            swapping.let_go(person, place, by=by, at=at)
        if not person.may(Permission.TAKE_ESCALATIONS, at=place):
            escalating.let_go(person, place, by=by, at=at)
        left_institution.send(Membership, membership=membership, by=by, at=at)
        audit.record(by, "membership.ended", about=membership, at=at, institution=place, role=membership.role)
    # Whoever does it to themself goes on reading: what they may see is asked anew with every page.
    end_sessions([person for person in people.values() if person != by], at=at)
    for person in people.values():
        transaction.on_commit(partial(close_sockets, person))


def end_sessions(people: Collection[Person], *, at: datetime) -> int:
    """Signs these people out everywhere; returns how many sessions that were.

    Sessions do not name their person in a column, so the living ones are opened: some hundred at a time (12 h each).
    """
    theirs = {str(person.pk) for person in people}
    UserSession.objects.filter(user__in=people).delete()
    living = Session.objects.filter(expire_date__gt=at).iterator() if theirs else ()
    own = [row.pk for row in living if row.get_decoded().get(SESSION_KEY) in theirs]
    Session.objects.filter(pk__in=own).delete()
    return len(own)


def close_sockets(person: Person) -> None:
    """Tells every open page and room of the person that the ground under it is gone."""
    layer = get_channel_layer()
    if layer is None:
        return
    for group in (notices.group(person), sockets.group_of(person)):
        async_to_sync(layer.group_send)(group, {"type": "membership.ended"})
