"""Firewalls, relays and credentials: the call finds the way that is left, or says what to do instead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from teleconsult.call import ice
from tests.faults.conftest import Call
from tests.faults.lab import SECRET
from tests.faults.test_bad_lines import flows
from tests.journeys.people import situation, until

Begin = Callable[..., Call]
# A browser whose words to the relay are others than the server gave it.
CREDENTIALS = """
const real = RTCPeerConnection.prototype.setConfiguration;
RTCPeerConnection.prototype.setConfiguration = function (how) {
  const changed = how.iceServers.map((one) => ({ ...one, %s }));
  return real.call(this, { ...how, iceServers: changed });
};
const Real = RTCPeerConnection;
window.RTCPeerConnection = class extends Real {
  constructor(how) {
    super({ ...how, iceServers: (how.iceServers ?? []).map((one) => ({ ...one, %s })) });
  }
};
"""


def relayed(figures: dict[str, object]) -> bool:
    """Whether the far end goes through the relay."""
    return str(figures["pair"]).startswith("relay/")


def test_without_udp_the_relay_carries_the_call_over_tcp(call: Begin) -> None:
    talk = call()
    talk.lab.no_udp()
    talk.enter()
    flows(talk)
    until(talk.far.page, relayed)


def test_udp_that_is_shut_in_mid_call_leads_over_the_relay(call: Begin) -> None:
    talk = call()
    talk.enter()
    flows(talk)
    talk.lab.no_udp()
    flows(talk)
    until(talk.far.page, relayed)
    situation(talk.far.page, "connected")


def wrong() -> str:
    """A password that the relay never gave."""
    return 'credential: "wrong"'


def expired() -> str:
    """What the server would have given yesterday."""
    username = f"{int((timezone.now() - timedelta(hours=5)).timestamp())}:room:person"
    return f'username: "{username}", credential: "{ice.password(username)}"'


@pytest.mark.parametrize("words", [wrong, expired])
def test_a_relay_that_refuses_leaves_a_sentence_and_the_telephone(
    call: Begin, words: Callable[[], str], settings: object
) -> None:
    settings.TURN_SECRET = SECRET  # type: ignore[attr-defined]
    said = words()
    talk = call(script=CREDENTIALS % (said, said))
    talk.lab.no_udp()
    talk.enter()
    for reader in (talk.far, talk.near):
        situation(reader.page, "peer_broken")
        reader.sees("Looking for another route")
        reader.page.get_by_role("status").get_by_text("Continue by phone:").wait_for()
    assert not relayed(talk.far.page.evaluate("window.xinqiao.callStats()"))
