"""The way of a case, with the cast on it."""

import pytest

from alliance.models import Agreement, Institution, Person
from tests.teleconsult.factories import Way


@pytest.fixture
def way(
    community_doctor: Person,
    beiqiao: Institution,
    centre: Institution,
    expert: Person,
    coordinator: Person,
    agreement: Agreement,
) -> Way:
    """北桥's doctor asks, the centre's coordinator routes, its expert answers."""
    return Way(community_doctor, beiqiao, centre, expert, coordinator)
