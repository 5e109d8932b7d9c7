"""Rooms: who may enter, who waits, who speaks to whom."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CallConfig(AppConfig):
    """Rooms, lobby, presence, the typed socket. Knows people, never patients."""

    name = "teleconsult.call"
    label = "call"
    verbose_name = "Calls"

    def ready(self) -> None:
        """The words of its one notice, and its chore: dead sockets end."""
        from alliance import clocks, notices  # the app registry must be full before models are imported
        from teleconsult.call import lobby, presence

        words = notices.Kind(
            _("%(name)s is waiting at the room"),
            _("%(name)s, %(place)s, has knocked and is waiting to be let in."),
        )
        notices.register(lobby.KNOCKED, words)
        clocks.on_tick("call.presence", presence.sweep)
