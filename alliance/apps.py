"""Who may do what."""

from django.apps import AppConfig


class AllianceConfig(AppConfig):
    """Institutions, people, rights, audit, notices, clocks."""

    name = "alliance"
    verbose_name = "Alliance"

    def ready(self) -> None:
        """Registers what the alliance itself does at every turn of the clock, and its words."""
        from alliance import registry  # the app registry must be full before models are imported

        registry.register()
