"""As much of a TURN client as it takes to ask a relay for what it must not give (RFC 8489, RFC 8656)."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import socket
import struct
import zlib

MAGIC = 0x2112A442
ALLOCATE, CREATE_PERMISSION = 0x0003, 0x0008
USERNAME, INTEGRITY, ERROR, PEER, REALM, NONCE, TRANSPORT, FAMILY = (
    0x0006, 0x0008, 0x0009, 0x0012, 0x0014, 0x0015, 0x0019, 0x0017,
)  # fmt: skip
SUCCESS, FAILURE = 0x0100, 0x0110
UDP = struct.pack("!I", 17 << 24)


class Client:
    """One socket to one relay."""

    def __init__(self, address: tuple[str, int], *, username: str, password: str) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.settimeout(5)
        self.socket.connect(address)
        self.username, self.password = username, password
        self.realm = self.nonce = b""

    def allocate(self, *, ipv6: bool = False) -> int:
        """0, or the code of the refusal."""
        wanted = [(TRANSPORT, UDP)]
        if ipv6:
            wanted.append((FAMILY, b"\x02\x00\x00\x00"))
        return self._ask(ALLOCATE, wanted)

    def permit(self, peer: str) -> int:
        """May I talk to this peer? 0, or the code of the refusal."""
        return self._ask(CREATE_PERMISSION, [(PEER, b"")], peer)

    def _ask(self, method: int, attributes: list[tuple[int, bytes]], peer: str = "") -> int:
        for _attempt in range(3):
            code, answer = self._once(method, attributes, peer)
            if code not in (401, 438) or NONCE not in answer or answer[NONCE] == self.nonce:
                return code
            self.realm, self.nonce = answer.get(REALM, self.realm), answer[NONCE]
        return code

    def _once(self, method: int, attributes: list[tuple[int, bytes]], peer: str) -> tuple[int, dict[int, bytes]]:
        transaction = secrets.token_bytes(12)
        said = [(kind, _masked(peer, transaction) if kind == PEER else value) for kind, value in attributes]
        if self.nonce:
            said += [(USERNAME, self.username.encode()), (REALM, self.realm), (NONCE, self.nonce)]
        body = b"".join(_attribute(kind, value) for kind, value in said)
        if self.nonce:
            words = b":".join((self.username.encode(), self.realm, self.password.encode()))
            key = hashlib.md5(words, usedforsecurity=False).digest()  # as the RFC wants it
            head = _head(method, len(body) + 24, transaction)
            body += _attribute(INTEGRITY, hmac.new(key, head + body, hashlib.sha1).digest())
        head = _head(method, len(body) + 8, transaction)
        body += _attribute(0x8028, struct.pack("!I", zlib.crc32(head + body) ^ 0x5354554E))
        self.socket.send(head + body)
        answer = self.socket.recv(2000)
        found = _attributes(answer[20:])
        (kind,) = struct.unpack("!H", answer[:2])
        return (found[ERROR][2] * 100 + found[ERROR][3] if kind == method | FAILURE else 0), found

    def close(self) -> None:
        """Lets the socket go; the relay forgets the allocation by itself."""
        self.socket.close()


def _head(method: int, length: int, transaction: bytes) -> bytes:
    return struct.pack("!HHI", method, length, MAGIC) + transaction


def _attribute(kind: int, value: bytes) -> bytes:
    return struct.pack("!HH", kind, len(value)) + value + b"\0" * (-len(value) % 4)


def _attributes(body: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    while len(body) >= 4:
        kind, length = struct.unpack("!HH", body[:4])
        found.setdefault(kind, body[4 : 4 + length])
        body = body[4 + length + (-length % 4) :]
    return found


def _masked(peer: str, transaction: bytes) -> bytes:
    address = ipaddress.ip_address(peer)
    mask = struct.pack("!I", MAGIC) + transaction
    plain = bytes(one ^ other for one, other in zip(address.packed, mask, strict=False))
    return struct.pack("!BBH", 0, 1 if address.version == 4 else 2, 9 ^ (MAGIC >> 16)) + plain
