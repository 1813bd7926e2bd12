"""«Сводное расписание» on paper: every class of the school beside the others, day by day (5.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ezh_desktop.domain.russian import WEEKDAYS, dotted
from ezh_desktop.reports.base import FLOOR, PrintInfo, Sheet, footer_head, share
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.fonts import CAP, POINT, Font, width
from ezh_desktop.reports.ink import CELL, FRAME, GROUP, Ink
from ezh_desktop.reports.sheets import Paper, Report, add_sheets
from ezh_desktop.reports.text import Step
from ezh_desktop.reports.timetable import draw_weeks, within
from ezh_desktop.services.pages.timetable import BoardPage

TITLE: Final = "Сводное расписание уроков"
TOP: Final = 270.0
HEAD: Final = 7.0
BOTTOM: Final = FLOOR + 2.0
DAY, NUMBER = 7.0, 6.0
"""The columns before the classes, mm."""
MOST_CLASSES: Final = 6
"""On one page; more would leave a subject no room."""
_PAD: Final = 0.7
_AIR: Final = 1.2
_DAY_NAME: Final[Step] = (Font.SERIF_BOLD, 9)
_SUBJECT: Final[Sequence[Step]] = ((Font.SANS, 7.5), (Font.SANS, 6.8), (Font.SANS, 6.2), (Font.SANS, 5.8))


@dataclass(frozen=True, slots=True)
class BoardSheet:
    """One planned page with its classes."""

    classes: tuple[str, ...]


def plan_board(page: BoardPage) -> tuple[BoardSheet, ...]:
    """The pages of a school, its classes shared evenly among them."""
    sheets: list[BoardSheet] = []
    left = page.classes
    for number in share(len(left), MOST_CLASSES):
        sheets.append(BoardSheet(left[:number]))
        left = left[number:]
    return tuple(sheets)


def board_title(page: BoardPage) -> str:
    """«Сводное расписание уроков, 2026/2027»."""
    return f"{TITLE}, {page.year_label}"


def add_board(
    document: Document, page: BoardPage, info: PrintInfo, *, level: int = 0, report: Report | None = None
) -> None:
    """Draw the board into a document, a paper of its own."""
    sheets = [(Sheet(None, left=False), one) for one in plan_board(page)]
    paper = Paper(TITLE, footer_head(page.school_name, "", page.year_label), info, level)
    add_sheets(document, paper, sheets, lambda side, one: _draw_sheet(document.ink, side, page, one), report)


def _draw_sheet(ink: Ink, side: Sheet, page: BoardPage, planned: BoardSheet) -> None:
    middle = (side.x0 + side.x1) / 2
    ink.centre(middle, 279.8, TITLE, Font.SERIF_BOLD, 15)
    classes = f"{planned.classes[0]}–{planned.classes[-1]}" if len(planned.classes) > 1 else planned.classes[0]
    ink.centre(middle, 275, f"{classes} · {page.year_label} учебный год · на {dotted(page.day)}", Font.SANS, 8)
    column = (side.x1 - side.x0 - DAY - NUMBER) / len(planned.classes)
    draw_weeks(ink, middle, page.odd_since)
    edges = [side.x0, side.x0 + DAY, side.x0 + DAY + NUMBER]
    edges += [edges[-1] + column * (at + 1) for at in range(len(planned.classes))]
    row = (TOP - HEAD - BOTTOM) / (page.week_days * len(page.numbers))
    _draw_frame(ink, edges, planned, TOP - HEAD)
    for weekday in range(1, page.week_days + 1):
        top = TOP - HEAD - (weekday - 1) * len(page.numbers) * row
        _draw_day(ink, edges, (top, row), _Day(page, planned, weekday))


@dataclass(frozen=True, slots=True)
class _Day:
    """A day of the classes of a sheet."""

    page: BoardPage
    planned: BoardSheet
    weekday: int


def _draw_frame(ink: Ink, edges: Sequence[float], planned: BoardSheet, body: float) -> None:
    ink.box(edges[0], BOTTOM, edges[-1], TOP, FRAME)
    ink.line(edges[0], body, edges[-1], body, GROUP)
    for at, edge in enumerate(edges[1:-1], 1):
        ink.line(edge, BOTTOM, edge, TOP, GROUP if at == 2 else CELL)
    ink.cell((edges[1] + edges[2]) / 2, (TOP + body) / 2, "№", Font.SANS, 7.5)
    for at, name in enumerate(planned.classes, 2):
        ink.cell((edges[at] + edges[at + 1]) / 2, (TOP + body) / 2, name, Font.SERIF_BOLD, 11)


def _draw_day(ink: Ink, edges: Sequence[float], rows: tuple[float, float], day: _Day) -> None:
    (top, row), numbers = rows, day.page.numbers
    bottom = top - len(numbers) * row
    name = WEEKDAYS[day.weekday - 1].capitalize()
    font, size = _DAY_NAME
    base = (edges[0] + edges[1]) / 2 + CAP / 2 * size * POINT
    ink.upward(base, (top + bottom) / 2 - width(name, font, size) / 2, name, font, size)
    if day.weekday < day.page.week_days:
        ink.line(edges[0], bottom, edges[-1], bottom, GROUP)
    for at, number in enumerate(numbers):
        middle = top - (at + 0.5) * row
        if at:
            ink.line(edges[1], top - at * row, edges[-1], top - at * row, CELL)
        ink.cell((edges[1] + edges[2]) / 2, middle, str(number), Font.SANS, 7.5)
        for column, school_class in enumerate(day.planned.classes, 2):
            words = day.page.cells.get((school_class, day.weekday, number), "")
            room = edges[column + 1] - edges[column] - 2 * _PAD
            ink.block(edges[column] + _PAD, middle, within(words, room, row, _SUBJECT, _AIR))
