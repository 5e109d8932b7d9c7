"""Rendered pages in memory, each plain and compressed; the ones not asked for longest go first."""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field

Headers = list[tuple[bytes, bytes]]
Key = tuple[bytes, ...]

# Of the whole answer's headers, those that an answer “unchanged” repeats (RFC 9110, 15.4.5).
REPEATED = {b"cache-control", b"content-location", b"date", b"etag", b"expires", b"vary"}


@dataclass
class Copy:
    """One page as everybody gets it."""

    headers: Headers
    body: bytes
    generation: str
    fresh_until: float  # of the monotonic clock, seconds
    respite_until: float = 0.0  # rendering it anew has failed: it stands in until then, and nobody asks
    small: bytes = field(init=False)
    mark: bytes = field(init=False)

    def __post_init__(self) -> None:
        own = {b"content-length", b"etag", b"vary"}
        self.headers = [(name.lower(), value) for name, value in self.headers if name.lower() not in own]
        # A page that is the same for everybody holds no secret that its compressed length could betray (BREACH).
        self.small = gzip.compress(self.body, 9, mtime=0)
        self.mark = hashlib.sha256(self.body).hexdigest()[:20].encode()

    @property
    def weight(self) -> int:
        """Bytes in memory, about."""
        return len(self.body) + len(self.small) + 2048

    def answer(self, *, compressed: bool, known: bytes, said: bytes) -> tuple[int, Headers, bytes]:
        """Status, headers and body for a reader who may know some marks already; `said` is how the copy was found."""
        mark = b'"%s%s"' % (self.mark, b"-gz" if compressed else b"")
        extra = [(b"etag", mark), (b"vary", b"Accept-Encoding, Cookie"), (b"cache-status", b"xinqiao; " + said)]
        if _names(known, mark):
            return 304, [*(pair for pair in self.headers if pair[0] in REPEATED), *extra], b""
        body = self.small if compressed else self.body
        if compressed:
            extra.append((b"content-encoding", b"gzip"))
        return 200, [*self.headers, *extra, (b"content-length", b"%d" % len(body))], body


def _names(known: bytes, mark: bytes) -> bool:
    """Whether `If-None-Match` names a mark; a proxy may have called it weak."""
    return any(each.strip().removeprefix(b"W/") in (mark, b"*") for each in known.split(b","))


class Copies:
    """At most so many bytes of copies."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.weight = 0
        self.by_key: OrderedDict[Key, Copy] = OrderedDict()

    def get(self, key: Key) -> Copy | None:
        """The copy, which is now the youngest."""
        found = self.by_key.get(key)
        if found:
            self.by_key.move_to_end(key)
        return found

    def keep(self, key: Key, copy: Copy) -> None:
        """In the place of what was there."""
        before = self.by_key.pop(key, None)
        self.weight += copy.weight - (before.weight if before else 0)
        self.by_key[key] = copy
        while self.weight > self.most:
            _oldest, gone = self.by_key.popitem(last=False)
            self.weight -= gone.weight

    def forget(self, key: Key) -> None:
        """A page that is no longer everybody's, or no longer there."""
        if gone := self.by_key.pop(key, None):
            self.weight -= gone.weight
