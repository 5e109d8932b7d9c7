"""The expert gate (domain.md §2.1): checked when a case is assigned and again when the session starts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Min
from django.utils.translation import gettext as _

from alliance.models import Licence, Membership, Person, SiteRegistration
from alliance.roles import Permission
from frontend import dates
from teleconsult.models import Booking, Consultation, Request, Slot, State

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from alliance.models import Institution


class NotQualified(Exception):
    """The gate is shut; `reasons` say why, in the reader's language."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Candidate:
    """An expert as the coordinator sees them: what stands in the way (nothing = can be assigned), and their load."""

    person: Person
    licence: Licence | None
    reasons: list[str]
    open_cases: int
    fits: bool
    in_session: bool
    next_free: datetime | None = None  # the soonest hour that can be booked, as far as hours are written out

    @property
    def can_be_assigned(self) -> bool:
        """Whether the gate is open."""
        return not self.reasons


def years_between(since: date, day: date) -> int:
    """Completed years."""
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day))


def _licence_reasons(licence: Licence | None, day: date) -> list[str]:
    if licence is None or licence.suspended_at is not None:
        return [_("no valid licence to practise")]
    reasons = []
    if licence.scope != Licence.Scope.PSYCHIATRY:
        reasons.append(_("the licence does not cover psychiatry"))
    if years_between(licence.independent_since, day) < settings.XINQIAO["MINIMUM_PRACTICE_YEARS"]:
        least = settings.XINQIAO["MINIMUM_PRACTICE_YEARS"]
        reasons.append(_("less than %(n)d years of independent practice") % {"n": least})
    return reasons


def registrations(person: Person, institution: Institution) -> list[SiteRegistration]:
    """Leave to practise there; a registration at the hospital covers the centre inside it."""
    chain = [place.pk for place in institution.lineage()]
    return [site for site in person.site_registrations.all() if site.institution_id in chain]


def practises(person: Person, institution: Institution) -> Callable[[date], bool]:
    """Whether the person has leave to practise there on a day, as a question that asks the database once."""
    sites = registrations(person, institution)
    return lambda day: any(site.valid_on(day) for site in sites)


def _site_reasons(person: Person, institution: Institution, day: date) -> list[str]:
    found = registrations(person, institution)
    if not found:
        return [_("not registered to practise at this site")]
    if not any(site.valid_on(day) for site in found):
        ended = max((site.valid_until for site in found if site.valid_until), default=None)
        return [_("site registration expired on %(day)s") % {"day": dates.full_day(ended) if ended else ""}]
    return []


def reasons_to_hold(person: Person, site: Institution, day: date) -> list[str]:
    """Why this person may not see patients at a site on a day; empty when they may."""
    return [*_licence_reasons(getattr(person, "licence", None), day), *_site_reasons(person, site, day)]


def reasons_against(consultation: Consultation, person: Person, *, at: datetime) -> list[str]:
    """Why this person may not answer this consultation now; empty when they may."""
    reasons = _reasons(consultation, person, at=at, prior=_first_diagnosis_by(consultation))
    booked = Slot.objects.filter(expert=person, clinic__isnull=False, bookings__in=_booked(consultation)).first()
    if booked is not None:  # at a clinic, leave to practise is needed there too
        day = booked.begins_at.astimezone(booked.institution.tz).date()
        reasons += [reason for reason in _site_reasons(person, booked.institution, day) if reason not in reasons]
    return reasons


def _booked(consultation: Consultation) -> QuerySet[Booking]:
    return Booking.objects.live().filter(consultation=consultation, confirmed_at__isnull=False)


def _first_diagnosis_by(consultation: Consultation) -> int | None:
    """Whoever made it does not judge it (domain.md §2.1)."""
    latest = consultation.requests.order_by("-number").values_list("prior_psychiatrist", flat=True)
    return latest.first()


def _reasons(consultation: Consultation, person: Person, *, at: datetime, prior: int | None) -> list[str]:
    day = at.astimezone(consultation.invited.tz).date()
    reasons = []
    if not person.is_active or not person.may(Permission.ANSWER, at=consultation.invited):
        reasons.append(_("not an expert at this centre"))
    reasons += _licence_reasons(getattr(person, "licence", None), day)
    reasons += _site_reasons(person, consultation.invited, day)
    if person.pk in (consultation.inviter_id, consultation.owner_id):
        reasons.append(_("is the inviting doctor"))
    if prior == person.pk:
        reasons.append(_("made the first diagnosis"))
    return reasons


def check(consultation: Consultation, person: Person, *, at: datetime) -> None:
    """Raises NotQualified."""
    if reasons := reasons_against(consultation, person, at=at):
        raise NotQualified(reasons)


def candidates(consultation: Consultation, *, at: datetime) -> list[Candidate]:
    """Every expert of the invited centre: those who can and fit first, then by load."""
    return candidates_for([consultation], centre=consultation.invited, at=at)[consultation.pk]


def candidates_for(cases: Sequence[Consultation], *, centre: Institution, at: datetime) -> dict[int, list[Candidate]]:
    """The same for several cases of one centre, by primary key; the number of queries does not grow with them."""
    if not cases:
        return {}
    people, busy, free = experts(centre), _load(centre), _next_free(centre, at)
    priors = Request.objects.filter(consultation__in=cases).order_by("number")
    for case in cases:
        case.invited = centre  # one object, which has read what lies above it once
    prior = dict(priors.values_list("consultation", "prior_psychiatrist"))
    return {case.pk: _weighed(case, people, busy, free, prior.get(case.pk), at) for case in cases}


def experts(centre: Institution) -> list[Person]:
    """Everybody who answers there, with what the gate asks of them at hand."""
    memberships = Membership.objects.carrying(Permission.ANSWER).filter(institution=centre)
    people = Person.objects.filter(pk__in=memberships.values("person")).select_related("licence")
    found = list(people.prefetch_related("site_registrations__institution", "memberships__institution"))
    for person in found:
        person.live_memberships = [m for m in person.memberships.all() if m.ended_at is None]
    return found


def _weighed(
    case: Consultation,
    people: Iterable[Person],
    busy: Mapping[int, list[str]],
    free: Mapping[int, datetime],
    prior: int | None,
    at: datetime,
) -> list[Candidate]:
    found = []
    for person in people:
        licence = getattr(person, "licence", None)
        states = busy.get(person.pk, [])
        found.append(
            Candidate(
                person=person,
                licence=licence,
                reasons=_reasons(case, person, at=at, prior=prior),
                open_cases=len(states),
                fits=licence is not None and case.specialty in licence.specialties,
                in_session=State.IN_SESSION in states,
                next_free=free.get(person.pk),
            )
        )
    return sorted(
        found, key=lambda one: (not one.can_be_assigned, not one.fits, one.in_session, one.open_cases, one.person.pk)
    )


def _next_free(centre: Institution, at: datetime) -> dict[int, datetime]:
    taken = Booking.objects.live().filter(slot__begins_at__gt=at).values("slot")
    slots = Slot.objects.filter(institution=centre, begins_at__gt=at, withdrawn_at=None).exclude(pk__in=taken)
    return dict(slots.order_by().values_list("expert").annotate(soonest=Min("begins_at")))


def _load(centre: Institution) -> dict[int, list[str]]:
    rows = Consultation.objects.open().filter(invited=centre).exclude(expert=None).values_list("expert_id", "state")
    load: dict[int, list[str]] = {}
    for expert, state in rows:
        load.setdefault(expert, []).append(state)
    return load
