"""Addresses below /rooms/."""

from django.urls import path

from teleconsult.call import views

app_name = "call"

urlpatterns = [
    path("<uuid:code>/", views.room, name="room"),
    path("<uuid:code>/papers/", views.papers, name="papers"),
    path("<uuid:code>/messages/", views.messages, name="messages"),
    path("<uuid:code>/check/", views.check, name="check"),
    path("<uuid:code>/knock/", views.knock, name="knock"),
    path("<uuid:code>/admit/<uuid:seat>/", views.admit, name="admit"),
    path("<uuid:code>/turn-away/<uuid:seat>/", views.turn_away, name="turn_away"),
]
