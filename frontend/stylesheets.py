"""Which stylesheets a page links, in order.

A page names groups and single components: `{% stylesheets "staff" "room" "river" %}`. A file is linked once
however often it is named. Each component lives in `static/css/components/<name>.css` and brings its own layer, so
the order below matters only for `legacy` and `tokens`, which come first.
"""

from collections.abc import Iterable

FOUNDATION = ("legacy", "tokens", "reset", "base")
CLOSING = ("utilities", "contrast", "print")

_EVERYWHERE = ("skip", "brand", "button", "page", "sheet", "note", "toast", "field", "choice")

GROUPS: dict[str, tuple[str, ...]] = {
    # Signed-out pages: read on old phones, so they get their own few sections only.
    "public": (*_EVERYWHERE, "crisis", "public", "empty"),
    "article": ("article", "steps", "care"),
    # Pages of the public site: one file without layers, for phones five years old (frontend/flattening.py).
    "site": (
        "skip",
        "brand",
        "page",
        "note",
        "crisis",
        "public",
        "article",
        "steps",
        "care",
        "front",
        "entries",
        "reading",
        "search",
    ),
    # Beside it, in the same plain way.
    "self-check": ("button", "choice", "self-check"),
    # Ways in: sign-in, password, second factor.
    "door": (*_EVERYWHERE, "crisis", "public", "door", "steps", "code"),
    # Every page of a signed-in person.
    "staff": (
        *_EVERYWHERE,
        "bar",
        "dock",
        "face",
        "menu",
        "banner",
        "crisis",
        "crisispanel",
        "danger",
        "chip",
        "deadline",
        "tabs",
        "queue",
        "find",
        "facts",
        "table",
        "timeline",
        "empty",
        "bone",
        "dialog",
        "roster",
    ),
    # Writing a request, an opinion, a disposition.
    "writing": (
        "autosave",
        "risk",
        "scale",
        "instrument",
        "meter",
        "progress",
        "rows",
        "upload",
        "slots",
        "paper",
        "hints",
    ),
    "booking": ("slots",),
    # A draft of the public site, read by a clinician.
    "site-review": ("article", "steps", "care", "changes"),
    "opinion": ("paper", "rows", "risk", "code", "hints"),
    "account": ("code",),
    "consenting": ("consent", "signature"),
    "room": ("autosave", "room", "video", "ladder", "callbar", "lobby", "thread", "risk", "rows", "facts", "hints"),
}


def paths(names: Iterable[str]) -> list[str]:
    """The static paths for groups or component names, foundation first, nothing twice."""
    wanted: dict[str, None] = dict.fromkeys(f"css/{name}.css" for name in FOUNDATION)
    for name in names:
        for component in GROUPS.get(name, (name,)):
            wanted.setdefault(f"css/components/{component}.css")
    wanted.update(dict.fromkeys(f"css/{name}.css" for name in CLOSING))
    return list(wanted)


# --- bundles: see frontend/bundles.py -----------------------------------------------------------------------------
BASE = "foundation"
WHOLE = "site"  # holds the foundation too; a page that links it links beside it only what is flat too
FLAT = (WHOLE, "self-check")  # written without cascade layers
BUNDLES: tuple[str, ...] = (BASE, *GROUPS)


def bundle(group: str) -> str:
    """The static path of a group's bundle."""
    return f"css/bundles/{group}.css"


def parts(group: str) -> list[str]:
    """The sheets of a bundle: foundation and closing together, or a group's components; of the whole one, all."""
    if group == WHOLE:
        begins = ("tokens", "legacy", "reset", "base")  # without layers the colours of old browsers come second
        components = (f"components/{component}" for component in GROUPS[group])
        return [f"css/{name}.css" for name in (*begins, *components, *CLOSING)]
    if group == BASE:
        return [f"css/{name}.css" for name in (*FOUNDATION, *CLOSING)]
    return [f"css/components/{component}.css" for component in GROUPS[group]]


def links(names: Iterable[str]) -> list[str]:
    """What a page links: the foundation, a bundle per group, a sheet per single component it names."""
    if WHOLE in (names := list(names)):
        return [bundle(name) for name in FLAT if name in names]
    wanted = [bundle(name) if name in GROUPS else f"css/components/{name}.css" for name in names]
    return list(dict.fromkeys([bundle(BASE), *wanted]))
