"""The environments that `bin/*` hands to Django: the demo's own, kept in `var/demo.env`, and the checks'."""

import base64
import os
import secrets
import stat
from collections.abc import Iterable
from pathlib import Path

from launch import ROOT

OURS = {
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "DEFAULT_FROM_EMAIL",
    "DJANGO_SETTINGS_MODULE",
    "EMAIL_URL",
    "PUBLIC_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "TURN_SECRET",
    "TURN_URLS",
}


def folder() -> Path:
    """Where database, files and the demo's keys live: `XINQIAO_VAR`, else `var/` in the clone."""
    return Path(os.environ.get("XINQIAO_VAR") or ROOT / "var").resolve()


def surroundings() -> dict[str, str]:
    """The caller's environment without a single variable of ours: the demo never meets a real database."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    return {name: value for name, value in kept.items() if not name.startswith("XINQIAO_")}


def new_key() -> str:
    """32 random bytes in base64."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def for_demo(var: Path) -> dict[str, str]:
    """A fresh environment for a demo that keeps everything in `var`."""
    return {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "XINQIAO_IDENTITY_KEY": new_key(),
        "XINQIAO_AUDIT_KEY": new_key(),
        "TURN_SECRET": secrets.token_urlsafe(32),
        "XINQIAO_DEMO": "1",
        "XINQIAO_REQUIRE_MFA": "0",
        "XINQIAO_VAR": str(var),
        "PUBLIC_URL": "http://localhost:8000",
        "DATABASE_URL": f"sqlite:///{var / 'xinqiao.sqlite3'}",
    }


def for_checks(var: Path) -> dict[str, str]:
    """What a production machine would set, with keys that live as long as one command."""
    return {
        **for_demo(var),
        "XINQIAO_DEMO": "0",
        "XINQIAO_REQUIRE_MFA": "1",
        "PUBLIC_URL": "https://xinqiao.example",
        "EMAIL_URL": "smtp+tls://user:secret@mail.xinqiao.example:587",
        "DATABASE_URL": f"sqlite:///{var / 'check.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }


def read(path: Path) -> dict[str, str]:
    """The `NAME=value` lines of `path`."""
    lines = (line for line in path.read_text("utf-8").splitlines() if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip() for name, value in (line.split("=", 1) for line in lines)}


def keep(var: Path) -> dict[str, str]:
    """The demo's environment, made once and readable by its owner only (0600).

    A file that lost a line (or came from an older version) gets what is missing; what it has stays.
    The folder's own place is never taken from the file: a clone may have been moved since.
    """
    path, fresh = var / "demo.env", for_demo(var)
    had = read(path) if path.is_file() else {}
    placed = {name: fresh[name] for name in ("XINQIAO_VAR", "DATABASE_URL")}
    whole = {**fresh, **had, **placed}
    if whole != had or stat.S_IMODE(path.stat().st_mode) != 0o600:
        _write(path, (f"{name}={value}" for name, value in whole.items()))
    return whole


def _write(path: Path, lines: Iterable[str]) -> None:
    """Replace `path` in one step; nobody else can read it at any moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(path.name + ".new")
    half.unlink(missing_ok=True)
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("# The demo's own keys and settings, made by bin/demo. Not for production.\n")
        file.write("\n".join(lines) + "\n")
    half.replace(path)


def main(arguments: list[str]) -> int:
    """`bin/production keys`: fresh secrets for a .env file. Keep them: without them nothing can be read again."""
    print(f"SECRET_KEY={secrets.token_urlsafe(48)}")
    for name in ("XINQIAO_IDENTITY_KEY", "XINQIAO_AUDIT_KEY"):
        print(f"{name}={new_key()}")
    print(f"POSTGRES_PASSWORD={secrets.token_urlsafe(24)}")
    return 0
