"""What both papers of attendance share: rows that shrink with the number of pupils, strokes, sums, notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from ezh_desktop.domain.council import gone_words
from ezh_desktop.domain.russian import dotted
from ezh_desktop.domain.spans import Span
from ezh_desktop.reports.base import FLOOR, Sheet
from ezh_desktop.reports.fonts import CAP, POINT, Font, width
from ezh_desktop.reports.ink import CELL, FRAME, GROUP, STROKE, Ink
from ezh_desktop.reports.sheets import number_size
from ezh_desktop.reports.text import Step, fit, fit_words, wrap
from ezh_desktop.services.pages.summary import SummaryPupil

MOST: Final = 38
"""Pupils on a page; more go on the next one."""
NUMBER: Final = 7.0
"""Width of the column of numbers, mm; the names stand behind it."""
_NAMES: Final[Sequence[Step]] = ((Font.SANS, 9), (Font.SANS, 8), (Font.SANS, 7.5))
_TIGHT_NAMES: Final[Sequence[Step]] = ((Font.SANS, 8.5), (Font.SANS, 7.3), (Font.NARROW, 6.8))
_TIGHT: Final = 6.2
"""Rows lower than this have smaller names, mm."""
_LISTED: Final = 8.5
_PAD: Final = 1.2
_LEAST_PAD: Final = 0.7
_SIZES: Final = (8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
_FIFTH: Final = 5
_MARGIN: Final = 0.8
_NOTE: Final[Step] = (Font.SANS, 7)
_NOTE_STEP, _FIRST_NOTE = 3.15, 4.2


def row_height(rows: int, highest: float, top: float, notes: Sequence[str], side: Sheet) -> float:
    """The height of `rows` rows from `top` down, so that the notes find room below them, mm."""
    below = _FIRST_NOTE + _NOTE_STEP * len(_note_lines(notes, side))
    return min(highest, (top - FLOOR - below) / max(1, rows))


def draw_list_head(ink: Ink, x0: float, right: float, middle: float) -> None:
    """Heads of numbers and names; the names end at `right`."""
    ink.block_centred(x0 + NUMBER / 2, middle, fit_words("№\nп/п", NUMBER - 1, ((Font.SANS, 8),)))
    ink.cell((x0 + NUMBER + right) / 2, middle, "Фамилия, имя", Font.SANS, _LISTED)


def draw_listed(ink: Ink, across: tuple[float, float], middle: float, height: float, pupil: SummaryPupil) -> None:
    """Number and name of a pupil in a row of some height, from the table's left edge to the end of the names."""
    x0, right = across
    ink.right(x0 + NUMBER - 1.6, middle - CAP / 2 * _LISTED * POINT, str(pupil.number), Font.SANS, _LISTED)
    steps = _TIGHT_NAMES if height < _TIGHT else _NAMES
    ink.block(x0 + NUMBER + 1, middle, fit(pupil.name, right - x0 - NUMBER - 2, steps, leading=1.0))


def draw_all(ink: Ink, x0: float, middle: float) -> None:
    """The name of the last row: the sums of the class."""
    ink.text(x0 + NUMBER + 1, middle - CAP / 2 * _LISTED * POINT, "Всего по классу", Font.SANS_BOLD, _LISTED)


def column(ink: Ink, right: float, wide: float, middle: float, text: str, *, bold: bool = False) -> None:
    """A number at the right edge of its column, smaller where it is long."""
    font = Font.SANS_BOLD if bold else Font.SANS
    size = number_size(text, wide - 2 * _LEAST_PAD, _SIZES, font)
    pad = min(_PAD, (wide - width(text, font, size)) / 2)
    ink.right(right - pad, middle - CAP / 2 * size * POINT, text, font, size)


def draw_cross(ink: Ink, x0: float, x1: float, middle: float) -> None:
    """The stroke through cells of who is not in the class."""
    ink.line(x0 + _MARGIN, middle, x1 - _MARGIN, middle, STROKE)


def runs_outside(pupil: SummaryPupil, days: Sequence[date]) -> Iterator[tuple[int, int]]:
    """Neighbouring days, as (first, behind the last), on which the pupil is not in the class."""
    start = None
    for at, day in enumerate([*days, None]):
        outside = day is not None and not any(stay.holds(day) for stay in pupil.stays)
        if outside and start is None:
            start = at
        elif not outside and start is not None:
            yield start, at
            start = None


def draw_rows(
    ink: Ink, across: tuple[float, float], top: float, height: float, pupils: Sequence[SummaryPupil], *, summed: bool
) -> None:
    """The rules between rows; a strong one above the sums of the class."""
    for at, pupil in enumerate(pupils, 1):
        y = top - height * at
        if at < len(pupils):
            ink.line(across[0], y, across[1], y, CELL if pupil.number % _FIFTH else GROUP)
        elif summed:
            ink.line(across[0], y, across[1], y, FRAME)


def movement_notes(pupils: Iterable[SummaryPupil], span: Span) -> Iterator[str]:
    """«Тарасов Кирилл выбыл 23.11.2026, приказ № 41-у от 20.11.2026.» of who left in these days."""
    for one in pupils:
        if one.left is not None and span.holds(one.left):
            order = f", приказ {one.order}" if one.order else ""
            yield f"{one.name} {gone_words(one.gender, one.moved_to)} {dotted(one.left)}{order}."


def draw_notes(ink: Ink, side: Sheet, bottom: float, notes: Iterable[str]) -> None:
    """Paragraphs of small print below a table."""
    for at, line in enumerate(_note_lines(notes, side)):
        ink.text(side.x0, bottom - _FIRST_NOTE - at * _NOTE_STEP, line, *_NOTE)


def _note_lines(notes: Iterable[str], side: Sheet) -> list[str]:
    return [line for note in notes for line in wrap(note, *_NOTE, side.x1 - side.x0)]
