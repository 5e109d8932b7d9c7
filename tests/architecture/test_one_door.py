"""Rows are fetched through alliance.access; no page and no socket looks them up by itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture import sources

SHORTCUTS = {"get_object_or_404", "get_list_or_404", "aget_object_or_404", "aget_list_or_404"}
LOOK_UPS = {
    "get", "aget", "first", "afirst", "last", "alast", "earliest", "latest", "in_bulk", "get_or_create",
    "aget_or_create", "update_or_create", "aupdate_or_create", "raw",
}  # fmt: skip
DOOR = sources.ROOT / "alliance" / "access.py"


def look_ups(source: str) -> Iterator[int]:
    """The lines that fetch a row past the door."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.expr):
            continue
        shortcut = _name(node) in SHORTCUTS
        chained = isinstance(node, ast.Call) and _name(node.func) in LOOK_UPS and _starts_at_objects(node.func)
        if shortcut or chained:
            yield node.lineno


def _name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _starts_at_objects(node: ast.AST) -> bool:
    """Whether `Room.objects` stands at the start of the chain."""
    while isinstance(node, ast.Attribute | ast.Call):
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}:
            return True
        node = node.func if isinstance(node, ast.Call) else node.value
    return False


def pages_and_sockets() -> list[Path]:
    """Views and consumers, single files or packages."""
    return [
        path
        for path in sources.files(".py")
        if {"views", "consumers"} & set(sources.module(path).split(".")) and "tests" not in path.parts
    ]


def test_pages_and_sockets_look_nothing_up_past_the_door():
    found = [
        f"{path.relative_to(sources.ROOT)}:{line}"
        for path in pages_and_sockets()
        for line in look_ups(path.read_text("utf-8"))
    ]
    assert found == []


def test_the_shortcut_to_a_row_is_used_by_the_door_alone():
    users = [
        str(path.relative_to(sources.ROOT))
        for path in sources.files(".py")
        if path != DOOR
        and "tests" not in path.relative_to(sources.ROOT).parts
        and any(shortcut in path.read_text("utf-8") for shortcut in SHORTCUTS)
    ]
    assert users == []


@pytest.mark.parametrize(
    "line",
    [
        "Room.objects.get(code=code)",
        "Room.objects.filter(code=code).first()",
        "await Room.objects.select_related('x').aget(pk=1)",
        "get_object_or_404(Room, pk=1)",
        "shortcuts.get_object_or_404(Room, pk=1)",
    ],
)
def test_the_ban_sees_through_(line):
    assert list(look_ups(line)) or list(look_ups(f"async def view():\n    {line}"))


@pytest.mark.parametrize("line", ["request.GET.get('x')", "access.fetch(Room.objects.all(), code)", "a.get('b')"])
def test_the_ban_lets_pass_(line):
    assert list(look_ups(line)) == []
