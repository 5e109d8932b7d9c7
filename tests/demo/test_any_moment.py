"""The demo is true whenever it is planted: by night, on a Sunday, in a holiday week, at the turn of the year."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from alliance.models import Deadline
from teleconsult.models import Consultation, State, Step
from tests.demo.conftest import SHANGHAI, planted_at

MOMENTS = [
    datetime(2026, 3, 23, 8, 4),  # noqa: DTZ001 - a Monday just after opening
    datetime(2026, 3, 20, 17, 58),  # noqa: DTZ001 - a Friday evening
    datetime(2026, 3, 22, 3, 30),  # noqa: DTZ001 - the night to a Sunday
    datetime(2026, 10, 4, 12, 0),  # noqa: DTZ001 - in the week of the National Day
    datetime(2027, 1, 5, 11, 45),  # noqa: DTZ001 - a year whose holidays are not entered
]


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_three_are_overdue_and_bookings_are_in_time(moment: datetime, django_db_setup: None, django_db_blocker: Any):
    now = moment.replace(tzinfo=SHANGHAI)
    with django_db_blocker.unblock(), planted_at(now):
        assert Deadline.objects.filter(met_at=None, due_at__lte=now).count() == 3
        assert not Step.objects.filter(at__gt=now).exists()
        assert not Deadline.objects.filter(met_at__gt=now).exists()
        for case in Consultation.objects.filter(state=State.SCHEDULED):
            (booking,) = case.bookings.all()
            due = Deadline.objects.get(subject_code=case.code, met_at=None).due_at
            assert now + timedelta(hours=2) < booking.slot.begins_at < due
