"""The page as the rules look at it: one sparse, immutable index of a course page.

Only what was entered is held: a pupil's row is a mapping from the lesson's position to its cell. An edit gives a new
index that shares everything it did not touch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from ezh_desktop.domain.away import HOME, Away, away_on
from ezh_desktop.domain.kinds import LessonKind, SubjectKind
from ezh_desktop.domain.marks import is_mark
from ezh_desktop.domain.rules.numbers import RuleNumbers
from ezh_desktop.domain.spans import Span, any_holds

ABSENT = "н"


class CellFact(NamedTuple):
    """The three slots of a cell; `for_work` is the lesson whose debt the third one pays."""

    first: str = ""
    second: str = ""
    debt: str = ""
    for_work: int | None = None
    reason: str = ""
    """Of «н»: "ill", "valid", "none", or "" while none is given."""

    @property
    def absent(self) -> bool:
        """Whether the pupil missed the lesson."""
        return self.first == ABSENT

    @property
    def marked(self) -> bool:
        """Whether the pupil has a mark of the lesson itself."""
        return is_mark(self.first) or self.second != ""

    @property
    def marks(self) -> tuple[int, ...]:
        """Every mark in it, a debt's too."""
        return tuple(int(value) for value in (self.first, self.second, self.debt) if is_mark(value))

    @property
    def told(self) -> tuple[tuple[bool, int], ...]:
        """Every mark with whether it is for the lesson itself."""
        slots = ((True, self.first), (True, self.second), (False, self.debt))
        return tuple((own, int(value)) for own, value in slots if is_mark(value))


class PlanFact(NamedTuple):
    """A row of the КТП."""

    item: int
    topic: str
    kind: LessonKind
    hours: int
    section: str


class LessonFact(NamedTuple):
    """A living lesson whose day has come. `term` is 0 outside every term."""

    lesson: int
    day: date
    number: int
    part: int
    term: int
    kind: LessonKind
    individual: bool = False
    topic: str = ""
    homework: str = ""
    plan_item: int | None = None
    results_due: date | None = None
    distance: bool = False
    due: bool = True
    """Whether its day is over: today's lesson may still be filled, and is then late by 4.4.1 at most."""
    graded: bool = True
    """False in a term in which the class is not marked yet (3.8)."""
    late_topic: str = ""
    """When the topic was first entered, if that was too late: «27.11.2026 в 08:12»."""
    late_absence: str = ""
    """When the first «н» was entered, if that was too late."""
    late_results: str = ""
    """When the first mark of a control work was entered, if that was too late (4.4.8)."""

    def last_day(self, numbers: RuleNumbers) -> date:
        """The last day on which the marks of a control work are in time, counted from that of its results (4.4.8)."""
        known = self.results_due or self.day + numbers.results_in(self.kind)
        return known + timedelta(days=numbers.results_days)

    @property
    def all_marked(self) -> bool:
        """Whether everybody present owes a mark (5.7, 5.8)."""
        return self.kind.control and not self.individual and self.graded


class TermFact(NamedTuple):
    """A period column; `start` and `end` are None for exam and final."""

    period: int
    kind: str
    title: str
    start: date | None
    end: date | None
    locked: bool = False
    graded: bool = True
    """False of a term in which the class is not marked yet (3.8)."""


class MarkFact(NamedTuple):
    """A period mark with its reason and state ("", "not_attested", "extended")."""

    value: str = ""
    reason: str = ""
    state: str = ""


class PupilFact(NamedTuple):
    """One pupil of the list."""

    pupil: int
    name: str
    stays: tuple[Span, ...]
    away: tuple[Away, ...] = ()

    def belongs(self, day: date) -> bool:
        """Whether the pupil is on the list on that day, and learns in class."""
        return any_holds(self.stays, day) and not (self.away and away_on(self.away, day))

    def at_home(self, day: date) -> bool:
        """Whether the pupil is on the list and learns at home: lessons ask nothing, marks of periods arrive."""
        found = away_on(self.away, day)
        return found is not None and found.kind == HOME and any_holds(self.stays, day)


class ExemptFact(NamedTuple):
    """An exemption of a pupil (5.11)."""

    pupil: int
    kind: str
    span: Span


class Column(NamedTuple):
    """How many pupils were on the list of a lesson and present, and how many of them have a mark of it."""

    present: int
    marked: int


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What of a course does not change while a teacher types."""

    course: int
    subject: SubjectKind
    grade: int
    graded: bool
    hours_tenths: int
    today: date
    began: date
    """First day on which rules hold: the day the school began with the program, else the first of the year."""
    year_end: date
    numbers: RuleNumbers
    terms: tuple[TermFact, ...] = ()
    exemptions: tuple[ExemptFact, ...] = ()
    plan: tuple[PlanFact, ...] = ()
    first_lesson: int = 0
    """The first lesson of the year, which may lie before `began`."""
    individual: frozenset[tuple[int, date]] = frozenset()
    """(pupil, day) of the journal of individual lessons (5.14)."""
    silent: frozenset[tuple[int, date]] = frozenset()
    """Those of them whose day has passed without a topic: planned, and held by nobody yet."""
    essays: frozenset[tuple[int, int]] = frozenset()
    """(lesson, pupil) of an essay whose literacy mark stands on the page of Русский язык (5.9)."""
    unnamed_essays: frozenset[int] = frozenset()
    """Essays whose literacy marks stand in lessons that do not name the work."""
    waiting: frozenset[tuple[int, int]] = frozenset()
    """(lesson, pupil) of literacy marks proposed and not yet accepted (5.9)."""
    offered: tuple[tuple[int, int], ...] = ()
    """(lesson, pupil) of proposals that wait for the teacher of this page."""
    missed: int = 0
    """Hours of the timetable that were not held by the deputy's decision, less extra ones (4.4.3)."""
    before: Mapping[int, tuple[tuple[date, int], ...]] = field(default_factory=dict)
    """(day, mark) by pupil of what came with them from another class, subgroup or school (4.3.4)."""
    programme: str = "none"
    """The programme's report (5.24): "none", "unreasoned" (fact below plan, no reason) or "done"."""

    @property
    def marks_allowed(self) -> bool:
        """Whether the page has marks at all (3.7, 3.8)."""
        return self.graded and self.grade > 1


Row = Mapping[int, CellFact]
_NO_ROW: Row = {}


@dataclass(frozen=True)
class PageIndex:
    """A course page: its facts, lessons up to today in order, pupils, and for each pupil the cells by position."""

    facts: PageFacts
    lessons: tuple[LessonFact, ...]
    pupils: tuple[PupilFact, ...]
    rows: Mapping[int, Row]
    period_marks: Mapping[tuple[int, int], MarkFact] = field(default_factory=dict)
    columns: tuple[Column, ...] = ()

    @cached_property
    def position(self) -> Mapping[int, int]:
        """The position of each lesson by its id."""
        return {lesson.lesson: at for at, lesson in enumerate(self.lessons)}

    @cached_property
    def pupil_by_id(self) -> Mapping[int, PupilFact]:
        """Pupils by id."""
        return {pupil.pupil: pupil for pupil in self.pupils}

    @cached_property
    def works(self) -> tuple[int, ...]:
        """Positions of lessons in which everybody present owes a mark."""
        return tuple(at for at, lesson in enumerate(self.lessons) if lesson.all_marked)

    @cached_property
    def sections(self) -> Mapping[int, str]:
        """The section of each row of the КТП."""
        return {item.item: item.section for item in self.facts.plan}

    @cached_property
    def known_topics(self) -> frozenset[str]:
        """The КТП's topics, to be compared."""
        return frozenset(plain(item.topic) for item in self.facts.plan)

    def present(self, pupil: PupilFact, at: int) -> bool:
        """Whether the pupil was on the list and in the lesson."""
        cell = self.rows.get(pupil.pupil, {}).get(at)
        return (cell is None or cell.first != ABSENT) and pupil.belongs(self.lessons[at].day)

    def row(self, pupil: int) -> Row:
        """The cells of a pupil by position."""
        return self.rows.get(pupil, _NO_ROW)

    def term_positions(self, term: TermFact) -> range:
        """Positions of the lessons between a term's first and last day."""
        return self._term_ranges.get(term.period, range(0))

    @cached_property
    def _term_ranges(self) -> Mapping[int, range]:
        found: dict[int, tuple[int, int]] = {}
        for at, lesson in enumerate(self.lessons):
            first = found.get(lesson.term, (at, at))[0]
            found[lesson.term] = (first, at + 1)
        return {term: range(*bounds) for term, bounds in found.items()}

    def with_cell(self, lesson: int, pupil: int, cell: CellFact) -> PageIndex:
        """The page after a cell was written; a lesson or pupil that is not on it changes nothing."""
        at = self.position.get(lesson)
        if at is None or pupil not in self.pupil_by_id:
            return self
        rows = {**self.rows, pupil: {**self.rows.get(pupil, {}), at: cell}}
        columns = (*self.columns[:at], _column(self.lessons[at], self.pupils, rows, at), *self.columns[at + 1 :])
        return self._with(PageIndex(self.facts, self.lessons, self.pupils, rows, self.period_marks, columns))

    def with_lesson(self, fact: LessonFact) -> PageIndex:
        """The page after a lesson's record was written."""
        at = self.position.get(fact.lesson)
        if at is None:
            return self
        lessons = (*self.lessons[:at], fact, *self.lessons[at + 1 :])
        return replace(self, lessons=lessons)

    def with_period_mark(self, pupil: int, period: int, mark: MarkFact) -> PageIndex:
        """The page after a period mark was written."""
        return self._with(replace(self, period_marks={**self.period_marks, (pupil, period): mark}))

    def _with(self, made: PageIndex) -> PageIndex:
        """Hand on what does not depend on cells and period marks."""
        for name in ("position", "pupil_by_id", "works", "sections", "known_topics", "_term_ranges"):
            if name in self.__dict__:
                made.__dict__[name] = self.__dict__[name]
        return made


def plain(topic: str) -> str:
    """A topic for comparing: case, spaces and the full stop at its end do not matter."""
    return " ".join(topic.casefold().split()).rstrip(".")


def a_page(
    facts: PageFacts,
    lessons: tuple[LessonFact, ...],
    pupils: tuple[PupilFact, ...],
    rows: Mapping[int, Row],
    period_marks: Mapping[tuple[int, int], MarkFact],
) -> PageIndex:
    """The index of a page with its columns counted. `lessons` are sorted by day, number and part."""
    return PageIndex(facts, lessons, pupils, rows, period_marks, _columns(lessons, pupils, rows))


def _column(lesson: LessonFact, pupils: tuple[PupilFact, ...], rows: Mapping[int, Row], at: int) -> Column:
    present = marked = 0
    for pupil in pupils:
        cell = rows.get(pupil.pupil, _NO_ROW).get(at)
        if (cell is None or cell.first != ABSENT) and pupil.belongs(lesson.day):
            present += 1
            marked += cell is not None and cell.marked
    return Column(present, marked)


def _columns(
    lessons: tuple[LessonFact, ...], pupils: tuple[PupilFact, ...], rows: Mapping[int, Row]
) -> tuple[Column, ...]:
    """Counted from the cells and from memberships that begin or end within the lessons, never cell by cell."""
    if not lessons:
        return ()
    present, marked, always = [0] * len(lessons), [0] * len(lessons), 0
    first, last = lessons[0].day, lessons[-1].day
    for pupil in pupils:
        stays = not pupil.away and any(
            stay.first <= first and (stay.last is None or stay.last >= last) for stay in pupil.stays
        )
        inside = None if stays else [pupil.belongs(lesson.day) for lesson in lessons]
        always += stays
        if inside is not None:
            present = [here + there for here, there in zip(present, inside, strict=True)]
        for at, cell in rows.get(pupil.pupil, _NO_ROW).items():
            if inside is not None and not inside[at]:
                continue
            if cell.first == ABSENT:
                present[at] -= 1
            elif cell.marked:
                marked[at] += 1
    return tuple(Column(here + always, done) for here, done in zip(present, marked, strict=True))
