"""The stylesheets keep to what old browsers read and to what a page may link."""

import re
from pathlib import Path

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


def _named_by_pages() -> dict[str, set[str]]:
    """Per template, what its `{% stylesheets %}` tags name."""
    places = (CSS.parents[1] / "templates", CSS.parents[2] / "config")
    pages = ((page, page.read_text("utf-8")) for place in places for page in place.rglob("*.html"))
    calls = ((page, " ".join(re.findall(r"{% stylesheets ([^%]*)%}", text))) for page, text in pages)
    return {page.name: set(re.findall(r'"([\w-]+)"', call)) for page, call in calls if call}


@pytest.mark.parametrize(("page", "names"), sorted(_named_by_pages().items()))
def test_every_sheet_that_a_page_names_exists(page, names):
    assert [path for path in stylesheets.paths(sorted(names)) if not finders.find(path)] == []


def test_every_component_is_linked_by_some_page():
    names = {*stylesheets.GROUPS, *(name for names in _named_by_pages().values() for name in names)}
    for_later = {"river", "spans"}  # coming deadlines; rotation weeks
    linked = {Path(path).stem for path in stylesheets.paths(sorted(names))}
    assert {file.stem for file in (CSS / "components").glob("*.css")} - linked <= for_later


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
