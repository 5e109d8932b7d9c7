"""Reads the environment, once, for `config.settings`; refuses nonsense loudly.

The demo keeps its own environment in `var/demo.env`. It is read only where no `SECRET_KEY` is set, so a real
installation, which always sets one, can never slip into the demo by a forgotten file.
"""

import base64
import binascii
import os
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

BASE = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("XINQIAO_VAR", BASE / "var")).resolve()


def read_file(path: Path) -> dict[str, str]:
    """The `NAME=value` lines of `path`; blank lines and `#` comments are passed over."""
    pairs = (
        line.split("=", 1) for line in path.read_text("utf-8").splitlines() if "=" in line and not line.startswith("#")
    )
    return {name.strip(): value.strip() for name, value in pairs}


def _all() -> dict[str, str]:
    demo = VAR / "demo.env"
    if "SECRET_KEY" in os.environ or not demo.is_file():
        return dict(os.environ)
    return {**read_file(demo), **os.environ}


VALUES = _all()


def text(name: str, default: str | None = None) -> str:
    """The variable's value; without a default a missing or empty one stops the start."""
    value = VALUES.get(name, "")
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"{name} is not set. See .env.example; bin/demo makes its own in var/demo.env.")
    return default


def flag(name: str, *, default: bool = False) -> bool:
    """True for 1/true/yes/on, False for 0/false/no/off; anything else stops the start."""
    value = VALUES.get(name, "").lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}={value!r}: say 1 or 0.")


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list, blanks dropped."""
    return [word.strip() for word in VALUES.get(name, default).split(",") if word.strip()]


def key(name: str) -> bytes:
    """A 32-byte key written in base64."""
    try:
        raw = base64.b64decode(text(name), validate=True)
    except binascii.Error as error:
        raise ImproperlyConfigured(f"{name} is not base64.") from error
    if len(raw) != 32:
        raise ImproperlyConfigured(f"{name} holds {len(raw)} bytes; 32 are needed.")
    return raw


def weeks(name: str, default: str) -> tuple[int, ...]:
    """Weeks after the opinion, rising, at least one, between 1 and 104."""
    try:
        found = tuple(int(word) for word in words(name, default))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}={VALUES.get(name)!r}: say weeks, like 2,12.") from error
    if not found or list(found) != sorted(set(found)) or not 1 <= found[0] <= found[-1] <= 104:
        raise ImproperlyConfigured(f"{name}={VALUES.get(name)!r}: say rising weeks between 1 and 104, like 2,12.")
    return found


def number(name: str, default: int, *, least: int) -> int:
    """A whole number, at least `least`."""
    given = VALUES.get(name, "") or str(default)
    if not given.isdecimal() or int(given) < least:
        raise ImproperlyConfigured(f"{name}={given!r}: say a whole number of at least {least}.")
    return int(given)


def share(name: str, default: float) -> float:
    """A share between 0 and 1, both excluded."""
    given = VALUES.get(name, "") or str(default)
    try:
        found = float(given)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}={given!r}: say a share like 0.85.") from error
    if not 0 < found < 1:
        raise ImproperlyConfigured(f"{name}={given!r}: say a share like 0.85.")
    return found


def hook(name: str) -> str:
    """An address to which events are posted, or ''. Anything but https stops the start, except on this machine."""
    address = VALUES.get(name, "")
    parts = urlsplit(address)
    here = parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if address and not (here or (parts.scheme == "https" and parts.hostname)):
        raise ImproperlyConfigured(f"{name} must be an https address.")
    return address
