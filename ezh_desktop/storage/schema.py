"""Making the schema of a new journal, and bringing an older one up to date.

A new journal gets the present schema at once; an older one is migrated by Alembic, which is imported only then (95 ms).
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from ezh_desktop.errors import NewerFormatTrouble
from ezh_desktop.storage.faults import as_trouble
from ezh_desktop.storage.tables import metadata
from ezh_desktop.storage.triggers import trigger_statements

REVISIONS = ("0001",)
"""Every released schema, oldest first. Alembic's version table names the one a file has."""

VERSION_TABLE = "CREATE TABLE alembic_version (version_num TEXT NOT NULL PRIMARY KEY) STRICT"


@cache
def table_statements() -> tuple[str, ...]:
    """The statements that make all tables and indexes, in an order that foreign keys allow."""
    dialect = sqlite.dialect()
    made = []
    for table in metadata.sorted_tables:
        made.append(str(CreateTable(table).compile(dialect=dialect)).strip())
        ordered = sorted(table.indexes, key=lambda index: str(index.name))
        made += [str(CreateIndex(index).compile(dialect=dialect)).strip() for index in ordered]
    return tuple(made)


def create_schema(connection: Any) -> None:  # noqa: ANN401 - the driver's connection
    """Make all tables, indexes and triggers inside the caller's transaction."""
    for statement in (*table_statements(), VERSION_TABLE, *trigger_statements().values()):
        connection.execute(statement)
    connection.execute("INSERT INTO alembic_version (version_num) VALUES (?)", (REVISIONS[-1],))


def schema_revision(connection: Any) -> str:  # noqa: ANN401 - the driver's connection
    """The revision the file's schema has. Raises NewerFormatTrouble when this program does not know it."""
    with as_trouble():
        found = str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    if found not in REVISIONS:
        raise NewerFormatTrouble(
            f"Журнал сделан более новой версией программы (схема {found}, здесь {REVISIONS[-1]}).",
            "Обновите программу на этом компьютере.",
        )
    return found


def is_current(connection: Any) -> bool:  # noqa: ANN401 - the driver's connection
    """Whether the file has this program's schema; raises like `schema_revision`."""
    return schema_revision(connection) == REVISIONS[-1]
