"""Tables of period marks as schools keep them: names, and columns of quarters, half-years, the year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ezh_desktop.domain.calendar import PeriodKind
from ezh_desktop.domain.incoming_marks import PeriodMarksRow, PeriodName
from ezh_desktop.domain.names import PersonName
from ezh_desktop.domain.russian import roman
from ezh_desktop.errors import BadInput
from ezh_desktop.exchange.headers import ColumnKind, Layout, data_lines, find_layout
from ezh_desktop.exchange.tables import Book, Line, Sheet
from ezh_desktop.exchange.values import looks_like_full_name, read_full_name, read_name_part

_QUARTER: Final = r"^(?:{roman}|{number})(?: ?я| ?ая)?(?: ?(?:четв\w*|чет|ч))?$"
_HALF: Final = r"^(?:{roman}|{number})(?: ?е| ?ое)? ?(?:полуг\w*|п ?г)$"


def _numbered(pattern: str, number: int) -> str:
    return pattern.format(roman=roman(number).casefold(), number=number)


PERIODS: Final[dict[str, PeriodName]] = {
    **{f"quarter{number}": (PeriodKind.QUARTER, number) for number in range(1, 5)},
    **{f"half{number}": (PeriodKind.HALF, number) for number in (1, 2)},
    "year": (PeriodKind.YEAR, 1),
}
_LABELS: Final = {
    **{f"quarter{number}": f"{roman(number)} четверть" for number in range(1, 5)},
    **{f"half{number}": f"{roman(number)} полугодие" for number in (1, 2)},
    "year": "Год",
}
_NAMES: Final = (
    ColumnKind("full_name", "Фамилия, имя", r"\bф ?и ?о?\b|фамилия\W+и?\W*имя|учени|обучающ", looks_like_full_name),
    ColumnKind("surname", "Фамилия", r"^фамилия$"),
    ColumnKind("given", "Имя", r"^имя$"),
    ColumnKind("patronymic", "Отчество", r"^отчество$"),
)
KINDS: Final = (
    *(ColumnKind(f"half{number}", _LABELS[f"half{number}"], _numbered(_HALF, number), None) for number in (1, 2)),
    *(
        ColumnKind(f"quarter{number}", _LABELS[f"quarter{number}"], _numbered(_QUARTER, number), None)
        for number in range(1, 5)
    ),
    ColumnKind("year", "Год", r"^год(?:овая)?$|^за год$"),
    *_NAMES,
)
CHOICES: Final = tuple((kind.key, kind.label) for kind in KINDS)
NEEDED: Final = tuple(
    names | {period}
    for period in PERIODS
    if period != "year"
    for names in (frozenset({"full_name"}), frozenset({"surname", "given"}))
)
"""«Год» alone may be the year of birth in a list of a class, so a quarter or half-year is asked for beside it."""


@dataclass(frozen=True, slots=True)
class PeriodMarksTable:
    """A table as it was read: rows in the file's order, and lines left out with why."""

    sheet: Sheet
    layout: Layout
    rows: tuple[PeriodMarksRow, ...]
    skipped: tuple[tuple[int, str], ...] = ()


def choose_sheet(book: Book) -> tuple[Sheet, Layout]:
    """The sheet with period marks. Raises BadInput when none has names beside a column of a period."""
    for sheet in book.sheets:
        layout = find_layout(sheet, KINDS, NEEDED)
        if layout is not None:
            return sheet, layout
    raise BadInput(
        f"В файле «{book.file}» не нашлось отметок за периоды.",
        "Нужны столбцы с фамилией и именем и с периодами. Назовите их: I четверть, II четверть, Год.",
    )


def read_marks(sheet: Sheet, layout: Layout) -> PeriodMarksTable:
    """The rows of the table. Raises BadInput when there are none."""
    rows, skipped = [], [(number, "строка скрыта в файле") for number in sheet.hidden_rows]
    for line in data_lines(sheet, layout):
        name = _name(line, layout)
        if not name.surname:
            skipped.append((line.number, "нет фамилии"))
            continue
        marks = {
            PERIODS[kind]: text
            for column, kind in sorted(layout.kinds.items())
            if kind in PERIODS and (text := line.text(column))
        }
        columns = {PERIODS[kind]: layout.letter(kind) for kind in layout.kinds.values() if kind in PERIODS}
        rows.append(PeriodMarksRow(sheet.spot(line.number), name, marks, columns))
    if not rows:
        raise BadInput(f"{sheet.spot(0).text}: под заголовком нет ни одного ученика.", "Проверьте, тот ли это лист.")
    return PeriodMarksTable(sheet, layout, tuple(rows), tuple(sorted(skipped)))


def _name(line: Line, layout: Layout) -> PersonName:
    whole = layout.column("full_name")
    if line.text(whole):
        return read_full_name(line.text(whole))
    parts = (line.text(layout.column(key)) for key in ("surname", "given", "patronymic"))
    return PersonName(*map(read_name_part, parts))
