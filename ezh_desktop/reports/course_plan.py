"""What stands where on the pages of one course, decided before anything is drawn: slots, rows, spreads, numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ezh_desktop.domain.marks import Slot, shown
from ezh_desktop.domain.russian import dotted
from ezh_desktop.errors import BadInput
from ezh_desktop.reports import spread
from ezh_desktop.reports.fonts import Font
from ezh_desktop.reports.text import wrap
from ezh_desktop.services.pages.course import CoursePage, LessonColumn, PeriodColumn, PupilRow

FIRST_NUMBER = 4
"""The page of the journal on which the subjects begin, after title, contents and timetable."""
TOPIC_SIZE = 9.0
"""Topics and homework never shrink, pt."""
DATE_WIDTH, TOPIC_WIDTH, HOMEWORK_WIDTH = 16.0, 104.0, 60.0
PAD = 1.0
PUPILS_A_PAGE = 40

_Tied = tuple[tuple[PeriodColumn, ...], tuple[PeriodColumn, ...]]
"""Period columns before and after a lesson."""
_ROW_HEIGHTS = ((27, 8.0), (30, 7.5), (32, 7.0), (35, 6.5), (38, 6.0), (40, 5.7))
_LEAST_ROW, _NOTED_ROW = 8.0, 9.4
_LINE, _LINE_MARGIN = 3.62, 1.55


@dataclass(frozen=True, slots=True)
class LessonRow:
    """One lesson with its wrapped texts and the period columns that stand after it.

    A `coming` lesson has a slot and a row that stay empty. `before` are periods that ended before the first lesson.
    """

    lesson: LessonColumn
    topic: tuple[str, ...]
    homework: tuple[str, ...]
    note: str
    coming: bool
    ends_term: bool
    height: float
    before: tuple[PeriodColumn, ...]
    after: tuple[PeriodColumn, ...]

    @property
    def slots(self) -> tuple[LessonColumn | PeriodColumn, ...]:
        """The columns of the left page that this lesson takes."""
        return (*self.before, self.lesson, *self.after)


@dataclass(frozen=True, slots=True)
class Spread:
    """Two facing pages: the same lessons left and right. `number` is the left page's; `slots` are all its columns."""

    number: int
    rows: tuple[LessonRow, ...]
    slots: tuple[LessonColumn | PeriodColumn, ...]
    pupils: tuple[PupilRow, ...]
    last: bool

    @property
    def running(self) -> bool:
        """Whether lessons of this spread are still to come."""
        return any(row.coming for row in self.rows)

    @property
    def to_come(self) -> bool:
        """Whether nothing of this spread has been held yet."""
        return bool(self.rows) and all(row.coming for row in self.rows)

    @property
    def end(self) -> date | None:
        """The day of the last lesson."""
        return self.rows[-1].lesson.day if self.rows else None

    @property
    def height(self) -> float:
        """Height of the right page's rows, mm."""
        return sum(row.height for row in self.rows)


@dataclass(frozen=True)
class CoursePlan:
    """One course laid out: every spread of the year, its page numbers, and the texts of its cells.

    `marks` are keyed (lesson, pupil), `period_marks` (period, pupil).
    """

    page: CoursePage
    spreads: tuple[Spread, ...]
    row_height: float
    marks: Mapping[tuple[int, int], str]
    period_marks: Mapping[tuple[int, int], str]
    first: int

    @property
    def next_number(self) -> int:
        """The page number at which the next subject begins; always even."""
        return self.first + 2 * len(self.spreads)

    @cached_property
    def debt_lessons(self) -> frozenset[int]:
        """Lessons in which a cell also holds the mark of a debt (5.7)."""
        return frozenset(key[0] for key, cell in self.page.cells.items() if key[2] == Slot.DEBT and cell.value)

    def printed(self, terms: frozenset[int] | None = None) -> tuple[Spread, ...]:
        """The spreads worth printing: those that have begun; of `terms` (ids of periods) those with one of its lessons.

        When none of them has begun, the first is printed empty.
        """
        chosen = [one for one in self.spreads if terms is None or any(row.lesson.period in terms for row in one.rows)]
        return tuple(one for one in chosen if not one.to_come) or tuple(chosen[:1])


def plan_course(page: CoursePage, first: int | None = None) -> CoursePlan:
    """Lay a course out from page `first` on (else the page's own number, else 4).

    Raises BadInput when the texts of one lesson alone are longer than a page.
    """
    marks = _cell_texts(page)
    rows = _lesson_rows(page, {lesson for lesson, _pupil in marks})
    number = page.journal_page or first or FIRST_NUMBER
    try:
        parts = spread.plan([spread.Load(len(row.slots), row.height) for row in rows])
    except ValueError as error:
        raise _too_long(rows) from error
    spreads = tuple(_spreads(page, rows, parts, number))
    given = {(period, pupil): mark.value for (pupil, period), mark in page.period_marks.items()}
    return CoursePlan(page, spreads, row_height(len(page.pupils)), marks, given, number)


def row_height(pupils: int) -> float:
    """Height of a pupil's row by the number of pupils on the year's list, mm: one in all spreads of the year."""
    return next((height for most, height in _ROW_HEIGHTS if pupils <= most), _ROW_HEIGHTS[-1][1])


def has_periods(page: CoursePage) -> bool:
    """Whether period columns are drawn: not in grade 1 (3.7), not for ungraded subjects (3.8)."""
    return page.graded and page.marks_allowed


def _cell_texts(page: CoursePage) -> dict[tuple[int, int], str]:
    """What each cell prints: «5», «н», «5/4», with the mark of a debt after the cell's own, «5 4» (5.7)."""
    first: dict[tuple[int, int], str] = {}
    more: list[tuple[int, int]] = []
    for (lesson, pupil, slot), cell in page.cells.items():
        if not cell.value:
            continue
        if slot == Slot.FIRST:
            first[lesson, pupil] = cell.value
        else:
            more.append((lesson, pupil))
    for key in more:
        second, debt = (_value(page, (*key, slot)) for slot in (Slot.SECOND, Slot.DEBT))
        own = shown(_value(page, (*key, Slot.FIRST)), second)
        first[key] = f"{own} {debt}".strip()
    return first


def _value(page: CoursePage, key: tuple[int, int, int]) -> str:
    cell = page.cells.get(key)
    return cell.value if cell else ""


def _lesson_rows(page: CoursePage, marked: set[int]) -> list[LessonRow]:
    lessons = [one for one in page.lessons if not one.cancelled or one.topic or one.homework or one.lesson in marked]
    before, after = _tied_periods(page, lessons)
    rows = []
    for index, lesson in enumerate(lessons):
        coming = lesson.day > page.today and not (lesson.topic or lesson.homework or lesson.lesson in marked)
        ends_term = index + 1 < len(lessons) and lessons[index + 1].period != lesson.period
        tied = (before if index == 0 else (), after[index])
        rows.append(_row(page, lesson, tied, coming=coming, ends_term=ends_term))
    return rows


def _row(page: CoursePage, lesson: LessonColumn, tied: _Tied, *, coming: bool, ends_term: bool) -> LessonRow:
    topic_room = TOPIC_WIDTH if page.homework_allowed else TOPIC_WIDTH + HOMEWORK_WIDTH
    topic = wrap(lesson.topic, Font.SANS, TOPIC_SIZE, topic_room - 2 * PAD)
    homework = wrap(lesson.homework, Font.SANS, TOPIC_SIZE, HOMEWORK_WIDTH - 2 * PAD) if page.homework_allowed else ()
    note = "" if coming else _note(lesson)
    height = max(_LEAST_ROW, _LINE * max(len(topic), len(homework)) + _LINE_MARGIN, _NOTED_ROW if note else 0)
    return LessonRow(lesson, topic, homework, note, coming, ends_term, round(height, 2), *tied)


def _note(lesson: LessonColumn) -> str:
    """What stands under the date."""
    said = (("отменён", lesson.cancelled), ("замена", bool(lesson.substitute)), ("дист.", lesson.distance))
    return ", ".join(word for word, true in said if true)


def _tied_periods(
    page: CoursePage, lessons: Sequence[LessonColumn]
) -> tuple[tuple[PeriodColumn, ...], list[tuple[PeriodColumn, ...]]]:
    """Period columns before the first lesson, and those after each: a column stands after its last date (5.12)."""
    before: list[PeriodColumn] = []
    after: list[list[PeriodColumn]] = [[] for _ in lessons]
    place = -1
    for period in page.periods if has_periods(page) else ():
        end = period.end
        behind = len(lessons) - 1 if end is None else sum(lesson.day <= end for lesson in lessons) - 1
        place = max(place, behind)
        (after[place] if place >= 0 else before).append(period)
    return tuple(before), [tuple(columns) for columns in after]


def _spreads(page: CoursePage, rows: Sequence[LessonRow], parts: Sequence[range], number: int) -> list[Spread]:
    """The spreads in order; more than 40 pupils take a second spread of the same lessons."""
    made: list[Spread] = []
    for index, part in enumerate(parts or [range(0)]):
        taken = tuple(rows[part.start : part.stop])
        slots = tuple(slot for row in taken for slot in row.slots) if taken else _only_periods(page)
        listed = _listed(page, taken)
        last = index >= len(parts) - 1
        for start in range(0, max(len(listed), 1), PUPILS_A_PAGE):
            pupils = listed[start : start + PUPILS_A_PAGE]
            made.append(Spread(number + 2 * len(made), taken, slots, pupils, last))
    return made


def _only_periods(page: CoursePage) -> tuple[PeriodColumn, ...]:
    return page.periods if has_periods(page) else ()


def _listed(page: CoursePage, rows: Sequence[LessonRow]) -> tuple[PupilRow, ...]:
    """The list of a spread: who arrives after its last lesson is not on it yet; who left stays."""
    if not rows:
        return page.pupils
    end = rows[-1].lesson.day
    return tuple(pupil for pupil in page.pupils if any(stay.start is None or stay.start <= end for stay in pupil.stays))


def _too_long(rows: Sequence[LessonRow]) -> BadInput:
    longest = max(rows, key=lambda row: row.height)
    return BadInput(
        f"Тема или задание урока {dotted(longest.lesson.day)} длиннее страницы журнала.",
        "Сократите текст и напечатайте снова.",
    )
