"""What the navigation shows a person: the course pages they may open, in groups, and the page to land on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from ezh_desktop.domain.calendar import Bell, BellTable, DatedBell
from ezh_desktop.domain.clock import Clock
from ezh_desktop.domain.rights import About, Actor, may
from ezh_desktop.domain.rights_table import Action, Role, Thing
from ezh_desktop.domain.russian import count, full_day, long_date
from ezh_desktop.domain.timetable import nearest_lesson
from ezh_desktop.services.doors import NO_COURSE, CoursePlace
from ezh_desktop.storage.reading.health import read_fill, read_names
from ezh_desktop.storage.reading.inspections import read_own_remarks
from ezh_desktop.storage.reading.places import CourseLine, read_bells, read_courses, read_lessons, read_year

MINE, SUBSTITUTIONS, MY_CLASS, SCHOOL = "Мои страницы", "Замены", "Мой класс", "Школа"
HEALTH = "Листки здоровья"
HOME, TODAY = "", "Сегодня"
_NEAR = timedelta(days=21)


@dataclass(frozen=True, slots=True)
class PlacedLesson:
    """A lesson as `nearest_lesson` asks for it."""

    lesson: int
    course: int
    date: date
    number: int


def read_places(db: Any, actor: Actor, clock: Clock) -> list[CoursePlace]:  # noqa: ANN401 - the driver's connection
    """Course pages the person may open, grouped for the tree: own pages first, then substitutions, class, school."""
    today = clock.today()
    year = read_year(db, today.isoformat())
    if year is None:
        return []
    lines = _by_course(read_courses(db, year.year))
    running = running_lesson(db, [course for course in lines if _own(actor, course)], clock)
    order = [HOME, MINE, SUBSTITUTIONS, MY_CLASS, HEALTH, SCHOOL]
    made = [
        _place(course, classes, group, note, running=running is not None and running.course == course)
        for course, classes in lines.items()
        for group, note in _groups(actor, course, classes, today)
    ]
    made += _health_sheets(db, actor, year.year, today)
    if has_day(actor, today) or may(actor, Action.READ, About(Thing.PROTOCOL, today)):
        waiting = len(read_own_remarks(db, actor.person))
        note = count(waiting, "замечание", "замечания", "замечаний") if waiting else ""
        made.append(CoursePlace(NO_COURSE, TODAY, full_day(today), "", HOME, note=note))
    return sorted(made, key=lambda place: order.index(place.group))


def has_day(actor: Actor, today: date) -> bool:
    """Whether the person has lessons or a class of their own: then «Сегодня» has something to tell."""
    standing = actor.standing
    taught = any(one.span.holds(today) for one in standing.taught)
    led = any(one.span.holds(today) for one in standing.led)
    return taught or led or any(one.day >= today for one in standing.substituted)


def _health_sheets(db: Any, actor: Actor, year: int, today: date) -> list[CoursePlace]:  # noqa: ANN401
    """Every class of the year for the medical worker, with how far its health sheet is filled: «23 / 26»."""
    if Role.MEDICAL_WORKER not in actor.roles(today):
        return []
    return [
        CoursePlace(
            NO_COURSE,
            one.name,
            "",
            "",
            HEALTH,
            note=f"{one.filled} / {one.pupils}" if one.pupils else "",
            done=bool(one.pupils) and one.filled == one.pupils,
            school_class=one.school_class,
        )
        for one in read_fill(db, year, today.isoformat())
    ]


def read_class_pupils(db: Any, actor: Actor, today: date, school_class: int) -> list[tuple[int, str]]:  # noqa: ANN401
    """(pupil, name) of a class in the list's order; nothing for who may not read its pupils."""
    if not may(actor, Action.READ, About(Thing.PUPIL, today, school_class=school_class)):
        return []
    return [(pupil, f"{surname} {given}") for pupil, surname, given in read_names(db, school_class)]


def _by_course(lines: list[CourseLine]) -> dict[int, list[CourseLine]]:
    found: dict[int, list[CourseLine]] = {}
    for line in lines:
        found.setdefault(line.course, []).append(line)
    return found


def _own(actor: Actor, course: int) -> bool:
    return course in actor.standing.pages


def _groups(actor: Actor, course: int, classes: list[CourseLine], today: date) -> list[tuple[str, str]]:
    standing = actor.standing
    mine = [(MINE, "")] if any(one.course == course and one.span.holds(today) for one in standing.taught) else []
    coming = [one.day for one in standing.substituted if one.course == course and one.day >= today]
    if coming and not mine:
        return [(SUBSTITUTIONS, f"до {long_date(max(coming))}")]
    led = any(standing.leads(line.school_class, today) for line in classes)
    if led and not mine:
        return [(MY_CLASS, "")]
    if mine:
        return mine
    about = About(Thing.COURSE_PAGE, today, school_class=classes[0].school_class, course=course)
    return [(SCHOOL, "")] if may(actor, Action.READ, about) else []


def _place(course: int, classes: list[CourseLine], group: str, note: str, *, running: bool) -> CoursePlace:
    first = classes[0]
    return CoursePlace(
        course=course,
        class_name=", ".join(line.class_name for line in classes),
        subject_name=first.subject_name,
        subgroup=first.subgroup,
        group=group,
        running=running and group in {MINE, SUBSTITUTIONS},
        note=note,
        school_class=first.school_class,
    )


def running_lesson(db: Any, courses: Sequence[int], clock: Clock) -> PlacedLesson | None:  # noqa: ANN401
    """The lesson of these courses that runs now, from five minutes before its start."""
    found = _nearest(db, courses, clock, timedelta(0))
    return found[0] if found and found[1] else None


def read_landing(db: Any, actor: Actor, clock: Clock) -> tuple[int, int] | None:  # noqa: ANN401
    """(course, lesson) to land on: the running lesson, else the person's day, else the nearest lesson."""
    places = read_places(db, actor, clock)
    courses = [place for place in places if place.course]
    near = [place.course for place in courses if place.group == courses[0].group]
    own = [place.course for place in courses if place.group in {MINE, SUBSTITUTIONS}]
    # The whole school is open to its management, and one of its lessons always runs: that is nobody's place to land.
    whole = bool(courses) and courses[0].group == SCHOOL
    running = running_lesson(db, own or ([] if whole else near), clock)
    if running is None and places and places[0].home:
        return NO_COURSE, 0
    found = running or _landing_lesson(db, near, clock)
    return None if found is None else (found.course, found.lesson)


def _landing_lesson(db: Any, courses: Sequence[int], clock: Clock) -> PlacedLesson | None:  # noqa: ANN401
    """The running lesson of these courses, else the nearest one."""
    found = _nearest(db, courses, clock, _NEAR) or _nearest(db, courses, clock, timedelta(days=400))
    return found[0] if found else None


def _nearest(
    db: Any,  # noqa: ANN401 - the driver's connection
    courses: Sequence[int],
    clock: Clock,
    around: timedelta,
) -> tuple[PlacedLesson, bool] | None:
    today = clock.today()
    year = read_year(db, today.isoformat())
    if year is None or not courses:
        return None
    listed = read_lessons(db, list(courses), (today - around).isoformat(), (today + around).isoformat())
    lessons = [PlacedLesson(one.lesson, one.course, date.fromisoformat(one.day), one.number) for one in listed]
    bells, shifts = read_bell_table(db, year.year), {line.course: line.shift for line in read_courses(db, year.year)}
    found = nearest_lesson(
        lessons,
        clock.now_local(),
        lambda lesson: bells.get(shifts.get(lesson.course, 1), lesson.number, lesson.date),
    )
    return None if found is None else (found.lesson, found.running)


def read_bell_table(db: Any, year: int) -> BellTable:  # noqa: ANN401 - the driver's connection
    """The bells of a year by shift, number and day."""
    return BellTable(
        DatedBell(
            shift,
            Bell(number, time.fromisoformat(starts), time.fromisoformat(ends)),
            date.fromisoformat(first) if first else None,
            date.fromisoformat(last) if last else None,
        )
        for shift, number, starts, ends, first, last in read_bells(db, year)
    )
