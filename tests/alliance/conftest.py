"""What several tests of the alliance stand on."""

from collections.abc import Callable

import pytest
from django.test import Client

from alliance.models import Person


@pytest.fixture
def client_of() -> Callable[[Person], Client]:
    """A browser in which that person is signed in."""

    def sign_in(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in
