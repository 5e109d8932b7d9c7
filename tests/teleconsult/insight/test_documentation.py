"""docs/FIGURES.md says of every figure what the page says."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils import translation

from teleconsult.insight.definitions import ALL, Definition

PAGE = Path(settings.BASE_DIR) / "docs" / "FIGURES.md"
LINE = "compares. -->\n"


def chapter(measure: Definition) -> str:
    """One measure as Markdown."""
    lines = "".join(f"- **{label}:** {text}\n" for label, text in measure.lines())
    return f"## {measure.title}\n\n`{measure.name}`\n\n{lines}"


def test_the_page_of_the_figures_says_what_they_mean(tmp_path: Path) -> None:
    with translation.override("en"):
        chapters = "\n".join(map(chapter, ALL))
    written, line, below = PAGE.read_text(encoding="utf-8").partition(LINE)
    renewed = tmp_path / "FIGURES.md"
    renewed.write_text(f"{written}{line}\n{chapters}", encoding="utf-8")
    assert below == f"\n{chapters}", f"cp {renewed} docs/FIGURES.md"
