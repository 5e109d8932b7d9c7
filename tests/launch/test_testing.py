"""bin/test never passes quietly over what it could not run."""

import subprocess

import pytest

from launch import ROOT, browser, environment, stores, testing


class Rehearsal(testing.Run):
    """A run that only writes down what it would start."""

    def __init__(self, rest=(), failing=""):
        super().__init__("python", {}, list(rest))
        self.started, self.failing = [], failing

    def _part(self, name, command, *, may_be_empty=False):
        self.started.append(name)
        self.good = self.good and name != self.failing


@pytest.fixture
def run_of(monkeypatch):
    """What bin/test would do with these arguments: the rehearsal and its exit code."""

    def go(*arguments, chromium="/usr/bin/chromium", missing="", failing=""):
        rehearsal = Rehearsal(failing=failing)
        monkeypatch.setattr(environment, "enter", lambda part, arguments: "python")
        monkeypatch.setattr(testing, "Run", lambda python, surroundings, rest: rehearsal)
        monkeypatch.setattr(browser, "find", lambda: chromium)
        monkeypatch.setattr(browser, "install", lambda python: None)
        monkeypatch.setattr(stores, "find", lambda: ("postgres://…", "redis://…", missing))
        return rehearsal, testing.main(list(arguments))

    return go


def test_without_a_browser_the_run_fails_and_says_so_last(run_of, capsys):
    run, code = run_of(chromium=None)
    assert code == 1
    assert "browser journeys" not in run.started
    assert "browser journeys NOT RUN" in capsys.readouterr().out.splitlines()[-1]


def test_without_a_browser_and_told_to_skip_it_passes_and_still_says_so(run_of, capsys):
    _run, code = run_of("--skip-browser", chromium=None)
    assert code == 0
    assert "browser journeys NOT RUN" in capsys.readouterr().out.splitlines()[-1]


def test_without_servers_the_services_run_fails_and_says_so_last(run_of, capsys):
    run, code = run_of("--services", missing="no PostgreSQL")
    assert code == 1
    assert run.started == []
    assert "services NOT RUN: no PostgreSQL" in capsys.readouterr().out.splitlines()[-1]


def test_a_failing_part_fails_the_run_but_stops_no_other(run_of):
    run, code = run_of(failing="below the browser")
    assert code == 1
    assert run.started[-1] == "browser journeys"


def test_with_servers_the_tests_are_told_of_them(run_of):
    run, code = run_of("--services")
    assert code == 0
    assert run.surroundings["XINQIAO_TEST_DATABASE_URL"] == "postgres://…"


def test_named_tests_run_alone(monkeypatch):
    assert testing._named_files(["tests/launch", "-x"])
    assert not testing._named_files(["-k", "nothing-of-that-name"])


def test_a_browser_told_by_name_goes_before_all_others(monkeypatch, tmp_path):
    own = tmp_path / "my-chromium"
    own.write_text("#!/bin/sh\n")
    own.chmod(0o755)
    monkeypatch.setenv("XINQIAO_CHROMIUM", str(own))
    assert browser.find() == str(own)


def test_unreachable_servers_are_named(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://nobody@127.0.0.1:9/none")
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:9/0")
    _database, _redis, missing = stores.find()
    assert "no PostgreSQL" in missing
    assert "no Redis" in missing


def test_the_ci_script_is_whole():
    script = ROOT / ".ci" / "run"
    assert subprocess.run(["/bin/bash", "-n", script], check=False).returncode == 0
