"""One ASGI application: pages by Django, sockets by Channels."""

import os

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from channels.sessions import CookieMiddleware
from django.core.asgi import get_asgi_application
from django.urls import re_path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
pages = get_asgi_application()

from alliance.sockets import SecondFactor  # noqa: E402 -- apps must be ready before anything imports models
from cms.serving.layer import PageCache  # noqa: E402
from config.urls import visitor_sockets, websocket_urlpatterns  # noqa: E402

# A visitor is nobody who could be signed in: their sockets lie outside that guard and bring a pass of their own.
sockets = [
    re_path(r"^(?=visit/)", CookieMiddleware(URLRouter(visitor_sockets))),
    re_path(r"^", AuthMiddlewareStack(SecondFactor(URLRouter(websocket_urlpatterns)))),
]
application = ProtocolTypeRouter(
    {
        "http": PageCache(pages),
        "websocket": AllowedHostsOriginValidator(URLRouter(sockets)),
    }
)
