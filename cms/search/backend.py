"""`WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.search.backend"}}`: the one for the database in use."""

from __future__ import annotations

from typing import Any

from django.db import connection


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802, RUF100 -- Wagtail asks the module for this name
    """As Wagtail calls its own."""
    if connection.vendor == "postgresql":
        from cms.search import postgres

        return postgres.SearchBackend(params)
    from cms.search import sqlite

    return sqlite.SearchBackend(params)
