"""Brings a demo's folder to the point where it can be served; what is done already is not done again."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from launch import ROOT, Stopped, traces, translations


class Setup:
    """The steps between an empty folder and a server, with the notes of what was done."""

    def __init__(self, python: str, var: Path, environment: Mapping[str, str], *, small: bool = False) -> None:
        self.python, self.var, self.environment = python, var, dict(environment)
        self.notes = traces.Notebook(var / "done.json")
        self.seeding = ["seed_demo", "--small"] if small else ["seed_demo"]

    def run(self) -> None:
        """All steps, in order."""
        self._migrate()
        self._translate()
        self._collect()
        self._seed()

    def _migrate(self) -> None:
        mark = traces.fingerprint(traces.migrations())
        if not (self.var / "xinqiao.sqlite3").is_file():
            self.notes.write(migrated=None, seeded=None, site=None)
        if not self.notes.has("migrated", mark):
            self._manage("Preparing the database", "migrate", "--noinput", "--verbosity", "0")
            self.notes.write(migrated=mark)

    def _translate(self) -> None:
        if translations.stale():
            print("Compiling translations …", flush=True)
            self._call([self.python, "-m", "launch.translations"], PYTHONPATH=str(ROOT / "bin"))

    def _collect(self) -> None:
        mark = traces.fingerprint(traces.statics())
        present = (self.var / "static" / "staticfiles.json").is_file()
        if not present or not self.notes.has("static", mark):
            self._manage("Collecting static files", "collectstatic", "--noinput", "--verbosity", "0")
            self.notes.write(static=mark)

    def _seed(self) -> None:
        mark = traces.fingerprint(traces.content())
        if not self.notes.has("site", mark):
            self._manage("Writing the public site", "seed_site")
            self.notes.write(site=mark)
        if not self.notes.has("seeded", "yes"):
            self._manage("Loading the demo alliance", *self.seeding)
            self.notes.write(seeded="yes")

    def _manage(self, saying: str, *command: str) -> None:
        print(f"{saying} …", flush=True)
        self._call([self.python, "manage.py", *command])

    def _call(self, command: list[str], **more: str) -> None:
        """Run it in the clone; a failure is told in one line, in full in setup.log."""
        done = subprocess.run(
            command, cwd=ROOT, env={**self.environment, **more}, capture_output=True, text=True, check=False
        )
        if done.returncode:
            log = self.var / "setup.log"
            log.write_text(done.stdout + done.stderr, "utf-8")
            last = (done.stderr or done.stdout).strip().splitlines() or ["no reason was given"]
            raise Stopped(f"{' '.join(command[1:])} failed: {last[-1].strip()} (all of it: {log})")


def reset(var: Path) -> None:
    """Remove the demo's folder. Nothing but a demo's own folder is ever removed.

    Raises Stopped where `var` holds files and none of them shows that a demo made it.
    """
    if not var.exists():
        return
    ours = var == ROOT / "var" or (var / "demo.env").is_file() or not any(var.iterdir())
    if not ours or var in (ROOT, *ROOT.parents):
        raise Stopped(f"{var} does not look like a demo's folder: nothing was removed.")
    shutil.rmtree(var)
