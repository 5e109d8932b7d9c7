"""Which language an address of the public site is in: the address says so, whoever reads.

`i18n_patterns` would follow the reader instead: a doctor who works in English would find no Chinese page.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import URLResolver
from django.urls.resolvers import LocalePrefixPattern
from django.utils.translation import override


class SitePrefix(LocalePrefixPattern):
    """Nothing before Chinese addresses, `en/` before English ones; a match tells the view its `language`."""

    def match(self, path: str) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """The rest of the path and its language."""
        for code, _name in settings.LANGUAGES:
            if code != settings.LANGUAGE_CODE and path.startswith(f"{code}/"):
                return path.removeprefix(f"{code}/"), (), {"language": code}
        return path, (), {"language": settings.LANGUAGE_CODE}


def in_both(patterns: Any, *, app: str | None = None) -> URLResolver:
    """The addresses, in each language; `reverse` gives the one of the language that is spoken."""
    return URLResolver(SitePrefix(prefix_default_language=False), patterns, app_name=app, namespace=app)


def each() -> list[str]:
    """The codes of the site's languages, Chinese first."""
    return [code for code, _name in settings.LANGUAGES]


def other(language: str) -> str:
    """The language that a page's switch offers."""
    return next(code for code in each() if code != language)


def tag(language: str) -> str:
    """The code as HTML writes it: zh-Hans."""
    return "zh-Hans" if language == "zh-hans" else language


def speaking(language: str) -> Any:
    """A context in which addresses and words are that language's."""
    return override(language)
