"""The public site."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Pages for the public, their editing, and the numbers to call."""

    name = "cms"
    verbose_name = "Public site"

    def ready(self) -> None:
        """An edited synonym counts at once, and so does whatever a public page shows; the clock forgets searches."""
        from django.db.models.signals import post_delete, post_migrate, post_save
        from wagtail.models import Page, Site
        from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

        from alliance import clocks
        from alliance.models import CrisisLine
        from cms.search import counting, vocabulary
        from cms.serving.generation import changed

        clocks.on_tick("cms.searches", counting.forget)
        for signal in (post_save, post_delete):
            signal.connect(vocabulary.edited, sender="cms.SynonymGroup", dispatch_uid=f"vocabulary {id(signal)}")
        for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
            signal.connect(changed)
        for sender in (CrisisLine, Site):
            post_save.connect(changed, sender=sender)
            post_delete.connect(changed, sender=sender)
        post_delete.connect(changed, sender=Page)
        post_migrate.connect(changed, sender=self)  # new code may render everything anew
