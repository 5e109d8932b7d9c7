"""One timeline of the case: moves, meetings, danger, opinion and what became of it, in the order it happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from alliance import climbs, escalating
from alliance.models import Escalation
from care.models import DangerAlarm, DangerCheck
from frontend import wording
from teleconsult.call.models import Attendance, Visitor
from teleconsult.models import Booking, Consultation, HandOver, State

if TYPE_CHECKING:
    from alliance.models import Person
    from teleconsult.reading import Reader


@dataclass(frozen=True)
class Event:
    """One line: when, what, who, and words where the reader may see them. `look` names the mark of the list."""

    at: datetime
    what: str
    who: str = ""
    words: str = ""
    look: str = ""


def of(case: Consultation, reader: Reader) -> list[Event]:
    """Everything that happened, oldest first."""
    events = [*_moves(case, reader), *_danger(case), *_climbed(case), *_addenda(case, reader)]
    events += [*_panel(case, reader), *_handed_over(case), *_visitors(case, reader), *_attendance(case, reader)]
    return sorted(events, key=lambda event: event.at)


_WHAT = {
    State.CONSENT_PENDING: lambda: _("Request written"),
    State.SUBMITTED: lambda: _("Centre invited"),
    State.RETURNED: lambda: _("Returned"),
    State.TRIAGED: lambda: _("Assigned"),
    State.DECLINED: lambda: _("Declined"),
    State.ACCEPTED: lambda: _("Accepted"),
    State.SCHEDULED: lambda: _("Time booked"),
    State.IN_SESSION: lambda: _("Consultation began"),
    State.OPINION_DRAFT: lambda: _("Consultation ended"),
    State.ASKED_BACK: lambda: _("Awaiting reply"),
    State.SIGNED: lambda: _("Opinion signed"),
    State.DISPOSED: lambda: _("Acted on"),
    State.FOLLOW_UP: lambda: _("Closed out, follow-up begins"),
    State.CLOSED: lambda: _("Closed"),
    State.CANCELLED: lambda: _("Cancelled"),
    State.EXPIRED: lambda: _("Expired"),
}
_SPECIAL = {
    (State.SCHEDULED, State.ACCEPTED): lambda: _("Booking cancelled"),
    (State.IN_SESSION, State.SCHEDULED): lambda: _("Broken off"),
    (State.ACCEPTED, State.OPINION_DRAFT): lambda: _("Written answer begun"),
    (State.SCHEDULED, State.OPINION_DRAFT): lambda: _("Switched to a written answer"),
    (State.ASKED_BACK, State.OPINION_DRAFT): lambda: _("Back to the draft"),
    (State.OPINION_DRAFT, State.ACCEPTED): lambda: _("Switched to a video consultation"),
    (State.ASKED_BACK, State.ACCEPTED): lambda: _("Switched to a video consultation"),
    (State.OPINION_DRAFT, State.TRIAGED): lambda: _("Reassigned"),
    (State.ASKED_BACK, State.TRIAGED): lambda: _("Reassigned"),
    (State.TRIAGED, State.TRIAGED): lambda: _("Reassigned"),
    (State.ACCEPTED, State.TRIAGED): lambda: _("Reassigned"),
    (State.SCHEDULED, State.TRIAGED): lambda: _("Reassigned"),
}


def _missed(who: str) -> str:
    return _("Did not come: %(who)s") % {"who": Booking.NoShow(who).label}


def _moves(case: Consultation, reader: Reader) -> list[Event]:
    missed = dict(case.bookings.exclude(no_show="").values_list("cancelled_at", "no_show"))
    events = [Event(case.created_at, _("Draft started"), case.inviter.name)]
    for step in case.steps.select_related("by"):
        before, after = State(step.before) if step.before else None, State(step.after)
        words = _SPECIAL.get((before, after)) if before else None
        if after == State.ACCEPTED and step.at in missed:
            words = partial(_missed, missed[step.at])
        look = "is-call" if after == State.IN_SESSION else ""
        because = step.because if reader.sees_request or reader.is_coordinator else ""
        who = step.by.name if step.by else _("the system")
        events.append(Event(step.at, (words or _WHAT[after])(), who, because, look))
    return events


def _danger(case: Consultation) -> list[Event]:
    events = []
    for alarm in (
        DangerAlarm.objects.filter(about_code=case.code)
        .select_related("raised_by", "acknowledged_by", "settled_by")
        .prefetch_related("checks__by")
    ):
        events.append(Event(alarm.raised_at, _("Danger reported"), alarm.raised_by.name, "", "is-danger"))
        if alarm.acknowledged_at and alarm.acknowledged_by:
            events.append(Event(alarm.acknowledged_at, _("Alarm seen"), alarm.acknowledged_by.name))
        events += [Event(tick.at, _checked(tick), tick.by.name) for tick in alarm.checks.all()]
        if alarm.settled_at and alarm.settled_by:
            events.append(Event(alarm.settled_at, _("Alarm settled"), alarm.settled_by.name, alarm.settled_how))
    return events


def _checked(tick: DangerCheck) -> str:
    facts = {"what": tick.get_what_display()}
    return _("Done on the spot: %(what)s") % facts if tick.done else _("Taken back: %(what)s") % facts


def _climbed(case: Consultation) -> list[Event]:
    """What was overdue, whom it was taken to, who has it."""
    alarms = DangerAlarm.objects.filter(about_code=case.code).values_list("code", flat=True)
    told: dict[tuple[object, ...], list[Escalation]] = {}
    for each in climbs.history([case.code, *alarms]):
        told.setdefault((each.deadline_id, each.run, each.step, each.rung, each.what), []).append(each)
    return [_rung(rows) for rows in told.values()]


def _rung(rows: list[Escalation]) -> Event:
    first = rows[0]
    facts = {"step": escalating.step_name(first.deadline.kind), "rung": first.get_rung_display()}
    names = wording.listed([each.person.name for each in rows if each.person], autoescape=False)
    if first.what == Escalation.What.TAKEN:
        return Event(first.at, _("“I have it”: %(step)s") % facts, names)
    if first.what == Escalation.What.NOBODY:
        return Event(
            first.at, _("Overdue: %(step)s. There is no %(rung)s here; escalated further") % facts, "", "", "is-late"
        )
    return Event(first.at, _("Overdue: %(step)s. Notified: %(rung)s") % facts, names, "", "is-late")


def _handed_over(case: Consultation) -> list[Event]:
    """Who answered for it from when on."""
    return [
        Event(one.at, _("%(side)s: %(name)s") % {"side": one.get_side_display(), "name": one.after.name}, one.by.name)
        for one in HandOver.objects.filter(consultation=case).select_related("after", "by")
    ]


def _panel(case: Consultation, reader: Reader) -> list[Event]:
    """Who was asked to read along, and until when; that they commented is the centre's to know."""
    events = []
    inside = reader.sees_panel or reader.is_coordinator
    for seat in case.panel.select_related("person", "asked_by", "released_by").prefetch_related("comments"):
        name = {"name": seat.person.name}
        events.append(Event(seat.asked_at, _("Asked to read along: %(name)s") % name, seat.asked_by.name))
        for said in seat.comments.all() if inside else ():
            what = _("Reader has nothing to add") if said.nothing_to_add else _("Reader has commented")
            events.append(Event(said.written_at, what, seat.person.name))
        if seat.released_at and seat.released_by:
            because = seat.released_because if inside else ""
            what = _("No longer reads along: %(name)s") % name
            events.append(Event(seat.released_at, what, seat.released_by.name, because))
    return events


def _named(visitor: Visitor, reader: Reader) -> str:
    """Who stood by the patient is for those who read the request; others read as what somebody came."""
    facts = {"name": visitor.name, "kind": visitor.get_kind_display()}
    return _("%(name)s (%(kind)s)") % facts if reader.sees_request else visitor.get_kind_display()


def _visitors(case: Consultation, reader: Reader) -> list[Event]:
    """Which relative or interpreter was invited, on the patient's word, and who ended it."""
    events = []
    rows = Visitor.objects.filter(room=case.room_id) if case.room_id else Visitor.objects.none()
    for one in rows.select_related("invited_by", "ended_by"):
        name = {"name": _named(one, reader)}
        invited = _("Invited to the call with the patient's agreement: %(name)s") % name
        events.append(Event(one.invited_at, invited, one.invited_by.name))
        if one.ended_at and one.ended_by:
            what = _("Removed from the call: %(name)s") if one.came_at else _("Link withdrawn: %(name)s")
            events.append(Event(one.ended_at, what % name, one.ended_by.name))
    return events


def _attendance(case: Consultation, reader: Reader) -> list[Event]:
    """When each was there: from their first coming to their last sign of life."""
    if case.room_id is None:
        return []
    spans: dict[Person | Visitor, tuple[datetime, datetime]] = {}
    rows = Attendance.objects.filter(seat__room=case.room_id)
    for row in rows.select_related("seat__person", "seat__visitor", "seat__institution"):
        who, until = row.seat.who, row.left_at or row.seen_at
        began, ended = spans.get(who, (row.joined_at, until))
        spans[who] = (min(began, row.joined_at), max(ended, until))
    return [_stay(who, began, ended, reader) for who, (began, ended) in spans.items()]


def _stay(who: Person | Visitor, began: datetime, ended: datetime, reader: Reader) -> Event:
    name = _named(who, reader) if isinstance(who, Visitor) else who.name
    minutes = max(1, round((ended - began).total_seconds() / 60))
    return Event(began, _("In the room, %(n)d min") % {"n": minutes}, name, "", "is-call")


def _addenda(case: Consultation, reader: Reader) -> list[Event]:
    opinion = getattr(case, "opinion", None)
    if opinion is None or not reader.sees_opinion:
        return []
    return [
        Event(one.signed_at, _("Addendum signed"), one.signed_by.name)
        for one in opinion.addenda.select_related("signed_by")
    ]
