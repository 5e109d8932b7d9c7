"""What the alliance itself tells its clock and its people. Called once, when the app registry is full."""

from django.utils.translation import gettext_lazy as _

from alliance import audit, clocks, notices


def register() -> None:
    """The clock seals the audit at every turn; notices get their words."""
    clocks.on_tick("seal the audit", lambda at: audit.seal())
    for name, kind in _KINDS.items():
        notices.register(name, kind)


_KINDS = {
    "institution-left": notices.Kind(
        _("%(place)s has left the alliance"),
        _("Nobody there can send requests any more. Its open cases no longer have a doctor."),
    ),
    "contact-changed": notices.Kind(
        _("Your contact details have been changed"),
        _("%(who)s has changed your mobile number or email address. If this is wrong, phone %(who)s."),
    ),
}
