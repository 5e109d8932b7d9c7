"""What is behind the call goes away and comes back: the talk goes on meanwhile, and nothing written is lost."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from launch import running
from tests.faults.conftest import Call, Served
from tests.faults.test_bad_lines import attended, flows, reads, says
from tests.journeys.people import situation

Begin = Callable[..., Call]


def test_the_web_process_is_killed_and_another_takes_over(call: Begin, served: Served) -> None:
    talk = call()
    talk.enter()
    flows(talk)
    served.kill()
    for reader in (talk.far, talk.near):
        situation(reader.page, "signalling_away")
    says(talk, "稍等")
    flows(talk)
    served.start()
    for reader in (talk.far, talk.near):
        situation(reader.page, "connected")
    flows(talk)
    reads(talk, "稍等")
    assert attended() == (2, 2)


class Redis:
    """A Redis of the test's own."""

    def __init__(self, folder: Path) -> None:
        self.port, self.folder = running.free_port(), folder
        self.start()

    def start(self) -> None:
        """Empty, on its port."""
        words = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        with (self.folder / "redis.log").open("ab") as log:
            self.process = subprocess.Popen(words, cwd=self.folder, stdout=log, stderr=log)

    def kill(self) -> None:
        """Gone, with all it knew."""
        self.process.kill()
        self.process.wait()


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    """For the server of one test."""
    own = Redis(tmp_path)
    yield own
    own.kill()


class TestRedis:
    """The channel layer of a server with Redis."""

    @pytest.fixture
    def server_settings(self, redis: Redis, server_settings: dict[str, str]) -> dict[str, str]:
        return {**server_settings, "REDIS_URL": f"redis://127.0.0.1:{redis.port}/0"}

    @pytest.mark.skipif(shutil.which("redis-server") is None, reason="there is no redis-server to kill")
    def test_redis_goes_and_comes_back(self, call: Begin, redis: Redis) -> None:
        talk = call()
        talk.enter()
        flows(talk)
        redis.kill()
        flows(talk)
        redis.start()
        flows(talk)
        for reader in (talk.far, talk.near):
            situation(reader.page, "connected")
        says(talk, "还在吗？")
        reads(talk, "还在吗？")
