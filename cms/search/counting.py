"""Counts what is searched for: words, day and language; no address, no person, no cookie.

One small upsert per search. Where the database is busy the count is lost: nobody waits for a figure, and no search
fails for it. What could be somebody's own is not counted: long numbers (identity, telephone, day of birth),
addresses of mail and of pages, and questions so long that they may tell a story.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from cms.models import Searched
from cms.search.text import folded

PATIENCE = 100  # milliseconds
MOST_A_DAY = 5000  # different words; whoever types at random fills no disk
MOST_DIGITS = 5  # 12356; a day of birth has more

_DIGIT = re.compile(r"[\d零〇一二三四五六七八九幺]")
_ADDRESS = re.compile(r"@|://|www\.")
_MARKS = re.compile(r"[^\w'’-]+")


def keepable(question: str) -> str:
    """The words as they are counted; nothing where they could be somebody's own."""
    said = folded(question)
    if len(_DIGIT.findall(said)) > MOST_DIGITS or _ADDRESS.search(said):
        return ""
    words = _MARKS.sub(" ", said).strip(" -_'’")
    return words if len(words) <= Searched.LONGEST else ""


def count(question: str, language: str, *, found: int, at: datetime) -> None:
    """One more who asked, and how many pages they were shown. Never raises, never waits long."""
    words = keepable(question)
    if not words:
        return
    try:
        with _impatiently():
            _add(Searched(day=timezone.localdate(at), language=language, words=words), in_vain=not found)
    except DatabaseError:
        return  # a figure is worth less than an answer


def _add(one: Searched, *, in_vain: bool) -> None:
    same = Searched.objects.filter(day=one.day, language=one.language, words=one.words)
    more = {"asked": F("asked") + 1, "unanswered": F("unanswered") + int(in_vain)}
    if same.update(**more) or Searched.objects.filter(day=one.day).count() >= MOST_A_DAY:
        return
    Searched.objects.bulk_create([one], ignore_conflicts=True)  # somebody else may just have asked the same
    same.update(**more)


@contextmanager
def _impatiently() -> Iterator[None]:
    """A transaction that gives up soon where somebody else is writing."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            usual = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
            cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
            try:
                with transaction.atomic():
                    yield
            finally:
                cursor.execute(f"PRAGMA busy_timeout = {int(usual)}")
        else:
            with transaction.atomic():
                cursor.execute(f"SET LOCAL lock_timeout = {PATIENCE}")
                yield


def forget(at: datetime) -> None:
    """Deletes what is older than `SEARCHES_KEPT`; a chore of the clock."""
    old = Searched.objects.filter(day__lt=timezone.localdate(at - settings.XINQIAO["SEARCHES_KEPT"]))
    if old.exists():  # a delete would lock SQLite at every turn of the clock
        old.delete()
