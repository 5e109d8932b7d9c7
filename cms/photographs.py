"""What is taken out of an uploaded picture before it is kept: place, device and everything else a camera adds."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import filetype
from django.core.files.base import ContentFile
from PIL import Image, ImageOps

KINDS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF"}


class NotAPicture(Exception):
    """The file is none of the kinds that the site shows, whatever its name says."""


def cleaned(upload: Any) -> ContentFile[bytes]:
    """The same picture, upright, without anything but its pixels. Raises NotAPicture."""
    upload.seek(0)
    content = upload.read()
    kind = filetype.guess_mime(content)
    if kind not in KINDS:
        raise NotAPicture
    try:
        picture = ImageOps.exif_transpose(Image.open(BytesIO(content)))
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise NotAPicture from error
    bare = BytesIO()
    picture.info = {name: value for name, value in picture.info.items() if name == "transparency"}
    picture.save(bare, KINDS[kind])
    return ContentFile(bare.getvalue(), name=upload.name)
