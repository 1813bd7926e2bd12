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
_SCALE: Final = 65
_WIDE: Final = 1180
"""Pixels of the screen that a printed page holds across at `_SCALE` percent.

LibreOffice draws columns wider than Excel does, and this is what it finds room for.
"""
_FITTED: Final = 1500
"""The same of a sheet that is shrunk until it fits."""
_USUAL_WIDTH: Final = 8.4
"""Of a column that says nothing of its width."""


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


def _breaks(table: Table) -> list[int]:
    """The columns before which a page ends: whole groups on each page, as many as fit beside the names."""
    names = sum(_pixels(table, column) for column in range(table.names))
    breaks: list[int] = []
    begins = table.names
    last = max(table.widths, default=0)
    for group, after in zip(table.groups, [*table.groups[1:], last + 1], strict=False):
        width = sum(_pixels(table, column) for column in range(begins, after))
        if names + width > _WIDE and group > begins:
            breaks.append(group)
            begins = group
    return breaks


def _pixels(table: Table, column: int) -> float:
    """A column's width as spreadsheets count it: seven pixels a character, and five beside them."""
    return 7 * table.widths.get(column, _USUAL_WIDTH) + 5


def _set_up_print(sheet: Worksheet, table: Table) -> None:
    """A4, header and names on every page; a wide sheet takes several pages across."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    breaks = _breaks(table)
    if breaks:
        # Fitting to pages would pass over the breaks.
        sheet.set_print_scale(_SCALE)
        sheet.set_v_pagebreaks(breaks)
    else:
        sheet.fit_to_pages(max(1, ceil(sum(_pixels(table, column) for column in table.widths) / _FITTED)), 0)
    sheet.repeat_rows(table.title, table.head - 1)
    sheet.repeat_columns(0, table.names - 1)
    sheet.set_margins(_MARGIN, _MARGIN, _MARGIN + 0.2, _MARGIN + 0.2)
    words = str(table.value(0, 0) or "").replace("&", "&&")
    sheet.set_footer(f"&L{words}&R&P из &N")
