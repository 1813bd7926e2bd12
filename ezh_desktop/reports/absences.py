"""«Сведения о количестве уроков, пропущенных обучающимися» on paper (5.37): a page for each month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ezh_desktop.domain.figures import AbsenceFigures, AbsenceReason
from ezh_desktop.domain.russian import MONTHS, WEEKDAYS_SHORT, count, dotted
from ezh_desktop.domain.spans import Span
from ezh_desktop.reports.attendance_list import (
    MOST,
    NUMBER,
    column,
    draw_all,
    draw_cross,
    draw_list_head,
    draw_listed,
    draw_notes,
    draw_rows,
    movement_notes,
    row_height,
    runs_outside,
)
from ezh_desktop.reports.base import PrintInfo, Sheet, share
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.fonts import CAP, POINT, Font, width
from ezh_desktop.reports.ink import CELL, FRAME, GROUP, Ink
from ezh_desktop.reports.sheets import (
    Report,
    add_sheets,
    draw_heading,
    draw_upward,
    number_size,
    paper_of,
    sides_of,
)
from ezh_desktop.reports.text import Step, fit_words
from ezh_desktop.services.pages.attendance import AttendancePage
from ezh_desktop.services.pages.summary import SummaryPupil

TITLE: Final = "Сведения о количестве уроков, пропущенных обучающимися"
TOP, HEADER, DAYS = 271.0, 25.0, 7.0
"""Upper edge of the table, its head, and the head's first row, mm."""
_ALL: Final = 8.5
_ONE: Final = 6.8
_DAY, _DAYS_ROOM, _DAYS_LEAST = 4.8, 97.2, 24.0
_HIGHEST: Final = 7.5
_LETTERS: Final = {
    AbsenceReason.ILLNESS: "Б",
    AbsenceReason.VALID: "У",
    AbsenceReason.UNEXCUSED: "",
    AbsenceReason.NOT_GIVEN: "?",
}
"""The letter behind the number of lessons, in the order of the columns."""
_HEADS: Final = (
    "Всего уроков",
    "по болезни",
    "по уважительной\nпричине",
    "без уважительной\nпричины",
    "причина\nне указана",
)
_HEAD_STEPS: Final[Sequence[Step]] = ((Font.SANS, 7.5), (Font.SANS, 7), (Font.NARROW, 7))
_LEGEND: Final = (
    "В клетке — число пропущенных уроков: Б — по болезни, У — по уважительной причине, без буквы — без уважительной"
    " причины, ? — причина не указана. Черта — обучающийся не числится в классе."
)


@dataclass(frozen=True, slots=True)
class AbsencesSheet:
    """One planned page: a month, the pupils on it, and whether the class is summed up below them."""

    number: int
    days: tuple[date, ...]
    pupils: tuple[SummaryPupil, ...]
    last: bool

    @property
    def span(self) -> Span:
        """From the first to the last school day of the month."""
        return Span(self.days[0], self.days[-1])


@dataclass(frozen=True)
class _Table:
    """The measures of one page, mm."""

    x0: float
    x1: float
    planned: AbsencesSheet
    height: float

    @property
    def day(self) -> float:
        days = len(self.planned.days)
        return max(min(_DAY, _DAYS_ROOM / days), _DAYS_LEAST / days)

    @property
    def sums(self) -> float:
        return self.x1 - _ALL - _ONE * (len(_HEADS) - 1)

    @property
    def first(self) -> float:
        return self.sums - self.day * len(self.planned.days)

    @property
    def body(self) -> float:
        return TOP - HEADER

    @property
    def bottom(self) -> float:
        return self.body - self.height * (len(self.planned.pupils) + self.planned.last)

    def edges(self) -> list[float]:
        """Of the sums."""
        return [self.sums, *(self.sums + _ALL + at * _ONE for at in range(len(_HEADS)))]


def plan_absences(page: AttendancePage, first: int = 1) -> tuple[AbsencesSheet, ...]:
    """The pages of a class from a number on, a month each; a class without lessons has none."""
    return tuple(AbsencesSheet(first + at, days, pupils, last) for at, (days, pupils, last) in enumerate(_parts(page)))


def _parts(page: AttendancePage) -> Iterator[tuple[tuple[date, ...], tuple[SummaryPupil, ...], bool]]:
    for days in page.months:
        listed = tuple(one for one in page.pupils if page.on_list(one, Span(days[0], days[-1])))
        done = 0
        for size in share(len(listed), MOST) or [0]:
            done += size
            yield days, listed[done - size : done], done == len(listed)


def absences_title(page: AttendancePage) -> str:
    """«7А, пропуски уроков, 2026/2027»."""
    return f"{page.class_name}, пропуски уроков, {page.year_label}"


def add_absences(
    document: Document,
    page: AttendancePage,
    info: PrintInfo,
    first: int | None = None,
    *,
    level: int = 0,
    report: Report | None = None,
) -> None:
    """Draw the months of a class into a document, under the journal's page numbers or, without `first`, under none."""
    paper = paper_of(page, TITLE, info, level)

    def draw(side: Sheet, one: AbsencesSheet) -> None:
        month = f"{MONTHS[one.days[0].month - 1]} {one.days[0].year} года"
        draw_heading(document.ink, side, TITLE, page, month)
        _draw_sheet(document.ink, side, page, one)

    add_sheets(document, paper, sides_of(plan_absences(page, first or 1), first), draw, report)


def _draw_sheet(ink: Ink, side: Sheet, page: AttendancePage, planned: AbsencesSheet) -> None:
    notes = tuple(_notes(page, planned))
    height = row_height(len(planned.pupils) + planned.last, _HIGHEST, TOP - HEADER, notes, side)
    table = _Table(side.x0, side.x1, planned, height)
    _draw_head(ink, table)
    for at, pupil in enumerate(planned.pupils):
        middle = table.body - table.height * (at + 0.5)
        _draw_pupil(ink, table, page, pupil, middle)
    if planned.last:
        _draw_class(ink, table, page)
    _draw_rules(ink, table)
    draw_notes(ink, side, table.bottom, notes)


def _draw_head(ink: Ink, table: _Table) -> None:
    middle = TOP - HEADER / 2
    draw_list_head(ink, table.x0, table.first, middle)
    ink.cell((table.first + table.sums) / 2, TOP - DAYS / 2, "Числа месяца", Font.SANS, 8)
    date_line, week_line = TOP - DAYS - 6.0, TOP - DAYS - 12.5
    for at, day in enumerate(table.planned.days):
        x = table.first + table.day * (at + 0.5)
        ink.cell(x, date_line, f"{day.day:02}", Font.SANS, 8)
        ink.cell(x, week_line, WEEKDAYS_SHORT[day.weekday()], Font.SANS, 6.5)
    edges = table.edges()
    for at, head in enumerate(_HEADS):
        steps = ((Font.SANS_BOLD, 7.5),) if at == 0 else _HEAD_STEPS
        draw_upward(ink, (edges[at] + edges[at + 1]) / 2, TOP - HEADER + 1.2, fit_words(head, HEADER - 2.4, steps, 1.0))


def _draw_pupil(ink: Ink, table: _Table, page: AttendancePage, pupil: SummaryPupil, middle: float) -> None:
    draw_listed(ink, (table.x0, table.first), middle, table.height, pupil)
    for at, day in enumerate(table.planned.days):
        missed = page.missed.get((pupil.pupil, day))
        if missed:
            _draw_day(ink, table.first + table.day * (at + 0.5), middle, Counter(missed), table)
    for start, end in runs_outside(pupil, table.planned.days):
        draw_cross(ink, table.first + table.day * start, table.first + table.day * end, middle)
    figures = page.of(pupil, table.planned.span).lessons
    if figures.total:
        _draw_sums(ink, table, figures, middle)


def _draw_day(ink: Ink, x: float, middle: float, missed: Counter[AbsenceReason], table: _Table) -> None:
    """«5Б»; lessons missed for several reasons stand one below the other."""
    parts = [(str(missed[reason]), letter) for reason, letter in _LETTERS.items() if missed[reason]]
    size = (8.2, 6.4, 5.2, 4.2)[len(parts) - 1]
    step = min(size * 1.05 * POINT, (table.height - 1.0) / len(parts))
    for at, (digits, letter) in enumerate(parts):
        base = middle + step * ((len(parts) - 1) / 2 - at) - CAP / 2 * size * POINT
        wide = width(digits, Font.SANS, size)
        start = x - (wide + width(letter, Font.SANS_BOLD, size * 0.67)) / 2
        ink.text(start, base, digits, Font.SANS, size)
        ink.text(start + wide, base, letter, Font.SANS_BOLD, size * 0.67)


def _draw_sums(ink: Ink, table: _Table, figures: AbsenceFigures, middle: float) -> None:
    edges = table.edges()
    numbers = (figures.total, figures.illness, figures.valid, figures.unexcused, figures.not_given)
    for at, number in enumerate(numbers):
        if number:
            column(ink, edges[at + 1], edges[at + 1] - edges[at], middle, str(number), bold=at == 0)


def _draw_class(ink: Ink, table: _Table, page: AttendancePage) -> None:
    middle = table.bottom + table.height / 2
    draw_all(ink, table.x0, middle)
    for at, day in enumerate(table.planned.days):
        number = page.on_day(day)
        if number:
            text = str(number)
            size = number_size(text, table.day - 0.6, (7, 6.2, 5.5, 4.8))
            ink.cell(table.first + table.day * (at + 0.5), middle, text, Font.SANS, size)
    _draw_sums(ink, table, page.all_of(table.planned.span).lessons, middle)


def _draw_rules(ink: Ink, table: _Table) -> None:
    ink.box(table.x0, table.bottom, table.x1, TOP, FRAME)
    ink.line(table.x0, table.body, table.x1, table.body, GROUP)
    ink.line(table.first, TOP - DAYS, table.sums, TOP - DAYS, CELL)
    ink.line(table.x0 + NUMBER, table.bottom, table.x0 + NUMBER, TOP, CELL)
    ink.line(table.first, table.bottom, table.first, TOP, GROUP)
    days = table.planned.days
    for at in range(1, len(days)):
        x = table.first + table.day * at
        new_week = days[at].isocalendar().week != days[at - 1].isocalendar().week
        ink.line(x, table.bottom, x, TOP - DAYS, GROUP if new_week else CELL)
    for at, x in enumerate(table.edges()[:-1]):
        ink.line(x, table.bottom, x, TOP, CELL if at > 1 else GROUP)
    draw_rows(ink, (table.x0, table.x1), table.body, table.height, table.planned.pupils, summed=table.planned.last)


def _notes(page: AttendancePage, planned: AbsencesSheet) -> Iterator[str]:
    held = count(page.held_days(planned.span), "учебный день", "учебных дня", "учебных дней")
    lessons = count(page.lessons_in(planned.span), "урок", "урока", "уроков")
    until = "" if page.today > planned.days[-1] else f" (по {dotted(page.today)})"
    yield f"Проведено в месяце{until}: {held}, {lessons}. {_LEGEND}"
    yield from movement_notes(planned.pupils, planned.span)
    if page.away:
        yield f"Вне класса, уроки класса не учтены: {'; '.join(page.away)}."
