"""A consultation, from request to signed opinion and what became of it."""

from django.apps import AppConfig


class TeleconsultConfig(AppConfig):
    """Consultations, slots and bookings, opinions."""

    name = "teleconsult"
    verbose_name = "Consultations"

    def ready(self) -> None:
        """Subscribes to facts from below and registers deadlines and words of notices."""
        from teleconsult import registry  # the app registry must be full before models are imported

        registry.register()
