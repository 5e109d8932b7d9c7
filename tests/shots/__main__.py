"""`python -m tests.shots`: a demo on a free port, its people signed in by the real form, every page taken."""

import argparse
import itertools
import os
import signal
import sys
import tempfile
from pathlib import Path

from launch import ROOT, demo, keys, running
from launch.setup import Setup
from tests.shots import Shot, camera
from tests.shots.sheet import Look, compose

FOLDER = ROOT / "var" / "shots"


def main() -> int:
    """Take the chosen pages; write sheet.png and index.html. Non-zero where a page could not be taken."""
    asked = _parser().parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a killed run still ends the server it started
    looks = [Look(*each) for each in itertools.product(asked.width, asked.lang, asked.theme)]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        settings = {**keys.surroundings(), **keys.keep(Path(place)), "DJANGO_SETTINGS_MODULE": "config.settings"}
        Setup(sys.executable, Path(place), settings).run()
        shots = _addresses(settings, asked.only)
        people = {one["role"]: one for one in demo.accounts(sys.executable, settings)} | _others()
        with running.serving(settings, FOLDER / "server.log") as url:
            problems = camera.take(url, shots, people, looks, FOLDER)
    print(compose(FOLDER, [shot.name for shot, _ in shots], looks))
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/shots", description="One contact sheet of every page.")
    add = parser.add_argument
    add("--only", nargs="+", metavar="NAME", help="these pages only")
    add("--lang", nargs="+", choices=["zh", "en"], default=["zh", "en"])
    add("--width", nargs="+", type=int, choices=[360, 1280], default=[360, 1280])
    add("--theme", nargs="+", choices=["light", "dark"], default=["light", "dark"])
    return parser


def _others() -> dict[str, dict[str, str]]:
    """People of the demo outside its cast of eight whose desks are taken too, by role."""
    from config.demo.seed.people import PASSWORD, WORKERS

    above = [worker for worker in WORKERS if worker.key in ("head", "affairs")]
    return {worker.posts[0].role: {"email": worker.email, "password": PASSWORD} for worker in above}


def _addresses(settings: dict[str, str], only: list[str] | None) -> list[tuple[Shot, str]]:
    """Where each page is: found in the demo's database before the browser takes this thread's loop."""
    os.environ.update(settings)
    import django

    django.setup()
    from django.db import connection

    from tests.shots.pages import PAGES

    wanted = [shot for shot in PAGES if not only or shot.name in only]
    found = [(shot, shot.address() if callable(shot.address) else shot.address) for shot in wanted]
    connection.close()
    for shot, address in found:
        if address is None:
            print(f"{shot.name}: the demo's data has no such page", file=sys.stderr)
    return [(shot, address) for shot, address in found if address]


if __name__ == "__main__":
    sys.exit(main())
