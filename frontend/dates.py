"""Dates and times as the page's language writes them, in the time zone that is active.

Chinese: 3 月 18 日 星期三, 09:56. English: Wed 18 Mar, 09:56. A year is named only when it is not this one.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dateformat import format as write
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

_ENGLISH = {
    "day": "D j M",
    "day of another year": "j M Y",
    "short day": "j M",
    "full day": "j M Y",
    "time": "H:i",
}
_CHINESE = {
    "day": "n 月 j 日 l",
    "day of another year": "Y 年 n 月 j 日",
    "short day": "n 月 j 日",
    "full day": "Y 年 n 月 j 日",
    "time": "H:i",
}


def _pattern(name: str) -> str:
    return (_CHINESE if (get_language() or "").startswith("zh") else _ENGLISH)[name]


def local(value: date | datetime) -> date | datetime:
    """An aware datetime in the active time zone; a plain date as it is."""
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def _this_year(value: date | datetime) -> bool:
    return value.year == timezone.localdate().year


def day(value: date | datetime) -> str:
    """3 月 18 日 星期三 / Wed 18 Mar; with the year instead of the weekday when it is another one."""
    value = local(value)
    return write(value, _pattern("day" if _this_year(value) else "day of another year"))


def short_day(value: date | datetime) -> str:
    """3 月 18 日 / 18 Mar, for narrow places; with the year when it is another one."""
    value = local(value)
    return write(value, _pattern("short day" if _this_year(value) else "day of another year"))


def full_day(value: date | datetime) -> str:
    """2026 年 3 月 18 日 / 18 Mar 2026, for documents that outlive the year."""
    return write(local(value), _pattern("full day"))


def clock(value: datetime) -> str:
    """09:56, twenty-four hours."""
    return write(local(value), _pattern("time"))


def moment(value: datetime) -> str:
    """The time alone today; otherwise the short day and the time."""
    hour = clock(value)
    return hour if _date(value) == timezone.localdate() else f"{short_day(value)} {hour}"


def _date(value: datetime) -> date:
    return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()


def there(at: datetime, zone: ZoneInfo) -> SafeString:
    """The clock of the place beside the reader's own, for a template; nothing where both say the same."""
    here, other = timezone.localtime(at), at.astimezone(zone)
    if here.utcoffset() == other.utcoffset():
        return SafeString()
    other_day = "" if here.date() == other.date() else f"{short_day(other.date())} "
    return format_html(' <span class="meta nowrap">({}{} {})</span>', other_day, f"{other:%H:%M}", zone.key)
