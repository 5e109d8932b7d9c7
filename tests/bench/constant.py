"""`python -m tests.bench.constant PORT BYTES`: the product's server, beside whose pages lies one that costs nothing."""

import os
import sys

ADDRESS = "/constant/"


def main(port: int, size: int) -> None:
    """Serves until told to end."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config.asgi import application
    from config.listening import Server

    body = b"x" * size
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", b"%d" % size)]

    async def beside(scope, receive, send):
        if scope["type"] != "http" or scope["path"] != ADDRESS:
            return await application(scope, receive, send)
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        return await send({"type": "http.response.body", "body": body})

    server = Server(beside, host="127.0.0.1", port=port, jobs=False, listening=lambda: None)
    server.run()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
