"""Serves pages and sockets and, on one machine, runs jobs and the clock beside them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    """`manage.py serve`: one process that is the whole product on one machine."""

    help = "Serve pages and sockets, with jobs and clock on the same event loop, until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen, and whether a worker elsewhere does the jobs."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")
        parser.add_argument("--certificate", default="", metavar="PEM", help="serve over TLS, without a proxy")
        parser.add_argument("--key", default="", metavar="PEM", help="the key of the certificate")
        parser.add_argument("--no-jobs", action="store_true", help="leave jobs and clock to `manage.py worker`")

    def handle(
        self, *args: Any, host: str, port: int, no_jobs: bool, certificate: str, key: str, **options: Any
    ) -> None:
        """Returns when it has been ended; raises CommandError, in one line, when it cannot listen."""
        # Imported here: the import itself makes Twisted's reactor, which other commands have no use for.
        from config.asgi import application
        from config.listening import Server

        def listening() -> None:
            self.stdout.write(f"listening http{'s' if certificate else ''}://{host}:{port}")
            self.stdout.flush()

        if bool(certificate) != bool(key):
            raise CommandError("TLS needs both --certificate and --key.")
        server = Server(
            application,
            host=host,
            port=port,
            jobs=not no_jobs,
            listening=listening,
            certificate=certificate,
            key=key,
        )
        server.run()
        if server.problem:
            raise CommandError(
                f"Cannot listen on {host} port {port}: {server.problem.rstrip('.')}. Is another server running?"
            )
