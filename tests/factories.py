"""Factories of real sealed journals: `a_school()` of `a_class()`es with courses, and `a_lesson()` to find one.

A journal is made once (Argon2id costs 0.1 s) and copied per test; `open_office` opens it by its raw key as any of its
people, so that only tests of signing in pay for passwords.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, time
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from nacl.signing import SigningKey

from ezh_desktop.domain.calendar import AcademicYear
from ezh_desktop.domain.change import Change, Row
from ezh_desktop.domain.clock import Clock, FrozenClock, SteppedClock
from ezh_desktop.domain.ids import IdSource
from ezh_desktop.domain.kinds import kind_of
from ezh_desktop.domain.names import ClassName, PersonName, name_key
from ezh_desktop.domain.rights_table import Role
from ezh_desktop.services.doors import Person
from ezh_desktop.services.founding import Begun, Credentials, Maker, NewAccount, found_journal, person_row, role_row
from ezh_desktop.services.lesson_rows import recompute_lessons
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.course import CoursePage, LessonColumn
from ezh_desktop.services.writing import Place
from ezh_desktop.services.year_setup import new_year, school_change
from ezh_desktop.storage.door import DISK, Door
from ezh_desktop.storage.passwords import FLOOR
from ezh_desktop.storage.protocol import Draft, Strand
from ezh_desktop.storage.recovery_code import RecoveryCode, data_key
from ezh_desktop.storage.sealedfile import open_sealed
from ezh_desktop.storage.slots import KeyPair, Secrets, Unlocked
from ezh_desktop.storage.writer import Writer

ZONE = ZoneInfo("Europe/Moscow")
WEDNESDAY = date(2026, 12, 2)
PASSWORD = "проверка связи 27"
ROLES = {
    "admin": Role.ADMINISTRATOR,
    "director": Role.DIRECTOR,
    "deputy": Role.DEPUTY,
    "medic": Role.MEDICAL_WORKER,
}
PUPILS = (
    "Абрамова Дарья Олеговна",
    "Андреев Максим Ильич",
    "Белова Ксения Павловна",
    "Ёлкин Фёдор Петрович",
    "Жуков Матвей Романович",
    "Юдина Вера Львовна",
)


@dataclass(frozen=True)
class CoursePlan:
    """A course of a class: weekdays (ISO, Monday 1) of its lessons and who teaches it, by login."""

    subject: str
    teacher: str = "teacher"
    weekdays: tuple[int, ...] = (1, 3)
    number: int = 3
    graded: bool = True
    subgroup: str = ""
    members: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class PupilPlan:
    """A pupil by full name, with the dates of the stay."""

    name: str
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class ClassPlan:
    """A class with its pupils and courses; `leader` is the class teacher's login."""

    name: str
    pupils: tuple[PupilPlan, ...]
    courses: tuple[CoursePlan, ...]
    leader: str = "class_teacher"


def a_class(
    name: str = "7А",
    pupils: Sequence[str | PupilPlan] = PUPILS,
    courses: Sequence[CoursePlan] = (CoursePlan("Алгебра"), CoursePlan("Русский язык", "class_teacher", (1, 2, 3), 2)),
    leader: str = "class_teacher",
) -> ClassPlan:
    """A class to be put into `a_school`."""
    listed = tuple(PupilPlan(one) if isinstance(one, str) else one for one in pupils)
    return ClassPlan(name, listed, tuple(courses), leader)


@dataclass
class School:
    """A journal on the disk, and everything a test may know about it."""

    path: Path
    journal: bytes
    code: RecoveryCode
    people: dict[str, Credentials]
    courses: dict[str, int]
    pupils: dict[str, int]
    classes: dict[str, int]
    genesis: bytes = b""
    passwords: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> bytes:
        """The data key."""
        return data_key(self.code.root(), 1)

    def copied(self, folder: Path) -> School:
        """A copy for one test: database and key file."""
        for end in ("", ".keys"):
            shutil.copy2(f"{self.path}{end}", folder / f"{self.path.name}{end}")
        return replace(self, path=folder / self.path.name)


def begin_journal(school: School, day: date) -> None:
    """The administrator says that the journal is kept here from that day on, as the dialog of the year does."""
    # Only tests of a beginning in mid-year need these services.
    from ezh_desktop.services.structure.base import Line, save  # noqa: PLC0415
    from ezh_desktop.services.structure.calendar import YEAR, plan_calendar, read_calendar  # noqa: PLC0415

    office = open_office(school, "admin", fake_clock(day))
    page = read_calendar(office)
    line = page.tables[YEAR][0]
    began = Line(line.ident, {**line.texts, "began": f"{day:%d.%m.%Y}"})
    save(office, plan_calendar(office, page, {**page.tables, YEAR: (began,)}))
    office.close()


def fake_clock(day: date = WEDNESDAY, at: time = time(10, 43)) -> FrozenClock:
    """A clock that stands still in the school's zone: Wednesday 2 December 2026, 10:43."""
    return FrozenClock.at(day, at, ZONE)


def stepped_ids(seed: int = 0) -> IdSource:
    """Ids that are the same in every run."""
    ticks = count(1_790_000_000_000 + seed)
    bits = count(1)
    return IdSource(lambda: next(ticks), lambda size: next(bits) % (1 << size))


def a_school(path: Path, classes: Sequence[ClassPlan] = (), *, signs_in: Sequence[str] = ()) -> School:
    """Make a journal; every login in `signs_in` besides `admin` gets a slot under PASSWORD (0.1 s each)."""
    plans = tuple(classes) or (a_class(),)
    new_id = stepped_ids()
    clock = SteppedClock(FrozenClock.at(date(2026, 8, 25), time(9), ZONE).now_us(), ZONE)
    school = School(path, b"", RecoveryCode(b""), {}, {}, {}, {})

    def fill(begun: Begun) -> None:
        _Filling(school, begun, plans, new_id, clock).run()

    accounts = [NewAccount(login, PASSWORD, login in {"admin", "director"}) for login in ("admin", *signs_in)]
    founded = found_journal(path, accounts, fill, Maker(clock, new_id, FLOOR))
    school.journal, school.code, school.genesis = founded.journal, founded.code, founded.genesis
    school.passwords = {one.login: PASSWORD for one in accounts}
    return school


@dataclass
class _Filling:
    school: School
    begun: Begun
    plans: Sequence[ClassPlan]
    new_id: IdSource
    clock: SteppedClock
    changes: list[Change] = field(default_factory=list)
    subjects: dict[str, int] = field(default_factory=dict)

    def run(self) -> None:
        year = new_year(self.new_id, AcademicYear.from_label("2026/2027"))
        self.changes += [school_change(self.new_id, "Школа № 12", zone="Europe/Moscow"), *year.changes]
        self._staff()
        scheme = year.scheme_of(7).scheme
        for plan in self.plans:
            self._class(plan, year.year, scheme)
        self._append("school.set_up", tuple(self.changes))
        derived = recompute_lessons(self.begun.connection, year.year, self.new_id)
        self._append_draft(derived.draft(self.clock.now_us()))
        writer = self.writer
        writer.seal(self.begun.administrator, ended=self.clock.now_us())

    @property
    def writer(self) -> Writer:
        writer = Writer(self.begun.connection, self.begun.journal)
        writer.begin([])
        return writer

    def _append(self, action: str, changes: tuple[Change, ...]) -> None:
        self._append_draft(Draft(action, ("school", 0), changes, self.clock.now_us()))

    def _append_draft(self, draft: Draft) -> None:
        self.writer.append(self.begun.administrator, draft)

    def _add(self, entity: str, row: Row, key: tuple[int, ...] | None = None) -> int:
        key = key or (self.new_id(),)
        self.changes.append(Change(entity, key, None, row))
        return key[0]

    def _staff(self) -> None:
        logins = ["director", "deputy", "medic", "class_teacher", "teacher"]
        logins += [plan.leader for plan in self.plans]
        logins += [course.teacher for plan in self.plans for course in plan.courses]
        self.school.people["admin"] = self.begun.accounts["admin"]
        for number, login in enumerate(dict.fromkeys(logins)):
            name = PersonName(f"Сотрудникова{'абвгдежзик'[number % 10]}", "Анна", "Ивановна")
            self._person(login, name)

    def _person(self, login: str, name: PersonName) -> None:
        made = self.begun.accounts.get(login)
        signer = made.signer if made else SigningKey.generate()
        person, account = (made.person, made.account) if made else (self.new_id(), self.new_id())
        slot = made.slot.id.hex() if made else ""
        box = made.slot.box_pub.hex() if made else bytes(signer.verify_key).hex()
        self._add("person", person_row(name, "f", ""), (person,))
        row: Row = {"person": person, "login": login, "login_key": name_key(login), "state": "active", "temporary": 0}
        keys: Row = {"slot": slot, "box_pub": box, "sign_pub": bytes(signer.verify_key).hex()}
        self._add("account", {**row, **keys}, (account,))
        self._add("role_assignment", role_row(person, ROLES.get(login, Role.SUBJECT_TEACHER)))
        self.school.people[login] = Credentials(login, account, person, signer, made.slot if made else None)  # type: ignore[arg-type]

    def _class(self, plan: ClassPlan, year: int, scheme: int) -> None:
        name = ClassName.read(plan.name)
        row: Row = {"year": year, "grade": name.grade, "letter": name.letter, "name": str(name), "scheme": scheme}
        rest: Row = {"ungraded_until": None, "shift": 1, "room": "", "ended": 0}
        school_class = self._add("school_class", {**row, **rest})
        self.school.classes[str(name)] = school_class
        leader = self.school.people[plan.leader].person
        self._add("role_assignment", role_row(leader, Role.CLASS_TEACHER, school_class))
        for number, pupil in enumerate(plan.pupils, 1):
            self._pupil(pupil, number, school_class)
        for position, course in enumerate(plan.courses, 1):
            self._course(course, position, plan, (year, school_class))

    def _pupil(self, plan: PupilPlan, number: int, school_class: int) -> None:
        name = PersonName.read(plan.name)
        gender = "f" if name.patronymic.endswith("на") else "m"
        parts: Row = {"surname": name.surname, "given": name.given, "patronymic": name.patronymic, "gender": gender}
        card: Row = {"name_key": name_key(name.full), "birth": "2013-05-14", "file_number": "К-12", "file_checked": 0}
        pupil = self._add("pupil", {**parts, **card, "address": "", "phone": ""})
        self.school.pupils[name.short] = pupil
        start, end = (day.isoformat() if day else None for day in (plan.start, plan.end))
        stay: Row = {"pupil": pupil, "school_class": school_class, "start": start, "end": end, "list_number": number}
        self._add("membership", stay)

    def _course(self, plan: CoursePlan, position: int, group: ClassPlan, where: tuple[int, int]) -> None:
        year, school_class = where
        kind = kind_of(plan.subject)
        subject: Row = {"name": plan.subject, "name_key": name_key(plan.subject), "kind": kind.value}
        if plan.subject not in self.subjects:
            rest_of: Row = {"graded": int(plan.graded), "position": position, "ended": 0}
            self.subjects[plan.subject] = self._add("subject", {**subject, **rest_of})
        ident = self.subjects[plan.subject]
        row: Row = {"year": year, "subject": ident, "scheme": None, "hours_tenths": 10 * len(plan.weekdays)}
        rest: Row = {"graded": int(plan.graded), "subgroup": plan.subgroup, "position": position, "ended": 0}
        course = self._add("course", {**row, **rest})
        title = f"{group.name} {plan.subject}"
        # A second subgroup of a subject is named with its own.
        self.school.courses[f"{title} {plan.subgroup}" if title in self.school.courses else title] = course
        self._add("course_class", {"ended": 0}, (course, school_class))
        teacher: Row = {"course": course, "person": self.school.people[plan.teacher].person}
        self._add("course_teacher", {**teacher, "start": None, "end": None, "order_text": ""})
        for member in plan.members:
            who: Row = {"course": course, "pupil": self.school.pupils[member], "start": None, "end": None}
            self._add("subgroup_member", who)
        for weekday in plan.weekdays:
            slot: Row = {"course": course, "weekday": weekday, "number": plan.number, "part": 1, "week": "every"}
            self._add("timetable_slot", {**slot, "room": "", "valid_from": None, "valid_to": None})
        self._plan(course, plan.topics)

    def _plan(self, course: int, topics: tuple[str, ...]) -> None:
        if not topics:
            return
        row: Row = {"course": course, "title": "", "state": "draft", "approved_by": None, "approved_on": None}
        plan = self._add("plan", row)
        for position, topic in enumerate(topics, 1):
            item: Row = {"plan": plan, "position": position, "section": "", "topic": topic, "homework": "", "kind": ""}
            self._add("plan_item", {**item, "hours": 1, "note": "", "ended": 0})


def a_pair(path: Path) -> School:
    """7А with its usual pages, and 7Б with Физика alone: what timetables are tried on."""
    other = a_class("7Б", ("Ким Олег Ильич",), (CoursePlan("Физика", weekdays=(1, 4)),))
    return a_school(path, [a_class("7А"), other])


def open_office(
    school: School, login: str = "teacher", clock: Clock | None = None, *, door: Door = DISK, readonly: bool = False
) -> FileOffice:
    """Open the journal by its raw key as one of its people, with a written opening entry unless `readonly`."""
    who = school.people[login]
    sealed = open_sealed(school.path, school.key, door=door, readonly=readonly)
    strand = None if readonly else Strand(_session_ids(), who.account, who.signer, "класс-12", "ezh-desktop тест")
    person = Person(who.account, who.person, f"Сотрудник {login}", login, ())
    unlocked = Unlocked(KeyPair(bytes(32), bytes(who.signer)), Secrets(1, school.key))
    place = Place(sealed, school.journal, school.key, unlocked)
    office = FileOffice(place, person, clock or fake_clock(), strand)
    office.begin()
    return office


@contextmanager
def opening(school: School, login: str = "teacher", day: date = WEDNESDAY) -> Iterator[Callable[..., FileOffice]]:
    """A function that opens the journal as that one of its people on that day, or as it is told; closes all of them."""
    offices: list[FileOffice] = []

    def open_one(login: str = login, clock: Clock | None = None, *, day: date = day, **how: Any) -> FileOffice:
        offices.append(open_office(school, login, clock or fake_clock(day), **how))
        return offices[-1]

    try:
        yield open_one
    finally:
        for office in offices:
            office.close()


_SESSIONS = stepped_ids(seed=5_000_000_000)


def _session_ids() -> int:
    return _SESSIONS()


def a_lesson(page: CoursePage, day: date | None = None) -> LessonColumn:
    """The page's lesson on that day, else the latest one held."""
    wanted = day or max(lesson.day for lesson in page.lessons if lesson.day <= page.today)
    return next(lesson for lesson in page.lessons if lesson.day == wanted)


def raw(school: School, sql: str, *parameters: Any) -> list[Any]:
    """What the file itself says, past all services."""
    sealed = open_sealed(school.path, school.key)
    try:
        with sealed.connection(readonly=True) as db:
            return list(db.execute(sql, parameters).fetchall())
    finally:
        sealed.close()
