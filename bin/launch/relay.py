"""The demo's own relay (coturn), where one is installed: for this machine alone, so that its steps can be tried."""

import shutil
import socket

MISSING = "No coturn is installed here: calls in this demo have no relay. They need none on one machine."
BEYOND = "The relay of this demo is for this machine alone, so phones get none; on the same network they need none."


def settings(*, secret: str, local: bool) -> dict[str, str]:
    """What the server needs to start it and to hand it out; nothing where there can be none."""
    if not local or shutil.which("turnserver") is None:
        return {}
    port = _free()
    ways = [f"turn:127.0.0.1:{port}?transport={transport}" for transport in ("udp", "tcp")]
    return {"TURN_URLS": ",".join(ways), "TURN_SECRET": secret, "XINQIAO_TURN_LOOPBACK": str(port)}


def words(*, local: bool) -> str:
    """The one line about it, or nothing."""
    if not local:
        return BEYOND
    return "" if shutil.which("turnserver") else MISSING


def _free() -> int:
    """A port of the loopback that is free for both transports."""
    for _ in range(50):
        with socket.socket() as stream, socket.socket(type=socket.SOCK_DGRAM) as datagrams:
            stream.bind(("127.0.0.1", 0))
            try:
                datagrams.bind(stream.getsockname())
            except OSError:
                continue
            return int(stream.getsockname()[1])
    return 3478
