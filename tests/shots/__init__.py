"""Pictures of every page: `bin/shots` takes those listed in `pages.py` and puts them on one sheet."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import playwright.sync_api as playwright


@dataclass(frozen=True)
class Shot:
    """One page to be looked at.

    `address` is a path, or a function that finds one in the demo's database (it runs with Django ready; None leaves
    the page out). `role` is whose eyes we borrow, one of `demo_accounts`; empty for somebody signed out. `before` does
    on the opened page what a person would do to reach the state: open a dialog, press a button.
    """

    name: str
    address: str | Callable[[], str | None]
    role: str = ""
    before: "Callable[[playwright.Page], None] | None" = None
