"""Fingerprints: has this work been done already, for exactly these inputs?"""

import contextlib
import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from launch import ROOT

PACKAGES = ("config", "alliance", "care", "cms", "learning", "teleconsult", "frontend")


def fingerprint(paths: Iterable[Path]) -> str:
    """One hash over names and contents; a missing file counts as such."""
    digest = hashlib.sha256()
    for path in sorted(set(paths)):
        content = path.read_bytes() if path.is_file() else b"missing"
        digest.update(f"{path}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:20]


def migrations() -> list[Path]:
    """Everything that shapes the database: our migrations and the versions of everybody else's."""
    ours = (path for name in PACKAGES for path in (ROOT / name).rglob("migrations/*.py"))
    return [*ours, ROOT / "requirements.txt"]


def statics() -> list[Path]:
    """Every file that collectstatic would take."""
    ours = (path for path in (ROOT / "frontend" / "static").rglob("*") if path.is_file())
    makers = [ROOT / "frontend" / name for name in ("bundles.py", "flattening.py", "stylesheets.py")]
    return [*ours, *makers, ROOT / "requirements.txt", ROOT / "config" / "settings.py"]


def content() -> list[Path]:
    """The sample content of the public site."""
    return list((ROOT / "cms" / "content").rglob("*.toml"))


class Notebook:
    """What was done, by name, in one small JSON file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> dict[str, str]:
        """All notes; an unreadable file is an empty one."""
        try:
            notes = json.loads(self.path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return notes if isinstance(notes, dict) else {}

    def has(self, name: str, mark: str) -> bool:
        """Whether `name` was done for `mark`."""
        return self.read().get(name) == mark

    def write(self, **marks: str | None) -> None:
        """Note that something is done; None forgets it."""
        notes = {**self.read(), **marks}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        half = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        half.write_text(json.dumps({k: v for k, v in notes.items() if v is not None}, indent=1), "utf-8")
        half.replace(self.path)


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold `folder` for this process; a second one waits its turn. The lock ends with the process."""
    with _locked(folder, fcntl.LOCK_EX):
        yield


@contextlib.contextmanager
def hold(folder: Path) -> Iterator[bool]:
    """As `alone`, but nobody waits: gives False where another process holds the folder."""
    try:
        with _locked(folder, fcntl.LOCK_EX | fcntl.LOCK_NB):
            yield True
    except BlockingIOError:
        yield False


@contextlib.contextmanager
def _locked(folder: Path, how: int) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, how)
        yield
    finally:
        os.close(descriptor)
