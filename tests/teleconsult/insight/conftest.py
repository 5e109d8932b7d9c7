"""A centre with two years behind it."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from alliance.models import Institution, Person
from alliance.roles import Role
from tests import factories
from tests.teleconsult.factories import make_patient
from tests.teleconsult.past import Past

TODAY = datetime(2027, 3, 10, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def today() -> datetime:
    """A Wednesday morning."""
    return TODAY


@pytest.fixture
def past(
    alliance: Institution,
    centre: Institution,
    beiqiao: Institution,
    wanghu: Institution,
    community_doctor: Person,
    neighbour: Person,
    expert: Person,
    coordinator: Person,
) -> Past:
    """Sixty cases of 北桥 and 望湖, from last summer on."""
    doctors = {beiqiao.pk: community_doctor, wanghu.pk: neighbour}
    patients = {place.pk: [make_patient(doctors[place.pk], place)] for place in (beiqiao, wanghu)}
    other = factories.make_expert(centre)
    found = Past([beiqiao, wanghu], doctors, patients, centre, [expert, other], coordinator)
    found.plant(60, since=TODAY - timedelta(days=320), until=TODAY)
    return found


@pytest.fixture
def head(centre: Institution) -> Person:
    """The head of the department that answers."""
    return factories.make_member(Role.DEPARTMENT_HEAD, centre, name="苗主任")
