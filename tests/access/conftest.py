"""The world of the table, built once for a module and rolled back; each request leaves no trace."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from alliance.models import Person
from tests import factories
from tests.access import world as worlds
from tests.access.world import World


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """People, cases and things, inside a transaction that is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield worlds.build()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def browsers(world: World) -> dict[str, tuple[Client, str]]:
    """Each column's browser and its cookies. They share one handler: making one reads every static file anew."""
    handler, found = Client().handler, {}
    for name in worlds.COLUMNS:
        client = Client()
        client.handler = handler
        if name in world.people:
            client.force_login(world.people[name])
        found[name] = (client, client.cookies.output(header="", sep=";"))
    return found


@pytest.fixture
def other_expert(world: World, browsers: dict[str, tuple[Client, str]]) -> Iterator[Person]:
    """A column more for one test: an expert of the same centre to whom nothing was given."""
    with transaction.atomic():
        person = factories.make_expert(world.way.centre, name="许见山")
        client = Client()
        client.handler = browsers["expert"][0].handler
        client.force_login(person)
        browsers["other_expert"] = (client, client.cookies.output(header="", sep=";"))
        yield person
        transaction.set_rollback(True)


@pytest.fixture
def ask(browsers: dict[str, tuple[Client, str]]) -> Callable[..., Any]:
    """Sends one request as one column and takes everything it did back."""

    def send(who: str, method: str, url: str, **sent: Any) -> Any:
        client, cookies = browsers[who]
        client.cookies.clear()
        client.cookies.load(cookies)
        with transaction.atomic():
            response = getattr(client, method.lower())(url, **sent)
            transaction.set_rollback(True)
        return response

    return send
