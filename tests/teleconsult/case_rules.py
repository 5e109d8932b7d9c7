"""What always holds of a case, looked up in the database after every deed of `test_any_sequence`."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from alliance.models import AuditEntry, Deadline, Membership, Person
from alliance.roles import Permission
from teleconsult import answering, panels, timers
from teleconsult.models import (
    ANSWERED_BY,
    ENDED,
    READ_ALONG,
    UNSEEN,
    WRITING,
    Booking,
    Consultation,
    Dossier,
    HandOver,
    Opinion,
    Outcome,
    OutcomeRound,
    PanelComment,
    PanelSeat,
    State,
    Survey,
)

if TYPE_CHECKING:
    from tests.teleconsult.deeds import Cast


def hold(case: Consultation, cast: Cast) -> None:
    """All of them."""
    for each in RULES:
        each(case, cast)


def the_steps_are_one_chain_that_ends_where_the_case_stands(case: Consultation, cast: Cast) -> None:
    steps = list(case.steps.order_by("pk").values_list("before", "after"))
    assert all(one[1] == other[0] for one, other in pairwise(steps))
    assert case.state == (steps[-1][1] if steps else State.DRAFT)


def an_hour_is_booked_exactly_while_people_wait_for_it_or_sit_in_it(case: Consultation, cast: Cast) -> None:
    live = Booking.objects.live().filter(consultation=case, confirmed_at__isnull=False).count()
    assert live == 1 if case.state in (State.SCHEDULED, State.IN_SESSION) else live <= 1
    if case.state in (*UNSEEN, State.SUBMITTED, State.TRIAGED, State.DECLINED, State.ACCEPTED, State.CANCELLED):
        assert live == 0


def there_is_one_opinion_from_the_signature_on_and_none_before(case: Consultation, cast: Cast) -> None:
    signed = Opinion.objects.filter(consultation=case).count()
    assert signed == (case.signed_at is not None)
    assert not signed or case.state in (State.SIGNED, State.DISPOSED, State.FOLLOW_UP, State.CLOSED)


def what_was_acted_on_is_closed_out_and_then_closed_by_its_first_round(case: Consultation, cast: Cast) -> None:
    rounds = OutcomeRound.objects.filter(consultation=case)
    answered = Outcome.objects.filter(round__consultation=case)
    closed_out = Survey.objects.filter(consultation=case).exists()
    over = case.state == State.CLOSED and bool(case.disposed_at)
    assert rounds.count() == (2 if closed_out else 0)
    if not was_ended_departed(case):
        assert closed_out == (case.state == State.FOLLOW_UP or over)
        assert answered.filter(round__closes=True).exists() == (closed_out and case.state == State.CLOSED)
    assert case.state == State.CLOSED or not answered.exists()
    assert Dossier.objects.filter(consultation=case).exists() == (case.state == State.CLOSED)


def a_case_is_red_exactly_when_nobody_answers_for_it(case: Consultation, cast: Cast) -> None:
    lost = case.owner is None or (case.expert is None and case.state in ANSWERED_BY)
    assert case.is_unowned == (lost and case.state not in ENDED)
    assert Consultation.objects.unowned().filter(pk=case.pk).exists() == case.is_unowned
    if case.state not in ENDED and case.owner:
        assert _works(case.owner, case.inviting, Permission.REQUEST_CONSULTATIONS)
    if case.state in ANSWERED_BY and case.expert:
        assert _works(case.expert, case.invited, Permission.ANSWER)


def what_is_written_meets_nobody_and_a_question_is_open_while_asked_back(case: Consultation, cast: Cast) -> None:
    if case.is_written:
        assert case.state not in (State.SCHEDULED, State.IN_SESSION)
        assert not Booking.objects.live().filter(consultation=case).exists()
    elif case.state in WRITING:
        assert case.began_at is not None
    assert (answering.open_question(case) is not None) == (case.state == State.ASKED_BACK)
    running = set(Deadline.objects.filter(subject_code=case.code, met_at=None).values_list("kind", flat=True))
    if case.state in WRITING:
        owed = timers.OPINION if case.state == State.OPINION_DRAFT else timers.ANSWER_BACK
        assert running & {timers.OPINION, timers.ANSWER_BACK, timers.START} == {owed}
    assert (timers.FOLLOW_UP_QUESTION in running) == bool(case.is_open and answering.open_follow_ups(case))


def at_most_two_read_along_and_nobody_of_them_leads_or_asks(case: Consultation, cast: Cast) -> None:
    seats = list(PanelSeat.objects.filter(consultation=case, released_at=None))
    assert len(seats) <= 2
    assert not {seat.person_id for seat in seats} & {case.expert_id, case.inviter_id, case.owner_id}
    live = {seat.person_id for seat in seats} if case.consent_withdrawn_at is None else set()
    for person in (cast.second, cast.third):
        fresh = Person.objects.get(pk=person.pk)
        on_it = person.pk in live or (case.expert_id == person.pk and case.consent_withdrawn_at is None)
        may = on_it and _works(fresh, case.invited, Permission.ANSWER)
        reached = Consultation.objects.within_reach_of(fresh).filter(pk=case.pk).exists()
        assert reached == may or case.state == State.IN_SESSION
        assert Consultation.objects.lending_papers_to(fresh).filter(pk=case.pk).count() <= 1


def a_comment_is_awaited_exactly_of_who_reads_along_and_has_not_spoken(case: Consultation, cast: Cast) -> None:
    running = Deadline.objects.running().filter(kind=timers.PANEL_COMMENT).values_list("subject_code", flat=True)
    seats = PanelSeat.objects.filter(consultation=case, released_at=None, comments=None)
    awaited = set(seats.values_list("code", flat=True)) if panels.is_open(case) else set()
    assert set(running) == awaited
    assert case.state in READ_ALONG or not case.drafts.filter(sort__startswith="panel").exists()


def the_signature_names_who_read_along_and_nothing_is_said_after_it(case: Consultation, cast: Cast) -> None:
    opinion = Opinion.objects.filter(consultation=case).first()
    if opinion is None:
        return
    said = PanelComment.objects.filter(seat__consultation=case)
    assert not said.filter(written_at__gt=opinion.signed_at).exists()
    named = {one["person"] for one in json.loads(opinion.canonical)["read_along"]}
    live = PanelSeat.objects.filter(consultation=case, released_at=None)
    assert named >= {str(code) for code in live.values_list("person__code", flat=True)}
    spoken = {str(code) for code in said.values_list("seat__person__code", flat=True)}
    assert named >= spoken - {str(opinion.signed_by.code)}


def without_consent_nothing_goes_on_but_a_goodbye(case: Consultation, cast: Cast) -> None:
    if case.consent_withdrawn_at:
        assert case.state in (*UNSEEN, State.IN_SESSION, State.CANCELLED)
        assert not Consultation.objects.lending_papers_to(cast.way.expert).filter(pk=case.pk).exists()


def no_clock_runs_for_what_has_ended_nor_for_whoever_is_off_the_case(case: Consultation, cast: Cast) -> None:
    seats = PanelSeat.objects.filter(consultation=case, released_at=None)
    rounds = list(OutcomeRound.objects.filter(consultation=case).values_list("code", flat=True))
    running = Deadline.objects.running()
    assert case.state not in ENDED or not running.filter(subject_code=case.code).exists()
    on_it = {None, case.owner_id, case.expert_id}
    owners = set(running.filter(subject_code__in=[case.code, *rounds]).values_list("owner", flat=True))
    assert owners <= on_it, (owners, on_it)
    readers = running.filter(kind=timers.PANEL_COMMENT).values_list("owner", flat=True)
    assert set(readers) <= set(seats.values_list("person", flat=True))


def what_was_handed_over_is_one_chain_that_ends_with_whoever_has_it(case: Consultation, cast: Cast) -> None:
    sides = {HandOver.Side.ASKING: case.owner_id, HandOver.Side.ANSWERING: case.expert_id}
    for side, has_it in sides.items():
        chain = list(HandOver.objects.filter(consultation=case, side=side).values_list("before", "after"))
        assert all(other[0] in (one[1], None) for one, other in pairwise(chain))  # None: whoever had it had left
        assert not chain or has_it in (chain[-1][1], None)


def nobody_sits_in_the_room_but_who_is_on_the_case(case: Consultation, cast: Cast) -> None:
    if case.room is not None and case.room.closed_at is None:
        seated = set(case.room.seats.filter(revoked_at=None).values_list("person", flat=True))
        assert seated <= {case.owner_id, case.expert_id}


def of_a_place_that_has_left_nobody_answers_and_nothing_new_is_asked(case: Consultation, cast: Cast) -> None:
    if case.inviting.left_on is not None:
        assert case.owner is None or not case.is_open
    if was_ended_departed(case):
        assert case.state == (State.CLOSED if case.signed_at else State.CANCELLED)
        assert not OutcomeRound.objects.filter(consultation=case, outcome=None, ended_at=None).exists()
        assert not Booking.objects.live().filter(consultation=case, confirmed_at=None).exists()
        assert case.room is None or case.room.closed_at is not None


def was_ended_departed(case: Consultation) -> bool:
    """The centre ended it because the asking institution had left."""
    return AuditEntry.objects.filter(action="consultation.ended_departed", subject_code=case.code).exists()


def _works(person: Person, place: Any, permission: Permission) -> bool:
    return Membership.objects.carrying(permission).filter(person=person, institution=place).exists()


RULES = (
    the_steps_are_one_chain_that_ends_where_the_case_stands,
    an_hour_is_booked_exactly_while_people_wait_for_it_or_sit_in_it,
    there_is_one_opinion_from_the_signature_on_and_none_before,
    what_was_acted_on_is_closed_out_and_then_closed_by_its_first_round,
    a_case_is_red_exactly_when_nobody_answers_for_it,
    what_is_written_meets_nobody_and_a_question_is_open_while_asked_back,
    at_most_two_read_along_and_nobody_of_them_leads_or_asks,
    a_comment_is_awaited_exactly_of_who_reads_along_and_has_not_spoken,
    the_signature_names_who_read_along_and_nothing_is_said_after_it,
    without_consent_nothing_goes_on_but_a_goodbye,
    no_clock_runs_for_what_has_ended_nor_for_whoever_is_off_the_case,
    what_was_handed_over_is_one_chain_that_ends_with_whoever_has_it,
    nobody_sits_in_the_room_but_who_is_on_the_case,
    of_a_place_that_has_left_nobody_answers_and_nothing_new_is_asked,
)
