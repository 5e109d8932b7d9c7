"""Identifiers at rest: sealed with AES-256-GCM, found again by a keyed blind index, masked wherever they are shown.

The key comes from the environment (`XINQIAO_IDENTITY_KEY`); two independent keys are derived from it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import unicodedata
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.expressions import Expression

_VERSION = "1:"


class Unreadable(Exception):
    """A sealed value does not open with this key: the key is wrong or the value was changed."""


def _derived(use: bytes) -> bytes:
    return hmac.new(settings.IDENTITY_KEY, use, hashlib.sha256).digest()


def seal(plain: str) -> str:
    """The value under the key, with a fresh nonce; '' stays ''."""
    if not plain:
        return ""
    nonce = os.urandom(12)
    sealed = AESGCM(_derived(b"seal")).encrypt(nonce, plain.encode(), None)
    return _VERSION + base64.b64encode(nonce + sealed).decode()


def unseal(stored: str) -> str:
    """The plain value. Raises Unreadable where key or value are wrong."""
    if not stored:
        return ""
    raw = base64.b64decode(stored.removeprefix(_VERSION))
    try:
        return AESGCM(_derived(b"seal")).decrypt(raw[:12], raw[12:], None).decode()
    except InvalidTag as error:
        raise Unreadable from error


def normal(value: str) -> str:
    """What counts as the same: full-width folded, spaces and hyphens dropped, upper case."""
    folded = unicodedata.normalize("NFKC", value).upper()
    return "".join(char for char in folded if not char.isspace() and char != "-")


def blind_index(value: str) -> str:
    """A keyed digest for exact search; '' for ''. Says nothing about the value without the key."""
    return hmac.new(_derived(b"index"), normal(value).encode(), hashlib.sha256).hexdigest() if normal(value) else ""


def masked_name(name: str) -> str:
    """沈若溪 → 沈某; a Latin name keeps its first letter."""
    return f"{name[0]}某" if name and not name.isascii() else f"{name[:1]}."


def masked_number(number: str) -> str:
    """The last four characters only."""
    return f"•••• {number[-4:]}" if len(number) > 4 else "••••" if number else ""


class SealedField(models.TextField[str, str]):
    """Text that is plain in Python and sealed in the database. Cannot be searched: keep a blind index beside it."""

    def from_db_value(self, value: str | None, expression: Expression, connection: BaseDatabaseWrapper) -> str | None:
        """Opens the seal."""
        return None if value is None else unseal(value)

    def get_prep_value(self, value: Any) -> Any:
        """Seals."""
        return None if value is None else seal(str(value))
