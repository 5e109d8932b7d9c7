"""`python -m teleconsult.media`: the worker as a program of its own, without Django, the database or a single key."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import sys
from pathlib import Path

HOPELESS = 3  # exit: starting again would change nothing


def main(arguments: list[str]) -> int:
    """Until it is told to end; one line on standard error says why it could not begin."""
    parser = argparse.ArgumentParser(prog="python -m teleconsult.media", description=__doc__)
    parser.add_argument("--socket", type=Path, required=True, help="where the web process asks")
    parser.add_argument("--echoes", type=int, required=True, help="how many echo peers at once")
    parser.add_argument("--seconds", type=float, default=30, help="how long an echo peer lives")
    parser.add_argument("--address", action="append", default=[], help="one to be reached at (default: all there are)")
    parser.add_argument(
        "--public", default="", help="the address the internet sees, where the machine does not know it"
    )
    parser.add_argument("--with-parent", action="store_true", help="end when standard input closes")
    asked = parser.parse_args(arguments)
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s", level=logging.INFO)
    logging.getLogger("aioice").setLevel(logging.WARNING)  # it would write down the addresses of everybody who checks
    try:
        asyncio.run(_work(asked))
    except ImportError as error:
        return _hopeless(f"aiortc cannot be used here ({error})")
    except OSError as error:
        return _hopeless(f"no socket at {asked.socket} ({error})")
    return 0


def _hopeless(why: str) -> int:
    print(f"media worker: {why}", file=sys.stderr, flush=True)  # noqa: T201 -- nobody has set up anything else yet
    return HOPELESS


async def _work(asked: argparse.Namespace) -> None:
    from teleconsult.media import worker  # here, where a machine without aiortc can still be told so

    ended = asyncio.Event()
    running = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        running.add_signal_handler(number, ended.set)
    if asked.with_parent:
        running.add_reader(sys.stdin.fileno(), lambda: None if os.read(sys.stdin.fileno(), 1) else ended.set())
    worker.choose_addresses(asked.address)
    await worker.Worker(asked.echoes, asked.seconds, asked.public).serve(asked.socket, ended)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
