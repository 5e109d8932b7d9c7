"""bin/demo as a newcomer meets it: one command, a ready line, a table, and Ctrl-C ends it all."""

import http.client
import json
import re
import signal
import ssl
import subprocess
import time
import urllib.request
from contextlib import closing, contextmanager

import pytest

from launch import ROOT, https, keys, running

ROLES = {"community_doctor", "colleague", "expert", "coordinator", "leader", "outsider", "trainee", "editor"}


@contextmanager
def demo(var, *options):
    """A started demo and all it has said until it was ready."""
    port = running.free_port()
    command = [ROOT / "bin" / "demo", "--port", str(port), "--no-browser", *options]
    environment = {**keys.surroundings(), "XINQIAO_VAR": str(var)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said: list[str] = []
    try:
        for line in process.stdout or ():
            said.append(line)
            if "Ctrl-C" in line:
                break
        yield process, port, "".join(said)
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def first_start(tmp_path_factory):
    """A demo's folder after its first start, and what that start said."""
    var = tmp_path_factory.mktemp("demo") / "var"
    with demo(var) as (process, port, said):
        assert f"\nready http://localhost:{port}\n" in said, said
        with urllib.request.urlopen(f"http://localhost:{port}/readyz") as answer:
            assert json.load(answer)["status"] == "ok"
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    assert not running._answers("127.0.0.1", port)
    return var, said


@pytest.fixture
def var(first_start):
    return first_start[0]


@pytest.mark.parametrize("role", sorted(ROLES))
def test_the_table_names_the_account_of_(role, first_start):
    assert re.search(rf"^{role} +\S+@\S+ +\S+ +\S+", first_start[1], re.MULTILINE)


def test_a_second_start_takes_seconds_and_keeps_its_keys(var):
    before = (var / "demo.env").read_text()
    began = time.monotonic()
    with demo(var) as (process, _port, said):
        took = time.monotonic() - began
        assert "ready http" in said
        assert "…" not in said.partition("ready http")[0], "a step was done again"
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    assert (var / "demo.env").read_text() == before
    assert took < 60  # seconds; generous, it must hold on a busy machine


def test_a_closed_terminal_ends_the_server_too(var):
    with demo(var) as (process, port, _said):
        process.send_signal(signal.SIGHUP)
        process.wait(20)
    assert not running._answers("127.0.0.1", port)


def test_afterwards_manage_py_speaks_of_the_demo(var):
    environment = {**keys.surroundings(), "XINQIAO_VAR": str(var)}
    asked = [str(ROOT / ".venv" / "bin" / "python"), "manage.py", "demo_accounts", "--json"]
    told = subprocess.run(asked, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    people = json.loads(told.stdout)
    assert {one["role"] for one in people} == ROLES
    assert all(set(one) == {"role", "email", "password", "name", "institution"} for one in people)


def test_a_phone_opens_the_demo_over_tls_at_the_address_that_is_printed(var):
    with demo(var, "--https") as (process, port, said):
        url = said.partition("\nready ")[2].split()[0]
        assert url in https.urls("0.0.0.0", port)  # noqa: S104
        assert "does not know this certificate" in said
        assert "for this machine alone" in said or "No coturn" in said
        trusting = ssl.create_default_context(cafile=str(var / "https" / "certificate.pem"))
        for address in (url, f"https://localhost:{port}"):
            answer = page(address, trusting)
            assert answer.status == 200
            assert "Secure" in answer.headers["Set-Cookie"]
            assert "Strict-Transport-Security" not in answer.headers
        assert page(url, trusting, Host="elsewhere.example").status == 400
        with pytest.raises(ssl.SSLCertVerificationError):
            page(url, ssl.create_default_context())
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0


def page(address, trusting, **headers):
    """What the sign-in page answers."""
    line = http.client.HTTPSConnection(address.removeprefix("https://"), timeout=20, context=trusting)
    with closing(line):
        line.request("GET", "/accounts/login/", headers=headers)
        return line.getresponse()
