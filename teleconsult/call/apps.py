"""Rooms: who may enter, who waits, who speaks to whom."""

from django.apps import AppConfig


class CallConfig(AppConfig):
    """Rooms, lobby, presence, the typed socket. Knows people, never patients."""

    name = "teleconsult.call"
    label = "call"
    verbose_name = "Calls"
