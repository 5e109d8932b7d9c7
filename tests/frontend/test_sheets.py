"""The stylesheets keep to what old browsers read and to what a page may link."""

import re

import pytest
from django.contrib.staticfiles import finders

from frontend import stylesheets
from tests.frontend.colours import CSS

FILES = sorted(CSS.rglob("*.css"))


def _plain(text: str) -> str:
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_sheet_uses_nothing_that_old_browsers_cannot_read(file):
    text = _plain(file.read_text("utf-8"))
    assert ":has(" not in text
    assert "@import" not in text
    assert not _nested(text)


def _nested(text: str) -> list[str]:
    """Selectors inside the braces of another selector."""
    found, inside = [], [""]
    for opening, closing in re.findall(r"([^{};]+){|(})", text):
        if closing:
            inside.pop()
            continue
        head = opening.strip()
        if not head.startswith("@") and any(outer and not outer.startswith("@") for outer in inside):
            found.append(head)
        inside.append(head)
    return [each for each in found if not re.fullmatch(r"from|to|[\d.]+%", each)]


@pytest.mark.parametrize("group", stylesheets.GROUPS)
def test_every_sheet_of_a_group_exists(group):
    assert [path for path in stylesheets.paths([group]) if not finders.find(path)] == []


def test_every_component_is_linked_by_some_group():
    linked = {path for group in stylesheets.GROUPS for path in stylesheets.paths([group])}
    named_by_pages = {"river", "spans"}  # of the board and of the rotation weeks
    orphans = {file.stem for file in (CSS / "components").glob("*.css")} - {path.split("/")[-1][:-4] for path in linked}
    assert orphans - named_by_pages == set()


def test_the_order_of_layers_is_said_before_any_layer_is_used():
    first, second, *_rest = stylesheets.paths(["staff"])
    assert (first, second) == ("css/legacy.css", "css/tokens.css")
    assert "@layer" not in _plain((CSS / "legacy.css").read_text("utf-8"))
    assert re.search(r"@layer reset, tokens, base, components, utilities;", (CSS / "tokens.css").read_text("utf-8"))


def test_a_sheet_named_twice_is_linked_once():
    paths = stylesheets.paths(["staff", "room", "room", "facts"])
    assert len(paths) == len(set(paths))


def test_signed_out_pages_stay_light():
    """60 KB is promised for a whole article page; compressed, its styles may take a sixth of it."""
    import gzip

    sizes = (len(gzip.compress((CSS.parent / path).read_bytes())) for path in stylesheets.paths(["public", "article"]))
    assert sum(sizes) < 20_000
