"""Days of the calendar as people paste them: out of the State Council's notice, a spreadsheet, a letter.

A line begins with a day or a run of days and says somewhere whether people work or rest; what else stands there is the
occasion. Between the parts are commas, tabs or spaces: `2027-10-01,rests,National Day`, `2027年10月9日（周六） 上班`,
`2027/10/1—10/7	放假	国庆节`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from django.utils.translation import gettext_lazy as _

MOST_DAYS = 400  # a year with all its weekends has some 115
LONGEST_RUN = 31  # days

_RESTS = {"rests", "rest", "off", "holiday", "放假", "休", "休息", "假", "休假", "节假日", "法定节假日", "放假调休"}
_WORKS = {"works", "work", "workday", "上班", "班", "补班", "工作日", "调休上班", "调班"}
_SWAPPED = "调休"  # a weekend that is worked, or a weekday off for it: the weekday tells which
_ENDINGS = {"放假": False, "休息": False, "上班": True, "补班": True}

_WEEKDAY = r"\s*(?:\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?\s*"
_FIRST = re.compile(
    r"(?:(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})|(\d{4})(\d{2})(\d{2}))(?!\d)\s*[日号]?" + _WEEKDAY
)
_LAST = re.compile(
    r"(?:至|到|to\b|~|-{1,2}|–|—{1,2})\s*(?:(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*)?(\d{1,2})(?!\d)\s*[日号]?"
    + _WEEKDAY
)
_AROUND = " \t,;:、-\"'\ufeff"


@dataclass(frozen=True)
class Day:
    """Whether people work on a day, and what it is called."""

    day: date
    works: bool
    name: str = ""


class Why(Enum):
    """What is wrong with a line, as a sentence with its `number` and `text`."""

    NO_DATE = _("Line %(number)s, “%(text)s”: it does not begin with a date such as 2027-10-01.")
    NO_SUCH_DATE = _("Line %(number)s, “%(text)s”: there is no such date.")
    NO_SUCH_RUN = _("Line %(number)s, “%(text)s”: the days run backwards, or for more than a month.")
    NOT_SAID = _("Line %(number)s, “%(text)s”: it does not say “work” or “rest”.")
    BOTH_SAID = _("Line %(number)s, “%(text)s”: it says both “work” and “rest”.")
    TOO_MANY = _("Line %(number)s, “%(text)s”: these are more than 400 days. Add one year at a time.")


@dataclass(frozen=True)
class Wrong:
    """A line that could not be read: its number from 1, its text, and why."""

    number: int
    text: str
    why: Why

    def __str__(self) -> str:
        return str(self.why.value) % {"number": self.number, "text": self.text.strip()[:60]}


class Unreadable(Exception):
    """Some lines say no day, or none does."""

    def __init__(self, wrong: list[Wrong]) -> None:
        super().__init__("; ".join(map(str, wrong)))
        self.wrong = wrong


class _Refused(Exception):
    def __init__(self, why: Why) -> None:
        super().__init__(why.name)
        self.why = why


def read(text: str) -> list[Day]:
    """Every day that the lines say, at most 400; empty lines and a heading are passed over. Raises Unreadable."""
    found: list[Day] = []
    wrong: list[Wrong] = []
    for number, line in enumerate(text.splitlines(), start=1):
        plain = unicodedata.normalize("NFKC", line).strip(_AROUND)
        if not plain or (not found and not wrong and _is_heading(plain)):
            continue
        try:
            found += _days(plain, MOST_DAYS - len(found))
        except _Refused as refused:
            wrong.append(Wrong(number, line, refused.why))
    if wrong or not found:
        raise Unreadable(wrong)
    return found


def _is_heading(line: str) -> bool:
    return not any(char.isdigit() for char in line) and ("日期" in line or "date" in line.lower())


def _days(line: str, room: int) -> list[Day]:
    begins = _FIRST.match(line)
    if begins is None:
        raise _Refused(Why.NO_DATE)
    year, month, day = (int(part) for part in begins.groups() if part)
    first, rest = _date(year, month, day), line[begins.end() :]
    last = first
    if ends := _LAST.match(rest):
        year, month, day = (int(part or given) for part, given in zip(ends.groups(), (year, month, 0), strict=True))
        last, rest = _date(year, month, day), rest[ends.end() :]
    if not timedelta(0) <= last - first < timedelta(days=LONGEST_RUN):
        raise _Refused(Why.NO_SUCH_RUN)
    run = [first + timedelta(days=after) for after in range((last - first).days + 1)]
    if len(run) > room:
        raise _Refused(Why.TOO_MANY)
    works, name = _said(rest)
    return [Day(each, each.weekday() > 4 if works is None else works, name) for each in run]


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise _Refused(Why.NO_SUCH_DATE) from error


def _said(rest: str) -> tuple[bool | None, str]:
    """Whether people work (None: the weekday tells), and the occasion."""
    parts = [part.strip(_AROUND) for part in re.split(r"\t|[,;:、]" if re.search(r"[\t,;:、]", rest) else r"\s+", rest)]
    parts = [part for part in parts if part]
    meanings = {part: _meaning(part) for part in parts}
    said = {works for works in meanings.values() if works is not None}
    if len(said) > 1:
        raise _Refused(Why.BOTH_SAID)
    name = " ".join(part for part in parts if meanings[part] is None and part != _SWAPPED)
    if said:
        return said.pop(), name[:60]
    if _SWAPPED in parts:
        return None, name[:60]
    return _at_the_end(name)


def _meaning(part: str) -> bool | None:
    word = part.lower()
    return False if word in _RESTS else True if word in _WORKS else None


def _at_the_end(name: str) -> tuple[bool, str]:
    """`国庆节放假`: the word is the end of the occasion."""
    for ending, works in _ENDINGS.items():
        if name.endswith(ending):
            return works, name.removesuffix(ending)[:60]
    raise _Refused(Why.NOT_SAID)
