"""Tables of other programs read into plain rows: .xlsx, .xls, .ods and text tables, whatever their names end with.

What a file is, is told by its content: a table that was renamed is read, what is no table is refused by what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final, TypeAlias

from ezh_desktop.domain.incoming import Spot
from ezh_desktop.domain.russian import dotted
from ezh_desktop.errors import BadInput
from ezh_desktop.exchange.packed import Packed, look_into
from ezh_desktop.exchange.panics import Panicked, contained
from ezh_desktop.exchange.texttable import read_text_rows

MOST_BYTES: Final = 20_000_000
MOST_ROWS: Final = 5_000
MOST_COLUMNS: Final = 200
_TALL: Final = 10 * MOST_ROWS
"""A sheet of so many rows is not read at all, even if most of them are empty."""
SAVE_AS: Final = "Откройте его в Excel или LibreOffice и сохраните как .xlsx."
_SPACES: Final = re.compile(r"[\s\u00a0\u200b\ufeff]+")

Value: TypeAlias = str | date
"""A cell: text with single spaces, "" when empty, or a date the file itself knows for one."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet that holds something: its number in the file, from 1, and its cells from column A on."""

    number: int
    cells: tuple[Value, ...]

    def at(self, column: int) -> Value:
        """The cell of that column, from 0; "" beyond the row's end."""
        return self.cells[column] if column < len(self.cells) else ""

    def text(self, column: int | None) -> str:
        """The cell in words, a date as «02.12.2026»; "" for a column that is not there."""
        value = "" if column is None else self.at(column)
        return clean(value) if isinstance(value, str) else dotted(value)

    def with_cell(self, column: int, value: Value) -> Line:
        """The row with one cell replaced."""
        cells = [*self.cells, *[""] * (column + 1 - len(self.cells))]
        cells[column] = value
        return Line(self.number, tuple(cells))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a file. `hidden_rows` were hidden there and are not among `lines`; `unsure` are formulas no program
    has counted yet, by (row, column) from 1 and 0.
    """

    file: str
    name: str
    lines: tuple[Line, ...]
    note: str = ""
    hidden_rows: tuple[int, ...] = ()
    unsure: frozenset[tuple[int, int]] = frozenset()
    wide: Mapping[tuple[int, int], int] = field(default_factory=dict)
    """(row from 1, column from 0) of a cell merged over several columns → the last of them."""
    repeated: frozenset[tuple[int, int]] = frozenset()
    """Cells, counted likewise, that hold what is merged with them from a row above."""

    @property
    def width(self) -> int:
        """Number of columns of the widest row."""
        return max((len(line.cells) for line in self.lines), default=0)

    def spot(self, row: int, column: str = "") -> Spot:
        """A place in this sheet."""
        return Spot(self.file, self.name, row, column)

    def with_cell(self, row: int, column: int, text: str) -> Sheet:
        """The sheet as a person has put it right: one cell replaced."""
        return replace(
            self,
            lines=tuple(line.with_cell(column, clean(text)) if line.number == row else line for line in self.lines),
        )


@dataclass(frozen=True, slots=True)
class Book:
    """The readable sheets of a file; `hidden` are the names of sheets that were hidden and left alone."""

    file: str
    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()


def column_letter(index: int) -> str:
    """The letter of a column from 0: A, B, then AA after Z."""
    letters = ""
    rest = index + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def read_book(path: Path) -> Book:
    """The sheets of a table file. Raises BadInput, naming file and remedy, for all that is no readable table."""
    return book_of(path.name, file_bytes(path))


def file_bytes(path: Path) -> bytes:
    """What the file holds. Raises BadInput when it cannot be read or is too large for a list."""
    try:
        size = path.stat().st_size
        if path.is_file() and size > MOST_BYTES:
            raise _bad(path, f"слишком велик: {size // 1_000_000} МБ.", "Оставьте в нём один лист со списком.")
        return path.read_bytes()
    except OSError as why:
        raise BadInput(f"Файл «{path.name}» не читается.", "Проверьте, что он есть и доступен.") from why


def book_of(name: str, data: bytes) -> Book:
    """The sheets of a table file's bytes; `name` is for messages. Raises BadInput as `read_book` does."""
    path = Path(name)
    if not data.strip(b"\0 \r\n\t\xef\xbb\xbf"):
        raise _bad(path, "пустой.", "Выберите файл со списком.")
    refuse = _foreign(data)
    if refuse:
        raise _bad(path, *refuse)
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _workbook(path, data)
    return _checked(path, Book(name, (text_sheet(name, data),)))


def text_sheet(name: str, data: bytes, like: bytes = b"") -> Sheet:
    """A text table; `like` is one that the same program wrote beside it, whose encoding it shares. Raises BadInput."""
    lines, note = read_text_rows(name, data, MOST_ROWS, like)
    return Sheet(name, "", _lines((number, cells) for number, cells in lines), note)


def _foreign(data: bytes) -> tuple[str, str] | None:
    """What the bytes are when they are no table: the predicate of the sentence, and the remedy."""
    head = data[:2048].lstrip(b"\xef\xbb\xbf \r\n\t")
    start = head.lower()
    if head.startswith(b"%PDF"):
        return "— документ PDF, а не таблица.", "Попросите список таблицей Excel: из PDF строки не прочитать надёжно."
    if start.startswith(
        (b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<style", b"<!--", b"mime-version:")
    ):
        return "— веб-страница, хотя называется таблицей.", SAVE_AS
    if start.startswith((b"<?xml", b"{\\rtf")):
        return "— не таблица Excel и не CSV.", SAVE_AS
    if start.startswith((b"[{", b'{"')):
        return "— не таблица, а данные другой программы.", "Нужен файл .xlsx, .xls, .ods или .csv."
    if head.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"MZ", b"SQLite")):
        return "— не таблица.", "Нужен файл .xlsx, .xls, .ods или .csv."
    return None


def _workbook(path: Path, data: bytes) -> Book:
    # Loaded on first use: a window that imports nothing does not wait for it.
    from io import BytesIO  # noqa: PLC0415

    import python_calamine as calamine  # noqa: PLC0415

    packed = look_into(path.name, data)
    try:
        with contained():
            book = calamine.load_workbook(BytesIO(data))
            shown = [one for one in book.sheets_metadata if one.visible == calamine.SheetVisibleEnum.Visible]
            shown = [one for one in shown if one.typ == calamine.SheetTypeEnum.WorkSheet]
            sheets = tuple(_sheet(path, one.name, book.get_sheet_by_name(one.name), packed) for one in shown)
    except calamine.PasswordError as why:
        raise _bad(path, "защищён паролем.", "Снимите пароль в Excel и сохраните снова.") from why
    except (calamine.CalamineError, Panicked, OSError, ValueError) as why:
        raise _bad(path, "повреждён или это не таблица.", SAVE_AS) from why
    hidden = tuple(one.name for one in book.sheets_metadata if one.visible != calamine.SheetVisibleEnum.Visible)
    return _checked(path, Book(path.name, sheets, hidden))


def _sheet(path: Path, name: str, sheet: Any, packed: Packed) -> Sheet:  # noqa: ANN401 - the reader is untyped
    hidden, unsure = packed.hidden_rows.get(name, frozenset()), packed.unsure.get(name, frozenset())
    rows = _numbered(path, name, sheet)
    # The reader ends where values end: a row of formulas that nobody counted comes after.
    rows += [(number, []) for number in sorted({row for row, _ in unsure if row > len(rows)})]
    merged = sheet.merged_cell_ranges or packed.merged.get(name, ())
    repeated = frozenset(_spread_down(rows, merged))
    held = [(number, cells) for number, cells in rows if number not in hidden]
    told = tuple(number for number, cells in rows if number in hidden and any(cell != "" for cell in cells))
    lines = _split(_lines(held, {number for number, _ in unsure}))
    return Sheet(path.name, name, lines, "", told, unsure, _wide(merged), repeated)


def _numbered(path: Path, name: str, sheet: Any) -> list[tuple[int, list[Value]]]:  # noqa: ANN401
    """All rows with their numbers; BadInput when there are more than a list of people or lessons can have."""
    many = sheet.total_height > _TALL
    found = [] if many else sheet.to_python(skip_empty_area=False)
    rows = [(number, [_value(cell) for cell in row[:MOST_COLUMNS]]) for number, row in enumerate(found, 1)]
    if many or sum(any(cell != "" for cell in cells) for _, cells in rows) > MOST_ROWS:
        raise BadInput(
            f"В файле «{path.name}», лист «{name}», больше {MOST_ROWS} строк.",
            "Оставьте на листе один класс или один план.",
        )
    return rows


def _spread_down(rows: list[tuple[int, list[Value]]], merged: Iterable[Any]) -> list[tuple[int, int]]:
    """A cell merged over several rows stands in each of them, for it is about each of them; the cells written."""
    by_number = dict(rows)
    written = []
    for (top, left), (bottom, _right) in merged:
        first = by_number.get(top + 1)
        if first is None or left >= len(first):
            continue
        for row in range(top + 2, bottom + 2):
            cells = by_number.get(row)
            if cells is not None and left < len(cells):
                cells[left] = first[left]
                written.append((row, left))
    return written


def _wide(merged: Iterable[Any]) -> dict[tuple[int, int], int]:
    """The cells merged over several columns, each row of a block by itself."""
    return {
        (row + 1, left): right
        for (top, left), (bottom, right) in merged
        if right > left
        for row in range(top, min(bottom, top + MOST_ROWS) + 1)
    }


def _lines(rows: Iterable[tuple[int, Sequence[Any]]], keep: Iterable[int] = ()) -> tuple[Line, ...]:
    kept = set(keep)
    made = [(number, tuple(clean(cell) if isinstance(cell, str) else cell for cell in cells)) for number, cells in rows]
    return tuple(Line(number, cells) for number, cells in made if number in kept or any(cell != "" for cell in cells))


def _split(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The columns of a text table that was pasted whole into the first column: «1;Орлова Вера;14.05.2013»."""
    if any(cell != "" for line in lines for cell in line.cells[1:]):
        return lines
    for separator in (";", "\t"):
        cut = [str(line.at(0)).split(separator) for line in lines]
        if sum(len(parts) > 1 for parts in cut) * 4 > 3 * len(cut):
            return tuple(
                Line(line.number, tuple(clean(part) for part in parts)) for line, parts in zip(lines, cut, strict=True)
            )
    return lines


def _value(cell: Any) -> Value:  # noqa: ANN401 - whatever the reader gives
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool) or cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell).replace(".", ",")
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return str(cell)


def clean(text: str) -> str:
    """Text without stray spaces, no-break spaces and invisible marks."""
    return _SPACES.sub(" ", text).strip()


def _checked(path: Path, book: Book) -> Book:
    if any(sheet.lines for sheet in book.sheets):
        return book
    if book.hidden:
        raise _bad(path, "держит всё на скрытых листах.", "Покажите лист со списком и сохраните файл.")
    if any(sheet.hidden_rows for sheet in book.sheets):
        raise _bad(path, "держит все строки скрытыми.", "Покажите строки (снимите фильтр) и сохраните файл.")
    raise _bad(path, "пустой: на листах ничего нет.", "Выберите файл со списком.")


def _bad(path: Path, what: str, remedy: str) -> BadInput:
    return BadInput(f"Файл «{path.name}» {what}", remedy)
