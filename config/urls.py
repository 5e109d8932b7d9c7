"""Every address of the product; the apps name their own below a prefix."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.cache import cache_control
from django.views.i18n import JavaScriptCatalog

import cms.urls
from alliance.consumers import NoticeConsumer
from config import health
from teleconsult.call.consumers import RoomConsumer
from teleconsult.call.urls import visits

phrases = cache_control(max_age=3600, private=True)(JavaScriptCatalog.as_view(domain="djangojs"))

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("jsi18n/<str:language>/", phrases, name="jsi18n"),
    path("accounts/", include("allauth.urls")),
    path("rooms/", include("teleconsult.call.urls")),
    path("visit/", include("teleconsult.call.urls.visits")),
    path("cms/", include(cms.urls.editing)),
    cms.urls.first,
    *cms.urls.files,
    *cms.urls.reviews,
    path("", include("teleconsult.urls")),
    path("", include("care.urls")),
    path("", include("alliance.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("config.demo.urls")))
urlpatterns.append(cms.urls.last)

websocket_urlpatterns = [
    path("ws/notices/", NoticeConsumer.as_asgi()),
    path("ws/rooms/<uuid:code>/", RoomConsumer.as_asgi()),
]
visitor_sockets = visits.sockets

handler403 = "alliance.views.errors.forbidden"
handler404 = "alliance.views.errors.missing"
handler500 = "alliance.views.errors.broken"
