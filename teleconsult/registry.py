"""What the consultation tells the apps below: words of notices, due-handlers, lent reach. Called once at start."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from alliance import (
    clocks,
    departing,
    duty,
    formulary,
    leaving,
    notices,
    overview,
    practising,
    scopes,
    signals,
    telling_time,
)
from alliance.models import Deadline, Institution, Person
from care import models as care_models
from care import sections
from care import signals as care_signals
from teleconsult import (
    absences,
    agreed_limits,
    clinics,
    contributions,
    departed,
    desks,
    following_up,
    handing_on,
    handing_over,
    overdue,
    planning,
    rechecking,
    reminding,
    scheduling,
    shortening,
    slotting,
    timers,
    triaging,
    waiting_list,
)
from teleconsult.call import desk
from teleconsult.insight import tallying
from teleconsult.models import Consultation, Kind, MovedOn, Urgency


class CaseLender:
    """An expert reaches a patient, and the patient's papers, through an open case that shares them."""

    def patients(self, person: Person) -> models.QuerySet[Any]:
        """Patients of the cases that this expert answers."""
        return Consultation.objects.lending_papers_to(person).values("patient")

    def places(self, patient: care_models.Patient) -> Iterable[Institution]:
        """The invited centres of the patient's cases."""
        return [case.invited for case in Consultation.objects.filter(patient=patient).select_related("invited")]


def emergency_papers(person: Person) -> models.QuerySet[Any]:
    """Codes of this expert's cases on the emergency path whose consent is still owed: their papers are shown."""
    agreed = care_models.ConsentGrant.objects.filter(
        purpose=care_models.Purpose.CONSULTATION, given=True, withdrawn_at=None, consent__about_code__isnull=False
    )
    lent = Consultation.objects.lending_papers_to(person).filter(emergency_approval__approved=True)
    lent = lent.filter(urgency=Urgency.EMERGENCY)
    return lent.exclude(code__in=agreed.values("consent__about_code")).values("code")


def lapse_returned(deadline: Deadline, at: datetime) -> None:
    """A returned request was not completed in time."""
    consultation = Consultation.objects.filter(code=deadline.subject_code).first()
    if consultation is None:
        return
    try:
        triaging.let_returned_lapse(consultation, at=at)
    except MovedOn:
        return  # completed or cancelled in the same moment: nothing to end


def register() -> None:
    """Subscribes and registers."""
    care_models.lend_reach(CaseLender())
    care_models.lend_papers_in_emergency(emergency_papers)
    desk.register(desks.ConsultationDesk())
    formulary.on_satisfaction(planning.satisfaction)
    overview.register("teleconsult", contributions.for_leader)
    departing.register("teleconsult", contributions.for_departure)
    for each in Kind:
        scopes.register(each.value, each.label)
    sections.register("teleconsult", contributions.for_patient)
    sections.name_subject("teleconsult", contributions.named)
    leaving.register("teleconsult", handing_over.open_at)
    practising.register("teleconsult", shortening.preview)
    signals.leave_shortened.connect(shortening.after_shortening, dispatch_uid="teleconsult.shortened")
    signals.left_institution.connect(handing_on.after_leaving, dispatch_uid="teleconsult.left")
    care_signals.consent_withdrawn.connect(handing_on.after_withdrawal, dispatch_uid="teleconsult.withdrawn")
    clocks.on_due(timers.RETURNED, lapse_returned)
    overdue.register()
    duty.absences_from(absences.within)
    agreed_limits.register()
    reminding.register()
    clocks.on_due(timers.SURVEY, following_up.remind_survey)
    clocks.on_due(timers.ROUND, following_up.remind_round)
    clocks.on_due(timers.CHECK, rechecking.remind)
    clocks.on_tick("teleconsult.checks", rechecking.ask_due)
    clocks.on_tick("teleconsult.rounds", following_up.ask_due)
    clocks.on_tick("teleconsult.holds", scheduling.let_holds_lapse)
    clocks.on_tick("teleconsult.hours", slotting.write_out_hours)
    clocks.on_tick("teleconsult.registrations", clinics.warn)
    clocks.on_tick("teleconsult.waiting_list", waiting_list.fill_all)
    scheduling.freed.connect(waiting_list.after_freeing, dispatch_uid="teleconsult.freed")
    clocks.on_tick("teleconsult.unsent", departed.end_unsent)
    clocks.on_tick("teleconsult.grants", handing_on.end_grants)
    clocks.on_tick("teleconsult.insight", tallying.turn)
    for name, kind in _KINDS.items():
        notices.register(name, replace(kind, say={**_TIMES, **kind.say}))


_KIND = notices.Kind
_TIMES = dict.fromkeys(("when", "until", "instead", "begins", "ends"), telling_time.said)
_KINDS = {
    "request-arrived": _KIND(
        _("Request from %(place)s"), _("Request %(number)s from %(place)s is waiting to be assigned.")
    ),
    "request-emergency": _KIND(
        _("Emergency from %(place)s"),
        _("Emergency %(number)s from %(place)s: assign it within ten minutes."),
        is_alarm=True,
    ),
    "request-cancelled": _KIND(_("%(number)s was withdrawn"), _("%(who)s has withdrawn request %(number)s.")),
    "case-assigned": _KIND(_("A case for you from %(place)s"), _("Please accept or decline %(number)s.")),
    "case-reassigned": _KIND(_("%(number)s was reassigned"), _("%(who)s has reassigned %(number)s to another expert.")),
    "case-returned": _KIND(
        _("%(number)s needs more information"),
        _("The centre asks for more information before it can assign %(number)s."),
    ),
    "case-accepted": _KIND(_("%(who)s accepts %(number)s"), _("Please book a time with %(who)s.")),
    "case-accepted-in-writing": _KIND(
        _("%(who)s answers %(number)s in writing"),
        _("There is nothing you need to do; you will be notified when it is signed."),
    ),
    "asked-back": _KIND(_("%(who)s has a question about %(number)s"), _("The answer is waiting for your reply.")),
    "asked-back-answered": _KIND(
        _("%(who)s has replied about %(number)s"), _("You can finish the opinion now; its clock is running again.")
    ),
    "follow-up-asked": _KIND(
        _("A question about your opinion on %(number)s"), _("%(who)s has a question. Please answer with an addendum.")
    ),
    "remark-written": _KIND(_("%(who)s wrote about %(number)s"), _("No reply is needed; read it when you can.")),
    "turned-to-video": _KIND(
        _("%(number)s becomes a video consultation"), _("%(who)s has switched it. A time still has to be booked.")
    ),
    "turned-to-writing": _KIND(
        _("%(number)s is answered in writing"), _("%(who)s has switched it. Any booked time is released.")
    ),
    "case-declined": _KIND(_("%(who)s declines %(number)s"), _("Please reassign %(number)s, or close it.")),
    "case-closed": _KIND(_("%(number)s was closed"), _("The centre cannot take %(number)s and says why.")),
    "case-ended-departed": _KIND(
        _("%(number)s was ended"), _("%(place)s has left the alliance. %(who)s has ended the case.")
    ),
    "case-lapsed": _KIND(_("%(number)s has expired"), _("%(number)s was not completed in time. You can ask again.")),
    "case-taken-over": _KIND(_("%(who)s is now responsible for %(number)s"), _("Reason: %(because)s")),
    "case-unowned": _KIND(_("A case has lost its doctor"), _("%(who)s has left. Somebody must take over %(number)s.")),
    "booking-made": _KIND(_("Booked: %(when)s"), _("%(who)s has booked %(number)s for %(when)s.")),
    "booked-in-person": _KIND(
        _("In person at %(place)s: %(when)s"), _("%(who)s has booked %(number)s at the fixed clinic for %(when)s.")
    ),
    "booking-moved": _KIND(_("Rescheduled to %(when)s"), _("%(who)s has rescheduled %(number)s to %(when)s.")),
    "booking-cancelled": _KIND(
        _("Cancelled: %(when)s"), _("%(who)s has cancelled the booking of %(number)s on %(when)s.")
    ),
    "slot-offered": _KIND(
        _("A time is free: %(when)s"),
        _("%(who)s could see %(number)s on %(when)s. It is held until %(until)s: accept it or pass it on."),
        texts=True,
    ),
    "no-show": _KIND(
        _("%(number)s did not take place on %(when)s"),
        _("%(who)s has recorded who did not come. Please book another time; the case is also on the waiting list."),
        texts=True,
    ),
    "absence-offered": _KIND(
        _("%(who)s is away on %(when)s"),
        _("%(instead)s is held for %(number)s until %(until)s. Accept it, choose another time or another expert."),
        texts=True,
    ),
    "absence-no-time": _KIND(
        _("%(who)s is away on %(when)s"),
        _("%(number)s has lost its time, and there is no other in the next two weeks: another expert is needed."),
        texts=True,
    ),
    "absence-entered": _KIND(
        _("%(who)s is away from %(begins)s to %(ends)s"),
        _("Bookings affected: %(n)s. Each doctor has been notified and offered another time where there is one."),
    ),
    "leave-offered": _KIND(
        _("%(who)s may no longer practise at %(place)s on %(when)s"),
        _("%(instead)s is held for %(number)s until %(until)s. Accept it, choose another time or another expert."),
        texts=True,
    ),
    "leave-no-time": _KIND(
        _("%(who)s may no longer practise at %(place)s on %(when)s"),
        _("%(number)s has lost its time, and there is no other in the next two weeks: another expert is needed."),
        texts=True,
    ),
    "leave-shortened": _KIND(
        _("%(who)s may practise at %(place)s until %(day)s only"),
        _("Bookings affected: %(n)s. Each doctor has been notified and offered another time where there is one."),
    ),
    "other-expert-asked": _KIND(
        _("%(number)s: another expert is requested"), _("%(who)s asks you to reassign %(number)s.")
    ),
    "registration-ends": _KIND(
        _("The registration of %(who)s to practise at %(place)s ends on %(day)s"),
        _("No time after that day can be booked with %(who)s at %(place)s until the registration is renewed."),
    ),
    "clinic-ended": _KIND(
        _("The clinic of %(who)s at %(place)s has ended"),
        _("%(who)s has left. What is booked there is handed over or moved with its case."),
    ),
    "unsent-ended": _KIND(
        _("A request that was never sent has ended"),
        _("%(place)s has left the alliance, so nobody there can send it any more. No centre has seen it."),
    ),
    "session-broken-off": _KIND(
        _("%(number)s was broken off"), _("%(who)s: the connection failed. The room stays open.")
    ),
    "consent-withdrawn": _KIND(
        _("Consent to %(number)s was withdrawn"), _("Nothing of %(number)s may be shared any more."), is_alarm=True
    ),
    "opinion-signed": _KIND(
        _("The opinion on %(number)s is signed"), _("Please read it and record what you did with it.")
    ),
    "addendum-signed": _KIND(_("An addendum to %(number)s"), _("The expert has added to the opinion on %(number)s.")),
    "opinion-acted-on": _KIND(_("%(place)s has acted on your opinion"), _("See the outcome of %(number)s.")),
    "survey-late": _KIND(
        _("Five questions about %(number)s are due"), _("The close-out is overdue. It takes less than a minute.")
    ),
    "check-due": _KIND(_("Today: a check of the medicine plan of %(number)s"), _("Look at it, then press “Done”.")),
    "check-late": _KIND(
        _("Still to check: the medicine plan of %(number)s"), _("A check of the plan has not been done on its day.")
    ),
    "outcome-asked": _KIND(
        _("%(weeks)s weeks on: what became of %(number)s?"), _("Please say what became of each line of advice.")
    ),
    "outcome-late": _KIND(
        _("Still to answer: what became of %(number)s"),
        _("The questions after %(weeks)s weeks have not been answered in time."),
    ),
    "outcome-answered": _KIND(
        _("%(place)s reports what became of your advice"), _("%(number)s, %(weeks)s weeks on: see how the patient is.")
    ),
    "emergency-asked": _KIND(
        _("Emergency path: %(place)s needs your decision"),
        _("%(doctor)s at %(place)s asks to consult without the usual formalities. Call %(phone)s if in doubt."),
        is_alarm=True,
    ),
    "emergency-approved": _KIND(
        _("Emergency path approved"), _("%(who)s has approved. You can invite the centre now.")
    ),
    "emergency-refused": _KIND(
        _("Emergency path refused"), _("%(who)s has refused. Call 120 where life is in danger.")
    ),
    "panel-asked": _KIND(
        _("%(number)s: please read along"),
        _("%(who)s asks for your written comment by %(until)s. Only the lead expert joins the call."),
    ),
    "panel-commented": _KIND(
        _("%(who)s has commented on %(number)s"),
        _("The comment stands beside your opinion. The doctor does not see it."),
    ),
    "panel-nothing-to-add": _KIND(
        _("%(who)s has nothing to add to %(number)s"), _("You can sign without waiting any longer.")
    ),
    "panel-released": _KIND(
        _("%(number)s: your comment is no longer needed"), _("%(who)s has released you. The case has left your list.")
    ),
    "panel-seat-free": _KIND(
        _("%(number)s has lost a reader"), _("%(who)s no longer reads along. You can ask somebody else.")
    ),
    "panel-reader-away": _KIND(
        _("%(who)s is away and has not commented on %(number)s"),
        _("The comment falls due during the absence. You can release them and ask somebody else."),
    ),
}
