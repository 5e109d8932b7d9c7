"""A relative takes part in one of the meetings of the table's world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from teleconsult.call import visiting

if TYPE_CHECKING:
    from tests.access.world import World


def arrange(world: World) -> None:
    """Invited by the doctor, come by the link, not let in yet."""
    room, doctor, at = world.cases["in_session"].room, world.way.doctor, timezone.now()
    assert room is not None
    visitor, token = visiting.invite(room, kind="relative", name="祁母", agreed=True, by=doctor, at=at)
    world.visitor = visiting.come(token, at)
    world.subjects["visit"] = {"code": room.code}
    world.subjects["visitor"] = {"code": room.code, "visitor": visitor.code}
