"""Whether each act of the protocol was the person's right when it was made: roles and duties as they stood then.

The table names the actions there are, the tables each may touch, and the right that each row asks for. An action or a
table that it does not name is a finding: a new act is registered here with its right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final, TypeAlias
from zoneinfo import ZoneInfo

from ezh_desktop.domain.clock import from_us
from ezh_desktop.domain.rights import About, Actor, may
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.services.commands import BLANK, REWRITTEN
from ezh_desktop.services.lesson_rows import ACTION as DERIVE
from ezh_desktop.storage.chains import FOUNDING, Act
from ezh_desktop.storage.flaws import FlawKind, Flaws
from ezh_desktop.storage.reading.places import read_school
from ezh_desktop.storage.reading.rows import row, rows
from ezh_desktop.storage.reading.standing import STANDING_TABLES, read_actor
from ezh_desktop.storage.replay import Replay
from ezh_desktop.storage.tables import key_of, metadata

_Needs: TypeAlias = tuple[tuple[Action, Thing], ...]
"""Rights of which any one will do; none: the row goes with the act."""


@dataclass(frozen=True, slots=True)
class Known:
    """A kind of act: what each table's rows ask for, and what the act itself asks for."""

    rows: Mapping[str, _Needs]
    whole: _Needs = ()


def _of(*tables: str, needs: _Needs = ()) -> dict[str, _Needs]:
    return dict.fromkeys(tables, needs)


def _write(*things: Thing) -> _Needs:
    return tuple((Action.WRITE, thing) for thing in things)


_CELL: Final = _of("cell", needs=_write(Thing.CELL))
_RECORD: Final = _of("lesson_record", needs=_write(Thing.LESSON_RECORD))
_ESSAY: Final = (
    _CELL
    | _RECORD
    | _of("work_link", needs=_write(Thing.CELL))
    | _of("proposal", needs=((Action.WRITE, Thing.PROPOSAL), (Action.ACCEPT, Thing.PROPOSAL)))
)
_TEMPLATE: Final = _of("homework_template", needs=_write(Thing.HOMEWORK_TEMPLATE))
_MARKS: Final = _of("period_mark", needs=_write(Thing.PERIOD_MARK))
_INDIVIDUAL: Final = _of("individual_lesson", needs=_write(Thing.INDIVIDUAL_LESSON))
_COUNCIL: Final = _of("council_decision", needs=_write(Thing.COUNCIL_DECISION))
_HEALTH: Final = _of("health_record", needs=_write(Thing.HEALTH_NAMES, Thing.HEALTH_PE_GROUP))
_BY_COLUMN: Final[Mapping[str, Mapping[str, _Needs]]] = MappingProxyType(
    {
        "health_record": {
            "position": _write(Thing.HEALTH_NAMES),
            "pe_group": _write(Thing.HEALTH_PE_GROUP),
            "desk": _write(Thing.HEALTH_DESK),
            "place": _write(Thing.HEALTH_DESK),
            "sealed": _write(Thing.HEALTH_CLOSED),
            "generation": _write(Thing.HEALTH_CLOSED),
        }
    }
)
"""Tables whose columns have rights of their own: each column that a change fills asks for its own."""
_ACCOUNT: Final = _of("person", "account", "role_assignment", needs=_write(Thing.ACCOUNT)) | _of("key_change")
_CALENDAR: Final = _of(
    "school", "academic_year", "term_scheme", "period", "holiday", "moved_day", "bell", needs=_write(Thing.SCHOOL)
)
_SUBJECTS: Final = _of("subject", "course", "course_class", needs=_write(Thing.SUBJECT))
_PUPILS: Final = _of("pupil", "guardian", "membership", "movement_order", needs=_write(Thing.MOVEMENT)) | _of(
    "subgroup_member", needs=_write(Thing.SUBGROUP)
)
_CLASSES: Final = (
    _of("school_class", needs=_write(Thing.SCHOOL_CLASS))
    | _of("role_assignment", needs=_write(Thing.ACCOUNT))
    | _of("holiday", needs=_write(Thing.SCHOOL))
)
_COURSES: Final = (
    _SUBJECTS
    | _of("course_teacher", needs=_write(Thing.COURSE_TEACHER))
    | _of("subgroup_member", needs=_write(Thing.SUBGROUP))
)
_STAFF: Final = _of("person", needs=_write(Thing.STAFF))
_TEACHING: Final = (
    _COURSES
    | _STAFF
    | _of("course", needs=_write(Thing.SUBJECT, Thing.HOURS))
    | _of("role_assignment", needs=_write(Thing.ACCOUNT))
    | _of("timetable_slot", needs=_write(Thing.TIMETABLE))
)
_TIMETABLE: Final = _of("timetable_slot", needs=_write(Thing.TIMETABLE))
_LESSONS: Final = _of("substitution", needs=_write(Thing.SUBSTITUTION)) | _of(
    "lesson_change", needs=_write(Thing.LESSON)
)
_PLANS: Final = _of("plan", "plan_item", needs=((Action.WRITE, Thing.PLAN), (Action.IMPORT, Thing.PLAN)))
_TIMETABLE_FILE: Final = (
    _TIMETABLE
    | _COURSES
    | _CLASSES
    | _of("person", needs=_write(Thing.STAFF))
    | _of("year_setting", needs=_write(Thing.TIMETABLE))
)
"""A timetable from a file makes what it names, and remembers whom its names mean."""
_SCHOOL_FILE: Final = _TIMETABLE_FILE | _PUPILS | _of("role_assignment", needs=_write(Thing.ACCOUNT))
_NUMBERS: Final[_Needs] = ((Action.SET_UP, Thing.RULE_NUMBERS), (Action.WRITE, Thing.RULE_NUMBERS))
_NEXT_YEAR: Final = (
    _CALENDAR
    | _CLASSES
    | _COURSES
    | _PUPILS
    | _STAFF
    | _of("year_setting", needs=_NUMBERS)
    | _of("role_assignment", needs=_write(Thing.ACCOUNT))
)
_SET_UP: Final = (
    _CALENDAR | _ACCOUNT | _CLASSES | _COURSES | _PUPILS | _TIMETABLE | _PLANS | _of("year_setting", needs=_NUMBERS)
)
"""What the administrator sets up at once: in an assistant, or by an import of a whole school."""

_DONE: Final[Mapping[str, Known]] = MappingProxyType(
    {
        FOUNDING: Known(_of("person", "account", "role_assignment", "key_change")),
        "session.open": Known({}),
        "school.set_up": Known(_SET_UP),
        "person.write": Known(_of("person", needs=_write(Thing.STAFF))),
        "account.add": Known(_ACCOUNT),
        "account.reset": Known(_ACCOUNT),
        "account.block": Known(_ACCOUNT),
        "account.unblock": Known(_ACCOUNT),
        "account.end": Known(_ACCOUNT),
        "account.roles": Known(_ACCOUNT),
        "account.password": Known(_of("account", needs=_write(Thing.SIGN_IN)) | _of("key_change")),
        "account.raise": Known(_of("key_change")),
        "account.recover": Known(_of("account", "key_change")),
        "class.add": Known(_CLASSES),
        "class.write": Known(_CLASSES | _PUPILS | _STAFF),
        "course.write": Known(_TEACHING),
        "subject.write": Known(_SUBJECTS),
        "subgroup.write": Known(_of("subgroup_member", needs=_write(Thing.SUBGROUP))),
        "calendar.write": Known(_CALENDAR),
        "year.next": Known(_NEXT_YEAR),
        "year.close": Known(_of("academic_year", needs=((Action.CLOSE, Thing.PERIOD),))),
        "year.open": Known(_of("academic_year", needs=((Action.UNLOCK, Thing.PERIOD),))),
        "year.add": Known(_NEXT_YEAR),
        "course.add": Known(_COURSES),
        "pupil.enrol": Known(_PUPILS),
        "pupil.arrive": Known(_PUPILS),
        "pupil.depart": Known(_PUPILS | _TIMETABLE),
        "pupil.transfer": Known(_PUPILS | _TIMETABLE),
        "pupil.return": Known(_PUPILS | _TIMETABLE),
        "pupil.away": Known(_PUPILS),
        "pupil.back": Known(_PUPILS | _TIMETABLE),
        "home.write": Known(_TEACHING),
        "pupil.remove": Known(_PUPILS | _TIMETABLE | _SUBJECTS),
        "timetable.write": Known(_TIMETABLE),
        DERIVE: Known({}, _write(Thing.TIMETABLE, Thing.LESSON)),
        "substitution.set": Known(_LESSONS),
        "lesson.return": Known(_LESSONS),
        "lesson.transfer": Known(_LESSONS),
        "lesson.swap": Known(_LESSONS),
        "lesson.cancel": Known(_LESSONS),
        "lesson.extra": Known(_LESSONS),
        "pupils.import": Known(_PUPILS | _CLASSES),
        "plan.import": Known(_PLANS),
        "timetable.import": Known(_TIMETABLE_FILE),
        "school.import": Known(_SCHOOL_FILE),
        "plan.write": Known(_PLANS),
        "plan.approve": Known(_of("plan", needs=((Action.APPROVE, Thing.PLAN),))),
        "mode.write": Known(_of("learning_mode", needs=_write(Thing.LEARNING_MODE))),
        "inspection.plan": Known(_of("inspection", needs=_write(Thing.INSPECTION))),
        "health.key": Known(_of("key_change"), _write(Thing.HEALTH_CLOSED)),
        "health.pass": Known(_of("key_change"), _write(Thing.HEALTH_CLOSED)),
        "health.write": Known(_HEALTH),
        "extra.group": Known(_of("extra_group", "extra_member", needs=_write(Thing.EXTRA_GROUP))),
        "extra.lesson": Known(_of("extra_lesson", "extra_presence", needs=_write(Thing.EXTRA_LESSON))),
        "club.write": Known(_of("club", needs=_write(Thing.CLUB))),
        "backup.make": Known(_of("backup_run", needs=((Action.BACKUP, Thing.JOURNAL),))),
        "week.confirm": Known(_of("week_confirmation", needs=_write(Thing.WEEK_CONFIRMATION))),
        "exemption.write": Known(_of("exemption", needs=_write(Thing.EXEMPTION))),
        "absence.explain": Known(_of("absence_reason", needs=_write(Thing.ABSENCES))),
        "absences.import": Known(_of("absence_reason", needs=_write(Thing.ABSENCES))),
        "lesson.fill": Known(_CELL | _RECORD),
        "lesson.kind": Known(_RECORD),
        "lesson.write": Known(_RECORD),
        "homework_template.write": Known(_TEMPLATE),
        "cells.enter": Known(_CELL),
        "cell.comment": Known(_CELL),
        "period_marks.enter": Known(_MARKS),
        "attestation.extend": Known(_MARKS | _INDIVIDUAL),
        "attestation.deny": Known(_MARKS),
        "attestation.withdraw": Known(_MARKS),
        "individual.write": Known(_INDIVIDUAL),
        "individual.cancel": Known(_INDIVIDUAL),
        "council.enter": Known(_COUNCIL),
        "council.cancel": Known(_COUNCIL),
        "inspection.hold": Known(_of("inspection", "remark", needs=_write(Thing.INSPECTION))),
        "remark.answer": Known(_of("remark", needs=((Action.ANSWER, Thing.INSPECTION),))),
        "remark.accept": Known(_of("remark", needs=((Action.ACCEPT, Thing.INSPECTION),))),
        "remark.cancel": Known(_of("remark", needs=_write(Thing.INSPECTION))),
        "essay.enter": Known(_ESSAY),
        "essay.accept": Known(_ESSAY),
        "essay.refuse": Known(_ESSAY),
        "essay.remove": Known(_ESSAY),
        "delegation.write": Known(_of("delegation", needs=_write(Thing.DELEGATION))),
        "request.write": Known(_of("notice", needs=_write(Thing.NOTICE))),
        "request.decline": Known(_of("notice", needs=_write(Thing.NOTICE)), whole=_write(Thing.MOVEMENT)),
        "numbers.write": Known(_of("year_setting", needs=_write(Thing.RULE_NUMBERS))),
        "period.close": Known(_of("period_lock", needs=((Action.CLOSE, Thing.PERIOD),))),
        "period.unlock": Known(_of("period_lock", needs=((Action.UNLOCK, Thing.PERIOD),))),
    }
)
"""The acts that people make."""


def _taken_back() -> Known:
    """What undo and redo may touch, under the rights that the act itself asks for."""
    found: dict[str, _Needs] = {}
    for act in (known for action, known in _DONE.items() if action != FOUNDING):
        for table in act.rows.keys() & (BLANK.keys() | REWRITTEN):
            found[table] = tuple(dict.fromkeys((*found.get(table, ()), *act.rows[table])))
    return Known(found)


KNOWN: Final[Mapping[str, Known]] = MappingProxyType({**_DONE, "undo": _taken_back(), "redo": _taken_back()})
"""Every kind of act that the program writes."""

_OF_LESSON: Final = frozenset({"cell", "lesson_record"})
_ALTERS_STANDING: Final = STANDING_TABLES | {"subject", "school_class", "period", "school"}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a row is about, for the questions of rights."""

    classes: tuple[int | None, ...] = (None,)
    course: int | None = None
    lesson: int | None = None
    day: date | None = None
    period: int | None = None
    person: int | None = None

    def abouts(self, thing: Thing, today: date) -> Iterator[About]:
        """One question for each class the row concerns."""
        for school_class in self.classes:
            yield About(thing, today, school_class, self.course, self.lesson, self.day, self.period, self.person)


class ActRights:
    """Watches a walk through the protocol (`proof.Watcher`) and notes acts that nobody had the right to make so."""

    def __init__(self, flaws: Flaws) -> None:
        self._flaws = flaws
        self._actors: dict[int, Actor | None] = {}
        self._zone: ZoneInfo | None = None
        self._classes: dict[int, tuple[int | None, ...]] = {}

    def watch(self, act: Act, replay: Replay) -> None:
        """See `proof.Watcher`."""
        known = KNOWN.get(act.body.action)
        entities = {change[0] for change in act.changes if change is not None}
        if known is None or not entities <= known.rows.keys():
            self._flaws.add(FlawKind.ACTION, act.stored.n)
        elif act.body.action != FOUNDING and not self._allowed(act, known, replay):
            self._flaws.add(FlawKind.RIGHT, act.stored.n)
        if entities & _ALTERS_STANDING:
            self._actors.clear()
            self._classes.clear()
            self._zone = None

    def _allowed(self, act: Act, known: Known, replay: Replay) -> bool:
        actor = self._actor(act.account, replay)
        if actor is None:
            return False
        today = self._today(act.body.utc_us, replay)
        if known.whole and not _may_any(actor, known.whole, _Asked(), today):
            return False
        asked: set[tuple[_Needs, _Asked]] = set()
        for change in act.changes:
            asked |= {(needs, self._about(change, act, replay)) for needs in _needs_of(change, known) if needs}
        return all(_may_any(actor, needs, about, today) for needs, about in asked)

    def _actor(self, account: int, replay: Replay) -> Actor | None:
        """The person behind the account as things stand; None when the account may not work."""
        if account not in self._actors:
            found = row(replay.db, "SELECT person, state FROM account WHERE id = ?", account)
            active = found is not None and found[1] == "active"
            self._actors[account] = read_actor(replay.db, account, found[0]) if active else None
        return self._actors[account]

    def _today(self, utc_us: int, replay: Replay) -> date:
        if self._zone is None:
            self._zone = ZoneInfo(read_school(replay.db)[2])
        return from_us(utc_us, self._zone).date()

    def _about(self, change: list[Any], act: Act, replay: Replay) -> _Asked:
        entity, key = change[0], change[1]
        if entity in _OF_LESSON:
            return self._of_lesson(key[0], replay)
        values = _values(change, replay)
        lesson = _lesson_asked(change, values)
        about = self._of_lesson(lesson, replay) if lesson else _Asked()
        course = about.course or values.get("course") or _course_of_plan(values.get("plan"), act, replay)
        return _Asked(
            self._classes_of(values, course, replay),
            course,
            about.lesson,
            about.day,
            values.get("period"),
            values.get("author" if entity == "notice" else "person", values.get("teacher"))
            or _leader_of(values, act, replay),
        )

    def _of_lesson(self, lesson: int, replay: Replay) -> _Asked:
        found = row(replay.lessons, "SELECT course, day FROM lesson WHERE id = ?", lesson)
        if found is None:
            return _Asked(lesson=lesson)
        course, day = found
        return _Asked(self._of_course(course, replay), course, lesson, date.fromisoformat(day))

    def _classes_of(self, values: Mapping[str, Any], course: int | None, replay: Replay) -> tuple[int | None, ...]:
        if values.get("school_class"):
            return (values["school_class"],)
        if course is not None:
            return self._of_course(course, replay)
        if values.get("pupil"):
            found = rows(replay.db, "SELECT DISTINCT school_class FROM membership WHERE pupil = ?", values["pupil"])
            return tuple(one[0] for one in found) or (None,)
        return (None,)

    def _of_course(self, course: int, replay: Replay) -> tuple[int | None, ...]:
        if course not in self._classes:
            found = rows(replay.db, "SELECT school_class FROM course_class WHERE course = ?", course)
            self._classes[course] = tuple(one[0] for one in found) or (None,)
        return self._classes[course]


def _needs_of(change: list[Any] | None, known: Known) -> set[_Needs]:
    """The rights that one change asks for, all of them."""
    if change is None:
        return set()
    entity, _, names, _, new, _ = change
    columns = _BY_COLUMN.get(entity)
    if columns is None:
        return {known.rows[entity]}
    if names is None:
        names = [name for name, value in new.items() if value not in {"", None}] if isinstance(new, dict) else []
    named = [names] if isinstance(names, str) else names
    return {columns[name] for name in named if name in columns} or {known.rows[entity]}


def _may_any(actor: Actor, needs: _Needs, asked: _Asked, today: date) -> bool:
    return any(may(actor, action, about) for action, thing in needs for about in asked.abouts(thing, today))


def _values(change: list[Any], replay: Replay) -> dict[str, Any]:
    """The fields of the row a change is about: its key, what stood there, and what an insert brings."""
    entity, key, names, _, new, _ = change
    keys = key_of(metadata.tables[entity])
    values = dict(zip(keys, key, strict=False))
    if names is None:
        return values | (new if isinstance(new, dict) else {})
    table = metadata.tables[entity]
    where = " AND ".join(f"{name} = ?" for name in keys)
    stored = row(replay.db, f"SELECT * FROM {entity} WHERE {where}", *key)  # noqa: S608 - a name of our own tables
    return values if stored is None else dict(zip(table.columns.keys(), stored, strict=True))


def _lesson_asked(change: list[Any], values: Mapping[str, Any]) -> int | None:
    """The lesson whose teacher a row asks for; an essay's link belongs to the lesson of its literacy mark (5.9).

    Whoever names a value makes or withdraws a proposal, as the teacher of Литература; else it is accepted or refused.
    """
    entity, _, names, *_ = change
    if entity == "work_link":
        found = values.get("to_lesson")
    elif entity == "proposal" and (names is None or "value" in names):
        found = values.get("from_lesson")
    else:
        found = values.get("lesson")
    return found


def _leader_of(values: Mapping[str, Any], act: Act, replay: Replay) -> int | None:
    """Who leads the group of an extracurricular lesson, which may be made by the same act."""
    group = values.get("extra_group")
    lesson = values.get("extra_lesson")
    if group is None and lesson is not None:
        made = next((one for one in act.changes if one is not None and one[:2] == ["extra_lesson", [lesson]]), None)
        if made is not None and isinstance(made[4], dict):
            group = made[4].get("extra_group")
        if group is None:
            found = row(replay.db, "SELECT extra_group FROM extra_lesson WHERE id = ?", lesson)
            group = None if found is None else found[0]
    found = row(replay.db, "SELECT person FROM extra_group WHERE id = ?", group) if group is not None else None
    return None if found is None else int(found[0])


def _course_of_plan(plan: int | None, act: Act, replay: Replay) -> int | None:
    """The course of a plan, which may be made by the same act."""
    if plan is None:
        return None
    for change in act.changes:
        if change is not None and change[0] == "plan" and change[1] == [plan] and isinstance(change[4], dict):
            return change[4].get("course")
    found = row(replay.db, "SELECT course FROM plan WHERE id = ?", plan)
    return None if found is None else int(found[0])
