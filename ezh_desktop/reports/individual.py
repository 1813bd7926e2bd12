"""«Журнал индивидуальных занятий» on paper: lessons in the order of days, then rows for the hand (5.14, 5.15)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from ezh_desktop.domain.russian import dotted
from ezh_desktop.reports.base import FLOOR, PrintInfo, Sheet, draw_footer, footer_head, numbered
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.fonts import Font
from ezh_desktop.reports.ink import CELL, FRAME, GROUP, Ink
from ezh_desktop.reports.text import Block, Step, fit, fit_words, wrap
from ezh_desktop.services.pages.individual import IndividualLesson, IndividualPage

Report = Callable[[int, int], None]
"""Told (pages drawn, pages in all) after each page; may raise to stop."""

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
class _Line:
    """One row with its blocks and height in mm."""

    blocks: tuple[Block, ...]
    height: float


@dataclass(frozen=True, slots=True)
class IndividualSheet:
    """One planned page."""

    number: int
    lines: tuple[_Line, ...]


def plan_individual(page: IndividualPage, first: int = 1) -> tuple[IndividualSheet, ...]:
    """The pages of a class from a number on; without lessons there is one page to be written on by hand."""
    parts: list[list[_Line]] = [[]]
    room = TOP - HEADER - BOTTOM
    for line in map(_line, page.lessons):
        if parts[-1] and sum(one.height for one in parts[-1]) + line.height > room:
            parts.append([])
        parts[-1].append(line)
    return tuple(IndividualSheet(first + at, tuple(part)) for at, part in enumerate(parts))


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
    sheets = plan_individual(page, first or 1)
    for at, planned in enumerate(sheets):
        side = Sheet(planned.number if first else None, numbered(planned.number).left)
        if not at:
            document.outline(TITLE, level)
        _draw_sheet(document.ink, side, page, planned)
        draw_footer(document.ink, side, footer_head(page.school_name, page.class_name, page.year_label), info)
        document.end_page()
        if report is not None:
            report(at + 1, len(sheets))


def _line(one: IndividualLesson) -> _Line:
    topic = f"{one.topic} ({one.reason})" if one.topic and one.reason else one.topic
    texts = (dotted(one.day), one.name, one.subject, topic, one.form, one.mark, one.teacher)
    blocks = tuple(_block(at, text) for at, text in enumerate(texts))
    return _Line(blocks, max(LEAST, *(block.height + 3.6 for block in blocks)))


def _block(column: int, text: str) -> Block:
    room = _COLUMNS[column][1] - 2 * _PAD
    if column in _SINGLE:
        return fit(text, room, _SHORT)
    step = _SMALL if column in _SMALLS else _WORDS
    return Block(wrap(text, *step, room), *step)


def _draw_sheet(ink: Ink, side: Sheet, page: IndividualPage, planned: IndividualSheet) -> None:
    middle = (side.x0 + side.x1) / 2
    ink.centre(middle, 279.8, TITLE, Font.SERIF_BOLD, 13)
    ink.centre(middle, 275, f"{page.class_name} класс · {page.year_label} учебный год", Font.SANS, 8)
    edges = [side.x0]
    for _, width in _COLUMNS:
        edges.append(edges[-1] + width)
    top = TOP - HEADER
    for line in planned.lines:
        _draw_line(ink, edges, line, top - line.height / 2)
        top -= line.height
        ink.line(edges[0], top, edges[-1], top, CELL)
    for _ in range(int((top - BOTTOM) / LEAST)):
        top -= LEAST
        ink.line(edges[0], top, edges[-1], top, CELL)
    _draw_frame(ink, edges, top)


def _draw_frame(ink: Ink, edges: Sequence[float], bottom: float) -> None:
    ink.box(edges[0], bottom, edges[-1], TOP, FRAME)
    ink.line(edges[0], TOP - HEADER, edges[-1], TOP - HEADER, GROUP)
    for at, (head, width) in enumerate(_COLUMNS):
        middle = (edges[at] + edges[at + 1]) / 2
        ink.block_centred(middle, TOP - HEADER / 2, fit_words(head, width - 1.4, _HEAD))
        if at:
            ink.line(edges[at], bottom, edges[at], TOP, CELL)


def _draw_line(ink: Ink, edges: Sequence[float], line: _Line, middle: float) -> None:
    for at, block in enumerate(line.blocks):
        if at in _SINGLE:
            ink.block_centred((edges[at] + edges[at + 1]) / 2, middle, block)
        else:
            ink.block(edges[at] + _PAD, middle, block)
