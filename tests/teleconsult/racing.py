"""Many people at once: real threads with connections of their own, let go in the same instant."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection


def race(*runners: Callable[[], Any]) -> list[Any]:
    """What each runner returned, or the exception that it ended with, in the order of the runners."""
    gate = threading.Barrier(len(runners))
    ends: list[Any] = [None] * len(runners)

    def run(place: int, runner: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            gate.wait(timeout=30)
            ends[place] = runner()
        except Exception as error:  # noqa: BLE001 -- the test says which ones it expects
            ends[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, runner)) for place, runner in enumerate(runners)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads), "somebody waits for ever"
    return ends


def winners(ends: Iterable[Any], *expected: type[Exception]) -> list[Any]:
    """Those who got through. Whoever did not must have been told so by one of the `expected` exceptions."""
    found = list(ends)
    strange = [end for end in found if isinstance(end, Exception) and not isinstance(end, expected)]
    if strange:
        raise ExceptionGroup("nobody expected this", strange)
    return [end for end in found if not isinstance(end, Exception)]
