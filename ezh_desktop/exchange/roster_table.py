"""The list of a class on a day as a sheet, with the movement up to it."""

from __future__ import annotations

from typing import Final

from ezh_desktop.domain.russian import dotted
from ezh_desktop.exchange import outgoing as out
from ezh_desktop.exchange.outgoing import Plain, Records, Table
from ezh_desktop.services.pages.roster import Roster

SHEET: Final = "Список"
_BODY = 3
_HEADER: Final = ("№", "Фамилия, имя, отчество", "Дата рождения", "Личное дело")
_WIDTHS: Final = (5.0, 42.0, 15.0, 15.0)


def roster_table(page: Roster) -> Table:
    """The sheet."""
    table = Table(SHEET, head=_BODY, names=2, rows=len(page.lines))
    title = f"{page.class_name} класс, список на {dotted(page.day)}"
    table.begin(title, f"{page.school_name} · {page.year_label} учебный год", _HEADER, _WIDTHS)
    for row, line in enumerate(page.lines, _BODY):
        table.put(row, 0, line.number, out.NUMBER)
        table.put(row, 1, line.name, out.TEXT)
        table.put(row, 2, line.birth, out.DATE)
        table.put(row, 3, line.file_number or None, out.CENTRE)
    foot = _BODY + len(page.lines) + 1
    table.put(foot, 1, page.movement, out.TOTAL)
    return table


def roster_records(page: Roster) -> Records:
    """The same as plain rows."""
    rows: list[list[Plain]] = [[one.number, one.name, one.birth, one.file_number] for one in page.lines]
    return Records(list(_HEADER), rows)
