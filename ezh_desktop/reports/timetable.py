"""«Расписание уроков» on paper: six days in two columns, and what changes by date below (5.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ezh_desktop.domain.russian import WEEKDAYS, dotted
from ezh_desktop.reports.base import FLOOR, PrintInfo, Sheet, footer_head
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.fonts import Font
from ezh_desktop.reports.ink import CELL, FRAME, GROUP, Ink
from ezh_desktop.reports.sheets import (
    Line,
    Paper,
    Report,
    add_sheets,
    draw_lines,
    draw_table,
    edges_of,
    line_of,
    side_of,
    sides_of,
)
from ezh_desktop.reports.text import Block, Step, fit
from ezh_desktop.services.pages.timetable import WeekChange, WeekHour, WeekPage

TITLE: Final = "Расписание уроков"
CHANGES: Final = "Изменения в расписании"
TOP: Final = 270.0
BLOCK_WIDTH, BLOCK_HEIGHT, GAP = 88.0, 68.6, 4.0
"""A day, mm."""
DAY_HEAD, HEAD = 7.6, 6.4
_DAYS_IN_COLUMN: Final = 3
_HOURS: Final = (("№", 7.0), ("Время", 19.0), ("Предмет", 44.0), ("Кабинет", 18.0))
_CHANGES: Final = (("С даты", 22.0), ("По дату", 22.0), ("Что изменено", 92.0), ("Основание", 44.0))
_LEAST, _CHANGES_AIR = 6.4, 2.6
_CHANGES_HEAD: Final = 7.0
_TITLE_ROOM: Final = 9.6
"""From the days to the table of changes, with its title, mm."""
_PAD: Final = 1.0
_AIR: Final = 2.0
_LEADING: Final = 1.04
"""Of two lines in a cell, em."""
_WRAPPED: Final = 8.0
"""What takes two lines in a cell is no larger, pt."""
"""What stays free above and below the words of a row, mm."""
_SUBJECT: Final[Sequence[Step]] = (
    *((Font.SANS, size) for size in (9, 8, 7.5, 6.8)),
    (Font.NARROW, 6.8),
    (Font.NARROW, 6.2),
)
_SMALL: Final[Sequence[Step]] = ((Font.SANS, 8.5), (Font.SANS, 7.5), (Font.SANS, 6.8))
_WORDS: Final[Sequence[Step]] = ((Font.SANS, 8.5), (Font.SANS, 8))
_NOTE: Final = (Font.SANS, 7)
_CHANGES_HEADS: Final[Sequence[Step]] = ((Font.SANS, 7.5),)


@dataclass(frozen=True, slots=True)
class WeekSheet:
    """One planned page: the first shows the week, those after it the changes that found no room there."""

    number: int
    week: bool
    lines: tuple[Line, ...]


def plan_week(page: WeekPage, first: int = 1) -> tuple[WeekSheet, ...]:
    """The pages of a week from a number on."""
    left = [_line(one) for one in page.changes]
    sheets: list[WeekSheet] = []
    while left or not sheets:
        week = not sheets
        taken = _fitting(left, _room(week=week))
        sheets.append(WeekSheet(first + len(sheets), week, tuple(left[:taken])))
        left = left[taken:]
    return tuple(sheets)


def _room(*, week: bool) -> float:
    """What the rows of changes may take, mm."""
    used = _DAYS_IN_COLUMN * BLOCK_HEIGHT + (_DAYS_IN_COLUMN - 1) * GAP + _TITLE_ROOM if week else 0.0
    return TOP - used - _CHANGES_HEAD - FLOOR - 1.0


def _fitting(lines: Sequence[Line], room: float) -> int:
    taken = 0
    for line in lines:
        room -= line.height
        if room < 0:
            break
        taken += 1
    return taken


def week_title(page: WeekPage) -> str:
    """«7А класс, расписание уроков, 2026/2027»."""
    return f"{page.whose}, расписание уроков, {page.year_label}"


def add_week(
    document: Document,
    page: WeekPage,
    info: PrintInfo,
    first: int | None = None,
    *,
    level: int = 0,
    report: Report | None = None,
    alone: bool = False,
) -> None:
    """Draw a week into a document, under the journal's page numbers or, without `first`, under none.

    `alone` leaves changes that found no room on the first page to `add_changes`.
    """
    planned = plan_week(page, first or 1)[: 1 if alone else None]
    _add(document, page, sides_of(planned, first), Paper(TITLE, _foot(page), info, level), report)


def add_changes(
    document: Document,
    page: WeekPage,
    info: PrintInfo,
    first: int,
    *,
    level: int = 0,
    report: Report | None = None,
) -> None:
    """Draw the changes that found no room beside the week, from page `first` of the journal on."""
    sheets = [(side_of(first + at, shown=True), one) for at, one in enumerate(plan_week(page)[1:])]
    _add(document, page, sheets, Paper(CHANGES, _foot(page), info, level), report)


def _foot(page: WeekPage) -> str:
    return footer_head(page.school_name, page.class_name, page.year_label)


def _add(
    document: Document,
    page: WeekPage,
    sheets: Sequence[tuple[Sheet, WeekSheet]],
    paper: Paper,
    report: Report | None,
) -> None:
    add_sheets(document, paper, sheets, lambda side, one: _draw_sheet(document.ink, side, page, one), report)


def _draw_sheet(ink: Ink, side: Sheet, page: WeekPage, planned: WeekSheet) -> None:
    middle = (side.x0 + side.x1) / 2
    ink.centre(middle, 279.8, TITLE if planned.week else CHANGES, Font.SERIF_BOLD, 15)
    since = f" · действует с {dotted(page.since)}" if planned.week else ""
    ink.centre(middle, 275, f"{page.whose} · {page.year_label} учебный год{since}", Font.SANS, 8)
    top = TOP
    if planned.week:
        draw_weeks(ink, middle, page.odd_since)
        for at, hours in enumerate(page.days):
            column, row = divmod(at, _DAYS_IN_COLUMN)
            left = side.x0 + column * (BLOCK_WIDTH + GAP)
            _draw_day(ink, (left, TOP - row * (BLOCK_HEIGHT + GAP)), WEEKDAYS[at].capitalize(), hours)
        top -= _DAYS_IN_COLUMN * (BLOCK_HEIGHT + GAP) + _TITLE_ROOM - GAP
    if planned.lines:
        if planned.week:
            ink.text(side.x0, top + 2.4, CHANGES, Font.SERIF_BOLD, 11)
        _draw_changes(ink, side.x0, top, planned.lines)


def draw_weeks(ink: Ink, middle: float, odd_since: date | None) -> None:
    """Which weeks are odd, below the subtitle; nothing where every week is the same."""
    if odd_since is not None:
        ink.centre(
            middle, 271.6, f"Неделя с {dotted(odd_since)} нечётная, дальше через одну, каникулы считаются", *_NOTE
        )


def _draw_day(ink: Ink, corner: tuple[float, float], name: str, hours: Sequence[WeekHour]) -> None:
    left, top = corner
    edges = edges_of(left, _HOURS)
    bottom, body = top - BLOCK_HEIGHT, top - DAY_HEAD - HEAD
    row = (body - bottom) / max(1, len(hours))
    ink.box(left, bottom, edges[-1], top, FRAME)
    ink.line(left, top - DAY_HEAD, edges[-1], top - DAY_HEAD, GROUP)
    ink.line(left, body, edges[-1], body, GROUP)
    ink.cell((left + edges[-1]) / 2, top - DAY_HEAD / 2, name, Font.SERIF_BOLD, 11)
    for at, (head, _) in enumerate(_HOURS):
        ink.cell((edges[at] + edges[at + 1]) / 2, top - DAY_HEAD - HEAD / 2, head, Font.SANS, 7.5)
        if at:
            ink.line(edges[at], bottom, edges[at], top - DAY_HEAD, CELL)
    for at, hour in enumerate(hours):
        if at:
            ink.line(left, body - at * row, edges[-1], body - at * row, CELL)
        _draw_hour(ink, edges, body - (at + 0.5) * row, row, hour)


def _draw_hour(ink: Ink, edges: Sequence[float], middle: float, row: float, hour: WeekHour) -> None:
    ink.cell((edges[0] + edges[1]) / 2, middle, str(hour.number), Font.SANS, 9)
    ink.block_centred((edges[1] + edges[2]) / 2, middle, fit(hour.time, edges[2] - edges[1] - _PAD, _SMALL))
    ink.block(edges[2] + _PAD, middle, within(hour.subject, edges[3] - edges[2] - 2 * _PAD, row, _SUBJECT))
    room = within(hour.room, edges[4] - edges[3] - _PAD, row, _SMALL)
    ink.block_centred((edges[3] + edges[4]) / 2, middle, room)


def within(text: str, room: float, height: float, steps: Sequence[Step], air: float = _AIR) -> Block:
    """The largest letters with which the text fits into its row; what fits with none ends in «…»."""
    block = fit(text, room, steps, _LEADING)
    for step in steps:
        block = fit(text, room, (step,), _LEADING)
        if block.height <= height - air and (len(block.lines) == 1 or block.size <= _WRAPPED):
            return block
    lines = list(block.lines)
    while len(lines) > 1 and block.height > height - 0.6:
        lines = [*lines[:-2], f"{lines[-2].rstrip(' ,;/')}…"]
        block = Block(tuple(lines), block.font, block.size, block.leading)
    return block


def _line(change: WeekChange) -> Line:
    texts = (dotted(change.start), dotted(change.end), change.what, change.order)
    blocks = (fit(text, width - 2 * _PAD, _WORDS) for text, (_, width) in zip(texts, _CHANGES, strict=True))
    return line_of(blocks, _LEAST, _CHANGES_AIR)


def _draw_changes(ink: Ink, left: float, top: float, lines: Sequence[Line]) -> None:
    edges = edges_of(left, _CHANGES)
    body = top - _CHANGES_HEAD
    bottom = draw_lines(ink, edges, body, lines, {0, 1}, _PAD)
    draw_table(ink, edges, (top, body, bottom), [head for head, _ in _CHANGES], _CHANGES_HEADS)
