"""Asks this machine's own server whether it can do its work; for health checks of containers and supervisors."""

import http.client
import os
from urllib.parse import urlsplit

from launch import Stopped


def main(arguments: list[str]) -> int:
    """`bin/production healthy`: exit 0 when /readyz answers 200. The server knows itself by its public name only."""
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
