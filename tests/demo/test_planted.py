"""The planted demo obeys the product's own rules: gates, guards, forms, clocks, signatures."""

from datetime import date, datetime, timedelta

from django.db.models import F
from django.http import QueryDict

from alliance import audit, duty, notices
from alliance.models import Agreement, AuditEntry, Deadline, Institution, Notice, Outgoing, Person, Zone
from care import danger
from care.models import Consent, DangerAlarm, Patient
from config.demo.seed.cases import EVERYTHING
from config.demo.seed.institutions import CENTRES, PLACES
from config.demo.seed.papers import typed
from config.demo.seed.people import EXPERTS
from teleconsult import asking, opining, panels, qualifying, scheduling
from teleconsult.forms.opinion import OpinionForm
from teleconsult.forms.request import RequestForm
from teleconsult.models import (
    ENDED,
    MOVES,
    UNSEEN,
    AdviceItem,
    Booking,
    CloseOut,
    Consultation,
    Disposition,
    Draft,
    Opinion,
    Outcome,
    OutcomeRound,
    PanelSeat,
    PlanStep,
    Slot,
    State,
    Survey,
)

STORIES = {story.patient.name: story for story in EVERYTHING}


def as_form(fields: dict[str, list[str]]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        data.setlist(name, values)
    return data


def story_of(case: Consultation):
    return STORIES[case.patient.name]


# --- the alliance -----------------------------------------------------------------------------------------
def test_the_alliance_stands_as_in_the_handbook(demo):
    root = Institution.objects.get(name="澜江区精神卫生医联体")
    lead = root.children.get(function="lead")
    centre = lead.children.get(function="centre")
    assert "联络会诊中心" in centre.name
    assert centre.duty_phone
    names = {place.key: place.name for place in PLACES}
    centres = root.children.filter(name__in=[names[key] for key in CENTRES])
    assert centres.exclude(zone=None).count() == 10
    assert Zone.objects.filter(alliance=root).exclude(leader=None).count() == 4
    assert root.children.filter(kind="school").count() == 1
    assert Institution.objects.filter(kind="alliance", parent=None).count() == 2


def test_one_agreement_has_run_out_and_its_doctors_are_refused(demo, now):
    today = now.date()
    lapsed = [agreement for agreement in Agreement.objects.all() if not agreement.valid_on(today)]
    assert len(lapsed) == 1
    for case in Consultation.objects.filter(state=State.CONSENT_PENDING).select_related("inviting", "invited"):
        refused = case.inviting.short_name == "石塘"
        assert (asking.agreement_for(case, at=now) is None) == refused


def test_every_case_was_invited_under_an_agreement_and_with_consent(demo):
    for case in Consultation.objects.exclude(submitted_at=None):
        assert case.submitted_at
        assert asking.agreement_for(case, at=case.submitted_at) is not None
        assert case.consent_withdrawn_at or asking.has_consent(case)


def test_one_site_registration_has_run_out_and_shuts_the_gate(demo, now):
    case = Consultation.objects.filter(state=State.SUBMITTED)[0]
    candidates = qualifying.candidates(case, at=now)
    assert len(candidates) == len(EXPERTS) == 18
    assert [one.person.name for one in candidates if not one.can_be_assigned] == ["梁知微"]


def test_every_answering_expert_passed_the_gate_on_the_day(demo):
    for case in Consultation.objects.exclude(expert=None).select_related("expert"):
        expert, at = case.expert, case.accepted_at or case.submitted_at
        assert expert
        assert at
        assert qualifying.reasons_against(case, expert, at=at) == []
        assert story_of(case).specialty in expert.licence.specialties


def test_the_week_is_covered_but_for_one_gap(demo):
    centre = Institution.objects.get(name="澜江区精神医学联络会诊中心")
    assert len(duty.gaps(centre)) == 1


def test_the_experts_can_be_booked_in_the_coming_two_weeks(demo, now):
    free = Slot.objects.filter(begins_at__gt=now, begins_at__lt=now + timedelta(days=14), bookings=None)
    for expert in EXPERTS:
        found = free.filter(expert__email=expert.email).count()
        assert found == 0 if expert.site_expired else found >= 10


# --- the cases -----------------------------------------------------------------------------------------
def test_every_age_is_true_today(demo, now):
    for patient in Patient.objects.all():
        story = STORIES.get(patient.name)
        if story and story.patient.years:
            assert patient.age_on(now.date()) == story.patient.years
        elif story:
            assert patient.age_words(now.date()).startswith(str(story.patient.months))


def test_every_request_passes_the_form_and_comes_out_as_written(demo):
    for case in Consultation.objects.exclude(state=State.DRAFT).select_related("patient"):
        form = RequestForm(as_form(typed(story_of(case), whole=True)), consultation=case, today=case.created_at.date())
        assert form.is_valid(), (story_of(case).key, form.errors)
        (kept,) = case.requests.all()
        answers = form.answers()
        assert len(answers.pop("medicines")) == kept.medicines.count()
        answers.pop("door")  # two cases have been turned since
        for name, value in answers.items():
            holder = case if name in ("kind", "specialty", "preferred_title") else kept
            assert getattr(holder, name) == value, (story_of(case).key, name)


def test_drafts_are_kept_as_a_browser_sends_them(demo):
    assert Draft.objects.filter(sort="request").count() == 3
    for draft in Draft.objects.filter(sort="request"):
        blank = RequestForm(consultation=draft.consultation, today=draft.saved_at.date())
        assert set(draft.fields) <= set(blank.fields)
    for draft in Draft.objects.filter(sort="opinion"):
        form = OpinionForm(as_form(draft.fields), consultation=draft.consultation, may_diagnose=True)
        assert form.is_valid(), form.errors
        assert set(draft.fields) <= set(form.fields)


def test_every_step_is_allowed_in_order_and_in_the_past(demo, now):
    for case in Consultation.objects.all():
        steps = list(case.steps.all())
        assert (steps[-1].after if steps else State.DRAFT) == case.state
        moments = [case.created_at, *(step.at for step in steps), now]
        assert moments == sorted(moments), story_of(case).key
        for step in steps:
            assert State(step.after) in MOVES[State(step.before)]


def test_the_last_half_year_is_covered(demo, now):
    first = Consultation.objects.exclude(submitted_at=None).order_by("submitted_at")[0].submitted_at
    assert first
    assert timedelta(days=120) < now - first < timedelta(days=184)


def test_what_has_been_answered_can_be_verified(demo):
    assert Opinion.objects.count() == sum(
        story.stage in ("signed", "disposed", "follow_up", "closed") for story in EVERYTHING
    )
    for opinion in Opinion.objects.all():
        assert opining.intact(opinion)
        assert "示例" in opinion.limits
    answered = Consultation.objects.filter(state__in=[State.DISPOSED, State.FOLLOW_UP, State.CLOSED])
    assert CloseOut.objects.count() == answered.count()
    assert not Disposition.objects.exclude(decision="adopted").filter(because="").exists()
    assert Disposition.objects.exclude(decision="adopted").count() >= 5


def test_bookings_lie_on_hours_of_their_expert_and_in_time(demo, now):
    for case in Consultation.objects.filter(state=State.SCHEDULED):
        booking = scheduling.live_booking(case)
        assert booking
        assert case.room
        assert booking.slot.expert == case.expert
        assert now < booking.slot.begins_at < now + timedelta(days=4)
        assert booking.slot.begins_at < Deadline.objects.get(subject_code=case.code, met_at=None).due_at
        assert case.room.seats.count() == 2
    assert not Booking.objects.filter(confirmed_at__gt=F("slot__begins_at")).exists()


# --- danger, clocks, notices, audit ------------------------------------------------------------
def test_the_same_rule_that_alarms_people_raised_the_alarms(demo):
    for case in Consultation.objects.exclude(state__in=[State.DRAFT]):
        (request,) = case.requests.all()
        found = danger.assess(
            item_9=request.phq9[8] if request.phq9 else 0,
            ideas=request.ideas == "yes",
            plan=request.plan == "yes",
            attempt=request.attempt == "yes",
            harm_to_others=request.harm_to_others == "yes",
            grade=request.risk_grade,
        )
        alarms = DangerAlarm.objects.filter(about_code=case.code)
        assert alarms.count() == (1 if found else 0)
        assert case.danger_level == (found.level if found else "")
    (open_one,) = DangerAlarm.objects.open()
    assert open_one.acknowledged_at


def test_three_are_overdue_and_everything_else_is_in_time(demo, now):
    running = Deadline.objects.filter(met_at=None)
    assert running.filter(due_at__lte=now).count() == 3
    assert not Deadline.objects.filter(met_at__gt=F("due_at")).exists()
    ticking = Consultation.objects.exclude(state__in=[*UNSEEN, *ENDED, State.FOLLOW_UP])
    asked = OutcomeRound.objects.open(now)
    due = {*ticking.values_list("code", flat=True), *asked.values_list("code", flat=True)}
    awaited = PanelSeat.objects.filter(comments=None).values_list("code", flat=True)
    assert due | set(awaited) == set(running.values_list("subject_code", flat=True))


def test_two_panels_are_read_along_and_each_has_one_comment(demo):
    for case in Consultation.objects.filter(kind="panel"):
        assert [seat.comments.count() for seat in panels.seats(case)] == [1, 0]
        assert not panels.comments(case).exclude(body__contains="示例").exists()


def test_what_was_acted_on_is_closed_out_and_asked_about_again(demo, now):
    followed = Consultation.objects.filter(state__in=[State.FOLLOW_UP, State.CLOSED])
    assert Survey.objects.count() == followed.count()
    assert OutcomeRound.objects.count() == 2 * followed.count()
    assert Outcome.objects.filter(round__closes=True).count() == followed.filter(state=State.CLOSED).count()
    assert Outcome.objects.filter(round__closes=False).exists()
    for outcome in Outcome.objects.select_related("round__consultation"):
        assert outcome.round.opens_at <= outcome.answered_at <= now
        assert outcome.round.ended_at == outcome.answered_at
        assert (
            outcome.items.count() == AdviceItem.objects.filter(opinion__consultation=outcome.round.consultation).count()
        )
    assert OutcomeRound.objects.open(now).filter(asked_at=None).count() == 0


def test_notices_have_words_and_the_cast_has_some(demo):
    for notice in Notice.objects.all():
        title, text = notices.words(notice)
        assert title
        assert text
        assert not [name for name in STORIES if name in title + text]
    assert not Outgoing.objects.waiting().exists()
    for mail in ("ruoxi.shen", "yingxue.jiang", "lan.zhou"):
        assert Notice.objects.filter(person__email__startswith=f"{mail}@", read_at=None).exists()


def test_one_case_waits_for_a_written_answer_and_one_has_been_asked_back_about(demo):
    written = Consultation.objects.filter(door="written")
    unanswered = written.filter(signed_at=None)
    assert sorted(unanswered.values_list("state", flat=True)) == [State.ASKED_BACK, State.TRIAGED]


def test_medicine_is_planned_in_writing_without_a_meeting(demo):
    planned = Consultation.objects.filter(pk__in=PlanStep.objects.values("item__opinion__consultation"))
    assert planned.count() == 2
    for case in planned:
        assert (case.door, case.room, case.began_at, case.bookings.count()) == ("written", None, None, 0)
        assert case.requests.get().purpose == "treatment"
        assert case.opinion.limits.startswith("书面会诊")
        assert case.steps.filter(before=State.ACCEPTED, after=State.OPINION_DRAFT).exists()
    (spoken,) = [case for case in planned if case.thread.exists()]
    assert spoken.signed_at
    assert all(entry.written_at < spoken.signed_at for entry in spoken.thread.all())


def test_the_audit_seals_into_a_whole_chain(demo):
    assert audit.seal() == AuditEntry.objects.count() > 300
    assert audit.verify().whole


# --- people and papers -----------------------------------------------------------------------------------------
def test_minors_and_those_who_cannot_consent_have_a_guardian_who_signed(demo):
    for consent in Consent.objects.select_related("patient"):
        day: date = consent.signed_at.date()
        if consent.patient.needs_guardian_on(day):
            assert consent.signer == Consent.Signer.GUARDIAN
        if not consent.patient.is_adult_on(day) and consent.patient.age_on(day) >= 8:
            assert consent.assent is True


def test_everybody_in_the_demo_has_the_same_password_hash(demo):
    assert Person.objects.values("password").distinct().count() == 1


def test_nobody_but_the_other_alliance_reaches_the_outsider(demo, now):
    outsider = Person.objects.get(email__startswith="wangshu.lu@")
    assert not Consultation.objects.within_reach_of(outsider).exists()
    assert not Patient.objects.within_reach_of(outsider).exists()
    assert isinstance(now, datetime)
