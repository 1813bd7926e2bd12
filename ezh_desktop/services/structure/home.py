"""Обучение на дому (4.3.4): subjects, hours, teachers and the own week of a pupil who is taught at home by an order.

Each subject is a course of its own beside that of the class, with one pupil in its subgroup («на дому: Андреев А. П.»):
so it has a page with topics, marks and КТП, stands in the teacher's timetable and hours, and its period marks arrive on
the page of the class and in the summary sheet, which know pupil and subject alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from typing import Any, Final

from ezh_desktop.domain.away import HOME, Away, home_group
from ezh_desktop.domain.calendar import WeekParity
from ezh_desktop.domain.change import Key, Row
from ezh_desktop.domain.homeweek import HomeHour, home_hours_text, typed_home_hours
from ezh_desktop.domain.names import PersonName, name_key
from ezh_desktop.domain.rights import About, demand
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.russian import dotted
from ezh_desktop.domain.spans import Span
from ezh_desktop.domain.timetable import CourseGroup, TimetableSlot
from ezh_desktop.domain.typed import hours_text, several, typed_day, typed_hours
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import (
    NEW,
    OVER,
    Demands,
    Line,
    Lines,
    Plan,
    Stored,
    Work,
    academic_of,
    asks,
    chosen_year,
    day_before,
    demand_open,
    is_open,
    read_stored,
    stands,
    stored_day,
)
from ezh_desktop.services.structure.courses import change_teachers
from ezh_desktop.services.structure.staff import StaffList, make_teacher, read_staff, staff_named
from ezh_desktop.services.structure.timetable import holds, surroundings
from ezh_desktop.storage.reading.away import at_home, in_class, read_away
from ezh_desktop.storage.reading.places import YearLine, read_class_names
from ezh_desktop.storage.reading.rows import Readable, marks_of, rows
from ezh_desktop.storage.reading.rows import stands as stands_sql

ACTION: Final = "home.write"
TABLE: Final = "home"
_SINCE: Final = "since"
_DAY: Final = timedelta(days=1)


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

    def present_teachers(self, course: int) -> dict[int, Stored]:
        """Who teaches the course on the page's day or later, by person."""
        day = self.day.isoformat()
        return {
            one.number("person"): one
            for one in self.teachers.values()
            if one.number("course") == course and (not one.row["end"] or one.text("end") >= day)
        }


def read_home_pupils(office: FileOffice, year: int = 0) -> tuple[YearLine, tuple[HomePupil, ...]]:
    """Who is taught at home in the year, by class and name. Raises RightRefused, BadInput without a year."""
    today = office.clock.today()
    demand(office.actor, Action.READ, About(Thing.MOVEMENT, today))
    with office.reading() as db:
        line = chosen_year(db, today, year)
        classes = dict(read_class_names(db, line.year))
        away = read_away(db, line.year, list(classes)) if classes else {}
        listed = rows(db, _LISTED.format(marks_of(len(classes))), *classes) if classes else []
    found = {}
    for pupil, school_class, *name in listed:
        stays = [one for one in away.get(pupil, ()) if one.kind == HOME]
        if stays:
            near = next((one for one in stays if one.span.last is None or one.span.last >= today), stays[-1])
            found[pupil] = HomePupil(pupil, PersonName(*name), school_class, classes[school_class], near)
    order = {school_class: at for at, school_class in enumerate(classes)}
    return line, tuple(sorted(found.values(), key=lambda one: (order[one.school_class], name_key(one.name.full))))


def read_home(office: FileOffice, year: YearLine, pupil: HomePupil) -> HomePage:
    """The subjects of a pupil at home: those that are taught there, then the others of the class."""
    today, stay = office.clock.today(), pupil.stay.span
    day = max(stay.first, min(today, stay.last or today))
    with office.reading() as db:
        courses = read_stored(db, "course", _OWN, pupil.pupil, year.year)
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
            _standing(read_stored(db, "subgroup_member", within, *ids)),
            _standing(read_stored(db, "course_teacher", within, *ids)),
            _standing(read_stored(db, "timetable_slot", within, *ids), "valid_to"),
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


def _standing(found: Mapping[Key, Stored], end: str = "end") -> dict[Key, Stored]:
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
            hours[one.number("weekday")].append(_hour_of(one))
    teachers = (page.staff.names.get(person, "") for person in page.present_teachers(ident))
    return {
        "subject": subject,
        "hours": hours_text(course.number("hours_tenths")),
        "teacher": ", ".join(name for name in teachers if name),
        **{f"d{day}": home_hours_text(hours[day]) for day in page.days},
    }


def _hour_of(slot: Stored) -> HomeHour:
    return HomeHour(slot.number("number"), WeekParity(slot.text("week")))


def plan_home(office: FileOffice, page: HomePage, lines: Lines, since: str = "") -> Plan:
    """What saving the table would do: pages, teachers and the week of the pupil.

    `since` is the day from which it holds; without it the table is a correction, and holds from the order's first day.
    """
    demand_open(page.year)
    work, stay = Work(system_ids()), page.pupil.stay.span
    start: date | None = None
    with work.reading(_SINCE, 0, "day"):
        start = typed_day(since, academic_of(page.year)) if since.strip() else None
    if start is not None and not stay.holds(start):
        work.fault(_SINCE, 0, "day", "В этот день ученик не обучается на дому.", "Исправьте дату.")
    judge = _Judge(work, page, start, office.may(Action.WRITE, Thing.ACCOUNT))
    judge.run(lines)
    if start is None and page.filled and "timetable_slot" in work.touched:
        work.warnings.append("Расписание перестроится и за прошедшие дни. Чтобы сохранить их, впишите дату перехода.")
    derives = page.year.year if work.touched & {"course", "timetable_slot"} else None
    return work.plan(ACTION, ("pupil", page.pupil.pupil), _demands(office, work), derives)


def _demands(office: FileOffice, work: Work) -> Demands:
    things = {
        "course": Thing.SUBJECT,
        "course_class": Thing.SUBJECT,
        "course_teacher": Thing.COURSE_TEACHER,
        "subgroup_member": Thing.SUBGROUP,
        "timetable_slot": Thing.TIMETABLE,
        "person": Thing.STAFF,
        "role_assignment": Thing.ACCOUNT,
    }
    return asks(office, *dict.fromkeys(thing for entity, thing in things.items() if entity in work.touched))


@dataclass
class _Judge:
    """The table of a pupil being compared with what is stored."""

    work: Work
    page: HomePage
    start: date | None
    gives_roles: bool

    def run(self, lines: Lines) -> None:
        """Judge all lines; a subject that has no hours any more is taught no longer."""
        hours = {row: self._hours(row, line) for row, line in enumerate(lines)}
        seen: dict[str, int] = {}
        for at, line in enumerate(lines):
            if not (hours[at] or line.text("hours") or line.ident != NEW):
                continue
            key = name_key(line.text("subject"))
            if key in seen:
                self.work.fault(TABLE, at, "subject", f"Этот предмет уже стоит в строке {seen[key] + 1}.")
            seen[key] = at
            self._line(at, line, hours[at])
        self._once(lines, hours)
        kept = {line.ident for line in lines}
        for course in self.page.courses.values():
            if course.key[0] not in kept:
                self._end(course)

    def _hours(self, at: int, line: Line) -> dict[int, tuple[HomeHour, ...]]:
        found: dict[int, tuple[HomeHour, ...]] = {}
        for day in self.page.days:
            with self.work.reading(TABLE, at, f"d{day}"):
                found[day] = typed_home_hours(line.text(f"d{day}"))
        return {day: hours for day, hours in found.items() if hours}

    def _once(self, lines: Lines, hours: Mapping[int, Mapping[int, Sequence[HomeHour]]]) -> None:
        """The pupil is in one lesson at a time."""
        for (first, one), (second, two) in combinations(hours.items(), 2):
            for day in one.keys() & two.keys():
                if any(a.meets(b) for a in one[day] for b in two[day]):
                    what = f"В это время уже {lines[first].text('subject')}."
                    self.work.fault(TABLE, second, f"d{day}", what, "Поставьте другой урок.")

    def _line(self, at: int, line: Line, hours: Mapping[int, Sequence[HomeHour]]) -> None:
        faults = len(self.work.faults)
        known = self.page.subjects.get(line.text("subject"))
        stored = self.page.courses.get((line.ident,))
        if known is None and stored is None:
            self.work.fault(
                TABLE,
                at,
                "subject",
                f"Предмета «{line.text('subject')}» у класса {self.page.pupil.class_name} нет.",
                "Добавьте его классу: «Школа → Предметы и учителя…».",
            )
        if stored is not None and not hours and not line.text("hours"):
            self._end(stored)
            return
        tenths = self._tenths(at, line, hours)
        with self.work.reading(TABLE, at, "teacher"):
            present = self.page.present_teachers(line.ident)
            people = [staff_named(self.work, self.page.staff, one, present) for one in several(line.text("teacher"))]
        if len(self.work.faults) > faults:
            return
        if stored is None:
            course = self._begin(known or (0, 0, 0), tenths)
        else:
            course = line.ident
            self.work.put(stored, {"hours_tenths": tenths}, course)
            self._stay(course)
        for person in people:
            if self.gives_roles and person not in present:
                make_teacher(self.work, self.page.staff, person)
        change_teachers(self.work, course, (present, people), (self.start, self._order))
        self._place(course, hours)
        self._warn(line.text("subject"), people, hours)

    @property
    def _order(self) -> str:
        return f"№ {self.page.pupil.stay.number}" if self.page.pupil.stay.number else ""

    def _tenths(self, at: int, line: Line, hours: Mapping[int, Sequence[HomeHour]]) -> int:
        """The planned hours; not typed, they are those of the week."""
        placed = sum(one.tenths for day in hours.values() for one in day)
        if not line.text("hours"):
            return placed
        with self.work.reading(TABLE, at, "hours"):
            planned = typed_hours(line.text("hours"))
            if placed and placed != planned:
                words = f"{line.text('subject')}: по плану {hours_text(planned)}, в расписании {hours_text(placed)}."
                self.work.warnings.append(words)
            return planned
        return 0

    def _begin(self, subject: tuple[int, int, int], tenths: int) -> int:
        """A course for the pupil alone."""
        ident, graded, position = subject
        new: Row = {"year": self.page.year.year, "subject": ident, "scheme": None, "hours_tenths": tenths}
        rest: Row = {"graded": graded, "subgroup": home_group(self.page.pupil.name.initials), "position": position}
        course = self.work.add("course", {**new, **rest, "ended": 0})
        self.work.add("course_class", {"ended": 0}, (course, self.page.pupil.school_class), course)
        self._join(course)
        return course

    def _join(self, course: int) -> None:
        stay = self.page.pupil.stay.span
        days: Row = {"start": stored_day(stay.first), "end": stored_day(stay.last)}
        self.work.add("subgroup_member", {"course": course, "pupil": self.page.pupil.pupil, **days}, scope=course)

    def _stay(self, course: int) -> None:
        """A second order leads to the same page."""
        own = [one for one in self.page.members.values() if one.number("course") == course]
        spans = (Span(one.day("start") or date.min, one.day("end")) for one in own)
        if not any(one.meets(self.page.pupil.stay.span) for one in spans):
            self._join(course)

    def _place(self, course: int, hours: Mapping[int, Sequence[HomeHour]]) -> None:
        """The week of the course from the start on; what holds before it stays."""
        first = self.start or self.page.pupil.stay.span.first
        wanted = {(day, one) for day, own in hours.items() for one in own}
        for slot in self.page.slots.values():
            if slot.number("course") != course or (slot.row["valid_to"] and slot.text("valid_to") < first.isoformat()):
                continue
            place = slot.number("weekday"), _hour_of(slot)
            if place in wanted and slot.text("valid_from") <= first.isoformat():
                wanted.discard(place)
            else:
                end_slot(self.work, slot, first)
        for day, one in sorted(wanted):
            place_row: Row = {"course": course, "weekday": day, "number": one.number, "week": one.week.value}
            days: Row = {"valid_from": first.isoformat(), "valid_to": stored_day(self.page.pupil.stay.span.last)}
            self.work.add("timetable_slot", {**place_row, "part": 1, "room": "", **days}, scope=course)

    def _end(self, course: Stored) -> None:
        """The subject is no longer taught at home; a page with entries stays."""
        ident = int(course.key[0])
        self._place(ident, {})
        if ident not in self.page.filled:
            self.work.put(course, {"ended": 1}, ident)

    def _warn(self, subject: str, people: Iterable[int], hours: Mapping[int, Sequence[HomeHour]]) -> None:
        """Who teaches elsewhere at that time."""
        busy = set(people)
        span = Span(self.start or self.page.pupil.stay.span.first, self.page.pupil.stay.span.last)
        for slot in self.page.others:
            meeting = HomeHour(slot.number, slot.week)
            there = busy & self.page.groups[slot.course].teachers
            if not there or not any(one.meets(meeting) for one in hours.get(slot.weekday, ())):
                continue
            if span.meets(Span(slot.valid_from, None if slot.valid_to == date.max else slot.valid_to)):
                who = self.page.staff.names.get(min(there), "Учитель")
                self.work.warnings.append(
                    f"{subject}: {PersonName.read(who).initials} в это время ведёт {self.page.labels[slot.course]}."
                )


def end_slot(work: Work, slot: Stored, first: date) -> None:
    """An hour of the timetable is held no longer from `first` on; one that would have begun later is never held."""
    before = slot.text("valid_from") < first.isoformat()
    work.put(slot, {"valid_to": day_before(first) if before else OVER}, slot.number("course"))


def end_home(work: Work, office: FileOffice, pupil: int, year: YearLine, last: date) -> None:
    """Lessons at home end with `last`."""
    first, text = last + _DAY, last.isoformat()
    with office.reading() as db:
        stays = _standing(read_stored(db, "subgroup_member", _STAYS, year.year, pupil))
        slots = _standing(read_stored(db, "timetable_slot", _HOURS, year.year, pupil), "valid_to")
    for stay in stays.values():
        if not stay.row["end"] or stay.text("end") > text:
            end: Any = text if stay.text("start") <= text else OVER
            work.put(stay, {"end": end}, stay.number("course"))
    for slot in slots.values():
        if not slot.row["valid_to"] or slot.text("valid_to") > text:
            end_slot(work, slot, first)


# The conditions come from `storage.reading`.
_OWN: Final = f"id IN (SELECT course FROM subgroup_member WHERE pupil = ?) AND year = ? AND ended = 0 AND {at_home()}"  # noqa: S608
_STAYS: Final = f"course IN (SELECT id FROM course WHERE year = ? AND {at_home()}) AND pupil = ?"  # noqa: S608
_HOURS: Final = (
    f"course IN (SELECT c.id FROM course AS c JOIN subgroup_member AS s ON s.course = c.id WHERE c.year = ?"  # noqa: S608
    f" AND s.pupil = ? AND {stands_sql('s')} AND {at_home('c.subgroup')})"
)
_LISTED: Final = (
    "SELECT m.pupil, m.school_class, p.surname, p.given, p.patronymic FROM membership AS m"  # noqa: S608
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
