"""A demo that a phone in the same network can open: over TLS, or the phone keeps its camera shut."""

import ipaddress
import os
import socket
import subprocess
from collections.abc import Mapping
from pathlib import Path

from launch import ROOT, Stopped, running

WARNING = (
    "The browser will warn that it does not know this certificate: it was made here, for this demo.\n"
    "Choose “Advanced” (高级) and go on. Whoever is in this network can open the demo: invented people only."
)


def addresses() -> list[str]:
    """What this machine is reached at in its networks, the one of the default route first."""
    found: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("198.51.100.1", 9))  # sends nothing: it only chooses a way out
            found.append(str(probe.getsockname()[0]))
        except OSError:
            pass
    try:
        rows = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET, socket.SOCK_STREAM)
    except OSError:
        rows = []
    found += [str(row[4][0]) for row in rows]
    return [each for each in dict.fromkeys(found) if not _local(each)]


def _local(address: str) -> bool:
    read = ipaddress.ip_address(address)
    return read.is_loopback or read.is_link_local or read.is_unspecified


def names(host: str) -> list[str]:
    """All that people may type: those the certificate is for, and the only ones that are answered."""
    here = socket.gethostname().lower()
    mine = [name for name in (here, f"{here.split('.')[0]}.local") if _sayable(name)]
    told = [] if host in running.EVERYWHERE or host in running.LOOPBACK else [host]
    return list(dict.fromkeys([*told, *addresses(), "localhost", "127.0.0.1", "::1", *mine]))


def _sayable(name: str) -> bool:
    return name.isascii() and all(part and part.replace("-", "").isalnum() for part in name.split("."))


def urls(host: str, port: int) -> list[str]:
    """Where to open it, the best first."""
    asked = addresses() if host in running.EVERYWHERE else [host]
    return [f"https://{_bracketed(each)}:{port}" for each in asked or ["localhost"]]


def _bracketed(name: str) -> str:
    return f"[{name}]" if ":" in name else name


def settings(host: str, port: int) -> dict[str, str]:
    """How this start is reached; nobody stands in front of it."""
    return {
        "PUBLIC_URL": urls(host, port)[0],
        "ALLOWED_HOSTS": ",".join(_bracketed(each) for each in names(host)),
        "XINQIAO_TLS_HERE": "1",
    }


def folder(var: Path) -> Path:
    """Where certificate and key lie."""
    return var / "https"


def certify(python: str, var: Path, host: str, environment: Mapping[str, str]) -> Path:
    """The certificate, made once for as long as it holds. Raises Stopped."""
    place = folder(var)
    command = [python, "-m", "launch.certificate", str(place), *names(host)]
    told = {**environment, "PYTHONPATH": os.pathsep.join([str(ROOT / "bin")])}
    done = subprocess.run(command, env=told, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Stopped(f"No certificate could be made: {(done.stderr.strip().splitlines() or ['no reason'])[-1]}")
    return place / "certificate.pem"
