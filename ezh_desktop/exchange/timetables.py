"""Which kind of timetable a file is, told by its content: FET's own file, FET's CSV, or the grid of a spreadsheet."""

from __future__ import annotations

from pathlib import Path

from ezh_desktop.errors import BadInput
from ezh_desktop.exchange.fet import looks_like_fet, read_fet
from ezh_desktop.exchange.fetcsv import beside, is_fet_csv, is_other_list, read_fet_csv, refuse_other_list
from ezh_desktop.exchange.tables import Book, book_of, file_bytes
from ezh_desktop.exchange.timetable import TimetableTable
from ezh_desktop.exchange.weekgrid import find_grids, read_grids


def read_timetable(path: Path) -> TimetableTable:
    """The timetable that the file holds. Raises BadInput, naming file, place and remedy, for all else."""
    return timetable_in(path, file_bytes(path))


def timetable_in(path: Path, data: bytes) -> TimetableTable:
    """The timetable that those bytes of a file hold. Raises BadInput as `read_timetable` does."""
    if looks_like_fet(data):
        return read_fet(path.name, data)
    return timetable_of(path, book_of(path.name, data))


def holds_timetable(path: Path, data: bytes) -> bool:
    """Whether the file is a timetable of some kind, good or bad; False for what is no table at all."""
    if looks_like_fet(data):
        return True
    try:
        book = book_of(path.name, data)
    except BadInput:
        return False
    first = book.sheets[0]
    return is_fet_csv(first) or is_other_list(first) or bool(find_grids(book))


def timetable_of(path: Path, book: Book) -> TimetableTable:
    """The timetable in the sheets of a book; `path` tells where FET's other lists lie. Raises BadInput."""
    sheet = book.sheets[0]
    if is_fet_csv(sheet):
        return read_fet_csv(sheet, beside(path))
    refuse_other_list(path.name, sheet)
    grids = find_grids(book)
    if grids:
        return read_grids(book, grids)
    raise BadInput(
        f"В файле «{path.name}» не нашлось расписания.",
        "Нужен решённый файл FET (.fet), его «_timetable.csv» или таблица: дни и уроки строками, классы столбцами.",
    )
