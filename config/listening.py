"""Daphne's server with our limits, telling when it listens and why it cannot."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from daphne import http_protocol, server
from daphne.endpoints import build_endpoint_description_strings
from django.conf import settings
from twisted.internet import defer, reactor

from config import companions, loops

log = logging.getLogger(__name__)
BODY_BYTES = 20 * 1024 * 1024  # one form brings at most an attachment and its words
SOCKET_BYTES = 64 * 1024  # the longest legitimate message is a session description of some 20 KB


class Request(http_protocol.WebRequest):  # type: ignore[misc] # Twisted's classes have no types for us
    """Keeps no more of a body than anybody here has reason to send."""

    received = 0

    def handleContentChunk(self, data: bytes) -> None:
        """Lets what is too much fall on the floor instead of on the disk."""
        self.received += len(data)
        if self.received <= BODY_BYTES:
            super().handleContentChunk(data)

    def process(self) -> Any:
        """Answers 413 where something fell."""
        if self.received > BODY_BYTES:
            return self.basic_error(413, b"Content Too Large", "This is larger than anything the server accepts.")
        return super().process()


class Factory(http_protocol.HTTPFactory):  # type: ignore[misc]
    """Makes our requests instead of daphne's."""

    def buildProtocol(self, addr: object) -> Any:
        """One connection."""
        protocol = super().buildProtocol(addr)
        protocol.requestFactory = Request
        return protocol


def _sealed(endpoint: str, certificate: str, key: str) -> str:
    """The same endpoint over TLS, where there is a certificate."""
    if not certificate:
        return endpoint
    files = (path.replace("\\", r"\\").replace(":", r"\:") for path in (certificate, key))
    return "ssl:{}:certKey={}:privateKey={}".format(endpoint.removeprefix("tcp:"), *files)


class Server(server.Server):  # type: ignore[misc]
    """Serves until it is told to stop; `problem` says why it could not begin."""

    problem = ""

    def __init__(
        self,
        application: object,
        *,
        host: str,
        port: int,
        jobs: bool,
        listening: Callable[[], None],
        certificate: str = "",
        key: str = "",
    ) -> None:
        super().__init__(
            application,
            endpoints=[_sealed(each, certificate, key) for each in build_endpoint_description_strings(host, port)],
            websocket_max_message_size=SOCKET_BYTES,
            websocket_max_frame_size=SOCKET_BYTES,
            # Behind the proxy that ends TLS the client is whom the proxy names; without one nobody may say so.
            proxy_forwarded_address_header="X-Forwarded-For" if settings.PROXIED else None,
            server_name="xinqiao",
        )
        self.jobs, self.listening = jobs, listening
        self.ended = asyncio.Event()
        self.loops: list[asyncio.Task[Any]] = []
        reactor.addSystemEventTrigger("before", "shutdown", self.end_loops)  # type: ignore[arg-type] # its stubs are wrong

    def run(self) -> None:
        """Serves; returns when it has been told to end or could not begin."""
        server.HTTPFactory = Factory  # daphne offers no other way to bring a request class of one's own
        super().run()

    def listen_success(self, port: Any) -> None:
        """The port is ours: now the loops may begin."""
        super().listen_success(port)
        reactor.callWhenRunning(self.begin_loops)

    def listen_error(self, failure: Any) -> None:
        """Keeps the reason; the caller says it in one line."""
        self.problem = failure.getErrorMessage()
        self.stop()

    def begin_loops(self) -> None:
        """Jobs, clock and the programs beside the server, on its own event loop."""
        if self.jobs:
            self.loops = [*loops.begin(self.ended), *companions.begin(self.ended)]
        self.listening()

    def end_loops(self) -> Any:
        """Lets a job that is running finish, for at most five seconds."""
        self.ended.set()
        if not self.loops:
            return None
        return defer.Deferred.fromFuture(asyncio.ensure_future(asyncio.wait(self.loops, timeout=5)))
