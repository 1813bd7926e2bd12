"""An office in memory over made-up course pages, with a delay, a late failure and refusals that a test sets."""

from __future__ import annotations

import random
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.domain.clock import FrozenClock
from ezh_desktop.domain.kinds import SubjectKind, lesson_kind
from ezh_desktop.domain.rights import Actor, RoleGrant, Standing, Teaching
from ezh_desktop.domain.rights_table import Action, Role, Thing
from ezh_desktop.domain.spans import Span
from ezh_desktop.errors import DiskFullTrouble, EzhError, Refusal, StaleRefused
from ezh_desktop.services.acts import (
    Act,
    CancelDecision,
    CommentCell,
    EnterCells,
    EnterDecision,
    EnterPeriodMarks,
    Redo,
    SetLessonKind,
    Undo,
    WriteLesson,
    WriteLessons,
)
from ezh_desktop.services.council import council_command, decide_council
from ezh_desktop.services.deciding import Desk, decide
from ezh_desktop.services.doors import CoursePlace, Decision, HistoryLine, Person, TicketState
from ezh_desktop.services.own import OwnRows
from ezh_desktop.services.pages.course import (
    CellMark,
    CoursePage,
    Gap,
    LessonColumn,
    Membership,
    PeriodColumn,
    PeriodMark,
    PupilRow,
    TeacherSpan,
)
from ezh_desktop.services.pages.summary import SummaryPage
from ezh_desktop.ui.models.summary import decided
from ezh_desktop.ui.models.topics import written

ZONE = ZoneInfo("Asia/Yekaterinburg")
TODAY = date(2026, 12, 2)
SESSION = 77
NAMES = (
    "Абрамова Дарья", "Андреев Максим", "Белова Ксения", "Васильев Илья", "Виноградова Алиса",
    "Гаврилов Никита", "Григорьева Полина", "Данилов Егор", "Егорова Варвара", "Жуков Матвей", "Зайцева Ульяна",
    "Калинин Тимофей", "Ковалёва Милана", "Комаров Артём", "Кузьмина Елизавета", "Лебедев Степан",
    "Макарова София", "Мельников Роман", "Николаева Анастасия", "Осипов Даниил", "Павлова Вероника",
    "Семёнова Кира", "Тихонов Марк", "Фёдорова Арина", "Шестаков Лев", "Щербакова Маргарита", "Романов Глеб",
    "Юдин Павел", "Яковлева Вера", "Константинова Александра",
)  # fmt: skip
TERMS = (
    (date(2026, 9, 1), date(2026, 10, 23)),
    (date(2026, 11, 2), date(2026, 12, 30)),
    (date(2027, 1, 11), date(2027, 3, 26)),
    (date(2027, 4, 5), date(2027, 5, 26)),
)
_ROMAN = ("I", "II", "III", "IV")


def lesson_days(weekdays: tuple[int, ...]) -> list[date]:
    """Days of the year 2026/27 within terms on these weekdays (Monday 0)."""
    days = []
    for start, end in TERMS:
        day = start
        while day <= end:
            if day.weekday() in weekdays and day != date(2026, 11, 4):
                days.append(day)
            day += timedelta(days=1)
    return days


def term_of(day: date) -> int:
    return next(number for number, (start, end) in enumerate(TERMS, 1) if start <= day <= end)


def a_page(
    *,
    course: int = 1,
    class_name: str = "7А",
    subject: str = "Алгебра",
    kind: str = "algebra",
    pupils: int = 27,
    weekdays: tuple[int, ...] = (0, 2, 3),
    today: date = TODAY,
    double: bool = False,
    filled: bool = True,
    graded: bool = True,
    marks_allowed: bool = True,
    writable: bool = True,
) -> CoursePage:
    """A course page of a year with believable marks, the same at every call."""
    lessons = tuple(_lesson(course, n, day, today, double) for n, day in enumerate(lesson_days(weekdays), 1))
    rows = tuple(_pupil(course, n, name) for n, name in enumerate(NAMES[:pupils], 1))
    page = CoursePage(
        cursor=0, course=course, school_class=900, class_name=class_name, grade=7, subject=5, subject_name=subject,
        subject_kind=kind, subgroup="", graded=graded, marks_allowed=marks_allowed, homework_allowed=True,
        double_marks=double, year_label="2026/2027", school_name="Школа", today=today, zone="Asia/Yekaterinburg",
        teachers=(TeacherSpan(3, "Соколова Наталья Викторовна", None, None),), substitutions=(), pupils=rows,
        lessons=lessons, periods=tuple(_periods(course)),
        gaps=tuple(Gap(a[1] + timedelta(days=1), b[0] - timedelta(days=1), "Каникулы") for a, b in pairwise(TERMS)),
        exemptions=(), cells={}, period_marks={}, may_write_marks=writable, hours_planned=len(lessons),
    )  # fmt: skip
    return _fill(page) if filled else page


def _lesson(course: int, number: int, day: date, today: date, double: bool) -> LessonColumn:
    kinds = {7: "control", 13: "independent", 21: "control", 27: "control", 33: "independent", 40: "credit"}
    if double:
        kinds = {7: "control_dictation", 27: "exposition", 45: "grammar_dictation", 52: "essay"}
    kind = kinds.get(number, "plain")
    past = day <= today
    return LessonColumn(
        lesson=course * 1000 + number, day=day, number=3, part=0, starts="10:20", ends="11:05", kind=kind,
        kind_planned=not past and kind != "plain",
        topic="" if not past or day == date(2026, 11, 26) else "Произведение разности и суммы двух выражений",
        homework="§ 15, № 506, 509 (чётные)" if past else "", planned_topic="Квадрат суммы", planned_homework="",
        period=course * 100 + term_of(day), substitute="", cancelled=False, distance=False, writable=True,
        locked=term_of(day) < 2, record_entry=None,
    )  # fmt: skip


def _pupil(course: int, number: int, name: str) -> PupilRow:
    surname, given = name.split()
    left = date(2026, 11, 16) if surname == "Жуков" else None
    arrived = date(2026, 11, 9) if surname == "Романов" else None
    last = left - timedelta(days=1) if left else None
    return PupilRow(
        pupil=5000 + number, number=number, surname=surname, given=given, patronymic="", female=given[-1] in "ая",
        stays=(Membership(arrived, last),), arrived=arrived, left=left, arrival_order="приказ № 41",
        departure_order="приказ № 44",
    )  # fmt: skip


def _periods(course: int) -> list[PeriodColumn]:
    found = []
    for n, (start, end) in enumerate(TERMS, 1):
        roman = _ROMAN[n - 1]
        titles = (f"{roman} четверть", f"{roman} ч.")
        found.append(PeriodColumn(course * 100 + n, "quarter", n, *titles, start, end, n == 1, True))
    year = PeriodColumn(course * 100 + 5, "year", 1, "Год", "год", TERMS[0][0], TERMS[-1][1], False, True)
    final = PeriodColumn(course * 100 + 6, "final", 1, "Итоговая отметка", "итог.", None, None, False, True)
    return [*found, year, final]


def _fill(page: CoursePage) -> CoursePage:
    dice = random.Random(7)
    cells: dict[tuple[int, int, int], CellMark] = {}
    marks: dict[tuple[int, int], PeriodMark] = {}
    entry = EntryRef(1, 1)
    for pupil in page.pupils:
        level = dice.choice((3, 3, 4, 4, 5))
        for lesson in page.lessons:
            if (
                lesson.day > page.today
                or not pupil.belongs(lesson.day)
                or (lesson.day == page.today and pupil.number > 12)
            ):
                continue
            key = (lesson.lesson, pupil.pupil, 0)
            roll = dice.random()
            if roll < 0.05:
                cells[key] = CellMark("н", entry, reason=dice.choice(("ill", "none", "")))
            elif page.graded and page.marks_allowed and (roll < 0.25 or lesson_kind(lesson.kind).control):
                value = max(2, min(5, level + dice.choice((-1, 0, 0, 0, 1))))
                cells[key] = CellMark(str(value), entry, comment="Работа переписана" if roll > 0.995 else "")
                if page.double_marks and lesson_kind(lesson.kind).double:
                    cells[key[0], key[1], 1] = CellMark(str(max(2, value - (roll < 0.1))), entry)
        if page.graded and page.marks_allowed:
            marks[pupil.pupil, page.periods[0].period] = PeriodMark(str(level), entry)
    return replace(page, cells=cells, period_marks=marks)


@dataclass
class FakeTicket:
    number: int
    act: Act
    state: TicketState = TicketState.QUEUED
    entry: EntryRef | None = None
    error: EzhError | None = None

    def wait(self, seconds: float) -> bool:
        return self.state is not TicketState.QUEUED


@dataclass
class FakeOffice:
    """`held` keeps acts queued until `release` or `fail` is called; otherwise they settle at once."""

    pages: dict[int, CoursePage] = field(default_factory=lambda: {1: a_page()})
    held: bool = False
    landing: tuple[int, int] | None = None
    now: time = time(10, 43)
    readonly: bool = False
    journal_title: str = "Школа, 2026/2027"
    summaries: dict[int, SummaryPage] = field(default_factory=dict)
    """Summary sheets by class; what stands here may be read, and decided where the sheet says so."""

    def __post_init__(self) -> None:
        self.person = Person(1, 3, "Соколова Наталья Викторовна", "учитель", ("subject_teacher",))
        self.clock = FrozenClock.at(TODAY, self.now, ZONE)
        self.acts: list[Act] = []
        self.queue: list[FakeTicket] = []
        self.done: list[tuple[EntryRef, Act, dict]] = []
        self.undone: list[EntryRef] = []
        self.callbacks: list[Callable[[FakeTicket], None]] = []
        self.cursor = 0
        self.changed: list[tuple[int, str, int]] = []
        self.closed = False
        self.history: dict[tuple[int, int], list[HistoryLine]] = {}

    def places(self) -> Sequence[CoursePlace]:
        return [
            CoursePlace(
                course, page.class_name, page.subject_name, page.subgroup, "Мои страницы", running=course == 1,
                school_class=page.school_class if page.school_class in self.summaries else 0,
            )
            for course, page in self.pages.items()
        ]  # fmt: skip

    def may(self, action: Action, thing: Thing, school_class: int | None = None) -> bool:
        """Sheets that there are may be read and printed; nothing else is allowed by a role."""
        return thing is Thing.SUMMARY and school_class in self.summaries

    def summary_page(self, school_class: int) -> SummaryPage:
        return replace(self.summaries[school_class], cursor=self.cursor)

    def decide_council(self, act: EnterDecision) -> Decision:
        return decide_council(act, self.summary_page(act.school_class), self._deputy())

    @staticmethod
    def _deputy() -> Actor:
        year = Span(date(2026, 9, 1))
        return Actor(1, 3, (RoleGrant(Role.DEPUTY, year),), Standing())

    def first_place(self) -> tuple[int, int] | None:
        if self.landing or not self.pages:
            return self.landing
        page = next(iter(self.pages.values()))
        past = [lesson for lesson in page.lessons if lesson.day <= page.today]
        return (page.course, past[-1].lesson) if past else None

    def course_page(self, course: int) -> CoursePage:
        return replace(self.pages[course], cursor=self.cursor)

    def class_courses(self, course: int) -> Sequence[int]:
        return list(self.pages)

    def printable_courses(self, course: int) -> frozenset[int]:
        return frozenset(self.pages)

    def layout_pages(self, courses: Sequence[int]) -> Generator[CoursePage, None, None]:
        yield from map(self.course_page, courses)

    def decide(self, act: Act, page: CoursePage) -> Decision:
        return decide(act, Desk(page, self._actor(page), OwnRows()))

    def _actor(self, page: CoursePage) -> Actor:
        """A teacher of every page that is writable."""
        year = Span(date(2026, 9, 1))
        taught = (Teaching(page.course, frozenset({page.school_class}), SubjectKind(page.subject_kind), year),)
        standing = Standing(taught if page.may_write_marks else ())
        return Actor(1, 3, (RoleGrant(Role.SUBJECT_TEACHER, year),), standing)

    def submit(self, act: Act, page: CoursePage | None = None) -> FakeTicket:
        if isinstance(act, EnterDecision | CancelDecision):
            council_command(act, self.summary_page(act.school_class), self._deputy())
        ticket = FakeTicket(len(self.acts) + 1, act)
        self.acts.append(act)
        self.queue.append(ticket)
        if not self.held:
            self.release()
        return ticket

    def release(self) -> None:
        while self.queue:
            self._perform(self.queue.pop(0))

    def fail(self, error: EzhError | None = None) -> None:
        while self.queue:
            ticket = self.queue.pop(0)
            ticket.error = error or DiskFullTrouble("Диск заполнен: отметка не записана.", "Освободите место на диске.")
            ticket.state = TicketState.REFUSED if isinstance(ticket.error, Refusal) else TicketState.FAILED
            self._settle(ticket)

    def _perform(self, ticket: FakeTicket) -> None:
        ticket.entry = EntryRef(SESSION, len(self.done) + 1)
        course, before = (self._council if self._of_council(ticket.act) else self._apply)(ticket.act, ticket.entry)
        ticket.state = TicketState.DURABLE
        self.done.append((ticket.entry, ticket.act, before))
        self._mark_changed("cell", course)
        self._settle(ticket)

    def _settle(self, ticket: FakeTicket) -> None:
        for callback in self.callbacks:
            callback(ticket)

    def _mark_changed(self, kind: str, scope: int) -> None:
        self.cursor += 1
        self.changed.append((self.cursor, kind, scope))

    def _of_council(self, act: Act) -> bool:
        if isinstance(act, Undo | Redo):
            act = next(done[1] for done in self.done if done[0] == act.entry)
        return isinstance(act, EnterDecision | CancelDecision)

    def _council(self, act: Act, entry: EntryRef) -> tuple[int, dict]:
        if isinstance(act, Undo | Redo):
            index = next(n for n, done in enumerate(self.done) if done[0] == act.entry)
            _, original, before = self.done[index]
            now = {"decisions": self.summaries[original.school_class].decisions}
            page = self.summaries[original.school_class]
            self.summaries[original.school_class] = replace(page, decisions=before["decisions"])
            self.done[index] = (act.entry, original, now)
            self.undone = [*self.undone, act.entry] if isinstance(act, Undo) else self.undone[:-1]
            return original.school_class, {}
        page = self.summaries[act.school_class]
        self.summaries[act.school_class] = decided(page, act, entry)
        return act.school_class, {"decisions": page.decisions}

    def _apply(self, act: Act, entry: EntryRef) -> tuple[int, dict]:
        if isinstance(act, Undo | Redo):
            index = next(n for n, done in enumerate(self.done) if done[0] == act.entry)
            _, original, before = self.done[index]
            page = self.pages[original.course]
            now = {"cells": dict(page.cells), "marks": dict(page.period_marks), "lessons": page.lessons}
            self.pages[original.course] = replace(
                page, cells=before["cells"], period_marks=before["marks"], lessons=before["lessons"]
            )
            self.done[index] = (act.entry, original, now)
            self.undone = [*self.undone, act.entry] if isinstance(act, Undo) else self.undone[:-1]
            return original.course, {}
        page = self.pages[act.course]
        before = {"cells": dict(page.cells), "marks": dict(page.period_marks), "lessons": page.lessons}
        cells, marks, lessons = dict(page.cells), dict(page.period_marks), page.lessons
        if isinstance(act, EnterCells):
            for cell in act.cells:
                cells[cell.lesson, cell.pupil, cell.slot] = CellMark(cell.value, entry)
        elif isinstance(act, EnterPeriodMarks):
            for mark in act.marks:
                marks[mark.pupil, mark.period] = PeriodMark(mark.value, entry, mark.reason)
        elif isinstance(act, CommentCell):
            key = (act.lesson, act.pupil, act.slot)
            cells[key] = cells.get(key, CellMark("", entry))._replace(comment=act.comment, entry=entry)
        elif isinstance(act, SetLessonKind):
            lessons = tuple(
                replace(x, kind=act.kind, kind_planned=False, record_entry=entry) if x.lesson == act.lesson else x
                for x in lessons
            )
        elif isinstance(act, WriteLesson | WriteLessons):
            lessons = written(page, act, entry).lessons
        self.pages[act.course] = replace(page, cells=cells, period_marks=marks, lessons=lessons)
        return act.course, before

    def somebody_enters(self, course: int, lesson: int, pupil: int, value: str) -> None:
        """Another window's act."""
        page = self.pages[course]
        cell = {(lesson, pupil, 0): CellMark(value, EntryRef(5, self.cursor + 1))}
        self.pages[course] = replace(page, cells={**page.cells, **cell})
        self._mark_changed("cell", course)

    def on_settled(self, callback: Callable[[FakeTicket], None]) -> None:
        self.callbacks.append(callback)

    def pending(self) -> Sequence[FakeTicket]:
        return list(self.queue)

    def roles(self) -> frozenset[str]:
        return frozenset(self.person.roles)

    def changes_since(self, cursor: int) -> tuple[frozenset[tuple[str, int]], int]:
        return frozenset((kind, scope) for at, kind, scope in self.changed if at > cursor), self.cursor

    def _own(self) -> list[EntryRef]:
        return [entry for entry, act, _ in self.done if not isinstance(act, Undo | Redo)]

    def undoable(self) -> EntryRef | None:
        return next((entry for entry in reversed(self._own()) if entry not in self.undone), None)

    def redoable(self) -> EntryRef | None:
        return self.undone[-1] if self.undone else None

    def entry_course(self, entry: EntryRef) -> int | None:
        acts = (act for own, act, _ in self.done if own == entry)
        return next((getattr(act, "course", None) or act.school_class for act in acts), None)

    def cell_history(self, course: int, column: int, pupil: int) -> Sequence[HistoryLine]:
        return self.history.get((column, pupil), [])

    def head_text(self) -> str:
        return "12345:3f9ac41b77d0e2b8"

    def drain(self, seconds: float) -> bool:
        self.release()
        return True

    def close(self) -> None:
        self.closed = True


STALE = StaleRefused("Клетку уже изменили.", "Проверьте её и введите снова.", seen="4", present="5")
