"""A small site: one topic, two articles of which one is translated, one page about ourselves."""

from pathlib import Path

import pytest
from django.utils import timezone

from cms import planting

CONTENT = Path(__file__).parent / "content"


@pytest.fixture
def site(db: None) -> None:
    """The small site, planted."""
    planting.plant(CONTENT, at=timezone.now())
