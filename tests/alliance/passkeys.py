"""A device that keeps passkeys, in software: what a browser would send, and what a forger might."""

import json
import os
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class Device:
    """One passkey of one person, for one installation."""

    def __init__(self, home: str = "xinqiao.test", origin: str = "https://xinqiao.test") -> None:
        self.home, self.origin = home, origin
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential = os.urandom(32)
        self.owner = b""
        self.uses = 0

    def create(self, options: dict[str, Any], *, verified: bool = True) -> str:
        """What `navigator.credentials.create` gives, as JSON."""
        public = options["publicKey"]
        self.owner = websafe_decode(public["user"]["id"])
        key = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        attested = bytes(16) + len(self.credential).to_bytes(2, "big") + self.credential + key
        data = self._data(PRESENT | ATTESTED | (VERIFIED if verified else 0)) + attested
        statement = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", public["challenge"])
        return self._said(client, attestationObject=statement)

    def get(self, options: dict[str, Any], *, verified: bool = True, owner: bytes = b"") -> str:
        """What `navigator.credentials.get` gives, as JSON."""
        self.uses += 1
        client = self._client("webauthn.get", options["publicKey"]["challenge"])
        data = self._data(PRESENT | (VERIFIED if verified else 0))
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        facts = {"authenticatorData": data, "signature": signature, "userHandle": owner or self.owner}
        return self._said(client, **facts)

    def _data(self, flags: int) -> bytes:
        return sha256(self.home.encode()).digest() + bytes([flags]) + self.uses.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _said(self, client: bytes, **response: bytes) -> str:
        said = {name: websafe_encode(value) for name, value in {"clientDataJSON": client, **response}.items()}
        name = websafe_encode(self.credential)
        extensions = {"credProps": {"rk": True}}
        kind = {"type": "public-key", "clientExtensionResults": extensions}
        return json.dumps({"id": name, "rawId": name, "response": said, **kind})
