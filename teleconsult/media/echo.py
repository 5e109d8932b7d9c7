"""The echo peer: whoever connects gets their own packets back, undecoded, and is told how they arrived.

Nothing is repeated and nothing repaired, so that a browser sees its line as it is. A peer takes only so much and lives
only so long: it is there for a check, not for a call.
"""

from __future__ import annotations

import asyncio
import logging
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from aiortc import RTCBundlePolicy, RTCConfiguration, RTCPeerConnection, RTCRtpTransceiver, RTCSessionDescription
from aiortc.rtcrtpparameters import RTCRtpParameters
from aiortc.rtp import (
    RTCP_PSFB_FIR,
    RTCP_PSFB_PLI,
    RtcpPacket,
    RtcpPsfbPacket,
    RtcpReceiverInfo,
    RtcpRrPacket,
    RtcpSrPacket,
)

from teleconsult.media import descriptions, wires
from teleconsult.media.feedback import Arrivals, Losses

log = logging.getLogger(__name__)
CONNECTS_WITHIN = 10.0
REPORT_EVERY = 0.05
LOSSES_EVERY = 20  # reports of arrivals
PICTURE_EVERY = 0.5  # a whole picture is asked for at most so often
BYTES_PER_SECOND = 600_000  # a picture of 720 lines with its sound, twice over


@dataclass
class Stream:
    """One track of the browser, and under which number it goes back."""

    back: int
    repeated: frozenset[int]  # payload types of repeats: they carry probes, and are counted but not sent back
    number: int | None = None
    losses: Losses = field(default_factory=Losses)
    last_report: tuple[int, float] = (0, 0.0)  # middle of its NTP time, when it came


class EchoPeer:
    """One browser and its echo."""

    def __init__(self, offer: str, ended: Callable[[EchoPeer], None], *, seconds: float) -> None:
        """Raises `descriptions.NoOffer`."""
        self._offer = descriptions.read_offer(offer)
        self._ended, self._seconds = ended, seconds
        # No server at all: None would mean Google's STUN. One transport for everything.
        self._connection = RTCPeerConnection(RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))
        self._streams: dict[int, Stream] = {}  # by payload type
        self._wire: wires.Wire | None = None
        self._arrivals: Arrivals | None = None
        self._allowance = float(BYTES_PER_SECOND)
        self._filled = self._pictured = 0.0
        self._life: asyncio.Task[None] | None = None
        self.sent_back = 0

    async def answer(self, public: str) -> str:
        """Connects as soon as the browser tries to. Raises `descriptions.NoOffer`."""
        try:
            await self._negotiate()
        except Exception as error:  # whatever aiortc stumbles over in a stranger's text
            await self._connection.close()
            log.info("an offer could not be answered: %r", error)
            raise descriptions.NoOffer from error
        self._life = asyncio.ensure_future(self._live())
        return descriptions.finished(self._connection.localDescription.sdp, self._offer, public)

    async def _negotiate(self) -> None:
        connection = self._connection
        await connection.setRemoteDescription(RTCSessionDescription(self._offer.sdp, "offer"))
        tracks = connection.getTransceivers()
        self._wire = wires.Wire(tracks[0], self)
        self._arrivals = Arrivals(wires.stream_number(tracks[0])) if self._offer.numbering is not None else None
        for track in tracks:
            track.direction = "sendrecv"
            wires.undecoded(track, self._begun)
        await connection.setLocalDescription(await connection.createAnswer())

    async def _begun(self, track: RTCRtpTransceiver, parameters: RTCRtpParameters) -> None:
        payloads = {codec.payloadType or 0: codec.name.lower() for codec in parameters.codecs}
        repeated = {payload for payload, name in payloads.items() if name == "rtx"}
        stream = Stream(wires.stream_number(track), frozenset(repeated))
        self._streams.update(dict.fromkeys(payloads, stream))

    async def _live(self) -> None:
        """Reports how packets arrive, until the browser leaves or the time is up."""
        began, turns = time.monotonic(), 0
        try:
            while (lived := time.monotonic() - began) < self._seconds:
                await asyncio.sleep(REPORT_EVERY)
                if self._connection.connectionState in ("closed", "failed"):
                    break
                if not self._streams and lived > CONNECTS_WITHIN:
                    break
                turns += 1
                await self._tell(losses=turns % LOSSES_EVERY == 0)
        finally:
            await asyncio.shield(self._leave())

    async def _leave(self) -> None:
        with suppress(Exception):
            await self._connection.close()
        self._ended(self)

    async def end(self) -> None:
        """Ends it now."""
        if self._life is not None:
            self._life.cancel()
            with suppress(asyncio.CancelledError):
                await self._life

    async def heard(self, data: bytes, arrival_time_ms: int) -> None:
        """Counts it and sends it back under our own number."""
        stream = self._streams.get(data[1] & 0x7F) if len(data) >= 12 else None
        if stream is None or self._wire is None:
            return
        number, ssrc = struct.unpack_from("!H4xL", data, 2)
        self._note_arrival(data)
        if data[1] & 0x7F in stream.repeated:
            return
        stream.number = ssrc
        stream.losses.add(number)
        if self._afford(len(data)):
            self.sent_back += 1
            await self._wire.send(data[:8] + struct.pack("!L", stream.back) + data[12:])

    def _note_arrival(self, packet: bytes) -> None:
        numbered = _extension(packet, self._offer.numbering) if self._offer.numbering is not None else None
        if numbered is not None and self._arrivals is not None:
            self._arrivals.add(numbered, time.monotonic_ns() // 1000)

    def _afford(self, size: int) -> bool:
        now = time.monotonic()
        since, self._filled = now - self._filled, now
        self._allowance = min(BYTES_PER_SECOND, self._allowance + since * BYTES_PER_SECOND)
        if self._allowance < size:
            return False
        self._allowance -= size
        return True

    async def reported(self, data: bytes) -> None:
        """Keeps when the browser reported, and passes on its wish for a whole picture: to the browser itself."""
        try:
            parts = RtcpPacket.parse(data)
        except ValueError:
            return
        for part in parts:
            if isinstance(part, RtcpSrPacket):
                for stream in self._streams.values():
                    if stream.number == part.ssrc:
                        stream.last_report = ((part.sender_info.ntp_timestamp >> 16) & 0xFFFFFFFF, time.monotonic())
            elif isinstance(part, RtcpPsfbPacket) and part.fmt in (RTCP_PSFB_PLI, RTCP_PSFB_FIR):
                await self._ask_for_a_picture(part.media_ssrc)

    async def _ask_for_a_picture(self, of: int) -> None:
        stream = next((each for each in self._streams.values() if each.back == of), None)
        now = time.monotonic()
        if stream is None or stream.number is None or self._wire is None or now - self._pictured < PICTURE_EVERY:
            return
        self._pictured = now
        await self._wire.send(bytes(RtcpPsfbPacket(fmt=RTCP_PSFB_PLI, ssrc=stream.back, media_ssrc=stream.number)))

    async def _tell(self, *, losses: bool) -> None:
        heard = [stream for stream in _once(self._streams) if stream.number is not None]
        if not heard or self._wire is None:
            return
        report = self._arrivals.report(heard[0].number or 0) if self._arrivals else None
        if report:
            await self._wire.send(report)
        if losses:
            for stream in heard:
                await self._wire.send(bytes(RtcpRrPacket(ssrc=stream.back, reports=[_lost(stream)])))


def _once(streams: dict[int, Stream]) -> list[Stream]:
    return list({stream.back: stream for stream in streams.values()}.values())


def _lost(stream: Stream) -> RtcpReceiverInfo:
    middle, came = stream.last_report
    return RtcpReceiverInfo(
        ssrc=stream.number or 0,
        fraction_lost=stream.losses.share(),
        packets_lost=min(stream.losses.lost, 0x7FFFFF),
        highest_sequence=stream.losses.highest & 0xFFFFFFFF,
        jitter=0,
        lsr=middle,
        dlsr=int((time.monotonic() - came) * 65536) & 0xFFFFFFFF if middle else 0,
    )


def _extension(packet: bytes, wanted: int) -> int | None:
    """The number in a one-byte header extension (RFC 8285); None where the packet has none of that kind."""
    at = 12 + 4 * (packet[0] & 15)
    if not packet[0] & 0x10 or len(packet) < at + 4 or packet[at : at + 2] != b"\xbe\xde":
        return None
    end = min(len(packet), at + 4 + 4 * struct.unpack_from("!H", packet, at + 2)[0])
    at += 4
    while at < end:
        kind, length = packet[at] >> 4, (packet[at] & 15) + 1
        if kind == 0:
            at += 1
            continue
        if kind == wanted:
            return int.from_bytes(packet[at + 1 : at + 1 + length], "big") & 0xFFFF
        at += 1 + length
    return None
