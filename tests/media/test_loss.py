"""What a line loses is what the check says: a browser and a worker in a network that really drops packets."""

import json
import os
import shlex
import shutil
import subprocess
import sys
import time

import pytest

from launch import ROOT, browser
from teleconsult.call import ice

SECRET = "only-for-tests-" + "t" * 30
NETWORK = """
set -e
ip link set lo up
echo 50000 60999 > /proc/sys/net/ipv4/ip_local_port_range  # apart from the ports that a relay gives away
nft add table ip line
nft add chain ip line in '{{ type filter hook input priority 0; }}'
{rules}
"$PYTHON" -m tests.media.lossy "$WORKER" "$RELAYS"
"""
RELAY = """
"$ROOT/config/turn.sh" > "$TURN_RUN/log" 2>&1 &
trap 'kill $!' EXIT
nft add rule ip line in udp dport '{ 3478, 49160-49660 }' accept
nft add rule ip line in udp sport '{ 3478, 49160-49660 }' accept
nft add rule ip line in meta l4proto udp drop
"""

pytestmark = [
    pytest.mark.skipif(os.geteuid() != 0 or shutil.which("nft") is None, reason="needs root and nft"),
    pytest.mark.skipif(browser.find() is None, reason="needs Chromium"),
]


def measured(socket, rules, relays=()):
    """What the check makes of a network with these rules."""
    told = {"PYTHON": sys.executable, "WORKER": str(socket), "RELAYS": json.dumps(list(relays)), "ROOT": str(ROOT)}
    told |= {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "bin")]), "TURN_RUN": str(socket.parent)}
    told |= {"TURN_SECRET": SECRET, "TURN_REALM": "xinqiao.test", "TURN_LOOPBACK": "3478"}
    asked = ["unshare", "--net", "sh", "-c", NETWORK.format(rules=rules)]
    done = subprocess.run(asked, cwd=ROOT, env={**os.environ, **told}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{shlex.join(asked)}\n{done.stderr[-2000:]}"
    return json.loads(done.stdout.splitlines()[-1])


def losing(percent):
    return f"nft add rule ip line in meta l4proto udp numgen random mod 100 '<' {percent} drop"


def test_where_nothing_passes_nothing_is_measured_and_it_says_so(socket):
    said = measured(socket, "nft add rule ip line in meta l4proto udp drop")
    assert said["measured"] is None
    assert "Nothing came back" in said["words"]


@pytest.mark.parametrize(("percent", "least", "most"), [(0, 0, 0.02), (10, 0.04, 0.25)])
def test_the_check_finds_what_the_line_loses(socket, percent, least, most):
    said = measured(socket, losing(percent))
    assert least <= said["measured"]["lost"] <= most, said
    assert said["measured"]["kbps"] > 50  # how much more depends on how busy this machine is


@pytest.mark.skipif(shutil.which("turnserver") is None, reason="coturn is not installed")
def test_where_the_relay_is_the_only_way_the_line_is_measured_through_it(socket, settings):
    settings.TURN_SECRET = SECRET
    username = f"{int(time.time()) + 3600}:room:person"
    relay = {"urls": "turn:127.0.0.1:3478", "username": username, "credential": ice.password(username)}
    assert measured(socket, RELAY)["measured"] is None
    said = measured(socket, RELAY, [relay])
    assert said["measured"]["lost"] < 0.02, said
    assert said["measured"]["kbps"] > 50
