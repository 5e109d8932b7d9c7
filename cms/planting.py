"""Puts the sample content into the tree of pages. What is there already is left as editors have made it."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from cms import approving, languages, samples, slugs
from cms.models import ArticlePage, EventPage, HomePage, TextPage, TopicPage
from cms.models.base import SitePage


class Planter:
    """Plants into one tree; remembers what stands under which key."""

    def __init__(self, folder: Path, at: datetime) -> None:
        self.folder, self.at = folder, at
        self.front = samples.front()
        self.homes: dict[str, HomePage] = {}
        self.known: dict[tuple[str, str], SitePage] = {}
        self.planted: Counter[str] = Counter()

    def plant(self) -> Counter[str]:
        """Everything; how many new pages of each kind."""
        self._homes()
        for told in samples.listed(self.folder, "topics", "topic"):
            self._pair(told, TopicPage, lambda words: {"intro": words.get("intro", "")})
        found = list(samples.articles(self.folder))
        new = [(sample, page) for sample in found if (page := self._article(sample))]
        texts = self._texts()
        events = self._events()
        for sample, page in new:
            self._fill(page, sample.told.get("body", []), sample.language)
        for told, page, language in (*texts, *events):
            said = [{"kind": "paragraph", "text": told["text"]}] if "text" in told else []
            self._fill(page, told.get("body", said), language)
        return self.planted

    def _homes(self) -> None:
        root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
        chinese = None
        for code in languages.each():
            locale, _made = Locale.objects.get_or_create(language_code=code)
            home = HomePage.objects.filter(locale=locale).first()
            if home is None:
                told = self.front[code]
                home = HomePage(title=told["title"], lead=told["lead"], slug=f"home-{code}", locale=locale)
                if chinese:
                    home.translation_key = chinese.translation_key
                root.add_child(instance=home)
                self.planted["HomePage"] += 1
            chinese = chinese or home
            self.homes[code] = home
        self._site(self.homes[settings.LANGUAGE_CODE])
        approving.lay()

    def _site(self, home: HomePage) -> None:
        public = urlsplit(settings.PUBLIC_URL)
        port = public.port or (443 if public.scheme == "https" else 80)
        known = {"hostname": public.hostname or "localhost", "port": port, "root_page": home, "site_name": "Xinqiao"}
        site = Site.objects.filter(is_default_site=True).first()
        if site is None:
            Site.objects.create(is_default_site=True, **known)
        elif not isinstance(site.root_page.specific, HomePage):
            greeting = site.root_page
            for name, value in known.items():
                setattr(site, name, value)
            site.save()
            greeting.delete()

    def _add(self, page: SitePage, key: str, language: str) -> SitePage:
        """Below the home page of its language, as the translation of the Chinese page under the same key."""
        page.locale = self.homes[language].locale
        original = self.known.get((key, settings.LANGUAGE_CODE))
        if original is not None and language != settings.LANGUAGE_CODE:
            page.translation_key, page.slug = original.translation_key, original.slug
        self.homes[language].add_child(instance=page)
        self.planted[type(page).__name__] += 1
        return page

    def _known(self, model: type[Any], key: str, slug: str, language: str) -> Any:
        page = model.objects.child_of(self.homes[language]).filter(slug=slug).first()
        if page is not None:
            self.known[key, language] = page
        return page

    def _slug(self, key: str, title: str) -> str:
        original = self.known.get((key, settings.LANGUAGE_CODE))
        return original.slug if original else slugs.spelled(title)

    def _pair(self, told: dict[str, Any], model: type[Any], facts: Any) -> list[tuple[Any, SitePage, str]]:
        """One page in each language that the sample has; the new ones."""
        new = []
        for language, ending in samples.ENDINGS.items():
            words, key = told.get(ending), told["key"]
            if not words:
                continue
            slug = self._slug(key, words["title"])
            if self._known(model, key, slug, language) is None:
                page = model(title=words["title"], slug=slug, **facts(words))
                self.known[key, language] = self._add(page, key, language)
                new.append((words, page, language))
        return new

    def _texts(self) -> list[tuple[Any, SitePage, str]]:
        new = []
        for told in samples.listed(self.folder, "pages", "page"):
            new += self._pair(told, TextPage, lambda words: {"summary": words.get("summary", ""), "in_foot": True})
        return new

    def _events(self) -> list[tuple[Any, SitePage, str]]:
        new = []
        for told in samples.listed(self.folder, "events", "event"):
            new += self._pair(told, EventPage, lambda words, told=told: self._event(told, words))
        return new

    def _event(self, told: dict[str, Any], words: dict[str, Any]) -> dict[str, Any]:
        """Sample events lie so many days ahead that the list is never empty on the first day."""
        day = timezone.localtime(self.at + timedelta(days=int(told.get("starts_in_days", 14))))
        hour, minute = (int(part) for part in str(told.get("at", "14:30")).split(":")[:2])
        begins = day.replace(hour=hour, minute=minute, second=0, microsecond=0)
        facts = {"summary": words.get("summary", ""), "place": words.get("place", "")}
        length = timedelta(minutes=int(told.get("minutes", 90)))
        return {**facts, "begins_at": begins, "ends_at": begins + length, "audiences": told.get("audiences", [])}

    def _article(self, sample: samples.Sample) -> ArticlePage | None:
        told, key, language = sample.told, sample.key, sample.language
        slug = self._slug(key, told["title"])
        if self._known(ArticlePage, key, slug, language) is not None:
            return None
        page = ArticlePage(
            title=told["title"],
            slug=slug,
            summary=told.get("summary", ""),
            topic=self.known.get((str(told.get("topic", "")), language)),
            audiences=told.get("audiences", []),
            situations=told.get("situations", []),
            index_words=_joined(told.get("words", told.get("letters", ""))),
            minutes=int(told.get("minutes", 3)),
            sources=json.dumps(samples.sources(told.get("sources", []))),
            author=told.get("author", self.front[language]["author"]),
            based_on=_day(told.get("based_on")),
            is_sample=True,
        )
        self.known[key, language] = self._add(page, key, language)
        return page

    def _fill(self, page: Any, told: list[dict[str, Any]], language: str) -> None:
        """The text comes last: by now every page it may link to stands somewhere."""
        page.body = json.dumps(samples.body(told, lambda target: self._find(target, language)))
        page.save_revision(clean=False).publish()

    def _find(self, target: str, language: str) -> str:
        """Where `article:key` leads; an address of another kind as it was written."""
        kind, _colon, key = target.rpartition(":")
        if kind not in ("", "article", "page", "topic"):
            return target
        page = self.known.get((key.strip("/"), language)) or self.known.get((key.strip("/"), settings.LANGUAGE_CODE))
        return page.where if page else target


def _joined(words: Any) -> str:
    return words if isinstance(words, str) else ",".join(words)


def _day(said: Any) -> date | None:
    return date.fromisoformat(said) if isinstance(said, str) else said


def plant(folder: Path = samples.CONTENT, *, at: datetime) -> Counter[str]:
    """Home pages and sample content; how many new pages of each kind."""
    with transaction.atomic():
        return Planter(folder, at).plant()
