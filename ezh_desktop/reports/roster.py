"""«Список класса на дату» on paper: names, days of birth, file numbers, and the movement up to that day (4.3.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ezh_desktop.domain.russian import dotted, long_date
from ezh_desktop.reports.base import FLOOR, PrintInfo, Sheet
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.fonts import Font
from ezh_desktop.reports.ink import Ink
from ezh_desktop.reports.sheets import (
    Line,
    Report,
    add_sheets,
    draw_lines,
    draw_table,
    edges_of,
    paper_of,
)
from ezh_desktop.reports.text import Step, fit
from ezh_desktop.services.pages.roster import Roster, RosterLine

TITLE: Final = "Список класса"
_COLUMNS: Final = (("№", 12.0), ("Фамилия, имя, отчество", 104.0), ("Дата рождения", 32.0), ("Личное дело", 32.0))
_TOP, _HEADER, _ROW = 266.0, 8.0, 6.6
_HEAD: Final[Sequence[Step]] = ((Font.SANS, 8),)
_SHORT: Final[Sequence[Step]] = ((Font.SANS, 9),)
_NAMES: Final[Sequence[Step]] = ((Font.SANS, 9.5), (Font.SANS, 8.5), (Font.SANS, 7.5))


@dataclass(frozen=True, slots=True)
class RosterSheet:
    """One planned page."""

    lines: tuple[RosterLine, ...]


def plan_roster(page: Roster) -> tuple[RosterSheet, ...]:
    """The pages of the list; an empty class has one that says so."""
    room = int((_TOP - _HEADER - FLOOR - 16) / _ROW)
    parts = [page.lines[at : at + room] for at in range(0, len(page.lines), room)]
    return tuple(RosterSheet(part) for part in parts) or (RosterSheet(()),)


def roster_title(page: Roster) -> str:
    """«7А, список на 01.01.2027»."""
    return f"{page.class_name}, список на {dotted(page.day)}"


def add_roster(
    document: Document, page: Roster, info: PrintInfo, *, level: int = 0, report: Report | None = None
) -> None:
    """Draw a class's list into a document."""
    planned = plan_roster(page)
    paper = paper_of(page, roster_title(page), info, level)

    def draw(side: Sheet, one: RosterSheet) -> None:
        bottom = _draw(document.ink, side, page, one)
        if one is planned[-1]:
            document.ink.text(side.x0, bottom - 6, page.movement, Font.SANS, 9)

    add_sheets(document, paper, [(Sheet(None, left=False), one) for one in planned], draw, report)


def _draw(ink: Ink, side: Sheet, page: Roster, planned: RosterSheet) -> float:
    middle = (side.x0 + side.x1) / 2
    ink.centre(middle, 280, f"{TITLE} {page.class_name}", Font.SERIF_BOLD, 14)
    ink.centre(middle, 273, f"на {long_date(page.day)} · {page.year_label} учебный год", Font.SANS, 9)
    edges = edges_of(side.x0, _COLUMNS)
    bottom = draw_lines(ink, edges, _TOP - _HEADER, [_line(one) for one in planned.lines], {0, 2, 3}, 1.5)
    draw_table(ink, edges, (_TOP, _TOP - _HEADER, bottom), [head for head, _ in _COLUMNS], _HEAD)
    return bottom


def _line(one: RosterLine) -> Line:
    rooms = [room - 3 for _, room in _COLUMNS]
    blocks = (
        fit(str(one.number), rooms[0], _SHORT),
        fit(one.name, rooms[1], _NAMES),
        fit(dotted(one.birth) if one.birth else "", rooms[2], _SHORT),
        fit(one.file_number, rooms[3], _NAMES),
    )
    return Line(blocks, _ROW)
