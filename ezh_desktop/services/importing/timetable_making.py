"""What a timetable makes: classes, staff, subjects and courses that are not there yet, duties and hours: one act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ezh_desktop.domain.calendar import WeekParity
from ezh_desktop.domain.change import Change, EntryRef, Row
from ezh_desktop.domain.ids import NewId
from ezh_desktop.domain.kinds import kind_of
from ezh_desktop.domain.names import ClassName, PersonName, name_key
from ezh_desktop.domain.rights import About
from ezh_desktop.domain.rights_table import Action
from ezh_desktop.domain.russian import count
from ezh_desktop.services.commands import Command
from ezh_desktop.services.founding import TEACHER_POST, likely_gender, person_row
from ezh_desktop.services.importing.people import class_changes
from ezh_desktop.services.importing.timetable_names import Choices, NameKind, NameLine, Stock, choices_change
from ezh_desktop.services.importing.timetable_state import (
    Course,
    CourseKey,
    Place,
    Start,
    differ_slots,
    differ_teachers,
)
from ezh_desktop.services.own import Planned
from ezh_desktop.storage.reading.places import YearLine
from ezh_desktop.storage.reading.rows import Readable, row

ACTION: Final = "timetable.import"
_WHOLE, _HALF = 10, 5
_FIRST_GRADE: Final = 1


@dataclass(frozen=True)
class Wanted:
    """A course as the file wants it. Ids below zero stand for what is made new; `names` tells the name of each id.

    `partly`: rows of it were refused, so that who teaches it and when is not told whole.
    """

    key: CourseKey
    subgroup: str
    course: Course | None
    places: Mapping[Place, str]
    teachers: frozenset[int]
    names: Mapping[int, NameLine]
    start: Start
    partly: bool


@dataclass
class Making:
    """Gathers the changes of one import, in the order in which rows need each other."""

    db: Readable
    year: YearLine
    start: Start
    new_id: NewId
    stocks: Mapping[NameKind, Stock]
    ids: dict[int, int] = field(default_factory=dict)
    """Number below zero → the id of what was made."""
    _made: dict[str, list[Change]] = field(default_factory=dict)
    _gone: int = 0
    _subgroups: int = 0
    _orphans: int = 0

    def make(
        self, wanted: Sequence[Wanted], present: Sequence[tuple[Course, frozenset[int]]]
    ) -> dict[CourseKey, dict[Place, str]]:
        """Changes for all of it. Gives for each course of the file its places: «new», «other»; the rest is the same."""
        keep = {course.course: kept for course, kept in present}
        told = {one.key: self._course(one, keep) for one in wanted}
        mentioned = {one.course.course for one in wanted if one.course is not None}
        for course, kept in present:
            if course.course not in mentioned:
                ended = differ_slots(course, {}, self.start, kept)
                self._gone += len(ended.gone)
                self._add("slots", ended.changes)
        return told

    def command(
        self, demands: tuple[tuple[Action, About], ...], kept: tuple[Choices, EntryRef | None, str]
    ) -> Command | None:
        """The one act; None when nothing changes. Lessons are derived anew behind it where hours change."""
        choices, base, text = kept
        setting = choices_change(self.year.year, text, base, choices)
        order = ("classes", "staff", "subjects", "courses", "duties", "slots")
        changes = [change for part in order for change in self._made.get(part, [])]
        changes += [setting] if setting is not None else []
        if not changes:
            return None
        planned = tuple(Planned(change) for change in changes)
        derives = self.year.year if self._made.get("slots") or self._made.get("classes") else None
        return Command(ACTION, ("academic_year", self.year.year), planned, demands, derives=derives)

    def notes(self) -> Iterator[str]:
        """What the act makes and ends besides its rows."""
        made = {part: sum(change.inserts for change in changes) for part, changes in self._made.items()}
        classes = sum(change.entity == "school_class" for change in self._made.get("classes", []))
        courses = sum(change.entity == "course" for change in self._made.get("courses", []))
        told = (
            (classes, "класс", "класса", "классов"),
            (made.get("staff", 0), "сотрудник без доступа", "сотрудника без доступа", "сотрудников без доступа"),
            (made.get("subjects", 0), "предмет", "предмета", "предметов"),
            (courses, "страница предмета", "страницы предметов", "страниц предметов"),
        )
        parts = [count(*one) for one in told if one[0]]
        if parts:
            yield f"Будет создано: {', '.join(parts)}."
        if self._gone:
            yield f"Из расписания уходит прежних часов: {self._gone}, в файле их нет. Проведённые уроки останутся."
        if self._subgroups:
            pages = count(self._subgroups, "странице", "страницах", "страницах")
            yield f"На {pages} подгрупп нет учеников: распределите их по подгруппам."
        if self._orphans:
            pages = count(self._orphans, "странице", "страницах", "страницах")
            yield f"На {pages} нет учителя: в файле он не назван."

    def _add(self, part: str, changes: Sequence[Change]) -> None:
        self._made.setdefault(part, []).extend(changes)

    def _course(self, wanted: Wanted, keep: Mapping[int, frozenset[int]]) -> dict[Place, str]:
        classes = frozenset(self._real(NameKind.CLASS, one, wanted) for one in wanted.key[0])
        subject = self._real(NameKind.SUBJECT, wanted.key[1], wanted)
        teachers = frozenset(self._real(NameKind.TEACHER, one, wanted) for one in wanted.teachers)
        course = wanted.course or self._new_course(wanted, classes, subject)
        slots = differ_slots(course, wanted.places, wanted.start, keep.get(course.course, frozenset()))
        self._gone += max(0, len(slots.gone) - len(slots.new))
        self._add("slots", slots.changes)
        self._add("slots", [self._slot(course.course, place, wanted) for place in sorted(slots.new)])
        ended, begun = differ_teachers(course, teachers, wanted.start)
        ended = [] if wanted.partly else ended
        self._add("duties", [*ended, *(self._duty(course.course, one, wanted.start) for one in begun)])
        word = "other" if slots.gone else "new"
        told = dict.fromkeys(slots.new, word) | dict.fromkeys(slots.altered, "other")
        return dict.fromkeys(wanted.places, "other") | told if (ended or begun) and wanted.course else told

    def _slot(self, course: int, place: Place, wanted: Wanted) -> Change:
        weekday, number, week = place
        row: Row = {"course": course, "weekday": weekday, "number": number, "part": 1, "week": week.value}
        days: Row = {"room": wanted.places[place], "valid_from": wanted.start.stored, "valid_to": None}
        return Change("timetable_slot", (self.new_id(),), None, {**row, **days}, course)

    def _duty(self, course: int, person: int, start: Start) -> Change:
        row: Row = {"course": course, "person": person, "start": start.stored, "end": None, "order_text": ""}
        return Change("course_teacher", (self.new_id(),), None, row, course)

    def _real(self, kind: NameKind, ident: int, wanted: Wanted) -> int:
        """The id in the journal: what is new is made when the first good row needs it; an ended class lives again."""
        if ident > 0:
            one = self.stocks[kind].by_ident[ident]
            if one.ended and ident not in self.ids:
                self.ids[ident] = ident
                self._add("classes", [Change("school_class", (ident,), {"ended": 1}, {"ended": 0}, ident, one.base)])
            return ident
        if ident not in self.ids:
            self.ids[ident] = self.new_id()
            {NameKind.CLASS: self._class, NameKind.SUBJECT: self._subject, NameKind.TEACHER: self._person}[kind](
                self.ids[ident], wanted.names[ident].label
            )
        return self.ids[ident]

    def _class(self, ident: int, label: str) -> None:
        self._add("classes", class_changes(self.db, ClassName.read(label), self.year, (ident, self.new_id)))

    def _subject(self, ident: int, label: str) -> None:
        kind = kind_of(label)
        last = int(row(self.db, "SELECT coalesce(max(position), 0) FROM subject")[0])
        position = last + 1 + len(self._made.get("subjects", []))
        values: Row = {"name": label, "name_key": name_key(label), "kind": kind.value}
        rest: Row = {"graded": int(kind.traits.graded), "position": position, "ended": 0}
        self._add("subjects", [Change("subject", (ident,), None, {**values, **rest})])

    def _person(self, ident: int, label: str) -> None:
        name = PersonName.read(label)
        person = person_row(name, likely_gender(name), TEACHER_POST)
        self._add("staff", [Change("person", (ident,), None, person)])

    def _new_course(self, wanted: Wanted, classes: frozenset[int], subject: int) -> Course:
        course = self.new_id()
        self._subgroups += bool(wanted.subgroup)
        self._orphans += not wanted.teachers
        hours = sum(_WHOLE if week is WeekParity.EVERY else _HALF for _, _, week in wanted.places)
        values: Row = {"year": self.year.year, "subject": subject, "scheme": None, "hours_tenths": hours}
        rest: Row = {"subgroup": wanted.subgroup, "position": self._position(subject), "ended": 0}
        graded: Row = {"graded": int(self._graded(wanted))}
        made = [Change("course", (course,), None, {**values, **graded, **rest}, course)]
        made += [Change("course_class", (course, one), None, {"ended": 0}, course) for one in sorted(classes)]
        self._add("courses", made)
        return Course(course, classes, subject, wanted.subgroup)

    def _position(self, subject: int) -> int:
        """A page stands in the class's journal where its subject stands in the school's list."""
        made = next((one for one in self._made.get("subjects", []) if one.key == (subject,)), None)
        if made is not None:
            return int(made.new["position"] or 0)
        return int(row(self.db, "SELECT position FROM subject WHERE id = ?", subject)[0])

    def _graded(self, wanted: Wanted) -> bool:
        """Grade 1 learns without marks (3.7), and so do some subjects (3.8)."""
        grades = {ClassName.read(wanted.names[one].label).grade for one in wanted.key[0]}
        known = self.stocks[NameKind.SUBJECT].by_ident.get(wanted.key[1])
        subject = known.extra == "1" if known else kind_of(wanted.names[wanted.key[1]].label).traits.graded
        return subject and grades != {_FIRST_GRADE}
