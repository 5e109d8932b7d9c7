"""Which formats there are, by the name that people and commands give them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from learning.formats import gift, gift_writing
from learning.questions import Question, Reading, Writing

READERS: dict[str, Callable[[bytes], Reading]] = {"gift": gift.read}
WRITERS: dict[str, Callable[[Iterable[Question]], Writing]] = {"gift": gift_writing.write}
EXTENSIONS = {"gift": ".gift", "moodle-xml": ".xml", "xlsx": ".xlsx"}
