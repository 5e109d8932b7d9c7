"""Parties may agree on other time limits than the settings'; an emergency becomes faster by it, never slower."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as tuned
from hypothesis import strategies as st

from alliance import agreeing, clocks, limits
from alliance.models import Agreement, AgreementLimit, Deadline, Escalation, Institution, Person, Rung
from alliance.roles import Role
from teleconsult import timers
from teleconsult.models import Consultation, Kind, Urgency
from tests.factories import at, make_agreement, make_member

NEW = reverse("alliance:agreement_new")
TRIAGE = (timers.TRIAGE, "routine")
LENGTHS = st.one_of(
    st.tuples(st.just("minutes"), st.integers(1, 20_160)),
    st.tuples(st.just("working_hours"), st.integers(1, 120)),
    st.tuples(st.just("working_days"), st.integers(1, 60)),
)


def agree(agreement: Agreement, **said: tuple[str, int]) -> None:
    """`agree(agreement, triage_routine=("minutes", 5))`."""
    for name, (unit, amount) in said.items():
        kind, pace = name.rsplit("_", 1)
        AgreementLimit.objects.create(
            agreement=agreement, kind=f"teleconsult.{kind}", pace=pace, unit=unit, amount=amount
        )


def sent(inviting: Institution, invited: Institution, **limit: tuple[str, int]) -> dict[str, object]:
    """The form as a browser sends it, one limit filled in."""
    names = {each.name: f"limit{number}" for number, each in enumerate(limits.offered())}
    filled: dict[str, object] = {}
    for key, (unit, amount) in limit.items():
        kind, pace = key.rsplit("_", 1)
        field = names[f"teleconsult.{kind}", pace]
        filled |= {f"{field}_0": amount, f"{field}_1": unit}
    said = {"number": "XQ-2027-77", "title": "山区协议", "inviting": [inviting.pk], "invited": invited.pk}
    days = {"valid_from": "2024-01-01", "valid_until": "", "liability": ""}
    return {**said, **days, "scopes": ["liaison"], **filled}


def terms(inviting: Institution, invited: Institution) -> dict[str, Any]:
    """What else an agreement says."""
    said = {"number": "XQ-2027-78", "title": "山区协议", "inviting": [inviting], "invited": invited}
    return {**said, "scopes": ["liaison"], "valid_from": date(2027, 3, 5), "valid_until": None, "liability": ""}


# --- refused ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("limit", "fact"),
    [
        ({("teleconsult.nothing", "routine"): ("minutes", 5)}, limits.UnknownLimit),
        ({(timers.REVIEW_EMERGENCY, "*"): ("working_days", 9)}, limits.UnknownLimit),
        ({(timers.CONSENT_DUE, "*"): ("working_days", 9)}, limits.UnknownLimit),
        ({TRIAGE: ("fortnights", 1)}, limits.UnknownLimit),
        ({TRIAGE: ("minutes", 0)}, limits.OutOfRange),
        ({TRIAGE: ("working_days", 61)}, limits.OutOfRange),
        ({(timers.TRIAGE, "emergency"): ("minutes", 11)}, limits.TooSlow),
        ({(timers.TRIAGE, "emergency"): ("working_hours", 1)}, limits.TooSlow),
        ({(limits.rung(Rung.HEAD), "emergency"): ("minutes", 6)}, limits.TooSlow),
    ],
)
def test_what_may_not_be_agreed_leaves_no_agreement(leader, beiqiao, centre, limit, fact):
    with pytest.raises(fact):
        agreeing.conclude(**terms(beiqiao, centre), limits=limit, by=leader, at=timezone.now())
    assert not Agreement.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"triage_emergency": ("minutes", 30)},
        {"triage_emergency": ("working_days", 1)},
        {"triage_routine": ("minutes", 0)},
        {"triage_routine": ("minutes", 99_999)},
        {"triage_routine": ("weeks", 1)},
    ],
)
def test_the_form_says_so_and_keeps_what_was_typed(client, leader, beiqiao, centre, wrong):
    client.force_login(leader)
    answer = client.post(NEW, sent(beiqiao, centre, **wrong))
    assert answer.status_code == 422
    assert 'value="XQ-2027-77"' in answer.content.decode()
    assert " open>" in answer.content.decode()
    assert not AgreementLimit.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"unit": "minutes", "amount": 0}, {"unit": "weeks", "amount": 1}, {"unit": "working_days", "amount": 61}]
)
def test_the_database_refuses_it_too(agreement, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementLimit.objects.create(agreement=agreement, kind=timers.TRIAGE, pace="routine", **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        agree(agreement, triage_emergency=("working_days", 1))


# --- agreed -----------------------------------------------------------------------------------------------------------
def test_what_is_agreed_counts_for_the_cases_under_it_and_for_no_others(way, agreement, wanghu, centre, clock):
    agree(make_agreement(wanghu, centre), triage_routine=("minutes", 1))
    with clock("2027-03-05 10:00"):
        usual = way.submitted()
        agree(agreement, triage_routine=("working_hours", 2), triage_urgent=("minutes", 30))
        routine, urgent = way.submitted(), way.submitted(urgency="urgent")
    due = dict(Deadline.objects.values_list("subject_code", "due_at"))
    assert due[usual.code] == at("2027-03-05 14:00")  # it was running already
    assert due[routine.code] == at("2027-03-05 12:00")
    assert due[urgent.code] == at("2027-03-05 10:30")


def test_a_case_keeps_the_agreement_under_which_it_was_submitted(way, leader, agreement, beiqiao, centre, clock):
    agree(agreement, accept_routine=("minutes", 20))
    with clock("2027-03-05 10:00"):
        case = way.submitted()
        slower = {(timers.ACCEPT, "routine"): ("working_days", 3)}
        agreeing.replace(agreement, **terms(beiqiao, centre), limits=slower, by=leader, at=timezone.now())
        assert timers.length(timers.ACCEPT, case) == ("minutes", 20)
        assert timers.length(timers.ACCEPT, way.submitted()) == ("working_days", 3)


def test_an_overdue_step_climbs_as_agreed(way, agreement, centre, clock):
    head = make_member(Role.DEPARTMENT_HEAD, centre)
    AgreementLimit.objects.create(
        agreement=agreement, kind=limits.rung(Rung.HEAD), pace="urgent", unit="minutes", amount=7
    )
    with clock("2027-03-05 10:00"):
        case = way.submitted(urgency="urgent")

    def head_was_told():
        told = Escalation.objects.filter(deadline__subject_code=case.code, person=head)
        return told.exists()

    clocks.tick(at("2027-03-05 11:06"))
    assert not head_was_told()
    clocks.tick(at("2027-03-05 11:07"))
    assert head_was_told()


def test_an_emergency_is_not_slowed_down_by_a_rule_for_every_case(agreement):
    agree(agreement, **{"reroute_*": ("working_days", 2)})
    facts = {"kind": "liaison", "agreement": agreement}
    assert timers.length(timers.REROUTE, Consultation(urgency="routine", **facts)) == ("working_days", 2)
    assert timers.length(timers.REROUTE, Consultation(urgency="emergency", **facts)) == ("minutes", 60)


def test_a_setting_made_shorter_later_counts_in_an_emergency(settings, agreement):
    agree(agreement, triage_emergency=("minutes", 8))
    case = Consultation(urgency="emergency", kind="liaison", agreement=agreement)
    assert timers.length(timers.TRIAGE, case) == ("minutes", 8)
    settings.XINQIAO = {**settings.XINQIAO, "TIMERS": {timers.TRIAGE: {"emergency": ("minutes", 5)}}}
    assert timers.length(timers.TRIAGE, case) == ("minutes", 5)


def test_it_is_entered_shown_beside_the_usual_and_copied_into_the_next(client, leader, beiqiao, centre):
    Person.objects.filter(pk=leader.pk).update(language="en")
    client.force_login(leader)
    limit = {"triage_routine": ("working_hours", 2), "start_emergency": ("minutes", 20)}
    answer = client.post(NEW, sent(beiqiao, centre, **limit), follow=True)
    page = answer.content.decode()
    assert "agreed: 2 working hours; otherwise 4 working hours" in page
    assert "agreed: 20 minutes; otherwise 30 minutes" in page
    made = Agreement.objects.get()
    again = client.get(reverse("alliance:agreement_replace", args=[made.code])).context["form"]
    assert (
        again.agreed == limits.of(made) == {TRIAGE: ("working_hours", 2), (timers.START, "emergency"): ("minutes", 20)}
    )
    assert again.limits_open
    lines = [each for _step, fields in again.limit_groups for each in fields]
    assert [each.value() for each in lines if each.value()] == [[2, "working_hours"], [20, "minutes"]]


def test_the_doctor_reads_the_agreed_times_before_asking(client, way, agreement):
    agree(agreement, triage_routine=("working_hours", 2))
    case = way.draft()
    Person.objects.filter(pk=way.doctor.pk).update(language="en")
    client.force_login(way.doctor)
    page = client.get(reverse("teleconsult:request", args=[case.code])).content.decode()
    assert "emergency 10 minutes, urgent 1 hour, routine 2 working hours" in page


# --- whatever is agreed ---------------------------------------------------------------------------------------------
@pytest.fixture
def somewhere(db, beiqiao, centre) -> Agreement:
    return make_agreement(beiqiao, centre)


@tuned(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    said=st.dictionaries(st.sampled_from([each.name for each in limits.offered()]), LENGTHS, max_size=6),
    urgency=st.sampled_from(Urgency.values),
    kind=st.sampled_from(sorted(timers.TIMERS)),
    door=st.sampled_from(["video", "written"]),
    minutes=st.integers(0, 60 * 24 * 500),
    later=st.integers(0, 60 * 24 * 12),
)
def test_whatever_is_agreed_who_asks_later_waits_longer_and_an_emergency_never_longer_than_the_setting(
    somewhere, beiqiao, said, urgency, kind, door, minutes, later
):
    with transaction.atomic():
        AgreementLimit.objects.all().delete()
        for (step, pace), (unit, amount) in said.items():
            safe = (unit, amount) if pace != "emergency" else ("minutes", amount)
            AgreementLimit.objects.create(agreement=somewhere, kind=step, pace=pace, unit=safe[0], amount=safe[1])
    case = Consultation(urgency=urgency, kind=Kind.LIAISON, agreement=somewhere)
    case.door = door if urgency != "emergency" else "video"
    start = at("2026-01-01 00:00") + timedelta(minutes=minutes)
    due = timers.due(kind, case, since=start, at_place=beiqiao)
    assert start <= due <= timers.due(kind, case, since=start + timedelta(minutes=later), at_place=beiqiao)
    case.agreement = None
    if urgency == "emergency":
        assert due <= timers.due(kind, case, since=start, at_place=beiqiao)
