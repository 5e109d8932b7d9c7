"""On SQLite: its full-text table is read once per question; Wagtail's own way reads it once per page found."""

from __future__ import annotations

import json
from typing import Any

from django.db import connections
from django.db.models import Case, FloatField, IntegerField, Value, When
from django.db.models.expressions import RawSQL
from modelsearch.backends.database.sqlite import sqlite as stock
from modelsearch.backends.database.sqlite.query import (
    LexemeCombinable,
    MatchExpression,
    SearchQueryExpression,
    SearchQueryField,
    normalize,
)
from modelsearch.query import MatchAll, Not, Phrase, PlainText
from modelsearch.utils import get_descendants_content_types_pks

from cms.search import vocabulary
from cms.search.index import SpacedIndex
from cms.search.text import MOST_WORDS, is_stem, tokens

RANKED = 500  # so many are put in order where somebody asks for all of them
WEIGHTS = "1.0, 1.0, 8.0"  # of autocomplete, body, title


class _Match(LexemeCombinable, Value):
    """A finished expression of FTS5."""

    _output_field = SearchQueryField()

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """As it is."""
        return "%s", [self.value]


class _HanCompiler:
    """Words as phrases of characters: `"抑 郁"`."""

    FTS_TABLE_FIELDS: list[str]
    LAST_TERM_IS_PREFIX: bool
    queryset: Any
    query: Any
    fields: Any
    order_by_relevance: bool

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.fields is not None:  # the table has these columns only; any other field stands in the last
            columns = self.FTS_TABLE_FIELDS
            self.fields = sorted({name if name in columns else columns[-1] for name in self.fields})

    def build_search_query_content(self, query: Any, config: Any = None) -> Any:
        """The expression of one part of a question."""
        if isinstance(query, Phrase):
            groups, operator = [[" ".join(tokens(query.query_string)[:MOST_WORDS])]], "AND"
        elif isinstance(query, PlainText):
            groups, operator = vocabulary.terms(query.query_string), query.operator.upper()
        else:
            return super().build_search_query_content(query, config)  # type: ignore[misc]
        said = f" {operator} ".join(f"({' OR '.join(map(self._quoted, group))})" for group in groups)
        return SearchQueryExpression(_Match(f"({said})" if said else '""'), config=config)

    def _quoted(self, phrase: str) -> str:
        """Letters, digits and spaces only (`text.tokens`): nothing that could end the quotation."""
        return f'"{phrase}"' + ("*" if self.LAST_TERM_IS_PREFIX or is_stem(phrase) else "")

    def search(self, config: Any, start: int | None, stop: int | None, score_field: str | None = None) -> Any:
        """The objects found, in order."""
        query = normalize(self.query)
        negated = isinstance(query, Not)
        if isinstance(query, MatchAll) or (negated and isinstance(query.subquery, MatchAll)):
            return super().search(config, start, stop, score_field)  # type: ignore[misc]
        scores = self._scores(query.subquery if negated else query, config)
        keys = RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(scores), default=str)])
        if negated:
            return self.queryset.exclude(pk__in=keys).order_by("-pk")[start:stop]
        queryset = self.queryset.filter(pk__in=keys)
        if self.order_by_relevance or score_field is not None:
            return self._ranked(queryset, scores, start, stop, score_field)
        return (queryset if queryset.query.order_by else queryset.order_by("-pk"))[start:stop]

    def _scores(self, query: Any, config: Any) -> dict[Any, float]:
        """How near each object is; the lower the nearer."""
        table, entries = stock.SQLiteFTSIndexEntry._meta.db_table, stock.IndexEntry._meta.db_table
        connection = connections[self.queryset.db]
        match = MatchExpression(self.fields or self.FTS_TABLE_FIELDS, self.build_search_query(query, config))  # type: ignore[attr-defined]
        where, values = match.as_sql(self.queryset.query.get_compiler(connection=connection), connection)
        kinds = ",".join(str(int(key)) for key in get_descendants_content_types_pks(self.queryset.model))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT entry.object_id, bm25({table}, {WEIGHTS}) FROM {table} "  # noqa: S608 -- names and numbers
                f"CROSS JOIN {entries} entry ON entry.id = {table}.rowid "
                f"WHERE {where} AND entry.content_type_id IN ({kinds})",
                values,
            )
            to_python = self.queryset.model._meta.pk.to_python
            return {to_python(key): score for key, score in cursor.fetchall()}

    def _ranked(
        self, queryset: Any, scores: dict[Any, float], start: int | None, stop: int | None, score_field: str | None
    ) -> Any:
        """Only what is asked for is put in order by the database."""
        keys = list(queryset.order_by().values_list("pk", flat=True))
        if self.order_by_relevance:
            keys.sort(key=lambda key: (scores[key], -key if isinstance(key, int) else 0))
        if stop is not None:
            keys = keys[start:stop]
            queryset, start, stop = self.queryset.filter(pk__in=keys), None, None
        top = keys[:RANKED]
        if score_field is not None:
            cases = [When(pk=key, then=Value(scores[key])) for key in top]
            queryset = queryset.annotate(**{score_field: Case(*cases, output_field=FloatField())})
        if self.order_by_relevance and top:
            cases = [When(pk=key, then=Value(place)) for place, key in enumerate(top)]
            place = Case(*cases, default=Value(RANKED), output_field=IntegerField())
            queryset = queryset.order_by(place, "-pk")
        return queryset[start:stop]


class SearchQueryCompiler(_HanCompiler, stock.SQLiteSearchQueryCompiler):
    """Whole words."""


class AutocompleteQueryCompiler(_HanCompiler, stock.SQLiteAutocompleteQueryCompiler):
    """Words not yet written to their end."""


class SearchResults(stock.SQLiteSearchResults):
    """Counted without being put in order."""

    def _do_count(self) -> int:
        compiler = self.query_compiler
        ordered, compiler.order_by_relevance = compiler.order_by_relevance, False
        try:
            return int(compiler.search(compiler.get_config(self.backend), self.start, self.stop).count())
        finally:
            compiler.order_by_relevance = ordered


class Index(SpacedIndex, stock.SQLiteIndex):
    """The index entries."""


class SearchBackend(stock.SQLiteSearchBackend):
    """The full-text table of SQLite."""

    query_compiler_class = SearchQueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
    index_class = Index
    results_class = SearchResults
