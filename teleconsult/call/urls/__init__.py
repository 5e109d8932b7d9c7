"""Addresses below /rooms/."""

from django.urls import path

from teleconsult.call.views import rooms, visitors

app_name = "call"

urlpatterns = [
    path("<uuid:code>/", rooms.room, name="room"),
    path("<uuid:code>/papers/", rooms.papers, name="papers"),
    path("<uuid:code>/messages/", rooms.messages, name="messages"),
    path("<uuid:code>/check/", rooms.check, name="check"),
    path("<uuid:code>/check/echo/", rooms.echo, name="echo"),
    path("<uuid:code>/knock/", rooms.knock, name="knock"),
    path("<uuid:code>/admit/<uuid:seat>/", rooms.admit, name="admit"),
    path("<uuid:code>/turn-away/<uuid:seat>/", rooms.turn_away, name="turn_away"),
    path("<uuid:code>/visitors/", visitors.visitors, name="visitors"),
    path("<uuid:code>/visitors/<uuid:visitor>/end/", visitors.end, name="visitor_end"),
]
