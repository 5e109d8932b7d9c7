"""What care tells the apps below: words of notices, due-handlers. Called once, when the app registry is full."""

from django.utils.translation import gettext_lazy as _

from alliance import clocks, escalating, notices
from care import danger


def register() -> None:
    """Notices about danger and consent, and what happens to an alarm that nobody acknowledges."""
    clocks.on_due(danger.CLOCK, danger.unanswered)
    answering = escalating.Ladder(_("answer the alarm"), danger.subjects, notice="danger-unanswered")
    escalating.register(danger.CLOCK, answering)
    for name, kind in _KINDS.items():
        notices.register(name, kind)


_KINDS = {
    "danger-raised": notices.Kind(
        _("Danger at %(place)s"),
        _("%(doctor)s at %(place)s sees signs of danger. Call %(phone)s now, then confirm that you have seen it."),
        is_alarm=True,
        texts=True,
    ),
    "danger-unanswered": notices.Kind(
        _("Call now: nobody has answered the alarm from %(place)s"),
        _("The alarm of %(doctor)s at %(place)s is unanswered. Do not wait for a screen: call %(phone)s."),
        is_alarm=True,
        texts=True,
        calls=True,
    ),
    "danger-seen": notices.Kind(
        _("Your alarm has been seen"), _("%(who)s has seen your alarm and will call you back.")
    ),
    "danger-passed-on": notices.Kind(
        _("Danger: please take it over now"),
        _("%(who)s has handed an open alarm over to you. Call the doctor who raised it."),
        is_alarm=True,
    ),
    "duplicate-found": notices.Kind(
        _("Two records may be the same person"),
        _("%(place)s and %(other)s may each hold a record of the same person. Please look into it."),
    ),
}
