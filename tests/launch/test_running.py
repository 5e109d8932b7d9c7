"""Servers started by bin/*: refused on a taken port, ended with all they started."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from launch import ROOT, Stopped, running


def test_a_taken_port_is_one_line_with_the_way_out():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Stopped, match=f"Port {port} .* Try: bin/demo --port {port + 1}"):
            running.refuse_taken("127.0.0.1", port)


def test_the_command_itself_says_so_in_one_line_and_fails(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        asked = [sys.executable, str(ROOT / "bin" / "run.py"), "demo", "--port", port]
        environment = {**os.environ, "XINQIAO_VAR": str(tmp_path)}
        done = subprocess.run(asked, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(Stopped, match=r"on 192\.0\.2\.1 cannot be used"):
        running.refuse_taken("192.0.2.1", running.free_port())


def test_a_free_port_is_not_refused():
    running.refuse_taken("127.0.0.1", running.free_port())


def pretend(tmp_path, script: str) -> running.Server:
    """A server whose Python is this shell script."""
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)
    return running.Server(str(python), os.environ, host="127.0.0.1", port=running.free_port(), log=tmp_path / "log")


def test_a_server_that_ends_at_once_is_told_by_its_last_line(tmp_path):
    server = pretend(tmp_path, "echo first; echo 'SECRET_KEY is not set' >&2; exit 2")
    with pytest.raises(Stopped, match="ended at once: SECRET_KEY is not set"):
        server.wait_until_ready(20)


def test_a_server_that_never_answers_is_given_up(tmp_path):
    server = pretend(tmp_path, "exec sleep 100")
    with pytest.raises(Stopped, match="not ready after 0 s: it said nothing"):
        server.wait_until_ready(0.3)
    server.stop()


def test_stopping_ends_the_server_and_all_it_started(tmp_path):
    server = pretend(tmp_path, f"trap '' TERM; sleep 100 & echo $! > {tmp_path}/child; wait; sleep 100")
    while not (tmp_path / "child").exists() or not (tmp_path / "child").read_text().strip():
        time.sleep(0.02)
    server.stop(seconds=0.2)
    assert server.process.poll() is not None
    child = int((tmp_path / "child").read_text())
    for _ in range(100):
        if not alive(child):
            return
        time.sleep(0.02)
    pytest.fail("the child still runs")


def alive(pid: int) -> bool:
    """Runs, and is not just waiting to be counted out."""
    said = subprocess.run(["/bin/ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return bool(said.stdout.strip()) and not said.stdout.strip().startswith("Z")


def _hears_interrupts():
    """A shell's background job is born deaf to Ctrl-C, and so would be what it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_killed_command_lets_what_it_runs_tidy_up(tmp_path, number):
    # "up" a moment late: by then the command has let go of what it started and waits for it.
    tidy = f"trap 'echo tidy > {tmp_path}/said; exit 3' TERM INT; sleep 0.5; echo up > {tmp_path}/up"
    tidy += "; while :; do sleep 0.1; done"
    program = "import os, sys; from launch import running; sys.exit(running.patiently(sys.argv[1:], os.environ)[0])"
    command = [sys.executable, "-c", program, "/bin/sh", "-c", tidy]
    process = subprocess.Popen(command, cwd=ROOT / "bin", start_new_session=True, preexec_fn=_hears_interrupts)
    while not (tmp_path / "up").exists():
        time.sleep(0.02)
    if number == signal.SIGINT:
        os.killpg(process.pid, number)  # as the terminal does
    else:
        process.send_signal(number)
    process.wait(20)
    assert (tmp_path / "said").read_text() == "tidy\n"
