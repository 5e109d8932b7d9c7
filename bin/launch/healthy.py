"""Asks this machine's own server whether it can do its work; for health checks of containers and supervisors."""

import http.client
import os
import socket
from urllib.parse import urlsplit

from launch import Stopped, keys


def main(arguments: list[str]) -> int:
    """`bin/production healthy`: exit 0 when the web part, or with `mediaworker` that, says it can work."""
    return _media() if arguments == ["mediaworker"] else _web()


def _media() -> int:
    """Its answer to `ask` (teleconsult/media/messages.py)."""
    path = os.environ.get("XINQIAO_MEDIA_SOCKET") or str(keys.folder() / "media" / "worker.sock")
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(5)
            line.connect(path)
            line.sendall(b'{"kind":"ask"}\n')
            said = line.recv(500).decode("utf-8", "replace")
    except OSError as error:
        raise Stopped(f"no answer: {error}") from error
    print(said.strip())
    return 0 if '"kind":"state"' in said else 1


def _web() -> int:
    """200 from /readyz. The server knows itself by its public name only."""
    public = urlsplit(os.environ.get("PUBLIC_URL", "http://localhost:8000"))
    line = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=5)
    try:
        line.request("GET", "/readyz", headers={"Host": public.netloc, "X-Forwarded-Proto": public.scheme})
        answer = line.getresponse()
        said = answer.read(500).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException) as error:
        raise Stopped(f"no answer: {error}") from error
    print(said)
    return 0 if answer.status == 200 else 1
