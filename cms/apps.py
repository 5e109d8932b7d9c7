"""The public site."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Pages for the public, their editing, and the numbers to call."""

    name = "cms"
    verbose_name = "Public site"

    def ready(self) -> None:
        """Registers with the alliance and with Wagtail."""
        from cms import registry  # the app registry must be full before models are imported

        registry.register(self)
