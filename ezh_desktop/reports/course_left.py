"""The left page of a subject (страница предмета, левая): the list of pupils, dates, marks and period columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from ezh_desktop.domain.calendar import TERM_KINDS, Period, PeriodKind
from ezh_desktop.domain.kinds import lesson_kind
from ezh_desktop.domain.russian import MONTHS, MONTHS_SHORT
from ezh_desktop.reports.base import Sheet, draw_title, draw_z, title_room
from ezh_desktop.reports.course_notes import draw_notes, left_notes, name_note
from ezh_desktop.reports.course_plan import CoursePlan, Spread
from ezh_desktop.reports.fonts import CAP, POINT, SMALL, Font, width
from ezh_desktop.reports.ink import CELL, FRAME, GROUP, STROKE, Ink
from ezh_desktop.reports.spread import SLOTS
from ezh_desktop.reports.text import Block, Step, fit, fit_words
from ezh_desktop.services.pages.course import LessonColumn, PeriodColumn, PupilRow

TOP, BODY_TOP = 277.0, 260.5
"""Upper edge of the table and of its body, mm; the header rules of both pages meet."""
DATE_TOP, KIND_TOP = 271.0, 265.0
NUMBER_WIDTH, NAME_WIDTH, SLOT_WIDTH = 7.0, 48.0, 5.0
LABEL = "Наименование предмета:"

_TITLE_STEPS: tuple[Step, ...] = ((Font.SERIF_BOLD, 13), (Font.SERIF_BOLD, 11), (Font.SERIF_BOLD, 9.5))
_MONTH_STEPS: tuple[Step, ...] = ((Font.SANS, 8), (Font.SANS, 7))
_SHORT_MONTH_STEPS: tuple[Step, ...] = ((Font.SANS, 7), (Font.NARROW, 6.5), (Font.NARROW, 5.5))
_PERIOD_STEPS: tuple[Step, ...] = (
    (Font.SANS_BOLD, 7.5),
    (Font.SANS_BOLD, 6.8),
    (Font.NARROW_BOLD, 6.8),
    (Font.NARROW_BOLD, 6.3),
)
_ABSENT = "н"
_MARGIN = 0.8
"""How far a stroke keeps from the lines at its ends, mm."""


class _Column(NamedTuple):
    """One used slot of the page: its middle in mm and what is looked up for it."""

    x: float
    slot: LessonColumn | PeriodColumn
    id: int
    of_period: bool


@dataclass(frozen=True)
class _Table:
    """The measures of one left page."""

    sheet: Sheet
    plan: CoursePlan
    spread: Spread

    @cached_property
    def first_slot(self) -> float:
        return self.sheet.x0 + NUMBER_WIDTH + NAME_WIDTH

    @cached_property
    def used_end(self) -> float:
        """Right edge of the ruled slots; a spread that still runs is ruled to its end."""
        return self.sheet.x1 if self.spread.running else self.slot(len(self.spread.slots))

    @cached_property
    def columns(self) -> tuple[_Column, ...]:
        """The used slots from left to right."""
        return tuple(
            _Column(self.slot(index + 0.5), slot, slot.period, of_period=True)
            if isinstance(slot, PeriodColumn)
            else _Column(self.slot(index + 0.5), slot, slot.lesson, of_period=False)
            for index, slot in enumerate(self.spread.slots)
        )

    @cached_property
    def course_end(self) -> date | None:
        """The day of the course's last lesson: an exam and a final mark stand after it."""
        return max((one.day for one in self.plan.page.lessons), default=None)

    @property
    def bottom(self) -> float:
        return BODY_TOP - self.plan.row_height * len(self.spread.pupils)

    def slot(self, index: float) -> float:
        """Left edge of a slot; index and a half is its middle."""
        return self.first_slot + SLOT_WIDTH * index

    def middle(self, index: int) -> float:
        """Middle of a pupil's row."""
        return BODY_TOP - self.plan.row_height * (index + 0.5)


def draw_left(ink: Ink, sheet: Sheet, plan: CoursePlan, spread: Spread, substitutes: tuple[str, ...] = ()) -> None:
    """Draw the page without its footer. `substitutes` are lines that found no room on the right page (4.4.3)."""
    table = _Table(sheet, plan, spread)
    name = ", ".join(part for part in (plan.page.subject_name, plan.page.subgroup) if part)
    draw_title(ink, sheet, LABEL, fit(name, title_room(sheet, LABEL), _TITLE_STEPS))
    _draw_frame(ink, table)
    _draw_slot_lines(ink, table)
    _draw_corner(ink, table)
    _draw_header(ink, table)
    for index, pupil in enumerate(spread.pupils):
        _draw_pupil(ink, table, index, pupil)
    draw_notes(ink, sheet, table.bottom, left_notes(plan, spread, substitutes))


def _draw_frame(ink: Ink, table: _Table) -> None:
    x0, x1, height = table.sheet.x0, table.sheet.x1, table.plan.row_height
    ink.box(x0, table.bottom, x1, TOP, FRAME)
    ink.line(x0, BODY_TOP, table.used_end, BODY_TOP, GROUP)
    ink.line(x0 + NUMBER_WIDTH, table.bottom, x0 + NUMBER_WIDTH, TOP, CELL)
    ink.line(table.first_slot, table.bottom, table.first_slot, TOP, GROUP)
    for row in range(1, len(table.spread.pupils)):
        y = BODY_TOP - height * row
        ink.line(x0, y, table.used_end, y, CELL if row % 5 else GROUP)
    if table.used_end < x1:
        indent = min(2.3, (x1 - table.used_end) / 5)
        draw_z(ink, table.used_end + indent, table.bottom + 3.9, x1 - indent, TOP - 3.9)


def _draw_slot_lines(ink: Ink, table: _Table) -> None:
    slots = table.spread.slots
    for index in range(1, SLOTS):
        x = table.slot(index)
        if x > table.used_end:
            break
        left = slots[index - 1] if index <= len(slots) else None
        right = slots[index] if index < len(slots) else None
        if _parts(left, right):
            ink.line(x, table.bottom, x, TOP, GROUP)
        elif right is None and not table.spread.running:
            ink.line(x, table.bottom, x, TOP, CELL)
        else:
            ink.line(x, table.bottom, x, DATE_TOP, CELL)
    for start, end in _lesson_runs(table):
        ink.line(start, DATE_TOP, end, DATE_TOP, CELL)
        ink.line(start, KIND_TOP, end, KIND_TOP, CELL)


def _parts(left: LessonColumn | PeriodColumn | None, right: LessonColumn | PeriodColumn | None) -> bool:
    """Whether a stronger line stands between two slots: beside a period column, between months."""
    if isinstance(left, PeriodColumn) or isinstance(right, PeriodColumn):
        return True
    return left is not None and right is not None and left.day.month != right.day.month


def _lesson_runs(table: _Table) -> list[tuple[float, float]]:
    """Where the header has three rows: everywhere but over period columns."""
    runs: list[tuple[float, float]] = []
    for index in range(SLOTS):
        x = table.slot(index)
        is_period = index < len(table.spread.slots) and isinstance(table.spread.slots[index], PeriodColumn)
        if x >= table.used_end or is_period:
            continue
        if runs and abs(runs[-1][1] - x) < 1e-6:
            runs[-1] = (runs[-1][0], x + SLOT_WIDTH)
        else:
            runs.append((x, x + SLOT_WIDTH))
    return runs


def _draw_corner(ink: Ink, table: _Table) -> None:
    """«№ п/п», and the cell with the diagonal from МЕСЯЦ and ЧИСЛО to the list."""
    x0 = table.sheet.x0
    right = table.first_slot - 1.2
    ink.block_centred(x0 + NUMBER_WIDTH / 2, (TOP + BODY_TOP) / 2, fit_words("№\nп/п", 6, ((Font.SANS, 8),)))
    ink.line(x0 + NUMBER_WIDTH, TOP, table.first_slot, BODY_TOP, STROKE)
    ink.right(right, _base((TOP + DATE_TOP) / 2, 8), "МЕСЯЦ", Font.SANS, 8)
    ink.right(right, _base((DATE_TOP + KIND_TOP) / 2, 8), "ЧИСЛО", Font.SANS, 8)
    ink.text(x0 + NUMBER_WIDTH + 1.2, BODY_TOP + 1.6, "Список обучающихся", Font.SANS, 8)


def _base(middle: float, size: float) -> float:
    return middle - 0.35 * size * POINT


def _draw_header(ink: Ink, table: _Table) -> None:
    coming = {row.lesson.lesson for row in table.spread.rows if row.coming}
    _draw_months(ink, table, coming)
    for index, slot in enumerate(table.spread.slots):
        x = table.slot(index) + SLOT_WIDTH / 2
        if isinstance(slot, PeriodColumn):
            _draw_period_head(ink, x, slot)
        elif slot.lesson not in coming:
            ink.cell(x, (DATE_TOP + KIND_TOP) / 2, f"{slot.day.day:02}", Font.SANS, 8.5)
            kind = _abbreviation(slot.kind)
            if kind:
                _draw_kind(ink, x, kind)


def _draw_kind(ink: Ink, x: float, kind: str) -> None:
    size = min(6.3, 6.3 * (SLOT_WIDTH - 0.5) / width(kind, Font.NARROW_BOLD, 6.3))
    ink.cell(x, (KIND_TOP + BODY_TOP) / 2, kind, Font.NARROW_BOLD, size)


def _abbreviation(kind: str) -> str:
    return lesson_kind(kind).abbreviation if kind else ""


def _draw_period_head(ink: Ink, x: float, period: PeriodColumn) -> None:
    block = fit(_period_word(period), TOP - BODY_TOP - 1.4, _PERIOD_STEPS, leading=1.0)
    # The base line of the first line; a second one stands to its right, a little nearer, clear of the rule.
    base = x + 0.35 * block.size * POINT - (len(block.lines) - 1) * (block.step / 2 + 0.1 * block.size * POINT)
    for index, line in enumerate(block.lines):
        start = (TOP + BODY_TOP) / 2 - width(line, block.font, block.size) / 2
        ink.upward(base + index * block.step, start, line, block.font, block.size)


def _period_word(period: PeriodColumn) -> str:
    """«IV четверть» as the school calls its terms; «год», «экзамен», «итоговая» in one word."""
    if period.kind in TERM_KINDS:
        return period.title
    return Period(PeriodKind(period.kind), period.number, date.min, date.max).paper


def _draw_months(ink: Ink, table: _Table, coming: set[int]) -> None:
    """The month over its lessons; a period column ends the group."""
    start = 0
    slots = table.spread.slots
    for index, slot in enumerate(slots):
        ends = index + 1 == len(slots) or _parts(slot, slots[index + 1])
        if isinstance(slot, PeriodColumn):
            start = index + 1
        elif ends:
            dated = [one for one in slots[start : index + 1] if not _is_coming(one, coming)]
            if dated:
                _draw_month(ink, table.slot(start), table.slot(start + len(dated)), slot.day)
            start = index + 1


def _is_coming(slot: LessonColumn | PeriodColumn, coming: set[int]) -> bool:
    return isinstance(slot, LessonColumn) and slot.lesson in coming


def _draw_month(ink: Ink, x0: float, x1: float, day: date) -> None:
    room = x1 - x0 - 0.6
    name, short = MONTHS[day.month - 1], MONTHS_SHORT[day.month - 1]
    block = fit(name, room, _MONTH_STEPS)
    if len(block.lines) > 1:
        block = fit(short, room, _SHORT_MONTH_STEPS)
    ink.block_centred((x0 + x1) / 2, (TOP + DATE_TOP) / 2, block)


def _draw_pupil(ink: Ink, table: _Table, index: int, pupil: PupilRow) -> None:
    middle = table.middle(index)
    ink.right(table.sheet.x0 + NUMBER_WIDTH - 1.6, _base(middle, 8.5), str(pupil.number), Font.SANS, 8.5)
    _draw_name(ink, table, middle, pupil)
    marks, given = table.plan.marks, table.plan.period_marks
    all_year = any(stay.start is None and stay.end is None for stay in pupil.stays)
    struck: list[int] = []
    for place, (x, slot, column, of_period) in enumerate(table.columns):
        text = (given if of_period else marks).get((column, pupil.pupil))
        if text:
            font, size, half, drop = _set_mark(text, of_period)
            ink.text(x - half, middle - drop, text, font, size)
        elif not all_year and not _on_list(slot, pupil, table):
            struck.append(place)
    for first, last in _runs(struck):
        ink.line(table.slot(first) + _MARGIN, middle, table.slot(last + 1) - _MARGIN, middle, STROKE)


@lru_cache(maxsize=512)
def _set_mark(text: str, of_period: bool) -> tuple[Font, float, float, float]:
    """Font, size in pt, half the width and the drop below the row's middle in mm: a class has some twenty marks."""
    font, size, height = Font.SANS, 10.0, CAP
    if of_period:
        font = Font.SANS_BOLD
    elif text == _ABSENT:
        height = SMALL
    elif len(text) > 1:
        size = min(7.5, 7.5 * (SLOT_WIDTH - 0.6) / width(text, Font.SANS, 7.5))
    return font, size, width(text, font, size) / 2, height / 2 * size * POINT


def _draw_name(ink: Ink, table: _Table, middle: float, pupil: PupilRow) -> None:
    """The full name (5.3), one step smaller, then in two lines; the note on leaving stands under or beside it."""
    height = table.plan.row_height
    x, room = table.first_slot - NAME_WIDTH + 1.0, NAME_WIDTH - 2.0
    small = 8.0 if height > 6.5 else 7.5
    leading = 1.04 if height > 6 else 1.02
    name = _name_block(pupil.name, room, small, leading)
    note = name_note(pupil, table.spread.end, table.plan.page.subgroup)
    if not note:
        ink.block(x, middle, name)
        return
    last = width(name.lines[-1], name.font, name.size) + 1.2
    if last + width(note, Font.NARROW, 6.3) <= room:
        ink.block(x, middle, name)
        base = name.first_base(middle) - (len(name.lines) - 1) * name.step
        ink.text(x + last, base, note, Font.NARROW, 6.3)
        return
    whole = Block((*name.lines, note), name.font, small if len(name.lines) == 1 else min(small, height * 0.9), leading)
    _draw_noted(ink, x, middle, whole, room)


@lru_cache(maxsize=256)
def _name_block(name: str, room: float, small: float, leading: float) -> Block:
    """One line, a step smaller, two lines; a name of three words as long as lines goes narrow before a third line."""
    block = fit(name, room, ((Font.SANS, 9), (Font.SANS, small)), leading)
    for size in (small, 6.3, 5.5):
        if len(block.lines) <= 2:
            break
        block = fit(name, room, ((Font.NARROW, size),), leading)
    return block


def _draw_noted(ink: Ink, x: float, middle: float, block: Block, room: float) -> None:
    note = fit(block.lines[-1], room, ((Font.NARROW, 6.3), (Font.NARROW, 5.5)))
    base = block.first_base(middle)
    for index, line in enumerate(block.lines[:-1]):
        ink.text(x, base - index * block.step, line, block.font, block.size)
    ink.text(x, base - (len(block.lines) - 1) * block.step, note.lines[0], note.font, note.size)


def _on_list(slot: LessonColumn | PeriodColumn, pupil: PupilRow, table: _Table) -> bool:
    """Whether the pupil was on the list that day; of a period: on its last day, of an exam: at the course's end."""
    if isinstance(slot, LessonColumn):
        return pupil.belongs(slot.day)
    end = slot.end or table.course_end
    return end is None or pupil.belongs(end)


def _runs(places: list[int]) -> list[tuple[int, int]]:
    """Neighbouring places as (first, last)."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and place == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs
