"""What a sender is told of its packets: when each arrived, and how many were lost. Byte level, no sockets, no clock.

Without a report of arrivals (transport-wide congestion control, draft-holmer-rmcat-transport-wide-cc-extensions-01) a
browser hardly dares to send: it then knows its line only by trial.
"""

from __future__ import annotations

import struct

LOST, SMALL, LARGE = 0, 1, 2  # how a packet stands in a report
TICK = 250  # microseconds, in which arrivals are told
MOST = 500  # packets in one report
RTPFB, ARRIVALS = 205, 15
HALF = 0x8000


def forward(number: int, since: int) -> int:
    """How far a 16-bit number lies ahead of another; negative for behind."""
    ahead = (number - since) & 0xFFFF
    return ahead if ahead < HALF else ahead - 0x10000


class Arrivals:
    """The arrivals since the last report. Times are microseconds of any steady clock."""

    def __init__(self, ssrc: int) -> None:
        self.ssrc = ssrc
        self._times: dict[int, int] = {}
        self._newest = self._next = -1
        self._count = 0

    def add(self, number: int, at: int) -> None:
        """A packet that its sender numbered so has come."""
        if self._newest < 0:
            self._newest = self._next = number
        place = self._newest + forward(number, self._newest & 0xFFFF)
        self._newest = max(self._newest, place)
        if place >= self._next:  # what was reported lost stays lost
            self._times[place] = at

    def report(self, media: int) -> bytes | None:
        """One RTCP packet about everything since the last one; None where nothing has come."""
        if not self._times:
            return None
        end = min(self._newest, self._next + MOST - 1)
        told = [(place, self._times.pop(place, None)) for place in range(self._next, end + 1)]
        first, self._next = self._next, end + 1
        arrived = [at for _place, at in told if at is not None]
        if not arrived:
            return None
        start = arrived[0] // (64_000)
        symbols, deltas = _deltas([at for _place, at in told], start * 64_000)
        head = struct.pack("!LLHHL", self.ssrc, media, first & 0xFFFF, len(told), (start & 0xFFFFFF) << 8 | self._count)
        self._count = (self._count + 1) & 0xFF
        return _packet(head + _chunks(symbols) + deltas)


def _deltas(times: list[int | None], before: int) -> tuple[list[int], bytes]:
    symbols, deltas = [], b""
    for at in times:
        if at is None:
            symbols.append(LOST)
            continue
        ticks = (at - before) // TICK
        before += ticks * TICK
        symbols.append(SMALL if 0 <= ticks <= 255 else LARGE)
        within = max(-HALF, min(HALF - 1, ticks))
        deltas += struct.pack("!B", ticks) if 0 <= ticks <= 255 else struct.pack("!h", within)
    return symbols, deltas


def _chunks(symbols: list[int]) -> bytes:
    """Runs where there are some, else seven symbols at a time."""
    chunks, at = b"", 0
    while at < len(symbols):
        run = 1
        while at + run < len(symbols) and symbols[at + run] == symbols[at]:
            run += 1
        if run >= 7:
            chunks += struct.pack("!H", symbols[at] << 13 | run)
            at += run
            continue
        word = 0xC000
        for place, symbol in enumerate(symbols[at : at + 7]):
            word |= symbol << (12 - 2 * place)
        chunks += struct.pack("!H", word)
        at += 7
    return chunks


def _packet(body: bytes) -> bytes:
    padding = -len(body) % 4
    if padding:
        body += b"\0" * (padding - 1) + bytes([padding])
    return struct.pack("!BBH", 0x80 | (0x20 if padding else 0) | ARRIVALS, RTPFB, len(body) // 4) + body


class Losses:
    """How many packets of one stream came, of those that were sent (RFC 3550, appendix A.3)."""

    def __init__(self) -> None:
        self.highest = self._first = -1  # with the turns of the 16-bit number counted in
        self._came = 0
        self._told = (0, 0)

    def add(self, number: int) -> None:
        """A packet with this sequence number has come."""
        if self.highest < 0:
            self.highest = self._first = number
        self.highest = max(self.highest, self.highest + forward(number, self.highest & 0xFFFF))
        self._came += 1

    @property
    def sent(self) -> int:
        """How many must have been sent."""
        return self.highest - self._first + 1 if self._first >= 0 else 0

    @property
    def lost(self) -> int:
        """How many did not come, so far."""
        return max(0, self.sent - self._came)

    def share(self) -> int:
        """Of those sent since this was last asked, how many 256ths were lost."""
        sent, came = self.sent - self._told[0], self._came - self._told[1]
        self._told = (self.sent, self._came)
        return min(255, (sent - came) * 256 // sent) if 0 <= came < sent else 0
