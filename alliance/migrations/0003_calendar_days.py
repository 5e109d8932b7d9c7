"""Public holidays and make-up working days of China, as far as `chinesecalendar` knows them (not after 2026)."""

from datetime import date, timedelta

import chinese_calendar
from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FIRST_YEAR = 2024


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Every day that differs from Monday to Friday, and 1 January of each known year so that the year counts as known."""
    CalendarDay = apps.get_model("alliance", "CalendarDay")
    last = max(day.year for day in chinese_calendar.holidays)
    rows, day = [], date(FIRST_YEAR, 1, 1)
    while day.year <= last:
        works = chinese_calendar.is_workday(day)
        if works != (day.weekday() < 5) or (day.month, day.day) == (1, 1):
            name = chinese_calendar.get_holiday_detail(day)[1] or ""
            rows.append(CalendarDay(day=day, works=works, name=name, source="chinesecalendar"))
        day += timedelta(days=1)
    CalendarDay.objects.bulk_create(rows, ignore_conflicts=True)


def empty(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Takes out only what `fill` put in."""
    apps.get_model("alliance", "CalendarDay").objects.filter(source="chinesecalendar").delete()


class Migration(migrations.Migration):
    dependencies = [("alliance", "0002_append_only")]
    operations = [migrations.RunPython(fill, empty)]
