"""Firefox as the second browser: Debian's package, driven over Marionette; a made-up camera and microphone.

Mozilla's own client in Python does not import from 3.13 on (telnetlib); what a journey needs of the protocol is here.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from launch import running

PROGRAM = shutil.which("firefox-esr") or shutil.which("firefox")
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # WebDriver's name for a reference to an element
PATIENCE = 60  # seconds
PREFERENCES = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "media.autoplay.default": 0,
    "media.peerconnection.ice.obfuscate_host_addresses": False,  # a machine of tests need not answer to mDNS
    "media.peerconnection.ice.loopback": True,
    # No word to anybody outside.
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.safebrowsing.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,none",
}
FIND = """
return [...document.querySelectorAll("button, [role=button]")].find(
  (one) => one.checkVisibility() && !one.disabled && one.textContent.trim() === arguments[0],
) ?? null;
"""


class Wire:
    """Marionette: a length, a colon and JSON, each way."""

    def __init__(self, port: int) -> None:
        self.stream = socket.create_connection(("127.0.0.1", port), timeout=2 * PATIENCE).makefile("rwb")
        self.count = 0
        self._read()  # it says what it is

    def __call__(self, command: str, **parameters: Any) -> Any:
        """One command; gives its value. Raises AssertionError with what Firefox says."""
        self.count += 1
        content = json.dumps([0, self.count, command, parameters]).encode()
        self.stream.write(b"%d:%b" % (len(content), content))
        self.stream.flush()
        _kind, _number, error, result = self._read()
        assert error is None, error
        return result.get("value") if isinstance(result, dict) else result

    def _read(self) -> Any:
        length = b""
        while (one := self.stream.read(1)) != b":":
            if not one:
                raise AssertionError("Firefox is gone")
            length += one
        return json.loads(self.stream.read(int(length)))


class Firefox:
    """One window of one person."""

    def __init__(self, wire: Wire, address: str) -> None:
        self.wire, self.address = wire, address
        wire("WebDriver:NewSession")
        wire("WebDriver:SetTimeouts", script=1000 * PATIENCE, pageLoad=1000 * PATIENCE)

    def sign_in(self, cookie: tuple[str, str]) -> None:
        """By the session's cookie; the words of the pages in English."""
        self.goto("/accounts/login/")
        for name, value in (cookie, ("django_language", "en")):
            self.run("document.cookie = arguments[0]", f"{name}={value}; path=/")

    def goto(self, path: str) -> None:
        """A page of the server under test."""
        self.wire("WebDriver:Navigate", url=self.address + path)

    def reload(self) -> None:
        """The same page anew."""
        self.wire("WebDriver:Refresh")

    def press(self, name: str) -> None:
        """A button that is shown, by its words."""
        found = self.until(lambda: self.run(FIND, name))
        self.wire("WebDriver:ElementClick", id=found[ELEMENT])

    def run(self, script: str, *arguments: Any) -> Any:
        """What a script in the page returns."""
        return self.wire("WebDriver:ExecuteScript", script=script, args=list(arguments), sandbox=None)

    def ask(self, expression: str) -> Any:
        """What an expression, or its promise, comes to in the page."""
        script = f"const done = arguments[0]; Promise.resolve({expression}).then(done)"
        return self.wire("WebDriver:ExecuteAsyncScript", script=script, args=[], sandbox=None)

    def until(self, right: Callable[[], Any]) -> Any:
        """Waits for something that is true in the page."""
        end = time.monotonic() + PATIENCE
        while not (found := right()):
            if time.monotonic() > end:
                raise AssertionError(self.run("return document.body.innerText.slice(0, 1500)"))
            time.sleep(0.3)
        return found


@contextmanager
def opened(address: str, folder: Path) -> Iterator[Firefox]:
    """Begun without a screen and with a profile of its own, ended with the journey."""
    port = running.free_port()
    profile = folder / "profile"
    profile.mkdir()
    told = {**PREFERENCES, "marionette.port": port}
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in told.items()]
    (profile / "user.js").write_text("".join(lines), "utf-8")
    command = [str(PROGRAM), "--headless", "--marionette", "--no-remote", "--profile", str(profile)]
    with (folder / "firefox.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        yield Firefox(_wire(port, process), address)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wire(port: int, process: subprocess.Popen[bytes]) -> Wire:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            return Wire(port)
        except ConnectionRefusedError:
            time.sleep(0.2)
    raise AssertionError("Firefox does not answer")
