"""«Замечания по ведению журнала» on paper: remarks with who made them and what was done, then rows for the hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from ezh_desktop.services.pages.inspection import Inspection, Remark, RemarksPage, RemarkState

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
class RemarksSheet:
    """One planned page."""

    number: int
    lines: tuple[Line, ...]


def plan_remarks(page: RemarksPage, first: int = 1, least: int = 1) -> tuple[RemarksSheet, ...]:
    """The pages of a class from a number on, at least so many: those without remarks are to be written on by hand."""
    parts = pages_of(_lines(page), TOP - HEADER - BOTTOM)
    parts += [()] * (least - len(parts))
    return tuple(RemarksSheet(first + at, part) for at, part in enumerate(parts))


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
    least: int = 1,
) -> None:
    """Draw a class's remarks into a document, under the journal's page numbers or, without `first`, under none."""
    sheets = sides_of(plan_remarks(page, first or 1, least), first)
    paper = paper_of(page, TITLE, info, level)
    add_sheets(document, paper, sheets, lambda side, one: _draw_sheet(document.ink, side, page, one), report)


def _lines(page: RemarksPage) -> Iterator[Line]:
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


def _line(texts: tuple[str, str, str, str]) -> Line:
    day, words, who, done = texts
    rooms = [width - 2 * _PAD for _, width in _COLUMNS]
    blocks = (
        fit(day, rooms[0], _DAY),
        Block(wrap(words, *_WORDS, rooms[1]), *_WORDS),
        Block(wrap(who, *_SMALL, rooms[2]), *_SMALL),
        Block(wrap(done, *_SMALL, rooms[3]), *_SMALL),
    )
    return line_of(blocks, LEAST)


def _draw_sheet(ink: Ink, side: Sheet, page: RemarksPage, planned: RemarksSheet) -> None:
    draw_heading(ink, side, TITLE, page, "" if page.whole else "замечания, сделанные напечатавшему")
    edges = edges_of(side.x0, _COLUMNS)
    bottom = draw_lines(ink, edges, TOP - HEADER, planned.lines, {0}, _PAD)
    bottom = draw_empty_lines(ink, edges, bottom, BOTTOM, EMPTY)
    draw_table(ink, edges, (TOP, TOP - HEADER, bottom), [head for head, _ in _COLUMNS], _HEAD)
