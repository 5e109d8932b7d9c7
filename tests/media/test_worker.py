"""The worker as a process: refusals in words, an echo that is heard, limits that hold, and every kind of end."""

import asyncio
import os
import signal
import socket as sockets
import subprocess
import sys
import time
from contextlib import asynccontextmanager, suppress

import pytest
from aioice import ice
from aiortc import RTCBundlePolicy, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack

from launch import ROOT
from teleconsult.media import asking, wires
from teleconsult.media.messages import LONGEST_OFFER, Answer, Ask, Echo, Refused, State
from tests.media.conftest import answers, running, wait_for


@pytest.fixture(autouse=True)
def reachable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own side, too, may be a machine with nothing but loopback."""
    monkeypatch.setattr(ice, "get_host_addresses", ice.get_host_addresses)
    wires.listen_on([])


@asynccontextmanager
async def caller():
    """A peer connection with a microphone, and its offer."""
    line = RTCPeerConnection(RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))
    line.addTrack(AudioStreamTrack())
    await line.setLocalDescription(await line.createOffer())
    try:
        yield line
    finally:
        await line.close()


async def connected(line, answer):
    await line.setRemoteDescription(RTCSessionDescription(answer.sdp, "answer"))
    await until(lambda: line.connectionState == "connected")


async def until(right):
    """Looks until it is so; `right` may be asked to wait itself."""
    for _ in range(300):
        said = right()
        if await said if asyncio.iscoroutine(said) else said:
            return
        await asyncio.sleep(0.05)
    pytest.fail("it did not come true")


async def asked(socket, request):
    return await asyncio.to_thread(asking.ask, socket, request)


def echoes(socket) -> int:
    state = asking.ask(socket, Ask())
    assert isinstance(state, State)
    return state.echoes


def test_without_a_worker_the_web_part_knows_at_once(socket):
    began = time.monotonic()
    with pytest.raises(asking.NoWorker):
        asking.ask(socket, Ask())
    with pytest.raises(asking.NoWorker):
        asking.ask(socket.with_name("x" * 200), Ask())
    assert time.monotonic() - began < 1


@pytest.mark.parametrize("said", [b"", b"nonsense\n", b'{"kind":"answer","sdp":"","seconds":1,"more":1}\n', b"x"])
def test_a_worker_that_says_nothing_sensible_is_none(socket, said):
    with sockets.socket(sockets.AF_UNIX) as server:
        server.bind(str(socket))
        server.listen()
        reply = subprocess.Popen(
            [sys.executable, "-c", "import socket,sys,time;s=socket.socket(fileno=int(sys.argv[1]));c,_=s.accept();"
             "c.recv(9999);c.sendall(sys.argv[2].encode());time.sleep(0.2 if sys.argv[2]!='x' else 5)",
             str(server.fileno()), said.decode()],
            pass_fds=[server.fileno()],
        )  # fmt: skip
        began = time.monotonic()
        with pytest.raises(asking.NoWorker):
            asking.ask(socket, Ask(), patience=1.5)
        assert time.monotonic() - began < 3
        reply.kill()
        reply.wait()


async def test_offers_that_cannot_be_answered_are_refused_and_leave_nothing_behind(socket):
    hollow = "v=0\r\na=group:BUNDLE 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=fingerprint:sha-256 AA\r\n"
    with running(socket):
        for offer in ("", "nonsense", hollow, hollow * 50):
            assert await asked(socket, Echo(offer=offer)) == Refused(why="malformed")
        for line in (b"\n", b"{}\n", b'{"kind":"echo"}\n', b'{"kind":"kill"}\n', b"x" * (LONGEST_OFFER * 3)):
            assert await asyncio.to_thread(_said, socket, line) in (b'{"kind":"refused","why":"malformed"}\n', b"")
        assert echoes(socket) == 0


def _said(socket, line: bytes) -> bytes:
    with sockets.socket(sockets.AF_UNIX) as raw:
        raw.settimeout(10)
        raw.connect(str(socket))
        with suppress(OSError):
            raw.sendall(line)
        try:
            return raw.recv(1000)
        except OSError:
            return b""


async def test_what_one_says_comes_back_and_whoever_leaves_makes_room(socket):
    with running(socket, most=1):
        async with caller() as line:
            answer = await asked(socket, Echo(offer=line.localDescription.sdp))
            assert isinstance(answer, Answer)
            assert answer.seconds == 30
            await connected(line, answer)
            heard = line.getReceivers()[0].track
            async with asyncio.timeout(10):
                await heard.recv()
            await until(lambda: _reported(line))
            async with caller() as other:
                assert await asked(socket, Echo(offer=other.localDescription.sdp)) == Refused(why="full")
        await asyncio.to_thread(wait_for, lambda: echoes(socket) == 0)
        async with caller() as other:
            assert isinstance(await asked(socket, Echo(offer=other.localDescription.sdp)), Answer)


async def _reported(line) -> bool:
    """Whether the worker has said how our packets arrived."""
    reports = [row for row in (await line.getStats()).values() if row.type == "remote-inbound-rtp"]
    return bool(reports) and reports[0].packetsLost == 0 and reports[0].roundTripTime is not None


async def test_an_echo_ends_when_its_time_is_up_and_one_that_never_connects_does_too(socket):
    with running(socket, "--seconds", "2"):
        async with caller() as line, caller() as silent:
            answer = await asked(socket, Echo(offer=line.localDescription.sdp))
            assert isinstance(await asked(socket, Echo(offer=silent.localDescription.sdp)), Answer)
            await connected(line, answer)
            assert echoes(socket) == 2
            await asyncio.to_thread(wait_for, lambda: echoes(socket) == 0, 10)


async def test_two_at_once_never_pass_the_limit(socket):
    with running(socket, most=2):
        async with caller() as line:
            offers = [asked(socket, Echo(offer=line.localDescription.sdp)) for _ in range(8)]
            replies = await asyncio.gather(*offers)
            assert sum(isinstance(reply, Answer) for reply in replies) == 2


def test_a_killed_worker_leaves_a_file_that_is_no_hindrance_and_a_living_one_is_not_pushed_aside(socket):
    with running(socket) as first:
        with running(socket) as second:
            assert second.wait(20) == 3
            assert b"another worker answers there" in (second.stderr.read() if second.stderr else b"")
        assert answers(socket)
        first.kill()
        first.wait()
        assert socket.exists()
        assert not answers(socket)
        with running(socket):
            assert answers(socket)
            assert socket.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_it_ends_and_takes_its_socket_along(socket, number):
    with running(socket) as process:
        process.send_signal(number)
        assert process.wait(10) == 0
        assert not socket.exists()


def test_it_ends_with_the_program_that_started_it(socket):
    with running(socket, "--with-parent") as process:
        assert process.stdin
        process.stdin.close()
        assert process.wait(10) == 0


def test_where_aiortc_cannot_be_had_it_says_so_in_one_line(socket, tmp_path):
    (tmp_path / "aiortc.py").write_text("raise ImportError('no wheel for this machine')")
    asked = [sys.executable, "-m", "teleconsult.media", "--socket", str(socket), "--echoes", "1"]
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    done = subprocess.run(asked, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert done.stderr == "media worker: aiortc cannot be used here (no wheel for this machine)\n"
