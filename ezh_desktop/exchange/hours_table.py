"""Hours held and substituted in a month (1.4) as a sheet for the time sheet, with totals counted by formulas."""

from __future__ import annotations

from typing import Final

from ezh_desktop.domain.russian import dotted, month_name
from ezh_desktop.exchange import outgoing as out
from ezh_desktop.exchange.outgoing import Counted, Records, Table, down
from ezh_desktop.exchange.tables import column_letter
from ezh_desktop.services.pages.substitutions import HoursLine, HoursPage

SHEET: Final = "Часы"
HEADER: Final = ("№", "Учитель", "Своих уроков", "Замещено", "Всего проведено", "Заменяли другие", "Не проведено")
_WIDTHS: Final = (5.0, 40.0, 14.0, 12.0, 16.0, 16.0, 14.0)
_BODY = 3
_NAME, _OWN, _SUBSTITUTED, _TOTAL = 1, 2, 3, 4


def hours_title(page: HoursPage) -> str:
    """«Часы учителей, декабрь 2026»."""
    return f"Часы учителей, {month_name(page.month).lower()} {page.month.year}"


def hours_table(page: HoursPage) -> Table:
    """The sheet; who held how much in all, and the school's sums, are formulas."""
    table = Table(SHEET, head=_BODY, names=_NAME + 1, rows=len(page.lines))
    told = f"{page.school_name} · {page.year_label} учебный год · по {dotted(page.last)}"
    table.begin(hours_title(page), told, HEADER, _WIDTHS)
    for row, line in enumerate(page.lines, _BODY):
        for column, value in enumerate(_record(row - _BODY + 1, line)):
            look = out.NUMBER if not column else out.TEXT if column == _NAME else out.COUNT
            table.put(row, column, value, look)
        spelled = f"{column_letter(_OWN)}{row + 1}+{column_letter(_SUBSTITUTED)}{row + 1}"
        table.count(row, _TOTAL, Counted(spelled, line.total))
    if page.lines:
        _put_sums(table)
    return table


def hours_records(page: HoursPage) -> Records:
    """The same as plain rows."""
    return Records(HEADER, [_record(number, line) for number, line in enumerate(page.lines, 1)])


def _record(number: int, line: HoursLine) -> list[str | int]:
    return [number, line.name, line.own, line.substituted, line.total, line.given, line.lost]


def _put_sums(table: Table) -> None:
    last = _BODY + table.rows - 1
    table.put(last + 1, _NAME, "Всего", out.STRONG)
    for column in range(_OWN, len(HEADER)):
        values = [table.value(row, column) for row in range(_BODY, last + 1)]
        total = sum(int(value) for value in values if isinstance(value, int))
        table.count(last + 1, column, Counted(f"SUM({down(column, _BODY, last)})", total))
