"""One file per group of stylesheets: on a bad line every request counts more than every byte.

`collectstatic` finds the bundles here as if they lay on disk; each is its group's sheets, one after another. All
sheets are in cascade layers and none refers to other files, so putting them together changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage

from frontend import flattening, stylesheets

STATIC = Path(__file__).parent / "static"


def content(group: str) -> str:
    """The sheets of a bundle, in order."""
    sheets = [(STATIC / path).read_text("utf-8") for path in stylesheets.parts(group)]
    return "".join(map(flattening.flattened, sheets)) if group in stylesheets.FLAT else "\n".join(sheets)


class BundleFinder(BaseFinder):
    """Offers `css/bundles/<group>.css` to `collectstatic`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.storage = InMemoryStorage()

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, InMemoryStorage]]:
        """Every bundle, made anew."""
        for group in stylesheets.BUNDLES:
            path = stylesheets.bundle(group)
            if self.storage.exists(path):
                self.storage.delete(path)
            self.storage.save(path, ContentFile(content(group).encode()))
            yield path, self.storage

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:
        """Bundles have no place on disk; a server without `collectstatic` links the sheets one by one."""
        return [] if find_all else None
