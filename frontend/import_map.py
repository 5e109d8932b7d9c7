"""The import map: every module under `static/js/` by the name `app/<path>`, at its hashed address.

A bare name is the only way one module names another; a relative import would escape the hashing and could load the
same module twice.
"""

import json
from functools import cache
from pathlib import Path

from django.templatetags.static import static

SCRIPTS = Path(__file__).resolve().parent / "static" / "js"


@cache
def modules() -> tuple[str, ...]:
    """The paths of all modules below `static/js/`, sorted; read once, so a new file wants a restart."""
    return tuple(sorted(path.relative_to(SCRIPTS).as_posix() for path in SCRIPTS.rglob("*.js")))


def as_json() -> str:
    """The map as JSON that is safe inside a <script> element."""
    imports = {f"app/{path}": static(f"js/{path}") for path in modules()}
    return json.dumps({"imports": imports}, separators=(",", ":")).replace("<", "\\u003c")
