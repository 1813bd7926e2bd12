"""«Список класса на дату» on paper: names, days of birth, file numbers, and the movement up to that day (4.3.4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ezh_desktop.domain.russian import dotted, long_date
from ezh_desktop.reports.base import FLOOR, PrintInfo, Sheet, draw_footer, footer_head
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.fonts import Font
from ezh_desktop.reports.ink import CELL, FRAME, GROUP, Ink
from ezh_desktop.reports.text import fit
from ezh_desktop.services.pages.roster import Roster, RosterLine

Report = Callable[[int, int], None]
"""Told (pages drawn, pages in all) after each page; may raise to stop."""

TITLE: Final = "Список класса"
_COLUMNS: Final = (("№", 12.0), ("Фамилия, имя, отчество", 104.0), ("Дата рождения", 32.0), ("Личное дело", 32.0))
_TOP, _HEADER, _ROW = 266.0, 8.0, 6.6
_NAMES: Final = ((Font.SANS, 9.5), (Font.SANS, 8.5), (Font.SANS, 7.5))


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
    sheets = plan_roster(page)
    for number, planned in enumerate(sheets, 1):
        if number == 1:
            document.outline(roster_title(page), level)
        side = Sheet(None, left=False)
        bottom = _draw(document.ink, side, page, planned)
        if number == len(sheets):
            document.ink.text(side.x0, bottom - 6, page.movement, Font.SANS, 9)
        draw_footer(document.ink, side, footer_head(page.school_name, page.class_name, page.year_label), info)
        document.end_page()
        if report is not None:
            report(number, len(sheets))


def _draw(ink: Ink, side: Sheet, page: Roster, planned: RosterSheet) -> float:
    middle = (side.x0 + side.x1) / 2
    ink.centre(middle, 280, f"{TITLE} {page.class_name}", Font.SERIF_BOLD, 14)
    ink.centre(middle, 273, f"на {long_date(page.day)} · {page.year_label} учебный год", Font.SANS, 9)
    edges = [side.x0]
    for _, room in _COLUMNS:
        edges.append(edges[-1] + room)
    body = _TOP - _HEADER
    y = body
    for line in planned.lines:
        _draw_line(ink, edges, line, y - _ROW / 2)
        y -= _ROW
        ink.line(edges[0], y, edges[-1], y, CELL)
    ink.box(edges[0], y, edges[-1], _TOP, FRAME)
    ink.line(edges[0], body, edges[-1], body, GROUP)
    for at, (head, _) in enumerate(_COLUMNS):
        ink.centre((edges[at] + edges[at + 1]) / 2, _TOP - _HEADER / 2 - 1, head, Font.SANS, 8)
        if at:
            ink.line(edges[at], y, edges[at], _TOP, CELL)
    return y


def _draw_line(ink: Ink, edges: list[float], line: RosterLine, middle: float) -> None:
    centres = [(one + other) / 2 for one, other in pairwise(edges)]
    base = middle - 1.1
    ink.centre(centres[0], base, str(line.number), Font.SANS, 9)
    ink.block(edges[1] + 1.5, middle, fit(line.name, _COLUMNS[1][1] - 3, _NAMES))
    ink.centre(centres[2], base, dotted(line.birth) if line.birth else "", Font.SANS, 9)
    ink.block_centred(centres[3], middle, fit(line.file_number, _COLUMNS[3][1] - 2, _NAMES))
