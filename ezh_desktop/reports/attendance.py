"""«Сводная ведомость учёта посещаемости» on paper (5.37): days and lessons missed, by term and in the year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ezh_desktop.domain.russian import DASH, dotted
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
    row_height,
)
from ezh_desktop.reports.base import PrintInfo, Sheet, share
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.fonts import Font
from ezh_desktop.reports.ink import CELL, FRAME, GROUP, Ink
from ezh_desktop.reports.sheets import (
    Report,
    add_list,
    draw_upward,
    paper_of,
    sides_of,
)
from ezh_desktop.reports.text import Step, fit_words
from ezh_desktop.services.pages.attendance import AttendancePage, Missed
from ezh_desktop.services.pages.summary import SummaryPupil

TITLE: Final = "Сводная ведомость учёта посещаемости"
TOP: Final = 271.0
TERM_HEAD, HELD_HEAD, WORDS_HEAD = 6.5, 9.0, 20.5
HEADER: Final = TERM_HEAD + HELD_HEAD + WORDS_HEAD
_NAME: Final = 41.4
_IN_TERM, _IN_YEAR = 6.2, 8.1
_COLUMNS: Final = 4
_HIGHEST: Final = 7.25
_HEADS: Final = ("дней всего", "из них\nпо болезни", "уроков всего", "из них\nпо болезни")
_HEAD_STEPS: Final[Sequence[Step]] = ((Font.SANS, 7.2), (Font.SANS, 6.8))
_TERM_STEPS: Final[Sequence[Step]] = ((Font.SANS_BOLD, 8), (Font.SANS_BOLD, 7))
_HELD_STEPS: Final[Sequence[Step]] = ((Font.SANS, 7), (Font.SANS, 6.4), (Font.NARROW, 6.4))
_LEGEND: Final = (
    "День считается пропущенным, если пропущены все уроки этого дня. Уроки и дни считаются за время, когда обучающийся"
    " числился в классе. Прочерк — пропусков нет; сплошная черта — не числится в классе."
)


@dataclass(frozen=True, slots=True)
class AttendanceSheet:
    """One planned page: its pupils, and whether the class is summed up below them."""

    number: int
    pupils: tuple[SummaryPupil, ...]
    last: bool


@dataclass(frozen=True, slots=True)
class _Group:
    """Four columns: a term, or the year. `begun` is False of a term without a school day so far."""

    title: str
    span: Span
    left: float
    wide: float
    begun: bool
    bold: bool = False

    @property
    def right(self) -> float:
        return self.left + _COLUMNS * self.wide

    def edge(self, at: int) -> float:
        """The right edge of a column."""
        return self.left + (at + 1) * self.wide


def plan_attendance(page: AttendancePage, first: int = 2) -> tuple[AttendanceSheet, ...]:
    """The pages of a class from a number on, pupils shared evenly."""
    sheets: list[AttendanceSheet] = []
    done = 0
    for size in share(len(page.pupils), MOST) or [0]:
        done += size
        pupils = page.pupils[done - size : done]
        sheets.append(AttendanceSheet(first + len(sheets), pupils, done == len(page.pupils)))
    return tuple(sheets)


def attendance_title(page: AttendancePage) -> str:
    """«7А, учёт посещаемости, 2026/2027»."""
    return f"{page.class_name}, учёт посещаемости, {page.year_label}"


def add_attendance(
    document: Document,
    page: AttendancePage,
    info: PrintInfo,
    first: int | None = None,
    *,
    level: int = 0,
    report: Report | None = None,
) -> None:
    """Draw the sheet of a class into a document, under the journal's page numbers or, without `first`, under none."""
    sheets = sides_of(plan_attendance(page, first or 2), first)
    paper = paper_of(page, TITLE, info, level)
    add_list(document, paper, page, sheets, lambda ink, side, one: _draw_sheet(ink, side, page, one), report)


def _groups(side: Sheet, page: AttendancePage) -> tuple[_Group, ...]:
    """The columns from right to left: the year at the edge, the terms before it; what is left is the name's."""
    terms = page.terms
    rest = side.x1 - side.x0 - NUMBER - _NAME - _COLUMNS * _IN_YEAR
    wide = min(_IN_YEAR, rest / (_COLUMNS * len(terms))) if terms else _IN_TERM
    left = side.x1 - _COLUMNS * (_IN_YEAR + wide * len(terms))
    made = [
        _Group(term.title, term.span, left + at * _COLUMNS * wide, wide, bool(page.days_in(term.span)))
        for at, term in enumerate(terms)
    ]
    year = _Group("Учебный год", page.year, side.x1 - _COLUMNS * _IN_YEAR, _IN_YEAR, bool(page.hours), bold=True)
    return (*made, year)


def _draw_sheet(ink: Ink, side: Sheet, page: AttendancePage, planned: AttendanceSheet) -> None:
    groups = _groups(side, page)
    notes, body = tuple(_notes(page, planned)), TOP - HEADER
    height = row_height(len(planned.pupils) + planned.last, _HIGHEST, body, notes, side)
    bottom = body - height * (len(planned.pupils) + planned.last)
    _draw_head(ink, side, page, groups)
    for at, pupil in enumerate(planned.pupils):
        _draw_pupil(ink, (side.x0, groups), page, pupil, (body - height * (at + 0.5), height))
    if planned.last:
        middle = bottom + height / 2
        draw_all(ink, side.x0, middle)
        for group in groups:
            if group.begun:
                _draw_group(ink, group, page.all_of(group.span), middle, bold=True)
    _draw_rules(ink, side, groups, bottom)
    draw_rows(ink, (side.x0, side.x1), body, height, planned.pupils, summed=planned.last)
    draw_notes(ink, side, bottom, notes)


def _draw_head(ink: Ink, side: Sheet, page: AttendancePage, groups: Sequence[_Group]) -> None:
    middle = TOP - HEADER / 2
    draw_list_head(ink, side.x0, groups[0].left, middle)
    for group in groups:
        x, room = (group.left + group.right) / 2, group.right - group.left - 1.4
        ink.block_centred(x, TOP - TERM_HEAD / 2, fit_words(group.title, room, _TERM_STEPS))
        if group.begun:
            days, lessons = page.held_days(group.span), page.lessons_in(group.span)
            held = fit_words(f"проведено:\n{days}\u00a0дн., {lessons}\u00a0ур.", room, _HELD_STEPS)
            ink.block_centred(x, TOP - TERM_HEAD - HELD_HEAD / 2, held)
        for at, head in enumerate(_HEADS):
            words = fit_words(head, WORDS_HEAD - 2, _HEAD_STEPS, 1.0)
            draw_upward(ink, group.edge(at) - group.wide / 2, TOP - HEADER + 1.2, words)


def _draw_pupil(
    ink: Ink,
    where: tuple[float, Sequence[_Group]],
    page: AttendancePage,
    pupil: SummaryPupil,
    place: tuple[float, float],
) -> None:
    (x0, groups), (middle, height) = where, place
    draw_listed(ink, (x0, groups[0].left), middle, height, pupil)
    for group in groups:
        if not pupil.in_class(group.span.first, group.span.last or date.max):
            draw_cross(ink, group.left, group.right, middle)
        elif group.begun:
            _draw_group(ink, group, page.of(pupil, group.span), middle, bold=group.bold)


def _draw_group(ink: Ink, group: _Group, missed: Missed, middle: float, *, bold: bool) -> None:
    numbers = (missed.days.total, missed.days.illness, missed.lessons.total, missed.lessons.illness)
    for at, number in enumerate(numbers):
        column(ink, group.edge(at), group.wide, middle, str(number) if number else DASH, bold=bold)


def _draw_rules(ink: Ink, side: Sheet, groups: Sequence[_Group], bottom: float) -> None:
    body = TOP - HEADER
    ink.box(side.x0, bottom, side.x1, TOP, FRAME)
    ink.line(side.x0, body, side.x1, body, GROUP)
    ink.line(side.x0 + NUMBER, bottom, side.x0 + NUMBER, TOP, CELL)
    for group in groups:
        ink.line(group.left, bottom, group.left, TOP, GROUP)
        for at in range(_COLUMNS - 1):
            ink.line(group.edge(at), bottom, group.edge(at), body + WORDS_HEAD, CELL)
    for y in (TOP - TERM_HEAD, TOP - TERM_HEAD - HELD_HEAD):
        ink.line(groups[0].left, y, side.x1, y, CELL)


def _notes(page: AttendancePage, planned: AttendanceSheet) -> Iterator[str]:
    yield _LEGEND
    part = [_part(page, one) for one in planned.pupils if any(stay.start or stay.end for stay in one.stays)]
    if part:
        yield f"Числились не весь год: {'; '.join(part)}."
    if page.away:
        yield f"Вне класса, уроки класса не учтены: {'; '.join(page.away)}."
    if page.began and page.from_paper:
        yield f"До {dotted(page.began)} журнал вёлся на бумаге: пропуски этих дней перенесены из него."
    elif page.began:
        yield f"Учтены уроки с {dotted(page.began)}: раньше журнал вёлся не в этой программе."
    if page.hours and (not page.terms or page.today <= (page.terms[-1].span.last or page.today)):
        yield f"Учтены уроки по {dotted(page.today)}."


def _part(page: AttendancePage, pupil: SummaryPupil) -> str:
    """«№ 22 — по 22.11.2026 (59 дн., 304 ур. проведено)»."""
    stays = ", ".join(_stay(stay.start, stay.end) for stay in pupil.stays)
    days = sum(page.held.get((pupil.pupil, day), 0) > 0 for day in page.hours)
    return f"№ {pupil.number} — {stays} ({days} дн., {page.of(pupil, page.year).lessons.held} ур. проведено)"


def _stay(start: date | None, end: date | None) -> str:
    return " ".join(
        part for part in (f"с {dotted(start)}" if start else "", f"по {dotted(end)}" if end else "") if part
    )
