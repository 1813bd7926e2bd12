"""A whole school into the journal (4.1.4): staff, classes with their teachers, pupils, courses, subgroups; one act.

A second import of the same file changes only what differs; what the file does not name is left alone. Rows need each
other: where a class or a teacher is refused, so is what stands on them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from ezh_desktop.domain.away import is_home_group
from ezh_desktop.domain.change import Change, EntryRef, Row
from ezh_desktop.domain.curriculum import CURRICULUM
from ezh_desktop.domain.ids import NewId
from ezh_desktop.domain.incoming import Flaw, Judged, Outcome, PupilRow, Spot
from ezh_desktop.domain.incoming_school import ClassRow, CourseRow, SchoolRows, StaffRow
from ezh_desktop.domain.kinds import kind_of
from ezh_desktop.domain.names import ClassName, PersonName, name_key
from ezh_desktop.domain.rights import About, demand, may
from ezh_desktop.domain.rights_table import Action, Role, Thing
from ezh_desktop.domain.rules import refuse_pupil_name
from ezh_desktop.domain.typed import hours_text
from ezh_desktop.services.commands import Command
from ezh_desktop.services.founding import TEACHER_POST, likely_gender, person_row, role_row
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.importing.base import AT_HOME, Import, refused
from ezh_desktop.services.importing.people import Group, demand_year, read_group, read_known
from ezh_desktop.services.importing.pupils import ListWork
from ezh_desktop.services.importing.timetable_names import (
    Choices,
    How,
    NameKind,
    NameLine,
    Ours,
    Stock,
    Understanding,
    choices_change,
    read_choices,
    read_stocks,
)
from ezh_desktop.services.importing.timetable_state import Course, CourseKey, read_timetable, subgroup_key
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.own import Planned
from ezh_desktop.storage.reading.places import YearLine
from ezh_desktop.storage.reading.rows import Readable, rows, stands

ACTION: Final = "school.import"
THINGS: Final = (
    Thing.STAFF,
    Thing.SCHOOL_CLASS,
    Thing.ACCOUNT,
    Thing.MOVEMENT,
    Thing.SUBJECT,
    Thing.COURSE_TEACHER,
    Thing.SUBGROUP,
    Thing.TIMETABLE,
)
_NO_ENTRY: Final = EntryRef(0, 0)
_FIRST_GRADE: Final = 1


@dataclass(frozen=True, slots=True)
class SchoolImport:
    """A school before it is written: the rows' outcomes with the act, each name and what it is taken for."""

    found: Import
    names: tuple[NameLine, ...]
    stocks: Mapping[NameKind, Stock]


def may_import_school(office: FileOffice) -> bool:
    """Whether the person may enter a whole school."""
    today = office.clock.today()
    return not office.readonly and all(may(office.actor, Action.WRITE, About(thing, today)) for thing in THINGS)


def plan_school(office: FileOffice, incoming: SchoolRows, chosen: Choices | None = None) -> SchoolImport:
    """Judge every row and make the one act of the good ones; `chosen` is what a person said of the file's names.

    Raises RightRefused, BadInput without an open year.
    """
    today = office.clock.today()
    demands = tuple((Action.WRITE, About(thing, today)) for thing in THINGS)
    for action, about in demands:
        demand(office.actor, action, about)
    with office.reading() as db:
        work = _Work(db, demand_year(db, today.isoformat()), today, system_ids())
        work.read(incoming, chosen or {})
        judged = tuple(work.judge(incoming))
        setting = work.setting()
    changes = [*work.changes, *([setting] if setting is not None and work.changes else [])]
    derives = work.year.year if work.made_classes else None
    subject = ("academic_year", work.year.year)
    planned = tuple(map(Planned, changes))
    command = Command(ACTION, subject, planned, demands, derives=derives) if changes else None
    return SchoolImport(Import(judged, command, tuple(work.notes())), work.names, work.stocks)


@dataclass
class _Work:
    """One file being judged against the journal; `changes` grow with every good row, in the order rows need."""

    db: Readable
    year: YearLine
    today: date
    new_id: NewId
    changes: list[Change] = field(default_factory=list)
    names: tuple[NameLine, ...] = ()
    stocks: dict[NameKind, Stock] = field(default_factory=dict)
    made_classes: int = 0
    _lines: dict[tuple[NameKind, str], NameLine] = field(default_factory=dict)
    _groups: dict[str, Group] = field(default_factory=dict)
    _people: dict[str, int] = field(default_factory=dict)
    """`name_key` of somebody new → the id they get."""
    _subjects: dict[str, int] = field(default_factory=dict)
    _pupils: dict[Spot, int] = field(default_factory=dict)
    _seen: dict[CourseKey, Spot] = field(default_factory=dict)
    _left_alone: Counter[str] = field(default_factory=Counter)

    # Reading

    def read(self, incoming: SchoolRows, chosen: Choices) -> None:
        """What the journal has, and what the file's names mean."""
        self.stocks = read_stocks(self.db, self.year.year)
        self._stored = read_choices(self.db, self.year.year)
        # Whom the file's own list names stands for every other row of it.
        listed = [one for one in incoming.staff if not one.flaws and _whole(one.name)]
        own = [Ours(0, PersonName.read(one.name).full, name_key(one.name), _NO_ENTRY) for one in listed]
        known = self.stocks[NameKind.TEACHER]
        fresh = [one for one in own if one.key not in known.by_key]
        stocks = {**self.stocks, NameKind.TEACHER: Stock.of((*known.all, *fresh))}
        understanding = Understanding(stocks, chosen, self._stored[0], frozenset(NameKind))
        used: Counter[tuple[NameKind, str]] = Counter()
        texts: dict[tuple[NameKind, str], str] = {}
        for kind, text in (one for one in _names_of(incoming) if one[1]):
            used[kind, name_key(text)] += 1
            texts.setdefault((kind, name_key(text)), text)
        self._lines = {key: understanding.line(key[0], text, used[key]) for key, text in texts.items()}
        order = list(NameKind)
        self.names = tuple(sorted(self._lines.values(), key=lambda one: (order.index(one.kind), one.key[1])))
        self._chosen = chosen
        self._read_journal()

    def _read_journal(self) -> None:
        self._known = read_known(self.db, self.today.isoformat())
        self._courses = {one.key: one for one in read_timetable(self.db, self.year.year)}
        hours = "SELECT id, hours_tenths, entry_session, entry_seq FROM course WHERE year = ?"
        self._hours = {
            ident: (tenths, EntryRef(session, seq))
            for ident, tenths, session, seq in rows(self.db, hours, self.year.year)
        }
        roles = rows(
            self.db, "SELECT person, role, school_class FROM role_assignment WHERE end IS NULL OR end >= ?", self._day
        )
        self._roles = {(person, role, school_class) for person, role, school_class in roles}
        members = f"SELECT course, pupil FROM subgroup_member AS m WHERE {stands('m')}"  # noqa: S608 - our own words
        self._members = set(map(tuple, rows(self.db, f"{members} AND (end IS NULL OR end >= ?)", self._day)))
        subjects = rows(self.db, "SELECT id, graded, position FROM subject")
        self._graded = {ident: graded for ident, graded, _ in subjects}
        self._positions = {ident: position for ident, _, position in subjects}

    @property
    def _day(self) -> str:
        return self.today.isoformat()

    @property
    def _since(self) -> str | None:
        """The first day of what is new in a year that has begun; nothing before: it always was so."""
        return self._day if self.year.start < self._day else None

    def setting(self) -> Change | None:
        """What was chosen of the file's names is kept, so that the next file asks nothing."""
        kept, base, text = self._stored
        return choices_change(self.year.year, text, base, {**kept, **self._chosen}) if self._chosen else None

    # Judging

    def judge(self, incoming: SchoolRows) -> Iterator[Judged]:
        """The outcomes: staff, classes, pupils, courses."""
        for person in incoming.staff:
            yield _shown(self._staff(person), person.line)
        for one in incoming.classes:
            yield _shown(self._class(one), one.line)
        yield from self._lists(incoming)
        by_line = {one.line: one.pupil.spot for one in incoming.members}
        for course in incoming.courses:
            yield _shown(self._course(course, by_line), course.line)

    def notes(self) -> Iterator[str]:
        """What the act does besides its rows."""
        if self._people:
            yield f"Новых сотрудников без доступа: {len(self._people)}. Доступ выдают в списке сотрудников."
        for words, number in self._left_alone.items():
            yield f"{words}: {number}."

    def _staff(self, row: StaffRow) -> Judged:
        if row.flaws:
            return refused(row.spot, row.name, row.flaws[0])
        if not _whole(row.name):
            what = f"Имя сотрудника «{row.name}» не полное."
            return refused(row.spot, row.name, Flaw(what, "Впишите фамилию, имя и отчество полностью."))
        key = name_key(row.name)
        same = self.stocks[NameKind.TEACHER].by_key.get(key, ())
        if len(same) > 1:
            return refused(
                row.spot, row.name, Flaw("В журнале двое с этим именем.", "Различите их в списке сотрудников.")
            )
        if same:
            return Judged(row.spot, row.name, Outcome.SAME, "Уже в списке сотрудников")
        if key in self._people:
            return refused(row.spot, row.name, Flaw("Этот сотрудник в файле уже есть.", "Уберите повтор."))
        self._make_person(PersonName.read(row.name), row.post or TEACHER_POST, row.gender)
        return Judged(row.spot, row.name, Outcome.NEW, "будет внесён в список сотрудников")

    def _make_person(self, name: PersonName, post: str, gender: str = "") -> int:
        ident = self.new_id()
        self._people[name_key(name.full)] = ident
        self.changes.append(Change("person", (ident,), None, person_row(name, gender or likely_gender(name), post)))
        return ident

    def _class(self, row: ClassRow) -> Judged:
        line = self._lines.get((NameKind.CLASS, name_key(row.name)))
        if row.flaws:
            return refused(row.spot, row.name, row.flaws[0])
        if line is None or not line.usable:
            return refused(row.spot, row.name, _flaw_of(line, "Не назван класс.", "Впишите класс: 7А."))
        leader = self._lines.get((NameKind.TEACHER, name_key(row.leader)))
        if leader is not None and leader.how is How.OPEN:
            return refused(row.spot, row.name, _flaw_of(leader, "", ""))
        group = self._group(line.label)
        words = ["будет создан"] if group.made else []
        if group.made:
            self._furnish(group, row)
        words += self._lead(group, leader)
        outcome = Outcome.NEW if group.made else Outcome.CHANGE if words else Outcome.SAME
        return Judged(row.spot, line.label, outcome, ", ".join(words) or "Уже есть")

    def _group(self, label: str) -> Group:
        if label not in self._groups:
            group = read_group(self.db, ClassName.read(label), self._day, self.new_id)
            self._groups[label] = group
            self.changes += group.made
            self.made_classes += bool(group.made)
        return self._groups[label]

    def _furnish(self, group: Group, row: ClassRow) -> None:
        """Shift and room of a class that is made here."""
        for at, change in enumerate(self.changes):
            if change.entity == "school_class" and change.key == (group.school_class,) and change.inserts:
                self.changes[at] = replace(change, new={**change.new, "shift": row.shift, "room": row.room})

    def _lead(self, group: Group, line: NameLine | None) -> list[str]:
        if line is None or not line.usable:
            return []
        leading = {
            who for who, role, where in self._roles if role == Role.CLASS_TEACHER and where == group.school_class
        }
        person = self._person(line)
        if person in leading:
            return []
        if leading:
            self._left_alone[
                "Руководителя класса файл называет другого, прежний остался; его меняют в окне классов"
            ] += 1
            return []
        self._give(person, Role.CLASS_TEACHER, group.school_class)
        return [f"руководитель {line.label}"]

    def _give(self, person: int, role: Role, school_class: int | None = None) -> None:
        if (person, role, school_class) in self._roles:
            return
        self._roles.add((person, role, school_class))
        start = date.fromisoformat(self._since) if self._since and school_class is not None else None
        row = role_row(person, role, school_class, start)
        self.changes.append(Change("role_assignment", (self.new_id(),), None, row, school_class or 0))

    def _person(self, line: NameLine) -> int:
        """Ours, or somebody new who is made when first needed."""
        if line.ident:
            return line.ident
        key = name_key(line.label)
        return self._people.get(key) or self._make_person(PersonName.read(line.label), TEACHER_POST)

    # Pupils

    def _lists(self, incoming: SchoolRows) -> Iterator[Judged]:
        """Pupils class by class; the outcomes in the file's order."""
        found: dict[Spot, Judged] = {}
        lists: defaultdict[str, list[PupilRow]] = defaultdict(list)
        born: dict[tuple[str, date], Spot] = {}
        for one in incoming.members:
            row, line = one.pupil, self._lines.get((NameKind.CLASS, name_key(one.school_class)))
            who = f"{row.surname} {row.given}".strip()
            key = (name_key(f"{who} {row.patronymic}"), row.birth) if row.birth else None
            if line is None or not line.usable:
                flaw = _flaw_of(line, "Не сказано, в каком классе ученик.", "Впишите класс: 7А.")
                found[row.spot] = refused(row.spot, who, flaw)
            elif key is not None and key in born:
                flaw = Flaw(f"Такой же ученик уже стоит в строке {born[key].row}.", "Уберите одну из строк.")
                found[row.spot] = refused(row.spot, who, flaw)
            else:
                lists[line.label].append(row)
                if key is not None:
                    born[key] = row.spot
        taken: set[int] = set()
        for label, listed in lists.items():
            found |= self._list(label, listed, taken)
        for one in incoming.members:
            yield _shown(found[one.pupil.spot], one.line)

    def _list(self, label: str, listed: list[PupilRow], taken: set[int]) -> dict[Spot, Judged]:
        work = ListWork(self._group(label), self._known, self.today, self.new_id, taken=taken)
        judged = work.judge(listed)
        self.changes += work.changes
        self._pupils |= work.pupils
        return {one.spot: one for one in judged}

    # Courses

    def _course(self, row: CourseRow, spots: Mapping[int, Spot]) -> Judged:
        who = f"{row.subject}, {', '.join(row.classes)}"
        bad = row.flaws[0] if row.flaws else AT_HOME if is_home_group(row.subgroup) else self._open_name(row)
        if bad is not None:
            return refused(row.spot, who, bad)
        labels = [self._lines[NameKind.CLASS, name_key(one)].label for one in row.classes]
        groups = [self._group(label) for label in dict.fromkeys(labels)]
        subject = self._subject(self._lines[NameKind.SUBJECT, name_key(row.subject)])
        key = (frozenset(one.school_class for one in groups), subject, subgroup_key(row.subgroup))
        if key in self._seen:
            what = f"Этот предмет у класса уже стоит в строке {self._seen[key].row}."
            return refused(row.spot, who, Flaw(what, "Уберите повтор или назовите подгруппы."))
        self._seen[key] = row.spot
        course = self._courses.get(key)
        if course is None:
            made = self._new_course(row, key, groups)
            self._teach(made, row)
            self._put_members(made.course, row, spots)
            return Judged(row.spot, who, Outcome.NEW, "будет внесён")
        words = [
            *self._new_hours(course, row),
            *self._teach(course, row),
            *self._put_members(course.course, row, spots),
        ]
        if not words:
            return Judged(row.spot, who, Outcome.SAME, "Уже есть, данные те же")
        return Judged(row.spot, who, Outcome.CHANGE, f"Уже есть: {', '.join(words)}")

    def _open_name(self, row: CourseRow) -> Flaw | None:
        names = [(NameKind.CLASS, one) for one in row.classes]
        names += [(NameKind.SUBJECT, row.subject), *((NameKind.TEACHER, one) for one in row.teachers)]
        for kind, text in names:
            line = self._lines[kind, name_key(text)]
            if line.how is How.OPEN or (kind is not NameKind.TEACHER and not line.usable):
                return _flaw_of(line, f"«{text}» не вносится.", "Так выбрано в названиях.")
        return None

    def _subject(self, line: NameLine) -> int:
        if line.ident:
            return line.ident
        key = name_key(line.label)
        if key not in self._subjects:
            ident, kind = self.new_id(), kind_of(line.label)
            position = max(self._positions.values(), default=0) + 1
            graded = int(kind.traits.graded)
            values: Row = {"name": line.label, "name_key": key, "kind": kind.value, "graded": graded}
            self.changes.append(Change("subject", (ident,), None, {**values, "position": position, "ended": 0}))
            self._subjects[key], self._positions[ident], self._graded[ident] = ident, position, graded
        return self._subjects[key]

    def _new_course(self, row: CourseRow, key: CourseKey, groups: list[Group]) -> Course:
        course, subject = self.new_id(), key[1]
        graded = bool(self._graded[subject]) and {one.name.grade for one in groups} != {_FIRST_GRADE}
        label = self._lines[NameKind.SUBJECT, name_key(row.subject)].label
        hours = row.hours_tenths or _usual_hours(label, groups[0].name.grade)
        values: Row = {"year": self.year.year, "subject": subject, "scheme": None, "hours_tenths": hours}
        rest: Row = {"graded": int(graded), "subgroup": row.subgroup, "position": self._positions[subject], "ended": 0}
        self.changes.append(Change("course", (course,), None, {**values, **rest}, course))
        for one in sorted(key[0]):
            self.changes.append(Change("course_class", (course, one), None, {"ended": 0}, course))
        return Course(course, key[0], subject, row.subgroup)

    def _new_hours(self, course: Course, row: CourseRow) -> list[str]:
        hours, base = self._hours[course.course]
        if not row.hours_tenths or hours == row.hours_tenths:
            return []
        change = Change("course", (course.course,), {"hours_tenths": hours}, {"hours_tenths": row.hours_tenths})
        self.changes.append(replace(change, scope=course.course, base=base))
        return [f"часы {hours_text(hours)} → {hours_text(row.hours_tenths)}"]

    def _teach(self, course: Course, row: CourseRow) -> list[str]:
        present = {one.person for one in course.duties if one.last is None or one.last >= self._day}
        words = []
        for text in row.teachers:
            line = self._lines[NameKind.TEACHER, name_key(text)]
            if not line.usable:
                continue
            person = self._person(line)
            self._give(person, Role.SUBJECT_TEACHER)
            if person in present:
                continue
            if present:
                self._left_alone[
                    "Учителя предмета файл называет другого, прежний остался; его меняют в окне предметов"
                ] += 1
                continue
            # A page that never had a teacher had this one from the beginning.
            duty: Row = {"course": course.course, "person": person, "start": None, "end": None, "order_text": ""}
            self.changes.append(Change("course_teacher", (self.new_id(),), None, duty, course.course))
            words.append(f"учитель {line.label}")
        return words

    def _put_members(self, course: int, row: CourseRow, spots: Mapping[int, Spot]) -> list[str]:
        pupils = [self._pupils[spots[line]] for line in row.members if spots[line] in self._pupils]
        missing = [one for one in dict.fromkeys(pupils) if (course, one) not in self._members]
        for pupil in missing:
            member: Row = {"course": course, "pupil": pupil, "start": self._since_of(course), "end": None}
            self.changes.append(Change("subgroup_member", (self.new_id(),), None, member, course))
        return [f"в подгруппу ещё {len(missing)}"] if missing else []

    def _since_of(self, course: int) -> str | None:
        """Who comes into a subgroup that already learns comes today."""
        return self._since if any(one == course for one, _ in self._members) else None


def _names_of(incoming: SchoolRows) -> Iterator[tuple[NameKind, str]]:
    for one in incoming.classes:
        yield NameKind.CLASS, one.name
        yield NameKind.TEACHER, one.leader
    for member in incoming.members:
        yield NameKind.CLASS, member.school_class
    for course in incoming.courses:
        yield from ((NameKind.CLASS, one) for one in course.classes)
        yield NameKind.SUBJECT, course.subject
        yield from ((NameKind.TEACHER, one) for one in course.teachers)


def _whole(name: str) -> bool:
    return refuse_pupil_name(PersonName.read(name)) is None


def _flaw_of(line: NameLine | None, what: str, remedy: str) -> Flaw:
    return line.flaw if line is not None and line.flaw is not None else Flaw(what, remedy)


def _shown(one: Judged, line: int) -> Judged:
    return replace(one, shown=(line, ""))


def _usual_hours(subject: str, grade: int) -> int:
    """Tenths of an hour a week by the curriculum, 0 where it does not know."""
    key, kind = name_key(subject), kind_of(subject)
    usual = next((one for one in CURRICULUM if name_key(one.name) == key or one.kind is kind), None)
    return int(usual.hours_in(grade) * 10) if usual is not None else 0
