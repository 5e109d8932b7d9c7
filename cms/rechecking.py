"""An English page rests on a Chinese one: when the Chinese text changes, the English one is compared with it again.

What counts is the text that readers have, not the day of a revision: a new review date or reviewer asks for nothing.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from alliance.models import Person
from cms.models import ArticlePage, TextStanding
from cms.serving import generation


class NotNeeded(Exception):
    """There is no Chinese page, or no newer text of it."""


class Unpublished(Exception):
    """The translation has a draft: what readers have would be called checked, and is not what was compared."""


def published(instance: Any, **_signal: Any) -> None:
    """A page was published: remembers whether its text is another one than before."""
    if not isinstance(instance, ArticlePage):
        return
    digest = _digest(instance)
    standing, new = TextStanding.objects.get_or_create(page_id=instance.pk, defaults={"digest": digest})
    if not new and standing.digest != digest:
        TextStanding.objects.filter(pk=standing.pk).update(digest=digest, changed_at=timezone.now())


def _digest(page: ArticlePage) -> str:
    """Of everything a translator has to render; what blocks are called inside does not count."""
    told = [
        page.title,
        page.summary,
        _without_ids(page.body.get_prep_value()),
        _without_ids(page.sources.get_prep_value()),
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_ids(inner) for name, inner in value.items() if name != "id"}
    return [_without_ids(inner) for inner in value] if isinstance(value, list) else value


def changed_since(page: ArticlePage, original: ArticlePage | None) -> datetime | None:
    """When the Chinese text changed after the translation was last compared with it; None where it did not."""
    if original is None or original.pk == page.pk or original.first_published_at == original.last_published_at:
        return None  # no second text, no question to the database
    told = {row.page_id: row for row in TextStanding.objects.filter(page_id__in=[page.pk, original.pk])}
    changed_at = told[original.pk].changed_at if original.pk in told else None
    if changed_at is None:
        return None
    checked_at = told[page.pk].checked_at if page.pk in told else None
    return None if _is_covered(changed_at, checked_at, page.based_on) else changed_at


def _is_covered(changed_at: datetime, checked_at: datetime | None, based_on: date | None) -> bool:
    """A check counts to the second; a date that an editor has entered since counts as the whole day."""
    if checked_at is not None and checked_at >= changed_at:
        return True
    entered = based_on and (checked_at is None or based_on > timezone.localdate(checked_at))
    return bool(entered and based_on and based_on >= timezone.localdate(changed_at))


def article(number: int) -> ArticlePage | None:
    """The article of that number; who may change it is asked of the page."""
    return ArticlePage.objects.filter(pk=number).first()


def original_of(page: ArticlePage) -> ArticlePage | None:
    """The Chinese page that readers have."""
    if page.language == settings.LANGUAGE_CODE:
        return None
    same = ArticlePage.objects.filter(
        translation_key=page.translation_key, locale__language_code=settings.LANGUAGE_CODE
    )
    return same.live().defer_streamfields().first()


def waiting() -> list[tuple[ArticlePage, ArticlePage, datetime]]:
    """Translations to compare again, with their originals and since when: the longest waiting first."""
    english = ArticlePage.objects.live().exclude(locale__language_code=settings.LANGUAGE_CODE).select_related("locale")
    found = []
    for page in english.defer_streamfields():
        original = original_of(page)
        since = changed_since(page, original)
        if original is not None and since is not None:
            found.append((page, original, since))
    return sorted(found, key=lambda each: each[2])


def confirm(page: ArticlePage, *, by: Person, at: datetime) -> None:
    """The translation says what the Chinese text says now. Raises NotNeeded, Unpublished."""
    since = changed_since(page, original_of(page))
    if since is None:
        raise NotNeeded
    if page.has_unpublished_changes:
        raise Unpublished
    version = timezone.localdate(since)
    with transaction.atomic():
        ArticlePage.objects.filter(pk=page.pk).update(based_on=version)
        for revision in {
            page.latest_revision_id: page.latest_revision,
            page.live_revision_id: page.live_revision,
        }.values():
            if revision is not None:  # a later draft begins with the same date
                revision.content["based_on"] = version.isoformat()
                revision.save(update_fields=["content"])
        TextStanding.objects.update_or_create(
            page_id=page.pk,
            defaults={"checked_at": at, "checked_by": by},
            create_defaults={"digest": _digest(page), "checked_at": at, "checked_by": by},
        )
        generation.changed()
