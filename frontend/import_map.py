"""The import map: every module under `static/js/` by the name `app/<path>`, at its hashed address.

A bare name is the only way one module names another; a relative import would escape the hashing and could load the
same module twice.
"""

import base64
import hashlib
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.templatetags.static import static

SCRIPTS = Path(__file__).resolve().parent / "static" / "js"


@cache
def modules() -> tuple[str, ...]:
    """The paths of all modules below `static/js/`, sorted; read once, so a new file wants a restart."""
    return tuple(sorted(path.relative_to(SCRIPTS).as_posix() for path in SCRIPTS.rglob("*.js")))


def as_json(names: Iterable[str] | None = None) -> str:
    """The map, of all modules or of these, as JSON that is safe inside a <script> element."""
    imports = {f"app/{path}": static(f"js/{path}") for path in names or modules()}
    return json.dumps({"imports": imports}, separators=(",", ":")).replace("<", "\\u003c")


def digest(script: str) -> str:
    """How a content security policy allows exactly this inline script, on pages of which one copy serves everybody."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
