"""From an editor's text to the public: a clinician who has not written it reads it, and approves it or sends it back.

Wagtail's workflow keeps the state; who may decide is asked of memberships at the moment of the decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page, Revision, TaskState, Workflow, WorkflowPage, WorkflowTask

from alliance import audit, notices
from alliance.models import Licence, Membership, Person
from alliance.roles import Permission, Role, permissions_of
from cms.models import ArticlePage, ClinicalApprovalTask, TopicPage
from cms.standing import today

if TYPE_CHECKING:
    from cms.models.base import SitePage

NAME = "Clinical approval"


class NotWaiting(Exception):
    """Somebody has decided in the meantime, or the editor has taken the text back."""


class Changed(Exception):
    """The text was changed after it had been handed in."""


# --- the way ------------------------------------------------------------------------------------------------------
def lay(**_told: Any) -> None:
    """Every page below the root goes this way, not Wagtail's. Done after each `migrate`; again, it changes nothing."""
    root = Page.objects.filter(depth=1).first()
    laid = WorkflowPage.objects.filter(page=root, workflow__active=True, workflow__workflow_tasks__task__in=_tasks())
    if root is None or laid.exists():
        return
    task = _tasks().first() or ClinicalApprovalTask.objects.create(name=NAME)
    workflow, _made = Workflow.objects.get_or_create(name=NAME, active=True)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 1})
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})


def _tasks() -> Any:
    return ClinicalApprovalTask.objects.filter(active=True)


def hand_in(page: SitePage, *, by: Person) -> TaskState:
    """The newest draft of a page waits for a clinician from now on. Raises NotWaiting where one is being read."""
    workflow = page.get_workflow()
    if workflow is None or page.current_workflow_state is not None:
        raise NotWaiting
    if page.get_latest_revision() is None:
        page.save_revision(user=by, clean=False)
    state: TaskState = workflow.start(page, by).current_task_state
    return state


# --- what waits -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Waiting:
    """One text on its way, as handed in."""

    state: TaskState

    @property
    def code(self) -> UUID:
        """What notices about this way of a text are about."""
        return uuid5(NAMESPACE_URL, f"xinqiao:site-approval:{self.state.workflow_state_id}")

    @cached_property
    def page(self) -> SitePage:
        """The text as it was handed in."""
        page: SitePage = self.state.revision.as_object()
        return page

    @property
    def sender(self) -> Person | None:
        """Who handed it in."""
        person: Person | None = self.state.workflow_state.requested_by
        return person

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided."""
        return bool(self.state.status == TaskState.STATUS_IN_PROGRESS)

    @cached_property
    def authors(self) -> set[int]:
        """Everybody who has had a hand in it since it was last approved or published, and who handed it in."""
        revision = self.state.revision
        same = {"base_content_type": revision.base_content_type, "object_id": revision.object_id}
        approved = TaskState.objects.filter(status=TaskState.STATUS_APPROVED, revision__object_id=revision.object_id)
        before = [self.page.live_revision_id or 0, *approved.values_list("revision", flat=True)]
        since = Revision.objects.filter(**same, pk__gt=max(before), pk__lte=revision.pk)
        return {*since.values_list("user", flat=True), self.state.workflow_state.requested_by_id}

    def may_be_decided_by(self, person: Person) -> bool:
        """Four eyes: nobody approves their own words."""
        return may_approve(person) and person.pk not in self.authors


def _states() -> Any:
    ours = TaskState.objects.filter(task__in=ClinicalApprovalTask.objects.all())
    return ours.select_related("workflow_state__requested_by", "revision", "finished_by").order_by("started_at", "pk")


def in_progress() -> list[Waiting]:
    """Every text that waits, the oldest first."""
    return [Waiting(state) for state in _states().filter(status=TaskState.STATUS_IN_PROGRESS)]


def find(pk: int) -> Waiting | None:
    """The text that was handed in under this number."""
    state = _states().filter(pk=pk).first()
    return Waiting(state) if state else None


# --- who may ----------------------------------------------------------------------------------------------------------
def may_approve(person: Person) -> bool:
    """Whether a role that is held now carries the right, and no licence of theirs is suspended."""
    suspended = Licence.objects.filter(person=person).exclude(suspended_at=None)
    return person.is_active and person.may_anywhere(Permission.APPROVE_SITE) and not suspended.exists()


def approvers() -> list[Person]:
    """Everybody who may approve."""
    held = Membership.objects.carrying(Permission.APPROVE_SITE).values("person")
    suspended = Licence.objects.exclude(suspended_at=None).values("person")
    return list(Person.objects.filter(pk__in=held).exclude(pk__in=suspended).order_by("pk"))


def lead_of(page: Any) -> Person | None:
    """The clinical lead of the page's topic, named in either language; nobody who may no longer approve."""
    topic = page if isinstance(page, TopicPage) else getattr(page, "topic", None)
    if topic is None:
        return None
    same = TopicPage.objects.filter(translation_key=topic.translation_key).exclude(lead=None).select_related("lead")
    found = [each.lead for each in sorted(same, key=lambda each: each.pk != topic.pk)]
    return next((lead for lead in found if lead and may_approve(lead)), None)


def title_of(person: Person, language: str) -> str:
    """What stands behind the name below a text: the title of the licence, else the role that carries the right."""
    with translation.override(language):
        licence = Licence.objects.filter(person=person).first()
        if licence is not None:
            return str(licence.get_title_display())
        roles = (Role(held.role) for held in person.live_memberships)
        return next((str(role.label) for role in roles if Permission.APPROVE_SITE in permissions_of(role)), "")


# --- the decision -----------------------------------------------------------------------------------------------------
def next_review(day: date) -> date:
    """Until when an approval of that day holds."""
    year = day.year + settings.XINQIAO["SITE_REVIEW_YEARS"]
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


@transaction.atomic
def approve(waiting: Waiting, *, by: Person, at: datetime) -> SitePage:
    """Writes name, title and day below the text and publishes it. Raises NotWaiting, Changed."""
    state = _taken(waiting, by)
    page = waiting.page
    if page.latest_revision_id != state.revision_id:
        raise Changed
    _sign(page, by, at)
    state.revision = page.save_revision(user=by, clean=False)
    state.approve(user=by)
    audit.record(by, "site.approved", at=at, purpose="publishing", page=page.pk, revision=state.revision_id)
    _settled(waiting, "site-approved", by, at, title=page.title)
    return page


@transaction.atomic
def send_back(waiting: Waiting, *, by: Person, at: datetime, comment: str) -> None:
    """Back to the editor with words. Raises NotWaiting."""
    state = _taken(waiting, by)
    state.reject(user=by, comment=comment)
    audit.record(by, "site.sent-back", at=at, purpose="publishing", page=waiting.page.pk, revision=state.revision_id)
    _settled(waiting, "site-returned", by, at)


def as_published(waiting: Waiting, *, by: Person, at: datetime) -> SitePage:
    """The text as it would stand there if `by` approved it now; nothing is written."""
    page: SitePage = waiting.state.revision.as_object()
    _sign(page, by, at)
    return page


def _taken(waiting: Waiting, by: Person) -> TaskState:
    """Of two who decide at once the second is told; the row is held until the transaction ends."""
    mine = TaskState.objects.filter(pk=waiting.state.pk, status=TaskState.STATUS_IN_PROGRESS)
    if not mine.update(finished_by=by):
        raise NotWaiting
    waiting.state.refresh_from_db(fields=["status"])
    return waiting.state


def _sign(page: Any, by: Person, at: datetime) -> None:
    if not isinstance(page, ArticlePage):
        return  # the approval of other pages stands in the history and in the audit
    day = today(at)
    page.reviewer, page.reviewer_title = by.name, title_of(by, page.language)
    page.reviewed_on, page.review_due = day, next_review(day)
    page.is_sample = False


def _settled(waiting: Waiting, kind: str, by: Person, at: datetime, **facts: str) -> None:
    notices.quiet(waiting, at=at)
    if waiting.sender is not None:
        notices.send(waiting.sender, kind, at=at, url=editing_url(waiting.page.pk), who=by.name, **facts)


def editing_url(pk: int) -> str:
    """Where an editor works on a page."""
    return reverse("wagtailadmin_pages:edit", args=[pk])
