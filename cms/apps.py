"""The public site."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Pages for the public, their editing, and the numbers to call."""

    name = "cms"
    verbose_name = "Public site"

    def ready(self) -> None:
        """An edited synonym counts at once."""
        from django.db.models.signals import post_delete, post_save

        from cms.search import vocabulary

        for signal in (post_save, post_delete):
            signal.connect(vocabulary.edited, sender="cms.SynonymGroup", dispatch_uid=f"vocabulary {id(signal)}")
