"""Fills a new journal with the demo school: set up by its administrator, kept day by day by its teachers.

One filled lesson is one act; a session holds a person's acts of one day, signed once. Everything goes through the rules
that typed data passes and through the one list of changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.domain.ids import NewId
from ezh_desktop.domain.rules.numbers import RuleNumbers
from ezh_desktop.services.demo.attendance import Attendance
from ezh_desktop.services.demo.breaches import Breach, CourseState, Planter
from ezh_desktop.services.demo.health import HealthSheets
from ezh_desktop.services.demo.lesson_acts import Dated, LessonActs
from ezh_desktop.services.demo.marks import CourseMarks, CourseYear
from ezh_desktop.services.demo.model import Course
from ezh_desktop.services.demo.office_acts import OfficeActs, whole_weeks
from ezh_desktop.services.demo.options import DemoOptions
from ezh_desktop.services.demo.plans import make_plan
from ezh_desktop.services.demo.recorder import Recorder
from ezh_desktop.services.demo.school import School, SchoolMaker
from ezh_desktop.services.founding import Begun


@dataclass(frozen=True, slots=True)
class DemoFacts:
    """What was made: the day the file stands at, the first day filled, numbers, and the planted breaches."""

    day: date
    first_day: date
    classes: tuple[str, ...]
    pupils: int
    courses: int
    lessons: int
    filled: int
    entries: int
    breaches: tuple[Breach, ...]


def fill_demo(begun: Begun, options: DemoOptions, new_id: NewId) -> DemoFacts:
    """Write the demo school into a journal whose genesis entry stands, inside the caller's transaction.

    The caller's clock stands at `options.opening_us`; `begun.accounts` holds the administrator and any of the logins of
    `staff.LOGIN_SEATS`. The same options and ids give the same school but for the keys of authors without a login.
    """
    recorder = Recorder(begun.connection, begun.journal, begun.administrator, new_id)
    school = SchoolMaker(begun, options, recorder, new_id).make()
    states = [_state(course, options) for course in school.courses]
    planter = Planter(states, school.classes, options.chance("breaches"))
    days = list(options.filled_days)
    mondays = whole_weeks(days, options.demo_day)
    planter.plant(mondays)
    health = HealthSheets(begun.journal, school.year.year, begun.health)
    office = OfficeActs(school, new_id, health)
    items = _august(office, recorder, states)
    _keep(recorder, _year(school, office, states, planter, items), new_month=days)
    recorder.close()
    facts = (("demo_day", options.demo_day.isoformat()), ("demo_seed", str(options.seed)))
    begun.connection.executemany("INSERT INTO journal_info (name, value) VALUES (?, ?)", facts)
    return _facts(school, states, planter, recorder, _unexamined(health, options))


def _state(course: Course, options: DemoOptions) -> CourseState:
    """The course with its plan made, and which of its lessons are filled."""
    attendance = Attendance(course)
    chance = options.chance(course.klass.name, course.subject.name, course.subgroup, "plan")
    rows = make_plan(course, attendance, chance)
    inside = [
        index for index, lesson in enumerate(course.lessons) if options.first_day <= lesson.day < options.demo_day
    ]
    return CourseState(course, rows, attendance, range(inside[0], inside[-1] + 1) if inside else range(0))


def _august(office: OfficeActs, recorder: Recorder, states: Sequence[CourseState]) -> dict[int, list[int]]:
    """What is done before the first lesson; gives the ids of the plans' rows by course."""
    plans, items = office.plans(states)
    approved = _keep(recorder, plans)
    _keep(recorder, office.approval(approved))
    _keep(recorder, office.beginning())
    return items


def _year(
    school: School, office: OfficeActs, states: Sequence[CourseState], planter: Planter, items: dict[int, list[int]]
) -> list[Dated]:
    """All acts of the filled days."""
    days = list(school.options.filled_days)
    made, substitutes = office.substitutions(states)
    acts = LessonActs(school.bells, school.options.calendar.school_days(), school.options.chance("minutes"))
    extension = office.extension()
    for state in states:
        marks = _marks(state, school.options)
        made += extension.of_course(state, marks)
        made += acts.of_course(state, marks, items[state.course.course], substitutes)
    made += office.movement()
    made += office.absences(planter, days)
    made += office.weeks(planter, whole_weeks(days, school.options.demo_day), days)
    made += office.exemptions(days)
    return made


def _marks(state: CourseState, options: DemoOptions) -> CourseMarks:
    course = state.course
    chance = options.chance(course.klass.name, course.subject.name, course.subgroup, "marks")
    return CourseYear(course, state.rows, state.attendance, state.directives, chance).run(state.filled)


def _keep(recorder: Recorder, acts: Iterable[Dated], *, new_month: Sequence[date] = ()) -> list[tuple[Dated, EntryRef]]:
    """Write the acts as sessions, a person's day each, in order of day and first act; `new_month` flushes by months."""
    sessions: defaultdict[tuple[date, int], list[Dated]] = defaultdict(list)
    for act in acts:
        sessions[act.day, act.author.account].append(act)
    order = sorted(sessions.items(), key=lambda one: (one[0][0], min(act.draft.utc_us for act in one[1]), one[0][1]))
    kept: list[tuple[Dated, EntryRef]] = []
    month = order[0][0][0].replace(day=1) if order else None
    for (day, _), own in order:
        if new_month and day.replace(day=1) != month:
            month = day.replace(day=1)
            recorder.flush()
        own.sort(key=lambda act: act.draft.utc_us)
        kept += zip(own, recorder.session(own[0].author, [act.draft for act in own]), strict=True)
    recorder.flush()
    return kept


def _unexamined(health: HealthSheets, options: DemoOptions) -> list[Breach]:
    """Pupils still without a health sheet when it is due."""
    if (options.demo_day - options.first_day).days <= RuleNumbers().health_days:
        return []
    return [
        Breach("5.38", str(klass.name), "", None, pupil.name.short, "листок здоровья не заполнен")
        for klass, pupil in health.unexamined
        if pupil.stay.holds(options.demo_day)
    ]


def _facts(
    school: School, states: Sequence[CourseState], planter: Planter, recorder: Recorder, unexamined: list[Breach]
) -> DemoFacts:
    breaches = [*planter.planted, *unexamined]
    if school.unfiled is not None:
        klass, pupil = school.unfiled
        breaches.append(Breach("5.30", str(klass.name), "", None, pupil.name.short, "нет номера личного дела"))
    return DemoFacts(
        day=school.options.demo_day,
        first_day=school.options.first_day,
        classes=tuple(str(klass.name) for klass in school.classes),
        pupils=sum(len(klass.pupils) for klass in school.classes),
        courses=len(school.courses),
        lessons=sum(len(course.lessons) for course in school.courses),
        filled=sum(len(state.filled) for state in states),
        entries=recorder.entries,
        breaches=tuple(breaches),
    )
