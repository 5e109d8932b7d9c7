"""The laboratory: two networks, the line between them (`link`), a browser at each end, a relay beside the server."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from launch import ROOT, browser, certificate
from tests import browsers
from tests.faults.link import DEVICE, FAR_ADDRESS, NEAR_ADDRESS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SECRET = "only-for-the-laboratory-" + "t" * 30
TURN_PORT, TURN_TLS_PORT = 3478, 5349


class Lab:
    """The village is at the far end of the line, the centre at the near end, where the server is too."""

    def __init__(self, port: int, folder: Path) -> None:
        self.port, self.folder = port, folder
        self.far, self.near = f"far-{os.getpid()}", f"near-{os.getpid()}"
        self.control = folder / "control"
        self.running: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Lab:
        for name in (self.far, self.near):
            _run("ip", "netns", "delete", name, check=False)
            _run("ip", "netns", "add", name)
            _run("ip", "-n", name, "link", "set", "lo", "up")
        command = [sys.executable, "-m", "tests.faults.link", self.far, self.near, str(self.port), str(self.control)]
        self.start("link", command, env={**os.environ, "PYTHONPATH": str(ROOT)})
        _until(self.control.exists, "the line")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for process in reversed(self.running):
            process.kill()
            process.wait()
        for name in (self.far, self.near):
            _run("ip", "netns", "delete", name, check=False)

    def start(self, name: str, command: list[str], **more: Any) -> subprocess.Popen[bytes]:
        """A process that ends with the laboratory; its words in a file."""
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, **more)
        self.running.append(process)
        return process

    # --- what can be wrong ------------------------------------------------------------------------------------------
    def line(self, **fault: Any) -> dict[str, dict[str, int]]:
        """Changes the line (`link.Link.change`); gives how many packets were carried and lost each way."""
        with socket.socket(socket.AF_UNIX) as asked:
            asked.connect(str(self.control))
            asked.sendall(json.dumps(fault).encode() + b"\n")
            answer: dict[str, dict[str, int]] = json.loads(asked.makefile().readline())
        return answer

    def heal(self) -> None:
        """Nothing is wrong any more."""
        self.line(loss=0.0, delay=0.0, rate=0.0, down=False, deaf=False)

    def move(self) -> None:
        """The far end gets another address and loses the one it had: Wi-Fi to mobile."""
        other = FAR_ADDRESS.rsplit(".", 1)[0] + ".9"
        _run("ip", "-n", self.far, "addr", "add", f"{other}/24", "dev", DEVICE)
        _run("ip", "-n", self.far, "addr", "delete", f"{FAR_ADDRESS}/24", "dev", DEVICE)
        # With its address a device loses its routes; the first address had made the one of the network.
        _run("ip", "-n", self.far, "addr", "replace", f"{other}/24", "dev", DEVICE)
        _run("ip", "-n", self.far, "route", "replace", "default", "dev", DEVICE)

    def no_udp(self) -> None:
        """A firewall that lets only TCP through, in both directions."""
        for words in (
            "add table inet wall",
            "add chain inet wall in { type filter hook input priority 0; }",
            f"add rule inet wall in iifname {DEVICE} meta l4proto udp drop",
        ):
            _run("ip", "netns", "exec", self.near, "nft", words)
            _run("ip", "netns", "exec", self.far, "nft", words)

    @contextmanager
    def asleep(self) -> Iterator[None]:
        """The far end's laptop is shut: nothing of its browser runs."""
        found = subprocess.run(["ip", "netns", "pids", self.far], check=True, capture_output=True, text=True).stdout
        ours = {process.pid for process in self.running}
        sleeping = [int(pid) for pid in found.split() if int(pid) not in ours]
        try:
            for pid in sleeping:
                os.kill(pid, signal.SIGSTOP)
            yield
        finally:
            for pid in sleeping:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGCONT)

    # --- who is there -----------------------------------------------------------------------------------------------
    def relay(self, *, tls: bool = False) -> None:
        """coturn beside the server, as `bin/production turn` starts it, for this line's own network."""
        words = {
            "TURN_SECRET": SECRET,
            "TURN_REALM": "xinqiao.test",
            "TURN_ADDRESS": NEAR_ADDRESS,
            "TURN_ALLOWED": "10.77.0.0-10.77.0.255",
            "TURN_RUN": str(self.folder / "turn"),
        }
        if tls:
            certificate.make(self.folder, [NEAR_ADDRESS])
            words |= {"TURN_CERT": str(self.folder / "certificate.pem"), "TURN_KEY": str(self.folder / "key.pem")}
        self.start("turn", ["ip", "netns", "exec", self.near, "config/turn.sh"], env={**os.environ, **words})
        _until(lambda: _listens(self.near, TURN_PORT), "coturn")

    @contextmanager
    def browser(self, playwright: Any, end: str, *more: str) -> Iterator[Browser]:
        """Chromium in the network of one end, `far` or `near`."""
        found = browser.find()
        name = {"far": self.far, "near": self.near}[end]
        wrapper = self.folder / f"chromium-{end}"
        wrapper.write_text(f'#!/bin/sh\nexec ip netns exec {name} {found} "$@"\n')
        wrapper.chmod(0o755)
        opened: Browser = playwright.chromium.launch(
            executable_path=str(wrapper), headless=True, args=browsers.flags(*more)
        )
        try:
            yield opened
        finally:
            opened.close()


def kept(test: str, end: str) -> Path:
    """Where a failed test leaves its pictures and traces."""
    return browsers.KEPT / test / end


def turn_urls(*, tls: bool = False) -> str:
    """The relay as the server names it to browsers."""
    address = f"{NEAR_ADDRESS}:{TURN_PORT}"
    sealed = f",turns:{NEAR_ADDRESS}:{TURN_TLS_PORT}?transport=tcp" if tls else ""
    return f"turn:{address}?transport=udp,turn:{address}?transport=tcp{sealed}"


def _run(*words: str, check: bool = True) -> None:
    subprocess.run(words, check=check, capture_output=True)


def _listens(name: str, port: int) -> bool:
    said = subprocess.run(["ip", "netns", "exec", name, "ss", "-lnt"], capture_output=True, text=True, check=False)
    return f":{port} " in said.stdout


def _until(right: Any, what: str) -> None:
    for _ in range(200):
        if right():
            return
        time.sleep(0.1)
    raise AssertionError(f"{what} did not start")
