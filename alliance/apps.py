"""Who may do what."""

from django.apps import AppConfig


class AllianceConfig(AppConfig):
    """Institutions, people, rights, audit, notices, clocks."""

    name = "alliance"
    verbose_name = "Alliance"

    def ready(self) -> None:
        """Registers chores of the clock and words of notices."""
        from alliance import registry  # the app registry must be full before models are imported

        registry.register()
