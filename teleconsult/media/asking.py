"""How the web process asks the media worker something: over its socket, with an end to every wait."""

from __future__ import annotations

import socket
import time
from pathlib import Path

from teleconsult.media.messages import LONGEST, Malformed, Reply, Request, read_reply, written

PATIENCE = 4.0  # seconds for the whole conversation


class NoWorker(Exception):
    """Nobody answers there, or not in time, or not sensibly."""


def ask(path: Path, request: Request, patience: float = PATIENCE) -> Reply:
    """The worker's answer. Raises NoWorker."""
    end = time.monotonic() + patience
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(patience)
            line.connect(str(path))
            line.sendall(written(request))
            return read_reply(_one_line(line, end))
    except (OSError, Malformed) as error:  # a path that is too long for a socket is an OSError as well
        raise NoWorker(path) from error


def _one_line(line: socket.socket, end: float) -> bytes:
    said = b""
    while not said.endswith(b"\n"):
        line.settimeout(max(0.001, end - time.monotonic()))
        more = line.recv(LONGEST)
        if not more or len(said) > LONGEST:
            raise Malformed
        said += more
    return said
