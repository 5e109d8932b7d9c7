"""What a version needs before it serves: translations compiled, static files collected, the database migrated."""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from launch import ROOT, Stopped, keys, translations


def main(arguments: list[str]) -> int:
    """Runs in the Python that has the packages: the image's, or .venv of a machine without containers."""
    parser = argparse.ArgumentParser(prog="bin/production release", description=__doc__)
    parser.add_argument("--files-only", action="store_true", help="leave the database alone; needs no keys")
    asked = parser.parse_args(arguments)
    print(f"{len(translations.compile_all())} translations compiled")
    with tempfile.TemporaryDirectory() as folder:
        given = dict(os.environ)
        passing = {**keys.for_checks(Path(folder)), "XINQIAO_VAR": str(keys.folder())}
        _manage({**given, **passing} if asked.files_only else given, "collectstatic", "--noinput")
    if not asked.files_only:
        _manage(dict(os.environ), "migrate", "--noinput")
        _manage(dict(os.environ), "check", "--deploy", "--fail-level", "ERROR")
    return 0


def _manage(surroundings: dict[str, str], *command: str) -> None:
    if subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=surroundings, check=False).returncode:
        raise Stopped(f"manage.py {command[0]} failed; its words stand above.")
