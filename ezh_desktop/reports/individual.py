"""«Журнал индивидуальных занятий» on paper: lessons in the order of days, then rows for the hand (5.14, 5.15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ezh_desktop.domain.russian import dotted
from ezh_desktop.reports.base import FLOOR, PrintInfo, Sheet
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.fonts import Font
from ezh_desktop.reports.ink import Ink
from ezh_desktop.reports.sheets import (
    Line,
    Report,
    add_sheets,
    draw_empty_lines,
    draw_heading,
    draw_lines,
    draw_table,
    edges_of,
    line_of,
    pages_of,
    paper_of,
    sides_of,
)
from ezh_desktop.reports.text import Block, Step, fit, wrap
from ezh_desktop.services.pages.individual import IndividualLesson, IndividualPage

TITLE: Final = "Журнал индивидуальных занятий"
TOP: Final = 271.5
HEADER: Final = 12.0
LEAST: Final = 10.0
"""The lowest row, and one for handwriting, mm."""
BOTTOM: Final = FLOOR + 8.0
_COLUMNS: Final = (
    ("Дата", 19.0),
    ("Фамилия, имя\nобучающегося", 32.0),
    ("Предмет", 27.0),
    ("Тема занятия", 43.0),
    ("Форма занятия", 24.0),
    ("Отм.", 9.0),
    ("ФИО, подпись учителя", 26.0),
)
_HEAD: Final[Sequence[Step]] = ((Font.SANS, 7.5), (Font.SANS, 7))
_SHORT: Final[Sequence[Step]] = ((Font.SANS, 9),)
_WORDS: Final[Step] = (Font.SANS, 9)
_SMALL: Final[Step] = (Font.SANS, 8)
_SMALLS: Final = frozenset({4, 6})
_SINGLE: Final = frozenset({0, 5})
_PAD: Final = 1.2


@dataclass(frozen=True, slots=True)
class IndividualSheet:
    """One planned page."""

    number: int
    lines: tuple[Line, ...]


def plan_individual(page: IndividualPage, first: int = 1) -> tuple[IndividualSheet, ...]:
    """The pages of a class from a number on; without lessons there is one page to be written on by hand."""
    parts = pages_of(map(_line, page.lessons), TOP - HEADER - BOTTOM)
    return tuple(IndividualSheet(first + at, part) for at, part in enumerate(parts))


def individual_title(page: IndividualPage) -> str:
    """«7А, журнал индивидуальных занятий, 2026/2027»."""
    return f"{page.class_name}, журнал индивидуальных занятий, {page.year_label}"


def add_individual(
    document: Document,
    page: IndividualPage,
    info: PrintInfo,
    first: int | None = None,
    *,
    level: int = 0,
    report: Report | None = None,
) -> None:
    """Draw a class's individual lessons into a document, under page numbers from `first`, without it under none."""
    sheets = sides_of(plan_individual(page, first or 1), first)
    paper = paper_of(page, TITLE, info, level)
    add_sheets(document, paper, sheets, lambda side, one: _draw_sheet(document.ink, side, page, one), report)


def _line(one: IndividualLesson) -> Line:
    topic = f"{one.topic} ({one.reason})" if one.topic and one.reason else one.topic
    texts = (dotted(one.day), one.name, one.subject, topic, one.form, one.mark, one.teacher)
    return line_of((_block(at, text) for at, text in enumerate(texts)), LEAST)


def _block(column: int, text: str) -> Block:
    room = _COLUMNS[column][1] - 2 * _PAD
    if column in _SINGLE:
        return fit(text, room, _SHORT)
    step = _SMALL if column in _SMALLS else _WORDS
    return Block(wrap(text, *step, room), *step)


def _draw_sheet(ink: Ink, side: Sheet, page: IndividualPage, planned: IndividualSheet) -> None:
    draw_heading(ink, side, TITLE, page)
    edges = edges_of(side.x0, _COLUMNS)
    bottom = draw_lines(ink, edges, TOP - HEADER, planned.lines, _SINGLE, _PAD)
    bottom = draw_empty_lines(ink, edges, bottom, BOTTOM, LEAST)
    draw_table(ink, edges, (TOP, TOP - HEADER, bottom), [head for head, _ in _COLUMNS], _HEAD)
