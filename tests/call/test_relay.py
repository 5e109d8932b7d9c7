"""The relay (coturn with config/turnserver.conf) serves who is in a room, and nobody's inner network."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from launch import ROOT
from teleconsult.call import ice
from tests.call.factories import make_room
from tests.call.turn import Client

SECRET = "only-for-tests-" + "t" * 30
INNER = [
    "0.0.0.0", "10.0.0.1",  # noqa: S104 -- asked for, not bound to
    "10.255.255.254", "100.64.0.1", "127.0.0.1", "127.8.8.8", "169.254.169.254",
    "172.16.0.1", "172.31.255.254", "192.168.0.1", "198.18.0.1", "224.0.0.1", "255.255.255.255",
]  # fmt: skip
INNER_SIX = [
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:0:0", "64:ff9b::7f00:1",
    "64:ff9b:1::1", "2001::1", "2002:7f00:1::", "fc00::1", "fd12:3456::1", "fe80::1", "ff02::1",
]  # fmt: skip
OPEN = "203.0.113.7"

pytestmark = pytest.mark.skipif(shutil.which("turnserver") is None, reason="coturn is not installed")


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """As `bin/production turn` starts it, on loopback; the last line of a name wins in its configuration."""
    run: Path = tmp_path_factory.mktemp("turn")
    config = run / "config"
    config.mkdir()
    port = free_port()
    shutil.copy(ROOT / "config" / "turn.sh", config)
    kept = (ROOT / "config" / "turnserver.conf").read_text("utf-8")
    (config / "turnserver.conf").write_text(kept.replace("listening-port=3478", f"listening-port={port}"), "utf-8")
    addresses = "127.0.0.1 ::1" if _release() >= (4, 13, 1) else "127.0.0.1"
    words = {"TURN_SECRET": SECRET, "TURN_REALM": "xinqiao.test", "TURN_ADDRESS": addresses, "TURN_RUN": str(run)}
    words["TURN_ALLOWED"] = "10.20.0.0-10.20.255.255 192.168.7.1"
    with (run / "log").open("w") as log:
        started = subprocess.Popen([config / "turn.sh"], env={**os.environ, **words}, stdout=log, stderr=log)
        try:
            _wait(("127.0.0.1", port), run / "log")
            assert (run / "turnserver.conf").stat().st_mode & 0o077 == 0, "the secret is readable by others"
            yield "127.0.0.1", port
        finally:
            started.kill()
            started.wait()


def _release() -> tuple[int, ...]:
    said = subprocess.run(
        [shutil.which("turnserver") or "", "--version"], capture_output=True, text=True, check=False
    ).stdout
    return tuple(int(part) for part in said.split()[-1].split(".")[:3])


def _wait(address: tuple[str, int], log: Path) -> None:
    for _ in range(50):
        client = Client(address, username="1:nobody", password="wrong")
        client.socket.settimeout(0.2)
        try:
            client.allocate()
        except OSError:
            time.sleep(0.1)
        else:
            return
        finally:
            client.close()
    raise AssertionError(log.read_text())


@pytest.fixture
def client(relay: tuple[str, int], expert: Any, community_doctor: Any, settings: Any) -> Iterator[Client]:
    """With the credentials that the room gives."""
    settings.TURN_URLS, settings.TURN_SECRET = [f"turn:127.0.0.1:{relay[1]}"], SECRET
    server = ice.servers_for(expert, make_room(expert, community_doctor), timezone.now())[0]
    made = Client(relay, username=server.username, password=server.credential)
    yield made
    made.close()


def test_whoever_is_in_a_room_may_relay_to_the_open_internet(client: Client) -> None:
    assert client.allocate() == 0
    assert client.permit(OPEN) == 0


@pytest.mark.parametrize("peer", ["10.20.3.4", "192.168.7.1"])
def test_an_inner_network_in_which_calls_are_held_is_named_and_opened(client: Client, peer: str) -> None:
    assert client.allocate() == 0
    assert client.permit(peer) == 0


@pytest.mark.parametrize("peer", INNER)
def test_no_inner_network_is_a_peer(client: Client, peer: str) -> None:
    assert client.allocate() == 0
    assert client.permit(peer) in (400, 403), peer


@pytest.mark.parametrize("peer", INNER_SIX)
def test_nor_is_one_wrapped_in_ipv6(client: Client, peer: str) -> None:
    if client.allocate(ipv6=True) != 0:  # a relay without an IPv6 address
        assert client.allocate() == 0
    assert client.permit(peer) in (400, 403, 443), peer


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """The demo's own relay, told besides to do what it must not."""
    run: Path = tmp_path_factory.mktemp("own")
    port = free_port()
    words = {"TURN_SECRET": SECRET, "TURN_REALM": "xinqiao.demo", "TURN_LOOPBACK": str(port), "TURN_RUN": str(run)}
    words |= {"TURN_ADDRESS": "0.0.0.0", "TURN_ALLOWED": "10.0.0.0-10.255.255.255"}  # noqa: S104 -- it must not bind there
    with (run / "log").open("w") as log:
        started = subprocess.Popen([ROOT / "config" / "turn.sh"], env={**os.environ, **words}, stdout=log, stderr=log)
        try:
            _wait(("127.0.0.1", port), run / "log")
            yield "127.0.0.1", port
        finally:
            started.kill()
            started.wait()


def test_the_demos_own_relay_lets_two_tabs_meet_on_loopback_and_reaches_nothing_else(
    own: tuple[str, int], settings: Any
) -> None:
    settings.TURN_SECRET = SECRET
    until = int((timezone.now() + timedelta(hours=1)).timestamp())
    for peer in ("127.0.0.1", *(each for each in INNER if each != "127.0.0.1"), "::1", "::ffff:127.0.0.1"):
        username = f"{until}:{peer.replace(':', '-')}"  # each has a quota of its own
        client = Client(own, username=username, password=ice.password(username))
        assert client.allocate() == 0
        assert (client.permit(peer) == 0) == (peer == "127.0.0.1"), peer
        assert client.allocate(ipv6=True) != 0
        client.close()


def test_the_demos_own_relay_cannot_be_reached_from_elsewhere(own: tuple[str, int]) -> None:
    others = [str(row[4][0]) for row in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    with socket.socket(type=socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # nothing is sent: it shows the address that the machine has outwards
        others.append(probe.getsockname()[0])
    for address in {each for each in others if not each.startswith("127.")}:
        with pytest.raises(OSError):  # noqa: PT011 -- refused, or no way there: both are right
            socket.create_connection((address, own[1]), timeout=2)


@pytest.mark.parametrize("addresses", ["", "::1", "127.0.0.1 ::1"])
def test_a_release_that_lets_mapped_addresses_pass_gets_no_ipv6(tmp_path: Path, addresses: str) -> None:
    old = tmp_path / "turnserver"
    old.write_text("#!/bin/sh\necho 4.6.1\n")
    old.chmod(0o755)
    words = {"TURN_SECRET": SECRET, "TURN_REALM": "x", "TURN_ADDRESS": addresses, "TURN_RUN": str(tmp_path)}
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    asked = [str(ROOT / "config" / "turn.sh")]
    done = subprocess.run(asked, env={**words, "PATH": path}, capture_output=True, text=True, check=False)
    assert (done.returncode, "IPv4 addresses alone" in done.stderr) == (1, True)


def test_a_wrong_and_an_expired_password_are_refused(relay: tuple[str, int], settings: Any) -> None:
    settings.TURN_SECRET = SECRET
    past = f"{int((timezone.now() - timedelta(minutes=1)).timestamp())}:room:person"
    future = f"{int((timezone.now() + timedelta(hours=1)).timestamp())}:room:person"
    for username, password in ((past, ice.password(past)), (future, ice.password(past)), (future, "")):
        client = Client(relay, username=username, password=password)
        assert client.allocate() == 401
        client.close()


# --- the packet filter ----------------------------------------------------------------------------------------------
SEND = """
import errno, os, socket, sys
os.setgroups([])
os.setuid(int(sys.argv[1]))
port = int(sys.argv[2])
for peer in sys.argv[3:]:
    family = socket.AF_INET6 if ":" in peer else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        try:
            line.sendto(b"x", (peer, port))
            print("sent", peer)
        except OSError as error:
            print("kept" if error.errno == errno.EPERM else "unknown", peer)
"""
NET = """
set -e
ip link set lo up
ip route add default dev lo
ip -6 route add default dev lo 2>/dev/null || true
nft -f {filter}
{python} -c "$SEND" {user} {port} {peers}
"""


needs_nft = pytest.mark.skipif(os.geteuid() != 0 or shutil.which("nft") is None, reason="needs root and nft")


def sent_behind_the_filter(peers: list[str], *, user: int, port: int = 9) -> list[str]:
    """What becomes of a packet to each of them, in a network of its own."""
    rules = ROOT / "config" / "turn.nft"
    words = {"filter": rules, "user": user, "port": port, "python": sys.executable, "peers": " ".join(peers)}
    asked = ["unshare", "--net", "sh", "-c", NET.format(**words)]
    done = subprocess.run(asked, env={**os.environ, "SEND": SEND}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split("\n")[:-1]


@needs_nft
@pytest.mark.parametrize(("user", "said"), [(3478, "kept"), (3479, "sent")])
def test_the_packet_filter_keeps_the_relay_out_of_inner_networks_and_nobody_else(user: int, said: str) -> None:
    inner = [peer for peer in INNER if peer not in (INNER[0], INNER[-1])]  # no kernel routes these
    assert sent_behind_the_filter(inner, user=user) == [f"{said} {peer}" for peer in inner]


@needs_nft
def test_two_people_may_meet_on_the_relay_itself_and_everything_outside_is_open() -> None:
    assert sent_behind_the_filter(["127.0.0.1"], user=3478, port=49200) == ["sent 127.0.0.1"]
    assert sent_behind_the_filter([OPEN], user=3478) == [f"sent {OPEN}"]
