"""The calendars of classes and teachers: who is taught what, when and where, from the lessons of the year (5.2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from ezh_desktop.domain.away import is_home_group
from ezh_desktop.domain.names import ClassName
from ezh_desktop.domain.rights import About, demand
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.substituting import HeldLesson
from ezh_desktop.errors import BadInput, UsageTrouble
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.calendar_out import CalendarEvent, CalendarPage
from ezh_desktop.services.structure.base import chosen_year
from ezh_desktop.services.substitutions.days import SchoolDays, days_of
from ezh_desktop.storage.reading.places import read_school


def read_calendars(office: FileOffice, name: ClassName | None = None, year: int = 0) -> tuple[CalendarPage, ...]:
    """The calendar of every class, pupil taught at home and teacher who holds a lesson, or of one class.

    Raises RightRefused for who may not read the timetable, UsageTrouble for a class that is not there, BadInput when
    the year has no lessons.
    """
    today = office.clock.today()
    demand(office.actor, Action.READ, About(Thing.TIMETABLE, today))
    with office.reading() as db:
        line = chosen_year(db, today, year)
        span = date.fromisoformat(line.start), date.fromisoformat(line.end)
        days = days_of(db, today, span, line.year)
        school, _, zone = read_school(db)
    if name is not None and str(name) not in {one for _, one in days.classes}:
        raise UsageTrouble(f"Класса {name} в журнале нет.", f"Классы: {', '.join(one for _, one in days.classes)}.")
    found = _pages(days, school, ZoneInfo(zone))
    chosen = tuple(one for one in found if name is None or (not one.of_teacher and one.name == str(name)))
    if not chosen:
        raise BadInput("Уроков ещё нет: в календарь выводить нечего.", "Введите расписание: «Школа → Расписание…».")
    return chosen


def _pages(days: SchoolDays, school: str, zone: ZoneInfo) -> list[CalendarPage]:
    of_class: defaultdict[int, list[CalendarEvent]] = defaultdict(list)
    of_home: defaultdict[str, list[CalendarEvent]] = defaultdict(list)
    of_person: defaultdict[int, list[CalendarEvent]] = defaultdict(list)
    for held, event in _events(days):
        course = days.courses[held.course]
        if is_home_group(course.subgroup):
            of_home[f"{', '.join(course.class_names)}, {course.subgroup}"].append(event)
        else:
            for school_class in held.classes:
                of_class[school_class].append(event)
        for person in held.holders:
            of_person[person].append(event)

    def page(name: str, events: Iterable[CalendarEvent], *, of_teacher: bool) -> CalendarPage:
        ordered = tuple(sorted(events, key=lambda one: (one.day, one.number, one.lesson)))
        return CalendarPage(name, school, days.year.label, of_teacher, zone, days.first, days.last, ordered)

    classes = [page(name, of_class[one], of_teacher=False) for one, name in days.classes if of_class[one]]
    homes = [page(name, of_home[name], of_teacher=False) for name in sorted(of_home)]
    people = sorted((days.name(one), one) for one in of_person if one in days.people)
    return [*classes, *homes, *(page(name, of_person[one], of_teacher=True) for name, one in people)]


def _events(days: SchoolDays) -> Iterable[tuple[HeldLesson, CalendarEvent]]:
    for held in days.lessons.values():
        if held.living or held.lesson not in days.substitutions:
            yield held, _event(days, held)


def _event(days: SchoolDays, held: HeldLesson) -> CalendarEvent:
    course = days.courses[held.course]
    bell = days.bells.get(course.shift, held.number, held.day)
    return CalendarEvent(
        held.lesson,
        held.day,
        held.number,
        bell.start if bell else None,
        bell.end if bell else None,
        ", ".join(course.class_names),
        course.title,
        days.room(held.course, held.number, held.day),
        tuple(sorted(days.people[one].initials for one in held.holders if one in days.people)),
        held.substitute is not None,
        not held.living,
    )
