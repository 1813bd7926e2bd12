"""«Замечания по ведению журнала» on paper: remarks with who made them and what was done, then rows for the hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ezh_desktop.domain.russian import dotted
from ezh_desktop.reports.base import FLOOR, PrintInfo, Sheet, draw_footer, footer_head, numbered
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.fonts import Font
from ezh_desktop.reports.ink import CELL, FRAME, GROUP, Ink
from ezh_desktop.reports.text import Block, Step, fit, fit_words, wrap
from ezh_desktop.services.pages.inspection import Inspection, Remark, RemarksPage, RemarkState

Report = Callable[[int, int], None]
"""Told (pages drawn, pages in all) after each page; may raise to stop."""

TITLE: Final = "Замечания по ведению журнала"
TOP: Final = 271.5
HEADER: Final = 12.0
LEAST: Final = 12.0
EMPTY: Final = 10.0
"""A row for handwriting, mm."""
BOTTOM: Final = FLOOR + 8.0
_COLUMNS: Final = (
    ("Дата", 20.0),
    ("Содержание замечания", 82.0),
    ("Кто проверял\n(ФИО, должность, подпись)", 42.0),
    ("Отметка\nо выполнении", 36.0),
)
_HEAD: Final[Sequence[Step]] = ((Font.SANS, 7.5), (Font.SANS, 7))
_DAY: Final[Sequence[Step]] = ((Font.SANS, 9),)
_WORDS: Final[Step] = (Font.SANS, 9)
_SMALL: Final[Step] = (Font.SANS, 8)
_PAD: Final = 1.2


@dataclass(frozen=True, slots=True)
class _Line:
    """One row with its blocks and height in mm."""

    blocks: tuple[Block, ...]
    height: float


@dataclass(frozen=True, slots=True)
class RemarksSheet:
    """One planned page."""

    number: int
    lines: tuple[_Line, ...]


def plan_remarks(page: RemarksPage, first: int = 1) -> tuple[RemarksSheet, ...]:
    """The pages of a class from a number on; a class without remarks has one page to be written on by hand."""
    parts: list[list[_Line]] = [[]]
    room = TOP - HEADER - BOTTOM
    for line in _lines(page):
        if parts[-1] and sum(one.height for one in parts[-1]) + line.height > room:
            parts.append([])
        parts[-1].append(line)
    return tuple(RemarksSheet(first + at, tuple(part)) for at, part in enumerate(parts))


def remarks_title(page: RemarksPage) -> str:
    """«7А, замечания по ведению журнала, 2026/2027»."""
    return f"{page.class_name}, замечания по ведению журнала, {page.year_label}"


def add_remarks(
    document: Document,
    page: RemarksPage,
    info: PrintInfo,
    first: int | None = None,
    *,
    level: int = 0,
    report: Report | None = None,
) -> None:
    """Draw a class's remarks into a document, under the journal's page numbers or, without `first`, under none."""
    sheets = plan_remarks(page, first or 1)
    for at, planned in enumerate(sheets):
        side = Sheet(planned.number if first else None, numbered(planned.number).left)
        if not at:
            document.outline(TITLE, level)
        _draw_sheet(document.ink, side, page, planned)
        draw_footer(document.ink, side, footer_head(page.school_name, page.class_name, page.year_label), info)
        document.end_page()
        if report is not None:
            report(at + 1, len(sheets))


def _lines(page: RemarksPage) -> Iterator[_Line]:
    """Remarks and inspections without any, in order of their days."""
    living = [one for one in page.remarks if one.state is not RemarkState.CANCELLED]
    made = {one.made for one in living}
    rows = [(one.made, _of_remark(one)) for one in sorted(living, key=lambda one: one.remark)]
    rows += [(one.held, _of_inspection(one)) for one in page.inspections if one.held and one.held not in made]
    for _, texts in sorted(rows, key=lambda row: row[0]):
        yield _line(texts)


def _of_remark(one: Remark) -> tuple[str, str, str, str]:
    until = f" Устранить до {dotted(one.deadline)}." if one.deadline else ""
    return dotted(one.made), f"{one.text}{until}", one.author, _done(one)


def _done(one: Remark) -> str:
    if one.answered is None:
        return ""
    words = f"{one.answer} {dotted(one.answered)}, {one.teacher_name}"
    return f"Выполнено. {words}" if one.state is RemarkState.ACCEPTED else words


def _of_inspection(one: Inspection) -> tuple[str, str, str, str]:
    return dotted(one.held) if one.held else "", one.conclusion, one.author, "—"


def _line(texts: tuple[str, str, str, str]) -> _Line:
    day, words, who, done = texts
    rooms = [width - 2 * _PAD for _, width in _COLUMNS]
    blocks = (
        fit(day, rooms[0], _DAY),
        Block(wrap(words, *_WORDS, rooms[1]), *_WORDS),
        Block(wrap(who, *_SMALL, rooms[2]), *_SMALL),
        Block(wrap(done, *_SMALL, rooms[3]), *_SMALL),
    )
    return _Line(blocks, max(LEAST, *(block.height + 3.6 for block in blocks)))


def _draw_sheet(ink: Ink, side: Sheet, page: RemarksPage, planned: RemarksSheet) -> None:
    middle = (side.x0 + side.x1) / 2
    ink.centre(middle, 279.8, TITLE, Font.SERIF_BOLD, 13)
    ink.centre(middle, 275, f"{page.class_name} класс · {page.year_label} учебный год", Font.SANS, 8)
    edges = [side.x0]
    for _, width in _COLUMNS:
        edges.append(edges[-1] + width)
    body = TOP - HEADER
    top = body
    for line in planned.lines:
        _draw_line(ink, edges, line, top - line.height / 2)
        top -= line.height
        ink.line(edges[0], top, edges[-1], top, CELL)
    empty = int((top - BOTTOM) / EMPTY)
    for _ in range(empty):
        top -= EMPTY
        ink.line(edges[0], top, edges[-1], top, CELL)
    _draw_frame(ink, edges, (TOP, body, top))


def _draw_frame(ink: Ink, edges: Sequence[float], levels: tuple[float, float, float]) -> None:
    top, body, bottom = levels
    ink.box(edges[0], bottom, edges[-1], top, FRAME)
    ink.line(edges[0], body, edges[-1], body, GROUP)
    for at, (head, width) in enumerate(_COLUMNS):
        ink.block_centred((edges[at] + edges[at + 1]) / 2, (top + body) / 2, fit_words(head, width - 1.4, _HEAD))
        if at:
            ink.line(edges[at], bottom, edges[at], top, CELL)


def _draw_line(ink: Ink, edges: Sequence[float], line: _Line, middle: float) -> None:
    ink.block_centred((edges[0] + edges[1]) / 2, middle, line.blocks[0])
    for at in range(1, len(_COLUMNS)):
        ink.block(edges[at] + _PAD, middle, line.blocks[at])
