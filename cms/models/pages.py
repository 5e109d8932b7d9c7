"""Home, topics, events and the pages about ourselves."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from alliance.models import Membership
from alliance.roles import Permission
from cms.blocks import Body
from cms.models.approval import EventRights
from cms.models.base import SitePage, live_children
from cms.models.keys import KeysField
from cms.readers import AUDIENCES
from cms.standing import readable


def approvers() -> dict[str, Any]:
    """The people who may approve a text; as a limit of choices."""
    return {"pk__in": Membership.objects.carrying(Permission.APPROVE_SITE).values("person")}


AT_ONCE = 30  # articles of a topic on one page


class HomePage(SitePage):
    """The first page in one language.

    .. no_pii: written for the public
    """

    lead = models.CharField(_("sentence below the title"), max_length=200, blank=True)

    template = "cms/home.html"
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds topics, the newest articles and the next events."""
        from cms.models.article import ArticlePage

        context = super().get_context(request, *args, **kwargs)
        return context | {
            "topics": live_children(self, TopicPage).order_by("title"),
            "newest": readable(live_children(self, ArticlePage)).order_by("-first_published_at", "-pk")[:6],
            "events": EventPage.ahead(self)[:3],
        }


class TopicPage(SitePage):
    """A topic: what it is about, and its articles.

    .. no_pii: written for the public
    """

    intro = models.TextField(_("what the topic is about"), max_length=400, blank=True)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("clinical lead"),
        help_text=_("Is asked first when a text of this topic waits for approval or is due for review."),
        limit_choices_to=approvers,
        related_name="+",
        null=True,
        blank=True,
    )

    search_fields: ClassVar[list[Any]] = [*Page.search_fields, index.SearchField("intro")]
    template = "cms/topic.html"
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("intro"), FieldPanel("lead")]

    class Meta:
        verbose_name = _("topic")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the articles, a screenful at a time."""
        context = super().get_context(request, *args, **kwargs)
        found = readable(self.articles.live().public()).defer_streamfields().order_by("title", "pk")
        return context | {"articles": Paginator(found, AT_ONCE).get_page(request.GET.get("page"))}


class TextPage(SitePage):
    """About us, legal notice, privacy, accessibility.

    .. no_pii: written for the public
    """

    summary = models.CharField(_("in one sentence"), max_length=250, blank=True)
    body = StreamField(Body(), verbose_name=_("text"), blank=True)
    in_foot = models.BooleanField(_("linked at the foot of every page"), default=False)

    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields, index.SearchField("summary"), index.SearchField("body"),
    ]  # fmt: skip
    template = "cms/text.html"
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels, FieldPanel("summary"), FieldPanel("body"), FieldPanel("in_foot"),
    ]  # fmt: skip

    class Meta:
        verbose_name = _("page about ourselves")


class EventPage(SitePage):
    """A lecture or another event for the public.

    .. no_pii: written for the public
    """

    rights = EventRights

    summary = models.CharField(_("in one sentence"), max_length=250, blank=True)
    begins_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    audiences = KeysField(_("for whom"), keys=AUDIENCES)
    body = StreamField(Body(), verbose_name=_("text"), blank=True)

    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields, index.SearchField("summary"), index.SearchField("body"), index.SearchField("place"),
    ]  # fmt: skip
    override_translatable_fields: ClassVar[list[Any]] = [SynchronizedField("audiences")]
    template = "cms/event.html"
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("begins_at"),
        FieldPanel("ends_at"),
        FieldPanel("place"),
        FieldPanel("audiences"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("event")

    @classmethod
    def ahead(cls, home: Page) -> Any:
        """Those that have not begun yet, the next one first."""
        return live_children(home, cls).filter(begins_at__gte=timezone.now()).order_by("begins_at")
