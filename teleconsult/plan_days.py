"""Days of a plan as doctors write them: “day 8”, “2 weeks”, “第8天”, “两周后”, “1个月”, 2026-12-01; or several.

Day 1 is the day of the signature, so “day 8” is seven days later and “8 days” eight.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date, timedelta

MOST = 6  # days in one field
FARTHEST = 731  # days after the signature
_CHINESE = {sign: number for number, sign in enumerate("零一二三四五六七八九十")} | {"两": 2, "半": 0}
_N = r"(\d{1,3}|十[一二]?|[一二两三四五六七八九])"
_DAY_N = re.compile(rf"(?:on )?(?:day|d) ?(\d{{1,3}})|第 ?{_N} ?[天日]")
_AFTER = re.compile(
    rf"(?:in |after )?{_N} ?个?(days?|d|天|日|weeks?|wks?|w|周|星期|礼拜|months?|月)(?: later| after)?(?:后|之后|以后)?"
)
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_NOW = {"now", "today", "at once", "今天", "今日", "立即", "现在", "当天", "即日"}
_BETWEEN = re.compile(r"\s*(?:[、,;，；]|\band\b|和|及)\s*")


class Unreadable(Exception):
    """A day that is none."""


class TooFar(Exception):
    """Before the signature, or more than two years after it."""


def read(text: str, signed_on: date) -> list[date]:
    """Every day that `text` names, counted from `signed_on`, in order. Raises Unreadable, TooFar."""
    pieces = [piece for piece in _BETWEEN.split(unicodedata.normalize("NFKC", text).strip().lower()) if piece]
    if len(pieces) > MOST:
        raise Unreadable
    days = sorted({_one(piece, signed_on) for piece in pieces})
    if any(not 0 <= (day - signed_on).days <= FARTHEST for day in days):
        raise TooFar
    return days


def _one(piece: str, signed_on: date) -> date:
    if piece in _NOW:
        return signed_on
    if said := _DATE.fullmatch(piece):
        try:
            return date(*map(int, said.groups()))
        except ValueError as error:
            raise Unreadable from error
    if said := _DAY_N.fullmatch(piece):
        return signed_on + timedelta(days=_number(said[1] or said[2]) - 1)
    if said := _AFTER.fullmatch(piece):
        return _after(signed_on, _number(said[1]), said[2])
    raise Unreadable


def _number(words: str) -> int:
    return int(words) if words.isdecimal() else sum(_CHINESE[sign] for sign in words)


def _after(day: date, number: int, unit: str) -> date:
    if unit[0] in "m月":
        return _months(day, number)
    weeks = unit[0] in "w周星礼"
    return day + timedelta(days=number * 7 if weeks else number)


def _months(day: date, number: int) -> date:
    """The same day of a later month, or its last."""
    year, month = divmod(day.month - 1 + number, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
