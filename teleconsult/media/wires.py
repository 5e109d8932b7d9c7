"""The one place that reaches below aiortc's surface (which is why its version is pinned to the letter).

aiortc decodes whatever it receives and sends only what it encodes itself. A wire takes the decrypted packets of one
peer connection before that, and sends packets as they are. `tests/media/test_contract.py` names every private attribute
that is touched here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

from aioice import ice
from aiortc import RTCRtpTransceiver
from aiortc.rtcrtpparameters import RTCRtpParameters

LOOPBACK = "127.0.0.1"


class Listener(Protocol):
    """Whoever wants the packets of a peer connection."""

    async def heard(self, data: bytes, arrival_time_ms: int) -> None:
        """A decrypted RTP packet."""

    async def reported(self, data: bytes) -> None:
        """Decrypted RTCP, as it came."""


class Wire:
    """The packets of all bundled tracks of one peer connection."""

    def __init__(self, first: RTCRtpTransceiver, listener: Listener) -> None:
        self._dtls = first.receiver.transport
        self._dtls._handle_rtp_data = listener.heard  # type: ignore[method-assign]
        self._dtls._handle_rtcp_data = listener.reported  # type: ignore[method-assign]

    async def send(self, packet: bytes) -> None:
        """RTP or RTCP, encrypted on the way. What cannot be sent any more is dropped."""
        try:
            await self._dtls._send_rtp(packet)
        except ConnectionError:
            return


def undecoded(
    track: RTCRtpTransceiver, begun: Callable[[RTCRtpTransceiver, RTCRtpParameters], Awaitable[None]]
) -> None:
    """Neither decodes nor encodes this track; `begun` learns what was negotiated, once connected."""

    async def receive(parameters: RTCRtpParameters) -> None:
        await begun(track, parameters)

    async def send(parameters: RTCRtpParameters) -> None:
        """Nothing is made here."""

    # Public methods, replaced on this instance alone.
    track.receiver.receive, track.sender.send = receive, send  # type: ignore[method-assign]


def stream_number(track: RTCRtpTransceiver) -> int:
    """The SSRC under which the answer announced what is sent on this track."""
    return int(track.sender._ssrc)


def listen_on(addresses: list[str]) -> None:
    """Peers of this process use these addresses; none named: all of the machine, and loopback where it has no other.

    aioice itself passes over 127.0.0.1 always.
    """
    found = ice.get_host_addresses

    def chosen(use_ipv4: bool, use_ipv6: bool) -> list[str]:
        return addresses or found(use_ipv4, use_ipv6) or [LOOPBACK]

    ice.get_host_addresses = chosen
