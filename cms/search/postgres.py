"""On PostgreSQL: no extension, no dictionary of the server."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import F, Func, TextField, Value
from modelsearch.backends.database.postgres import postgres as stock
from modelsearch.query import Phrase, PlainText

from cms.search import vocabulary
from cms.search.index import SpacedIndex
from cms.search.text import HAN, MOST_WORDS, is_stem, tokens


class _HanCompiler:
    """Words as phrases of characters: `'抑 郁'` in a tsquery is 抑 followed by 郁."""

    LAST_TERM_IS_PREFIX: bool
    search_fields: dict[str, Any]

    def build_tsquery_content(self, query: Any, config: Any = None, invert: bool = False) -> Any:
        """The tsquery of one part of a question."""
        if isinstance(query, Phrase):
            groups, operator = [[" ".join(tokens(query.query_string)[:MOST_WORDS])]], "and"
        elif isinstance(query, PlainText):
            groups, operator = vocabulary.terms(query.query_string), query.operator
        else:
            return super().build_tsquery_content(query, config, invert)  # type: ignore[misc]
        between = " & " if operator == "and" else " | "
        said = between.join(f"({' | '.join(map(self._quoted, group))})" for group in groups if any(group))
        return SearchQuery(f"!({said})" if invert and said else said, search_type="raw", config=config)

    def _quoted(self, phrase: str) -> str:
        """Letters, digits and spaces only (`text.tokens`): nothing that could end the quotation."""
        return f"'{phrase}'" + (":*" if self.LAST_TERM_IS_PREFIX or is_stem(phrase) else "")

    def get_fields_vectors(self, search_query: Any) -> list[Any]:
        """`search(…, fields=[…])` reads the table itself, which is not spaced."""
        return [
            (SearchVector(_spaced(name), config=search_query.config), getattr(field, "boost", None) or 1.0)
            for name, field in self.search_fields.items()
        ]


def _spaced(name: str) -> Func:
    found, put = Value(f"([{HAN}])"), Value(r" \1 ")
    return Func(F(name), found, put, Value("g"), function="regexp_replace", output_field=TextField())


class SearchQueryCompiler(_HanCompiler, stock.PostgresSearchQueryCompiler):
    """Whole words."""


class AutocompleteQueryCompiler(_HanCompiler, stock.PostgresAutocompleteQueryCompiler):
    """Words not yet written to their end."""


class Index(SpacedIndex, stock.PostgresIndex):
    """The index entries."""


class SearchBackend(stock.PostgresSearchBackend):
    """Without the stems of any one language."""

    query_compiler_class = SearchQueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
    index_class = Index

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({"SEARCH_CONFIG": "simple", **params})
