"""A media worker as a process of its own, and a browser's stand-in that really connects to it."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from launch import ROOT
from teleconsult.media import asking
from teleconsult.media.messages import Ask, State


@contextmanager
def running(socket: Path, *options: str, most: int = 3) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker that answers."""
    command = [sys.executable, "-m", "teleconsult.media", "--socket", str(socket), "--echoes", str(most), *options]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        wait_for(lambda: process.poll() is not None or answers(socket))
        yield process
    finally:
        process.kill()
        process.wait()


def answers(socket: Path) -> bool:
    try:
        return isinstance(asking.ask(socket, Ask()), State)
    except asking.NoWorker:
        return False


def wait_for(right: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not right():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.05)


@pytest.fixture
def socket() -> Iterator[Path]:
    """Where a worker may listen: a short name, as sockets want it."""
    with TemporaryDirectory(prefix="xq") as folder:
        yield Path(folder) / "worker.sock"
