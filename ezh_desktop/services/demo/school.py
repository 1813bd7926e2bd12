"""The demo school set up by its administrator: year, staff, classes, courses, timetable, lessons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from ezh_desktop.domain.calendar import Bells, WeekParity
from ezh_desktop.domain.change import Change, EntryRef, Value
from ezh_desktop.domain.clock import SECOND_US
from ezh_desktop.domain.curriculum import CourseHours, courses_of
from ezh_desktop.domain.default_year import default_bells, default_calendar
from ezh_desktop.domain.ids import NewId
from ezh_desktop.domain.kinds import SubjectKind
from ezh_desktop.domain.names import ClassName, PersonName
from ezh_desktop.domain.rights_table import Role
from ezh_desktop.domain.spans import Span
from ezh_desktop.services.demo import people
from ezh_desktop.services.demo.model import Course, DemoClass, Lesson, Pupil
from ezh_desktop.services.demo.options import DemoOptions
from ezh_desktop.services.demo.recorder import Recorder
from ezh_desktop.services.demo.schedule import Hour, Place, make_timetable
from ezh_desktop.services.demo.staff import (
    ADMIN,
    CLASSES,
    LEADERS,
    LOGIN_SEATS,
    OTHER_SEATS,
    SUBGROUPS,
    WORK_SUBGROUPS,
    Member,
    Seat,
    teachers_of,
)
from ezh_desktop.services.founding import Begun, role_row
from ezh_desktop.services.lesson_rows import recompute_lessons
from ezh_desktop.services.year_setup import NewYear, first_grade_break, new_year, school_change, subject_changes
from ezh_desktop.storage.protocol import Draft

ADMIN_NAME: Final = PersonName("Кузнецов", "Андрей", "Петрович")
_MINUTE_US: Final = 60 * SECOND_US
_LEAST_PUPILS, _MOST_PUPILS = 16, 24
_UNFILED: Final = 5
"""Number in the first class's list of the pupil whose card lacks the number of the personal file."""
_HALF_YEARS: Final = frozenset({SubjectKind.SAFETY})
"""One-hour subjects marked by half-years in a school of quarters (4.4.6)."""
MOVING_CLASS: Final = "7А"
_ARRIVES, _LEAVES = 43, 48
"""School days of the year on which a pupil of that class comes and another is there for the last time."""


@dataclass(slots=True)
class School:
    """The demo school after its setting up."""

    options: DemoOptions
    year: NewYear
    members: dict[str, Member]
    classes: list[DemoClass] = field(default_factory=list)
    courses: list[Course] = field(default_factory=list)
    busy: set[tuple[int, Place]] = field(default_factory=set)
    """(person, place in the week) of every teacher's hours."""
    bells: Bells = field(default_factory=default_bells)
    origin: dict[int, EntryRef] = field(default_factory=dict)
    """Row id → the entry that made it, for rows that change later."""
    unfiled: tuple[DemoClass, Pupil] | None = None
    """Whose card lacks the number of the personal file: a planted breach (5.30)."""
    rows: dict[tuple[str, int, int], int] = field(default_factory=dict)
    """(table, pupil, class or course) → id of memberships."""

    def courses_in(self, class_name: str) -> list[Course]:
        """Courses of a class."""
        return [course for course in self.courses if str(course.klass.name) == class_name]


class SchoolMaker:
    """Sets the school up in one session of the administrator, a minute an act."""

    def __init__(self, begun: Begun, options: DemoOptions, recorder: Recorder, new_id: NewId) -> None:
        """`begun` holds the connection and the accounts that can sign in."""
        self._begun, self._options, self._recorder, self._new_id = begun, options, recorder, new_id
        self._now = options.opening_us
        self._subjects: Mapping[str, int] = {}

    def make(self) -> School:
        """Everything up to the derived lessons, written."""
        year = new_year(self._new_id, self._options.academic, began=self._began())
        school = School(self._options, year, {})
        self._set_up(year)
        self._register_staff(school)
        names = sorted(map(ClassName.read, CLASSES[: self._options.classes]))
        self._make_classes(school, names)
        for klass in school.classes:
            self._enrol(school, klass)
            self._make_courses(school, klass)
        self._make_timetable(school)
        self._derive(school)
        self._recorder.end_administration(self._now)
        return school

    def _began(self) -> date | None:
        first = self._options.first_day
        return first if first > self._options.calendar.scheme.start else None

    def _act(self, action: str, subject: tuple[str, int], changes: Sequence[Change]) -> EntryRef:
        self._now += _MINUTE_US
        return self._recorder.administer(Draft(action, subject, tuple(changes), self._now))

    def _set_up(self, year: NewYear) -> None:
        self._subjects, subjects = subject_changes(self._new_id)
        school = school_change(
            self._new_id,
            "МБОУ «Средняя общеобразовательная школа № 12» г. Светлогорска",
            short_name="МБОУ «СОШ № 12»",
            place=people.TOWN,
            address="ул. Школьная, д. 1",
            phone="+7 (000) 100-00-12",
        )
        self._act("school.set_up", ("academic_year", year.year), [school, *year.changes, *subjects])

    def _register_staff(self, school: School) -> None:
        """People and accounts; the administrator, nameless since the founding, writes the own name first."""
        chance = self._options.chance("staff")
        self._name_administrator(school)
        taken = {seat.name.surname.removesuffix("а") for seat in LOGIN_SEATS if seat.name}
        for number, seat in enumerate((*LOGIN_SEATS, *OTHER_SEATS), 1):
            own = self._begun.accounts.get(seat.key)
            member = people.member_of(seat, chance, taken, self._new_id, own)
            school.members[seat.key] = member
            changes = people.staff_changes(member, number, self._new_id, own)
            self._act("account.add", ("account", member.account), changes)

    def _name_administrator(self, school: School) -> None:
        strand = self._begun.administrator
        own = next(one for one in self._begun.accounts.values() if one.account == strand.account)
        seat = Seat(ADMIN, "Администратор ЭЖ", female=False, name=ADMIN_NAME)
        school.members[ADMIN] = Member(seat, own.person, own.account, ADMIN_NAME, strand.signer, (Role.ADMINISTRATOR,))
        found = self._begun.connection.execute(
            "SELECT surname, given, patronymic, name_key, post, entry_session, entry_seq FROM person WHERE id = ?",
            (own.person,),
        ).fetchone()
        fields = ("surname", "given", "patronymic", "name_key", "post")
        values = (ADMIN_NAME.surname, ADMIN_NAME.given, ADMIN_NAME.patronymic, ADMIN_NAME.key, seat.post)
        old = dict(zip(fields, found[:5], strict=True))
        new = dict(zip(fields, values, strict=True))
        base = EntryRef(*found[5:])
        self._act("person.write", ("person", own.person), [Change("person", (own.person,), old, new, base=base)])

    def _make_classes(self, school: School, names: Sequence[ClassName]) -> None:
        changes = []
        for name in names:
            leader, scheme = school.members[LEADERS[str(name)]], school.year.scheme_of(name.grade)
            if Role.CLASS_TEACHER not in leader.roles:
                leader.roles = (Role.CLASS_TEACHER, *leader.roles)
            klass = DemoClass(self._new_id(), name, scheme, leader, [])
            school.classes.append(klass)
            row: dict[str, Value] = {"year": school.year.year, "grade": name.grade, "letter": name.letter}
            row |= {"name": str(name), "scheme": scheme.scheme, "ungraded_until": None, "shift": 1, "ended": 0}
            row["room"] = f"каб. {100 + 10 * name.grade + len(school.classes)}"
            changes.append(Change("school_class", (klass.school_class,), None, row, klass.school_class))
            role = role_row(leader.person, Role.CLASS_TEACHER, klass.school_class)
            changes.append(Change("role_assignment", (self._new_id(),), None, role, klass.school_class))
        first = [klass.school_class for klass in school.classes if klass.name.grade == 1]
        if first:
            changes += first_grade_break(self._new_id, school.year.year, self._options.academic, first)
        self._act("class.add", ("academic_year", school.year.year), changes)

    def _enrol(self, school: School, klass: DemoClass) -> None:
        """The pupils of a class by name; in one class somebody comes and somebody leaves, by fixed days of the year."""
        start = klass.scheme.terms.start
        count = self._options.chance(klass.name, "size").randint(_LEAST_PUPILS, _MOST_PUPILS)
        stays = [Span(start)] * count
        arrival, departure = self._moves(klass)
        if departure is not None:
            stays[0] = Span(start, departure)
        taken = set[str]()
        klass.pupils = [self._pupil(klass, number, stay, taken) for number, stay in enumerate(stays)]
        klass.pupils.sort(key=lambda pupil: pupil.name.key)
        changes = []
        for number, pupil in enumerate(klass.pupils, 1):
            filed = school.unfiled is not None or number != _UNFILED
            if not filed:
                school.unfiled = (klass, pupil)
            chance = self._options.chance(klass.name, "card", number)
            changes += people.card_changes(klass, pupil, number, chance, self._new_id, filed=filed)
        ref = self._act("pupil.enrol", ("school_class", klass.school_class), changes)
        self._remember(school, changes, ref)
        if arrival is not None:
            klass.pupils.append(self._pupil(klass, count, Span(arrival), taken))

    def _pupil(self, klass: DemoClass, number: int, stay: Span, taken: set[str]) -> Pupil:
        """A pupil from a random source of the pupil's own, so that nobody's life changes another's."""
        calendar = default_calendar(klass.name.grade, self._options.academic)
        return people.make_pupil(self._options.chance(klass.name, "pupil", number), stay, calendar, taken, self._new_id)

    def _moves(self, klass: DemoClass) -> tuple[date | None, date | None]:
        """First day of who arrives and last day of who leaves, where they lie before the demo's day."""
        if str(klass.name) != MOVING_CLASS:
            return None, None
        days = self._options.calendar.school_days()
        arrival, departure = days[_ARRIVES], days[_LEAVES]
        now = self._options.demo_day
        return arrival if arrival < now else None, departure if departure < now else None

    def _remember(self, school: School, changes: Sequence[Change], ref: EntryRef) -> None:
        """Keep where the rows that change later were made."""
        for change in changes:
            if change.entity in ("membership", "subgroup_member", "pupil"):
                ident = int(change.key[0])
                school.origin[ident] = ref
                where = change.new.get("school_class", change.new.get("course", 0))
                school.rows[change.entity, int(change.new.get("pupil", 0) or 0), int(where or 0)] = ident

    def _make_courses(self, school: School, klass: DemoClass) -> None:
        changes = []
        for hours in courses_of(klass.name.grade):
            seats = teachers_of(hours.subject.kind, str(klass.name), subgroups=hours.subgroups)
            work = hours.subject.kind is SubjectKind.TECHNOLOGY
            groups = (WORK_SUBGROUPS if work else SUBGROUPS) if hours.subgroups else ("",)
            for number, (subgroup, keys) in enumerate(zip(groups, seats, strict=True)):
                members = _members(klass, hours, number)
                teachers = tuple(school.members[key] for key in keys)
                course = self._course(school, klass, hours, subgroup, teachers, members)
                changes += self._course_changes(school, course)
        ref = self._act("course.add", ("school_class", klass.school_class), changes)
        self._remember(school, changes, ref)

    def _course(  # noqa: PLR0917 - the parts of a course
        self,
        school: School,
        klass: DemoClass,
        hours: CourseHours,
        subgroup: str,
        teachers: tuple[Member, ...],
        members: list[Pupil],
    ) -> Course:
        own = hours.subject.kind in _HALF_YEARS
        course = Course(
            course=self._new_id(),
            klass=klass,
            subject=hours.subject,
            subject_id=self._subjects[hours.subject.name],
            subgroup=subgroup,
            teachers=teachers,
            members=members,
            hours=hours.hours,
            graded=hours.graded,
            scheme=school.year.halves if own else klass.scheme,
            position=len(school.courses_in(str(klass.name))) + 1,
        )
        school.courses.append(course)
        return course

    def _course_changes(self, school: School, course: Course) -> list[Change]:
        row: dict[str, Value] = {
            "year": school.year.year,
            "subject": course.subject_id,
            "scheme": None if course.scheme is course.klass.scheme else course.scheme.scheme,
            "hours_tenths": int(course.hours * 10),
            "graded": int(course.graded),
            "subgroup": course.subgroup,
            "position": course.position,
            "ended": 0,
        }
        scope = course.course
        changes = [
            Change("course", (scope,), None, row, scope),
            Change("course_class", (scope, course.klass.school_class), None, {"ended": 0}, scope),
        ]
        for teacher in course.teachers:
            duty: dict[str, Value] = {"course": scope, "person": teacher.person, "start": None, "end": None}
            changes.append(Change("course_teacher", (self._new_id(),), None, duty | {"order_text": ""}, scope))
        arrived = course.klass.scheme.terms.start
        listed = [pupil for pupil in course.members if course.subgroup and pupil.stay.first <= arrived]
        return changes + [subgroup_change(course, pupil, self._new_id) for pupil in listed]

    def _make_timetable(self, school: School) -> None:
        chance = self._options.chance("timetable")
        wanted = [_hours_of(school.courses_in(str(klass.name))) for klass in school.classes]
        made = make_timetable(wanted, chance)
        for klass, week in zip(school.classes, made, strict=True):
            changes = []
            for (weekday, number), hour in sorted(week.items()):
                for course in school.courses_in(str(klass.name)):
                    if course.subject.name == hour.key:
                        changes.append(self._slot(course, (weekday, number), hour))
                        school.busy |= {(teacher.person, (weekday, number)) for teacher in course.teachers}
            self._act("timetable.write", ("school_class", klass.school_class), changes)

    def _slot(self, course: Course, place: Place, hour: Hour) -> Change:
        week = WeekParity.ODD if hour.alternate else WeekParity.EVERY
        row: dict[str, Value] = {"course": course.course, "weekday": place[0], "number": place[1], "part": 1}
        row |= {"week": week.value, "room": "", "valid_from": None, "valid_to": None}
        return Change("timetable_slot", (self._new_id(),), None, row, course.course)

    def _derive(self, school: School) -> None:
        """Derive the lessons from what stands in the file by now, and give them to their courses."""
        self._recorder.flush()
        derived = recompute_lessons(self._begun.connection, school.year.year, self._new_id)
        self._now += _MINUTE_US
        self._recorder.administer(derived.draft(self._now))
        courses = {course.course: course for course in school.courses}
        found = self._begun.connection.execute("SELECT id, course, day, number FROM lesson ORDER BY day, number")
        for ident, course_id, text, number in found.fetchall():
            day, course = date.fromisoformat(text), courses[course_id]
            term = next(i for i, one in enumerate(course.scheme.terms.terms) if day in one)
            course.lessons.append(Lesson(ident, day, number, term))


def subgroup_change(course: Course, pupil: Pupil, new_id: NewId) -> Change:
    """The pupil's place in a subgroup, from the day of arrival."""
    start = pupil.stay.first.isoformat() if pupil.stay.first > course.klass.scheme.terms.start else None
    row: dict[str, Value] = {"course": course.course, "pupil": pupil.pupil, "start": start, "end": None}
    return Change("subgroup_member", (new_id(),), None, row, course.course)


def _members(klass: DemoClass, hours: CourseHours, number: int) -> list[Pupil]:
    """The pupils of a course: the class, its first or second half, or the boys or girls (труд)."""
    if not hours.subgroups:
        return klass.pupils
    if hours.subject.kind is SubjectKind.TECHNOLOGY:
        return [pupil for pupil in klass.pupils if pupil.female == bool(number)]
    return klass.pupils[number::2]


def _hours_of(courses: Sequence[Course]) -> list[Hour]:
    """The weekly hours of a class; the subgroups of a subject stand together."""
    teachers: dict[str, set[str]] = {}
    hours = {}
    for course in courses:
        teachers.setdefault(course.subject.name, set()).update(one.seat.key for one in course.teachers)
        hours[course.subject.name] = course.hours
    return [
        Hour(name, frozenset(teachers[name]), alternate=count < 1)
        for name, count in hours.items()
        for _ in range(max(1, int(count)))
    ]
