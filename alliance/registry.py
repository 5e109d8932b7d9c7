"""What the alliance registers with itself: chores of the clock, words of notices. Called once at start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.signals import email_changed
from django.utils.translation import gettext_lazy as _

from alliance import (
    audit,
    clocks,
    contacting,
    crisis,
    digests,
    duty_ahead,
    escalating,
    limits,
    notices,
    outbox,
    overview,
    telling_time,
)
from alliance.models import LADDER, Deadline
from alliance.reach import places_below
from alliance.roles import Permission

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from alliance.models import Person


def register() -> None:
    """The clock seals the audit and lets overdue steps climb at every turn; what allauth changes is written down."""
    email_changed.connect(contacting.note_own_change, dispatch_uid="alliance.own-address")
    clocks.on_tick("seal the audit", lambda at: audit.seal())
    crisis.listen()
    limits.register_climb()
    clocks.on_tick("escalate", escalating.climb)
    clocks.on_tick("digests", digests.send_due)
    digests.register("duty", duty_ahead.DIGEST)
    overview.register("escalations", unanswered)
    overview.register("outbox", undelivered)
    for name, kind in _KINDS.items():
        notices.register(name, kind)


def unanswered(person: Person, at: datetime) -> Iterable[overview.Row]:
    """For the leader: overdue steps that nobody has, and those of which everybody has been told in vain."""
    places = places_below(person, Permission.READ_OVERVIEW)
    climbing = Deadline.objects.running().filter(institution__in=places, step__gt=0, taken_at=None)
    yield overview.Row(str(_("Overdue steps that nobody has taken")), climbing.count())
    in_vain = climbing.filter(step=len(LADDER)).count()
    yield overview.Row(str(_("of these, everybody notified and nobody acting")), in_vain, red=in_vain > 0)


def undelivered(person: Person, at: datetime) -> Iterable[overview.Row]:
    """For the leader: channels that carry nothing."""
    for name, number in outbox.dead(at):
        yield overview.Row(outbox.dead_words(name), number, red=True)


_SPAN = {"begins": telling_time.said, "ends": telling_time.said}
_STEP = {"step": escalating.step_name}
_KINDS = {
    "institution-left": notices.Kind(
        _("%(place)s has left the alliance"),
        _("Nobody there can send requests any more. Its open cases no longer have a doctor."),
    ),
    "contact-changed": notices.Kind(
        _("Your contact details have been changed"),
        _("%(who)s has changed your mobile number or email address. If this is wrong, phone %(who)s."),
    ),
    "duty-given": notices.Kind(
        _("You are on duty at %(place)s from %(begins)s to %(ends)s"),
        _("%(who)s has entered it in the duty roster."),
        say=_SPAN,
    ),
    "duty-taken": notices.Kind(
        _("You are not on duty at %(place)s from %(begins)s to %(ends)s"),
        _("%(who)s has changed the duty roster."),
        say=_SPAN,
    ),
    "digest-duty": notices.Kind(
        _("Nobody is on duty: %(gaps)s"),
        _("In danger an alarm would reach no duty clinician in these hours. Please put somebody on the roster."),
        say={"gaps": duty_ahead.said},
    ),
    "overdue": notices.Kind(
        _("%(number)s is overdue: %(step)s"), _("This step is yours. The coordinators have been notified."), say=_STEP
    ),
    "escalated": notices.Kind(
        _("%(number)s is overdue: %(step)s"),
        _("%(place)s is waiting and nobody has acted. Take it, or phone whoever should act."),
        texts=True,
        say=_STEP,
    ),
    "escalated-now": notices.Kind(
        _("Emergency overdue: %(number)s, %(step)s"),
        _("%(place)s is waiting in an emergency and nobody has acted. Call now, then confirm that you have it."),
        is_alarm=True,
        texts=True,
        calls=True,
        say=_STEP,
    ),
    "escalation-taken": notices.Kind(
        _("%(who)s has %(number)s"), _("%(who)s has taken the overdue step “%(step)s”."), say=_STEP
    ),
    "escalation-passed-on": notices.Kind(
        _("%(number)s is now yours"), _("%(who)s has handed the overdue step “%(step)s” over to you."), say=_STEP
    ),
}
