"""The expert gate (domain.md §2.1): who may answer, checked at assignment, at acceptance and at the start."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from alliance.models import Institution, Licence, Membership, Person, SiteRegistration
from teleconsult import meeting, qualifying, triaging
from teleconsult.models import Consultation, State
from tests import factories
from tests.factories import at
from tests.teleconsult.factories import Way

now = timezone.now


def refused(case: Consultation, person: Person, moment=None) -> int:
    """How many reasons stand against that person."""
    return len(qualifying.reasons_against(case, Person.objects.get(pk=person.pk), at=moment or now()))


def test_nobody_else_of_the_centre_can_be_given_a_case(way: Way, trainee, neighbour, outsider) -> None:
    case = way.submitted()
    for person in (trainee, way.coordinator, neighbour, outsider):
        with pytest.raises(qualifying.NotQualified):
            triaging.assign(case, to=person, by=way.coordinator, at=now())
    case.refresh_from_db()
    assert (case.state, case.expert) == (State.SUBMITTED, None)


@pytest.mark.parametrize(
    "change",
    [
        {"suspended_at": now()},
        {"scope": Licence.Scope.GENERAL_PRACTICE},
        {"scope": Licence.Scope.OTHER},
        {"independent_since": now().date() - timedelta(days=365 * 3 - 1)},
    ],
    ids=["suspended", "general practice", "another field", "a day short of three years"],
)
def test_a_licence_that_does_not_hold_shuts_the_gate(way: Way, change) -> None:
    case = way.submitted()
    Licence.objects.filter(person=way.expert).update(**change)
    assert refused(case, way.expert) == 1


def test_no_licence_shuts_the_gate(way: Way) -> None:
    case = way.submitted()
    Licence.objects.all().delete()
    assert refused(case, way.expert) == 1


def test_three_years_of_practice_are_counted_to_the_day(way: Way) -> None:
    case = way.submitted()
    Licence.objects.update(independent_since=date(2024, 3, 1))
    assert refused(case, way.expert, at("2027-02-28 23:00")) == 1
    assert refused(case, way.expert, at("2027-03-01 00:30")) == 0  # 28 February in UTC


def test_a_registration_is_needed_at_the_site_and_ends_with_its_last_day(way: Way) -> None:
    case = way.submitted()
    SiteRegistration.objects.update(valid_until=date(2027, 3, 1))
    assert refused(case, way.expert, at("2027-03-01 23:00")) == 0
    assert refused(case, way.expert, at("2027-03-02 00:30")) == 1
    SiteRegistration.objects.all().delete()
    assert refused(case, way.expert) == 1


def test_a_registration_elsewhere_does_not_count(way: Way, wanghu) -> None:
    case = way.submitted()
    SiteRegistration.objects.update(institution=wanghu)
    assert refused(case, way.expert) == 1


def test_a_registration_at_the_hospital_covers_the_centre_inside_it(way: Way, alliance) -> None:
    hospital = factories.make_institution(name="市脑科医院", kind=Institution.Kind.SPECIALIST_HOSPITAL, parent=alliance)
    Institution.objects.filter(pk=way.centre.pk).update(parent=hospital)
    SiteRegistration.objects.update(institution=hospital)
    case = Consultation.objects.get(pk=way.submitted().pk)
    assert refused(case, way.expert) == 0


def test_whoever_made_the_first_diagnosis_does_not_judge_it(way: Way) -> None:
    case = way.submitted(prior_psychiatrist=way.expert)
    assert refused(case, way.expert) == 1


def test_nobody_answers_their_own_question(way: Way) -> None:
    factories.make_membership(way.doctor, way.centre, "expert")
    factories.make_licence(way.doctor)
    factories.make_site(way.doctor, way.centre)
    case = way.submitted()
    with pytest.raises(qualifying.NotQualified):
        triaging.assign(case, to=Person.objects.get(pk=way.doctor.pk), by=way.coordinator, at=now())


def test_whoever_has_left_or_is_locked_out_is_no_expert(way: Way) -> None:
    case = way.submitted()
    Membership.objects.filter(person=way.expert).update(ended_at=now())
    assert refused(case, way.expert) == 1
    Membership.objects.filter(person=way.expert).update(ended_at=None)
    Person.objects.filter(pk=way.expert.pk).update(is_active=False)
    assert refused(case, way.expert) == 1


def test_a_licence_suspended_meanwhile_is_seen_at_acceptance_and_at_the_start(way: Way) -> None:
    asked, booked = way.triaged(), way.checked(way.scheduled())
    Licence.objects.update(suspended_at=now())
    expert = Person.objects.get(pk=way.expert.pk)
    with pytest.raises(qualifying.NotQualified):
        triaging.accept(asked, by=expert, at=now())
    with pytest.raises(qualifying.NotQualified):
        meeting.begin(booked, by=expert, at=now())
    assert (Consultation.objects.get(pk=asked.pk).state, Consultation.objects.get(pk=booked.pk).state) == (
        State.TRIAGED,
        State.SCHEDULED,
    )


def test_the_coordinator_sees_who_can_who_fits_and_who_has_least_to_do_first(way: Way) -> None:
    busy = way.expert  # fits, has an open case
    way.triaged()
    free = factories.make_expert(way.centre, name="许见山")
    other = factories.make_expert(way.centre, name="白水清")
    Licence.objects.filter(person=other).update(specialties=["addiction"])
    shut = factories.make_expert(way.centre, name="石一诺")
    SiteRegistration.objects.filter(person=shut).update(valid_until=date(2026, 1, 1))
    found = qualifying.candidates(way.submitted(), at=now())
    assert [one.person for one in found] == [free, busy, other, shut]
    assert [one.can_be_assigned for one in found] == [True, True, True, False]
    assert (found[1].open_cases, found[2].fits) == (1, False)
