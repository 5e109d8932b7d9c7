"""`bin/check`: lint, types, contracts, templates, browser code, migrations, deployment settings."""

import argparse
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from launch import ROOT, environment, keys, node

TEMPLATES = ROOT / "frontend" / "templates"


@dataclass(frozen=True)
class Check:
    """One program, and the same program told to mend what it can."""

    name: str
    command: list[str]
    mending: list[str] | None = None
    more: dict[str, str] = field(default_factory=dict)


def main(arguments: list[str]) -> int:
    """Runs all checks, or those named; every one reports, none stops the others."""
    parser = argparse.ArgumentParser(prog="bin/check", description=__doc__, epilog=main.__doc__)
    parser.add_argument("--fix", action="store_true", help="format and mend what can be mended, then check")
    parser.add_argument("names", nargs="*", metavar="NAME", help="such as: ruff mypy imports biome tsc")
    asked = parser.parse_args(arguments)
    python = environment.enter("checking", arguments)
    with tempfile.TemporaryDirectory() as folder:
        settings = {**keys.surroundings(), **keys.for_checks(Path(folder))}
        chosen = [check for check in _checks(python) if _asked_for(check, asked.names)]
        if asked.fix:
            _mend(chosen, settings)
        failed = [check.name for check in chosen if not _passes(check, settings)]
    print(f"\n{len(chosen) - len(failed)} checks passed, {len(failed)} failed" + _named(failed), flush=True)
    return 1 if failed or not chosen else 0


def _named(failed: list[str]) -> str:
    return f": {', '.join(failed)}" if failed else ""


def _asked_for(check: Check, names: list[str]) -> bool:
    return not names or any(name in check.name for name in names)


def _checks(python: str) -> Iterator[Check]:
    yield from _of_python(python)
    yield from _of_templates(python)
    yield from _of_browser_code()
    manage = [python, "manage.py"]
    yield Check("migrations", [*manage, "makemigrations", "--check", "--dry-run"])
    yield Check("deployment", [*manage, "check", "--deploy", "--fail-level", "WARNING"])


def _of_python(python: str) -> Iterator[Check]:
    ruff = [python, "-m", "ruff"]
    yield Check("ruff format", [*ruff, "format", "--check", "."], [*ruff, "format", "--quiet", "."])
    yield Check("ruff lint", [*ruff, "check", "."], [*ruff, "check", "--fix", "--quiet", "."])
    yield Check("mypy", [python, "-m", "mypy"])
    lint = str(environment.python_in(ROOT / ".venv").with_name("lint-imports"))
    yield Check("imports", [lint, "--no-cache"], more={"PYTHONPATH": str(ROOT)})


def _of_templates(python: str) -> Iterator[Check]:
    pages = sorted(str(path.relative_to(ROOT)) for path in TEMPLATES.rglob("*.html"))
    if not pages:
        return
    djade = [str(environment.python_in(ROOT / ".venv").with_name("djade")), "--target-version", "5.2"]
    yield Check("djade", [*djade, "--check", *pages], [*djade, *pages])
    djhtml = [python, "-m", "djhtml", "--tabwidth", "2"]
    yield Check("djhtml", [*djhtml, "--check", *pages], [*djhtml, *pages])


def _of_browser_code() -> Iterator[Check]:
    modules, run = node.modules(), node.program()
    biome = [run, str(modules / "@biomejs" / "biome" / "bin" / "biome")]
    yield Check("biome", [*biome, "check", "--error-on-warnings", "."], [*biome, "check", "--write", "."])
    yield Check("tsc", [run, str(modules / "typescript" / "bin" / "tsc"), "--project", "."])


def _mend(chosen: list[Check], settings: Mapping[str, str]) -> None:
    for check in chosen:
        if check.mending:
            subprocess.run(check.mending, cwd=ROOT, env=dict(settings), capture_output=True, check=False)


def _passes(check: Check, settings: Mapping[str, str]) -> bool:
    """Run it; its words are shown only when it fails."""
    began = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env={**settings, **check.more},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    fine = done.returncode == 0
    said = "ok" if fine else "FAILED" + os.linesep + (done.stdout + done.stderr).strip()
    print(f"{check.name:<12} {time.monotonic() - began:5.1f} s  {said}", flush=True)
    return fine
