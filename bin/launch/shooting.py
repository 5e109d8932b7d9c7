"""`bin/shots`: one contact sheet of every page × 360/1280 px × Chinese/English × light/dark."""

import os
import sys

from launch import ROOT, Stopped, browser, environment, running

USAGE = """usage: bin/shots [--only NAME …] [--lang zh en] [--width 360 1280] [--theme light dark]

Starts a demo of its own, takes the pages listed in tests/shots/pages.py and writes var/shots/sheet.png
and var/shots/index.html."""


def main(arguments: list[str]) -> int:
    """The work is done inside the development environment."""
    if {"-h", "--help"} & set(arguments):
        print(USAGE)
        return 0
    python = environment.enter("shooting", arguments)
    if browser.find() is None:
        browser.install(python)
    if browser.find() is None:
        raise Stopped("No Chromium or Chrome found: no pictures. Set XINQIAO_CHROMIUM.")
    path = os.pathsep.join([str(ROOT), str(ROOT / "bin")])
    surroundings = {**os.environ, "PYTHONPATH": path}
    asked = [sys.executable, "-m", "tests.shots", *arguments]
    return running.patiently(asked, surroundings)[0]
