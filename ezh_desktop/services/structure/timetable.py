"""The timetable made by hand: a week's grid of a class or of a teacher, valid from a day on, so that the past is kept
(5.2, 5.17).

What a cell says is read by `timetable_words`; who would be in two places at once is found by `timetable_conflicts`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final, NamedTuple, TypeAlias

from ezh_desktop.domain.calendar import WeekParity
from ezh_desktop.domain.change import Key, Row
from ezh_desktop.domain.names import PersonName
from ezh_desktop.domain.rights import About, demand
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.russian import dotted
from ezh_desktop.domain.timetable import CourseGroup, TimetableSlot
from ezh_desktop.domain.typed import typed_day
from ezh_desktop.errors import BadInput
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import (
    OVER,
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
)
from ezh_desktop.services.structure.timetable_conflicts import conflicts
from ezh_desktop.services.structure.timetable_page import LEAST_LESSONS, Cell, Item, TimetableCourse, TimetablePage
from ezh_desktop.services.structure.timetable_words import cell_text, read_cell
from ezh_desktop.storage.reading.away import at_home, in_class
from ezh_desktop.storage.reading.places import YearLine, read_bells, read_first_lessons
from ezh_desktop.storage.reading.rows import Readable, as_day, row, rows
from ezh_desktop.storage.reading.staff import read_name

ACTION: Final = "timetable.write"
TABLE: Final = "timetable"
_TOLD: Final = 2
"""How many conflicts are told at once; each stands in its cell too."""
_SINCE: Final = "since"
_Place: TypeAlias = tuple[int, int, int, int, str, str]
"""Course, weekday, number, part, week, room."""


class _Owner(NamedTuple):
    """Whose week is read: where its courses are, and how they are called. Of a pupil it is the one at home."""

    key: tuple[str, int]
    name: str
    grade: int
    own: str
    """The condition of the courses' ids with ? for the owner and twice for the day, if it asks."""


def read_timetable(office: FileOffice, school_class: int, day: date | None = None) -> TimetablePage:
    """The timetable of a class that holds on a day; without one on today, before the year on its first day.

    Raises RightRefused for who may not read it.
    """
    _demand_read(office, school_class)
    with office.reading() as db:
        year_id, name, grade = rows(db, "SELECT year, name, grade FROM school_class WHERE id = ?", school_class)[0]
        year = chosen_year(db, office.clock.today(), year_id)
        owner = _Owner(("school_class", school_class), name, grade, _OF_CLASS)
        return _read(db, owner, year, day, office.clock.today())


def read_teacher_timetable(office: FileOffice, person: int, year: int, day: date | None = None) -> TimetablePage:
    """The week of a teacher: courses that they teach on the day, each under its classes («7А Алгебра»).

    Raises RightRefused for who may not read it.
    """
    _demand_read(office)
    with office.reading() as db:
        name = read_name(db, person)
        line = chosen_year(db, office.clock.today(), year)
        owner = _Owner(("person", person), name.full if name is not None else "", 0, _OF_TEACHER)
        return _read(db, owner, line, day, office.clock.today())


def may_write(office: FileOffice, year: YearLine) -> bool:
    """Whether the person may change the timetable of the year in this session."""
    return is_open(office, year) and office.may(Action.WRITE, Thing.TIMETABLE)


def _demand_read(office: FileOffice, school_class: int | None = None) -> None:
    demand(office.actor, Action.READ, About(Thing.TIMETABLE, office.clock.today(), school_class=school_class))


def read_home_timetable(office: FileOffice, pupil: int, name: str, year: int, day: date) -> TimetablePage:
    """The week of a pupil who is taught at home, under their `name`."""
    _demand_read(office)
    with office.reading() as db:
        line = chosen_year(db, office.clock.today(), year)
        return _read(db, _Owner(("pupil", pupil), name, 0, _OF_PUPIL), line, day, office.clock.today())


def _read(db: Readable, owner: _Owner, year: YearLine, day: date | None, today: date) -> TimetablePage:
    first = date.fromisoformat(year.start)
    shown = max(day or today, first)
    stored = _stored(db, owner, year, shown)
    if day is None and not stored and owner.key[0] == "school_class":
        shown = first
    courses = _courses(db, owner, year, shown)
    ours = frozenset(one.course for one in courses)
    slots, groups, labels = surroundings(db, year.year, shown)
    people = rows(db, "SELECT id, surname, given, patronymic FROM person")
    page = TimetablePage(
        owner.key,
        owner.name,
        year,
        shown,
        year.week_days,
        _numbers(db, year.year, stored),
        courses,
        {key: one for key, one in stored.items() if one.number("course") in ours},
        tuple(slot for slot in slots if slot.course not in ours and slot.course in groups),
        groups,
        labels,
        {ident: PersonName(*parts).initials for ident, *parts in people},
        any(row(db, _FILLED, course) is not None for course in ours),
        _starts(stored.values(), first),
        owner.grade,
        read_first_lessons(db, year),
    )
    return replace(page, cells={cell: cell_text(page, items) for cell, items in items_on(page, page.day).items()})


def _asked(owner: _Owner, year: YearLine, day: date) -> tuple[Any, ...]:
    """The parameters of an owner's condition."""
    text = day.isoformat()
    kind, ident = owner.key
    asked: dict[str, tuple[Any, ...]] = {"school_class": (ident,), "pupil": (ident, year.year)}
    return asked.get(kind, (ident, year.year, text, text))


def _stored(db: Readable, owner: _Owner, year: YearLine, day: date) -> dict[Key, Stored]:
    found = read_stored(db, "timetable_slot", f"course IN ({owner.own})", *_asked(owner, year, day))
    return {key: one for key, one in found.items() if stands(one, "valid_to")}


def _starts(slots: Collection[Stored], first: date) -> tuple[date, ...]:
    """The days on which a slot begins to hold, or holds no longer."""
    found = {one.day("valid_from") for one in slots}
    found |= {end + timedelta(days=1) for one in slots if (end := one.day("valid_to")) is not None}
    return tuple(sorted(day for day in found if day is not None and day > first))


def holds(one: Stored, day: date) -> bool:
    """Whether a slot is in force on the day."""
    text = day.isoformat()
    return one.text("valid_from") <= text and (not one.row["valid_to"] or text <= one.text("valid_to"))


def _numbers(db: Readable, year: int, stored: Mapping[Key, Stored]) -> tuple[int, ...]:
    rung = {number for _, number, _, _, _, last in read_bells(db, year) if last != OVER}
    used = {one.number("number") for one in stored.values()}
    return tuple(sorted(rung | used)) or tuple(range(1, LEAST_LESSONS + 1))


def _courses(db: Readable, owner: _Owner, year: YearLine, day: date) -> tuple[TimetableCourse, ...]:
    asked, text = _asked(owner, year, day), day.isoformat()
    teachers: defaultdict[int, list[str]] = defaultdict(list)
    for course, *parts in rows(db, _TEACHERS.format(owner.own), text, text, *asked):
        teachers[course].append(PersonName(*parts).initials)
    classes: defaultdict[int, list[str]] = defaultdict(list)
    if owner.key[0] == "person":
        for course, name in rows(db, _CLASSES.format(owner.own), *asked):
            classes[course].append(name)
    return tuple(
        TimetableCourse(
            course,
            subject,
            f"{', '.join(classes[course])} {name}".lstrip(),
            "" if owner.key[0] == "pupil" else subgroup,
            hours,
            ", ".join(teachers[course]),
        )
        for course, subject, name, subgroup, hours in rows(db, _COURSES.format(owner.own), *asked)
    )


def surroundings(
    db: Readable, year: int, day: date
) -> tuple[list[TimetableSlot], dict[int, CourseGroup], dict[int, str]]:
    """All slots of the year, who takes part in each course on the day, and what it is called."""
    people: defaultdict[int, set[int]] = defaultdict(set)
    for course, person in rows(db, _TAUGHT, day.isoformat(), day.isoformat()):
        people[course].add(person)
    classes: defaultdict[int, set[int]] = defaultdict(set)
    labels: dict[int, str] = {}
    subgroups: dict[int, str] = {}
    for course, subgroup, subject, school_class, name in rows(db, _LABELS, year):
        classes[course].add(school_class)
        subgroups[course] = subgroup
        labels[course] = f"{name} {subject}" + (f", {subgroup}" if subgroup else "")
    groups = {
        course: CourseGroup(course, frozenset(people[course]), frozenset(classes[course]), subgroup)
        for course, subgroup in subgroups.items()
    }
    return [_slot(*one) for one in rows(db, _SLOTS, year)], groups, labels


def _slot(  # noqa: PLR0917 - the columns of a row
    course: int, weekday: int, number: int, part: int, week: str, first: str | None, last: str | None, room: str
) -> TimetableSlot:
    return TimetableSlot(
        course, weekday, number, part, WeekParity(week), as_day(first) or date.min, as_day(last) or date.max, room
    )


def items_on(page: TimetablePage, day: date) -> dict[Cell, list[Item]]:
    """What stands in each cell on a day, in the order of the courses."""
    order = {one.course: at for at, one in enumerate(page.courses)}
    found: defaultdict[Cell, list[Item]] = defaultdict(list)
    for one in page.stored.values():
        if holds(one, day):
            item = Item(one.number("course"), WeekParity(one.text("week")), one.number("part"), one.text("room"))
            found[one.number("weekday"), one.number("number")].append(item)
    return {cell: sorted(items, key=lambda item: order[item.course]) for cell, items in found.items()}


def plan_timetable(
    office: FileOffice, page: TimetablePage, cells: Mapping[Cell, str], day: str = "", until: str = ""
) -> Plan:
    """What saving the grid would do: it holds from `day` to `until`, and what holds before and behind stays.

    «» means the page's own day, and the last one before another timetable follows.
    """
    demand_open(page.year)
    work, start, end = Work(system_ids()), page.day, page.last
    with work.reading(_SINCE, 0, "day"):
        start = typed_day(day, academic_of(page.year)) if day.strip() else page.day
    with work.reading(_SINCE, 0, "until"):
        end = typed_day(until, academic_of(page.year)) if until.strip() else page.last
    if start != page.day:
        what = f"Показано расписание на {dotted(page.day)}."
        work.fault(_SINCE, 0, "day", what, "Нажмите Enter в поле даты, чтобы увидеть расписание на другой день.")
    if end is not None and end < start:
        work.fault(_SINCE, 0, "until", "Последний день раньше первого.", "Впишите день не раньше первого.")
    if end is not None and page.last is not None and end > page.last:
        # Both would hold on the days behind it, and the class would be on two lessons at once.
        what = f"С {dotted(page.last + timedelta(days=1))} действует уже другое расписание."
        work.fault(_SINCE, 0, "until", what, f"Впишите день не позже {dotted(page.last)}.")
    wanted = _wanted(work, page, cells)
    for one in page.stored.values():
        if holds(one, page.day) and wanted.pop(_place(one), one) is not None:
            _end(work, page, one, end)
    first = None if page.first else page.day.isoformat()
    for place in wanted:
        _add(work, place, first, None if end is None else end.isoformat())
    if page.first and page.filled and work.changes:
        work.warnings.append("Расписание перестроится и за прошедшие дни. Чтобы сохранить их, впишите дату перехода.")
    work.warnings += _warnings(ending(page, until), cells)
    return work.plan(ACTION, page.owner, asks(office, Thing.TIMETABLE), page.year.year)


def ending(page: TimetablePage, until: str) -> TimetablePage:
    """The page as it is judged while its last day is typed: what ends before another hour begins does not collide.

    What is no day, or one that cannot be, is none here; `plan_timetable` says so.
    """
    try:
        last = typed_day(until, academic_of(page.year)) if until.strip() else None
    except BadInput:
        last = None
    possible = last is not None and page.day <= last <= (page.last or last)
    return replace(page, until=last if possible else None)


def _warnings(page: TimetablePage, cells: Mapping[Cell, str]) -> list[str]:
    """The first conflicts in words, and how many hours have some."""
    told = [words for _, words in sorted(conflicts(page, cells).items())]
    more = [f"Всего часов, где кто-то занят дважды: {len(told)}."] if len(told) > _TOLD else []
    return [*dict.fromkeys(told[:_TOLD]), *more]


def _wanted(work: Work, page: TimetablePage, cells: Mapping[Cell, str]) -> dict[_Place, None]:
    """What the cells ask for; what cannot be read is a fault of its cell."""
    found: dict[_Place, None] = {}
    for (weekday, number), text in cells.items():
        with work.reading(TABLE, page.numbers.index(number), str(weekday)):
            found |= {
                (one.course, weekday, number, one.part, one.week.value, one.room): None for one in read_cell(page, text)
            }
    return found


def _end(work: Work, page: TimetablePage, one: Stored, until: date | None) -> None:
    """A slot ends the day before; it goes on behind `until`, if it would have."""
    before = not page.first and one.text("valid_from") < page.day.isoformat()
    work.put(one, {"valid_to": day_before(page.day) if before else OVER}, one.number("course"))
    if until is not None and (not one.row["valid_to"] or one.text("valid_to") > until.isoformat()):
        _add(work, _place(one), (until + timedelta(days=1)).isoformat(), one.text("valid_to") or None)


def _add(work: Work, place: _Place, first: str | None, last: str | None) -> None:
    course, weekday, number, part, week, room = place
    new: Row = {"course": course, "weekday": weekday, "number": number, "part": part, "week": week, "room": room}
    work.add("timetable_slot", {**new, "valid_from": first, "valid_to": last}, scope=course)


def _place(one: Stored) -> _Place:
    names = ("course", "weekday", "number", "part")
    course, weekday, number, part = (one.number(name) for name in names)
    return course, weekday, number, part, one.text("week"), one.text("room")


_OF_CLASS: Final = (
    "SELECT u.course FROM course_class AS u JOIN course AS v ON v.id = u.course"  # noqa: S608 - our own condition
    f" WHERE u.school_class = ? AND u.ended = 0 AND {in_class('v.subgroup')}"
)
_OF_PUPIL: Final = (
    "SELECT u.course FROM subgroup_member AS u JOIN course AS v ON v.id = u.course"  # noqa: S608 - our own condition
    f" WHERE u.pupil = ? AND v.year = ? AND v.ended = 0 AND {at_home('v.subgroup')}"
)
_OF_TEACHER: Final = (
    "SELECT q.course FROM course_teacher AS q JOIN course AS r ON r.id = q.course WHERE q.person = ? AND r.year = ?"
    " AND r.ended = 0 AND coalesce(q.start, '') <= ? AND (q.end IS NULL OR q.end >= ?)"
)
_COURSES: Final = (
    "SELECT c.id, c.subject, s.name, c.subgroup, c.hours_tenths FROM course AS c JOIN subject AS s ON s.id = c.subject"
    " WHERE c.id IN ({}) AND c.ended = 0 ORDER BY c.position, s.name_key, c.subgroup"
)
_TEACHERS: Final = (
    "SELECT t.course, p.surname, p.given, p.patronymic FROM course_teacher AS t JOIN person AS p ON p.id = t.person"
    " WHERE coalesce(t.start, '') <= ? AND (t.end IS NULL OR t.end >= ?) AND t.course IN ({})"
)
_CLASSES: Final = (
    "SELECT l.course, k.name FROM course_class AS l JOIN school_class AS k ON k.id = l.school_class"
    " WHERE l.ended = 0 AND l.course IN ({}) ORDER BY k.grade, k.letter"
)
_TAUGHT: Final = (
    "SELECT course, person FROM course_teacher WHERE coalesce(start, '') <= ? AND (end IS NULL OR end >= ?)"
)
_LABELS: Final = (
    "SELECT c.id, c.subgroup, s.name, k.id, k.name FROM course AS c JOIN subject AS s ON s.id = c.subject"
    " JOIN course_class AS l ON l.course = c.id AND l.ended = 0 JOIN school_class AS k ON k.id = l.school_class"
    " WHERE c.year = ? AND c.ended = 0 ORDER BY k.grade DESC, k.letter DESC"
)
_FILLED: Final = (
    "SELECT 1 FROM lesson AS l WHERE l.course = ? AND (EXISTS (SELECT 1 FROM cell AS c WHERE c.lesson = l.id)"
    " OR EXISTS (SELECT 1 FROM lesson_record AS r WHERE r.lesson = l.id)) LIMIT 1"
)
_SLOTS: Final = (
    "SELECT t.course, t.weekday, t.number, t.part, t.week, t.valid_from, t.valid_to, t.room FROM timetable_slot AS t"
    " JOIN course AS c ON c.id = t.course WHERE c.year = ? AND c.ended = 0"
    " AND (t.valid_to IS NULL OR t.valid_to >= coalesce(t.valid_from, ''))"
)
