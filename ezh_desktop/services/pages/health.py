"""The health sheet (листок здоровья, 5.38) of a class: exactly the columns that its reader may read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.domain.health import Closed, HealthColumn
from ezh_desktop.services.pages.course import Membership


@dataclass(frozen=True, slots=True)
class HealthRow:
    """One pupil. Columns the reader may not read are empty here, as is `closed` while `locked`.

    `filled` says that the medical worker has entered health group and group for physical education. `locked` closed
    columns lie under a key that the reader, a medical worker, has not been given. `entry` is the record's last entry,
    `entered` its day; `order` the order of a departure, «№ 27-д от 16.11.2026».
    """

    pupil: int
    number: int
    name: str
    birth_year: str
    stays: tuple[Membership, ...]
    left: date | None = None
    order: str = ""
    pe_group: str = ""
    desk: str = ""
    place: str = ""
    closed: Closed = field(default_factory=Closed, repr=False)
    sealed: str = field(default="", repr=False)
    generation: int | None = None
    filled: bool = False
    locked: bool = False
    entry: EntryRef | None = None
    entered: date | None = None

    def value(self, column: HealthColumn) -> str:
        """What stands in a column."""
        if column.closed:
            return self.closed.value(column)
        return {HealthColumn.PE_GROUP: self.pe_group, HealthColumn.DESK: self.desk}.get(column, self.place)

    def with_value(self, column: HealthColumn, value: str) -> HealthRow:
        """The row with another value in one column, as it will be filled by it."""
        if column.closed:
            made = replace(self, closed=self.closed.with_value(column, value), locked=False)
        elif column is HealthColumn.PE_GROUP:
            made = replace(self, pe_group=value)
        else:
            made = replace(self, desk=value) if column is HealthColumn.DESK else replace(self, place=value)
        return replace(made, filled=bool(made.pe_group and (made.closed or made.locked)))

    def present(self, day: date) -> bool:
        """Whether the pupil is on the list on that day."""
        return any(stay.holds(day) for stay in self.stays)


@dataclass(frozen=True)
class HealthPage:
    """The sheet of one class. `cursor` is the protocol's number it was read at.

    `columns` are those the reader may read, `writes` those the reader fills; `shows_fill` and `shows_birth` likewise.
    `has_key` tells a medical worker whether new closed values can be sealed.
    """

    cursor: int
    school_class: int
    class_name: str
    year: int
    year_label: str
    school_name: str
    today: date
    columns: frozenset[HealthColumn]
    writes: frozenset[HealthColumn]
    shows_fill: bool
    shows_birth: bool
    has_key: bool
    rows: tuple[HealthRow, ...]

    @cached_property
    def row_by_pupil(self) -> Mapping[int, HealthRow]:
        """Rows by pupil id."""
        return {one.pupil: one for one in self.rows}

    @property
    def whole(self) -> bool:
        """Whether the reader reads closed columns: only then is the full form printed."""
        return HealthColumn.GROUP in self.columns

    @cached_property
    def present(self) -> tuple[HealthRow, ...]:
        """Rows of who is in the class today: they are to be filled."""
        return tuple(one for one in self.rows if one.present(self.today))

    @cached_property
    def wanting(self) -> tuple[HealthRow, ...]:
        """Rows that are still to be filled."""
        return tuple(one for one in self.present if not one.filled)

    @cached_property
    def locked(self) -> int:
        """How many rows lie under a key that the reader lacks."""
        return sum(one.locked for one in self.rows)


def without_closed(page: HealthPage) -> HealthPage:
    """The sheet as it goes into a printed journal, whoever prints it: open columns alone (5.38)."""
    rows = tuple(replace(one, closed=Closed(), sealed="", generation=None, locked=False) for one in page.rows)
    columns = frozenset(column for column in page.columns if not column.closed)
    return replace(page, columns=columns, writes=frozenset(), has_key=False, rows=rows)
