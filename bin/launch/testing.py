"""`bin/test`: sets everything up and runs every test, real browsers included."""

import argparse
import os
import time
from collections.abc import Mapping

from launch import ROOT, browser, environment, laboratory, node, running, stores

WITHOUT_STORES = ("architecture", "launch")  # they touch no database: once, on SQLite, is enough
NO_TESTS = 5  # pytest's code for "nothing was collected"


class Run:
    """The parts of one run; each reports, none stops the others."""

    def __init__(self, python: str, surroundings: Mapping[str, str], rest: list[str]) -> None:
        self.python, self.surroundings, self.rest = python, dict(surroundings), rest
        self.lines: list[str] = []
        self.good = True

    def pytest(self, name: str, *arguments: str) -> None:
        """One pytest run. A part without any test is a failure, unless the caller chose tests himself."""
        self._part(name, [self.python, "-m", "pytest", *arguments, *self.rest], may_be_empty=bool(self.rest))

    def javascript(self) -> None:
        """`node --test` over tests/js, with the Node that came with the environment."""
        files = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "js").rglob("*.test.js"))
        if files:
            self._part("javascript", [node.program(), "--test", *files])

    def refuse(self, line: str) -> None:
        """Something could not be run: say so at the end and fail."""
        self.lines.append(line)
        self.good = False

    def _part(self, name: str, command: list[str], *, may_be_empty: bool = False) -> None:
        print(f"\n=== {name}", flush=True)
        began = time.monotonic()
        code, _said = running.patiently(command, self.surroundings)
        fine = code == 0 or (code == NO_TESTS and may_be_empty)
        self.good = self.good and fine
        said = "ok" if fine else f"FAILED ({code})"
        self.lines.append(f"{name}: {said}, {time.monotonic() - began:.0f} s")


def main(arguments: list[str]) -> int:
    """Unknown arguments and whatever follows `--` go to pytest."""
    asked, rest = _parser().parse_known_args(arguments)
    rest = [argument for argument in rest if argument != "--"]
    python = environment.enter("testing", arguments)
    run = Run(python, os.environ, rest)
    if asked.services:
        _with_stores(run, asked)
    else:
        _everything(run, asked)
    print("\n" + "\n".join(run.lines), flush=True)
    return 0 if run.good else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/test", description=__doc__, epilog=main.__doc__)
    add = parser.add_argument
    add("--smoke", action="store_true", help="everything below the browser and one journey")
    add(
        "--services",
        action="store_true",
        help="on PostgreSQL (DATABASE_URL) and Redis (REDIS_URL), with calls over bad lines",
    )
    add("--skip-browser", action="store_true", help="run no journey; without one this is no failure")
    return parser


def _with_stores(run: Run, asked: argparse.Namespace) -> None:
    """The same tests on the servers of a real installation."""
    database, redis, missing = stores.find()
    if missing:
        run.refuse(f"services NOT RUN: {missing}")
        return
    run.surroundings.update(XINQIAO_TEST_DATABASE_URL=database, XINQIAO_TEST_REDIS_URL=redis)
    _everything(run, asked, *(f"--ignore=tests/{folder}" for folder in WITHOUT_STORES))
    if not asked.smoke and not asked.skip_browser and not _named_files(run.rest):
        _faults(run)


def _faults(run: Run) -> None:
    """Calls over bad lines, one after the other: two browsers and a relay are as much as a small machine carries."""
    why_not = laboratory.missing()
    if not why_not:
        run.pytest("fault lab", "tests/faults")
        return
    line = f"fault lab NOT RUN: {why_not}"
    if os.environ.get("XINQIAO_FAULTS") == "required":
        run.refuse(line)
    else:
        run.lines.append(line)


def _everything(run: Run, asked: argparse.Namespace, *but: str) -> None:
    if _named_files(run.rest):
        run.pytest("tests")
        return
    run.pytest("below the browser", "-n", "2", "--dist", "loadfile", "-m", "not journey and not faults", *but)
    run.javascript()
    if asked.skip_browser:
        run.lines.append("browser journeys NOT RUN (--skip-browser)")
        return
    if browser.find() is None:
        print("\nLooking for a browser …", flush=True)
        browser.install(run.python)
    if browser.find() is None:
        run.refuse("browser journeys NOT RUN: no Chromium or Chrome. Set XINQIAO_CHROMIUM or --skip-browser.")
        return
    chosen = "journey and smoke" if asked.smoke else "journey"
    run.pytest("browser journeys", "-n", "2", "--dist", "load", "-m", chosen, "tests/journeys")


def _named_files(rest: list[str]) -> bool:
    """Whether the caller named tests: then just those run."""
    return any((ROOT / word.split("::")[0]).exists() for word in rest if not word.startswith("-"))
