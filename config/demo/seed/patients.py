"""Turns an invented somebody into a patient record: identity number of no real region, phone of the demo's block."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from alliance.models import Institution, Person
from care.id_numbers import check_character
from care.identity import blind_index
from care.models import Patient
from config.demo.seed.days import some
from config.demo.seed.story import Someone

REGION = "990106"  # 99 is given to no province


def born(who: Someone, today: date) -> date:
    """A birth date that makes the age true today and for the months around."""
    if who.months:
        total = today.year * 12 + today.month - 1 - who.months
        return date(total // 12, total % 12 + 1, min(today.day, 28)) - timedelta(days=6)
    turned = today - timedelta(days=round(some(who.name, 45, 300)))
    return date(turned.year - who.years, turned.month, min(turned.day, 28))


def identity_number(who: Someone, born_on: date, order: int) -> str:
    """Eighteen characters with a true check character; odd sequence numbers are men's."""
    sequence = order * 2 + (1 if who.sex == Patient.Sex.MALE else 0)
    seventeen = f"{REGION}{born_on:%Y%m%d}{sequence:03d}"
    return seventeen + check_character(seventeen)


def record(who: Someone, *, place: Institution, by: Person, at: datetime, today: date, order: int) -> Patient:
    """The record, with the blind indexes that `save` would make."""
    born_on = born(who, today)
    name, relation = who.guardian
    patient = Patient(
        institution=place,
        name=who.name,
        id_number=identity_number(who, born_on, order),
        phone=f"1380000{5000 + order}",
        address=f"江州市澜江区{who.home}",
        born_on=born_on,
        sex=who.sex,
        on_register=who.on_register,
        cannot_consent=who.cannot_consent,
        guardian_name=name,
        guardian_relation=relation,
        guardian_phone=f"1380000{7000 + order}" if name else "",
        created_at=at,
        created_by=by,
    )
    patient.name_index = blind_index(patient.name)
    patient.id_index = blind_index(patient.id_number)
    patient.phone_index = blind_index(patient.phone)
    return patient
