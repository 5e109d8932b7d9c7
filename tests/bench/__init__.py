"""Figures, not tests: `bin/bench` prints what each module here measures and asserts nothing.

A module is one measurement and is called by its name (`bin/bench bookings`). It has a function

    def measure() -> Iterator[Figure]:

which runs with Django ready on a database of its own (the tests' template, empty of rows). `STORES` says on which
databases it is repeated; without it, on SQLite only. For a server or a browser see `tests.servers` and
`tests.browsers`: what their fixtures do is there as plain context managers too.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured value. `name` says what, in words; `unit` is `ms`, `%`, `count`, `1/s`, …"""

    name: str
    value: float
    unit: str
