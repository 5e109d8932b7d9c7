"""What each figure means, said once: the page, its tooltips, the files and the documentation are made from this.

After domain.md §8 (period, institution, numerator, denominator, source and exclusions stand beside every figure).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Definition:
    """One measure. `part` and `whole` are columns of `Tally`; a measure without them is counted elsewhere."""

    name: str
    title: _StrPromise
    numerator: _StrPromise
    denominator: _StrPromise | str
    source: _StrPromise
    exclusions: _StrPromise
    month: _StrPromise | str
    part: str = ""
    whole: str = ""
    times: str = ""  # the column of a histogram: the measure is a time, not a share

    def lines(self) -> list[tuple[_StrPromise, _StrPromise | str]]:
        """Label and words, without what does not apply."""
        labels = (_("Counts"), _("Out of"), _("Source"), _("Left out"), _("Month"))
        words = (self.numerator, self.denominator, self.source, self.exclusions, self.month)
        return [(label, text) for label, text in zip(labels, words, strict=True) if str(text)]


_TIME = _(
    "Routine cases are counted in the opening time of the answering institution, urgent ones and emergencies day and "
    "night. Kept to the minute below 2 hours, to 5 minutes below 10 hours, to 15 minutes below 40 hours, then to the "
    "hour."
)

WAITING = Definition(
    "waiting",
    _("Waiting for an opinion now"),
    _("Cases that were sent and whose opinion is not signed, by the time since they were first sent."),
    "",
    _("Cases in an open state, at this moment."),
    _(
        "Cases that were returned to the doctor. These counts are for acting on today: they are shown in full and are "
        "never in a file that leaves the alliance."
    ),
    "",
)
OVERDUE = Definition(
    "overdue",
    _("Overdue now"),
    _("Steps whose deadline has passed and which are not done."),
    "",
    _("The running deadlines of open cases, at this moment."),
    _("The five closing questions and the completion of a returned request, which nobody waits for."),
    "",
)
ANSWER_TIME = Definition(
    "answer_time",
    _("Time to acceptance"),
    _("Median and 90th percentile of the time from the first submission to the acceptance that stood."),
    _("Cases accepted in the period that had a deadline for it."),
    _TIME,
    _("Cases withdrawn, returned for good or declined before anybody accepted them."),
    _("The month of the acceptance, in the time zone of the answering institution."),
    times="answer_times",
)
ANSWER_ON_TIME = Definition(
    "answer_on_time",
    _("Accepted on time"),
    _("Cases in which every step from submission to acceptance was done by its own deadline."),
    _("Cases accepted in the period that had a deadline for it."),
    _("The deadlines to assign, to accept and to reassign, as they ran for the case."),
    _("Cases withdrawn, returned for good or declined before anybody accepted them."),
    ANSWER_TIME.month,
    part="answer_on_time",
    whole="answer_judged",
)
OPINION_TIME = Definition(
    "opinion_time",
    _("Time to the signed opinion"),
    _("Median and 90th percentile of the time from the first submission to the signature."),
    _("Opinions signed in the period that had a deadline."),
    _TIME,
    _("Cases that ended without an opinion."),
    _("The month of the signature, in the time zone of the answering institution."),
    times="opinion_times",
)
OPINION_ON_TIME = Definition(
    "opinion_on_time",
    _("Signed on time"),
    _("Opinions signed by their own deadline."),
    _("Opinions signed in the period that had a deadline."),
    _("The deadline to write and sign; it stands still while the expert waits for a reply."),
    _("Cases that ended without an opinion."),
    OPINION_TIME.month,
    part="opinion_on_time",
    whole="opinion_judged",
)
COMPLETED = Definition(
    "completed",
    _("Completed"),
    _("Cases closed after a signed opinion."),
    _("Cases that ended in the period in any way, after they had been sent."),
    _("The state in which the case ended."),
    _("Drafts that were never sent."),
    _("The month in which the case ended."),
    part="completed",
    whole="ended",
)
ACTED_ON = Definition(
    "acted_on",
    _("Outcome filled in"),
    _("Opinions for which the asking doctor has recorded what was done with each line."),
    _("Opinions signed in the period that have been acted on or whose deadline for it has passed."),
    _("The record of what was done with the advice."),
    _("Opinions on which there is still time to act."),
    _("The month of the signature; it may still rise afterwards."),
    part="acted",
    whole="owed",
)
ADOPTED = Definition(
    "adopted",
    _("Advice adopted"),
    _("Lines of advice adopted whole or in part."),
    _("Lines of advice on which the asking doctor decided in the period."),
    _("The decision on each line of advice."),
    _("Lines on which nobody has decided yet; see “Outcome filled in”."),
    _("The month of the decision."),
    part="adopted",
    whole="decided",
)
CARRIED_EARLY = Definition(
    "carried_early",
    _("Carried out, first follow-up"),
    _("Lines of advice carried out, as given or changed."),
    _("Lines of advice asked about in the first follow-up and answered in the period."),
    _("The answer about each line in the round that closes the case (two weeks on, unless set otherwise)."),
    _("Patients who could not be asked, and rounds that nobody has answered."),
    _("The month of the answer."),
    part="early_carried",
    whole="early_asked",
)
CARRIED_LATE = Definition(
    "carried_late",
    _("Carried out, later follow-up"),
    CARRIED_EARLY.numerator,
    _("Lines of advice asked about in later follow-ups and answered in the period."),
    _("The answers about each line in the rounds after the first (twelve weeks on, unless set otherwise)."),
    CARRIED_EARLY.exclusions,
    CARRIED_EARLY.month,
    part="late_carried",
    whole="late_asked",
)
NO_SHOW = Definition(
    "no_show",
    _("Missed times"),
    _("Booked times that passed without a consultation because the patient, the doctor or the expert did not come."),
    _("Booked times that were used or missed."),
    _("Bookings, and who was recorded as not having come."),
    _("Times cancelled or moved beforehand."),
    _("The month of the booked time."),
    part="missed",
    whole="booked",
)
UTILISATION = Definition(
    "utilisation",
    _("Expert hours used"),
    _(
        "Minutes of booked times that were used or missed, and for each opinion signed in writing the minutes set for "
        "one (20, unless set otherwise)."
    ),
    _("Minutes of bookable time that the experts offered, without their absences."),
    _("Times offered in the calendar, bookings, opinions."),
    _("Hours withdrawn before they began."),
    _("The month in which the time lies."),
)

TIMES = (ANSWER_TIME, OPINION_TIME)
ON_TIME = {ANSWER_TIME.name: ANSWER_ON_TIME, OPINION_TIME.name: OPINION_ON_TIME}
SHARES = (COMPLETED, ACTED_ON, ADOPTED, CARRIED_EARLY, CARRIED_LATE, NO_SHOW)
ALL = (WAITING, OVERDUE, ANSWER_TIME, ANSWER_ON_TIME, OPINION_TIME, OPINION_ON_TIME, *SHARES, UTILISATION)
