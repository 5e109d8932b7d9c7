"""`bin/demo`: from a bare clone to a running demo alliance in one command."""

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import unicodedata
import webbrowser
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType

from launch import ROOT, Stopped, environment, https, keys, relay, running, traces
from launch.setup import Setup, reset

TRY = {
    "community_doctor": "ask about a patient, book a time, act on the opinion",
    "colleague": "same centre: take over a colleague's case",
    "expert": "offer hours, accept a case, meet the doctor, sign",
    "coordinator": "the board: triage, assign, reassign",
    "leader": "deadlines, gaps, uncovered duty hours, agreements",
    "outsider": "another alliance: sees nothing of the first",
    "trainee": "what a trainee may and may not open",
    "editor": "sees no patients",
}


def main(arguments: list[str]) -> int:
    """Refuse what cannot work, then set up, serve, tell the accounts, stay until Ctrl-C."""
    asked = _parser().parse_args(arguments)
    asked.host = asked.host or ("0.0.0.0" if asked.https else "127.0.0.1")  # noqa: S104 -- phones are to reach it
    running.refuse_taken(asked.host, asked.port)
    var = keys.folder()
    with occupied(var, anew=asked.reset):
        return _serve(asked, var)


@contextlib.contextmanager
def occupied(var: Path, *, anew: bool) -> Iterator[None]:
    """Hold the demo's folder, emptied first when `anew`; raise Stopped where another demo holds it."""
    with traces.hold(var) as free:
        if not free:
            raise Stopped(f"A demo is already running from {var}. End it first: Ctrl-C in its terminal.")
        if not anew:
            yield
            return
        reset(var)
    with traces.hold(var):
        yield


def _serve(asked: argparse.Namespace, var: Path) -> int:
    """Set up and stay until Ctrl-C."""
    _end_on_signals()
    python = environment.ensure(environment.RUNTIME)
    kept = keys.keep(var)
    settings = {**keys.surroundings(), **kept, **_address(asked.host, asked.port)}
    settings |= https.settings(asked.host, asked.port) if asked.https else {}
    settings |= relay.settings(secret=kept["TURN_SECRET"], local=asked.host in running.LOOPBACK)
    Setup(python, var, settings).run()
    certificate = https.certify(python, var, asked.host, settings) if asked.https else None
    place = {"host": asked.host, "port": asked.port, "certificate": certificate}
    server = running.Server(python, settings, **place, log=var / "server.log")
    try:
        server.wait_until_ready()
        _tell(python, settings, asked)
        code = server.process.wait()
        raise Stopped(f"The server ended ({code}): {server.last_line()} (see {server.log})")
    except KeyboardInterrupt:
        print("\nStopping …", flush=True)
        return 0
    finally:
        server.stop()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/demo", description=__doc__)
    parser.add_argument("--port", type=_port, default=8000, help="default: 8000")
    parser.add_argument("--host", help="default: 127.0.0.1, this machine only; with --https all of its networks")
    parser.add_argument("--https", action="store_true", help="for phones: TLS with a certificate of its own")
    parser.add_argument("--reset", action="store_true", help="delete var/ (database, files, keys) and begin anew")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    return parser


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")


def _address(host: str, port: int) -> dict[str, str]:
    """How this start is reached. Beyond the loopback any name may lead here."""
    local = host in running.LOOPBACK
    name = "localhost" if local or host in running.EVERYWHERE else f"[{host}]" if ":" in host else host
    return {
        "PUBLIC_URL": f"http://{name}:{port}",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]" if local else "*",
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }


def _end_on_signals() -> None:
    """A closed terminal or a plain kill ends the server as Ctrl-C does."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)  # the stopping itself is not interrupted
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)


def _tell(python: str, settings: dict[str, str], asked: argparse.Namespace) -> None:
    url = settings["PUBLIC_URL"]
    print(f"\nready {url}\n", flush=True)
    print(table(accounts(python, settings)))
    print("\nThe other side: open a private window. Sent emails and one-click sign-in: " + url + "/demo/")
    if asked.https:
        print("Also: " + " ".join([*https.urls(asked.host, asked.port)[1:], f"https://localhost:{asked.port}"]))
        print(https.WARNING)
    elif asked.host not in running.LOOPBACK:
        print("Browsers give camera and microphone only to https or to localhost on this machine.")
    if about_relay := relay.words(local=asked.host in running.LOOPBACK):
        print(about_relay)
    print(f"Log: {keys.folder() / 'server.log'}. Ctrl-C stops everything.", flush=True)
    if not asked.no_browser and _has_display():
        webbrowser.open(url)


def _has_display() -> bool:
    if sys.platform == "darwin":
        return "SSH_CONNECTION" not in os.environ
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def accounts(python: str, settings: dict[str, str]) -> list[dict[str, str]]:
    """What `manage.py demo_accounts --json` says; an empty list where it says nothing useful."""
    asked = [python, "manage.py", "demo_accounts", "--json"]
    told = subprocess.run(asked, cwd=ROOT, env=settings, capture_output=True, text=True, check=False)
    try:
        people = json.loads(told.stdout)
    except ValueError:
        return []
    return people if isinstance(people, list) else []


def table(people: Sequence[dict[str, str]]) -> str:
    """Role, address, password and what to try, in columns; Chinese counts double."""
    if not people:
        return "No demo accounts are known. Start again with: bin/demo --reset"
    rows = [("role", "address", "password", "what to try")]
    rows += [(one["role"], one["email"], one["password"], TRY.get(one["role"], "")) for one in people]
    widths = [max(_width(row[column]) for row in rows) for column in range(4)]
    rows.insert(1, ("-" * widths[0], "-" * widths[1], "-" * widths[2], "-" * widths[3]))
    lines = ("  ".join(map(_padded, row, widths)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
