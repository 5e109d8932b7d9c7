"""What the public site registers with the alliance and with Wagtail. Called once at start."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_delete, post_migrate, post_save
from django.utils.translation import gettext_lazy as _
from wagtail.admin import signal_handlers
from wagtail.models import Page, Site
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    task_submitted,
    workflow_cancelled,
)
from wagtail_localize.views.update_translations import UpdateTranslationsForm

from alliance import clocks, notices
from alliance.models import CrisisLine
from cms import announcing, approving, rechecking, reviewing, rights
from cms.search import counting, vocabulary
from cms.serving.generation import changed
from frontend import dates


def register(app: AppConfig) -> None:
    """Everything, in the order of a text's way: written, approved, published, read, looked for."""
    _approve()
    _keep_pages(app)
    _search()


def _search() -> None:
    """An edited synonym counts at once; the clock forgets searches."""
    clocks.on_tick("cms.searches", counting.forget)
    for signal in (post_save, post_delete):
        signal.connect(vocabulary.edited, sender="cms.SynonymGroup", dispatch_uid=f"vocabulary {id(signal)}")


def _keep_pages(app: AppConfig) -> None:
    """Whatever a public page shows counts at once."""
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(changed)
    page_published.connect(rechecking.published)
    for sender in (CrisisLine, Site):
        post_save.connect(changed, sender=sender)
        post_delete.connect(changed, sender=sender)
    post_delete.connect(changed, sender=Page)
    post_migrate.connect(changed, sender=app)  # new code may render everything anew


def _approve() -> None:
    """A text waits for its clinician, who is told by the product's own mail."""
    last = list(apps.get_app_configs())[-1]  # by then Django has written down every app's permissions
    for name, ready in (("site workflow", approving.lay), ("site rights", rights.renew)):
        post_migrate.connect(ready, sender=last, dispatch_uid=name)
    task_submitted.connect(announcing.handed_in, dispatch_uid="site handed in")
    workflow_cancelled.connect(announcing.taken_back, dispatch_uid="site taken back")
    clocks.on_tick("site approvals", announcing.remind)
    clocks.on_tick("site reviews", reviewing.remind)
    for name, kind in _KINDS.items():
        notices.register(name, kind)
    _quiet_wagtail()


def _quiet_wagtail() -> None:
    """Wagtail's own mails know no quiet hours, and one of its forms publishes past every workflow."""
    signal_handlers.register_signal_handlers = _nothing
    UpdateTranslationsForm.base_fields["publish_translations"].disabled = True


def _nothing(*_args: Any, **_told: Any) -> None:
    """Instead of what is not wanted."""


def _day(fact: str) -> str:
    return dates.full_day(date.fromisoformat(fact))


_KINDS = {
    "site-approval": notices.Kind(
        _("A text of the public site is waiting for your clinical approval"),
        _("%(who)s has handed it in. Read it, then approve it or send it back with a few words."),
    ),
    "site-approval-waits": notices.Kind(
        _("A text of the public site has been waiting for days for a clinician"),
        _("%(who)s has handed it in. Any clinician who has not written it may decide."),
    ),
    "site-approved": notices.Kind(
        _("“%(title)s” has been approved and is published"), _("%(who)s has approved it. It stands on the public site.")
    ),
    "site-returned": notices.Kind(
        _("A text of the public site has come back to you"),
        _("%(who)s has written what should change. Hand it in again when it is done."),
    ),
    "site-due": notices.Kind(
        _("To be reviewed by %(day)s: %(titles)s"),
        _("Read it again and hand it in, changed or not; a clinician’s approval begins the next years."),
        say={"day": _day},
    ),
    "site-overdue": notices.Kind(
        _("The review is due: %(titles)s"),
        _("From the day after %(day)s on the page says “under review”, until a clinician approves it again."),
        say={"day": _day},
    ),
    "site-held": notices.Kind(
        _("Taken back, because nobody has reviewed it: %(titles)s"),
        _("Readers now see where to find help instead of the text, until a clinician approves it again."),
        say={"day": _day},
    ),
}
