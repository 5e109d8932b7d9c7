"""Compiles every .po of the product with Babel, so that no machine needs gettext to run it."""

import sys
from pathlib import Path

from launch import ROOT

FOLDERS = ("locale", "cms/editing_words/locale")  # our own sentences; those of Wagtail that it does not say in Chinese


def stale(root: Path = ROOT) -> list[Path]:
    """The .po files whose .mo is missing or older."""
    found = [po for folder in FOLDERS for po in sorted((root / folder).glob("*/LC_MESSAGES/*.po"))]
    return [po for po in found if not _fresh(po, po.with_suffix(".mo"))]


def _fresh(po: Path, mo: Path) -> bool:
    return mo.is_file() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns


def compile_all(root: Path = ROOT, *, only: list[Path] | None = None) -> list[Path]:
    """Write the .mo beside each .po of `only` (default: the stale ones); fuzzy entries are left out."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    done = stale(root) if only is None else only
    for po in done:
        with po.open("rb") as source:
            catalog = read_po(source, locale=po.parent.parent.name)
        half = po.with_suffix(".mo.new")
        with half.open("wb") as target:
            write_mo(target, catalog)
        half.replace(po.with_suffix(".mo"))
    return done


if __name__ == "__main__":
    for path in compile_all(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT):
        print("compiled", path)
