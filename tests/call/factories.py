"""Rooms, with the people who may come in."""

from datetime import datetime, timedelta

from django.utils import timezone

from alliance.models import Person
from teleconsult.call import rooms
from teleconsult.call.models import Room, Seat


def make_room(host: Person, *guests: Person, starts_at: datetime | None = None) -> Room:
    """Open since a quarter of an hour; begins in a quarter of an hour. Everybody sits for their main site."""
    at = timezone.now()
    return rooms.open_room(
        title="北桥 ↔ 区二院 · 26-0001",
        starts_at=starts_at or at + timedelta(minutes=15),
        host=(host, host.live_memberships[0].institution),
        guests=[(guest, guest.live_memberships[0].institution) for guest in guests],
        at=at - timedelta(days=1),
    )


def admit(room: Room, guest: Person) -> None:
    """The guest has been let in before."""
    Seat.objects.filter(room=room, person=guest).update(standing=Seat.Standing.ADMITTED)
