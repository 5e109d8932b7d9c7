"""Mail of the demo: nothing leaves the machine; each message is a file in `var/mail`, readable on /demo/."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage as Parsed
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

KEPT = 300  # messages


def folder() -> Path:
    """Where the demo's mail lies."""
    path: Path = settings.VAR_DIR / "mail"
    return path


class EmailBackend(BaseEmailBackend):
    """Writes messages to files. Refuses to exist outside the demo: there it would swallow alarms."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if not settings.DEMO:
            raise ImproperlyConfigured("The demo's mail folder is no mail server. Set EMAIL_URL.")
        super().__init__(*args, **kwargs)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """One `.eml` file each, named so that they sort by time."""
        folder().mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{timezone.now():%Y%m%dT%H%M%S.%f}-{uuid4().hex[:6]}"
            half = folder() / f"{name}.part"
            half.write_bytes(message.message().as_bytes())
            half.rename(half.with_suffix(".eml"))
        for old in sorted(folder().glob("*.eml"))[:-KEPT]:
            old.unlink(missing_ok=True)
        return len(email_messages)


@dataclass(frozen=True)
class Letter:
    """A message as the demo page shows it."""

    to: str
    subject: str
    text: str
    at: datetime


def letters(limit: int = 30) -> list[Letter]:
    """The latest messages, newest first."""
    newest = sorted(folder().glob("*.eml"), reverse=True)[:limit]
    return [_read(path) for path in newest]


def _read(path: Path) -> Letter:
    parsed = email.message_from_bytes(path.read_bytes(), _class=Parsed, policy=email.policy.default)
    body = parsed.get_body(("plain",))
    at = datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_current_timezone())
    return Letter(str(parsed["To"]), str(parsed["Subject"]), body.get_content() if body else "", at)
