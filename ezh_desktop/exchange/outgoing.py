"""A page of the journal as a table for spreadsheets, before it is a file: cells with their looks, and plain records.

`Table` is a sheet for people: title, header of several rows, formulas. `Records` is the same page for programs: one
header row, values only. Builders make both of a page; `xlsx` and `csvtable` make bytes of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Final, TypeAlias

from ezh_desktop.exchange.tables import column_letter

Value: TypeAlias = str | int | float | date | None
"""What a cell holds; a text is never taken for a formula, whatever it begins with."""
Plain: TypeAlias = str | int | date | Fraction | None
"""A value of a record; a fraction is written with two digits."""

_FORBIDDEN: Final = re.compile(r'[\[\]\\/:*?"<>|]')
_SHEET_NAME: Final = 31


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks; colours are hex RRGGBB, "" for none. `form` is the number format."""

    bold: bool = False
    size: int = 10
    ink: str = ""
    fill: str = ""
    across: str = "left"
    wrap: bool = False
    framed: bool = True
    form: str = "General"

    def on(self, fill: str) -> Look:
        """The same on another ground."""
        return replace(self, fill=fill)


TITLE: Final = Look(bold=True, size=14, framed=False)
SUBTITLE: Final = Look(ink="525A69", framed=False)
HEAD: Final = Look(bold=True, fill="F0F1F4", across="center", wrap=True)
HEAD_DAY: Final = Look(bold=True, fill="F0F1F4", across="center", form="d")
NUMBER: Final = Look(ink="646C7B", across="center")
TEXT: Final = Look()
WRAPPED: Final = Look(wrap=True)
CENTRE: Final = Look(across="center")
WEAK: Final = Look(bold=True, ink="B3231B", across="center")
ABSENT: Final = Look(bold=True, ink="175A5E", fill="DFEEEE", across="center")
CLOSED: Final = Look(fill="D3D8E0", across="center")
STRONG: Final = Look(bold=True, fill="F0F1F4", across="center")
MEAN: Final = Look(across="center", form="0.00")
COUNT: Final = Look(across="center", form="0;;")
"""A number of which zero shows as nothing."""
SHARE: Final = Look(size=8, across="center", form="0%")
DATE: Final = Look(across="center", form="dd.mm.yyyy")
TOTAL: Final = Look(ink="525A69")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its value, and the formula that counts it (without «=»); `note` is shown when the cell is pointed at."""

    value: Value = None
    look: Look = TEXT
    formula: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """A formula, and what it gives now as the program counts it; None where it stays empty."""

    formula: str
    value: int | float | None


@dataclass
class Table:
    """A sheet. Rows and columns count from 0; `merged` are (top, left, bottom, right).

    `title` is the first row of the header and `head` the first under it: all above the body stays in sight, and the
    header is repeated on each printed page, like the first `names` columns. `rows` is how many rows the body has,
    totals not counted. `widths` are in characters. `groups` are columns at which a printed page may begin, where not
    every one will do: the first of a subject.
    """

    name: str
    head: int
    names: int
    title: int = 2
    rows: int = 0
    widths: Mapping[int, float] = field(default_factory=dict)
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)
    groups: list[int] = field(default_factory=list)
    filtered: bool = False

    def put(self, row: int, column: int, value: Value, look: Look = TEXT, *, note: str = "") -> None:
        """Puts a value into a cell."""
        self.cells[row, column] = Cell(value, look, note=note)

    def count(self, row: int, column: int, counted: Counted, look: Look = COUNT) -> None:
        """Puts a formula with its result into a cell."""
        self.cells[row, column] = Cell(counted.value, look, counted.formula)

    def value(self, row: int, column: int) -> Value:
        """What stands in a cell."""
        cell = self.cells.get((row, column))
        return cell.value if cell else None

    def begin(self, title: str, told: str, header: Sequence[str], widths: Sequence[float]) -> None:
        """The first three rows of a plain sheet: its title, whose it is, the headings of the columns."""
        self.put(0, 0, title, TITLE)
        self.put(1, 0, told, SUBTITLE)
        for column, words in enumerate(header):
            self.put(2, column, words, HEAD)
        self.widths = dict(enumerate(widths))

    def head_over(self, area: tuple[int, int, int, int], value: Value, look: Look = HEAD) -> None:
        """A heading over several cells, each of them with the heading's frame."""
        top, left, bottom, right = area
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                self.put(row, column, None, look)
        self.put(top, left, value, look)
        if (top, left) != (bottom, right):
            self.merged.append(area)

    @property
    def last_column(self) -> int:
        """The last column that holds anything."""
        return max((column for _, column in self.cells), default=0)


@dataclass(frozen=True, slots=True)
class Records:
    """A page as plain rows under one header row; every row is as wide as the header."""

    header: Sequence[str]
    rows: Sequence[Sequence[Plain]]


def place(row: int, column: int) -> str:
    """The address of a cell: «C6» of row 5, column 2."""
    return f"{column_letter(column)}{row + 1}"


def across(row: int, columns: Sequence[int]) -> str:
    """The addresses of some columns of a row, runs of neighbours as ranges: «C6:F6,H6»."""
    runs: list[list[int]] = []
    for column in columns:
        if runs and column == runs[-1][-1] + 1:
            runs[-1].append(column)
        else:
            runs.append([column])
    return ",".join(_range(place(row, run[0]), place(row, run[-1])) for run in runs)


def down(column: int, first: int, last: int) -> str:
    """The addresses of a column from one row to another."""
    return _range(place(first, column), place(last, column))


def _range(first: str, last: str) -> str:
    return first if first == last else f"{first}:{last}"


def sheet_name(text: str) -> str:
    """A name that every spreadsheet takes."""
    return _FORBIDDEN.sub(" ", text).strip(" '")[:_SHEET_NAME] or "Лист"


def file_stem(text: str) -> str:
    """A file's name, without its ending, that every system takes."""
    return _FORBIDDEN.sub("_", text).rstrip(". ")
