"""Working time around now: when things plausibly happened. Everything in the demo counts from here."""

from __future__ import annotations

import zlib
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from alliance import clocks

TZ = ZoneInfo("Asia/Shanghai")
OPENS, CLOSES = time(8, 0), time(17, 30)
_FAR = timedelta(days=400)


class WorkTime:
    """Opening hours (08:00–17:30 on working days) before and after `now`. All moments are aware, in Asia/Shanghai."""

    def __init__(self, now: datetime) -> None:
        self.now = now.astimezone(TZ)
        self.today = self.now.date()
        self._calendar = clocks.Calendar(self.today - _FAR, self.today + _FAR)

    def works(self, day: date) -> bool:
        """Whether people work on that day."""
        return self._calendar.works(day)

    def workday(self, back: int) -> date:
        """The `back`-th working day strictly before today; 0 is today or, on a day of rest, the one before it."""
        day = self.today
        while back > 0 or not self.works(day):
            day -= timedelta(days=1)
            back -= 1 if self.works(day) and back > 0 else 0
        return day

    def earlier(self, moment: datetime, hours: float) -> datetime:
        """Back by so many working hours; a moment of rest counts as the last closing before it."""
        left = timedelta(hours=hours)
        moment = moment.astimezone(TZ)
        while True:
            opens, closes = self._hours(moment.date())
            if self.works(moment.date()) and moment > opens:
                moment = min(moment, closes)
                if left < moment - opens:
                    return moment - left
                left -= moment - opens
            moment = self._hours(moment.date() - timedelta(days=1))[1]

    def later(self, moment: datetime, hours: float) -> datetime:
        """On by so many working hours; a moment of rest counts as the next opening."""
        left = timedelta(hours=hours)
        moment = moment.astimezone(TZ)
        while True:
            opens, closes = self._hours(moment.date())
            if self.works(moment.date()) and moment < closes:
                moment = max(moment, opens)
                if left < closes - moment:
                    return moment + left
                left -= closes - moment
            moment = self._hours(moment.date() + timedelta(days=1))[0]

    @staticmethod
    def _hours(day: date) -> tuple[datetime, datetime]:
        return datetime.combine(day, OPENS, tzinfo=TZ), datetime.combine(day, CLOSES, tzinfo=TZ)


def some(key: str, least: float, most: float) -> float:
    """A number between the two that is always the same for the same key: life is not round."""
    return least + (most - least) * (zlib.crc32(key.encode()) % 997) / 996
