"""The community doctor asks: what stands in her way, and what happens when nothing does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.models import AuditEntry, Deadline, Notice
from care import consenting
from care.models import Consent, ConsentGrant
from teleconsult import asking, timers, triaging
from teleconsult.models import Consultation, Draft, MovedOn, Request, State
from tests.factories import at, make_agreement, make_member
from tests.teleconsult.factories import ANSWERS, Way, give_consent, make_draft, make_patient

now = timezone.now


def withdraw(case: Consultation, way: Way, **which: str) -> None:
    grants = ConsentGrant.objects.filter(consent__about_code=case.code, **which)
    consenting.withdraw(grants.select_related("consent__patient"), by=way.doctor, at=now())


# --- refusals -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "change",
    [
        {"valid_until": now().date() - timedelta(days=2)},
        {"valid_from": now().date() + timedelta(days=2)},
        {"suspended_at": now()},
    ],
    ids=["expired", "not begun", "suspended"],
)
def test_without_a_valid_agreement_nobody_is_invited(way: Way, agreement, change) -> None:
    case = way.consent_pending()
    give_consent(case, by=way.doctor)
    type(agreement).objects.filter(pk=agreement.pk).update(**{"valid_from": at("2020-01-01 00:00").date(), **change})
    with pytest.raises(asking.AgreementMissing):
        asking.submit(case, by=way.doctor, at=now())
    case.refresh_from_db()
    assert (case.state, case.number, case.submitted_at) == (State.CONSENT_PENDING, None, None)


def test_an_agreement_holds_on_its_last_day_in_the_clinics_own_time(way: Way, agreement) -> None:
    case = way.consent_pending()
    give_consent(case, by=way.doctor, at=at("2027-03-01 10:00"))
    type(agreement).objects.filter(pk=agreement.pk).update(valid_until=at("2027-03-01 00:00").date())
    late, too_late = at("2027-03-01 23:59"), at("2027-03-02 00:00")  # 15:59 and 16:00 UTC of the same day
    assert asking.agreement_for(case, at=too_late) is None
    assert asking.agreement_for(case, at=late) == agreement


def test_an_agreement_for_liaison_does_not_cover_a_school(way: Way, agreement) -> None:
    agreement.scopes.exclude(scope="liaison").delete()
    case = way.consent_pending(kind="school")
    give_consent(case, by=way.doctor)
    with pytest.raises(asking.AgreementMissing):
        asking.submit(case, by=way.doctor, at=now())


def test_an_agreement_the_other_way_round_is_none(way: Way, agreement) -> None:
    agreement.delete()
    make_agreement(way.centre, way.place)
    case = way.consent_pending()
    give_consent(case, by=way.doctor)
    with pytest.raises(asking.AgreementMissing):
        asking.submit(case, by=way.doctor, at=now())


def test_without_consent_nobody_is_invited(way: Way) -> None:
    case = way.consent_pending()
    with pytest.raises(asking.ConsentMissing):
        asking.submit(case, by=way.doctor, at=now())
    assert not Notice.objects.filter(person=way.coordinator).exists()


def test_consent_that_was_taken_back_is_none(way: Way) -> None:
    case = way.consent_pending()
    give_consent(case, by=way.doctor)
    withdraw(case, way, purpose="consultation")
    with pytest.raises(asking.ConsentMissing):
        asking.submit(case, by=way.doctor, at=now())


def test_consent_to_another_centre_is_none(way: Way) -> None:
    case = way.consent_pending()
    give_consent(case, by=way.doctor)
    ConsentGrant.objects.update(recipient=way.place)
    with pytest.raises(asking.ConsentMissing):
        asking.submit(case, by=way.doctor, at=now())


def test_consent_to_another_case_of_the_same_patient_is_none(way: Way) -> None:
    agreed = way.consent_pending()
    give_consent(agreed, by=way.doctor)
    other = make_draft(way.doctor, way.place, way.centre)
    Consent.objects.filter(about_code=agreed.code).update(patient=other.patient)
    asking.complete(other, ANSWERS, by=way.doctor, at=now())
    with pytest.raises(asking.ConsentMissing):
        asking.submit(other, by=way.doctor, at=now())


def test_an_empty_request_invites_nobody(way: Way) -> None:
    case = way.draft()
    give_consent(case, by=way.doctor)
    with pytest.raises(asking.RequestMissing):
        asking.submit(case, by=way.doctor, at=now())


def test_a_colleague_neither_writes_nor_submits_nor_takes_back_what_is_not_hers(way: Way, colleague) -> None:
    case = way.consent_pending()
    give_consent(case, by=way.doctor)
    for verb in (
        lambda: asking.complete(case, ANSWERS, by=colleague, at=now()),
        lambda: asking.submit(case, by=colleague, at=now()),
        lambda: asking.cancel(case, because="x", by=colleague, at=now()),
    ):
        with pytest.raises(asking.NotTheOwner):
            verb()
    assert Request.objects.filter(consultation=case).count() == 1


@pytest.mark.parametrize("state", ["submitted", "triaged", "accepted", "scheduled", "in_session", "signed", "closed"])
def test_what_was_sent_is_not_rewritten_behind_the_readers_back(way: Way, state: str) -> None:
    case = getattr(way, state)()
    with pytest.raises(MovedOn):
        asking.complete(case, {**ANSWERS, "urgency": "emergency"}, by=way.doctor, at=now())
    case.refresh_from_db()
    assert (case.urgency, Request.objects.filter(consultation=case).count()) == ("routine", 1)


@pytest.mark.parametrize("state", ["in_session", "opinion_draft", "signed", "disposed", "closed", "cancelled"])
def test_a_case_is_taken_back_before_the_session_only(way: Way, state: str) -> None:
    case = getattr(way, state)()
    with pytest.raises(MovedOn):
        asking.cancel(case, because="x", by=way.doctor, at=now())


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_nobody_takes_over_what_has_ended(way: Way, colleague, state: str) -> None:
    case = getattr(way, state)()
    with pytest.raises(MovedOn):
        asking.take_over(case, by=colleague, at=now(), because="x")
    case.refresh_from_db()
    assert case.owner == way.doctor


def test_the_expert_of_a_case_cannot_become_its_asker(way: Way) -> None:
    case = way.scheduled()
    with pytest.raises(asking.OwnExpert):
        asking.take_over(case, by=way.expert, at=now(), because="多点执业")


def test_the_slower_of_two_colleagues_is_told_that_it_is_taken_over(way: Way, colleague, beiqiao) -> None:
    third = make_member("community_doctor", beiqiao)
    case = way.submitted()
    stale = Consultation.objects.get(pk=case.pk)
    stale.owner  # noqa: B018 -- as read before the other one's deed
    asking.take_over(case, by=colleague, at=now(), because="值班")
    with pytest.raises(asking.NotUnowned):
        asking.take_over(stale, by=third, at=now(), because="值班")


# --- the way --------------------------------------------------------------------------------------------------------
def test_asking_again_about_the_same_patient_leads_back_to_the_open_draft(way: Way) -> None:
    patient = make_patient(way.doctor, way.place)
    first = make_draft(way.doctor, way.place, way.centre, patient=patient)
    assert make_draft(way.doctor, way.place, way.centre, patient=patient) == first


def test_an_invitation_has_a_number_of_its_day_in_the_centres_time(way: Way, clock) -> None:
    with clock("2027-03-02 00:30"):  # still 1 March in UTC
        numbers = [way.submitted().number for _ in range(3)]
    assert numbers == ["XQ-2027-0302-001", "XQ-2027-0302-002", "XQ-2027-0302-003"]


def test_the_thousandth_invitation_of_a_day_is_followed_by_the_next(way: Way, clock) -> None:
    with clock("2027-03-02 09:00"):
        first, second = way.submitted(), way.submitted()
        Consultation.objects.filter(pk=first.pk).update(number="XQ-2027-0302-999")
        Consultation.objects.filter(pk=second.pk).update(number="XQ-2027-0302-1000")
        assert way.submitted().number == "XQ-2027-0302-1001"


def test_submitting_tells_the_centre_starts_its_clock_and_forgets_the_draft(way: Way) -> None:
    case = way.submitted()
    assert Notice.objects.get(person=way.coordinator).kind == "request-arrived"
    assert Deadline.objects.get(subject_code=case.code, met_at=None).kind == timers.TRIAGE
    assert not Draft.objects.filter(consultation=case).exists()
    entry = AuditEntry.objects.get(action="consultation.submitted")
    assert (entry.subject_code, entry.lawful_basis) == (case.code, "consent")


def test_an_emergency_arrives_as_an_alarm(way: Way) -> None:
    way.submitted(urgency="emergency")
    notice = Notice.objects.get(person=way.coordinator)
    assert (notice.kind, notice.is_alarm) == ("request-emergency", True)


def test_a_returned_request_is_sent_again_as_its_next_version_under_its_old_number(way: Way) -> None:
    case = way.returned()
    number, first = case.number, case.submitted_at
    asking.complete(case, {**ANSWERS, "question": "补充：还能开车吗？"}, by=way.doctor, at=now())
    assert case.state == State.RETURNED
    asking.submit(case, by=way.doctor, at=now())
    assert (case.state, case.number, case.submitted_at) == (State.SUBMITTED, number, first)
    assert list(case.requests.values_list("number", "question"))[1] == (2, "补充：还能开车吗？")
    assert set(Deadline.objects.filter(subject_code=case.code, met_at=None).values_list("kind", flat=True)) == {
        timers.TRIAGE
    }


def test_consent_taken_back_while_writing_and_given_anew_opens_the_case_to_the_expert(way: Way) -> None:
    case = way.consent_pending()
    give_consent(case, by=way.doctor)
    withdraw(case, way)
    give_consent(case, by=way.doctor)
    case.refresh_from_db()
    asking.submit(case, by=way.doctor, at=now())
    triaging.assign(case, to=way.expert, by=way.coordinator, at=now())
    assert Consultation.objects.within_reach_of(way.expert).filter(pk=case.pk).exists()


def test_taking_back_frees_the_hour_closes_the_room_stops_the_clocks_and_tells_the_expert(way: Way) -> None:
    case = way.scheduled()
    asking.cancel(case, because="病情好转", by=way.doctor, at=now())
    assert not case.bookings.filter(cancelled_at=None).exists()
    assert case.room is not None
    assert case.room.closed_because == "cancelled"
    assert not Deadline.objects.filter(subject_code=case.code, met_at=None).exists()
    assert Notice.objects.filter(person=way.expert, kind="request-cancelled").exists()


def test_whoever_takes_over_answers_for_the_case_and_has_the_seat_in_the_room(way: Way, colleague) -> None:
    case = way.scheduled()
    asking.take_over(case, by=colleague, at=now(), because="休假")
    case.refresh_from_db()
    seated = set(case.room.seats.filter(revoked_at=None).values_list("person", flat=True))
    assert case.owner == colleague
    assert seated == {colleague.pk, way.expert.pk}
    assert Notice.objects.get(person=way.doctor, kind="case-taken-over").facts["who"] == colleague.name
    assert AuditEntry.objects.filter(action="consultation.taken_over", person=colleague.code).exists()
