"""Every move that is allowed can be made, and no other."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from alliance.models import Person
from teleconsult.models import MOVES, Consultation, MovedOn, State, Step
from tests.teleconsult.factories import Way

LED = (
    "draft",
    "consent_pending",
    "submitted",
    "returned",
    "triaged",
    "declined",
    "accepted",
    "scheduled",
    "in_session",
)
MORE = ("opinion_draft", "asked_back", "signed", "disposed", "follow_up", "closed", "cancelled")


@pytest.mark.parametrize("name", [*LED, *MORE])
def test_the_verbs_lead_a_case_to_each_state(way: Way, name: str) -> None:
    case = getattr(way, name)()
    assert case.state == name
    last = case.steps.order_by("-pk").first()
    assert name == "draft" or last.after == name


@pytest.mark.parametrize("before", list(State))
def test_no_state_can_be_left_by_a_move_that_is_not_in_the_table(way: Way, before: State) -> None:
    case = way.cancelled() if before in (State.CANCELLED, State.EXPIRED) else getattr(way, before.value)()
    for after in State:
        if after in MOVES[State(case.state)]:
            continue
        with pytest.raises(MovedOn):
            case.move(after, by=None, at=timezone.now())
    assert Step.objects.filter(consultation=case, after=case.state).count() <= 1


def test_a_stale_copy_cannot_move_a_case_that_somebody_else_has_moved(way: Way, expert: Person) -> None:
    case = way.submitted()
    stale = Consultation.objects.get(pk=case.pk)
    case.move(State.TRIAGED, by=way.coordinator, at=timezone.now(), expert=expert)
    with pytest.raises(MovedOn) as told:
        stale.move(State.RETURNED, by=None, at=timezone.now())
    assert told.value.step is not None
    assert told.value.step.by == way.coordinator


def test_the_database_refuses_an_unknown_state(way: Way) -> None:
    case = way.draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        Consultation.objects.filter(pk=case.pk).update(state="somewhere")


def test_the_database_refuses_a_session_without_an_expert(way: Way) -> None:
    case = way.in_session()
    with pytest.raises(IntegrityError), transaction.atomic():
        Consultation.objects.filter(pk=case.pk).update(expert=None)


def test_the_database_refuses_the_inviter_as_expert(way: Way) -> None:
    case = way.submitted()
    with pytest.raises(IntegrityError), transaction.atomic():
        Consultation.objects.filter(pk=case.pk).update(expert=way.doctor)


def test_every_ended_state_is_final() -> None:
    for state in (State.CLOSED, State.CANCELLED, State.EXPIRED):
        assert not MOVES[state]
