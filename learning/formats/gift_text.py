"""The characters of GIFT: what is escaped, how blocks are cut, what a text's markup is."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass

from learning import questions
from learning.questions import Text

FORMATS = ("moodle", "html", "plain", "markdown")
PREFIX = re.compile(r"\[(moodle|html|plain|markdown)\]")
MARK = re.compile(r"\[(id|tag):((?:\\[\]\\]|[^\]])+)\]")
ESCAPE = re.compile(r"\\([\\:#={}~n])")

# An escaped character stands as half a surrogate pair until everything is cut: decoded text holds none of these.
HIDDEN = {"\\": "\udc01", ":": "\udc02", "#": "\udc03", "=": "\udc04", "{": "\udc05", "}": "\udc06", "~": "\udc07"}
HIDDEN["n"] = "\udc08"
SHOWN = str.maketrans({hidden: "\n" if sign == "n" else sign for sign, hidden in HIDDEN.items()})
WRITTEN = str.maketrans({**{sign: "\\" + sign for sign in "\\:#={}~"}, "\n": "\\n"})


@dataclass(frozen=True, slots=True)
class Block:
    """The lines between two blank ones, without comments, escapes hidden."""

    text: str
    raw: str
    idnumber: str
    tags: tuple[str, ...]
    starts: tuple[int, ...]  # offset in `text` at which each line begins
    lines: tuple[int, ...]  # and its number in the file

    def line_at(self, offset: int) -> int:
        """The number, in the file, of the line that holds this offset."""
        return self.lines[max(bisect.bisect_right(self.starts, offset) - 1, 0)]


def hide(text: str) -> str:
    """Escaped characters out of the way of every cut."""
    return ESCAPE.sub(lambda hit: HIDDEN[hit.group(1)], text)


def show(text: str) -> str:
    """Back to what the author meant."""
    return text.translate(SHOWN)


def blocks(text: str) -> Iterator[Block]:
    """The file's blocks; a `$CATEGORY:` line is one by itself, with or without a blank line after it."""
    gathered: list[tuple[int, str]] = []
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.strip():
            gathered.append((number, line))
            if not line.lstrip().startswith("$CATEGORY:") or len(_content(gathered)) > 1:
                continue
        if _content(gathered):
            yield _block(gathered)
        gathered = []


def _content(gathered: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Without comment lines."""
    return [(number, line) for number, line in gathered if not line.lstrip().startswith("//")]


def _block(gathered: list[tuple[int, str]]) -> Block:
    """Lines as one block; comments give `[id:…]` and `[tag:…]` and go."""
    comments = "\n".join(line for _number, line in gathered if line.lstrip().startswith("//"))
    marks = [(kind, re.sub(r"\\([\]\\])", r"\1", value).strip()) for kind, value in MARK.findall(comments)]
    content = _content(gathered)
    hidden = [hide(line) for _number, line in content]
    starts, offset = [], 0
    for line in hidden:
        starts.append(offset)
        offset += len(line) + 1
    return Block(
        text="\n".join(hidden),
        raw="\n".join(line for _number, line in content),
        idnumber=next((value for kind, value in marks if kind == "id"), ""),
        tags=tuple(value for kind, value in marks if kind == "tag"),
        starts=tuple(starts),
        lines=tuple(number for number, _line in content),
    )


def formatted(piece: str, inherited: str = "moodle") -> Text:
    """A piece with its own markup or the inherited one; in Moodle's own, line ends of the file are only layout."""
    piece = piece.strip()
    prefix = PREFIX.match(piece)
    form = prefix.group(1) if prefix else inherited
    piece = piece[prefix.end() :].strip() if prefix else piece
    if form == "moodle":
        piece = re.sub(r"[ \t]*\n\s*", " ", piece)
        piece = re.sub(r"[ \t]{2,}", " ", piece)
    return questions.text(show(piece).strip(), form)


def escaped(text: str) -> str:
    """Control characters and line ends written so that they are read as text."""
    return text.translate(WRITTEN)


def written(text: Text, inherited: str) -> str:
    """A text with its markup named where a reader would take another, or the text itself for a mark of ours."""
    if not text.source:
        return ""
    form = text.format if text.format in FORMATS else "moodle"
    named = form != inherited or text.source.startswith(("[", "%"))
    return (f"[{form}]" if named else "") + escaped(text.source)
