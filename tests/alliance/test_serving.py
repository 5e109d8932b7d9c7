"""The server with its loops: one clear line where it cannot listen, an end when it is told to."""

import asyncio
import http.client
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing

import pytest

from config import loops
from launch import ROOT, running

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")


def start(*arguments):
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


@pytest.fixture(scope="module")
def port():
    """A server of our own, without a database: it is asked only what needs none."""
    number = running.free_port()
    process = start("serve", "--port", str(number), "--no-jobs")
    for _ in range(200):
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", number)) == 0:
                break
        time.sleep(0.1)
    yield number
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0


def ask(port, method, path, body=None, headers=None):
    with closing(http.client.HTTPConnection("localhost", port, timeout=20)) as line:
        line.request(method, path, body, headers or {})
        return line.getresponse().status


def test_a_taken_port_is_one_clear_line_and_a_failure(port):
    process = start("serve", "--port", str(port), "--no-jobs")
    said, _ = process.communicate(timeout=60)
    lines = [line for line in said.splitlines() if "Warning" not in line and "mw_instance" not in line]
    assert process.returncode == 1
    assert len(lines) == 1
    assert f"port {port}" in lines[0]


def test_more_than_anybody_has_reason_to_send_is_refused(port):
    assert ask(port, "POST", "/healthz", b"x" * 21 * 1024 * 1024) == 413


def test_a_body_that_never_tells_its_length_is_refused_too(port):
    chunks = (b"x" * 1024 * 1024 for _ in range(22))
    assert ask(port, "POST", "/healthz", chunks) == 413


def test_it_answers(port):
    assert ask(port, "GET", "/healthz") == 200


async def test_a_turn_that_fails_does_not_end_the_loop(caplog):
    turns = []
    ended = asyncio.Event()
    running_loop = asyncio.get_running_loop()

    def turn():
        turns.append(1)
        if len(turns) == 1:
            raise ValueError("once")
        running_loop.call_soon_threadsafe(ended.set)

    await asyncio.wait_for(loops.repeat(turn, 0.01, ended), 5)
    assert len(turns) == 2
    assert "failed" in caplog.text
