"""The emergency path: only in an emergency, never by oneself, and what it leaves owing."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from alliance.models import AuditEntry, Deadline, Notice, Person
from care.models import Document, Purpose
from teleconsult import asking, emergencies, timers, triaging
from teleconsult.models import Consultation, EmergencyApproval, State
from tests.care import factories as care
from tests.factories import at, make_membership
from tests.teleconsult.factories import ANSWERS, Way, give_consent

now = timezone.now


def ask(case: Consultation, by: Person, *, consent: bool = True, agreement: bool = False) -> EmergencyApproval:
    return emergencies.ask(case, because="桥上，已劝下", consent=consent, agreement=agreement, by=by, at=now())


def approve(approval: EmergencyApproval, by: Person, *, approved: bool = True) -> None:
    emergencies.decide(approval, approved=approved, because="危及生命", by=by, at=now())


def written(way: Way) -> Consultation:
    return way.consent_pending(urgency="emergency")


# --- refusals -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("urgency", ["urgent", "routine"])
def test_the_path_is_open_in_an_emergency_only(way: Way, leader, urgency: str) -> None:
    with pytest.raises(emergencies.NotAnEmergency):
        ask(way.consent_pending(urgency=urgency), way.doctor)
    assert not EmergencyApproval.objects.exists()


def test_where_nobody_could_approve_nobody_is_asked(way: Way) -> None:
    with pytest.raises(emergencies.NobodyResponsible):
        ask(written(way), way.doctor)


def test_with_consent_and_agreement_there_is_nothing_to_ask(way: Way, leader) -> None:
    with pytest.raises(emergencies.NothingMissing):
        ask(written(way), way.doctor, consent=False, agreement=False)


def test_the_path_is_asked_for_once(way: Way, leader) -> None:
    case = written(way)
    ask(case, way.doctor)
    with pytest.raises(emergencies.AlreadyAsked):
        ask(case, way.doctor)


def test_nobody_approves_their_own_emergency(way: Way, alliance) -> None:
    make_membership(way.doctor, alliance, "leader")
    approval = ask(written(way), way.doctor)
    with pytest.raises(emergencies.OwnRequest):
        approve(approval, way.doctor)
    with pytest.raises(IntegrityError), transaction.atomic():
        EmergencyApproval.objects.update(approved=True, decided_by=way.doctor, decided_because="x")
    approval.refresh_from_db()
    assert approval.approved is None


def test_an_approval_needs_a_name_and_a_reason(way: Way, leader) -> None:
    ask(written(way), way.doctor)
    for columns in ({"decided_by": leader}, {"decided_because": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            EmergencyApproval.objects.update(approved=True, **columns)


def test_it_is_decided_once(way: Way, leader) -> None:
    approval = ask(written(way), way.doctor)
    approve(approval, leader, approved=False)
    with pytest.raises(emergencies.AlreadyDecided):
        approve(approval, leader)
    approval.refresh_from_db()
    assert approval.approved is False


@pytest.mark.parametrize("decided", [None, False])
def test_without_an_approval_the_missing_consent_still_stands_in_the_way(way: Way, leader, decided) -> None:
    case = written(way)
    approval = ask(case, way.doctor)
    if decided is False:
        approve(approval, leader, approved=False)
    with pytest.raises(asking.ConsentMissing):
        asking.submit(case, by=way.doctor, at=now())


def test_waiving_the_consent_does_not_waive_the_agreement(way: Way, leader, agreement) -> None:
    case = written(way)
    approve(ask(case, way.doctor, consent=True, agreement=False), leader)
    agreement.delete()
    with pytest.raises(asking.AgreementMissing):
        asking.submit(case, by=way.doctor, at=now())


def test_waiving_the_agreement_does_not_waive_the_consent(way: Way, leader, agreement) -> None:
    agreement.delete()
    case = written(way)
    approve(ask(case, way.doctor, consent=False, agreement=True), leader)
    with pytest.raises(asking.ConsentMissing):
        asking.submit(case, by=way.doctor, at=now())


def test_what_is_no_emergency_any_more_has_no_waiver(way: Way, leader) -> None:
    case = written(way)
    approve(ask(case, way.doctor), leader)
    asking.complete(case, {**ANSWERS, "urgency": "routine"}, by=way.doctor, at=now())
    with pytest.raises(asking.ConsentMissing):
        asking.submit(case, by=way.doctor, at=now())


# --- the way --------------------------------------------------------------------------------------------------------
def test_the_nearest_leader_above_the_asking_side_is_alarmed_with_a_number_to_call(way: Way, leader, alliance) -> None:
    approval = ask(written(way), way.doctor)
    notice = Notice.objects.get(person=leader)
    assert approval.approver_place == alliance
    assert (notice.kind, notice.is_alarm, notice.facts["phone"]) == ("emergency-asked", True, way.doctor.mobile)


def test_an_approved_emergency_is_sent_and_leaves_consent_and_review_owing_until_the_next_working_day(
    way: Way, leader, clock
) -> None:
    with clock("2027-03-05 15:00"):  # a Friday
        case = written(way)
        approve(ask(case, way.doctor), leader)
        asking.submit(case, by=way.doctor, at=now())
    assert case.state == State.SUBMITTED
    owed = {row.kind: (row.due_at, row.owner) for row in Deadline.objects.filter(subject_code=case.code, met_at=None)}
    assert owed[timers.CONSENT_DUE] == (at("2027-03-08 17:30"), way.doctor)
    assert owed[timers.REVIEW_EMERGENCY] == (at("2027-03-08 17:30"), leader)
    assert owed[timers.TRIAGE][0] == at("2027-03-05 15:10")
    assert AuditEntry.objects.get(action="consultation.submitted").lawful_basis == "emergency"
    assert AuditEntry.objects.get(action="emergency.approved").lawful_basis == "emergency"


def test_what_is_owed_after_the_last_day_before_spring_festival_waits_until_people_work(
    way: Way, leader, clock
) -> None:
    with clock("2026-02-14 15:00"):  # a Saturday that is worked; the festival lasts until the 23rd
        case = written(way)
        approve(ask(case, way.doctor), leader)
        asking.submit(case, by=way.doctor, at=now())
    assert Deadline.objects.get(kind=timers.CONSENT_DUE).due_at == at("2026-02-24 17:30")


def test_consent_given_later_is_no_longer_owed(way: Way, leader) -> None:
    case = written(way)
    approve(ask(case, way.doctor), leader)
    asking.submit(case, by=way.doctor, at=now())
    signing = care.make_signing(case.patient, way.centre, switches={(Purpose.CONSULTATION, way.centre.pk): True})
    asking.record_consent(case, signing, by=way.doctor, at=now())
    assert asking.has_consent(case)
    assert not Deadline.objects.filter(kind=timers.CONSENT_DUE, met_at=None).exists()


def test_the_review_ends_its_clock(way: Way, leader) -> None:
    case = written(way)
    approval = ask(case, way.doctor)
    approve(approval, leader)
    asking.submit(case, by=way.doctor, at=now())
    emergencies.review(approval, words="合理", by=leader, at=now())
    approval.refresh_from_db()
    assert (approval.reviewed_by, approval.review) == (leader, "合理")
    assert not Deadline.objects.filter(kind=timers.REVIEW_EMERGENCY, met_at=None).exists()


@pytest.mark.parametrize("decided", [None, False])
def test_what_was_not_approved_is_not_reviewed(way: Way, leader, decided) -> None:
    approval = ask(written(way), way.doctor)
    if decided is False:
        approve(approval, leader, approved=False)
    with pytest.raises(emergencies.AlreadyDecided):
        emergencies.review(approval, words="合理", by=leader, at=now())


def test_a_review_is_written_once(way: Way, leader) -> None:
    approval = ask(written(way), way.doctor)
    approve(approval, leader)
    emergencies.review(approval, words="合理", by=leader, at=now())
    with pytest.raises(emergencies.AlreadyDecided):
        emergencies.review(approval, words="不合理", by=leader, at=now())
    approval.refresh_from_db()
    assert approval.review == "合理"


def test_on_the_emergency_path_the_expert_sees_the_papers_until_the_patient_can_be_asked(way: Way, leader) -> None:
    case = written(way)
    paper = care.make_document(case.patient, way.doctor, about=case.code)
    approve(ask(case, way.doctor), leader)
    asking.submit(case, by=way.doctor, at=now())
    triaging.assign(case, to=way.expert, by=way.coordinator, at=now())

    def open_to_the_expert() -> bool:
        return Document.objects.within_reach_of(way.expert).filter(pk=paper.pk).exists()

    assert open_to_the_expert()
    give_consent(case, by=way.doctor, share=False)  # asked at last: to be treated, but not to be shown around
    assert not open_to_the_expert()
