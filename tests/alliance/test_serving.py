"""The server with its loops: one clear line where it cannot listen, an end when it is told to."""

import asyncio
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing

import pytest
from django.utils import timezone

from alliance import audit, notices
from alliance.models import AuditSeal, Outgoing
from config import loops
from launch import ROOT, running
from tests import databases

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")


def start(*arguments, **changes):
    command = [sys.executable, "manage.py", *arguments]
    told = {**os.environ, **changes}
    return subprocess.Popen(command, cwd=ROOT, env=told, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def wait_until(true, seconds=60):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.2)


@pytest.fixture(scope="module")
def port():
    """A server of our own, without a database: it is asked only what needs none."""
    number = running.free_port()
    process = start("serve", "--port", str(number), "--no-jobs")
    wait_until(lambda: listens(number))
    yield number
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0


def listens(port):
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


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


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_queued_mail_is_done_and_the_audit_sealed_without_anybody_asking(expert, monkeypatch, command):
    monkeypatch.setitem(notices._kinds, "danger-seen", notices.Kind("Seen", "", is_alarm=True))  # at any hour
    notices.send(expert, "danger-seen", at=timezone.now(), who="顾明远")
    audit.record(expert, "test", at=timezone.now())
    options = ["--port", str(running.free_port())] if command == "serve" else []
    process = start(command, *options, DATABASE_URL=databases.address(), EMAIL_URL="console://")
    try:
        wait_until(lambda: Outgoing.objects.get().sent_at and AuditSeal.objects.exists())
    finally:
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=30)
    assert process.returncode == 0, said


def test_the_first_page_says_what_this_is_and_whom_to_call(client, db):
    page = client.get("/").content.decode()
    assert 'href="/accounts/login/"' in page
    for number in ("120", "110", "12356", "12355"):
        assert f'href="tel:{number}"' in page


def test_an_address_that_leads_nowhere_is_a_polite_404(client, db):
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert 'href="tel:120"' in answer.content.decode()


def test_what_breaks_says_a_reference_that_stands_in_the_log(client, leader, monkeypatch, caplog):
    def breaks(*args):
        raise RuntimeError

    client.force_login(leader)
    client.raise_request_exception = False
    monkeypatch.setattr("alliance.overview.read", breaks)
    answer = client.get("/alliance/")
    assert answer.status_code == 500
    reference = re.search(r"reference (\w{8})", caplog.text)[1]
    assert reference in answer.content.decode()
