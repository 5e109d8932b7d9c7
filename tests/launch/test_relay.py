"""The demo's relay: only where coturn is, only for this machine, and a quiet line where there is none."""

import pytest

from launch import keys, relay


@pytest.fixture
def installed(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")


def test_without_coturn_there_is_no_relay_and_one_line_says_so(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert relay.settings(secret="s", local=True) == {}
    assert relay.words(local=True).count("\n") == 0
    assert "No coturn" in relay.words(local=True)


def test_nobody_beyond_this_machine_is_sent_to_a_relay_that_they_cannot_reach(installed):
    assert relay.settings(secret="s", local=False) == {}
    assert "this machine alone" in relay.words(local=False)


def test_on_this_machine_it_is_handed_out_at_loopback(installed):
    told = relay.settings(secret="s", local=True)
    port = told["XINQIAO_TURN_LOOPBACK"]
    assert told["TURN_URLS"] == f"turn:127.0.0.1:{port}?transport=udp,turn:127.0.0.1:{port}?transport=tcp"
    assert told["TURN_SECRET"] == "s"
    assert relay.words(local=True) == ""


def test_each_demo_has_a_secret_of_its_own_and_keeps_it(tmp_path):
    first = keys.keep(tmp_path / "one")["TURN_SECRET"]
    assert len(first) >= 32
    assert keys.keep(tmp_path / "one")["TURN_SECRET"] == first
    assert keys.keep(tmp_path / "two")["TURN_SECRET"] != first
