"""Puts up the institutions, zones and agreements."""

from __future__ import annotations

from datetime import date, timedelta

from alliance.models import Agreement, AgreementLimit, AgreementParty, AgreementScope, Institution, Person, Zone
from config.demo.seed.institutions import LIABILITY, PACTS, PLACES, STARTED, ZONES


def put_up() -> dict[str, Institution]:
    """Every institution, by key; parents come first in the list."""
    places: dict[str, Institution] = {}
    for place in PLACES:
        places[place.key] = Institution.objects.create(
            name=place.name,
            short_name=place.short,
            kind=place.kind,
            function=place.function,
            parent=places.get(place.above),
            phone=place.phone,
            duty_phone=place.duty_phone,
            address=place.address,
            joined_on=STARTED,
        )
    return places


def divide(places: dict[str, Institution], people: dict[str, Person]) -> None:
    """The zones with their leaders."""
    members = {place.key: place.zone for place in PLACES if place.zone}
    for area in ZONES:
        zone = Zone.objects.create(name=area.name, alliance=places["root"], leader=people[area.leader])
        inside = [places[key].pk for key, wanted in members.items() if wanted == area.key]
        Institution.objects.filter(pk__in=inside).update(zone=zone)


def agree(places: dict[str, Institution], today: date) -> None:
    """The cooperation agreements; one has run out."""
    for pact in PACTS:
        agreement = Agreement.objects.create(
            number=pact.number,
            title=pact.title,
            liability=LIABILITY,
            valid_from=today + timedelta(days=pact.since),
            valid_until=today + timedelta(days=pact.until),
        )
        sides = [(key, AgreementParty.Side.INVITING) for key in pact.inviting]
        sides.append((pact.invited, AgreementParty.Side.INVITED))
        AgreementParty.objects.bulk_create(
            AgreementParty(agreement=agreement, institution=places[key], side=side) for key, side in sides
        )
        AgreementScope.objects.bulk_create(AgreementScope(agreement=agreement, scope=scope) for scope in pact.scopes)
        AgreementLimit.objects.bulk_create(
            AgreementLimit(agreement=agreement, kind=kind, pace=pace, unit=unit, amount=amount)
            for kind, pace, unit, amount in pact.limits
        )
