"""The health sheet (листок здоровья, 5.38) of a class as a sheet: its open columns alone, whoever takes it out.

A file outside the journal lies under no key, so health group and recommendations stay in it.
"""

from __future__ import annotations

from typing import Final

from ezh_desktop.domain.health import HealthColumn
from ezh_desktop.exchange import outgoing as out
from ezh_desktop.exchange.outgoing import Counted, Plain, Records, Table, down
from ezh_desktop.services.pages.health import HealthPage, HealthRow

SHEET: Final = "Листок здоровья"
_BODY = 3
_NUMBER, _NAME, _FIRST = range(3)
_COLUMNS: Final = (
    (HealthColumn.PE_GROUP, "Группа для физкультуры", 26),
    (HealthColumn.DESK, "Парта", 9),
    (HealthColumn.PLACE, "Место", 22),
)
_BIRTH, _FILL = "Год рождения", "Заполнено"
_YES: Final = "да"


def health_table(page: HealthPage) -> Table:
    """The sheet; how many rows are filled is counted by a formula."""
    table = Table(SHEET, head=_BODY, names=_FIRST, rows=len(page.rows))
    header = _header(page)
    widths = {"№": 5.0, "Фамилия, имя": 30.0, _BIRTH: 12.0, _FILL: 12.0}
    widths |= {words: float(width) for _, words, width in _COLUMNS}
    title = f"{page.class_name} класс, листок здоровья (открытые графы)"
    told = f"{page.school_name} · {page.year_label} учебный год"
    table.begin(title, told, header, [widths[words] for words in header])
    for row, one in enumerate(page.rows, _BODY):
        left = one.left is not None
        for column, value in enumerate(_record(page, one)):
            look = out.NUMBER if column == _NUMBER else out.TEXT if column == _NAME else out.CENTRE
            table.put(row, column, value or None, out.CLOSED if left and column >= _FIRST else look)
    if _FILL in header and page.rows:
        _put_total(table, header.index(_FILL))
    return table


def health_records(page: HealthPage) -> Records:
    """The same as plain rows."""
    rows: list[list[Plain]] = [[*_record(page, one)] for one in page.rows]
    return Records(_header(page), rows)


def _header(page: HealthPage) -> list[str]:
    shown = [words for column, words, _ in _COLUMNS if column in page.columns]
    return ["№", "Фамилия, имя", *[_BIRTH] * page.shows_birth, *shown, *[_FILL] * page.shows_fill]


def _record(page: HealthPage, one: HealthRow) -> list[str | int]:
    birth: list[str | int] = [int(one.birth_year) if one.birth_year.isdigit() else one.birth_year]
    fill = _YES if one.filled else ""
    values = [one.value(column) for column, _, _ in _COLUMNS if column in page.columns]
    return [one.number, one.name, *birth * page.shows_birth, *values, *[fill] * page.shows_fill]


def _put_total(table: Table, column: int) -> None:
    last = _BODY + table.rows - 1
    filled = sum(table.value(row, column) == _YES for row in range(_BODY, last + 1))
    table.put(last + 2, _NAME, "Заполнено строк", out.TOTAL)
    table.count(last + 2, column, Counted(f'COUNTIF({down(column, _BODY, last)},"{_YES}")', filled))
