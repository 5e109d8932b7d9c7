"""What every test of care stands on: a patient of 北桥, kept by the community doctor."""

import pytest

from alliance.models import Institution, Person
from care.models import Patient
from tests.care import factories


@pytest.fixture
def patient(community_doctor: Person, beiqiao: Institution) -> Patient:
    """许若溪, born in 1995."""
    return factories.make_patient(
        community_doctor,
        beiqiao,
        name="许若溪",
        id_number=factories.make_id_number(),
        phone="13900017788",
        address="北桥路 7 号",
    )


@pytest.fixture
def pupil(community_doctor: Person, beiqiao: Institution) -> Patient:
    """A girl of fifteen with her mother."""
    return factories.make_patient(
        community_doctor,
        beiqiao,
        name="林小满",
        born_on=factories.born(15),
        guardian_name="林母",
        guardian_relation="母亲",
        guardian_phone="13900013333",
    )
