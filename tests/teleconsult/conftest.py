"""The way of a case, with the cast on it; browsers and a clock that can be set."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from alliance.models import Agreement, Institution, Person
from teleconsult import panels
from teleconsult.models import Consultation
from tests import factories
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


@pytest.fixture(scope="session")
def handler() -> Any:
    """One for all browsers of a session: making one reads every static file anew."""
    return Client().handler


@pytest.fixture
def browser(handler: Any) -> Callable[[Person], Client]:
    """A signed-in browser per person."""

    def of(person: Person) -> Client:
        client = Client()
        client.handler = handler
        client.force_login(person)
        return client

    return of


@pytest.fixture
def clock() -> Any:
    """`with clock("2027-03-01 09:00"):` it is that moment in China, and stays it."""

    def stands(text: str) -> Any:
        return time_machine.travel(datetime.fromisoformat(f"{text}+08:00"), tick=False)

    return stands


@pytest.fixture
def second(centre: Institution) -> Person:
    """Another expert of the centre."""
    return factories.make_expert(centre, name="许见山")


@pytest.fixture
def third(centre: Institution) -> Person:
    """And one more."""
    return factories.make_expert(centre, name="周以宁")


@pytest.fixture
def panel_case(way: Way, second: Person) -> Consultation:
    """Being answered in writing, with one reader."""
    case = way.writing()
    panels.ask(case, person=second, by=way.coordinator, at=timezone.now())
    return case
