"""The timetable of a class made by hand: a week's grid, valid from a day on, so that the past is kept (5.2, 5.17).

A cell says what is taught in words: «Алгебра»; «Труд (технология), 1 / Информатика, 2»; «Музыка (нечёт)». A divided
subject without its subgroup means all subgroups at once.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Final, NamedTuple, TypeAlias

from ezh_desktop.domain.calendar import WeekParity
from ezh_desktop.domain.change import Key, Row
from ezh_desktop.domain.names import PersonName, name_key
from ezh_desktop.domain.rights_table import Thing
from ezh_desktop.domain.russian import dotted
from ezh_desktop.domain.timetable import Conflict, ConflictKind, CourseGroup, TimetableSlot, find_conflicts
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
    read_stored,
    stands,
)
from ezh_desktop.storage.reading.places import YearLine, read_bells
from ezh_desktop.storage.reading.rows import Readable, as_day, row, rows

ACTION: Final = "timetable.write"
TABLE: Final = "timetable"
LEAST_LESSONS: Final = 8
_WHOLE_HOUR: Final = 10
WEEKS: Final = {WeekParity.ODD: "нечёт", WeekParity.EVEN: "чёт"}
_PART: Final = re.compile(r"(?P<title>.*?)(?:\s*\((?P<week>неч[её]т|ч[её]т)[а-яё]*\.?\))?", re.IGNORECASE)

Cell: TypeAlias = tuple[int, int]
"""Weekday (1–6) and number of the lesson."""


class Item(NamedTuple):
    """One meeting in a cell."""

    course: int
    week: WeekParity
    part: int = 1


@dataclass(frozen=True, slots=True)
class TimetableCourse:
    """A course of the class: its title in the grid, subject, planned hours, teachers in short."""

    course: int
    subject: int
    subject_name: str
    subgroup: str
    hours_tenths: int
    teachers: str

    @property
    def title(self) -> str:
        """«Алгебра», «Информатика, 1»."""
        return f"{self.subject_name}, {self.subgroup}" if self.subgroup else self.subject_name


@dataclass(frozen=True)
class TimetablePage:
    """The timetable of a class as it stands on a day, with all that could collide with it."""

    school_class: int
    name: str
    year: YearLine
    day: date
    week_days: int
    numbers: tuple[int, ...]
    courses: tuple[TimetableCourse, ...]
    stored: Mapping[Key, Stored]
    others: tuple[TimetableSlot, ...]
    """Slots of courses in which this class takes no part."""
    groups: Mapping[int, CourseGroup]
    labels: Mapping[int, str]
    """What a course is called among all classes: «7Б Алгебра»."""
    people: Mapping[int, str]
    filled: bool = False
    """Whether something is entered in lessons of the class."""
    starts: tuple[date, ...] = ()
    """Days after the year's first on which another timetable of the class begins."""
    cells: Mapping[Cell, str] = field(default_factory=dict)

    @property
    def first(self) -> bool:
        """Whether the day is the year's first: what is written then holds from the start."""
        return self.day.isoformat() <= self.year.start

    @property
    def later(self) -> date | None:
        """The next day from which another timetable holds."""
        return next((start for start in self.starts if start > self.day), None)

    @cached_property
    def choices(self) -> tuple[str, ...]:
        """What may be typed into a cell: courses, and divided subjects as a whole."""
        return tuple(dict.fromkeys(name for one in self.courses for name in (one.subject_name, one.title)))

    @cached_property
    def by_name(self) -> dict[str, tuple[int, ...]]:
        """What each choice means, by its key."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for one in self.courses:
            for name in {one.subject_name, one.title}:
                found[name_key(name)].append(one.course)
        return {name: tuple(courses) for name, courses in found.items()}


def read_timetable(office: FileOffice, school_class: int, day: date | None = None) -> TimetablePage:
    """The timetable that holds on a day; without one on today, before the year on its first day."""
    today = office.clock.today()
    own = "course IN (SELECT course FROM course_class WHERE school_class = ? AND ended = 0)"
    with office.reading() as db:
        year_id, name = rows(db, "SELECT year, name FROM school_class WHERE id = ?", school_class)[0]
        year = chosen_year(db, today, year_id)
        stored = {
            key: one
            for key, one in read_stored(db, "timetable_slot", own, school_class).items()
            if stands(one, "valid_to")
        }
        first = date.fromisoformat(year.start)
        shown = max(day or (today if stored else first), first)
        courses = _courses(db, school_class, shown)
        ours = frozenset(one.course for one in courses)
        slots, groups, labels = _surroundings(db, year.year, shown)
        people = rows(db, "SELECT id, surname, given, patronymic FROM person")
        page = TimetablePage(
            school_class,
            name,
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
            row(db, _FILLED, school_class) is not None,
            _starts(stored.values(), first),
        )
    return replace(page, cells=_cells(page))


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


def _courses(db: Readable, school_class: int, day: date) -> tuple[TimetableCourse, ...]:
    teachers: defaultdict[int, list[str]] = defaultdict(list)
    for course, *parts in rows(db, _TEACHERS, day.isoformat(), day.isoformat(), school_class):
        teachers[course].append(PersonName(*parts).initials)
    return tuple(
        TimetableCourse(course, subject, name, subgroup, hours, ", ".join(teachers[course]))
        for course, subject, name, subgroup, hours in rows(db, _COURSES, school_class)
    )


def _surroundings(
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
    course: int, weekday: int, number: int, part: int, week: str, first: str | None, last: str | None
) -> TimetableSlot:
    return TimetableSlot(
        course, weekday, number, part, WeekParity(week), as_day(first) or date.min, as_day(last) or date.max
    )


# Cells as text


def _cells(page: TimetablePage) -> dict[Cell, str]:
    found: defaultdict[Cell, list[Item]] = defaultdict(list)
    for one in page.stored.values():
        if holds(one, page.day):
            item = Item(one.number("course"), WeekParity(one.text("week")), one.number("part"))
            found[one.number("weekday"), one.number("number")].append(item)
    return {cell: cell_text(page, items) for cell, items in found.items()}


def cell_text(page: TimetablePage, items: Iterable[Item]) -> str:
    """The words of a cell: subgroups that meet all at once are named by their subject alone."""
    by_week: defaultdict[WeekParity, list[int]] = defaultdict(list)
    for item in items:
        by_week[item.week].append(item.course)
    parts = []
    for week, courses in by_week.items():
        tail = f" ({WEEKS[week]})" if week in WEEKS else ""
        parts += [f"{name}{tail}" for name in _names(page, courses)]
    return " / ".join(parts)


def _names(page: TimetablePage, courses: list[int]) -> list[str]:
    left, names = Counter(courses), list[str]()
    for one in page.courses:
        whole = page.by_name[name_key(one.subject_name)]
        while left[one.course] and all(left[course] for course in whole):
            names.append(one.subject_name)
            left.subtract(whole)
        names += [one.title] * left.pop(one.course, 0)
    return names


def complete(page: TimetablePage, text: str) -> str:
    """The cell's text with each name written out: «алг» is «Алгебра». Raises BadInput on a name that is none."""
    return cell_text(page, read_cell(page, text))


def read_cell(page: TimetablePage, text: str) -> list[Item]:
    """What the words of a cell mean. Raises BadInput on what is no course of the class or could be several."""
    items: list[Item] = []
    for part in re.split(r"[/;+]", text):
        words = " ".join(part.split())
        if not words:
            continue
        found = _PART.fullmatch(words)
        title, week = (found["title"], found["week"] or "") if found else (words, "")
        parity = (
            WeekParity.EVERY if not week else WeekParity.ODD if week.casefold().startswith("н") else WeekParity.EVEN
        )
        for course in _meant(page, title):
            again = sum(item.course == course and item.week is parity for item in items)
            items.append(Item(course, parity, again + 1))
    return items


def _meant(page: TimetablePage, title: str) -> tuple[int, ...]:
    key = name_key(title)
    if key in page.by_name:
        return page.by_name[key]
    near = [name for name in page.by_name if name.startswith(key)]
    near = [name for name in near if not any(other != name and name.startswith(other) for other in near)]
    if len(near) == 1:
        return page.by_name[near[0]]
    if not near:
        raise BadInput(f"«{title}» у класса {page.name} нет.", "Добавьте предмет в «Предметы и учителя».")
    shown = [one for one in page.choices if name_key(one) in near]
    raise BadInput(f"«{title}» — это {' или '.join(shown[:3])}?", "Допишите название.")


# Conflicts, hours, saving


_NOBODY: Final = frozenset[int]()


def draft_slots(page: TimetablePage, cells: Mapping[Cell, str]) -> list[TimetableSlot]:
    """The slots that the cells mean, from the page's day on; unreadable cells give none."""
    found = []
    for (weekday, number), text in cells.items():
        try:
            items = read_cell(page, text)
        except BadInput:
            continue
        found += [TimetableSlot(one.course, weekday, number, one.part, one.week, page.day) for one in items]
    return found


def conflicts(page: TimetablePage, cells: Mapping[Cell, str]) -> dict[Cell, str]:
    """Who would be in two places at once, in words, by cell."""
    own = draft_slots(page, cells)
    busy: defaultdict[Cell, set[int]] = defaultdict(set)
    for slot in own:
        busy[slot.weekday, slot.number] |= page.groups[slot.course].teachers
    # Other classes can only want our teachers: their own conflicts are told at their own weeks.
    near = [
        slot
        for slot in page.others
        if not busy.get((slot.weekday, slot.number), _NOBODY).isdisjoint(page.groups[slot.course].teachers)
    ]
    ours = {one.course for one in page.courses}
    found: dict[Cell, list[str]] = {}
    for one in find_conflicts([*own, *near], page.groups.values()):
        if ours & {one.first.course, one.second.course}:
            found.setdefault((one.first.weekday, one.first.number), []).append(_conflict(page, one, ours))
    return {cell: " ".join(dict.fromkeys(words)) for cell, words in found.items()}


def _conflict(page: TimetablePage, one: Conflict, ours: set[int]) -> str:
    other = one.second if one.first.course in ours else one.first
    if one.kind is ConflictKind.TEACHER:
        return f"{page.people.get(one.who, 'Учитель')} в это время ведёт {page.labels[other.course]}."
    if one.kind is ConflictKind.SUBGROUP:
        return "Одна подгруппа на двух уроках сразу."
    return f"Класс на двух уроках сразу: {page.labels[one.first.course]} и {page.labels[one.second.course]}."


def placed(page: TimetablePage, cells: Mapping[Cell, str]) -> dict[int, int]:
    """Lessons a week of each course in the grid, in tenths: every other week counts half."""
    hours: Counter[int] = Counter()
    for slot in draft_slots(page, cells):
        hours[slot.course] += _WHOLE_HOUR if slot.week is WeekParity.EVERY else _WHOLE_HOUR // 2
    return dict(hours)


def plan_timetable(office: FileOffice, page: TimetablePage, cells: Mapping[Cell, str], day: str = "") -> Plan:
    """What saving the grid would do: it holds from `day` («» the page's own day) on; what held before is kept."""
    demand_open(page.year)
    work, start = Work(system_ids()), page.day
    with work.reading("since", 0, "day"):
        start = typed_day(day, academic_of(page.year)) if day.strip() else page.day
    if start != page.day:
        what = f"Показано расписание на {dotted(page.day)}."
        work.fault("since", 0, "day", what, "Нажмите Enter в поле даты, чтобы увидеть расписание на другой день.")
    wanted: dict[tuple[int, int, int, int, str], None] = {}
    for (weekday, number), text in cells.items():
        with work.reading(TABLE, page.numbers.index(number), str(weekday)):
            wanted |= {(one.course, weekday, number, one.part, one.week.value): None for one in read_cell(page, text)}
    for one in page.stored.values():
        if holds(one, page.day) and wanted.pop(_place(one), one) is not None:
            before = not page.first and one.text("valid_from") < page.day.isoformat()
            work.put(one, {"valid_to": day_before(page.day) if before else OVER}, one.number("course"))
    first = None if page.first else page.day.isoformat()
    for course, weekday, number, part, week in wanted:
        row: Row = {"course": course, "weekday": weekday, "number": number, "part": part, "week": week, "room": ""}
        work.add("timetable_slot", {**row, "valid_from": first, "valid_to": None}, scope=course)
    if page.first and page.filled and work.changes:
        work.warnings.append("Расписание перестроится и за прошедшие дни. Чтобы сохранить их, впишите дату перехода.")
    work.warnings += [words for _, words in sorted(conflicts(page, cells).items())]
    return work.plan(ACTION, ("school_class", page.school_class), asks(office, Thing.TIMETABLE), page.year.year)


def _place(one: Stored) -> tuple[int, int, int, int, str]:
    names = ("course", "weekday", "number", "part")
    course, weekday, number, part = (one.number(name) for name in names)
    return course, weekday, number, part, one.text("week")


_COURSES: Final = (
    "SELECT c.id, c.subject, s.name, c.subgroup, c.hours_tenths FROM course AS c JOIN subject AS s ON s.id = c.subject"
    " JOIN course_class AS k ON k.course = c.id AND k.ended = 0 WHERE k.school_class = ? AND c.ended = 0"
    " ORDER BY c.position, s.name_key, c.subgroup"
)
_TEACHERS: Final = (
    "SELECT t.course, p.surname, p.given, p.patronymic FROM course_teacher AS t JOIN person AS p ON p.id = t.person"
    " WHERE coalesce(t.start, '') <= ? AND (t.end IS NULL OR t.end >= ?)"
    " AND t.course IN (SELECT course FROM course_class WHERE school_class = ?)"
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
    "SELECT 1 FROM lesson AS l JOIN course_class AS k ON k.course = l.course WHERE k.school_class = ?"
    " AND (EXISTS (SELECT 1 FROM cell AS c WHERE c.lesson = l.id) OR EXISTS (SELECT 1 FROM lesson_record AS r"
    " WHERE r.lesson = l.id)) LIMIT 1"
)
_SLOTS: Final = (
    "SELECT t.course, t.weekday, t.number, t.part, t.week, t.valid_from, t.valid_to FROM timetable_slot AS t"
    " JOIN course AS c ON c.id = t.course WHERE c.year = ? AND c.ended = 0"
    " AND (t.valid_to IS NULL OR t.valid_to >= coalesce(t.valid_from, ''))"
)
