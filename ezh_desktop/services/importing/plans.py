"""Lesson plans (КТП) from tables (5.18): the teacher's own course, or any by the administrator; one act a file.

A second import changes only what differs: rows are matched by their topics, so that a row that lessons already follow
keeps its id. Rows that the file has no more are ended. An approved plan that changes waits for approval again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from ezh_desktop.domain.change import Change, EntryRef, Row, Value
from ezh_desktop.domain.ids import NewId
from ezh_desktop.domain.incoming import Judged, Outcome, PlanRow
from ezh_desktop.domain.kinds import SubjectKind, kind_of, lesson_kind
from ezh_desktop.domain.names import ClassName, name_key
from ezh_desktop.domain.rights import About, demand
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.russian import agreed, count, plural
from ezh_desktop.errors import BadInput
from ezh_desktop.services.commands import Command
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.importing.base import Import, courses_for, refused, update
from ezh_desktop.services.importing.people import demand_year
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.own import Planned
from ezh_desktop.storage.reading.places import CourseLine, read_courses
from ezh_desktop.storage.reading.rows import Readable, row, rows

ACTION: Final = "plan.import"
_FIELDS: Final = ("position", "section", "topic", "homework", "kind", "hours", "note")
_LEAVE, _ROWS = ("уйдёт", "уйдут", "уйдёт"), ("строка", "строки", "строк")
_TITLES: Final = {"section": "раздел", "topic": "тема", "homework": "задание", "kind": "вид", "hours": "часы"}


class _Item(NamedTuple):
    item: int
    base: EntryRef
    fields: dict[str, Value]


@dataclass(frozen=True, slots=True)
class _Plan:
    """The plan a course has now; `plan` None: none yet."""

    plan: int | None = None
    state: str = "draft"
    approved: Row = field(default_factory=dict)
    base: EntryRef | None = None
    items: tuple[_Item, ...] = ()


def find_course(office: FileOffice, school_class: ClassName, subject: str, subgroup: str = "") -> CourseLine:
    """The course of the class by its subject's name, or another name of the same kind. Raises BadInput with advice."""
    today = office.clock.today().isoformat()
    with office.reading() as db:
        lines = read_courses(db, demand_year(db, today).year)
    lines = [line for line in lines if line.class_name == str(school_class)]
    if not lines:
        raise BadInput(f"Класса {school_class} с предметами в журнале нет.", "Сначала введите класс и его предметы.")
    named = [line for line in lines if name_key(line.subject_name) == name_key(subject)]
    kind = kind_of(subject)
    if not named and kind is not SubjectKind.OTHER:
        named = [line for line in lines if kind_of(line.subject_name) is kind]
    if not named:
        known = ", ".join(dict.fromkeys(line.subject_name for line in lines))
        raise BadInput(f"Предмета «{subject}» у {school_class} нет.", f"Есть: {known}.")
    chosen = [line for line in named if not subgroup or name_key(line.subgroup) == name_key(subgroup)]
    if len(chosen) != 1:
        groups = ", ".join(line.subgroup for line in named if line.subgroup)
        raise BadInput(
            f"«{named[0].subject_name}» в {school_class} идёт по подгруппам.", f"Назовите одну из: {groups}."
        )
    return chosen[0]


def importable_courses(office: FileOffice) -> list[CourseLine]:
    """The courses whose plan the person may import now."""
    return courses_for(office, Action.IMPORT, Thing.PLAN)


def plan_plan(office: FileOffice, incoming: Sequence[PlanRow], course: CourseLine) -> Import:
    """Judge every row against the course's plan and make the one act. Raises RightRefused."""
    about = About(Thing.PLAN, office.clock.today(), school_class=course.school_class, course=course.course)
    demand(office.actor, Action.IMPORT, about)
    with office.reading() as db:
        present = _read_plan(db, course.course)
    work = _Work(course, present, system_ids())
    judged = work.judge(incoming)
    if not work.changes:
        return Import(judged, None)
    changes = tuple(Planned(change) for change in (*work.frame(), *work.changes))
    subject = ("plan", work.plan)
    return Import(judged, Command(ACTION, subject, changes, ((Action.IMPORT, about),)), tuple(work.notes()))


class _Work:
    """One plan being judged; `changes` grow with every good row."""

    def __init__(self, course: CourseLine, present: _Plan, new_id: NewId) -> None:
        self._course, self._present, self._new_id = course, present, new_id
        self.plan = present.plan if present.plan is not None else new_id()
        self.changes: list[Change] = []
        self._ended = 0

    def judge(self, incoming: Sequence[PlanRow]) -> tuple[Judged, ...]:
        """The outcomes in the file's order."""
        found = {one.spot: refused(one.spot, one.topic, one.flaws[0]) for one in incoming if one.flaws}
        sound = [one for one in incoming if not one.flaws]
        old = self._present.items
        keys = [name_key(str(item.fields["topic"])) for item in old], [name_key(one.topic) for one in sound]
        for tag, a0, a1, b0, b1 in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
            # A stretch of as many rows with other words is the same lessons put in other words.
            paired = tag == "equal" or (tag == "replace" and a1 - a0 == b1 - b0)
            if not paired:
                # A refused row may be one of those that seem to be missing: what lessons stand on is not taken away.
                self._end(old[a0:a1], keep=bool(found))
            for offset, one in enumerate(sound[b0:b1]):
                position = b0 + offset + 1
                item = old[a0 + offset] if paired else None
                found[one.spot] = self._put(one, position, item)
        return tuple(found[one.spot] for one in incoming)

    def frame(self) -> list[Change]:
        """What the plan's own row needs: it is made, or an approved one goes back to draft."""
        scope, present = self._course.course, self._present
        if present.plan is None:
            grade = self._course.grade
            row: Row = {"course": scope, "title": f"{self._course.subject_name}, {grade} класс", "state": "draft"}
            return [Change("plan", (self.plan,), None, {**row, "approved_by": None, "approved_on": None}, scope)]
        draft: Row = {"state": "draft", "approved_by": None, "approved_on": None}
        stored: Row = {"state": present.state, **present.approved}
        change = update("plan", (self.plan,), stored, draft, present.base, scope)
        return [change] if change is not None else []

    def notes(self) -> list[str]:
        """What the act does besides its rows."""
        said = []
        if self._ended:
            whose = plural(self._ended, "её", "их", "их")
            said.append(f"Из плана {agreed(self._ended, _LEAVE, _ROWS)}: в файле {whose} нет.")
        if self._present.state == "approved":
            said.append("План был утверждён; после изменения его утверждают снова.")
        return said

    def _put(self, row: PlanRow, position: int, item: _Item | None) -> Judged:
        scope = self._course.course
        new: dict[str, Value] = {"position": position, "section": row.section, "topic": row.topic}
        new |= {"homework": row.homework, "kind": row.kind, "hours": row.hours, "note": row.note}
        if item is None:
            full: Row = {"plan": self.plan, **new, "ended": 0}
            self.changes.append(Change("plan_item", (self._new_id(),), None, full, scope))
            return Judged(row.spot, row.topic, Outcome.NEW, _words(row))
        change = update("plan_item", (item.item,), item.fields, new, item.base, scope)
        if change is None:
            return Judged(row.spot, row.topic, Outcome.SAME, "Уже в плане, то же самое")
        self.changes.append(change)
        told = [
            f"{_TITLES[name]}: {item.fields[name] or 'пусто'} → {change.new[name] or 'пусто'}"
            for name in change.new
            if name in _TITLES and name != "kind"
        ]
        words = "; ".join(told) or ("вид урока" if "kind" in change.new else "порядок строк")
        return Judged(row.spot, row.topic, Outcome.CHANGE, f"Уже в плане: {words}")

    def _end(self, items: Sequence[_Item], *, keep: bool) -> None:
        for item in () if keep else items:
            change = Change("plan_item", (item.item,), {"ended": 0}, {"ended": 1}, self._course.course, item.base)
            self.changes.append(change)
            self._ended += 1


def _words(row: PlanRow) -> str:
    hours = count(row.hours, "урок", "урока", "уроков")
    kind = f", {lesson_kind(row.kind).name.lower()}" if row.kind else ""
    return f"будет внесена: {hours}{kind}"


def _read_plan(db: Readable, course: int) -> _Plan:
    found = row(
        db,
        "SELECT id, state, approved_by, approved_on, entry_session, entry_seq FROM plan"
        " WHERE course = ? AND state <> 'replaced' ORDER BY id DESC LIMIT 1",
        course,
    )
    if found is None:
        return _Plan()
    plan, state, by, on, session, seq = found
    stored = rows(
        db,
        f"SELECT id, entry_session, entry_seq, {', '.join(_FIELDS)} FROM plan_item"  # noqa: S608 - our own names
        " WHERE plan = ? AND ended = 0 ORDER BY position, id",
        plan,
    )
    items = tuple(_Item(i, EntryRef(s, q), dict(zip(_FIELDS, fields, strict=True))) for i, s, q, *fields in stored)
    return _Plan(plan, state, {"approved_by": by, "approved_on": on}, EntryRef(session, seq), items)
