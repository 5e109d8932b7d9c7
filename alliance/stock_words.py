"""What is said beside a medicine or a test while one writes: whether that institution has it, and what instead."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from alliance.formulary import Shelves, key
from alliance.models import LocalTest, Medicine
from frontend.wording import listed

if TYPE_CHECKING:
    from alliance.formulary import Item

MOST = 3  # names of alternatives, and of other institutions
SAID = {True: "yes", False: "no", None: "unknown"}


@dataclass(frozen=True)
class Hint:
    """One item as seen from one institution. `stock`: yes, no, unknown."""

    key: str
    name: str
    stock: str
    words: str
    more: list[str] = field(default_factory=list)
    rule: str = ""


class Hints:
    """Everything that can be said about what stands in a form, for one institution."""

    def __init__(self, shelves: Shelves) -> None:
        self.shelves = shelves

    def about(self, text: str | None) -> list[Hint]:
        """The hints on what a text names."""
        return [self.hint(item) for item in self.shelves.find(text)] if text else []

    def hint(self, item: Item) -> Hint:
        """The hint on one item."""
        stock = SAID[self.shelves.has(item)]
        facts = {"name": str(item), "place": self.shelves.place.label}
        if stock == "yes":
            words = _("%(place)s has %(name)s.") % facts
        elif stock == "no":
            words = self._absent(item, facts)
        else:
            words = _("%(place)s has not said whether it has %(name)s.") % facts
        more = self._instead(item) if stock == "no" else []
        return Hint(key(item), str(item), stock, words, more, rule(item))

    def _absent(self, item: Item, facts: dict[str, str]) -> str:
        if isinstance(item, LocalTest):
            return _("%(name)s cannot be done at %(place)s.") % facts
        return _("%(place)s does not have %(name)s.") % facts

    def _instead(self, item: Item) -> list[str]:
        said = []
        if others := self.shelves.instead(item):
            said.append(_("Of the same class there: %(names)s.") % {"names": _some(others)})
        if places := self.shelves.elsewhere(item):
            said.append(_("Nearest with it: %(places)s.") % {"places": _some([place.label for place in places])})
        return said

    def for_script(self) -> list[dict[str, Any]]:
        """The whole catalogue for the browser, which recognises names as one types."""
        return [
            {
                "names": item.names,
                "key": hint.key,
                "stock": hint.stock,
                "words": hint.words,
                "more": hint.more,
                "rule": hint.rule,
            }
            for item in self.shelves.items
            for hint in (self.hint(item),)
        ]

    @property
    def medicines(self) -> list[Medicine]:
        """For suggestions while typing."""
        return [item for item in self.shelves.items if isinstance(item, Medicine)]

    @property
    def tests(self) -> list[LocalTest]:
        """For suggestions while typing."""
        return [item for item in self.shelves.items if isinstance(item, LocalTest)]


def rule(item: Item) -> str:
    """What the law says of a controlled medicine (domain.md §2.2: nothing controlled is prescribed remotely)."""
    if not isinstance(item, Medicine) or not item.controlled:
        return ""
    return _("%(class)s: never prescribed remotely. The inviting doctor decides and prescribes by the local rule.") % {
        "class": item.get_controlled_display()
    }


def _some(things: list[Any]) -> str:
    return str(listed(things[:MOST], autoescape=False))
