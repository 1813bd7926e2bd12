"""Which row of a sheet is its header and what each column holds: told by usual names and by the content under them.

A kind of column has the words that schools use for it and a test of its content. Words alone are believed unless the
content contradicts them; content alone is believed where the heading is empty or says nothing known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ezh_desktop.exchange.tables import Line, Sheet, Value, column_letter

LOOK_AT_ROWS: Final = 40
"""A header stands among the first rows that hold anything."""
_ENOUGH: Final = 0.75
_CONTRADICTED: Final = 0.3
_LABEL_LENGTH: Final = 80
_VALUE_COSTS: Final = 1.5
"""A row with a number of its own sounds like a header by chance: so much it must explain beyond others."""
_SELDOM: Final = 7
"""A column tells something by its content when at least one row in so many has a value."""
_NOT_WORDS: Final = re.compile(r"[^0-9a-zа-я№#]+")


@dataclass(frozen=True, slots=True)
class ColumnKind:
    """A kind of column: its key, what a person calls it, the pattern of its headings, and the test of one value.

    `strict`: a heading is not believed when the values contradict it, that is when few of them are what `allows` says,
    else what `fits` says. `by_content`: values alone tell it when at least the share `least` of them fits.
    """

    key: str
    label: str
    names: str
    fits: Callable[[Value], bool] | None = None
    strict: bool = False
    by_content: bool = False
    repeats: bool = False
    allows: Callable[[Value], bool] | None = None
    least: float = _ENOUGH

    def named(self, heading: str) -> bool:
        """Whether the heading, as `heading_key` gives it, names this kind."""
        return bool(self.names) and re.search(self.names, heading) is not None


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet is laid out: the header's rows, the kind of each column.

    A list without a header begins at the row `begins`; what stands above it is a title.
    """

    kinds: Mapping[int, str]
    header: tuple[int, ...] = ()
    headings: Mapping[int, str] = field(default_factory=dict)
    begins: int = 1

    def column(self, key: str) -> int | None:
        """The first column of that kind."""
        return next((column for column, kind in sorted(self.kinds.items()) if kind == key), None)

    def columns(self, key: str) -> list[int]:
        """All columns of that kind."""
        return [column for column, kind in sorted(self.kinds.items()) if kind == key]

    @property
    def first(self) -> int:
        """The first row that is no title: of the header, else of the list itself."""
        return min(self.header, default=self.begins)

    def letter(self, key: str) -> str:
        """The letter of the first column of that kind, "" without one."""
        column = self.column(key)
        return "" if column is None else column_letter(column)

    def with_kind(self, column: int, key: str) -> Layout:
        """The layout as a person has put it right: `key` "" leaves the column out; another of that kind gives way."""
        kinds = {at: kind for at, kind in self.kinds.items() if at != column and (kind != key or not key)}
        return replace(self, kinds=kinds | ({column: key} if key else {}))


def heading_key(text: Value) -> str:
    """A heading as its words: one case, ё as е, signs as spaces, broken words joined («рож- дения»)."""
    joined = re.sub(r"(?<=[а-яё])-\s+(?=[а-яё])", "", str(text).casefold()).replace("ё", "е")
    return " ".join(_NOT_WORDS.sub(" ", joined).split())


def find_layout(
    sheet: Sheet, kinds: Sequence[ColumnKind], needed: Sequence[frozenset[str]], bare: Sequence[ColumnKind] = ()
) -> Layout | None:
    """The layout under which the sheet has one of the `needed` sets of columns; None when nothing makes sense.

    Earlier kinds win where a heading fits several. `bare` are kinds that are looked for, by content alone, where there
    is no header at all.
    """
    best: tuple[float, Layout] | None = None
    for index in range(min(len(sheet.lines), LOOK_AT_ROWS)):
        for height in (2, 1):
            found = _try_header(sheet, kinds, index, height)
            if found is not None and _enough(found[1], needed) and (best is None or found[0] > best[0]):
                best = found
    if best is not None:
        return best[1]
    return _without_header(sheet, (*kinds, *bare), needed)


def layout_by_hand(sheet: Sheet) -> Layout:
    """A layout in which nothing is known yet, for a person to fill in: the first row of words alone is the header."""
    columns = sorted({at for line in sheet.lines for at, cell in enumerate(line.cells) if cell != ""})
    head = next((line for line in sheet.lines[:LOOK_AT_ROWS] if _is_words(line)), None)
    headings = {at: str(head.at(at)) if head is not None else "" for at in columns}
    return Layout({}, (head.number,) if head is not None else (), headings)


def _is_words(line: Line) -> bool:
    cells = [cell for cell in line.cells if cell != ""]
    return len(cells) > 1 and all(isinstance(cell, str) and not any(map(str.isdigit, cell)) for cell in cells)


def data_lines(sheet: Sheet, layout: Layout) -> list[Line]:
    """The rows under the header, without repetitions of the header itself (a new sheet of paper)."""
    last = max(layout.header, default=layout.begins - 1)
    heads = {line.cells for line in sheet.lines if line.number in layout.header}
    return [line for line in sheet.lines if line.number > last and line.cells not in heads]


def _without_header(sheet: Sheet, kinds: Sequence[ColumnKind], needed: Sequence[frozenset[str]]) -> Layout | None:
    """The layout by content alone; the list begins at the first row in which every such column holds what it should."""
    # Titles and signatures stand alone in their rows and tell nothing of the columns.
    full = [line for line in sheet.lines if sum(cell != "" for cell in line.cells) > 1]
    found = _by_content(full if len(full) > 1 else sheet.lines, {}, kinds, {})
    own = {kind.key: kind for kind in kinds if kind.by_content}
    layout = Layout(found)
    if not _enough(layout, needed):
        return None
    wanted = next(one for one in needed if one <= set(found.values()))
    begins = (line.number for line in sheet.lines if _is_whole(line, found, own, wanted))
    return replace(layout, begins=next(begins, 1))


def _is_value(cell: Value) -> bool:
    """Whether a cell is a number or a date, which no heading is."""
    return not isinstance(cell, str) or cell.isdigit()


def _holds(line: Line, found: Mapping[int, str], kinds: Sequence[ColumnKind]) -> bool:
    """Whether some column of a row holds what it should, and none anything else."""
    tests = {key: [one.allows or one.fits for one in kinds if one.key == key] for key in found.values()}
    told = [
        any(test(value) for test in tests[key] if test is not None)
        for column, key in found.items()
        if (value := line.at(column)) != "" and any(tests[key])
    ]
    return bool(told) and all(told)


def _is_whole(line: Line, found: Mapping[int, str], own: Mapping[str, ColumnKind], wanted: frozenset[str]) -> bool:
    for column, key in found.items():
        value = line.at(column)
        test = own[key].allows or own[key].fits
        if value == "" and key in wanted:
            return False
        if value != "" and test is not None and not test(value):
            return False
    return True


def _enough(layout: Layout, needed: Sequence[frozenset[str]]) -> bool:
    held = set(layout.kinds.values())
    return any(one <= held for one in needed)


def _try_header(sheet: Sheet, kinds: Sequence[ColumnKind], index: int, height: int) -> tuple[float, Layout] | None:
    """The layout if the header were these rows, and how many columns it explains."""
    head = sheet.lines[index : index + height]
    if len(head) < height or (height == 2 and head[1].number != head[0].number + 1):
        return None
    headings = _headings(head)
    below = sheet.lines[index + height :]
    named = _by_names(headings, kinds, below)
    if not any(named.values()) or (height == 2 and not _second_row_is_header(head, kinds)):
        return None
    unknown = {c: h for c, h in headings.items() if c not in named}
    found = {**_by_content(below, named, kinds, unknown), **{c: k for c, k in named.items() if k}}
    score = len([kind for kind in named.values() if kind]) + 0.1 * len(found) - 0.05 * height
    # A title may sound like a heading; under the heading stands what it names.
    score += 0.02 * bool(below and _holds(below[0], found, kinds))
    score -= _VALUE_COSTS * sum(_is_value(cell) for line in head for cell in line.cells)
    return score, Layout(found, tuple(line.number for line in head), headings)


def _headings(head: Sequence[Line]) -> dict[int, str]:
    """Column → heading; in a header of two rows the upper word stands over all columns to its right that have none."""
    found: dict[int, str] = {}
    upper = ""
    for column in range(max(len(line.cells) for line in head)):
        parts = [str(line.at(column)) for line in head]
        if len(head) == 2:
            upper = parts[0] or (upper if parts[1] else "")
            parts[0] = upper
        text = " ".join(dict.fromkeys(part for part in parts if part))
        if text and len(text) <= _LABEL_LENGTH:
            found[column] = text
    return found


def _second_row_is_header(head: Sequence[Line], kinds: Sequence[ColumnKind]) -> bool:
    """Whether the lower row names columns too, and holds no value of its own.

    It does when half its words are known, or when it only divides wide headings of the upper row («всего» and
    «контрольные» under «Количество часов»): then it has nothing of its own under the others.
    """
    upper, line = head
    if sum(cell != "" for cell in upper.cells) < 2:
        # A title over the header, not a part of it.
        return False
    cells = [cell for cell in line.cells if cell != ""]
    if not cells or not all(isinstance(cell, str) and not any(c.isdigit() for c in cell) for cell in cells):
        return False
    known = sum(any(kind.named(heading_key(cell)) for kind in kinds) for cell in cells)
    return known * 2 >= len(cells) or _divides(upper, line)


def _divides(upper: Line, line: Line) -> bool:
    parts = 0
    for column, cell in enumerate(line.cells):
        above, beside = upper.at(column), upper.at(column + 1)
        if cell in {"", above}:
            continue
        if above != "" and (beside != "" or line.at(column + 1) == ""):
            return False
        parts += 1
    return parts > 1


def _by_names(headings: Mapping[int, str], kinds: Sequence[ColumnKind], below: Sequence[Line]) -> dict[int, str]:
    """Column → kind by its heading, the first column of a kind winning; "" for one that is known to be left out."""
    found: dict[int, str] = {}
    for column, text in headings.items():
        key = heading_key(text)
        values = _values(below, column)
        for kind in kinds:
            if not kind.named(key) or (kind.key in found.values() and not kind.repeats and kind.key):
                continue
            if kind.strict and kind.fits and values and _share(kind.allows or kind.fits, values) < _CONTRADICTED:
                continue
            found[column] = kind.key
            break
    return found


def _by_content(
    lines: Sequence[Line], named: Mapping[int, str], kinds: Sequence[ColumnKind], headings: Mapping[int, str]
) -> dict[int, str]:
    """Column → kind for columns without a known heading, by what stands in them."""
    taken = set(named.values())
    found: dict[int, str] = {}
    for kind in (kind for kind in kinds if kind.by_content):
        if kind.key in taken or kind.fits is None:
            continue
        shares = [
            (_share(kind.fits, values), -column)
            for column in range(max((len(line.cells) for line in lines), default=0))
            if column not in named
            and column not in found
            and len(values := _values(lines, column)) * _SELDOM >= len(lines)
            and values
        ]
        share, column = max(shares, default=(0.0, 0))
        if share >= kind.least and len(headings.get(-column, "")) <= _LABEL_LENGTH:
            found[-column] = kind.key
            taken.add(kind.key)
    return found


def _values(lines: Sequence[Line], column: int) -> list[Value]:
    return [value for line in lines if (value := line.at(column)) != ""]


def _share(test: Callable[[Value], bool], values: Sequence[Value]) -> float:
    return sum(test(value) for value in values) / len(values)
