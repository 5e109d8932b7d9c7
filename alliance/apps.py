"""Who may do what."""

from django.apps import AppConfig


class AllianceConfig(AppConfig):
    """Institutions, people, rights, audit, notices, clocks."""

    name = "alliance"
    verbose_name = "Alliance"

    def ready(self) -> None:
        """The clock seals the audit at every turn."""
        from alliance import audit, clocks  # the app registry must be full before models are imported

        clocks.on_tick("seal the audit", lambda at: audit.seal())
