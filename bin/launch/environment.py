"""Makes `.venv` from the hash-pinned requirements; notices a half-made, moved or outdated one."""

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from launch import ROOT, Stopped, traces

STAMP = "xinqiao.json"
RUNTIME, DEVELOPMENT = "requirements.txt", "requirements-dev.txt"


def python_in(folder: Path) -> Path:
    """The environment's interpreter."""
    return folder / "bin" / "python"


def ensure(requirements: str, *, root: Path = ROOT) -> str:
    """The interpreter of an environment that holds `requirements`, made or mended where needed.

    Raises Stopped where this Python cannot make one or a package cannot be installed.
    """
    folder = root / ".venv"
    notes = traces.Notebook(folder / STAMP)
    with traces.alone(root / "bin"):
        mark = _mark(root, requirements)
        whole = _whole(folder, notes)
        if not whole:
            _remake(folder)
        if not whole or not notes.has(requirements, mark):
            _install(folder, root / requirements)
            notes.write(python=_version(folder), place=str(folder), **_contents(root, requirements))
    return str(python_in(folder))


def enter(part: str, arguments: list[str]) -> str:
    """Go on inside the development environment: this process becomes its Python, where it is not yet."""
    python = ensure(DEVELOPMENT)
    if not os.path.samefile(sys.prefix, ROOT / ".venv"):
        os.execv(python, [python, str(ROOT / "bin" / "run.py"), part, *arguments])  # noqa: S606 -- no shell wanted
    return python


def _mark(root: Path, requirements: str) -> str:
    try:
        return hashlib.sha256((root / requirements).read_bytes()).hexdigest()[:20]
    except FileNotFoundError as missing:
        raise Stopped(f"{requirements} is missing: this clone is not complete.") from missing


def _contents(root: Path, requirements: str) -> dict[str, str | None]:
    """What the environment now holds: the development set contains the product's own."""
    if requirements == DEVELOPMENT:
        return {name: _mark(root, name) for name in (RUNTIME, DEVELOPMENT)}
    return {RUNTIME: _mark(root, RUNTIME), DEVELOPMENT: None}


def _whole(folder: Path, notes: traces.Notebook) -> bool:
    """Whether the environment was finished, at this place, and its Python still is what it was."""
    said = notes.read()
    return said.get("place") == str(folder) and said.get("python", "") == (_version(folder) or None)


def _version(folder: Path) -> str:
    """The environment's Python, empty where it (or its pip) does not start."""
    asked = [str(python_in(folder)), "-c", "import pip, sys; print(sys.version)"]
    try:
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def _remake(folder: Path) -> None:
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        raise Stopped("This Python cannot make an environment (no ensurepip). Run: apt install python3-venv")
    if folder.exists() or folder.is_symlink():
        print("The environment in .venv is half-made or from elsewhere: making it anew …", flush=True)
        _remove(folder)
    else:
        print("Making an environment in .venv …", flush=True)
    base = getattr(sys, "_base_executable", sys.executable)  # not the one just removed, where .venv is active
    made = subprocess.run([base, "-m", "venv", str(folder)], capture_output=True, text=True, check=False)
    if made.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        raise Stopped(f"The environment could not be made: {_reason(made.stdout + made.stderr)}")


def _remove(folder: Path) -> None:
    try:
        if folder.is_symlink() or folder.is_file():
            folder.unlink()
        else:
            shutil.rmtree(folder)
    except OSError as error:
        raise Stopped(f"{folder} cannot be removed ({error.strerror}). Remove it by hand.") from error


def _install(folder: Path, requirements: Path) -> None:
    """pip with the caller's own mirror settings; the stamp is withdrawn until it has gone well."""
    (folder / STAMP).unlink(missing_ok=True)
    print(f"Installing {requirements.name} (a minute or two the first time) …", flush=True)
    pip = [
        str(python_in(folder)),
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "--quiet",
        "--no-user",
    ]
    asked = [*pip, "--require-hashes", "-r", str(requirements)]
    surroundings = {name: value for name, value in os.environ.items() if name != "PIP_REQUIRE_VIRTUALENV"}
    got = subprocess.run(asked, env=surroundings, capture_output=True, text=True, check=False)
    if got.returncode:
        raise Stopped(f"The packages could not be installed: {_reason(got.stderr or got.stdout)}")


def _reason(output: str) -> str:
    """The line of a long complaint that says most."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith("error")]
    return (errors or lines or ["no reason was given"])[-1]


def main(arguments: list[str]) -> int:
    """`bin/run.py environment [--dev]`: make it and print its interpreter."""
    parser = argparse.ArgumentParser(prog="environment", description=main.__doc__)
    parser.add_argument("--dev", action="store_true", help="with everything tests and checks need")
    print(ensure(DEVELOPMENT if parser.parse_args(arguments).dev else RUNTIME))
    return 0
