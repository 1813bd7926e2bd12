"""Обучение на дому (4.3.4): subjects, hours, teachers and the own week of a pupil who is taught at home by an order.

Each subject is a course of its own beside that of the class, with one pupil in its subgroup («на дому: Андреев А. П.»):
so it has a page with topics, marks and КТП, stands in the teacher's timetable and hours, and its period marks arrive on
the page of the class and in the summary sheet, which know pupil and subject alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from ezh_desktop.domain.away import HOME, Away
from ezh_desktop.domain.calendar import WeekParity
from ezh_desktop.domain.change import Key
from ezh_desktop.domain.homeweek import HomeHour, home_hours_text
from ezh_desktop.domain.names import PersonName, name_key
from ezh_desktop.domain.rights import About, demand
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.russian import dotted
from ezh_desktop.domain.spans import Span
from ezh_desktop.domain.timetable import CourseGroup, TimetableSlot
from ezh_desktop.domain.typed import hours_text
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import (
    NEW,
    Line,
    Lines,
    Stored,
    chosen_year,
    is_open,
    read_stored,
    stands,
)
from ezh_desktop.services.structure.staff import StaffList, read_staff
from ezh_desktop.services.structure.teaching import duties, teaching
from ezh_desktop.services.structure.timetable import holds, surroundings
from ezh_desktop.storage.reading.away import at_home, in_class, read_away
from ezh_desktop.storage.reading.places import YearLine, read_class_names
from ezh_desktop.storage.reading.rows import Readable, as_day, marks_of, rows
from ezh_desktop.storage.reading.rows import stands as stands_sql


@dataclass(frozen=True, slots=True)
class HomePupil:
    """A pupil who is, was or will be taught at home in the year; the stay is the present one, else the next or last."""

    pupil: int
    name: PersonName
    school_class: int
    class_name: str
    stay: Away

    @property
    def title(self) -> str:
        """«Андреев Алексей, 7А»."""
        return f"{self.name.surname} {self.name.given}, {self.class_name}"

    @property
    def order_words(self) -> str:
        """«С 30.11.2026 по 20.12.2026, приказ № 12»."""
        last = f" по {dotted(self.stay.span.last)}" if self.stay.span.last else ""
        order = f", приказ № {self.stay.number}" if self.stay.number else ""
        return f"С {dotted(self.stay.span.first)}{last}{order}"


@dataclass(frozen=True, slots=True)
class HomePage:
    """The subjects of a pupil at home as they are on `day`: a line each, those of the class without hours too."""

    year: YearLine
    day: date
    pupil: HomePupil
    lines: Lines
    courses: Mapping[Key, Stored]
    members: Mapping[Key, Stored]
    teachers: Mapping[Key, Stored]
    slots: Mapping[Key, Stored]
    subjects: Mapping[str, tuple[int, int, int]]
    """Subject by name: id, whether it is graded in the class, position."""
    staff: StaffList
    others: tuple[TimetableSlot, ...]
    """The timetable of everybody else."""
    groups: Mapping[int, CourseGroup]
    labels: Mapping[int, str]
    filled: frozenset[int]
    """Courses about whose lessons something is entered."""
    writable: bool

    @property
    def days(self) -> tuple[int, ...]:
        """Weekdays of lessons, 1 is Monday."""
        return tuple(range(1, self.year.week_days + 1))

    def teachers_of(self, course: int) -> list[Stored]:
        """The duties of those who teach the course, taught it or will."""
        return duties(self.teachers.values(), course)


def read_home_pupils(office: FileOffice, year: int = 0) -> tuple[YearLine, tuple[HomePupil, ...]]:
    """Who is taught at home in the year, by class and name. Raises RightRefused, BadInput without a year."""
    today = office.clock.today()
    demand(office.actor, Action.READ, About(Thing.MOVEMENT, today))
    with office.reading() as db:
        line = chosen_year(db, today, year)
        classes = dict(read_class_names(db, line.year))
        away = read_away(db, line.year, list(classes)) if classes else {}
        listed = rows(db, _LISTED.format(marks_of(len(classes))), *classes) if classes else []
    possible: defaultdict[int, list[HomePupil]] = defaultdict(list)
    for pupil, school_class, start, end, *name in listed:
        listed_days = Span(as_day(start) or date.min, as_day(end))
        for one in away.get(pupil, ()):
            if one.kind == HOME and (days := _both(one.span, listed_days)) is not None:
                stay = replace(one, span=days)
                possible[pupil].append(HomePupil(pupil, PersonName(*name), school_class, classes[school_class], stay))
    found = {pupil: _nearest(stays, today) for pupil, stays in possible.items()}
    order = {school_class: at for at, school_class in enumerate(classes)}
    return line, tuple(sorted(found.values(), key=lambda one: (order[one.school_class], name_key(one.name.full))))


def _both(one: Span, other: Span) -> Span | None:
    """The days of both stretches."""
    last = min((day for day in (one.last, other.last) if day is not None), default=None)
    first = max(one.first, other.first)
    return Span(first, last) if last is None or first <= last else None


def _nearest(stays: Iterable[HomePupil], today: date) -> HomePupil:
    """The present stay, else the next, else the last one."""
    ordered = sorted(stays, key=lambda one: one.stay.span.first)
    return next((one for one in ordered if one.stay.span.last is None or one.stay.span.last >= today), ordered[-1])


def read_home(office: FileOffice, year: YearLine, pupil: HomePupil) -> HomePage:
    """The subjects of a pupil at home: those that are taught there, then the others of the class."""
    today, stay = office.clock.today(), pupil.stay.span
    day = max(stay.first, min(today, stay.last or today))
    with office.reading() as db:
        courses = read_stored(db, "course", _OWN, pupil.pupil, year.year, pupil.school_class)
        ids = [one[0] for one in courses]
        within = f"course IN ({marks_of(len(ids))})"
        slots, groups, labels = surroundings(db, year.year, day)
        filled = rows(db, _FILLED.format(marks_of(len(ids))), *ids)
        page = HomePage(
            year,
            day,
            pupil,
            (),
            courses,
            standing(read_stored(db, "subgroup_member", within, *ids)),
            standing(read_stored(db, "course_teacher", within, *ids)),
            standing(read_stored(db, "timetable_slot", within, *ids), "valid_to"),
            {name: (subject, graded, at) for subject, name, graded, at in rows(db, _SUBJECTS, pupil.school_class)},
            read_staff(db),
            tuple(one for one in slots if one.course not in ids and one.course in groups),
            groups,
            labels,
            frozenset(one[0] for one in filled),
            is_open(office, year) and office.may(Action.WRITE, Thing.SUBJECT),
        )
        usual = _usual_teachers(db, pupil.school_class, day)
    return replace(page, lines=tuple(_lines(page, usual)))


def standing(found: Mapping[Key, Stored], end: str = "end") -> dict[Key, Stored]:
    """The rows that were not taken back."""
    return {key: one for key, one in found.items() if stands(one, end)}


def _usual_teachers(db: Readable, school_class: int, day: date) -> Mapping[str, str]:
    """Who teaches each subject of the class, by its name."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for subject, *name in rows(db, _TEACH, school_class, day.isoformat(), day.isoformat()):
        found[subject].append(PersonName(*name).full)
    return {subject: names[0] for subject, names in found.items()}


def _lines(page: HomePage, usual: Mapping[str, str]) -> Iterator[Line]:
    names = {subject: name for name, (subject, _, _) in page.subjects.items()}
    taught = {one.number("subject"): one for one in page.courses.values()}
    for subject, course in taught.items():
        yield Line(int(course.key[0]), _texts(page, course, names.get(subject, "")))
    for name, (subject, _, _) in page.subjects.items():
        if subject not in taught:
            empty = dict.fromkeys((f"d{day}" for day in page.days), "")
            yield Line(NEW, {"subject": name, "hours": "", "teacher": usual.get(name, ""), **empty})


def _texts(page: HomePage, course: Stored, subject: str) -> dict[str, str]:
    ident = int(course.key[0])
    hours: defaultdict[int, list[HomeHour]] = defaultdict(list)
    for one in page.slots.values():
        if one.number("course") == ident and holds(one, page.day):
            hours[one.number("weekday")].append(hour_of(one))
    people = [one.number("person") for one in teaching(page.teachers_of(ident), page.day)]
    teachers = (page.staff.names.get(person, "") for person in people)
    return {
        "subject": subject,
        "hours": hours_text(course.number("hours_tenths")),
        "teacher": ", ".join(name for name in teachers if name),
        **{f"d{day}": home_hours_text(hours[day]) for day in page.days},
    }


def hour_of(slot: Stored) -> HomeHour:
    """The hour of a stored slot."""
    return HomeHour(slot.number("number"), WeekParity(slot.text("week")))


# The conditions come from `storage.reading`.
_OWN: Final = (
    "id IN (SELECT course FROM subgroup_member WHERE pupil = ?) AND year = ? AND ended = 0"  # noqa: S608
    f" AND id IN (SELECT course FROM course_class WHERE school_class = ? AND ended = 0) AND {at_home()}"
)
_LISTED: Final = (
    "SELECT m.pupil, m.school_class, m.start, m.end, p.surname, p.given, p.patronymic FROM membership AS m"  # noqa: S608
    f" JOIN pupil AS p ON p.id = m.pupil WHERE {stands_sql('m')} AND m.school_class IN ({{}}) ORDER BY m.start"
)
_SUBJECTS: Final = (
    "SELECT DISTINCT s.id, s.name, c.graded, c.position FROM course_class AS k JOIN course AS c ON c.id = k.course"  # noqa: S608
    " JOIN subject AS s ON s.id = c.subject WHERE k.school_class = ? AND k.ended = 0 AND c.ended = 0"
    f" AND {in_class('c.subgroup')} ORDER BY c.position, s.name_key"
)
_TEACH: Final = (
    "SELECT s.name, p.surname, p.given, p.patronymic FROM course_class AS k JOIN course AS c ON c.id = k.course"  # noqa: S608
    " JOIN subject AS s ON s.id = c.subject JOIN course_teacher AS t ON t.course = c.id"
    " JOIN person AS p ON p.id = t.person WHERE k.school_class = ? AND k.ended = 0 AND c.ended = 0"
    f" AND {in_class('c.subgroup')} AND coalesce(t.start, '') <= ? AND (t.end IS NULL OR t.end >= ?)"
    " ORDER BY c.position, c.subgroup, t.id"
)
_FILLED: Final = (
    "SELECT DISTINCT l.course FROM lesson AS l WHERE l.course IN ({})"
    " AND (EXISTS (SELECT 1 FROM cell AS c WHERE c.lesson = l.id) OR EXISTS (SELECT 1 FROM lesson_record AS r"
    " WHERE r.lesson = l.id))"
)
