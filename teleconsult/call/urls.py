"""Addresses below /rooms/."""

from django.urls import path

from teleconsult.call import views

app_name = "call"

urlpatterns = [
    path("<uuid:code>/", views.room, name="room"),
]
