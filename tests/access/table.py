"""Every address × every role, as plain data: which answer somebody gets.

One line is one address, one method, one subject of `tests.access.world` (`-`: the address names none) and the answers
of the ten columns; a single answer is everybody's. 404: beyond reach. 403: within reach, without the right. 302: to the
sign-in where it is the first column, else the page after a deed or the case as it stands. 409: a draft that is not
one's own to write. 200 in the draft addresses is JSON, and so is their 401.

    anonymous · community doctor (who asks) · colleague (beside her) · expert (who answers) · coordinator · leader ·
    outsider (another alliance) · trainee · editor · neighbour (another centre of the same alliance)
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.access import table_places, table_teleconsult
from tests.access.world import COLUMNS


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    method: str
    subject: str
    answers: dict[str, int]

    def __str__(self) -> str:
        return f"{self.method} {self.name} {self.subject}"


def read(text: str) -> list[Row]:
    """The lines of one block."""
    return [_row(line) for line in text.strip().splitlines()]


def _row(line: str) -> Row:
    name, method, subject, *answers = line.split()
    each = answers * len(COLUMNS) if len(answers) == 1 else answers
    return Row(name, method, subject, dict(zip(COLUMNS, map(int, each), strict=True)))


BLOCKS = (
    table_teleconsult.CONSULTATIONS,
    table_teleconsult.ROOMS,
    table_places.CARE,
    table_places.SITE,
    table_places.ALLIANCE,
    table_places.ACCOUNTS,
)
ROWS = [row for block in BLOCKS for row in read(block)]

# Sockets: `open`, or the code with which the door stays shut.
SOCKETS = """
ws/notices/             -                 4401 open open open open open open open open open
ws/rooms/<uuid:code>/   room-scheduled    4401 open 4404 open 4404 4404 4404 4404 4404 4404
ws/rooms/<uuid:code>/   room-in_session   4401 open 4404 open 4404 4404 4404 4404 4404 4404
ws/rooms/<uuid:code>/   room-panel_booked 4401 open 4404 4404 4404 4404 4404 4404 4404 4404
ws/rooms/<uuid:code>/   room-stopped      4401 open 4404 4404 4404 4404 4404 4404 4404 4404
visit/<uuid:code>/socket/ visit           4404 4404 4404 4404 4404 4404 4404 4404 4404 4404
"""

# Only where the demo is on; elsewhere these addresses do not exist.
DEMO = """
demo:page  GET  -     200
demo:page  POST -     405
demo:be    GET  be    200
demo:be    POST be    302
demo:be    GET  none  404
demo:be    POST none  404
"""
