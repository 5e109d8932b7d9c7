"""Signatures: a canonical form, its SHA-256, and an Ed25519 key per signer.

Detects any later change of content or signer. It is *not* a legally qualified electronic signature (电子签名法 art 13,
domain.md §5.4) and says so wherever it is shown; the interface leaves room for a certified provider.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.db import IntegrityError, transaction
from django.utils import translation

from teleconsult.models import SigningKey

if TYPE_CHECKING:
    from alliance.models import Person


@dataclass(frozen=True)
class Signed:
    """What is kept beside a signed text."""

    canonical: str
    sha256: str
    signature: str
    key: SigningKey


def title_of(person: Person) -> str:
    """A title in Chinese: the signed document's own language, whoever reads it."""
    licence = getattr(person, "licence", None)
    with translation.override("zh-hans"):
        return str(licence.get_title_display()) if licence else ""


def canonical(content: Mapping[str, Any]) -> str:
    """One exact text for one content: UTF-8 JSON, keys sorted, no spaces, no escapes beyond JSON's own."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def key_of(person: Person, *, at: datetime) -> SigningKey:
    """The person's current key; made on first use."""
    known = SigningKey.objects.filter(person=person, retired_at=None).first()
    if known is not None:
        return known
    private = Ed25519PrivateKey.generate()
    try:
        with transaction.atomic():
            return SigningKey.objects.create(
                person=person,
                public=base64.b64encode(private.public_key().public_bytes_raw()).decode(),
                private=base64.b64encode(private.private_bytes_raw()).decode(),
                made_at=at,
            )
    except IntegrityError:  # two signatures at once: the other one made it
        return SigningKey.objects.get(person=person, retired_at=None)


def sign(content: Mapping[str, Any], *, by: Person, at: datetime) -> Signed:
    """Signs the canonical form of `content` with the signer's key."""
    text = canonical(content)
    key = key_of(by, at=at)
    private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(key.private))
    signature = base64.b64encode(private.sign(text.encode())).decode()
    return Signed(text, hashlib.sha256(text.encode()).hexdigest(), signature, key)


def holds(text: str, sha256: str, signature: str, key: SigningKey) -> bool:
    """Whether digest and signature still fit the text."""
    if hashlib.sha256(text.encode()).hexdigest() != sha256:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(key.public)).verify(
            base64.b64decode(signature), text.encode()
        )
    except (InvalidSignature, ValueError):
        return False
    return True
