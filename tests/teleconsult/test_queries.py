"""Pages ask the database as often for fifteen rows as for three, and never more often than stated here."""

from collections import Counter
from typing import Any

import pytest

from tests.teleconsult import crowd

FEW, MORE = 3, 12
CEILINGS = """
list                    doctor       22
list?show=ended         doctor       17
list                    expert       21
board                   coordinator  29
board?tab=follow        coordinator  29
board?tab=meet          coordinator  29
board?tab=act           coordinator  29
new                     doctor       10
case/full               doctor       51
case/full               expert       51
case/full               coordinator  35
case/submitted          coordinator  33
request/returned        doctor       24
triage/submitted        coordinator  24
panel/panel             expert       29
panel/panel             coordinator  33
slots/accepted          doctor       32
opinion_print/full      doctor       16
outcomes                expert       15
outcome/full            doctor       18
outcome/full            expert       18
availability            expert       19
call:room/full          expert       40
care:patients           doctor       11
care:patient/full       doctor       18
care:dangers            coordinator  11
alliance:notices        doctor       11
alliance:notice_count   coordinator  6
alliance:overview       leader       32
alliance:formulary      doctor       18
insight                 leader       22
alliance:duty           coordinator  18
alliance:people         leader       17
"""
LINES = [(page, who, int(most)) for page, who, most in (line.split() for line in CEILINGS.strip().splitlines())]
Counts = dict[tuple[str, str], list[list[str]]]


@pytest.fixture
def asked(db: None, settings: Any) -> Counts:
    """The queries of each page with few rows and with many."""
    settings.XINQIAO = {**settings.XINQIAO, "BOOKINGS_PER_DAY": 1000}
    found: Counts = {(page, who): [] for page, who, _most in LINES}
    place = crowd.build()
    for times in (FEW, MORE):
        place.grow(times)
        for page, who, _most in LINES:
            found[page, who].append(place.queries(page, who))
    return found


def test_no_page_asks_more_for_many_rows_than_for_few_nor_more_than_stated(asked: Counts) -> None:
    """One test, because the crowd is what takes the time."""
    grown = {
        (page, who, len(few), len(many)): _new(few, many)
        for (page, who), (few, many) in asked.items()
        if len(many) > len(few)
    }
    assert grown == {}
    above = {(page, who): len(asked[page, who][1]) for page, who, most in LINES if len(asked[page, who][1]) > most}
    assert not above, str(above)


def _new(few: list[str], many: list[str]) -> list[str]:
    """What is asked again and again."""
    shapes = [Counter(query.split(" FROM ")[-1][:120] for query in queries) for queries in (few, many)]
    return [shape for shape, _times in (shapes[1] - shapes[0]).most_common(3)]
