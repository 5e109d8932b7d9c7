"""Whatever the cast does, in whatever order: a case moves along its table, and every refusal has a name and no effect.

One machine is one case from its draft on. A step is either the natural next one or any verb by anybody; after each the
rules of the case are looked up in the database. Nothing wraps the verbs: what they leave half done would be seen.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from alliance.models import AuditEntry, Deadline, Membership, Person
from alliance.roles import Permission
from teleconsult import answering, panels, timers
from teleconsult.models import (
    ANSWERED_BY,
    ENDED,
    MOVES,
    READ_ALONG,
    UNSEEN,
    WRITING,
    Booking,
    Consultation,
    Dossier,
    Opinion,
    Outcome,
    OutcomeRound,
    PanelComment,
    PanelSeat,
    State,
    Step,
    Survey,
)
from tests import factories
from tests.teleconsult import deeds, ways_on
from tests.teleconsult.factories import Way

# What the audit calls a move to each state, whoever makes it.
WRITTEN = {
    State.CONSENT_PENDING: {"request.completed"},
    State.SUBMITTED: {"consultation.submitted"},
    State.RETURNED: {"consultation.returned"},
    State.TRIAGED: {"consultation.assigned"},
    State.DECLINED: {"consultation.declined"},
    State.ACCEPTED: {"consultation.accepted", "booking.cancelled", "consultation.turned_to_video"},
    State.SCHEDULED: {"booking.confirmed", "session.aborted", "consultation.unowned"},
    State.IN_SESSION: {"session.begun"},
    State.OPINION_DRAFT: {
        "session.ended",
        "answer.begun",
        "consultation.turned_to_writing",
        "thread.replied",
        "thread.gone_on",
    },
    State.ASKED_BACK: {"thread.asked_back"},
    State.SIGNED: {"opinion.signed"},
    State.DISPOSED: {"consultation.disposed"},
    State.FOLLOW_UP: {"consultation.closed_out"},
    State.CLOSED: {"consultation.closed"},
    State.CANCELLED: {"consultation.cancelled", "session.closed_after_withdrawal"},
    State.EXPIRED: {"consultation.lapsed"},
}


class AnySequence(RuleBasedStateMachine):
    """One case, and everybody's hands on it."""

    cast: deeds.Cast
    visited: Counter[str] = Counter()

    @initialize(on=st.integers(0, 13), aside=st.integers(0, 13))
    def begin(self, on: int, aside: int) -> None:
        """A case some way on, which once went otherwise; everything is taken back at the end."""
        self.all = transaction.atomic()
        self.all.__enter__()
        self.at = timezone.now()
        self.case = self.cast.way.draft()
        for step in range(on):
            self.go_on(way=abs(step - aside))
            self.the_rules_of_a_case_hold()

    def teardown(self) -> None:
        """Leaves nothing behind."""
        if hasattr(self, "all"):
            transaction.set_rollback(True)
            self.all.__exit__(None, None, None)

    @rule(way=st.integers(0, 2))
    def go_on(self, way: int) -> None:
        """What the people concerned would do next; one time in three it goes otherwise."""
        for verb, person in ways_on.next_steps(self.fresh(), self.cast, straight=way > 0):
            self.attempt(verb, person)

    @rule(verb=st.sampled_from(sorted(deeds.VERBS)), who=st.sampled_from(deeds.CAST))
    def anything(self, verb: str, who: str) -> None:
        """Any verb, by anybody."""
        self.attempt(verb, self.cast.people[who])

    @rule(verb=st.sampled_from(deeds.TURNS))
    def turn(self, verb: str) -> None:
        """What leads aside: consent taken back, somebody leaves or returns, the clock."""
        self.attempt(verb, self.cast.people["doctor"])

    # --- what a deed may leave --------------------------------------------------------------------------------------
    def attempt(self, verb: str, person: Person) -> None:
        """A refusal is named and changes nothing; a deed leaves at most one step, along the table, with its entry."""
        self.at += timedelta(minutes=1)
        case, by = self.fresh(), Person.objects.get(pk=person.pk)
        if not deeds.let_in(verb, case, by):
            return
        before, entries = self.picture(), AuditEntry.objects.count()
        try:
            deeds.VERBS[verb](case, by, self.at, self.cast)
        except deeds.NAMED:
            assert self.picture() == before
            assert AuditEntry.objects.count() == entries
            return
        new = list(Step.objects.filter(consultation=self.case).order_by("pk")[before["steps"] :])
        assert len(new) <= 1
        for step in new:
            assert State(step.after) in MOVES[State(step.before)]
            actions = list(AuditEntry.objects.order_by("pk")[entries:].values_list("action", flat=True))
            assert sum(action in WRITTEN[State(step.after)] for action in actions) == 1, actions

    def fresh(self) -> Consultation:
        """As the next request reads it."""
        return Consultation.objects.get(pk=self.case.pk)

    def picture(self) -> dict[str, Any]:
        """Everything about the case that a forbidden verb might have changed."""
        return {
            "case": Consultation.objects.filter(pk=self.case.pk).values().get(),
            "steps": Step.objects.filter(consultation=self.case).count(),
            "bookings": list(Booking.objects.filter(consultation=self.case).order_by("pk").values()),
            "clocks": list(Deadline.objects.filter(subject_code=self.case.code).order_by("pk").values()),
            "requests": self.case.requests.count(),
            "opinion": Opinion.objects.filter(consultation=self.case).values_list("sha256", "addenda").first(),
            "survey": Survey.objects.filter(consultation=self.case).count(),
            "rounds": list(OutcomeRound.objects.filter(consultation=self.case).order_by("pk").values()),
            "outcomes": Outcome.objects.filter(round__consultation=self.case).count(),
            "thread": self.case.thread.count(),
            "panel": list(PanelSeat.objects.filter(consultation=self.case).order_by("pk").values()),
            "comments": PanelComment.objects.filter(seat__consultation=self.case).count(),
            "checks": list(self.case.start_checks.order_by("pk").values("pk", "checked_at")),
        }

    # --- what always holds ------------------------------------------------------------------------------------------
    @invariant()
    def the_rules_of_a_case_hold(self) -> None:
        """Looked up after every step."""
        if not hasattr(self, "case"):
            return
        case = self.fresh()
        self.visited[case.state] += 1
        self.the_steps_are_one_chain_that_ends_where_the_case_stands(case)
        self.an_hour_is_booked_exactly_while_people_wait_for_it_or_sit_in_it(case)
        self.there_is_one_opinion_from_the_signature_on_and_none_before(case)
        self.a_case_is_red_exactly_when_nobody_answers_for_it(case)
        self.what_is_written_meets_nobody_and_a_question_is_open_exactly_while_asked_back(case)
        self.without_consent_nothing_goes_on_but_a_goodbye(case)
        self.what_was_acted_on_is_closed_out_and_then_closed_by_its_first_round(case)
        self.at_most_two_read_along_and_nobody_of_them_leads_or_asks(case)
        self.a_comment_is_awaited_exactly_of_who_reads_along_and_has_not_spoken(case)
        self.the_signature_names_who_read_along_and_nothing_is_said_after_it(case)
        if case.state in ENDED:  # no clock runs for it
            assert not Deadline.objects.filter(subject_code=case.code, met_at=None).exists()

    def the_steps_are_one_chain_that_ends_where_the_case_stands(self, case: Consultation) -> None:
        steps = list(case.steps.order_by("pk").values_list("before", "after"))
        assert all(one[1] == other[0] for one, other in pairwise(steps))
        assert case.state == (steps[-1][1] if steps else State.DRAFT)

    def an_hour_is_booked_exactly_while_people_wait_for_it_or_sit_in_it(self, case: Consultation) -> None:
        live = Booking.objects.live().filter(consultation=case, confirmed_at__isnull=False).count()
        assert live == 1 if case.state in (State.SCHEDULED, State.IN_SESSION) else live <= 1
        if case.state in (*UNSEEN, State.SUBMITTED, State.TRIAGED, State.DECLINED, State.ACCEPTED, State.CANCELLED):
            assert live == 0

    def there_is_one_opinion_from_the_signature_on_and_none_before(self, case: Consultation) -> None:
        signed = Opinion.objects.filter(consultation=case).count()
        assert signed == (case.signed_at is not None)
        assert not signed or case.state in (State.SIGNED, State.DISPOSED, State.FOLLOW_UP, State.CLOSED)

    def what_was_acted_on_is_closed_out_and_then_closed_by_its_first_round(self, case: Consultation) -> None:
        rounds = OutcomeRound.objects.filter(consultation=case)
        answered = Outcome.objects.filter(round__consultation=case)
        closed_out = Survey.objects.filter(consultation=case).exists()
        assert closed_out == (case.state == State.FOLLOW_UP or (case.state == State.CLOSED and bool(case.disposed_at)))
        assert rounds.count() == (2 if closed_out else 0)
        assert answered.filter(round__closes=True).exists() == (closed_out and case.state == State.CLOSED)
        assert case.state == State.CLOSED or not answered.exists()
        assert Dossier.objects.filter(consultation=case).exists() == (case.state == State.CLOSED)

    def a_case_is_red_exactly_when_nobody_answers_for_it(self, case: Consultation) -> None:
        lost = case.owner is None or (case.expert is None and case.state in ANSWERED_BY)
        assert case.is_unowned == (lost and case.state not in ENDED)
        assert Consultation.objects.unowned().filter(pk=case.pk).exists() == case.is_unowned
        if case.state not in ENDED and case.owner:
            assert _works(case.owner, case.inviting, Permission.REQUEST_CONSULTATIONS)
        if case.state in ANSWERED_BY and case.expert:
            assert _works(case.expert, case.invited, Permission.ANSWER)

    def what_is_written_meets_nobody_and_a_question_is_open_exactly_while_asked_back(self, case: Consultation) -> None:
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

    def at_most_two_read_along_and_nobody_of_them_leads_or_asks(self, case: Consultation) -> None:
        seats = list(PanelSeat.objects.filter(consultation=case, released_at=None))
        assert len(seats) <= 2
        assert not {seat.person_id for seat in seats} & {case.expert_id, case.inviter_id, case.owner_id}
        live = {seat.person_id for seat in seats} if case.consent_withdrawn_at is None else set()
        for person in (self.cast.second, self.cast.third):
            fresh = Person.objects.get(pk=person.pk)
            on_it = person.pk in live or (case.expert_id == person.pk and case.consent_withdrawn_at is None)
            may = on_it and _works(fresh, case.invited, Permission.ANSWER)
            reached = Consultation.objects.within_reach_of(fresh).filter(pk=case.pk).exists()
            assert reached == may or case.state == State.IN_SESSION
            assert Consultation.objects.lending_papers_to(fresh).filter(pk=case.pk).count() <= 1

    def a_comment_is_awaited_exactly_of_who_reads_along_and_has_not_spoken(self, case: Consultation) -> None:
        running = Deadline.objects.running().filter(kind=timers.PANEL_COMMENT).values_list("subject_code", flat=True)
        seats = PanelSeat.objects.filter(consultation=case, released_at=None, comments=None)
        awaited = set(seats.values_list("code", flat=True)) if panels.is_open(case) else set()
        assert set(running) == awaited
        assert case.state in READ_ALONG or not case.drafts.filter(sort__startswith="panel").exists()

    def the_signature_names_who_read_along_and_nothing_is_said_after_it(self, case: Consultation) -> None:
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

    def without_consent_nothing_goes_on_but_a_goodbye(self, case: Consultation) -> None:
        if case.consent_withdrawn_at:
            assert case.state in (*UNSEEN, State.IN_SESSION, State.CANCELLED)
            assert not Consultation.objects.lending_papers_to(self.cast.way.expert).filter(pk=case.pk).exists()


def _works(person: Person, place: Any, permission: Permission) -> bool:
    return Membership.objects.carrying(permission).filter(person=person, institution=place).exists()


def test_any_sequence_of_deeds_keeps_the_rules_of_a_case(way: Way, community_doctor, colleague, leader, centre) -> None:
    second = factories.make_expert(centre, name="许见山")
    third = factories.make_expert(centre, name="周以宁")
    AnySequence.cast = deeds.Cast(way, colleague, leader, second, third)
    for aside in range(9):  # every state is visited, whatever the walks happen to do
        machine = AnySequence()
        machine.begin(on=aside + 2, aside=aside)
        machine.attempt("take_back", community_doctor)
        machine.the_rules_of_a_case_hold()
        machine.teardown()
    run_state_machine_as_test(
        AnySequence,
        settings=settings(
            max_examples=15,
            stateful_step_count=15,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],  # a failing walk is short enough to read; shrinking it takes minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
    never = {state for state in State if not AnySequence.visited[state]}
    assert never <= {State.EXPIRED}, "the walks have become too short to see anything"
