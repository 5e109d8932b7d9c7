"""Session descriptions as text: what an offer must be like, and what aiortc leaves out of its answers."""

from __future__ import annotations

import re
from dataclasses import dataclass

TRANSPORT_CC = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
ADDRESSES = ("a=candidate:", "a=end-of-candidates", "a=remote-candidates")
_MEDIA = re.compile(r"^m=(?P<kind>\S+) \d+ (?P<profile>\S+) (?P<payloads>[\d ]+)$")
_EXTENSION = re.compile(r"^a=extmap:(?P<id>\d+)(?:/\w+)? " + re.escape(TRANSPORT_CC), re.MULTILINE)


class NoOffer(Exception):
    """Not an offer that an echo can answer."""


@dataclass(frozen=True)
class Offer:
    """A browser's offer, with what it calls the numbering of all its packets (None: it numbers none)."""

    sdp: str
    numbering: int | None


def read_offer(sdp: str) -> Offer:
    """The offer without its addresses: the worker sends nothing to an address that a stranger wrote down.

    It learns where the browser is from the browser's own, authenticated checks. Raises NoOffer for anything but
    sound and picture over DTLS, bundled, each at most once.
    """
    lines = [line for line in sdp.replace("\r\n", "\n").split("\n") if line]
    media = [found for line in lines if line.startswith("m=") and (found := _MEDIA.match(line))]
    kinds = [found["kind"] for found in media]
    fitting = all(found["profile"] == "UDP/TLS/RTP/SAVPF" for found in media) and set(kinds) <= {"audio", "video"}
    whole = sum(line.startswith("m=") for line in lines) == len(media) == len(set(kinds)) and media
    sealed = any(line.startswith("a=fingerprint:") for line in lines)
    bundled = any(line.startswith("a=group:BUNDLE ") for line in lines)
    if not (fitting and whole and sealed and bundled):
        raise NoOffer
    kept = [line for line in lines if not line.startswith(ADDRESSES)]
    ids = {int(found["id"]) for found in _EXTENSION.finditer("\n".join(kept))}
    return Offer("\r\n".join(kept) + "\r\n", ids.pop() if len(ids) == 1 else None)


def finished(answer: str, offer: Offer, public: str = "") -> str:
    """aiortc's answer with what it cannot say: that every packet's arrival is reported, and a public address."""
    head, *sections = answer.replace("\r\n", "\n").split("\nm=")
    done = [head, *("m=" + _counting(section, offer.numbering) for section in sections)]
    text = "\n".join(done)
    if public:
        text = _seen_from_outside(text, public)
    return text.replace("\n", "\r\n")


def _counting(section: str, numbering: int | None) -> str:
    if numbering is None:
        return section
    resent = set(re.findall(r"^a=rtpmap:(\d+) rtx/", section, re.MULTILINE))
    payloads = section.split("\n", 1)[0].split()[3:]
    more = [f"a=extmap:{numbering} {TRANSPORT_CC}"]
    more += [f"a=rtcp-fb:{payload} transport-cc" for payload in payloads if payload not in resent]
    return "\n".join([section.rstrip("\n"), *more]) + ("\n" if section.endswith("\n") else "")


def _seen_from_outside(text: str, public: str) -> str:
    """Behind a one-to-one NAT the machine does not know its public address: candidates get it beside their own."""
    lines: list[str] = []
    for line in text.split("\n"):
        lines.append(line)
        parts = line.split(" ")
        if line.startswith("a=candidate:") and ":" not in parts[4]:
            lines.append(" ".join([parts[0] + "9", *parts[1:4], public, *parts[5:]]))
    return "\n".join(lines)
