"""A phone in the same network: TLS with a certificate nobody knows, and still camera, microphone and socket."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from alliance.models import Person
from launch import certificate, https, running
from tests import databases
from tests.servers import LOGS

OPENS = """
(path) => new Promise((done) => {
  const line = new WebSocket(location.origin.replace("https:", "wss:") + path);
  line.onopen = () => done("open");
  line.onclose = ({ code }) => done(code);
})
"""


@pytest.fixture
def phone_server(transactional_db: Any, tmp_path: Path) -> Iterator[str]:
    """As `bin/demo --https` serves, on the tests' database."""
    port = running.free_port()
    everywhere = "0.0.0.0"  # noqa: S104 -- a phone is to reach it
    told = {**os.environ, "DATABASE_URL": databases.address(), **https.settings(everywhere, port)}
    told |= {"XINQIAO_DEMO": "1", "XINQIAO_REQUIRE_MFA": "0", "EMAIL_URL": "console://"}
    told.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    certificate.make(tmp_path, https.names(everywhere))
    made = tmp_path / "certificate.pem"
    log = LOGS / "phone.server.log"
    server = running.Server(sys.executable, told, host=everywhere, port=port, log=log, certificate=made)
    try:
        server.wait_until_ready()
        yield https.urls(everywhere, port)[0]
    finally:
        server.stop()


def test_camera_microphone_and_socket_work_at_the_machines_address(
    phone_server: str, new_context: Callable[..., Any], community_doctor: Person
) -> None:
    client = Client()
    client.force_login(community_doctor)
    context = new_context(language="en", width=360, ignore_https_errors=True)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": phone_server}])
    page = context.new_page()
    page.goto(f"{phone_server}/")
    assert page.evaluate("isSecureContext")
    asked = (
        "navigator.mediaDevices.getUserMedia({audio: true, video: true}).then((stream) => stream.getTracks().length)"
    )
    assert page.evaluate(asked) == 2
    assert page.evaluate(OPENS, "/ws/notices/") == "open"
