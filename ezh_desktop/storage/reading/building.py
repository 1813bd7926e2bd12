"""What stands on rows that an undo would take away: who refers to them, in which years they lie, who replaced them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any, Final, NamedTuple

from ezh_desktop.domain.change import Change, EntryRef, Key, Row
from ezh_desktop.domain.spans import NEVER
from ezh_desktop.storage.reading.rows import Readable, marks_of, row, rows
from ezh_desktop.storage.tables import key_of, metadata
from ezh_desktop.storage.tables.base import Nature, nature_of
from ezh_desktop.storage.writer import select_sql

_AT_ONCE: Final = 500
_LOOSE: Final = (("lesson_record", "plan_item", "plan_item"),)
"""(table, column, table it names) where no foreign key says so."""


class Built(NamedTuple):
    """A living row that names another."""

    entity: str
    key: Key


def last_entry(db: Readable, entity: str, key: Key) -> EntryRef | None:
    """The last entry of a row; None when there is no such row."""
    found = row(db, select_sql(entity, ()), *key)
    return None if found is None else EntryRef(*found)


def closed_years(db: Readable, scopes: Iterable[int]) -> list[str]:
    """The labels of closed years to which any of these classes or courses belongs."""
    sql = (
        "SELECT DISTINCT y.label FROM academic_year AS y WHERE y.state <> 'open' AND y.id IN"
        " (SELECT year FROM school_class WHERE id = ?1 UNION SELECT year FROM course WHERE id = ?1)"
    )
    return [str(one[0]) for scope in sorted(set(scopes)) for one in rows(db, sql, scope)]


def built_on(
    db: Readable, gone: Iterable[Change], own: set[tuple[str, Key]], blank: Mapping[str, Row]
) -> Iterator[Built]:
    """Living rows, other than `own`, that name one of the inserted rows; a row in its `blank` state lives no more."""
    ids: defaultdict[str, list[int]] = defaultdict(list)
    for change in gone:
        if len(change.key) == 1:
            ids[change.entity].append(int(change.key[0]))
    for target, wanted in ids.items():
        for table, column in _references()[target]:
            for found in _naming(db, table, column, wanted, blank.get(table, {})):
                if (table, found) not in own:
                    yield Built(table, found)


def rivals(db: Readable, back: Iterable[Change], own: set[tuple[str, Key]]) -> Iterator[Built]:
    """What has taken the place of a row that comes back: another plan of the course, another class of the pupil.

    `own` rows are changed by the same act and stand in nobody's way.
    """
    for change in back:
        if change.old is not None and change.old == _GONE.get(change.entity):
            found = (Built(change.entity, (int(one[0]),)) for one in rows(db, _RIVALS[change.entity], change.key[0]))
            yield from (one for one in found if (one.entity, one.key) not in own)


_GONE: Final[Mapping[str, Row]] = {"plan": {"state": "replaced"}, "membership": {"end": NEVER.isoformat()}}
_RIVALS: Final[Mapping[str, str]] = {
    "plan": "SELECT o.id FROM plan AS p JOIN plan AS o ON o.course = p.course AND o.id <> p.id"
    " WHERE p.id = ? AND o.state <> 'replaced'",
    "membership": "SELECT o.id FROM membership AS m JOIN membership AS o ON o.pupil = m.pupil AND o.id <> m.id"
    " JOIN school_class AS a ON a.id = m.school_class JOIN school_class AS b ON b.id = o.school_class"
    " AND b.year = a.year WHERE m.id = ? AND o.end IS NULL",
}


@cache
def _references() -> Mapping[str, Sequence[tuple[str, str]]]:
    """Table → the columns of entered tables that hold its ids."""
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for table in metadata.sorted_tables:
        if nature_of(table) is not Nature.ENTERED:
            continue
        for column in table.columns:
            for key in column.foreign_keys:
                if key.column.name == "id":
                    found[key.column.table.name].append((table.name, column.name))
    for name, column_name, target in _LOOSE:
        found[target].append((name, column_name))
    return found


def _naming(db: Readable, table: str, column: str, ids: Sequence[int], blank: Row) -> Iterator[Key]:
    keys = key_of(metadata.tables[table])
    fields = ", ".join((*keys, *blank))
    waiting = iter(ids)
    while part := list(islice(waiting, _AT_ONCE)):
        sql = f"SELECT {fields} FROM {table} WHERE {column} IN ({marks_of(len(part))})"
        for found in rows(db, sql, *part):
            if not blank or tuple(found[len(keys) :]) != tuple(blank.values()):
                yield _key(found, len(keys))


def _key(found: Sequence[Any], width: int) -> Key:
    return tuple(found[:width])
