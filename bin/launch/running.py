"""A Django server as a child process: start it, wait until it is ready, end it with all it started."""

import contextlib
import http.client
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from launch import ROOT, Stopped

LOOPBACK = ("127.0.0.1", "::1", "localhost")
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 -- read, never bound here


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def refuse_taken(host: str, port: int) -> None:
    """Raise Stopped, saying what to do, where a server could not listen on host:port."""
    local = host in {*LOOPBACK, *EVERYWHERE}
    answering = local and any(_answers(address, port) for address in LOOPBACK[:2])
    problem = "something is listening there" if answering else _bind_problem(host, port)
    if problem:
        raise Stopped(f"Port {port} on {host} cannot be used: {problem}. Try: bin/demo --port {port + 1}")


def _answers(host: str, port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=0.5):
        return True
    return False


def _bind_problem(host: str, port: int) -> str:
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError:
        return "this machine has no such address"
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            return (error.strerror or str(error)).lower()
    return ""


def patiently(command: list[str], environment: Mapping[str, str], stdout: int | None = None) -> tuple[int, str]:
    """Run a program that starts servers itself; gives its code and, with stdout=PIPE, what it said.

    Interrupted, it gets the time to end them: Ctrl-C reaches it from the terminal, a plain kill is passed on.
    """
    with subprocess.Popen(command, cwd=ROOT, env=dict(environment), stdout=stdout, text=True) as process:
        before = signal.signal(signal.SIGTERM, lambda number, frame: process.terminate())
        try:
            said = process.communicate()[0]
        except KeyboardInterrupt:
            _let_end(process)
            raise
        finally:
            signal.signal(signal.SIGTERM, before)
    return process.returncode, said or ""


def _let_end(process: "subprocess.Popen[str]") -> None:
    for press in (process.terminate, process.kill):
        with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
            process.wait(15)
            return
        press()


class Server:
    """One `manage.py serve` in a session of its own, its output in a file."""

    def __init__(
        self,
        python: str,
        environment: Mapping[str, str],
        *,
        host: str,
        port: int,
        log: Path,
        certificate: Path | None = None,
    ) -> None:
        self.log, self.port, self.certificate = log, port, certificate
        self.probe = EVERYWHERE.get(host, host)
        log.parent.mkdir(parents=True, exist_ok=True)
        command = [python, "manage.py", "serve", "--host", host, "--port", str(port)]
        if certificate:
            command += ["--certificate", str(certificate), "--key", str(certificate.with_name("key.pem"))]
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_until_ready(self, seconds: float = 90) -> None:
        """Return when /readyz answers 200; raise Stopped with the log's last line when it cannot."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise Stopped(f"The server ended at once: {self.last_line()} (all of it: {self.log})")
            if self._ready():
                return
            time.sleep(0.1)
        raise Stopped(f"The server was not ready after {seconds:.0f} s: {self.last_line()} (see {self.log})")

    def _ready(self) -> bool:
        line = http.client.HTTPConnection(self.probe, self.port, timeout=5)
        if self.certificate:
            trusting = ssl.create_default_context(cafile=str(self.certificate))
            line = http.client.HTTPSConnection(self.probe, self.port, timeout=5, context=trusting)
        try:
            line.request("GET", "/readyz", headers={"Host": f"localhost:{self.port}"})
            return line.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()

    def last_line(self) -> str:
        """The last thing the server said."""
        lines = self.log.read_text("utf-8", "replace").strip().splitlines()
        return lines[-1].strip() if lines else "it said nothing"

    def stop(self, seconds: float = 8) -> None:
        """End the server and whatever it started; gently first."""
        for number, patience in ((signal.SIGTERM, seconds), (signal.SIGKILL, 5)):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)
                break
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)


@contextlib.contextmanager
def serving(
    environment: Mapping[str, str],
    log: Path,
    *,
    python: str = sys.executable,
    port: int | None = None,
    seconds: float = 90,
) -> Iterator[str]:
    """A server on the loopback for as long as the block lasts; gives its address.

    It is reached as `localhost` (a secure place for browsers: camera and microphone work) and told so.
    """
    port = port or free_port()
    told = {
        **environment,
        "PUBLIC_URL": f"http://localhost:{port}",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "PYTHONUNBUFFERED": "1",
    }
    server = Server(python, told, host="127.0.0.1", port=port, log=log)
    try:
        server.wait_until_ready(seconds)
        yield f"http://localhost:{port}"
    finally:
        server.stop()
