"""The step between an editor's text and the public: a clinician reads it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import PagePermissionTester, Task


class ClinicalApprovalTask(Task):
    """Waits for a clinician. The decision is made on a page of our own (`cms/views/site_reviews.py`), nowhere else.

    .. no_pii: one row, without anybody's name
    """

    class Meta:
        verbose_name = _("clinical approval")

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """For everybody: what is read is what is published."""
        return True

    def get_actions(self, obj: Any, user: Any) -> list[Any]:
        """None in Wagtail's own pages, which do not know who wrote the text."""
        return []

    @classmethod
    def get_description(cls) -> Any:
        """What editors are told about the step."""
        return _("A clinician who has not written the text reads and approves it.")


class PageRights(PagePermissionTester):
    """What an editor may do with a page although a clinician publishes."""

    published_by_editors = False

    def __init__(self, user: Any, page: Any) -> None:
        super().__init__(user, page)
        if self.published_by_editors and "change" in getattr(self, "permissions", ()):
            self.permissions.add("publish")

    def can_unpublish(self) -> bool:
        """Whoever may write may take down, even what is being read: a wrong text does not wait for anybody."""
        live = self.page.live and not self.page_is_root
        return bool(self.user.is_active and live and "change" in getattr(self, "permissions", ()))


class EventRights(PageRights):
    """Hour and place of a lecture are not medicine: they are corrected at once."""

    published_by_editors = True
