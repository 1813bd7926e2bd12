"""Preliminary marks on paper: a slip a pupil, to be taken home and signed by the parents; four on a sheet to be cut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ezh_desktop.domain.russian import long_date
from ezh_desktop.reports.base import OUTER, WIDTH, PrintInfo
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.fonts import Font
from ezh_desktop.reports.ink import CELL, FIELD, Ink
from ezh_desktop.reports.sheets import (
    Report,
    WholeSheet,
    add_sheets,
    paper_of,
)
from ezh_desktop.reports.text import fit
from ezh_desktop.services.pages.preliminary import PreliminaryMark, PreliminaryPage, PreliminaryPupil

TITLE: Final = "Предварительные отметки"
COLUMNS: Final = 2
CELL_WIDTH: Final = 95.0
_TOP, _BOTTOM = 287.0, 17.0
_EDGE: Final = 6.0
_HEAD, _FOOT, _LINE = 24.0, 20.0, 4.7
"""Heights in mm of the slip's head, of the line for the signature, and of one subject."""
_MARK, _MEAN = 14.0, 16.0
_NAMES: Final = ((Font.SERIF_BOLD, 11.0), (Font.SERIF_BOLD, 9.5))
_SUBJECTS: Final = ((Font.SANS, 8.5), (Font.SANS, 7.5), (Font.SANS, 6.5))


@dataclass(frozen=True, slots=True)
class PreliminarySheet:
    """One planned sheet: rows of slips, all of one height in mm."""

    slips: tuple[PreliminaryPupil, ...]
    height: float


def plan_preliminary(page: PreliminaryPage) -> tuple[PreliminarySheet, ...]:
    """The sheets of a class; slips are as high as the longest list of subjects needs."""
    most = max((len(one.marks) for one in page.pupils), default=1)
    height = _HEAD + _FOOT + _LINE * (most + 1)
    rows = max(1, int((_TOP - _BOTTOM) / height))
    room = COLUMNS * rows
    height = (_TOP - _BOTTOM) / rows
    return tuple(PreliminarySheet(page.pupils[at : at + room], height) for at in range(0, len(page.pupils), room))


def preliminary_title(page: PreliminaryPage) -> str:
    """«7А, предварительные отметки, II четверть 2026/2027»."""
    return f"{page.class_name}, предварительные отметки, {page.title} {page.year_label}"


def add_preliminary(
    document: Document, page: PreliminaryPage, info: PrintInfo, *, level: int = 0, report: Report | None = None
) -> None:
    """Draw the slips of a class into a document."""
    sheets = [(WholeSheet(None, left=False), one) for one in plan_preliminary(page)]
    paper = paper_of(page, TITLE, info, level)
    add_sheets(document, paper, sheets, lambda _side, one: _draw_sheet(document.ink, page, one), report)


def _draw_sheet(ink: Ink, page: PreliminaryPage, sheet: PreliminarySheet) -> None:
    for place, pupil in enumerate(sheet.slips):
        row, column = divmod(place, COLUMNS)
        _draw_slip(ink, page, pupil, (OUTER + column * CELL_WIDTH, _TOP - row * sheet.height))
    _draw_cuts(ink, sheet)


def _draw_slip(ink: Ink, page: PreliminaryPage, pupil: PreliminaryPupil, at: tuple[float, float]) -> None:
    left, top = at
    x0, x1 = left + _EDGE, left + CELL_WIDTH - _EDGE
    ink.text(x0, top - 7, TITLE, Font.SANS_BOLD, 9)
    ink.right(x1, top - 7, f"{page.class_name} класс · {page.title}", Font.SANS, 8)
    ink.line(x0, top - 9, x1, top - 9, FIELD)
    ink.block(x0, top - 13.5, fit(pupil.name, x1 - x0, _NAMES))
    missed = f"Пропущено уроков: {pupil.absent} из {pupil.held}."
    end = f"Период кончается {long_date(page.end)} " if page.end else ""
    ink.text(x0, top - 18.5, f"{end}{missed}", Font.SANS, 7)
    y = top - _HEAD
    ink.text(x0, y, "Предмет", Font.SANS, 7)
    ink.centre(x1 - _MEAN - _MARK / 2, y, "отметка", Font.SANS, 7)
    ink.centre(x1 - _MEAN / 2, y, "средний балл", Font.SANS, 7)
    for mark in pupil.marks:
        y -= _LINE
        _draw_mark(ink, mark, (x0, x1), y)
    _draw_receipt(ink, (x0, x1), y - 9)


def _draw_mark(ink: Ink, mark: PreliminaryMark, sides: tuple[float, float], y: float) -> None:
    x0, x1 = sides
    ink.block(x0, y + 1.1, fit(mark.subject, x1 - x0 - _MARK - _MEAN - 2, _SUBJECTS))
    font = Font.SANS_BOLD if mark.weak or mark.entered else Font.SANS
    ink.centre(x1 - _MEAN - _MARK / 2, y, mark.mark or "мало отметок", font, 9 if mark.mark else 6.5)
    ink.centre(x1 - _MEAN / 2, y, mark.mean, Font.SANS, 8)
    ink.line(x0, y - 1.3, x1, y - 1.3, CELL)


def _draw_receipt(ink: Ink, sides: tuple[float, float], y: float) -> None:
    x0, x1 = sides
    ink.text(x0, y, "Ознакомлен(а). Подпись родителя (законного представителя)", Font.SANS, 7)
    ink.line(x0, y - 7, x0 + 46, y - 7, FIELD)
    ink.text(x0 + 48, y - 7, "«", Font.SANS, 8)
    ink.line(x0 + 50, y - 7, x0 + 57, y - 7, FIELD)
    ink.text(x0 + 57.5, y - 7, "»", Font.SANS, 8)
    ink.line(x0 + 60, y - 7, x1, y - 7, FIELD)


def _draw_cuts(ink: Ink, sheet: PreliminarySheet) -> None:
    """Lines to cut along, between the slips."""
    rows = -(-len(sheet.slips) // COLUMNS)
    for row in range(1, rows):
        y = _TOP - row * sheet.height
        _dashed(ink, (OUTER, y), (WIDTH - OUTER, y))
    middle = OUTER + CELL_WIDTH
    _dashed(ink, (middle, _TOP), (middle, max(_BOTTOM, _TOP - rows * sheet.height)))


_DASH, _GAP = 1.2, 0.9


def _dashed(ink: Ink, start: tuple[float, float], end: tuple[float, float]) -> None:
    (x0, y0), (x1, y1) = start, end
    length = abs(x1 - x0) + abs(y1 - y0)
    for part in range(int(length / (_DASH + _GAP)) + 1):
        a = part * (_DASH + _GAP) / length
        b = min(1.0, a + _DASH / length)
        ink.line(x0 + (x1 - x0) * a, y0 + (y1 - y0) * a, x0 + (x1 - x0) * b, y0 + (y1 - y0) * b, FIELD)
