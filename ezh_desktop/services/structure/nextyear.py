"""What goes over into a new school year from the one before (4.1.4): classes move up by the council's decisions.

Class teachers, courses with the hours of the new grade, teachers and subgroups go along, new classes get the usual
subjects of their grade; the timetable is made anew, and the old year stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from ezh_desktop.domain.calendar import AcademicYear
from ezh_desktop.domain.change import Row
from ezh_desktop.domain.council import DecisionKind
from ezh_desktop.domain.curriculum import CURRICULUM, CourseHours, courses_of
from ezh_desktop.domain.kinds import SubjectKind
from ezh_desktop.domain.names import ClassName, PersonName, name_key
from ezh_desktop.domain.next_year import Fate, class_after, fate_of
from ezh_desktop.domain.rights_table import Role
from ezh_desktop.domain.russian import count, dotted, first_of
from ezh_desktop.errors import RuleRefused
from ezh_desktop.services.founding import role_row
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import Line, Lines, Stored, Work
from ezh_desktop.services.structure.staff import StaffList, read_staff, staff_named
from ezh_desktop.storage.reading.away import in_class
from ezh_desktop.storage.reading.places import YearLine, read_year_lines
from ezh_desktop.storage.reading.rows import Readable, row, rows, stands

TABLE: Final = "classes"
HALF: Final = "half"
SENIOR: Final = 10
"""From this grade on terms are half-years as a rule."""
_FIRST_GRADE: Final = 1
_NAMED: Final = 5
"""So many pupils are named in a warning."""
_IN_CURRICULUM: Final = frozenset(one.kind for one in CURRICULUM)


class Mover(NamedTuple):
    """A pupil of the class that ends."""

    pupil: int
    name: str
    fate: Fate
    protocol: str = ""
    """Of the council's last decision: «Протокол педсовета № 9 от 26.05.2027»."""


class OldCourse(NamedTuple):
    """A course of the year that ends; days of its teachers and members do not matter, only who is there at its end."""

    course: int
    subject: int
    kind: SubjectKind
    subgroup: str
    hours: int
    graded: int
    position: int
    classes: tuple[int, ...]
    teachers: tuple[int, ...]
    members: tuple[int, ...]
    scheme: str
    """Kind of its own term scheme, "" when its terms are those of its class."""


@dataclass(frozen=True, slots=True)
class OldClass:
    """A class of the year that ends."""

    school_class: int
    name: ClassName
    shift: int
    room: str
    scheme: str
    """Kind of its terms: "half" or "quarter"."""
    leader: int
    pupils: tuple[Mover, ...]


@dataclass(frozen=True, slots=True)
class CarriedPage:
    """What a year would be made of; a line a class of the year before it. Empty when there is none."""

    before: YearLine | None
    classes: Mapping[int, OldClass]
    courses: tuple[OldCourse, ...]
    staff: StaffList
    lines: Lines


# Reading


def read_carried(office: FileOffice, label: str) -> CarriedPage:
    """All that goes over into the year of that label."""
    with office.reading() as db:
        line = next(
            (one for one in read_year_lines(db) if AcademicYear.from_label(one.label).next().label == label), None
        )
        staff = read_staff(db)
        if line is None:
            return CarriedPage(None, {}, (), staff, ())
        last = max(office.clock.today().isoformat(), line.start)
        classes = {one.school_class: one for one in _classes(db, line, last)}
        courses = tuple(_courses(db, line, last))
    return CarriedPage(line, classes, courses, staff, tuple(_line(one, staff) for one in classes.values()))


def _classes(db: Readable, year: YearLine, day: str) -> Iterator[OldClass]:
    found = rows(
        db,
        "SELECT k.id, k.name, k.shift, k.room, s.kind FROM school_class AS k JOIN term_scheme AS s ON s.id = k.scheme"
        " WHERE k.year = ? AND k.ended = 0 ORDER BY k.grade, k.letter",
        year.year,
    )
    for ident, text, shift, room, scheme in found:
        name = ClassName.read(text)
        leader = row(
            db,
            "SELECT person FROM role_assignment WHERE role = 'class_teacher' AND school_class = ?"
            " AND (end IS NULL OR end >= ?) ORDER BY id DESC",
            ident,
            day,
        )
        pupils = tuple(_pupils(db, ident, name.grade, day))
        yield OldClass(ident, name, shift, room, scheme, int(leader[0]) if leader else 0, pupils)


def _pupils(db: Readable, school_class: int, grade: int, day: str) -> Iterator[Mover]:
    decided: defaultdict[int, list[DecisionKind]] = defaultdict(list)
    protocols: dict[int, str] = {}
    for pupil, kind, number, decided_on in rows(
        db,
        "SELECT pupil, kind, protocol_number, protocol_day FROM council_decision"
        " WHERE school_class = ? AND cancelled = 0 ORDER BY position, id",
        school_class,
    ):
        decided[pupil].append(DecisionKind(kind))
        on = f" от {dotted(date.fromisoformat(decided_on))}" if decided_on else ""
        protocols[pupil] = f"Протокол педсовета № {number}{on}"
    listed = (
        "SELECT p.id, p.surname, p.given, p.patronymic FROM membership AS m JOIN pupil AS p ON p.id = m.pupil"  # noqa: S608
        f" WHERE m.school_class = ? AND (m.end IS NULL OR m.end >= ?) AND {stands('m')} ORDER BY p.name_key, p.id"
    )
    for pupil, *name in rows(db, listed, school_class, day):
        yield Mover(pupil, PersonName(*name).full, fate_of(grade, decided[pupil]), protocols.get(pupil, ""))


def _courses(db: Readable, year: YearLine, day: str) -> Iterator[OldCourse]:
    def grouped(sql: str, *parameters: Any) -> Mapping[int, tuple[int, ...]]:  # noqa: ANN401 - values of the file
        found: defaultdict[int, list[int]] = defaultdict(list)
        for course, one in rows(db, sql, *parameters):
            found[course].append(one)
        return {course: tuple(dict.fromkeys(listed)) for course, listed in found.items()}

    open_ = "(end IS NULL OR end >= ?)"
    classes = grouped("SELECT course, school_class FROM course_class WHERE ended = 0")
    teachers = grouped(f"SELECT course, person FROM course_teacher WHERE {open_} ORDER BY id", day)  # noqa: S608
    members = grouped(f"SELECT course, pupil FROM subgroup_member WHERE {open_} ORDER BY id", day)  # noqa: S608
    for course, subject, kind, subgroup, hours, graded, position, scheme in rows(
        db,
        "SELECT c.id, c.subject, s.kind, c.subgroup, c.hours_tenths, s.graded, c.position, coalesce(t.kind, '')"  # noqa: S608
        " FROM course AS c JOIN subject AS s ON s.id = c.subject LEFT JOIN term_scheme AS t ON t.id = c.scheme"
        f" WHERE c.year = ? AND c.ended = 0 AND {in_class('c.subgroup')} ORDER BY c.position, c.id",
        year.year,
    ):
        yield OldCourse(
            course,
            subject,
            SubjectKind(kind),
            subgroup,
            hours,
            graded,
            position,
            classes.get(course, ()),
            teachers.get(course, ()),
            members.get(course, ()),
            scheme,
        )


def _line(one: OldClass, staff: StaffList) -> Line:
    fates = [mover.fate for mover in one.pupils]
    after = class_after(one.name)
    texts = {
        "name": str(one.name),
        "pupils": str(len(fates) or ""),
        "up": str(fates.count(Fate.UP) or ""),
        "stays": str(fates.count(Fate.STAYS) or ""),
        "undecided": str(fates.count(Fate.UNDECIDED) or ""),
        "target": str(after) if after is not None else "",
        "leader": staff.names[one.leader] if after is not None and one.leader in staff.present else "",
    }
    return Line(one.school_class, texts)


# Planning


@dataclass(frozen=True, slots=True)
class Terms:
    """The term schemes of the new year: kind by id, id by title, and which of them each grade takes."""

    kinds: Mapping[int, str]
    called: Mapping[str, int]
    of_grade: Mapping[int, int]

    def of_kind(self, kind: str, grade: int) -> int:
        """The scheme of that kind for a grade: its own, else the first there is."""
        usual = self.of_grade[grade]
        return (
            usual if self.kinds[usual] == kind else next((one for one in self.kinds if self.kinds[one] == kind), usual)
        )


class Target(NamedTuple):
    """A class of the new year, and the one it comes from; `moved` grows by the pupils that go over."""

    school_class: int
    name: ClassName
    scheme: int
    source: OldClass | None
    moved: set[int]


@dataclass(frozen=True, slots=True)
class Frame:
    """The year that is made: its id, the year, its terms, and its classes that were taken out, by name."""

    year: int
    academic: AcademicYear
    terms: Terms
    ended: Mapping[str, Stored]


class Moving:
    """The rows of classes, pupils and courses of a new year being gathered in `work`; call the steps in their order."""

    def __init__(
        self, office: FileOffice, page: CarriedPage, work: Work, frame: Frame, *, with_undecided: bool
    ) -> None:
        """`with_undecided` moves pupils without a decision up with their class."""
        self._page, self._frame, self._new_id = page, frame, work.new_id
        self._with_undecided = with_undecided
        self.work = work
        self.targets: list[Target] = []
        with office.reading() as db:
            self._subjects = {
                SubjectKind(kind): (ident, graded, position)
                for ident, kind, graded, position in rows(
                    db, "SELECT id, kind, graded, position FROM subject WHERE ended = 0 ORDER BY position DESC"
                )
            }

    # Classes

    def classes(self, lines: Lines) -> None:
        """The classes of the new year, as the lines name them."""
        seen: dict[str, int] = {}
        for at, line in enumerate(lines):
            source = self._page.classes.get(line.ident)
            if not line.text("target"):
                if source is None and not line.blank:
                    self.work.fault(TABLE, at, "target", "Не назван класс.", "Впишите, например, 1А.")
                continue
            name = self._name(at, line, source, seen)
            if name is not None:
                self._class(at, line, name, source)

    def _name(self, at: int, line: Line, source: OldClass | None, seen: dict[str, int]) -> ClassName | None:
        try:
            name = ClassName.read(line.text("target"))
        except RuleRefused as why:
            self.work.fault(TABLE, at, "target", why)
            return None
        if str(name) in seen:
            what = f"{name} уже стоит в строке {seen[str(name)] + 1}."
            self.work.fault(TABLE, at, "target", what, "Назовите другой класс.")
            return None
        if source is not None and name.grade != source.name.grade + 1:
            self.work.warnings.append(f"{source.name} переходит в {name}: обычно номер класса растёт на один.")
        seen[str(name)] = at
        return name

    def _class(self, at: int, line: Line, name: ClassName, source: OldClass | None) -> None:
        scheme = self._scheme(at, line, name)
        values: Row = {"year": self._frame.year, "grade": name.grade, "letter": name.letter, "name": str(name)}
        rest: Row = {
            "scheme": scheme,
            "ungraded_until": None,
            "shift": source.shift if source else 1,
            "room": source.room if source else "",
            "ended": 0,
        }
        ident = self._row_of_class(name, {**values, **rest})
        self.targets.append(Target(ident, name, scheme, source, set()))
        if line.text("leader"):
            with self.work.reading(TABLE, at, "leader"):
                own = [source.leader] if source and source.leader else []
                person = staff_named(self.work, self._page.staff, line.text("leader"), own)
                start = self._frame.academic.start
                self.work.add("role_assignment", role_row(person, Role.CLASS_TEACHER, ident, start), scope=ident)

    def _row_of_class(self, name: ClassName, row: Row) -> int:
        """A year has one class of a name: who makes one anew that was taken out opens it again."""
        ended = self._frame.ended.get(str(name))
        if ended is not None:
            self.work.put(ended, row, int(ended.key[0]))
            return int(ended.key[0])
        ident = self._new_id()
        return self.work.add("school_class", row, (ident,), ident)

    def _scheme(self, at: int, line: Line, name: ClassName) -> int:
        """The terms named in the line, else those of the grade."""
        terms, title = self._frame.terms, line.text("scheme")
        if title and title not in terms.called:
            self.work.fault(TABLE, at, "scheme", f"Периодов «{title}» нет.", "Выберите из списка.")
        return terms.called.get(title, terms.of_grade[name.grade])

    def _own_scheme(self, kind: str, target: Target) -> int | None:
        """The terms that a course keeps beside those of its class (4.4.5): a one-hour subject marked by half-years."""
        if not kind or self._frame.terms.kinds[target.scheme] == kind:
            return None
        return self._frame.terms.of_kind(kind, target.name.grade)

    # Pupils

    def people(self) -> None:
        """Everybody into their class, in the order of names."""
        goes: defaultdict[int, list[Mover]] = defaultdict(list)
        lost: defaultdict[Fate, list[str]] = defaultdict(list)
        for source in self._page.classes.values():
            target = next((one for one in self.targets if one.source is source), None)
            for mover in source.pupils:
                where = self._where(mover, source, target)
                if where is not None:
                    goes[where.school_class].append(mover)
                    where.moved.add(mover.pupil)
                    self._repeats(mover, source, where)
                elif mover.fate in {Fate.STAYS, Fate.UP}:
                    lost[mover.fate].append(f"{mover.name} ({source.name})")
        for target in self.targets:
            listed = sorted(goes[target.school_class], key=lambda one: name_key(one.name))
            for number, mover in enumerate(listed, 1):
                stay: Row = {"pupil": mover.pupil, "school_class": target.school_class, "start": None, "end": None}
                self.work.add("membership", {**stay, "list_number": number}, scope=target.school_class)
        self._tell(lost)

    def _repeats(self, mover: Mover, source: OldClass, where: Target) -> None:
        """The second course of a pupil is a movement of its own kind, on the council's protocol (4.3.4, 5.34)."""
        if mover.fate is Fate.STAYS:
            way: Row = {"from_class": source.school_class, "to_class": where.school_class, "place": ""}
            what: Row = {"pupil": mover.pupil, "kind": "repeat", "day": self._frame.academic.start.isoformat()}
            order: Row = {"number": "", "order_day": None, "reason": mover.protocol, "cancelled": 0}
            self.work.add("movement_order", {**what, **way, **order}, scope=where.school_class)

    def _where(self, mover: Mover, source: OldClass, target: Target | None) -> Target | None:
        if mover.fate is Fate.STAYS:
            same = [one for one in self.targets if one.name.grade == source.name.grade]
            return next((one for one in same if one.name == source.name), same[0] if same else None)
        goes = mover.fate is Fate.UP or (mover.fate is Fate.UNDECIDED and self._with_undecided)
        return target if goes else None

    def _tell(self, lost: Mapping[Fate, Sequence[str]]) -> None:
        """Who the council has placed and the lines have not, and about whom it has not said anything."""
        for fate, what, remedy in (
            (Fate.STAYS, "Некуда оставить на повторный курс", "Впишите им класс строкой ниже."),
            (Fate.UP, "Переведены, но новый класс не назван", "Впишите его в строке их класса или зачислите их потом."),
        ):
            if fate in lost:
                self.work.warnings.append(f"{what}: {first_of(lost[fate], _NAMED)}. {remedy}")
        undecided = [
            f"{mover.name} ({one.name})"
            for one in self._page.classes.values()
            for mover in one.pupils
            if mover.fate is Fate.UNDECIDED and class_after(one.name) is not None
        ]
        if undecided:
            pupils = count(len(undecided), "ученике", "учениках", "учениках")
            go, stay = (
                ("ученик перейдёт", "ученик останется") if len(undecided) == 1 else ("они перейдут", "они останутся")
            )
            rest = f"{go} со своим классом" if self._with_undecided else f"{stay} без класса"
            named = first_of(undecided, _NAMED)
            self.work.warnings.append(f"О {pupils} нет решения педсовета: {named}. Если создать год сейчас, {rest}.")

    # Courses

    def teaching(self) -> None:
        """The courses of the new grades with who teaches them now."""
        for target in self.targets:
            usual = {one.subject.kind: one for one in courses_of(target.name.grade)}
            own = [one for one in self._page.courses if target.source and target.source.school_class in one.classes]
            kept = [one for one in own if one.kind in usual or one.kind not in _IN_CURRICULUM]
            for course in kept:
                if self._leads(course, target):
                    self._carry(course, target, usual.get(course.kind))
            there = {one.kind for one in kept}
            for kind, one in usual.items():
                if kind not in there and kind in self._subjects:
                    self._begin(target, one)

    def _leads(self, course: OldCourse, target: Target) -> bool:
        """A course of several classes is made once, with the first of those that go on."""
        first = next((one for one in self.targets if one.source and one.source.school_class in course.classes), None)
        return first is target

    def _carry(self, course: OldCourse, target: Target, usual: CourseHours | None) -> None:
        goes_on = [one for one in self.targets if one.source and one.source.school_class in course.classes]
        hours = int(usual.hours * 10) if usual is not None else course.hours
        graded = course.graded and (usual is None or usual.graded)
        facts = (course.subject, course.subgroup, hours, int(graded), course.position)
        ident = self._course(target, facts, goes_on, self._own_scheme(course.scheme, target))
        for person in course.teachers:
            if person in self._page.staff.present:
                duty: Row = {"course": ident, "person": person, "start": None, "end": None, "order_text": ""}
                self.work.add("course_teacher", duty, scope=ident)
        moved = set().union(*(one.moved for one in goes_on))
        for pupil in course.members:
            if pupil in moved:
                member: Row = {"course": ident, "pupil": pupil, "start": None, "end": None}
                self.work.add("subgroup_member", member, scope=ident)

    def _begin(self, target: Target, usual: CourseHours) -> None:
        """A subject that this grade is the first to learn."""
        subject, graded, position = self._subjects[usual.subject.kind]
        for subgroup in ("1", "2") if usual.subgroups else ("",):
            facts = (subject, subgroup, int(usual.hours * 10), int(bool(graded) and usual.graded), position)
            self._course(target, facts, [target])

    def _course(
        self,
        target: Target,
        facts: tuple[int, str, int, int, int],
        classes: Sequence[Target],
        scheme: int | None = None,
    ) -> int:
        subject, subgroup, hours, graded, position = facts
        ident = self._new_id()
        if target.name.grade == _FIRST_GRADE:
            graded = 0
        values: Row = {"year": self._frame.year, "subject": subject, "scheme": scheme, "hours_tenths": hours}
        rest: Row = {"graded": graded, "subgroup": subgroup, "position": position, "ended": 0}
        self.work.add("course", {**values, **rest}, (ident,), ident)
        for one in classes:
            self.work.add("course_class", {"ended": 0}, (ident, one.school_class), ident)
        return ident
