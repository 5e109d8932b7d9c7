"""No test waits for ever: what it waits for has an end, and the end says what did not come."""

import asyncio
import re

import pytest

from tests.architecture import sources
from tests.sockets import Line, within

SHORT = 0.05  # seconds
UNBOUNDED = re.compile(r"\bWebsocketCommunicator\(|await \w*layer\.receive\(")


async def silent(scope, receive, send):
    """Lets everybody in and never says a word."""
    await receive()
    await send({"type": "websocket.accept"})
    await asyncio.sleep(60)


async def stubborn(scope, receive, send):
    """The same, and goes on when it is told to stop."""
    try:
        await silent(scope, receive, send)
    except asyncio.CancelledError:
        await asyncio.sleep(60)


async def broken(scope, receive, send):
    """Fails as soon as it has spoken."""
    await receive()
    await send({"type": "websocket.accept"})
    raise LookupError


async def test_a_message_that_never_comes_is_named():
    with pytest.raises(pytest.fail.Exception, match="for the word"):
        await within(SHORT, asyncio.sleep(30), "the word")


async def test_a_socket_that_says_nothing_fails_the_test_with_a_sentence():
    line = Line(silent, "/ws/silent/")
    assert await line.connect() == (True, None)
    with pytest.raises(pytest.fail.Exception, match="/ws/silent/ to speak"):
        await line.receive_output(SHORT)


async def test_a_socket_that_does_not_end_fails_the_test_and_does_not_hold_it():
    line = Line(stubborn, "/ws/stubborn/")
    await line.connect()
    with pytest.raises(pytest.fail.Exception, match="did not end"):
        await line.disconnect(seconds=SHORT)


async def test_an_application_that_fails_is_heard_where_the_test_waits():
    line = Line(broken, "/ws/broken/")
    await line.connect()
    with pytest.raises(LookupError):
        await line.receive_output()


def test_every_socket_of_the_tests_is_one_that_ends():
    allowed = {sources.ROOT / "tests" / "sockets.py", sources.ROOT / "tests" / "alliance" / "test_patience.py"}
    files = [path for path in (sources.ROOT / "tests").rglob("*.py") if path not in allowed]
    assert [path.name for path in files if UNBOUNDED.search(path.read_text("utf-8"))] == []


def test_a_limit_stands_over_every_test(request):
    config = request.config
    limit, last = float(config.getini("timeout")), float(config.getini("faulthandler_timeout"))
    assert 0 < limit < last
    assert config.getini("faulthandler_exit_on_timeout") is True
