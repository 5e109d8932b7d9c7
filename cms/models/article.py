"""An article: what it says, who answers for it, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms import slugs
from cms.blocks import Body, Sources
from cms.models.base import SitePage, live_children
from cms.models.keys import KeysField
from cms.models.pages import TopicPage
from cms.readers import AUDIENCES, SITUATIONS
from cms.standing import Standing, readable, standing, today

RELATED = 4
APPROVED = ("reviewer", "reviewer_title", "reviewed_on", "review_due", "is_sample")  # written by the approval alone


class ArticlePage(SitePage):
    """What the public reads about mental health.

    .. no_pii: authors and reviewers are named in their office
    """

    summary = models.CharField(_("in one or two sentences"), max_length=250)
    topic = models.ForeignKey(TopicPage, models.SET_NULL, null=True, blank=True, related_name="articles")
    audiences = KeysField(_("for whom"), keys=AUDIENCES)
    situations = KeysField(_("situations of life"), keys=SITUATIONS)
    index_words = models.CharField(
        _("further words in the A–Z"), max_length=200, blank=True, help_text=_("Separated by commas.")
    )
    minutes = models.PositiveSmallIntegerField(_("minutes to read"), default=3)
    body = StreamField(Body(), verbose_name=_("text"))
    sources = StreamField(Sources(), verbose_name=_("sources"), blank=True)
    author = models.CharField(_("author"), max_length=80, blank=True)
    reviewer = models.CharField(_("clinical reviewer"), max_length=80, blank=True)
    reviewer_title = models.CharField(_("reviewer’s title"), max_length=80, blank=True)
    reviewed_on = models.DateField(_("last reviewed"), null=True, blank=True)
    review_due = models.DateField(_("next review due"), null=True, blank=True)
    based_on = models.DateField(_("translated from the Chinese version of"), null=True, blank=True)
    is_sample = models.BooleanField(_("sample content, not yet reviewed by our own clinicians"), default=False)

    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("index_words"),
        index.SearchField("body"),
        index.FilterField("topic"),
    ]
    override_translatable_fields: ClassVar[list[Any]] = [
        SynchronizedField("audiences"),
        SynchronizedField("situations"),
        *map(SynchronizedField, APPROVED),
    ]
    template = "cms/article.html"
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("topic"),
                FieldPanel("audiences"),
                FieldPanel("situations"),
                FieldPanel("index_words"),
                FieldPanel("minutes"),
            ],
            heading=_("Where readers find it"),
        ),
        FieldPanel("body"),
        FieldPanel("sources"),
        MultiFieldPanel(
            [
                FieldPanel("author"),
                *(FieldPanel(name, read_only=True) for name in APPROVED),
                FieldPanel("based_on"),
            ],
            heading=_("Who answers for it"),
        ),
    ]

    class Meta:
        verbose_name = _("article")

    @property
    def standing(self) -> Standing:
        """How far the article may be trusted today."""
        return standing(self.review_due, today())

    @property
    def is_overdue(self) -> bool:
        """Whether its review is overdue; readers are told."""
        return self.standing in (Standing.OVERDUE, Standing.HELD)

    @property
    def is_held(self) -> bool:
        """Whether readers are shown where to find help instead of the text."""
        return self.standing == Standing.HELD

    @property
    def about(self) -> str:
        """Nothing of a text that has been taken back."""
        return "" if self.is_held else super().about

    @cached_property
    def contents(self) -> list[tuple[str, str]]:
        """The headings with their anchors, in order."""
        if self.is_held:
            return []
        return [(slugs.spelled(block.value), block.value) for block in self.body if block.block_type == "heading"]

    @property
    def letters(self) -> Iterator[tuple[str, str]]:
        """Under which letters the article stands in the A–Z, and by which words."""
        for words in (self.title, *self.index_words.replace("，", ",").split(",")):
            if words.strip():
                yield slugs.initial(words), words.strip()

    @property
    def changed_on(self) -> date | None:
        """The day of the last published change."""
        return self.last_published_at.date() if self.last_published_at else None

    def related(self) -> list[ArticlePage]:
        """Articles of the same topic and for the same readers, the nearest first."""
        home = self.get_parent()
        near = models.Q(topic=self.topic_id) if self.topic_id else models.Q()
        for key in self.audiences:
            near |= models.Q(audiences__contains=f",{key},")
        found = list(readable(live_children(home, ArticlePage)).filter(near).exclude(pk=self.pk).order_by("title")[:60])
        found.sort(key=lambda other: -self.nearness(other))
        return found[:RELATED]

    def nearness(self, other: ArticlePage) -> int:
        """A shared topic counts as much as three shared kinds of readers."""
        return 3 * (other.topic_id == self.topic_id) + len(set(other.audiences) & set(self.audiences))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds what to read next."""
        return super().get_context(request, *args, **kwargs) | {"related": self.related()}
