"""The booked hour and the meeting: slot, booking, room, seats, who was there, what was written, the start checks."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings

from config.demo.seed.batch import Batch
from config.demo.seed.course import HOUR
from config.demo.seed.papers import Case
from config.demo.seed.story import Urgency
from teleconsult.call import rooms
from teleconsult.call.models import Attendance, ChatMessage, Room, Seat
from teleconsult.models import Booking, Slot, StartCheck


def arrange(case: Case, batch: Batch) -> None:
    """Everything around the hour, as far as the story has come."""
    meets, booked = case.course.meets, case.course.booked
    if meets is None or booked is None or case.expert is None:
        return
    burning = case.story.urgency == Urgency.EMERGENCY
    slot = batch.add(
        Slot(
            expert=case.expert,
            institution=case.row.invited,
            begins_at=meets,
            ends_at=meets + HOUR,
            is_emergency=burning,
        )
    )
    held = booked - timedelta(minutes=1)
    batch.add(
        Booking(
            slot=slot,
            consultation=case.row,
            held_by=case.expert if burning else case.doctor,
            held_at=held,
            held_until=held + settings.XINQIAO["SLOT_HOLD"],
            confirmed_at=booked,
        )
    )
    room = _open_room(case, batch, meets)
    seats = (
        batch.add(Seat(room=room, person=case.expert, institution=case.row.invited, part=Seat.Part.HOST)),
        batch.add(Seat(room=room, person=case.doctor, institution=case.row.inviting, part=Seat.Part.GUEST)),
    )
    if case.course.began is not None and case.course.ended is not None:
        _met(case, batch, seats, case.course.began, case.course.ended)


def _open_room(case: Case, batch: Batch, meets: datetime) -> Room:
    """The room; closed where the meeting is over."""
    before: timedelta = settings.XINQIAO["ROOM_OPENS_BEFORE"]
    labels = f"{case.row.inviting.label} ↔ {case.row.invited.label}"
    ended = case.course.ended
    room = batch.add(
        Room(
            title=f"{labels} · {case.row.number}",
            starts_at=meets,
            opens_at=meets - before,
            closed_at=ended,
            closed_because=rooms.Because.DONE if ended else "",
        )
    )
    case.row.room = room
    return room


def _met(case: Case, batch: Batch, seats: tuple[Seat, Seat], began: datetime, ended: datetime) -> None:
    """They met: admitted, present, checked, written."""
    host, guest = seats
    guest.standing = Seat.Standing.ADMITTED
    guest.knocked_at, guest.admitted_at = began - timedelta(seconds=100), began - timedelta(seconds=55)
    for seat, ahead in ((host, 130), (guest, 55)):
        come = began - timedelta(seconds=ahead)
        batch.add(Attendance(seat=seat, connection=uuid4(), page=uuid4(), joined_at=come, seen_at=ended, left_at=ended))
    for check in _checks(case, began):
        batch.add(check)
    for number, (side, words) in enumerate(case.story.chat, start=1):
        author = host.person if side == "e" else guest.person
        at = began + timedelta(minutes=4 * number)
        batch.add(ChatMessage(room=host.room, author=author, client_code=uuid4(), body=words, written_at=at))


def _checks(case: Case, began: datetime) -> list[StartCheck]:
    at = began - timedelta(seconds=30)
    name, relation = case.story.patient.guardian
    reachable = f"{relation} {name}在场" if name else f"{case.doctor.name}在诊室"
    inviting = StartCheck(
        consultation=case.row,
        side=StartCheck.Side.INVITING,
        identity_confirmed=True,
        patient_where=f"{case.row.inviting.address}，{case.row.inviting.name} 2 号诊室",
        call_back=case.row.inviting.phone,
        present=f"{case.doctor.name}、{case.story.with_patient}",
        reachable=reachable,
        checked_at=at,
        checked_by=case.doctor,
    )
    invited = StartCheck(
        consultation=case.row,
        side=StartCheck.Side.INVITED,
        identity_confirmed=True,
        present=f"{case.expert}，独自在诊室",
        checked_at=at + timedelta(seconds=12),
        checked_by=case.expert,
    )
    return [inviting, invited]
