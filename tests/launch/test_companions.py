"""Programs beside the server: the server never waits for them, misses none that dies, and takes all along."""

import asyncio
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from config import companions
from launch import ROOT, Stopped, healthy, running
from teleconsult.media import asking
from teleconsult.media.messages import Ask, State


@pytest.fixture
def socket():
    with TemporaryDirectory(prefix="xq") as folder:
        yield Path(folder) / "worker.sock"


def wait_until(true, seconds=40):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.1)


def answers(socket):
    try:
        return isinstance(asking.ask(socket, Ask()), State)
    except asking.NoWorker:
        return False


def serve(socket, log, *options, **changes):
    """A server with its own worker; its database is asked nothing."""
    port = running.free_port()
    told = {**os.environ, "XINQIAO_MEDIA_ECHOES": "2", "XINQIAO_MEDIA_SOCKET": str(socket), **changes}
    command = [sys.executable, "manage.py", "serve", "--port", str(port), *options]
    return port, subprocess.Popen(command, cwd=ROOT, env=told, stdout=log.open("w"), stderr=subprocess.STDOUT)


def alive(port):
    with closing(http.client.HTTPConnection("localhost", port, timeout=5)) as line:
        try:
            line.request("GET", "/healthz")
            return line.getresponse().status == 200
        except OSError:
            return False


def workers_of(process):
    """The children of the server that are media workers."""
    said = subprocess.run(["/bin/ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in said.splitlines()]
    return [int(pid) for pid, parent, args in rows if int(parent) == process.pid and "teleconsult.media" in args]


def test_a_worker_that_is_killed_comes_back_and_ends_with_the_server(socket, tmp_path):
    port, server = serve(socket, tmp_path / "log")
    try:
        wait_until(lambda: answers(socket))
        (first,) = workers_of(server)
        environment = Path(f"/proc/{first}/environ")
        if environment.exists():
            assert b"KEY=" not in environment.read_bytes(), "it holds a key"
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: not answers(socket))
        assert alive(port)
        wait_until(lambda: answers(socket))
        assert workers_of(server) != [first]
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(20) == 0
    assert not socket.exists()
    assert "is begun again" in (tmp_path / "log").read_text()


def test_a_server_that_is_killed_leaves_no_worker_behind(socket, tmp_path):
    _port, server = serve(socket, tmp_path / "log")
    wait_until(lambda: answers(socket))
    server.kill()
    server.wait()
    wait_until(lambda: not socket.exists())


@pytest.mark.parametrize("changes", [{"XINQIAO_MEDIA_SOCKET": "/" + "x" * 200}, {"XINQIAO_MEDIA_ECHOES": "0"}])
def test_where_there_can_be_no_worker_the_server_serves(socket, tmp_path, changes):
    port, server = serve(socket, tmp_path / "log", **changes)
    try:
        wait_until(lambda: alive(port))
        wait_until(lambda: not workers_of(server))
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(20) == 0
    said = (tmp_path / "log").read_text()
    assert ("media worker: no socket" in said) == ("XINQIAO_MEDIA_SOCKET" in changes)
    assert "is begun again" not in said


def test_with_jobs_elsewhere_the_worker_is_elsewhere_too(socket, tmp_path):
    port, server = serve(socket, tmp_path / "log", "--no-jobs")
    try:
        wait_until(lambda: alive(port))
        assert workers_of(server) == []
    finally:
        server.terminate()
        server.wait(20)


@pytest.mark.skipif(shutil.which("turnserver") is None, reason="coturn is not installed")
def test_the_demo_begins_its_relay_on_loopback_and_ends_it(socket, tmp_path):
    number = running.free_port()
    secret = "only-for-tests-" + "t" * 30
    more = {"XINQIAO_DEMO": "1", "XINQIAO_TURN_LOOPBACK": str(number), "TURN_SECRET": secret}
    more |= {"XINQIAO_VAR": str(tmp_path), "XINQIAO_MEDIA_ECHOES": "0"}
    _port, server = serve(socket, tmp_path / "log", **more)
    try:
        wait_until(lambda: running._answers("127.0.0.1", number))
        assert secret not in (tmp_path / "turn" / "log").read_text()
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(20) == 0
    wait_until(lambda: not running._answers("127.0.0.1", number))


@pytest.mark.parametrize("command", [["/nowhere/at/all"], [sys.executable, "-c", "raise SystemExit(3)"]])
async def test_what_cannot_run_is_not_tried_for_ever(command):
    await asyncio.wait_for(companions.Companion("thing", command, companions.bare()).keep(asyncio.Event()), 10)


async def test_what_does_not_want_to_end_is_ended(monkeypatch):
    monkeypatch.setattr(companions, "PATIENCE", 0.3)
    stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    ended = asyncio.Event()
    kept = companions.Companion("thing", [sys.executable, "-c", stubborn], companions.bare()).keep(ended)
    asyncio.get_running_loop().call_later(1, ended.set)
    await asyncio.wait_for(kept, 10)


def test_the_command_becomes_the_worker_and_is_asked_how_it_is(socket, monkeypatch, capsys):
    told = {**os.environ, "XINQIAO_MEDIA_ECHOES": "2", "XINQIAO_MEDIA_SOCKET": str(socket)}
    monkeypatch.setenv("XINQIAO_MEDIA_SOCKET", str(socket))
    with pytest.raises(Stopped, match="no answer"):
        healthy.main(["mediaworker"])
    process = subprocess.Popen([ROOT / "bin" / "production", "mediaworker"], env=told)
    try:
        wait_until(lambda: answers(socket))
        assert healthy.main(["mediaworker"]) == 0
        assert json.loads(capsys.readouterr().out)["most"] == 2
    finally:
        process.terminate()
        assert process.wait(10) == 0


def test_a_command_with_nothing_to_do_says_so():
    told = {**os.environ, "XINQIAO_MEDIA_ECHOES": "0"}
    asked = [sys.executable, "manage.py", "mediaworker"]
    done = subprocess.run(asked, cwd=ROOT, env=told, capture_output=True, text=True, check=False)
    assert (done.returncode, "XINQIAO_MEDIA_ECHOES is 0" in done.stderr) == (1, True)
