"""Pages ask the database as often for fifteen rows as for three, and never more often than stated here."""

from collections import Counter
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from tests.teleconsult import crowd

FEW, MORE = 3, 12
CEILINGS = """
list                    doctor       16
list?show=ended         doctor       16
list                    expert       16
board                   coordinator  16
board?tab=meet          coordinator  16
board?tab=act           coordinator  16
new                     doctor       10
case/full               doctor       36
case/full               expert       34
case/full               coordinator  24
case/submitted          coordinator  24
request/returned        doctor       18
triage/submitted        coordinator  24
slots/accepted          doctor       18
opinion_print/full      doctor       16
availability            expert       11
call:room/full          expert       40
care:patients           doctor       11
care:patient/full       doctor       18
care:dangers            coordinator  11
alliance:notices        doctor       11
alliance:notice_count   coordinator  6
alliance:overview       leader       26
alliance:duty           coordinator  17
alliance:people         leader       17
"""
LINES = [(page, who, int(most)) for page, who, most in (line.split() for line in CEILINGS.strip().splitlines())]
Counts = dict[tuple[str, str], list[list[str]]]


@pytest.fixture(scope="module")
def asked(django_db_setup: None, django_db_blocker: Any) -> Counts:
    """The queries of each page with few rows and with many."""
    found: Counts = {(page, who): [] for page, who, _most in LINES}
    with django_db_blocker.unblock(), override_settings(REQUIRE_MFA=False), transaction.atomic():
        place = crowd.build()
        for times in (FEW, MORE):
            place.grow(times)
            for page, who, _most in LINES:
                found[page, who].append(place.queries(page, who))
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize(("page", "who", "most"), LINES)
def test_a_page_asks_no_more_for_many_rows_than_for_few(asked: Counts, page: str, who: str, most: int) -> None:
    few, many = asked[page, who]
    again = Counter(_shape(query) for query in many) - Counter(_shape(query) for query in few)
    assert len(many) <= len(few), list(again.items())[:5]


@pytest.mark.parametrize(("page", "who", "most"), LINES)
def test_a_page_asks_no_more_than_stated(asked: Counts, page: str, who: str, most: int) -> None:
    assert len(asked[page, who][1]) <= most


def _shape(query: str) -> str:
    return query.split(" FROM ")[-1][:160]
