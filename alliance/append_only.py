"""Tables that only ever grow: the database itself refuses UPDATE and DELETE.

Both engines get the same rule as triggers. A row that must change later does not belong in such a table; what comes
later is a row of its own (a seal beside an audit entry, an addendum beside an opinion).
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION xinqiao_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'append only: %', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END; $$ LANGUAGE plpgsql
"""


def _create(vendor: str, table: str) -> list[str]:
    if vendor == "postgresql":
        return [
            _POSTGRES_FUNCTION,
            f'CREATE TRIGGER "{table}_append_only" BEFORE UPDATE OR DELETE ON "{table}" '
            "FOR EACH ROW EXECUTE FUNCTION xinqiao_append_only()",
        ]
    return [
        f'CREATE TRIGGER "{table}_append_only_{event}" BEFORE {event} ON "{table}" '
        f"BEGIN SELECT RAISE(ABORT, 'append only: {table}'); END"
        for event in ("UPDATE", "DELETE")
    ]


def _drop(vendor: str, table: str) -> list[str]:
    if vendor == "postgresql":
        return [f'DROP TRIGGER IF EXISTS "{table}_append_only" ON "{table}"']
    return [f'DROP TRIGGER IF EXISTS "{table}_append_only_{event}"' for event in ("UPDATE", "DELETE")]


class AppendOnly(Operation):
    """A reversible migration operation that closes tables of this app against UPDATE and DELETE.

    SQLite remakes a table to alter it, and the triggers go with the old one: whoever alters a closed table names it in
    an `AppendOnly` of the same migration again.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, tables: Sequence[str]) -> None:
        self.tables = list(tables)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [], {"tables": self.tables}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing changes in the models."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        vendor = schema_editor.connection.vendor
        for table in self.tables:
            for statement in [*_drop(vendor, table), *_create(vendor, table)]:
                schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for table in self.tables:
            for statement in _drop(schema_editor.connection.vendor, table):
                schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        return f"Close {', '.join(self.tables)} against change"
