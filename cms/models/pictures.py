"""Pictures of the public site. Originals stay private; anybody may fetch the sizes that pages show."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from alliance.models import Person
from cms import photographs


class Picture(AbstractImage):
    """An uploaded picture.

    .. no_pii: pictures for the public; what a camera adds about place and device is removed when it is uploaded
    """

    uploaded_by_user = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    file: Any
    admin_form_fields = Image.admin_form_fields

    def clean(self) -> None:
        """Says to the editor what `save` would refuse."""
        super().clean()
        if self._is_new():
            try:
                photographs.cleaned(self.file.file)
            except photographs.NotAPicture as error:
                raise ValidationError({"file": _("This is not a picture.")}) from error

    def save(self, *args: Any, **options: Any) -> None:
        """A new file is kept without what a camera adds. Raises `photographs.NotAPicture`."""
        if self._is_new():
            bare = photographs.cleaned(self.file.file)
            self.file = bare
            self.file_size, self.file_hash = bare.size, ""
        super().save(*args, **options)

    def _is_new(self) -> bool:
        return bool(self.file) and not self.file._committed


class Rendition(AbstractRendition):
    """One size of a picture, as a page shows it.

    .. no_pii: made from a picture
    """

    image = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="rendition_once")
        ]
