"""What became of the advice: the close-out that nobody can skip, and the rounds that ask again."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from alliance import clocks, leaving
from alliance.models import AuditEntry, Deadline, Notice
from teleconsult import asking, following_up, timers
from teleconsult.following_up import ItemAnswer
from teleconsult.models import (
    AdviceItem,
    Consultation,
    ItemOutcome,
    MovedOn,
    Outcome,
    OutcomeRound,
    State,
    Survey,
)
from tests.teleconsult import forms
from tests.teleconsult.factories import SURVEY, Way, answer_round, bring_round

now = timezone.now


def rounds(case: Consultation) -> list[OutcomeRound]:
    return list(OutcomeRound.objects.filter(consultation=case).order_by("weeks"))


def running(kind: str) -> set[object]:
    return set(Deadline.objects.filter(kind=kind, met_at=None).values_list("subject_code", flat=True))


# --- the close-out --------------------------------------------------------------------------------------------------
def test_somebody_who_does_not_answer_for_the_case_does_not_close_it_out(way: Way, colleague) -> None:
    case = way.disposed()
    for person in (colleague, way.expert):
        with pytest.raises(asking.NotTheOwner):
            following_up.close_out(case, SURVEY, by=person, at=now())


@pytest.mark.parametrize("name", list(SURVEY))
def test_each_of_the_five_questions_is_owed(way: Way, client, name: str) -> None:
    case = way.disposed()
    with pytest.raises(following_up.AnswersMissing):
        following_up.close_out(case, {**SURVEY, name: ""}, by=way.doctor, at=now())
    client.force_login(way.doctor)
    sent = {**forms.SURVEY}
    del sent[name]
    assert client.post(reverse("teleconsult:survey", args=[case.code]), sent).status_code == 422
    assert not Survey.objects.exists()


@pytest.mark.parametrize("state", ["signed", "follow_up", "closed"])
def test_only_what_was_acted_on_is_closed_out_and_only_once(way: Way, state: str) -> None:
    case = getattr(way, state)()
    with pytest.raises(MovedOn):
        following_up.close_out(case, SURVEY, by=way.doctor, at=now())


def test_the_database_refuses_a_worth_beyond_five(way: Way) -> None:
    case, given = way.disposed(), {**SURVEY, "worth_to_doctor": 6}
    with pytest.raises(IntegrityError), transaction.atomic():
        Survey.objects.create(consultation=case, **given, answered_at=now(), answered_by=way.doctor)


def test_it_is_owed_within_one_working_day_and_its_clock_ends_with_it(way: Way) -> None:
    case = way.disposed()
    assert running(timers.SURVEY) == {case.code}
    clock = Deadline.objects.get(kind=timers.SURVEY)
    assert (clock.owner, clock.institution) == (way.doctor, way.place)
    assert clock.due_at == clocks.add_working_days(clock.started_at, 1, at=way.place)
    clocks.tick(clock.due_at)
    assert Notice.objects.filter(person=way.doctor, kind="survey-late").count() == 1
    following_up.close_out(case, SURVEY, by=way.doctor, at=now())
    assert not running(timers.SURVEY)
    assert case.state == State.FOLLOW_UP


def test_it_stands_on_top_of_the_doctors_list_until_it_is_done(way: Way, client) -> None:
    owed = way.disposed()
    way.signed()
    way.accepted(urgency="emergency")
    client.force_login(way.doctor)
    first = client.get(reverse("teleconsult:list")).context["rows"][0]
    assert first.case == owed
    assert first.clock is not None
    following_up.close_out(owed, SURVEY, by=way.doctor, at=now())
    assert client.get(reverse("teleconsult:list")).context["rows"][0].case != owed


# --- rounds: when ---------------------------------------------------------------------------------------------------
def test_two_and_twelve_weeks_on_the_first_working_day_as_it_opens(way: Way) -> None:
    opens = following_up.opening(datetime(2026, 9, 17, 15, tzinfo=way.place.tz), 2, at=way.place)
    assert opens.date() == date(2026, 10, 8)  # two weeks on is the National Day
    assert opens.time() == way.place.opens_at
    case = way.follow_up()
    assert [(one.weeks, one.closes) for one in rounds(case)] == [(2, True), (12, False)]
    assert case.disposed_at
    assert all(one.opens_at >= case.disposed_at + timedelta(weeks=one.weeks, hours=-24) for one in rounds(case))


def test_four_weeks_are_a_setting_and_the_first_round_closes(way: Way, settings) -> None:
    settings.XINQIAO = {**settings.XINQIAO, "FOLLOW_UP_WEEKS": (2, 4, 12)}
    case = way.follow_up()
    assert [(one.weeks, one.closes) for one in rounds(case)] == [(2, True), (4, False), (12, False)]


def test_a_round_is_not_answered_before_its_day_nor_the_later_before_the_first(way: Way) -> None:
    case = way.follow_up()
    first, later = rounds(case)
    for one in (first, later):
        with pytest.raises(following_up.NotYet):
            answer_round(one, by=way.doctor)
    with pytest.raises(following_up.NotYet):
        answer_round(bring_round(case, 12), by=way.doctor)
    assert not Outcome.objects.exists()


def test_when_its_day_comes_the_owner_is_asked_once_and_a_clock_runs(way: Way) -> None:
    case = way.follow_up()
    first, later = rounds(case)
    clocks.tick(first.opens_at - timedelta(minutes=1))
    assert not running(timers.ROUND)
    for minutes in (0, 5):
        clocks.tick(first.opens_at + timedelta(minutes=minutes))
    assert running(timers.ROUND) == {first.code}
    assert Deadline.objects.get(kind=timers.ROUND).owner == way.doctor
    assert Notice.objects.filter(person=way.doctor, kind="outcome-asked").count() == 1
    clocks.tick(later.opens_at)
    assert running(timers.ROUND) == {first.code}, "the later one waits until the first has closed the case"
    assert Notice.objects.filter(person=way.doctor, kind="outcome-late").count() == 1


def test_twelve_weeks_later_the_closed_case_is_asked_about_again(way: Way) -> None:
    case = way.closed()
    _, later = rounds(case)
    clocks.tick(later.opens_at)
    assert running(timers.ROUND) == {later.code}
    assert list(following_up.waiting_for(way.doctor, later.opens_at)) == [later]


# --- rounds: answers ------------------------------------------------------------------------------------------------
def test_while_the_case_is_open_only_its_owner_answers(way: Way, colleague) -> None:
    asked = bring_round(way.follow_up())
    for person in (colleague, way.expert):
        with pytest.raises(asking.NotTheOwner):
            answer_round(asked, by=person)


def test_every_line_and_every_question_is_owed(way: Way) -> None:
    asked = bring_round(way.follow_up())
    items = list(AdviceItem.objects.values_list("pk", flat=True))
    whole = dict.fromkeys(items, ItemAnswer("done", "better"))
    said: dict[str, Any] = {"patient": "好转", "referred": "no", "worth": 4}
    wrong: list[tuple[dict[int, ItemAnswer], dict[str, Any]]] = [
        ({items[0]: ItemAnswer("done", "better")}, said),
        ({**whole, items[1]: ItemAnswer("stopped")}, said),
        (whole, {**said, "patient": ""}),
        (whole, {**said, "referred": ""}),
        (whole, {**said, "worth": 0}),
    ]
    for answers, words in wrong:
        with pytest.raises(following_up.AnswersMissing):
            following_up.answer(asked, answers, **words, by=way.doctor, at=now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Outcome.objects.create(round=asked, answered_at=now(), answered_by=way.doctor)
    assert not Outcome.objects.exists()


def test_the_first_round_closes_the_case_and_the_expert_hears_of_it_once(way: Way) -> None:
    case = way.follow_up()
    first, second = AdviceItem.objects.order_by("number")
    answers = {first.pk: ItemAnswer("changed", "worse", "嗜睡，减半"), second.pk: ItemAnswer("not_started")}
    said: dict[str, Any] = {"patient": "白天嗜睡", "referred": "waiting", "worth": 3}
    following_up.answer(bring_round(case), answers, **said, by=way.doctor, at=now())
    case.refresh_from_db()
    assert case.state == State.CLOSED
    assert case.closed_at
    kept = {(row.item.number, row.carried, row.became, row.words) for row in ItemOutcome.objects.all()}
    assert kept == {(1, "changed", "worse", "嗜睡，减半"), (2, "not_started", "unknown", "")}
    assert not Deadline.objects.filter(subject_code=case.code, met_at=None).exists()
    (told,) = Notice.objects.filter(person=way.expert, kind="outcome-answered")
    assert told.url == rounds(case)[0].get_absolute_url()


def test_the_later_round_is_appended_and_nothing_else_of_the_closed_case_moves(way: Way, colleague) -> None:
    case = way.closed()
    before = Consultation.objects.filter(pk=case.pk).values().get()
    answer_round(bring_round(case, 12), by=colleague)
    assert Consultation.objects.filter(pk=case.pk).values().get() == before
    assert Outcome.objects.filter(round__consultation=case).count() == 2
    assert AuditEntry.objects.filter(action="outcome.appended", subject_code=case.code).count() == 1
    with pytest.raises(following_up.AlreadyAnswered):
        answer_round(rounds(case)[1], by=way.doctor)


def test_an_answer_is_never_changed_nor_removed(way: Way) -> None:
    way.closed()
    for model, change in ((Outcome, {"patient": "x"}), (ItemOutcome, {"words": "x"}), (Survey, {"learn": "no"})):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all()._raw_delete(using="default")


@pytest.mark.parametrize(("because", "asked_again"), [("died", False), ("withdrew", False), ("moved", True)])
def test_who_has_died_or_declined_is_not_asked_about_again(way: Way, because: str, asked_again: bool) -> None:
    case = way.follow_up()
    first, later = rounds(case)
    following_up.cannot(first, because, by=way.doctor, at=now())  # known before the two weeks are over
    case.refresh_from_db()
    assert case.state == State.CLOSED
    clocks.tick(later.opens_at)
    assert (later.code in running(timers.ROUND)) == asked_again
    if not asked_again:
        with pytest.raises(following_up.AlreadyAnswered):
            answer_round(bring_round(case, 12), by=way.doctor)


def test_where_the_doctor_has_left_every_doctor_there_is_asked(way: Way, colleague, leader) -> None:
    case = way.closed()
    later = bring_round(case, 12)
    following_up.ask_due(now())
    assert not following_up.waiting_for(colleague, now()).exists()
    leaving.leave(way.doctor.memberships.get(), by=leader, at=now(), because="调离")
    assert list(following_up.waiting_for(colleague, now())) == [later]
    assert Notice.objects.filter(person=colleague, kind="outcome-asked").count() == 1
    assert Deadline.objects.get(kind=timers.ROUND, met_at=None).owner is None
    answer_round(later, by=colleague)


# --- pages ----------------------------------------------------------------------------------------------------------
def test_the_form_shows_what_is_missing_and_keeps_what_was_pressed(way: Way, client) -> None:
    asked = bring_round(way.follow_up())
    client.force_login(way.doctor)
    page = client.post(asked.get_absolute_url(), {**forms.OUTCOME, "became_1": "", "words_1": "忘了问"})
    assert page.status_code == 422
    assert "忘了问" in page.content.decode()
    assert client.post(asked.get_absolute_url(), {**forms.OUTCOME, "carried_1": "not_started", "became_1": ""}).url


def test_the_round_waits_on_the_list_and_afterwards_its_answer_stands_on_the_case(way: Way, client) -> None:
    case = way.follow_up()
    asked = bring_round(case)
    client.force_login(way.doctor)
    assert client.get(reverse("teleconsult:list")).context["asked"] == [asked]
    client.post(asked.get_absolute_url(), forms.OUTCOME)
    assert client.get(reverse("teleconsult:list")).context["asked"] == []
    for person in (way.doctor, way.expert):
        client.force_login(person)
        assert "改为电话复诊" in client.get(case.get_absolute_url()).content.decode()
    client.force_login(way.coordinator)
    assert "改为电话复诊" not in client.get(case.get_absolute_url()).content.decode()


def test_the_leader_counts_what_is_owed(way: Way, leader, client) -> None:
    way.disposed()
    bring_round(way.follow_up())
    client.force_login(leader)
    page = client.get(reverse("alliance:overview")).content.decode()
    assert "awaiting close-out" in page or "结案" in page
