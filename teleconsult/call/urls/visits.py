"""Addresses below /visit/: all that is open to a relative or an interpreter. Their pass is sent to these alone."""

from django.urls import path

from teleconsult.call.consumers import VisitorConsumer
from teleconsult.call.views import visits

app_name = "visit"

urlpatterns = [
    path("", visits.door, name="door"),
    path("look/", visits.look, name="look"),
    path("come/", visits.come, name="come"),
    path("<uuid:code>/", visits.room, name="room"),
]
sockets = [path("visit/<uuid:code>/socket/", VisitorConsumer.as_asgi())]
