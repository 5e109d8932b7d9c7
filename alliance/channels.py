"""Ways out of the house: e-mail, text message, phone call, one webhook. Each takes a message and returns a delivery id.

Which class serves a channel is a setting (`CHANNELS`); text messages and calls are only logged until an installation
names its provider's adapter. An adapter hands the message's key to its provider, so that a repeated attempt is known.
No message names a patient.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from smtplib import SMTPException
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)
TIMEOUT = 5  # seconds
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class Undelivered(Exception):
    """The channel could not take the message now; it is tried again."""


@dataclass(frozen=True)
class Message:
    """What goes out: its key, to whom (address or number; '' for the webhook), in the reader's words."""

    key: str
    to: str
    title: str
    text: str = ""
    link: str = ""
    kind: str = ""
    at: str = ""  # ISO 8601


class Channel(Protocol):
    """What every adapter offers."""

    def send(self, message: Message) -> str:
        """Delivers once per key and returns the delivery id; raises Undelivered."""


def channel(name: str) -> Channel:
    """The adapter that serves a channel here."""
    made: Channel = import_string(settings.CHANNELS[name])()
    return made


class Mail:
    """E-mail; the key becomes the Message-ID, so that mail programs show a repeated one once."""

    def send(self, message: Message) -> str:
        """Raises Undelivered where the mail server does not take it."""
        host = urlsplit(settings.PUBLIC_URL).hostname
        identity = f"<{message.key}@{host}>"
        body = "\n\n".join(filter(None, (message.text, message.link)))
        letter = EmailMessage(message.title, body, to=[message.to], headers={"Message-ID": identity})
        try:
            letter.send()
        except (OSError, SMTPException) as error:
            raise Undelivered(type(error).__name__) from error
        return identity


def _masked(number: str) -> str:
    return f"{number[:3]}****{number[-4:]}"


class LoggedText:
    """No text message goes out: it is written to the log."""

    def send(self, message: Message) -> str:
        """Always delivers."""
        log.info("text message %s to %s: %s", message.key, _masked(message.to), message.title)
        return f"logged:{message.key}"


class LoggedCall:
    """No telephone rings: the call is written to the log."""

    def send(self, message: Message) -> str:
        """Always delivers."""
        log.info("phone call %s to %s: %s", message.key, _masked(message.to), message.title)
        return f"logged:{message.key}"


class Webhook:
    """POSTs JSON to the installation's own address: signed, timed, with an idempotency key; never a patient.

    `X-Xinqiao-Signature` is `sha256=` and the HMAC-SHA256, in hex, of timestamp, full stop and body under the shared
    secret. The receiver answers 2xx within five seconds, and treats a repeated `Idempotency-Key` as done.
    """

    def __init__(self) -> None:
        self.url = urlsplit(settings.WEBHOOK_URL)
        if self.url.scheme != "https" and (self.url.scheme != "http" or self.url.hostname not in LOOPBACK):
            raise ImproperlyConfigured("XINQIAO_WEBHOOK_URL must be https.")
        self.secret = settings.WEBHOOK_SECRET.encode()

    def send(self, message: Message) -> str:
        """Raises Undelivered for anything but 2xx; follows no redirect."""
        words = {"title": message.title, "text": message.text, "url": message.link}
        body = json.dumps({"id": message.key, "kind": message.kind, "at": message.at, **words}).encode()
        stamp = str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": message.key,
            "X-Xinqiao-Timestamp": stamp,
            "X-Xinqiao-Signature": "sha256=" + sign(self.secret, stamp, body),
        }
        kind = HTTPSConnection if self.url.scheme == "https" else HTTPConnection
        connection = kind(self.url.hostname or "", self.url.port, timeout=TIMEOUT)
        path = (self.url.path or "/") + (f"?{self.url.query}" if self.url.query else "")
        try:
            connection.request("POST", path, body, headers)
            status = connection.getresponse().status
        except (OSError, HTTPException) as error:
            raise Undelivered(type(error).__name__) from error
        finally:
            connection.close()
        if not 200 <= status < 300:
            raise Undelivered(f"HTTP {status}")
        return f"{status}:{message.key}"


def sign(secret: bytes, stamp: str, body: bytes) -> str:
    """The signature that a receiver computes too."""
    return hmac.new(secret, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
