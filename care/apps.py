"""Patients and what is owed to them."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    """Patients, consent, documents, danger."""

    name = "care"
    verbose_name = "Care"

    def ready(self) -> None:
        """Registers the words of notices and what happens when an alarm stays unanswered."""
        from care import registry  # the app registry must be full before models are imported

        registry.register()
