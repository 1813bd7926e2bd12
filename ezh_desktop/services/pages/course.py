"""The course page (страница предмета): marks grid and lesson log of one course, whole year, as one person sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from ezh_desktop.domain.away import Away, away_on
from ezh_desktop.domain.change import EntryRef
from ezh_desktop.domain.council import gone_words, left_word
from ezh_desktop.domain.kinds import LessonKind
from ezh_desktop.domain.russian import Gender
from ezh_desktop.services.pages.essays import EssayNote


@dataclass(frozen=True, slots=True)
class Membership:
    """One stay of a pupil in the class or subgroup: first and last day, None = open at that side of the year."""

    start: date | None
    end: date | None

    def holds(self, day: date) -> bool:
        """Whether the pupil is on the list on that day."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class PupilRow:
    """One line of the list. `number` never changes within the year (arrivals come last, leavers stay)."""

    pupil: int
    number: int
    surname: str
    given: str
    patronymic: str
    female: bool
    stays: tuple[Membership, ...]
    arrived: date | None = None
    left: date | None = None
    arrival_order: str = ""
    departure_order: str = ""
    school_class: int = 0
    away: tuple[Away, ...] = ()
    """Days on which the pupil learns at home, in a sanatorium or hospital by order."""
    moved_to: str = ""
    """The class that the pupil left for, "" of who left the school."""
    shown_given: str = ""
    """The given name with what tells a namesake of the class apart: «Иван Петрович», «Иван, 14.05.2013»."""

    @property
    def name(self) -> str:
        """Full surname and given name, as 5.3 wants it on every page."""
        return f"{self.surname} {self.shown_given or self.given}"

    @property
    def left_word(self) -> str:
        """«выбыла», of who only changed the class «переведена»."""
        return left_word(self._gender, self.moved_to)

    @property
    def gone_words(self) -> str:
        """«Выбыла», of who only changed the class «Переведена в 7Б»."""
        words = gone_words(self._gender, self.moved_to)
        return words[:1].upper() + words[1:]

    @property
    def _gender(self) -> Gender:
        return Gender.FEMALE if self.female else Gender.MALE

    def belongs(self, day: date) -> bool:
        """Whether the pupil is on the list of this course on that day."""
        return any(stay.holds(day) for stay in self.stays)

    def away_words(self, day: date) -> str:
        """«обучается на дому, приказ № 5», "" in class."""
        found = away_on(self.away, day)
        return found.words if found else ""


@dataclass(frozen=True, slots=True)
class LessonColumn:
    """One lesson: a column of the marks page, a row of the lesson log.

    `kind` is a code of `domain.kinds` (the entered kind, else the one planned in the КТП; `kind_planned` tells which).
    `topic` is the entered topic; `planned_topic` the КТП's row for this lesson, whose id is `planned_item`.
    `substitute` is the full name of the substituting teacher or "". `writable` tells whether the reader may write here
    as far as rights go (course teacher on that date, or the lesson's substitute); period locks and dates are told apart
    by `locked` and the page's `today`. `change` says what the deputy has done to the lesson (5.2), or is "".
    """

    lesson: int
    day: date
    number: int
    part: int
    starts: str
    ends: str
    kind: str
    kind_planned: bool
    topic: str
    homework: str
    planned_topic: str
    planned_homework: str
    period: int
    substitute: str
    cancelled: bool
    distance: bool
    writable: bool
    locked: bool
    record_entry: EntryRef | None
    results_due: date | None = None
    plan_item: int | None = None
    planned_item: int | None = None
    change: str = ""

    @property
    def told(self) -> str:
        """Who substitutes and what was changed, for hints: «замена: Иванов Пётр Ильич», «перенесён с 02.12 (курсы)»."""
        change = self.change or ("урок отменён" if self.cancelled else "")
        who = f"замена: {self.substitute}" if self.substitute else ""
        return ", ".join(part for part in (who, change) if part)


@dataclass(frozen=True, slots=True)
class PlanTopic:
    """One row of the course's КТП in its order; `number` counts from 1, `kind` is "" of a plain lesson."""

    item: int
    number: int
    section: str
    topic: str
    homework: str
    kind: str
    hours: int


@dataclass(frozen=True, slots=True)
class HomeworkTemplate:
    """A homework template (5.22) of the reader's own."""

    template: int
    text: str
    position: int
    entry: EntryRef


@dataclass(frozen=True, slots=True)
class PeriodColumn:
    """A period column (четвертная, полугодовая, годовая, экзаменационная, итоговая). Stands after its last date.

    `kind` is quarter|half|year|exam|final|attestation. `short` is for the screen («I ч.»), `title` for paper
    («I четверть»). `start`/`end` are None for exam and final.
    """

    period: int
    kind: str
    number: int
    title: str
    short: str
    start: date | None
    end: date | None
    locked: bool
    writable: bool


class CellMark(NamedTuple):
    """What a cell holds. `value` is "", "1".."5" or "н"; a cleared cell keeps its entry.

    `reason` applies to «н»: "ill" | "valid" | "none" (without valid reason) | "" (not given). A tuple, because a page
    holds thousands of them, and a frozen dataclass takes three times as long to make.
    """

    value: str
    entry: EntryRef
    comment: str = ""
    reason: str = ""
    for_work: int | None = None


@dataclass(frozen=True, slots=True)
class PeriodMark:
    """A period mark that the teacher entered: "" | "1".."5", and the given reason.

    `state` is what was decided where there is none: "" | "not_attested" | "extended" (5.14, 5.15).
    """

    value: str
    entry: EntryRef
    reason: str = ""
    state: str = ""
    elsewhere: bool = False
    """Given by the class before, on whose page it is put right."""

    @property
    def not_attested(self) -> bool:
        """Whether it is recorded that the pupil is not attested (5.14)."""
        return self.state == "not_attested"


@dataclass(frozen=True, slots=True)
class Gap:
    """A break between lessons (holidays), drawn as a hatched column on screen."""

    start: date
    end: date
    title: str


@dataclass(frozen=True, slots=True)
class Exemption:
    """Exemption of a pupil (5.11): from practical PE (stays in N) or from the subject, between two days."""

    pupil: int
    kind: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class MarkBefore:
    """A mark that came with the pupil: its day, «1»…«5», and the class or school it is from (4.3.4)."""

    day: date
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class TeacherSpan:
    """A teacher of the course with the dates of the duty (None = open), and the order by which it began (4.4.3)."""

    person: int
    name: str
    start: date | None
    end: date | None
    order: str = ""

    def holds(self, day: date) -> bool:
        """Whether the duty is in force on the day."""
        return (self.start or day) <= day <= (self.end or day)


@dataclass(frozen=True, slots=True)
class SubstitutionNote:
    """A substitution for the header of the paper page (4.4.3): the substitute's full name, gender and the days."""

    name: str
    female: bool
    days: tuple[date, ...]


@dataclass(frozen=True)
class CoursePage:
    """Everything one course page shows. Cells are keyed (lesson, pupil, slot), period marks (pupil, period).

    `cursor` is the protocol's arrival number up to which the page is read. `may_write_marks` is False for readers.
    `double_marks` tells whether the subject's kind allows 5.5 at all; `graded` is 3.8, `marks_allowed` is False in
    grade 1 (3.7). `thresholds` are the year's setting for proposals («2.5 3.5 4.5»).
    """

    cursor: int
    course: int
    school_class: int
    class_name: str
    grade: int
    subject: int
    subject_name: str
    subject_kind: str
    subgroup: str
    graded: bool
    marks_allowed: bool
    homework_allowed: bool
    double_marks: bool
    year_label: str
    school_name: str
    today: date
    zone: str
    teachers: tuple[TeacherSpan, ...]
    substitutions: tuple[SubstitutionNote, ...]
    pupils: tuple[PupilRow, ...]
    lessons: tuple[LessonColumn, ...]
    periods: tuple[PeriodColumn, ...]
    gaps: tuple[Gap, ...]
    exemptions: tuple[Exemption, ...]
    cells: Mapping[tuple[int, int, int], CellMark]
    period_marks: Mapping[tuple[int, int], PeriodMark]
    may_write_marks: bool
    hours_planned: int
    journal_page: int | None = None
    thresholds: tuple[str, ...] = ("2.5", "3.5", "4.5")
    least_marks: int = 3
    results_in: tuple[int, int] = (1, 7)
    """Days until the results of a control work are known, and of an essay (4.4.8)."""
    control_weight: int = 1
    """How often a mark of a control work counts (5.13): once, unless the school has raised it."""
    notes: tuple[str, ...] = field(default=())
    plan_title: str = ""
    plan: tuple[PlanTopic, ...] = ()
    templates: tuple[HomeworkTemplate, ...] = ()
    essays: Mapping[tuple[int, int], EssayNote] = field(default_factory=dict)
    """By (lesson, pupil): the other half of an essay's two marks (5.9)."""
    before: Mapping[int, tuple[MarkBefore, ...]] = field(default_factory=dict)
    """By pupil: marks of the subject from another class, subgroup or school, in the order of days."""
    began: date = date.min
    """The day from which the journal is kept here: of earlier lessons nothing is asked."""
    missed_before: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """By (lesson, pupil): the reason of a lesson missed before the journal is kept here; no cell says «н» (5.14)."""
    reopened: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """By (lesson or period, pupil): why the closed period was opened, of what was entered after that (4.2)."""
    hours_missed: int = 0
    """Hours of the timetable that the deputy cancelled or gave away, less extra ones: they are lag (4.4.3)."""

    def results_due(self, lesson: LessonColumn, kind: LessonKind, named: date | None = None) -> date | None:
        """The date of results that the teacher has named, else that a kind of work gives by default (4.4.8)."""
        due = named or lesson.day + timedelta(days=self.results_in[kind.result_days > 1])
        return due if kind.control else None

    def lacks_topic(self, lesson: LessonColumn) -> bool:
        """Whether a lesson, once its day has come, is owed a topic that is not there (5.18)."""
        return lesson.day >= self.began and not lesson.topic and not lesson.cancelled

    @cached_property
    def lesson_by_id(self) -> Mapping[int, LessonColumn]:
        """Lessons by id."""
        return {lesson.lesson: lesson for lesson in self.lessons}

    @cached_property
    def plan_by_item(self) -> Mapping[int, PlanTopic]:
        """Rows of the КТП by id."""
        return {topic.item: topic for topic in self.plan}

    @cached_property
    def pupil_by_id(self) -> Mapping[int, PupilRow]:
        """Pupils by id."""
        return {pupil.pupil: pupil for pupil in self.pupils}

    @property
    def title(self) -> str:
        """Class and subject as in the page head: «7А Алгебра», with the subgroup when there is one."""
        return f"{self.class_name} {self.subject_title}"

    @property
    def subject_title(self) -> str:
        """The subject with its subgroup: «Английский язык, 1»."""
        return f"{self.subject_name}, {self.subgroup}" if self.subgroup else self.subject_name

    @property
    def teacher_names(self) -> tuple[str, ...]:
        """Full names of the course's teachers in order of duty."""
        return tuple(teacher.name for teacher in self.teachers)

    def teachers_on(self, day: date) -> tuple[str, ...]:
        """Full names of who teaches the course on a day."""
        return tuple(teacher.name for teacher in self.teachers if teacher.holds(day))


def without_people(page: CoursePage) -> CoursePage:
    """The page as the layout of a printed journal needs it of a course the person may not read.

    Page numbers are the journal's, so every course of the class is laid out, whoever prints; what decides the layout is
    how many pupils there are and how long the topics are. Names, marks and all that hangs on pupils are left out, and
    such a page is never drawn.
    """
    nobody = tuple(replace(row, surname="", given="", patronymic="", shown_given="") for row in page.pupils)
    bare = replace(page, pupils=nobody, cells={}, period_marks={}, exemptions=(), essays={}, before={}, reopened={})
    bare = replace(bare, missed_before={})
    return replace(bare, may_write_marks=False, templates=())
