"""What the table of a pupil taught at home would write (4.3.4), and how lessons at home end; see `structure.home`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Any, Final, TypeAlias

from ezh_desktop.domain.away import home_group
from ezh_desktop.domain.change import Row
from ezh_desktop.domain.homeweek import HomeHour, typed_home_hours
from ezh_desktop.domain.names import PersonName, name_key
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.spans import Span
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
    day_before,
    demand_open,
    read_stored,
    stored_day,
)
from ezh_desktop.services.structure.home import HomePage, hour_of, standing
from ezh_desktop.services.structure.staff import make_teacher, staff_named
from ezh_desktop.services.structure.teaching import teach, teaching
from ezh_desktop.storage.reading.away import at_home
from ezh_desktop.storage.reading.places import YearLine
from ezh_desktop.storage.reading.rows import stands as stands_sql

ACTION: Final = "home.write"
TABLE: Final = "home"
_SINCE: Final = "since"
_DAY: Final = timedelta(days=1)
_Week: TypeAlias = Mapping[int, Sequence[HomeHour]]
"""The hours of a subject by weekday."""


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

    def _once(self, lines: Lines, hours: Mapping[int, _Week]) -> None:
        """The pupil is in one lesson at a time."""
        for (first, one), (second, two) in combinations(hours.items(), 2):
            for day in one.keys() & two.keys():
                if any(a.meets(b) for a in one[day] for b in two[day]):
                    what = f"В это время уже {lines[first].text('subject')}."
                    self.work.fault(TABLE, second, f"d{day}", what, "Поставьте другой урок.")

    def _line(self, at: int, line: Line, hours: _Week) -> None:
        """A subject that is taught at home; one that has lost its hours is so no more."""
        stored = self.page.courses.get((line.ident,))
        if stored is not None and not hours and not line.text("hours"):
            self._end(stored)
            return
        faults = len(self.work.faults)
        if stored is None:
            self._demand_subject(at, line)
        tenths, people = self._tenths(at, line, hours), self._people(at, line)
        if len(self.work.faults) > faults:
            return
        if stored is None:
            course = self._begin(self.page.subjects[line.text("subject")], tenths)
        else:
            course = line.ident
            self.work.put(stored, {"hours_tenths": tenths}, course)
            self._stay(course)
        self._teach(course, line.ident, people)
        self._place(course, hours)
        self._warn(line.text("subject"), people, hours)

    def _demand_subject(self, at: int, line: Line) -> None:
        if line.text("subject") not in self.page.subjects:
            what = f"Предмета «{line.text('subject')}» у класса {self.page.pupil.class_name} нет."
            self.work.fault(TABLE, at, "subject", what, "Добавьте его классу: «Школа → Предметы и учителя…».")

    def _people(self, at: int, line: Line) -> list[int]:
        with self.work.reading(TABLE, at, "teacher"):
            present = self._present(line.ident)
            return [staff_named(self.work, self.page.staff, one, present) for one in several(line.text("teacher"))]
        return []

    def _present(self, course: int) -> list[int]:
        return [one.number("person") for one in teaching(self.page.teachers_of(course), self.page.day)]

    def _teach(self, course: int, stored: int, people: Sequence[int]) -> None:
        present = self._present(stored)
        for person in people:
            if self.gives_roles and person not in present:
                make_teacher(self.work, self.page.staff, person)
        teach(self.work, course, self.page.teachers_of(stored), people, (self.page.day, self.start, self._order))

    @property
    def _order(self) -> str:
        return f"№ {self.page.pupil.stay.number}" if self.page.pupil.stay.number else ""

    def _tenths(self, at: int, line: Line, hours: _Week) -> int:
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
        """The pupil is on the page as long as the order says; a second order leads to the same page."""
        own = [one for one in self.page.members.values() if one.number("course") == course]
        within = [one for one in own if _days(one).meets(self.page.pupil.stay.span)]
        if not within:
            self._join(course)
            return
        last = max(within, key=lambda one: one.text("start"))
        self.work.put(last, {"end": stored_day(self.page.pupil.stay.span.last)}, course)

    def _place(self, course: int, hours: _Week) -> None:
        """The week of the course from the start on; what holds before it stays."""
        first = self.start or self.page.pupil.stay.span.first
        wanted = {(day, one) for day, own in hours.items() for one in own}
        for slot in self.page.slots.values():
            if slot.number("course") != course or (slot.row["valid_to"] and slot.text("valid_to") < first.isoformat()):
                continue
            place = slot.number("weekday"), hour_of(slot)
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

    def _warn(self, subject: str, people: Iterable[int], hours: _Week) -> None:
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


def _days(stay: Stored) -> Span:
    return Span(stay.day("start") or date.min, stay.day("end"))


def end_slot(work: Work, slot: Stored, first: date) -> None:
    """An hour of the timetable is held no longer from `first` on; one that would have begun later is never held."""
    before = slot.text("valid_from") < first.isoformat()
    work.put(slot, {"valid_to": day_before(first) if before else OVER}, slot.number("course"))


def end_home(work: Work, office: FileOffice, pupil: int, year: YearLine, last: date) -> None:
    """Lessons at home end with `last`."""
    first, text = last + _DAY, last.isoformat()
    with office.reading() as db:
        stays = standing(read_stored(db, "subgroup_member", _STAYS, year.year, pupil))
        slots = standing(read_stored(db, "timetable_slot", _HOURS, year.year, pupil), "valid_to")
    for stay in stays.values():
        if not stay.row["end"] or stay.text("end") > text:
            end: Any = text if stay.text("start") <= text else OVER
            work.put(stay, {"end": end}, stay.number("course"))
    for slot in slots.values():
        if not slot.row["valid_to"] or slot.text("valid_to") > text:
            end_slot(work, slot, first)


def drop_home(work: Work, office: FileOffice, pupil: int, year: YearLine) -> None:
    """Lessons at home were entered by mistake, as the pupil was: no hour is held, and pages without entries go."""
    end_home(work, office, pupil, year, date.fromisoformat(year.start) - _DAY)
    with office.reading() as db:
        courses = read_stored(db, "course", _EMPTY, pupil, year.year)
    for one in courses.values():
        work.put(one, {"ended": 1}, int(one.key[0]))


def resume_home(work: Work, office: FileOffice, pupil: int, year: YearLine, days: tuple[date, date | None]) -> None:
    """Lessons at home that ended with the first of these days go on to the second, which may be open."""
    (ended, last), text = days, days[0].isoformat()
    with office.reading() as db:
        stays = standing(read_stored(db, "subgroup_member", _STAYS, year.year, pupil))
        slots = standing(read_stored(db, "timetable_slot", _HOURS, year.year, pupil), "valid_to")
    for one in stays.values():
        if one.text("end") == text and (last is None or last > ended):
            work.put(one, {"end": stored_day(last)}, one.number("course"))
    for one in slots.values():
        if one.text("valid_to") == text and (last is None or last > ended):
            work.put(one, {"valid_to": stored_day(last)}, one.number("course"))


# The conditions come from `storage.reading`.
_STAYS: Final = f"course IN (SELECT id FROM course WHERE year = ? AND {at_home()}) AND pupil = ?"  # noqa: S608
_HOURS: Final = (
    f"course IN (SELECT c.id FROM course AS c JOIN subgroup_member AS s ON s.course = c.id WHERE c.year = ?"  # noqa: S608
    f" AND s.pupil = ? AND {stands_sql('s')} AND {at_home('c.subgroup')})"
)
_EMPTY: Final = (
    "id IN (SELECT course FROM subgroup_member WHERE pupil = ?) AND year = ? AND ended = 0"  # noqa: S608
    f" AND {at_home()} AND NOT EXISTS (SELECT 1 FROM lesson AS l WHERE l.course = course.id"
    " AND (EXISTS (SELECT 1 FROM cell AS c WHERE c.lesson = l.id)"
    " OR EXISTS (SELECT 1 FROM lesson_record AS r WHERE r.lesson = l.id)))"
)
