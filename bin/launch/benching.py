"""`bin/bench`: measures what the product promises and prints the figures. Asserts nothing."""

import argparse
import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from launch import ROOT, Stopped, environment, running, stores

FOLDER = ROOT / "tests" / "bench"


def main(arguments: list[str]) -> int:
    """Each measurement runs in a process of its own. Non-zero only where one could not be carried out."""
    found = sorted(path.stem for path in FOLDER.glob("[a-z]*.py") if "def measure(" in path.read_text("utf-8"))
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__, epilog=main.__doc__)
    parser.add_argument("--json", action="store_true", help='[{"name", "value", "unit"}] on standard output')
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"default: all of {', '.join(found) or 'none yet'}")
    asked = parser.parse_args(arguments)
    unknown = set(asked.names) - set(found)
    if unknown:
        raise Stopped(f"No measurement is called {', '.join(sorted(unknown))}. There are: {', '.join(found)}")
    python = environment.enter("benching", arguments)
    figures, missed = _measure(python, asked.names or found)
    print(json.dumps(figures, ensure_ascii=False, indent=1) if asked.json else table(figures))
    for line in missed:
        print(line, file=sys.stderr)
    return 1 if missed else 0


def _measure(python: str, names: list[str]) -> tuple[list[dict[str, Any]], list[str]]:
    figures: list[dict[str, Any]] = []
    missed: list[str] = []
    for name in names:
        kinds = _stores(FOLDER / f"{name}.py")
        for kind in kinds:
            print(f"{name} on {kind} …", file=sys.stderr, flush=True)
            try:
                measured = _one(python, name, kind)
            except Stopped as reason:
                missed.append(f"{name} on {kind} NOT RUN: {reason}")
                continue
            figures += [_named(figure, kind if len(kinds) > 1 else "") for figure in measured]
    return figures, missed


def _stores(path: Path) -> list[str]:
    """The module's `STORES`, read without running it."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and any(getattr(target, "id", "") == "STORES" for target in node.targets):
            return list(ast.literal_eval(node.value))
    return ["SQLite"]


def _one(python: str, name: str, kind: str) -> list[dict[str, Any]]:
    path = os.pathsep.join([str(ROOT), str(ROOT / "bin")])
    surroundings = {**os.environ, **dict(_addresses(kind)), "PYTHONPATH": path}
    surroundings["DJANGO_SETTINGS_MODULE"] = "config.settings"
    asked = [python, "-m", "tests.bench", name]
    code, said = running.patiently(asked, surroundings, stdout=subprocess.PIPE)
    if code:
        raise Stopped(f"it ended with {code}; its words stand above")
    measured: list[dict[str, Any]] = json.loads(said.strip().splitlines()[-1])
    return measured


def _addresses(kind: str) -> Iterator[tuple[str, str]]:
    """What puts the tests' environment on PostgreSQL and Redis; nothing for SQLite and memory."""
    if kind == "SQLite":
        return
    database, redis, missing = stores.find()
    if missing:
        raise Stopped(missing)
    yield from {"XINQIAO_TEST_DATABASE_URL": database, "XINQIAO_TEST_REDIS_URL": redis}.items()


def _named(figure: dict[str, Any], kind: str) -> dict[str, Any]:
    return {**figure, "name": f"{figure['name']} ({kind})"} if kind else figure


def table(figures: list[dict[str, Any]]) -> str:
    """Name, value, unit in columns."""
    wide = max((len(figure["name"]) for figure in figures), default=0)
    return "\n".join(f"{figure['name']:<{wide}}  {figure['value']:>12,.6g} {figure['unit']}" for figure in figures)
