"""The project's own source files, for the tests of its shape."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_PACKAGES = {"tests", "bin", "docs", "locale", "node_modules", "var"}
SKIPPED = {"migrations", "vendor", "node_modules", "__pycache__", "var", ".venv"}


def packages() -> set[str]:
    """The top-level packages of the product."""
    return {folder.parent.name for folder in ROOT.glob("*/__init__.py")} - NOT_PACKAGES


def files(*endings: str, under: str = "") -> list[Path]:
    """Our own files with these endings; generated and foreign ones are left out."""
    found = (path for ending in endings for path in (ROOT / under).rglob(f"*{ending}"))
    return sorted(path for path in found if not SKIPPED & set(path.relative_to(ROOT).parts) and path.is_file())


def module(path: Path) -> str:
    """`alliance/views/people.py` -> `alliance.views.people`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
