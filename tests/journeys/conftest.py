"""What every journey finds: the alliance of the cast, consent wording, and the way of a case."""

from collections.abc import Callable
from datetime import date

import pytest

from alliance.models import Agreement, Institution, Person
from care.models import ConsentText
from tests.journeys.people import Reader
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
    for language, body in (("zh-hans", "同意书"), ("en", "Consent")):
        ConsentText.objects.get_or_create(
            version="journey", language=language, defaults={"body": body, "valid_from": date(2020, 1, 1)}
        )
    return Way(community_doctor, beiqiao, centre, expert, coordinator)


@pytest.fixture
def at_browser(server: str, new_context: Callable[..., object]) -> Callable[..., Reader]:
    """Opens a browser for a person, signed in."""

    def opened(person: Person, language: str = "zh-hans", **more: object) -> Reader:
        return Reader(new_context(language=language, **more), person, language).sign_in()  # type: ignore[arg-type]

    return opened
