"""Which formats there are, by the name that people and commands give them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from learning.formats import gift, gift_writing, moodle_xml, moodle_xml_writing, spreadsheet
from learning.questions import Question, Reading, Writing

READERS: dict[str, Callable[[bytes], Reading]] = {
    "gift": gift.read,
    "moodle-xml": moodle_xml.read,
    "xlsx": spreadsheet.read,
}
WRITERS: dict[str, Callable[[Iterable[Question]], Writing]] = {
    "gift": gift_writing.write,
    "moodle-xml": moodle_xml_writing.write,
    "xlsx": spreadsheet.write,
}
