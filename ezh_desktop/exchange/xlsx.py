"""Workbooks that go out (.xlsx): frozen names, repeated header, landscape; texts stay texts, dates are dates.

Beside each formula stands the number that the program counted itself, so that a reader that counts nothing shows it
too.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from math import ceil
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ezh_desktop.exchange.outgoing import Cell, Look, Table

_FONT: Final = "Arial"
_INK: Final = "#1A1D24"
_FRAME: Final = "#C2C8D2"
_A4: Final = 9
_MARGIN: Final = 0.4
"""Inches."""
_MOST_TEXT: Final = 32_000
"""A cell of a workbook holds 32,767 signs."""
_WIDE: Final = 190.0
"""Characters that one printed page holds across, about."""


def workbook(tables: Sequence[Table], title: str, made: datetime, author: str) -> bytes:
    """The bytes of a workbook with these sheets; `made` is the local time it was made at, `author` who made it."""
    data = BytesIO()
    # Names of children stay out of temporary files.
    book = Workbook(data, {"in_memory": True})
    book.set_properties({"title": title, "author": author, "created": made.replace(tzinfo=None)})
    looks = _Looks(book)
    taken: list[str] = []
    for table in tables:
        taken.append(_free_name(table.name, taken))
        _put(book.add_worksheet(taken[-1]), table, looks)
    book.close()
    return data.getvalue()


def _free_name(name: str, taken: Sequence[str]) -> str:
    used = {one.casefold() for one in taken}
    names = (name, *(f"{name[:27]} ({n})" for n in range(2, len(taken) + 2)))
    return next(one for one in names if one.casefold() not in used)


class _Looks:
    """The formats of one book, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[Look, bool], Format] = {}

    def of(self, look: Look, *, quoted: bool = False) -> Format:
        """The format; `quoted` keeps a text a text also when somebody edits the cell."""
        if (look, quoted) not in self._made:
            self._made[look, quoted] = self._book.add_format(_properties(look) | {"quote_prefix": quoted})
        return self._made[look, quoted]


def _properties(look: Look) -> dict[str, object]:
    found: dict[str, object] = {
        "font_name": _FONT,
        "font_size": look.size,
        "font_color": f"#{look.ink}" if look.ink else _INK,
        "bold": look.bold,
        "align": look.across,
        "valign": "vcenter",
        "text_wrap": look.wrap,
        "num_format": look.form,
    }
    if look.fill:
        found["bg_color"] = f"#{look.fill}"
    if look.framed:
        found |= {"border": 1, "border_color": _FRAME}
    return found


def _put(sheet: Worksheet, table: Table, looks: _Looks) -> None:
    covered: set[tuple[int, int]] = set()
    for area in table.merged:
        top, left, bottom, right = area
        sheet.merge_range(*area, "", looks.of(table.cells[top, left].look))
        covered |= {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        covered.discard((top, left))
    for (row, column), cell in table.cells.items():
        if (row, column) not in covered:
            _put_cell(sheet, (row, column), cell, looks)
    for column, width in table.widths.items():
        sheet.set_column(column, column, width)
    for row, height in table.heights.items():
        sheet.set_row(row, height)
    sheet.freeze_panes(table.head, table.names)
    if table.filtered and table.rows:
        sheet.autofilter(table.head - 1, 0, table.head - 1 + table.rows, table.last_column)
    _set_up_print(sheet, table)


def _put_cell(sheet: Worksheet, where: tuple[int, int], cell: Cell, looks: _Looks) -> None:
    value, look = cell.value, looks.of(cell.look)
    if cell.formula:
        sheet.write_formula(*where, f"={cell.formula}", look, "" if value is None else value)
    elif isinstance(value, str) and value:
        text = _readable(value)
        sheet.write_string(*where, text, looks.of(cell.look, quoted=text.startswith(("=", "+", "-", "@"))))
    elif isinstance(value, date):
        sheet.write_datetime(*where, datetime(value.year, value.month, value.day), look)  # noqa: DTZ001 - a day alone
    elif isinstance(value, int | float):
        sheet.write_number(*where, value, look)
    else:
        sheet.write_blank(*where, None, look)
    if cell.note:
        sheet.write_comment(*where, _readable(cell.note), {"author": "ЭЖ", "x_scale": 1.5})


def _readable(text: str) -> str:
    """Without the control signs that a workbook cannot hold."""
    return "".join(char for char in text if char >= " " or char in "\t\n")[:_MOST_TEXT]


def _set_up_print(sheet: Worksheet, table: Table) -> None:
    """A4, header and names on every page; a wide sheet takes several pages across."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(max(1, ceil(sum(table.widths.values()) / _WIDE)), 0)
    sheet.repeat_rows(table.title, table.head - 1)
    sheet.repeat_columns(0, table.names - 1)
    sheet.set_margins(_MARGIN, _MARGIN, _MARGIN + 0.2, _MARGIN + 0.2)
    words = str(table.value(0, 0) or "").replace("&", "&&")
    sheet.set_footer(f"&L{words}&R&P из &N")
