"""How many lessons a week each class and each teacher has in the timetable."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Final

from ezh_desktop.domain.calendar import WeekParity
from ezh_desktop.domain.names import PersonName, name_key
from ezh_desktop.services.office import FileOffice
from ezh_desktop.storage.reading.away import in_class
from ezh_desktop.storage.reading.rows import rows

_WHOLE: Final = 10


@dataclass(frozen=True, slots=True)
class Load:
    """A teacher with the lessons a week that stand in the timetable, in tenths."""

    person: int
    name: str
    tenths: int


def read_loads(office: FileOffice, year: int, day: date) -> tuple[dict[int, int], tuple[Load, ...]]:
    """Lessons a week of each class (hours of the day that are not free), and the teachers by name with theirs."""
    with office.reading() as db:
        held = rows(db, _CLASSES, year, day.isoformat(), day.isoformat())
        taught = rows(db, _TEACHERS, year, *[day.isoformat()] * 4)
        people = rows(db, _STAFF, year, day.isoformat())
    hours: Counter[int] = Counter()
    for person, week in taught:
        hours[person] += _WHOLE if week == WeekParity.EVERY.value else _WHOLE // 2
    names = sorted(((ident, PersonName(*parts).initials) for ident, *parts in people), key=lambda one: name_key(one[1]))
    return dict(held), tuple(Load(ident, name, hours[ident]) for ident, name in names)


_CLASSES: Final = (
    "SELECT k.school_class, count(DISTINCT t.weekday * 100 + t.number) FROM timetable_slot AS t"  # noqa: S608
    " JOIN course AS c ON c.id = t.course JOIN course_class AS k ON k.course = c.id AND k.ended = 0"
    f" WHERE c.year = ? AND c.ended = 0 AND {in_class('c.subgroup')} AND coalesce(t.valid_from, '') <= ?"
    " AND (t.valid_to IS NULL OR t.valid_to >= ?) GROUP BY k.school_class"
)
_TEACHERS: Final = (
    "SELECT p.person, t.week FROM timetable_slot AS t JOIN course AS c ON c.id = t.course"
    " JOIN course_teacher AS p ON p.course = c.id WHERE c.year = ? AND c.ended = 0"
    " AND coalesce(t.valid_from, '') <= ? AND (t.valid_to IS NULL OR t.valid_to >= ?)"
    " AND coalesce(p.start, '') <= ? AND (p.end IS NULL OR p.end >= ?)"
)
_STAFF: Final = (
    "SELECT DISTINCT s.id, s.surname, s.given, s.patronymic FROM person AS s"
    " JOIN course_teacher AS p ON p.person = s.id JOIN course AS c ON c.id = p.course"
    " WHERE c.year = ? AND c.ended = 0 AND (p.end IS NULL OR p.end >= ?)"
)
