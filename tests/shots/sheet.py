"""One contact sheet out of many screenshots: a row for each page, a column for each way of looking at it."""

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

THUMBS = {360: 200, 1280: 420}  # width of the browser -> width on the sheet
TALLEST = 420
GAP, LABEL, HEAD = 14, 150, 40
STYLE = "<style>img{max-width:24rem;max-height:24rem;object-fit:cover;object-position:top}</style>"


@dataclass(frozen=True)
class Look:
    """One way of looking at a page."""

    width: int
    language: str
    theme: str

    @property
    def name(self) -> str:
        """As it stands in file names."""
        return f"{self.width}-{self.language}-{self.theme}"


def compose(folder: Path, names: Sequence[str], looks: Sequence[Look]) -> Path:
    """Write `sheet.png` and `index.html` from the `<name>-<look>.png` files in `folder`."""
    rows = [Row(name, [_thumb(folder / f"{name}-{look.name}.png", look) for look in looks]) for name in names]
    width = LABEL + sum(THUMBS[look.width] + GAP for look in looks)
    blocks = _blocks(rows, width)
    height = max(sum(row.height + GAP for row in block) for block in blocks)
    sheet = Image.new("RGB", (width * len(blocks), HEAD + height), "#8a8a8a")
    for number, block in enumerate(blocks):
        _draw(sheet, number * width, block, looks)
    sheet.save(folder / "sheet.png")
    (folder / "index.html").write_text(_index(names, looks), "utf-8")
    return folder / "sheet.png"


@dataclass(frozen=True)
class Row:
    """One page, looked at in every way."""

    name: str
    thumbs: list[Image.Image | None]

    @property
    def height(self) -> int:
        """Of its tallest picture."""
        return max((thumb.height for thumb in self.thumbs if thumb), default=40)


def _blocks(rows: Sequence[Row], width: int) -> list[list[Row]]:
    """Break the long column into as many as make the sheet about square."""
    total = sum(row.height + GAP for row in rows)
    share = total / max(1, round(sqrt(total / width)))
    blocks: list[list[Row]] = [[]]
    for row in rows:
        if blocks[-1] and sum(each.height + GAP for each in blocks[-1]) + row.height / 2 > share:
            blocks.append([])
        blocks[-1].append(row)
    return blocks


def _draw(sheet: Image.Image, start: int, block: Sequence[Row], looks: Sequence[Look]) -> None:
    draw, top = ImageDraw.Draw(sheet), HEAD
    for left, look in zip(_lefts(looks), looks, strict=True):
        _write(draw, start + left, 12, look.name)
    for row in block:
        _write(draw, start + 8, top, row.name)
        for left, thumb in zip(_lefts(looks), row.thumbs, strict=True):
            if thumb:
                sheet.paste(thumb, (start + left, top))
        top += row.height + GAP


def _lefts(looks: Sequence[Look]) -> Iterator[int]:
    left = LABEL
    for look in looks:
        yield left
        left += THUMBS[look.width] + GAP


def _write(draw: ImageDraw.ImageDraw, left: int, top: int, text: str) -> None:
    draw.text((left, top), text, fill="white", font=ImageFont.load_default(size=14))


def _thumb(path: Path, look: Look) -> Image.Image | None:
    if not path.is_file():
        return None
    with Image.open(path) as picture:
        ratio = THUMBS[look.width] / picture.width
        small = picture.convert("RGB").resize((THUMBS[look.width], max(1, round(picture.height * ratio))))
    return small.crop((0, 0, small.width, min(small.height, TALLEST)))


def _index(names: Sequence[str], looks: Sequence[Look]) -> str:
    heads = "".join(f"<th>{look.name}</th>" for look in looks)
    rows = "".join(f"<tr><th>{html.escape(name)}</th>{_cells(name, looks)}</tr>" for name in names)
    head = f'<!doctype html><meta charset="utf-8"><title>Pages</title>{STYLE}'
    return f"{head}<table><tr><th></th>{heads}</tr>{rows}</table>"


def _cells(name: str, looks: Sequence[Look]) -> str:
    files = (f"{html.escape(name)}-{look.name}.png" for look in looks)
    return "".join(f'<td><a href="{file}"><img src="{file}" alt="{file}"></a></td>' for file in files)
