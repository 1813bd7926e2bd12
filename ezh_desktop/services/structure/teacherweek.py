"""The week of a teacher as it follows from the timetables of all classes, and how many lessons each class has."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from ezh_desktop.domain.calendar import WeekParity
from ezh_desktop.domain.names import PersonName, name_key
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import OVER, chosen_year
from ezh_desktop.services.structure.timetable import LEAST_LESSONS, WEEKS, Cell
from ezh_desktop.storage.reading.places import YearLine, read_bells
from ezh_desktop.storage.reading.rows import Readable, rows

_WHOLE: Final = 10


@dataclass(frozen=True, slots=True)
class Load:
    """A teacher with the lessons a week that stand in the timetable, in tenths."""

    person: int
    name: str
    tenths: int


@dataclass(frozen=True, slots=True)
class TeacherWeek:
    """What a teacher holds in a week: words by cell; `twice` are the cells in which two courses want the teacher."""

    name: str
    year: YearLine
    day: date
    numbers: tuple[int, ...]
    cells: Mapping[Cell, str]
    twice: frozenset[Cell]


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


def read_teacher_week(office: FileOffice, person: int, year: int, day: date | None = None) -> TeacherWeek:
    """The week of a teacher on a day; without one today, before the year its first day."""
    today = office.clock.today()
    with office.reading() as db:
        line = chosen_year(db, today, year)
        shown = max(day or today, date.fromisoformat(line.start))
        parts = rows(db, "SELECT surname, given, patronymic FROM person WHERE id = ?", person)[0]
        found = rows(db, _WEEK, line.year, person, *[shown.isoformat()] * 4)
        numbers = _numbers(db, line.year, {one[1] for one in found})
    cells: defaultdict[Cell, dict[int, tuple[str, str]]] = defaultdict(dict)
    for weekday, number, week, course, name, subject, subgroup in found:
        title = f"{subject}, {subgroup}" if subgroup else subject
        classes = cells[weekday, number].get(course, ("", ""))[0]
        cells[weekday, number][course] = (f"{classes}, {name}" if classes else name, _words(title, week))
    words = {cell: " / ".join(f"{names} {title}" for names, title in some.values()) for cell, some in cells.items()}
    return TeacherWeek(PersonName(*parts).full, line, shown, numbers, words, _twice(found))


def _words(title: str, week: str) -> str:
    parity = WeekParity(week)
    return f"{title} ({WEEKS[parity]})" if parity in WEEKS else title


def _twice(found: list[tuple[int, int, str, int, str, str, str]]) -> frozenset[Cell]:
    """Cells in which two courses stand in the same week."""
    weeks: defaultdict[Cell, dict[int, str]] = defaultdict(dict)
    for weekday, number, week, course, *_ in found:
        weeks[weekday, number][course] = week
    return frozenset(cell for cell, some in weeks.items() if _meet(list(some.values())))


def _meet(weeks: list[str]) -> bool:
    every = weeks.count(WeekParity.EVERY.value)
    return len(weeks) > 1 and (every > 0 or len(set(weeks)) < len(weeks))


def _numbers(db: Readable, year: int, used: set[int]) -> tuple[int, ...]:
    rung = {number for _, number, _, _, _, last in read_bells(db, year) if last != OVER}
    return tuple(sorted(rung | used)) or tuple(range(1, LEAST_LESSONS + 1))


_CLASSES: Final = (
    "SELECT k.school_class, count(DISTINCT t.weekday * 100 + t.number) FROM timetable_slot AS t"
    " JOIN course AS c ON c.id = t.course JOIN course_class AS k ON k.course = c.id AND k.ended = 0"
    " WHERE c.year = ? AND c.ended = 0 AND coalesce(t.valid_from, '') <= ?"
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
_WEEK: Final = (
    "SELECT t.weekday, t.number, t.week, c.id, k.name, s.name, c.subgroup FROM timetable_slot AS t"
    " JOIN course AS c ON c.id = t.course JOIN subject AS s ON s.id = c.subject"
    " JOIN course_teacher AS p ON p.course = c.id JOIN course_class AS l ON l.course = c.id AND l.ended = 0"
    " JOIN school_class AS k ON k.id = l.school_class WHERE c.year = ? AND c.ended = 0 AND p.person = ?"
    " AND coalesce(t.valid_from, '') <= ? AND (t.valid_to IS NULL OR t.valid_to >= ?)"
    " AND coalesce(p.start, '') <= ? AND (p.end IS NULL OR p.end >= ?)"
    " ORDER BY t.weekday, t.number, k.grade, k.letter"
)
