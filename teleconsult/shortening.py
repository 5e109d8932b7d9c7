"""Leave to practise at a site ends earlier: what is booked after it is moved, as an absence does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alliance import institutions, notices
from alliance.practising import Outside
from alliance.roles import Permission
from teleconsult import absences, qualifying, slotting
from teleconsult.models import Booking, Consultation, Slot

if TYPE_CHECKING:
    from alliance.models import Institution, Person, SiteRegistration

EVER = timedelta(days=3650)
WORDS = absences.Words(offered="leave-offered", no_time="leave-no-time")
May = Callable[[Consultation, Slot], bool]


def preview(site: SiteRegistration, valid_until: date | None, at: datetime) -> Iterator[Outside]:
    """Every booking that would fall outside, and the time that would be offered instead; changes nothing."""
    may = _may(site, valid_until)
    for hit in absences.instead_of(_outside(site.person, may, at), may, at=at):
        slot, instead = hit.booking.slot, hit.instead.begins_at if hit.instead else None
        yield Outside(hit.booking.consultation.number or "", slot.begins_at, slot.institution, instead)


def after_shortening(sender: Any, *, site: SiteRegistration, by: Person, at: datetime, **_kw: Any) -> None:
    """Inside the transaction that shortens it: bookings move, holds end, the expert and the coordinators are told."""
    expert, may = site.person, _may(site, site.valid_until)
    slotting.lock(expert.pk)  # whoever books waits, and then reads the shorter leave
    held = Booking.objects.live().filter(slot__expert=expert, slot__begins_at__gt=at, confirmed_at=None)
    ended = [row.pk for row in held.select_related(*_WITH) if not may(row.consultation, row.slot)]
    Booking.objects.live().filter(pk__in=ended, confirmed_at=None).update(
        cancelled_at=at, cancelled_because="leave to practise shortened"
    )
    facts = {"place": site.institution.label, "day": date_format(site.valid_until) if site.valid_until else ""}
    because = _("Registration at %(place)s ends on %(day)s") % facts
    moved = [
        booking.consultation
        for booking in _outside(expert, may, at)
        if absences.move_away(booking, because=because, by=by, at=at, words=WORDS)
    ]
    if moved:
        _tell_centre(site, moved, by=by, at=at)


def _tell_centre(site: SiteRegistration, moved: list[Consultation], *, by: Person, at: datetime) -> None:
    centres = {case.invited_id: case.invited for case in moved}.values()
    people = [site.person, *(one for centre in centres for one in institutions.holders(Permission.TRIAGE, at=centre))]
    day = site.valid_until.isoformat() if site.valid_until else ""
    facts = {"who": site.person.name, "place": site.institution.label, "day": day, "n": str(len(moved))}
    notices.send([one for one in people if one != by], "leave-shortened", at=at, **facts)


_WITH = ("slot__institution", "consultation__inviting", "consultation__invited")


def _outside(expert: Person, may: May, at: datetime) -> list[Booking]:
    rows = absences.booked(expert, at, at + EVER).filter(slot__begins_at__gt=at, slot__is_emergency=False)
    return [row for row in rows.order_by("slot__begins_at") if not may(row.consultation, row.slot)]


def _may(site: SiteRegistration, valid_until: date | None) -> May:
    """Whether a case may be seen in a slot if `valid_until` were the last day: at the centre, and where it happens."""
    known: dict[int, list[SiteRegistration]] = {}

    def practises(place: Institution, day: date) -> bool:
        if place.pk not in known:
            known[place.pk] = qualifying.registrations(site.person, place)
            for row in known[place.pk]:
                row.valid_until = valid_until if row.pk == site.pk else row.valid_until
        return any(row.valid_on(day) for row in known[place.pk])

    def may(case: Consultation, slot: Slot) -> bool:
        day = slot.begins_at.astimezone(slot.institution.tz).date()
        return practises(case.invited, day) and practises(slot.institution, day)

    return may
