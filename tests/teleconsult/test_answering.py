"""The written door: answered without a meeting, asked back, replied to, asked about afterwards, turned and back."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from alliance.models import Deadline, Notice
from care import consenting
from care.models import ConsentGrant, DangerAlarm
from teleconsult import answering, asking, doors, drafting, opining, scheduling, timers, triaging
from teleconsult.models import Booking, Consultation, Door, Draft, Entry, MovedOn, Opinion, State
from tests.factories import PASSWORD
from tests.teleconsult import forms
from tests.teleconsult.factories import ADVICE, ANSWERS, OPINION, Way, give_consent, make_draft

now = timezone.now


def running(case: Consultation) -> set[str]:
    return set(Deadline.objects.filter(subject_code=case.code, met_at=None).values_list("kind", flat=True))


def told(person, kind: str) -> bool:
    return Notice.objects.filter(person=person, kind=kind).exists()


# --- refused ----------------------------------------------------------------------------------------------------------
def test_an_emergency_is_never_only_written(way: Way) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        way.consent_pending(urgency="emergency", door="written")
    case = way.accepted(urgency="emergency")
    with pytest.raises(doors.NeverOnlyWritten):
        doors.to_writing(case, because="", by=way.doctor, at=now())


def test_a_case_by_video_is_not_answered_before_the_two_have_met(way: Way) -> None:
    case = way.accepted()
    with pytest.raises(answering.WrongDoor):
        answering.begin(case, by=way.expert, at=now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Consultation.objects.filter(pk=case.pk).update(state=State.OPINION_DRAFT)


def test_a_written_case_books_no_time(way: Way) -> None:
    case = way.accepted(door="written", urgency="routine")
    with pytest.raises(scheduling.NotBookable):
        scheduling.hold(case, way.slot(), by=way.doctor, at=now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Consultation.objects.filter(pk=case.pk).update(state=State.SCHEDULED)


def test_only_the_expert_asks_back_and_only_the_owner_replies(way: Way, colleague) -> None:
    case = way.writing()
    with pytest.raises(triaging.NotAssigned):
        answering.ask_back(case, "x", by=way.doctor, at=now())
    asked = way.asked_back()
    with pytest.raises(asking.NotTheOwner):
        answering.reply(asked, "x", by=colleague, at=now())


def test_what_was_written_stays_as_it_was(way: Way) -> None:
    case = way.asked_back()
    with pytest.raises(DatabaseError), transaction.atomic():
        case.thread.update(body="别的")
    with pytest.raises(DatabaseError), transaction.atomic():
        case.thread.all().delete()


def test_nothing_is_written_to_a_case_that_has_ended(way: Way) -> None:
    case = way.closed()
    with pytest.raises(answering.NotOpenForWords):
        answering.remark(case, "x", by=way.doctor, at=now())
    with pytest.raises(answering.NotOpenForWords):
        answering.ask_after(way.accepted(), "x", by=way.doctor, at=now())


def test_a_case_that_was_met_about_is_not_given_to_somebody_else_before_the_signature(way: Way, centre) -> None:
    from tests import factories

    second = factories.make_expert(centre, name="许见山")
    met = way.opinion_draft()
    with pytest.raises(MovedOn):
        triaging.assign(met, to=second, by=way.coordinator, at=now())
    written = way.asked_back()
    triaging.assign(written, to=second, by=way.coordinator, at=now())
    assert running(written) == {timers.ACCEPT}


# --- answered ---------------------------------------------------------------------------------------------------------
def test_a_written_answer_needs_neither_slot_nor_session(way: Way) -> None:
    case = way.writing()
    opining.sign(case, OPINION, ADVICE, by=way.expert, at=now())
    states = list(case.steps.values_list("after", flat=True))
    assert states[-4:] == ["triaged", "accepted", "opinion_draft", "signed"]
    assert not Booking.objects.filter(consultation=case).exists()
    assert case.room is None
    assert running(case) == {timers.DISPOSE}


@pytest.mark.parametrize(
    ("urgency", "due"),
    [("urgent", "2027-03-01T15:00:00+08:00"), ("routine", "2027-03-03T17:30:00+08:00")],
)
def test_its_clock_is_four_working_hours_or_two_working_days(way: Way, clock, urgency: str, due: str) -> None:
    with clock("2027-03-01 11:00"):  # a Monday; the centre is open until 17:30
        case = way.accepted(door="written", urgency=urgency)
    owed = Deadline.objects.get(subject_code=case.code, met_at=None)
    assert owed.kind == timers.OPINION
    assert owed.owner == way.expert
    assert owed.due_at.astimezone(case.invited.tz).isoformat() == due


def test_the_lengths_are_settings(way: Way, settings) -> None:
    settings.XINQIAO = {**settings.XINQIAO, "TIMERS": {timers.OPINION: {"written_routine": ("minutes", 7)}}}
    case = way.accepted(door="written", urgency="routine")
    owed = Deadline.objects.get(subject_code=case.code, met_at=None)
    assert (owed.due_at - owed.started_at).total_seconds() == 7 * 60


def test_asking_back_holds_the_clock_and_the_reply_returns_it_to_the_draft(way: Way) -> None:
    case = way.writing()
    drafting.save(case, Draft.Sort.OPINION, {"impression": ["写到一半"]}, by=way.expert, at=now())
    answering.ask_back(case, "服什么药？", by=way.expert, at=now())
    assert case.state == State.ASKED_BACK
    assert running(case) == {timers.ANSWER_BACK}
    assert told(way.doctor, "asked-back")
    answering.reply(case, "舍曲林 50 mg，两周", by=way.doctor, at=now())
    assert case.state == State.OPINION_DRAFT
    assert running(case) == {timers.OPINION}
    assert told(way.expert, "asked-back-answered")
    question, reply = case.thread.all()
    assert reply.answers == question
    assert drafting.of(case, Draft.Sort.OPINION).fields["impression"] == ["写到一半"]


def test_the_expert_may_go_on_or_sign_without_the_reply(way: Way) -> None:
    case = way.asked_back()
    answering.go_on(case, by=way.expert, at=now())
    assert running(case) == {timers.OPINION}
    other = way.asked_back()
    opining.sign(other, OPINION, ADVICE, by=way.expert, at=now())
    assert running(other) == {timers.DISPOSE}


def test_after_the_signature_a_question_is_answered_by_a_signed_addendum(way: Way) -> None:
    case = way.signed()
    answering.ask_after(case, "如果出现皮疹怎么办？", by=way.doctor, at=now())
    answering.ask_after(case, "孕妇呢？", by=way.doctor, at=now())
    assert timers.FOLLOW_UP_QUESTION in running(case)
    first, second = answering.open_follow_ups(case)
    opinion = Opinion.objects.get(consultation=case)
    addendum = opining.add(opinion, "立即停药并电话联系。", by=way.expert, at=now(), answers=first)
    assert str(first.code) in addendum.canonical
    assert answering.open_follow_ups(case) == [second]
    assert timers.FOLLOW_UP_QUESTION in running(case)
    opining.add(opinion, "不用。", by=way.expert, at=now(), answers=second)
    assert timers.FOLLOW_UP_QUESTION not in running(case)
    assert opining.intact(opinion)


def test_the_same_form_sent_twice_is_kept_once(way: Way) -> None:
    case, code = way.writing(), uuid4()
    for _time in range(2):
        answering.remark(case, "我明天休息", by=way.doctor, at=now(), code=code)
    assert case.thread.count() == 1
    assert Notice.objects.filter(person=way.expert, kind="remark-written").count() == 1


# --- turned -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["doctor", "expert", "coordinator"])
def test_either_side_turns_writing_into_a_booked_video_with_nothing_typed_twice(way: Way, who: str) -> None:
    case = way.writing()
    drafting.save(case, Draft.Sort.OPINION, {"impression": ["写到一半"]}, by=way.expert, at=now())
    doors.to_video(case, because="想看看本人", by=getattr(way, who), at=now())
    assert (case.state, case.door) == (State.ACCEPTED, Door.VIDEO)
    assert running(case) == {timers.START}
    scheduling.hold(case, way.slot(), by=way.doctor, at=now())
    scheduling.confirm(case, by=way.doctor, at=now())
    assert (case.state, case.room.closed_at) == (State.SCHEDULED, None)
    assert case.requests.count() == 1
    assert drafting.of(case, Draft.Sort.OPINION).fields["impression"] == ["写到一半"]


def test_a_booked_video_becomes_writing_and_its_time_is_free_again(way: Way) -> None:
    case = way.scheduled(urgency="routine")
    slot = case.bookings.get(cancelled_at=None).slot
    doors.to_writing(case, because="下乡路断", by=way.doctor, at=now())
    assert case.room.closed_at is not None
    assert (case.state, case.door) == (State.OPINION_DRAFT, Door.WRITTEN)
    assert running(case) == {timers.OPINION}
    other = way.accepted()
    scheduling.hold(other, slot, by=way.doctor, at=now())
    scheduling.confirm(other, by=way.doctor, at=now())
    assert told(way.expert, "turned-to-writing")


def test_before_it_is_accepted_only_the_door_changes(way: Way) -> None:
    case = way.submitted(urgency="routine")
    steps = case.steps.count()
    doors.to_writing(case, because="", by=way.doctor, at=now())
    assert (case.state, case.door) == (State.SUBMITTED, Door.WRITTEN)
    with pytest.raises(answering.WrongDoor):
        doors.to_writing(case, because="", by=way.doctor, at=now())
    doors.to_video(case, because="", by=way.doctor, at=now())
    assert case.door == Door.VIDEO
    assert case.steps.count() == steps


def test_a_stale_page_cannot_turn_a_case_that_has_moved_on(way: Way) -> None:
    case = way.writing()
    stale = Consultation.objects.get(pk=case.pk)
    opining.sign(case, OPINION, ADVICE, by=way.expert, at=now())
    with pytest.raises(MovedOn):
        doors.to_video(stale, because="", by=way.doctor, at=now())


# --- by the pages -----------------------------------------------------------------------------------------------------
def test_the_story_by_the_pages(way: Way, browser) -> None:
    doctor, expert = browser(way.doctor), browser(way.expert)
    case = way.triaged(door="written", urgency="urgent")

    def page(name: str) -> str:
        return reverse(f"teleconsult:{name}", args=[case.code])

    assert expert.post(page("accept")).url == page("opinion")
    asked = expert.post(page("thread"), {"body": "剂量是多少？", "code": uuid4(), "action": "ask"})
    assert asked.url == page("thread")
    assert "剂量是多少？" in doctor.get(page("thread")).content.decode()
    doctor.post(page("thread"), {"body": "每日 50 毫克", "code": uuid4(), "action": "reply"})
    assert "每日 50 毫克" in expert.get(page("opinion")).content.decode()
    expert.post(page("sign"), {**forms.OPINION, "password": PASSWORD, "action": "sign"})
    doctor.post(page("thread"), {"body": "皮疹怎么办？", "code": uuid4(), "action": "ask"})
    question = Entry.objects.get(sort="follow_up")
    shown = expert.get(page("addendum")).content.decode()
    assert "皮疹怎么办？" in shown
    expert.post(page("addendum"), {"text": "停药。", "password": PASSWORD, "answers": question.code})
    case.refresh_from_db()
    assert case.state == State.SIGNED
    assert question.addendum.text == "停药。"


def test_danger_learnt_while_replying_alarms_before_anything_is_sent(way: Way, browser) -> None:
    case = way.asked_back()
    url = reverse("teleconsult:thread_draft", args=[case.code])
    typed = {"fields": {"body": ["她今天买了农药"], "plan": ["yes"]}, "tab": "t", "began_from": 0}
    answer = browser(way.doctor).post(url, typed, content_type="application/json")
    assert answer.json()["danger_html"]
    assert DangerAlarm.objects.filter(about_code=case.code, settled_at=None).exists()
    assert not case.thread.filter(sort="reply").exists()


def test_what_cannot_be_sent_is_kept(way: Way, browser) -> None:
    case = way.writing()
    url = reverse("teleconsult:thread", args=[case.code])
    answer = browser(way.doctor).post(url, {"body": "字" * 4001, "code": uuid4(), "action": "remark"})
    assert answer.status_code == 422
    assert "字" * 4001 in answer.content.decode()


@pytest.mark.parametrize("share", [True, False])
def test_earlier_opinions_on_the_patient_lie_beside_the_form_where_the_record_is_shared(
    way: Way, browser, share: bool
) -> None:
    earlier = way.signed()
    case = make_draft(way.doctor, way.place, way.centre, patient=earlier.patient)
    asking.complete(case, {**ANSWERS, "door": "written"}, by=way.doctor, at=now())
    give_consent(case, by=way.doctor, share=share)
    asking.submit(case, by=way.doctor, at=now())
    triaging.assign(case, to=way.expert, by=way.coordinator, at=now())
    triaging.accept(case, by=way.expert, at=now())
    answering.begin(case, by=way.expert, at=now())
    shown = browser(way.expert).get(reverse("teleconsult:opinion", args=[case.code])).content.decode()
    assert (earlier.number in shown) == share


def test_an_earlier_opinion_goes_with_the_consent_to_it_and_the_rest_of_the_form_stays(way: Way, browser) -> None:
    earlier = way.signed()
    case = make_draft(way.doctor, way.place, way.centre, patient=earlier.patient)
    asking.complete(case, {**ANSWERS, "door": "written"}, by=way.doctor, at=now())
    give_consent(case, by=way.doctor)
    asking.submit(case, by=way.doctor, at=now())
    triaging.assign(case, to=way.expert, by=way.coordinator, at=now())
    triaging.accept(case, by=way.expert, at=now())
    answering.begin(case, by=way.expert, at=now())
    consenting.withdraw(ConsentGrant.objects.filter(consent__about_code=earlier.code), by=way.doctor, at=now())
    shown = browser(way.expert).get(reverse("teleconsult:opinion", args=[case.code]))
    assert shown.status_code == 200
    assert earlier.number not in shown.content.decode()
