"""«Сведения о занятиях в кружках, секциях, клубах» on paper (4.3.6): a pupil with each club on a row of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ezh_desktop.reports.base import FLOOR, PrintInfo, Sheet
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.fonts import Font
from ezh_desktop.reports.ink import CELL, GROUP, Ink
from ezh_desktop.reports.sheets import (
    Line,
    Report,
    add_list,
    draw_table,
    edges_of,
    even_pages,
    line_of,
    paper_of,
    sides_of,
)
from ezh_desktop.reports.text import Block, Step, fit
from ezh_desktop.services.pages.general import Club, ClubRow, ClubsPage

TITLE: Final = "Сведения о занятиях в кружках, секциях, клубах"
TOP, HEADER, LEAST = 271.0, 12.0, 8.2
_COLUMNS: Final = (
    ("№\nп/п", 8.0),
    ("Фамилия, имя", 46.0),
    ("Наименование", 40.0),
    ("Где занимается", 36.0),
    ("Руководитель", 28.0),
    ("Период", 22.0),
)
_PAD: Final = 1.0
_AIR: Final = 2.2
_FIFTH: Final = 5
_NONE: Final = Club("—", "—", "—", "—")
_HEAD: Final[Sequence[Step]] = ((Font.SANS, 8), (Font.SANS, 7))
_NAMES: Final[Sequence[Step]] = ((Font.SANS, 9), (Font.SANS, 8), (Font.SANS, 7.5))
_WORDS: Final[Sequence[Step]] = ((Font.SANS, 8.5), (Font.SANS, 7.5))
_SMALL: Final[Sequence[Step]] = ((Font.SANS, 8), (Font.SANS, 7.2))


@dataclass(frozen=True, slots=True)
class _Pupil:
    """The rows of a pupil: they stay on one page."""

    number: int
    name: Block
    lines: tuple[Line, ...]

    @property
    def height(self) -> float:
        """Of all rows, mm."""
        return sum(line.height for line in self.lines)


@dataclass(frozen=True, slots=True)
class ClubsSheet:
    """One planned page."""

    number: int
    pupils: tuple[_Pupil, ...]


def plan_clubs(page: ClubsPage, first: int = 1) -> tuple[ClubsSheet, ...]:
    """The pages of a class from a number on, rows shared evenly."""
    parts = even_pages([_pupil(row) for row in page.rows], TOP - HEADER - FLOOR - 1)
    return tuple(ClubsSheet(first + at, part) for at, part in enumerate(parts))


def clubs_title(page: ClubsPage) -> str:
    """«7А, кружки и секции, 2026/2027»."""
    return f"{page.class_name}, кружки и секции, {page.year_label}"


def add_clubs(
    document: Document,
    page: ClubsPage,
    info: PrintInfo,
    first: int | None = None,
    *,
    level: int = 0,
    report: Report | None = None,
) -> None:
    """Draw a class's clubs into a document, under the journal's page numbers or, without `first`, under none."""
    sheets = sides_of(plan_clubs(page, first or 1), first)
    add_list(document, paper_of(page, TITLE, info, level), page, sheets, _draw_sheet, report)


def _pupil(row: ClubRow) -> _Pupil:
    name = fit(row.name, _COLUMNS[1][1] - 2 * _PAD, _NAMES, leading=1.04)
    return _Pupil(row.number, name, tuple(_line(club) for club in row.clubs or (_NONE,)))


def _line(club: Club) -> Line:
    texts = ((club.title, _WORDS), (club.place, _WORDS), (club.leader, _SMALL), (club.span, _SMALL))
    blocks = (
        fit(text, width - 2 * _PAD, steps, leading=1.08)
        for (text, steps), (_, width) in zip(texts, _COLUMNS[2:], strict=True)
    )
    return line_of(blocks, LEAST, _AIR)


def _draw_sheet(ink: Ink, side: Sheet, planned: ClubsSheet) -> None:
    edges = edges_of(side.x0, _COLUMNS)
    top = TOP - HEADER
    for pupil in planned.pupils:
        middle = top - pupil.height / 2
        ink.right(edges[1] - 1.6, middle - 1.05, str(pupil.number), Font.SANS, 8.5)
        ink.block(edges[1] + _PAD, middle, pupil.name)
        for at, line in enumerate(pupil.lines):
            if at:
                ink.line(edges[2], top, edges[-1], top, CELL)
            _draw_line(ink, edges, top - line.height / 2, line)
            top -= line.height
        ink.line(edges[0], top, edges[-1], top, CELL if pupil.number % _FIFTH else GROUP)
    draw_table(ink, edges, (TOP, TOP - HEADER, top), [head for head, _ in _COLUMNS], _HEAD)


def _draw_line(ink: Ink, edges: Sequence[float], middle: float, line: Line) -> None:
    for at, block in enumerate(line.blocks, 2):
        if at == len(_COLUMNS) - 1:
            ink.block_centred((edges[at] + edges[at + 1]) / 2, middle, block)
        else:
            ink.block(edges[at] + _PAD, middle, block)
