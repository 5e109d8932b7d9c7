"""Passkeys beside the authenticator app: a key on one's own device, opened by finger, face or PIN.

A passkey is two factors at once, what one has and what one is or knows, so it may also stand for password and code
together. It belongs to the one name under which the installation is reached (`PUBLIC_URL`), and browsers offer it only
on https or on localhost.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def home() -> str:
    """The name to which every passkey of this installation belongs."""
    return urlsplit(settings.PUBLIC_URL).hostname or "localhost"


def work_at(request: HttpRequest) -> bool:
    """Whether a browser that reads this page can make and use one."""
    host = urlsplit(f"//{request.get_host()}").hostname or ""
    if _is_number(host):
        return False
    local = host == "localhost" or host.endswith(".localhost")
    return (request.is_secure() or local) and (host == home() or host.endswith(f".{home()}"))


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
