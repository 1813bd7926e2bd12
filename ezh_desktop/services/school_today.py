"""Builds «Школа сегодня»: lessons that are over and filled by class, day and teacher, in a handful of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Final

from ezh_desktop.domain.calendar import BellTable
from ezh_desktop.domain.names import PersonName
from ezh_desktop.domain.rights import About, demand, may
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.rules.numbers import read_numbers
from ezh_desktop.domain.russian import number_ranges, roman, uncapped
from ezh_desktop.services.navigation import read_bell_table
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.school_today import ClassLine, Fill, SchoolToday, TeacherLine
from ezh_desktop.services.structure.requests import waiting_requests
from ezh_desktop.storage.reading.places import read_began, read_courses, read_settings, read_year
from ezh_desktop.storage.reading.protocol import read_cursor
from ezh_desktop.storage.reading.school_today import (
    Duty,
    HeldLesson,
    read_absent,
    read_answered,
    read_duties,
    read_held,
    read_inspections_due,
    read_pupil_counts,
    read_term,
)

DAYS: Final = 10
_NOON: Final = time(12)


def sees_school(office: FileOffice) -> bool:
    """Whether the person controls the journals: director, deputy and administrator."""
    return may(office.actor, Action.READ, About(Thing.PROTOCOL, office.clock.today()))


def school_today(office: FileOffice) -> SchoolToday:
    """The school as it stands now. Raises RightRefused for who does not control the journals."""
    today, now = office.clock.today(), office.clock.now_local().replace(tzinfo=None)
    demand(office.actor, Action.READ, About(Thing.PROTOCOL, today))
    with office.reading() as db:
        cursor, year = read_cursor(db), read_year(db, today.isoformat())
        if year is None:
            return SchoolToday(cursor, today, "", (), (), ())
        term = read_term(db, year.year, today.isoformat())
        began = read_began(db, today.isoformat())
        idle = timedelta(days=read_numbers(read_settings(db, year.year)).idle_days)
        first = max(began, min(date.fromisoformat(term[2]) if term else today, today - 2 * idle))
        held = read_held(db, year.year, first.isoformat(), today.isoformat())
        duties, courses = read_duties(db, year.year), read_courses(db, year.year)
        pupils = read_pupil_counts(db, year.year, today.isoformat())
        absent = read_absent(db, today.isoformat())
        late = read_inspections_due(db, year.year, today.isoformat())
        answers = tuple(read_answered(db, year.year))
        bells = read_bell_table(db, year.year)
    shifts = {line.school_class: line.shift for line in courses}
    over = [one for one in held if _is_over(one, now, bells, shifts.get(one.school_class, 1))]
    days = tuple(sorted({one.day for one in held})[-DAYS:])
    since = term[2] if term else ""
    in_term = [one for one in over if one.day >= since]
    by_class = _grouped(over)
    lines = [
        ClassLine(
            ident,
            name,
            MappingProxyType(
                {date.fromisoformat(day): _fill(one for one in by_class[ident] if one.day == day) for day in days}
            ),
            _fill(one for one in by_class[ident] if one.day >= since),
            pupils.get(ident, 0),
            absent.get(ident, ()),
            frozenset(one.lesson for one in by_class[ident] if one.day >= since),
        )
        for ident, name in dict.fromkeys((line.school_class, line.class_name) for line in courses)
    ]
    teachers = _Teachers(duties, today, began, idle).lines(over, in_term)
    shown = tuple(date.fromisoformat(day) for day in days)
    asked = len(waiting_requests(office))
    return SchoolToday(
        cursor, today, _week(term, today), shown, tuple(lines), teachers, late, asked, idle.days, answers
    )


def _is_over(one: HeldLesson, now: datetime, bells: BellTable, shift: int) -> bool:
    day = date.fromisoformat(one.day)
    bell = bells.get(shift, one.number, day)
    return datetime.combine(day, bell.end if bell else _NOON) <= now


def _grouped(lessons: Iterable[HeldLesson]) -> Mapping[int, Sequence[HeldLesson]]:
    found: defaultdict[int, list[HeldLesson]] = defaultdict(list)
    for one in lessons:
        found[one.school_class].append(one)
    return found


def _fill(lessons: Iterable[HeldLesson]) -> Fill:
    """Of a lesson of several classes or parts each row counts: each page has to be filled."""
    found = sorted(lessons, key=lambda one: (one.day, one.number, one.lesson))
    empty = next((one for one in found if not one.topic), None)
    first = empty or (found[0] if found else None)
    return Fill(sum(one.topic for one in found), len(found), (first.course, first.lesson) if first else None)


@dataclass(frozen=True)
class _Teachers:
    """Tells whose each lesson is: the substitute's, else of the course's teachers on that day."""

    duties: Sequence[Duty]
    today: date
    began: date
    idle: timedelta

    def lines(self, over: Sequence[HeldLesson], in_term: Sequence[HeldLesson]) -> tuple[TeacherLine, ...]:
        """Every teacher with lessons in the term, the emptiest first."""
        by_course: defaultdict[int, list[Duty]] = defaultdict(list)
        for duty in self.duties:
            by_course[duty.course].append(duty)
        since = (self.today - self.idle).isoformat()
        term, late = self._by_person(in_term, by_course), self._by_person(over, by_course)
        known = {duty.person: duty for duty in self.duties}
        made = []
        for person, lessons in term.items():
            if person in known:
                recent = [one for one in late[person].values() if one.day >= since]
                idle = self.began.isoformat() <= since and bool(recent) and not any(one.topic for one in recent)
                made.append((known[person].name_key, self._line(person, lessons, idle=idle)))
        order = sorted(made, key=lambda one: (one[1].fill.percent or 0, -one[1].missing, one[0]))
        return tuple(line for _, line in order)

    def _line(self, person: int, lessons: dict[int, HeldLesson], *, idle: bool) -> TeacherLine:
        own = [duty for duty in self.duties if duty.person == person]
        name = PersonName(own[0].surname, own[0].given, own[0].patronymic)
        return TeacherLine(person, name.full, _subjects(own), _fill(lessons.values()), idle, frozenset(lessons))

    @staticmethod
    def _by_person(
        lessons: Iterable[HeldLesson], by_course: Mapping[int, Sequence[Duty]]
    ) -> defaultdict[int, dict[int, HeldLesson]]:
        found: defaultdict[int, dict[int, HeldLesson]] = defaultdict(dict)
        for one in lessons:
            if one.substitute is not None:
                found[one.substitute][one.lesson] = one
                continue
            for duty in by_course.get(one.course, ()):
                if (duty.start or "") <= one.day and (duty.end is None or one.day <= duty.end):
                    found[duty.person][one.lesson] = one
        return found


def _subjects(duties: Sequence[Duty]) -> str:
    """«алгебра 7–9, ОБЗР 8»."""
    grades: defaultdict[str, set[int]] = defaultdict(set)
    for duty in duties:
        grades[duty.subject].add(duty.grade)
    return ", ".join(f"{uncapped(name)} {number_ranges(found)}" for name, found in sorted(grades.items()))


def _week(term: tuple[str, int, str, str] | None, today: date) -> str:
    """«5-я неделя II четверти»; nothing in the holidays."""
    if term is None or term[3] < today.isoformat():
        return ""
    start = date.fromisoformat(term[2])
    weeks = ((today - start).days + start.weekday()) // 7 + 1
    return f"{weeks}-я неделя {roman(term[1])} {'четверти' if term[0] == 'quarter' else 'полугодия'}"
