"""The one list of changes: what an act does, as a value that writing, undo, replay and the demo share.

An act is a list of changes. The writer alone turns that list into statements and into the protocol's bytes, so nothing
can be written that is not recorded (design, «One list, one apply»).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

Value: TypeAlias = str | int | None
"""A stored value: text, integer (ids, µs, flags as 0/1), or nothing. Dates are ISO text, JSON is canonical text."""
Key: TypeAlias = tuple[str | int, ...]
"""The key of a row, in the order of the table's key columns."""
Row: TypeAlias = Mapping[str, Value]
"""Field name → value, without key fields and without the row's last entry."""

SCHOOL_SCOPE = 0
"""The scope of what belongs to no course or class."""


class EntryRef(NamedTuple):
    """One entry of the protocol: the session it stands in and its number there."""

    session: int
    seq: int


@dataclass(frozen=True, slots=True)
class Change:
    """One row changed by an act: inserted when `old` is None, else the fields of `new` updated from `old`.

    `old` and `new` of an update hold the same fields. `base` is the row's last entry as the person saw it (None: the
    person saw no row); the writer refuses when the row has moved on since. `scope` is the course or class id that the
    row belongs to, or `SCHOOL_SCOPE`.
    """

    entity: str
    key: Key
    old: Row | None
    new: Row
    scope: int = SCHOOL_SCOPE
    base: EntryRef | None = None

    @property
    def inserts(self) -> bool:
        """Whether the row is new."""
        return self.old is None


def inverse(changes: Iterable[Change], entry: EntryRef, blank: Mapping[str, Row]) -> tuple[Change, ...]:
    """Give the changes that take `changes` back, last first; every row is expected to still name `entry`.

    Nothing entered is ever removed, so an insert is undone by writing the entity's `blank` fields (a cleared cell keeps
    its row with an empty value). Where they are empty the row stays as it is, for other rows alone show it (a pupil
    without a class). An entity that `blank` does not name cannot be undone: KeyError.
    """
    back = []
    for change in reversed(tuple(changes)):
        if change.old is None:
            empty = blank[change.entity]
            old = {field: change.new[field] for field in empty}
            if empty:
                back.append(Change(change.entity, change.key, old, dict(empty), change.scope, entry))
        else:
            back.append(Change(change.entity, change.key, change.new, change.old, change.scope, entry))
    return tuple(back)
