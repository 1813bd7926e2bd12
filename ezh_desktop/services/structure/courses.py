"""The courses of a class as a table: subject, subgroup, hours, teachers, classes taught together (4.1.4, 5.1).

A teacher named from a day on follows the one before; without a day the entry is a correction and holds from the start.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from ezh_desktop.domain.away import HOME_GROUP, is_home_group
from ezh_desktop.domain.change import Key, Row
from ezh_desktop.domain.curriculum import CourseHours, courses_of
from ezh_desktop.domain.kinds import kind_of
from ezh_desktop.domain.names import ClassName, PersonName, name_key
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.rules import refuse_subject_name
from ezh_desktop.domain.russian import dotted
from ezh_desktop.domain.typed import hours_text, several, typed_day, typed_hours
from ezh_desktop.errors import EzhError
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
    demand_open,
    read_stored,
    stands,
)
from ezh_desktop.services.structure.classes import class_names
from ezh_desktop.services.structure.staff import StaffList, make_teacher, read_staff, staff_named
from ezh_desktop.services.structure.teaching import duties, teach, teaching
from ezh_desktop.storage.reading.away import in_class
from ezh_desktop.storage.reading.places import YearLine
from ezh_desktop.storage.reading.rows import rows

ACTION: Final = "course.write"
TABLE: Final = "courses"
YES, NO = "да", "нет"
OWN_TERMS: Final = "как у класса"
_SUBGROUPS: Final = ("1", "2")


@dataclass(frozen=True, slots=True)
class CoursesPage:
    """The courses of a class in the journal's order, and all that their fields may name."""

    school_class: int
    name: ClassName
    year: YearLine
    lines: Lines
    courses: Mapping[Key, Stored]
    links: Mapping[Key, Stored]
    teachers: Mapping[Key, Stored]
    slots: Mapping[Key, Stored]
    subjects: Mapping[Key, Stored]
    schemes: Mapping[str, int]
    classes: Mapping[str, int]
    staff: StaffList
    filled: frozenset[int]
    """Courses about whose lessons something is entered."""
    today: date

    @property
    def subject_names(self) -> tuple[str, ...]:
        """The subjects there are, in their order."""
        living = [one for one in self.subjects.values() if not one.number("ended")]
        return tuple(one.text("name") for one in sorted(living, key=lambda one: one.number("position")))


def read_courses(office: FileOffice, school_class: int) -> CoursesPage:
    """The courses of a class; those of pupils taught at home are `structure.home`'s."""
    today = office.clock.today()
    own = "course IN (SELECT course FROM course_class WHERE school_class = ? AND ended = 0)"
    with office.reading() as db:
        year_id, name = rows(db, "SELECT year, name FROM school_class WHERE id = ?", school_class)[0]
        ours = f"ended = 0 AND {in_class()} AND {own.replace('course IN', 'id IN', 1)}"
        courses = read_stored(db, "course", ours, school_class)
        filled = rows(db, _FILLED, school_class)
        page = CoursesPage(
            school_class,
            ClassName.read(name),
            chosen_year(db, today, year_id),
            (),
            courses,
            read_stored(db, "course_class", own, school_class),
            {key: one for key, one in read_stored(db, "course_teacher", own, school_class).items() if stands(one)},
            read_stored(db, "timetable_slot", own, school_class),
            read_stored(db, "subject", "1"),
            dict(rows(db, "SELECT title, id FROM term_scheme WHERE year = ? ORDER BY id", year_id)),
            class_names(db, year_id),
            read_staff(db),
            frozenset(one[0] for one in filled),
            today,
        )
    return replace(page, lines=tuple(_line(page, one) for one in _ordered(page)))


def _ordered(page: CoursesPage) -> list[Stored]:
    def order(one: Stored) -> tuple[int, str, str]:
        subject = page.subjects[one.number("subject"),]
        return one.number("position"), subject.text("name_key"), one.text("subgroup")

    return sorted(page.courses.values(), key=order)


def _line(page: CoursesPage, course: Stored) -> Line:
    ident = int(course.key[0])
    schemes = {scheme: title for title, scheme in page.schemes.items()}
    names = {one: name for name, one in page.classes.items()}
    with_us = [
        names[int(one)]
        for (own, one), link in page.links.items()
        if own == ident and not link.number("ended") and one != page.school_class and one in names
    ]
    present = teaching(duties(page.teachers.values(), ident), page.today)
    teachers = [page.staff.names.get(one.number("person"), "") for one in present]
    texts = {
        "subject": page.subjects[course.number("subject"),].text("name"),
        "subgroup": course.text("subgroup"),
        "hours": hours_text(course.number("hours_tenths")),
        "teacher": ", ".join(name for name in teachers if name),
        "graded": YES if course.number("graded") else NO,
        "classes": ", ".join(with_us),
        "scheme": schemes.get(course.number("scheme"), OWN_TERMS),
    }
    return Line(ident, texts)


def duty_words(page: CoursesPage, course: int) -> str:
    """«Ведут: Соколова Н. В. по 06.12.2026, Зимин О. Б. с 07.12.2026 (№ 41).» of a course that changes its teacher."""
    own = duties(page.teachers.values(), course)
    parts = [_duty(page, one) for one in own]
    return f"Ведут: {', '.join(parts)}." if any(one.row["start"] or one.row["end"] for one in own) else ""


def _duty(page: CoursesPage, one: Stored) -> str:
    start, end, order = one.day("start"), one.day("end"), one.text("order_text")
    name = PersonName.read(page.staff.names.get(one.number("person"), "")).initials
    words = name + (f" с {dotted(start)}" if start else "") + (f" по {dotted(end)}" if end else "")
    return f"{words} ({order})" if order else words


def usual_lines(page: CoursesPage, shown: Lines) -> Lines:
    """The usual subjects and hours of the grade that are not shown yet, as new lines."""
    there = {name_key(line.text("subject")) for line in shown}
    kinds = {kind_of(line.text("subject")) for line in shown}
    made: list[Line] = []
    for usual in courses_of(page.name.grade):
        if name_key(usual.subject.name) not in there and usual.subject.kind not in kinds:
            made += _usual(page, usual)
    return tuple(made)


def _usual(page: CoursesPage, usual: CourseHours) -> Iterator[Line]:
    names = {kind_of(name): name for name in page.subject_names}
    texts = {
        "subject": names.get(usual.subject.kind, usual.subject.name),
        "hours": hours_text(int(usual.hours * 10)),
        "graded": YES if usual.graded else NO,
        "teacher": "",
        "classes": "",
        "scheme": OWN_TERMS,
    }
    for subgroup in _SUBGROUPS if usual.subgroups else ("",):
        yield Line(NEW, {**texts, "subgroup": subgroup})


def lines_like(other: CoursesPage, shown: Lines) -> Lines:
    """The courses of a parallel class with their teachers, as new lines, but for those shown already."""
    there = {_place(line) for line in shown}
    return tuple(
        Line(NEW, {**line.texts, "classes": ""})
        for line in other.lines
        if _place(line) not in there and not line.text("classes")
    )


def _place(line: Line) -> tuple[str, str]:
    return name_key(line.text("subject")), name_key(line.text("subgroup"))


def plan_courses(office: FileOffice, page: CoursesPage, lines: Lines, since: str = "", order: str = "") -> Plan:
    """What saving the table would do.

    `since` is the day from which another teacher teaches by an order (4.4.3); without it the entry is a correction.
    """
    demand_open(page.year)
    work = Work(system_ids())
    start: date | None = None
    with work.reading("since", 0, "day"):
        start = typed_day(since, academic_of(page.year)) if since.strip() else None
    judge = _Judge(work, page, (start, " ".join(order.split())), office.may(Action.WRITE, Thing.ACCOUNT))
    judge.run(lines)
    derives = page.year.year if work.touched & {"course", "course_class", "timetable_slot"} else None
    return work.plan(ACTION, ("school_class", page.school_class), _demands(office, work), derives)


def _demands(office: FileOffice, work: Work) -> Demands:
    """The rights that the touched rows ask for; the hours alone are the deputy's too (4.4)."""
    hours = all(set(change.new) <= {"hours_tenths"} for change in work.changes if change.entity == "course")
    structure = Thing.SUBJECT if not hours or office.may(Action.WRITE, Thing.SUBJECT) else Thing.HOURS
    things = {
        "subject": Thing.SUBJECT,
        "course": structure,
        "course_class": Thing.SUBJECT,
        "course_teacher": Thing.COURSE_TEACHER,
        "person": Thing.STAFF,
        "role_assignment": Thing.ACCOUNT,
        "timetable_slot": Thing.TIMETABLE,
    }
    return asks(office, *dict.fromkeys(thing for entity, thing in things.items() if entity in work.touched))


@dataclass
class _Judge:
    """One table of courses being compared with what is stored."""

    work: Work
    page: CoursesPage
    change: tuple[date | None, str]
    """From which day another teacher teaches, and by which order."""
    gives_roles: bool

    def run(self, lines: Lines) -> None:
        """Judge all lines; what is no longer there ends."""
        seen: dict[tuple[str, str], int] = {}
        for row, line in enumerate(lines):
            if line.ident == NEW and not line.text("subject"):
                continue
            if _place(line) in seen:
                what = f"Этот предмет уже стоит в строке {seen[_place(line)] + 1}."
                self.work.fault(TABLE, row, "subject", what, "Если класс делится, впишите подгруппы.")
                continue
            seen[_place(line)] = row
            self._course(row, line)
        kept = {line.ident for line in lines}
        for course in self.page.courses.values():
            if course.key[0] not in kept:
                self._end(course)

    def _course(self, row: int, line: Line) -> None:
        subject = self._subject(row, line)
        new = self._fields(row, line, subject)
        classes = self._classes(row, line)
        if new is None or classes is None:
            return
        if line.ident == NEW:
            rest: Row = {"year": self.page.year.year, "ended": 0, "position": self._position(subject)}
            course = self.work.add("course", {**new, **rest})
        else:
            course = line.ident
            self.work.put(self.page.courses[course,], new, course)
        self._link(course, [self.page.school_class, *classes])
        with self.work.reading(TABLE, row, "teacher"):
            self._teach(course, line)

    def _subject(self, row: int, line: Line) -> int:
        """The subject of that name, made when it is new (5.1); 0 with a fault noted."""
        name = line.text("subject")
        for (ident, *_), one in self.page.subjects.items():
            if one.row["name_key"] == name_key(name) and not one.number("ended"):
                return self._same_subject(row, line, int(ident))
        added = [one for one in self.work.changes if one.entity == "subject" and one.new["name_key"] == name_key(name)]
        if added:
            return int(added[0].key[0])
        refusal = refuse_subject_name(name)
        if refusal is not None:
            self.work.fault(TABLE, row, "subject", f"{refusal.what.rstrip('.')} (п. 5.1).", refusal.remedy)
            return 0
        kind = kind_of(name)
        made = sum(one.entity == "subject" for one in self.work.changes)
        position = max((one.number("position") for one in self.page.subjects.values()), default=0) + 1 + made
        fields: Row = {"name": name, "name_key": name_key(name), "kind": kind.value, "graded": int(kind.traits.graded)}
        return self._same_subject(row, line, self.work.add("subject", {**fields, "position": position, "ended": 0}))

    def _same_subject(self, row: int, line: Line, subject: int) -> int:
        """A page with entries keeps its subject."""
        stored = self.page.courses.get((line.ident,))
        if stored is not None and stored.number("subject") != subject and line.ident in self.page.filled:
            what = "На странице уже есть записи, другой предмет на ней не ведут."
            self.work.fault(TABLE, row, "subject", what, "Добавьте новый предмет строкой ниже.")
        return subject

    def _fields(self, row: int, line: Line, subject: int) -> Row | None:
        faults, hours = len(self.work.faults), 0
        with self.work.reading(TABLE, row, "hours"):
            hours = typed_hours(line.text("hours"))
        graded = line.text("graded") or YES
        if graded not in {YES, NO}:
            self.work.fault(TABLE, row, "graded", "Впишите «да» или «нет».")
        scheme = line.text("scheme") or OWN_TERMS
        if scheme != OWN_TERMS and scheme not in self.page.schemes:
            self.work.fault(TABLE, row, "scheme", "Таких периодов нет.", "Выберите из списка.")
        subgroup = line.text("subgroup")
        if is_home_group(subgroup):
            what = f"«{HOME_GROUP.strip()}» — не подгруппа."
            self.work.fault(TABLE, row, "subgroup", what, "Занятия на дому вносят в «Школа → Обучение на дому…».")
        if len(self.work.faults) > faults or not subject:
            return None
        values: Row = {"subject": subject, "subgroup": subgroup, "hours_tenths": hours, "graded": int(graded == YES)}
        return {**values, "scheme": self.page.schemes.get(scheme)}

    def _position(self, subject: int) -> int:
        stored = self.page.subjects.get((subject,))
        if stored is not None:
            return stored.number("position")
        made = next(one for one in self.work.changes if one.entity == "subject" and one.key == (subject,))
        return int(made.new["position"] or 0)

    def _classes(self, row: int, line: Line) -> list[int] | None:
        found = []
        for name in several(line.text("classes")):
            try:
                found.append(self.page.classes[str(ClassName.read(name))])
            except (EzhError, KeyError):
                self.work.fault(
                    TABLE, row, "classes", f"Класса «{name}» в этом году нет.", "Оставьте пустым: один класс."
                )
                return None
        return found

    def _link(self, course: int, classes: Sequence[int]) -> None:
        for school_class in dict.fromkeys(classes):
            link = self.page.links.get((course, school_class))
            if link is None:
                self.work.add("course_class", {"ended": 0}, (course, school_class), course)
            else:
                self.work.put(link, {"ended": 0}, course)
        for (own, other), link in self.page.links.items():
            if own == course and other not in classes:
                self.work.put(link, {"ended": 1}, course)

    def _teach(self, course: int, line: Line) -> None:
        own, staff = duties(self.page.teachers.values(), course), self.page.staff
        present = [one.number("person") for one in teaching(own, self.page.today)]
        people = [staff_named(self.work, staff, name, present) for name in several(line.text("teacher"))]
        for person in people:
            if self.gives_roles and person not in present:
                make_teacher(self.work, staff, person)
        teach(self.work, course, own, people, (self.page.today, *self.change))

    def _end(self, course: Stored) -> None:
        """Take a course out that nothing is entered on, with its hours in the timetable."""
        ident = int(course.key[0])
        name = self.page.subjects[course.number("subject"),].text("name")
        if ident in self.page.filled:
            what = f"{name}: на странице уже есть записи."
            self.work.fault(
                TABLE, 0, "subject", what, "Уберите предмет из расписания с нужного дня, страница останется."
            )
            return
        self.work.put(course, {"ended": 1}, ident)
        for slot in self.page.slots.values():
            if slot.number("course") == ident:
                self.work.put(slot, {"valid_to": OVER}, ident)


_FILLED: Final = (
    "SELECT DISTINCT l.course FROM lesson AS l JOIN course_class AS k ON k.course = l.course WHERE k.school_class = ?"
    " AND (EXISTS (SELECT 1 FROM cell AS c WHERE c.lesson = l.id) OR EXISTS (SELECT 1 FROM lesson_record AS r"
    " WHERE r.lesson = l.id))"
)
