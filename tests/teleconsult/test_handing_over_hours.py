"""Promised hours go over with the cases: duty of a date and fixed clinics, to whom may take them; or they end."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from alliance import leaving, swapping
from alliance.models import DutyChange, DutyShift, Membership, Notice, Person
from teleconsult import absences, clinics, handing_over
from teleconsult.models import Clinic, Slot
from teleconsult.pieces import NotForThem, Row
from tests import factories
from tests.teleconsult.factories import Way

now = timezone.now


def only(person: Person, place: Any) -> Row:
    (row,) = handing_over.held(person, place, at=now())
    return row


def give(row: Row, to: Person, by: Person) -> None:
    handing_over.hand(row, to=to, by=by, at=now(), because="休产假")


@pytest.fixture(autouse=True)
def morning(clock: Any) -> Any:
    """It is Monday morning, and nobody is on duty every week."""
    with clock("2027-03-01 07:00"):
        DutyShift.objects.all().delete()
        yield


@pytest.fixture
def night(way: Way, second: Person, leader) -> DutyChange:
    """The expert stands in for 许见山 on Friday night."""
    shift = factories.make_shift(second, way.centre, 4, begins=time(20), hours=12)
    begins = factories.at("2027-03-05 20:00")
    ends = begins + timedelta(hours=12)
    return swapping.give(way.centre, begins=begins, ends=ends, to=way.expert, shift=shift, by=leader, at=now())


@pytest.fixture
def clinic(way: Way) -> Clinic:
    """Mondays from nine at 北桥, three patients."""
    factories.make_site(way.expert, way.place)
    return clinics.open_clinic(
        way.expert,
        way.place,
        way.centre,
        weekday=0,
        begins=time(9),
        patients=3,
        slot_minutes=30,
        insurance=True,
        valid_from=date(2027, 3, 1),
        valid_until=None,
        by=way.coordinator,
        at=now(),
    )


# --- duty of a date -------------------------------------------------------------------------------------------------
def test_duty_of_a_date_goes_to_nobody_who_is_away_then(way: Way, leader, centre, night, third):
    span = {"begins_at": night.begins_at - timedelta(days=1), "ends_at": night.ends_at}
    absences.enter(third, centre, **span, because="休假", by=leader, at=now())
    row = only(way.expert, centre)
    assert third in [one.person for one in row.unable]
    with pytest.raises(NotForThem):
        give(row, third, leader)


def test_duty_of_a_date_goes_over_and_both_are_told(way: Way, leader, centre, night, third):
    give(only(way.expert, centre), third, leader)
    change = DutyChange.objects.live().get()
    assert (change.person, change.instead_of, change.begins_at) == (third, night.instead_of, night.begins_at)
    assert Notice.objects.filter(person=third, kind="duty-given").count() == 1
    assert Notice.objects.filter(person=way.expert, kind="duty-taken").count() == 1
    assert not handing_over.held(way.expert, centre, at=now())


def test_given_back_to_whoever_has_it_every_week_it_is_just_over(way: Way, leader, centre, night, second):
    give(only(way.expert, centre), second, leader)
    assert not DutyChange.objects.live().exists()


def test_what_somebody_took_back_meanwhile_is_not_given(way: Way, leader, centre, night, third):
    row = only(way.expert, centre)
    swapping.take_back(night, by=leader, at=now())
    with pytest.raises(handing_over.REFUSED):
        give(row, third, leader)
    assert not DutyChange.objects.live().exists()


def test_duty_that_is_over_is_nobodys(way: Way, centre, night, clock):
    with clock("2027-03-06 08:00"):
        assert not handing_over.held(way.expert, centre, at=now())


# --- fixed clinics --------------------------------------------------------------------------------------------------
def test_a_clinic_goes_to_nobody_without_leave_to_practise_at_the_site(way: Way, leader, centre, clinic, second):
    row = only(way.expert, centre)
    assert (row.able, [one.why_not for one in row.unable]) == ([], ["未在本机构备案执业"])
    with pytest.raises(NotForThem):
        give(row, second, leader)


def test_a_clinic_goes_to_nobody_who_has_another_then(way: Way, leader, centre, clinic, second, wanghu):
    factories.make_site(second, way.place)
    factories.make_site(second, wanghu)
    fields: dict[str, Any] = {"weekday": 0, "begins": time(10), "patients": 2, "slot_minutes": 30, "insurance": False}
    days: dict[str, Any] = {"valid_from": date(2027, 3, 1), "valid_until": None}
    clinics.open_clinic(second, wanghu, centre, **fields, **days, by=way.coordinator, at=now())
    assert only(way.expert, centre).able == []


def test_a_clinic_goes_over_with_its_hours(way: Way, leader, centre, clinic, second):
    factories.make_site(second, way.place)
    give(only(way.expert, centre), second, leader)
    after = Clinic.objects.get(ended_at=None)
    assert (after.expert, after.site, after.weekday, after.begins) == (second, way.place, 0, time(9))
    free = Slot.objects.filter(clinic__isnull=False, withdrawn_at=None)
    assert {slot.expert for slot in free} == {second}
    assert free.count() == 6  # today and next Monday


def test_the_screen_asks_as_often_for_many_hours_as_for_few(
    way: Way, leader, centre, clinic, second, night, django_assert_max_num_queries
):
    with django_assert_max_num_queries(60) as few:
        handing_over.held(way.expert, centre, at=now())
    for weekday in (1, 2, 3):
        day: dict[str, Any] = {
            "weekday": weekday,
            "begins": time(9),
            "valid_from": date(2027, 3, 1),
            "valid_until": None,
        }
        rest: dict[str, Any] = {"patients": 1, "slot_minutes": 30, "insurance": False}
        clinics.open_clinic(way.expert, way.place, centre, **day, **rest, by=way.coordinator, at=now())
    span = {"begins": night.ends_at, "ends": night.ends_at + timedelta(hours=2)}
    swapping.give(centre, **span, to=way.expert, by=leader, at=now())
    with django_assert_max_num_queries(len(few)):
        assert len(handing_over.held(way.expert, centre, at=now())) == 6


# --- leaving --------------------------------------------------------------------------------------------------------
def test_whoever_ends_a_membership_hears_of_promised_hours_and_what_is_left_ends(
    way: Way, leader, centre, clinic, night
):
    held = Membership.objects.get(person=way.expert, institution=centre)
    assert {one.what: one.count for one in leaving.told(held, now())} == {"单日值班": 1, "定点门诊": 1}
    leaving.leave(held, by=leader, at=now(), because="调离")
    clinic.refresh_from_db()
    assert clinic.ended_at is not None
    assert not DutyChange.objects.live().exists()
    told = Notice.objects.filter(kind="clinic-ended").values_list("person", flat=True)
    assert set(told) == {way.coordinator.pk, way.doctor.pk}
