"""What the spreadsheet reader does not tell of OpenDocument tables (.ods): merged cells and hidden rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias
from xml.parsers import expat

Merge: TypeAlias = tuple[tuple[int, int], tuple[int, int]]
"""First and last (row, column) of a merged block, from 0."""

_HIDDEN: Final = frozenset({"collapse", "filter"})
_MOST_ROWS: Final = 50_000


@dataclass
class OdsSheet:
    """One sheet: merged blocks, and hidden rows from 1."""

    merged: list[Merge] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)


def read_ods(content: bytes) -> dict[str, OdsSheet]:
    """The sheets of a document's `content.xml`, by name. Raises expat's error for broken XML."""
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.Parse(content, True)
    return reader.sheets


class _Reader:
    """Counts rows and cells, which the file may give once for many equal ones."""

    def __init__(self) -> None:
        self.sheets: dict[str, OdsSheet] = {}
        self._sheet = OdsSheet()
        self._row = self._column = 0
        self._repeated = 1

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A table, a row or a cell begins."""
        if tag == "table:table":
            self._sheet = self.sheets.setdefault(attributes.get("table:name", ""), OdsSheet())
            self._row = 0
        elif tag == "table:table-row":
            self._column = 0
            self._repeated = _number(attributes, "table:number-rows-repeated")
            if attributes.get("table:visibility") in _HIDDEN:
                last = min(self._row + self._repeated, _MOST_ROWS)
                self._sheet.hidden.update(range(self._row + 1, last + 1))
        elif tag in {"table:table-cell", "table:covered-table-cell"}:
            self._cell(attributes)

    def end(self, tag: str) -> None:
        """A row ends, with all that are equal to it."""
        if tag == "table:table-row":
            self._row += self._repeated

    def _cell(self, attributes: Mapping[str, str]) -> None:
        down = _number(attributes, "table:number-rows-spanned")
        right = _number(attributes, "table:number-columns-spanned")
        if down > 1 or right > 1:
            last = (self._row + down - 1, self._column + right - 1)
            self._sheet.merged.append(((self._row, self._column), last))
        self._column += _number(attributes, "table:number-columns-repeated")


def _number(attributes: Mapping[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return max(1, int(text)) if text.isdecimal() else 1
