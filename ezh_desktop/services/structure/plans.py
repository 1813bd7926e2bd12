"""Lesson plans (КТП) as tables: the teacher's own, written by hand; those of others to read, the deputy's to approve.

A row that lessons follow keeps its id, so that what was given stays given. A changed plan waits for approval again
(5.18). `fitted` makes the rest of a plan as long as the lessons that are left (5.16, 5.24).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple

from ezh_desktop.domain.change import Row
from ezh_desktop.domain.kind_words import kind_in_topic
from ezh_desktop.domain.kinds import LESSON_KINDS, PLAIN, SubjectKind, kind_of, kind_or_plain
from ezh_desktop.domain.names import name_key
from ezh_desktop.domain.programme_fit import JOIN, FitRow, fit
from ezh_desktop.domain.rights import About, demand, may
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.rules.records import is_in_russian
from ezh_desktop.domain.russian import dotted, dotted_short
from ezh_desktop.errors import BadInput, StaleRefused
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import (
    NEW,
    Line,
    Lines,
    Plan,
    Stored,
    Work,
    chosen_year,
    is_open,
    read_stored,
    rows_typed,
)
from ezh_desktop.storage.reading.places import CourseLine, YearLine, read_courses
from ezh_desktop.storage.reading.rows import Readable, rows

WRITE: Final = "plan.write"
APPROVE: Final = "plan.approve"
TABLE: Final = "plan"
MOST_HOURS: Final = 40
_TEXTS: Final = ("section", "topic", "homework", "note")
_APPROVED: Final = "approved"
_DRAFT: Final[Row] = {"state": "draft", "approved_by": None, "approved_on": None}


class PlanCourse(NamedTuple):
    """A course whose plan the person may read; `state` is "" while it has none."""

    course: int
    school_class: int
    class_name: str
    grade: int
    title: str
    state: str


class PlanLesson(NamedTuple):
    """A lesson of the year: its day, the row of the plan it followed, whether its topic is written."""

    day: date
    item: int | None
    written: bool


@dataclass(frozen=True, slots=True)
class PlanPage:
    """The plan of one course with the lessons it is for; `writable`, `approvable` say what the person may do."""

    course: PlanCourse
    year: YearLine
    today: date
    stored: Stored | None
    items: Mapping[int, Stored]
    lines: Lines
    lessons: tuple[PlanLesson, ...]
    writable: bool
    approvable: bool

    @property
    def approved(self) -> date | None:
        """The day of the approval, None of a draft."""
        stored = self.stored
        return stored.day("approved_on") if stored is not None and stored.text("state") == _APPROVED else None

    @property
    def given(self) -> Mapping[int, tuple[date, ...]]:
        """The days on which each row was given."""
        found: defaultdict[int, list[date]] = defaultdict(list)
        for lesson in self.lessons:
            if lesson.item is not None and lesson.written:
                found[lesson.item].append(lesson.day)
        return {item: tuple(days) for item, days in found.items()}


def kind_names() -> tuple[str, ...]:
    """The kinds of work that a row may name."""
    return tuple(kind.name for kind in LESSON_KINDS if kind is not PLAIN)


# Reading


def read_plan_courses(office: FileOffice, year: int = 0) -> tuple[YearLine, tuple[PlanCourse, ...]]:
    """The courses whose plan the person may read, a line each, in the journal's order."""
    with office.reading() as db:
        line = chosen_year(db, office.clock.today(), year)
        courses = read_courses(db, line.year)
        states = _states(db, line.year)
    readable = {one.course: one for one in reversed(courses) if _may(office, Action.READ, one)}
    return line, tuple(_course(one, states) for one in courses if readable.get(one.course) == one)


def _states(db: Readable, year: int) -> dict[int, str]:
    found = rows(
        db,
        "SELECT p.course, p.state FROM plan AS p JOIN course AS c ON c.id = p.course"
        " WHERE c.year = ? AND p.state <> 'replaced' ORDER BY p.id",
        year,
    )
    return dict(found)


def _course(line: CourseLine, states: Mapping[int, str]) -> PlanCourse:
    return PlanCourse(
        line.course, line.school_class, line.class_name, line.grade, line.title, states.get(line.course, "")
    )


def _may(office: FileOffice, action: Action, line: CourseLine | PlanCourse) -> bool:
    return may(office.actor, action, _about(office, line))


def _about(office: FileOffice, line: CourseLine | PlanCourse) -> About:
    return About(Thing.PLAN, office.clock.today(), school_class=line.school_class, course=line.course)


def read_plan_page(office: FileOffice, course: PlanCourse, year: YearLine) -> PlanPage:
    """The plan of a course. Raises RightRefused."""
    demand(office.actor, Action.READ, _about(office, course))
    with office.reading() as db:
        plans = read_stored(db, "plan", "course = ? AND state <> 'replaced'", course.course)
        stored = list(plans.values())[-1] if plans else None
        items = _items(db, stored)
        lessons = _lessons(db, course.course)
    open_ = is_open(office, year)
    return PlanPage(
        course=course,
        year=year,
        today=office.clock.today(),
        stored=stored,
        items={int(one.key[0]): one for one in items},
        lines=tuple(_line(one) for one in items),
        lessons=lessons,
        writable=open_ and _may(office, Action.WRITE, course),
        approvable=open_ and bool(items) and _may(office, Action.APPROVE, course),
    )


def _items(db: Readable, plan: Stored | None) -> list[Stored]:
    found = read_stored(db, "plan_item", "plan = ? AND ended = 0", plan.key[0]) if plan is not None else {}
    return sorted(found.values(), key=lambda one: (one.number("position"), one.key))


def _lessons(db: Readable, course: int) -> tuple[PlanLesson, ...]:
    found = rows(
        db,
        "SELECT l.day, r.plan_item, r.topic FROM lesson AS l LEFT JOIN lesson_record AS r ON r.lesson = l.id"
        " WHERE l.course = ? AND l.state = 'living' ORDER BY l.day, l.number, l.part",
        course,
    )
    return tuple(PlanLesson(date.fromisoformat(day), item, bool(topic)) for day, item, topic in found)


def _line(one: Stored) -> Line:
    texts = {name: one.text(name) for name in _TEXTS}
    kind = kind_or_plain(one.text("kind"))
    texts |= {"hours": str(one.number("hours")), "kind": "" if kind is PLAIN else kind.name}
    return Line(int(one.key[0]), texts)


# Where the rows fall


def planned_days(page: PlanPage, lines: Lines) -> dict[int, str]:
    """When each row is due by the lessons of the year, by row: «12.09» or «12.09–19.09», "" beyond the last lesson."""
    found, at = {}, 0
    for row, line in enumerate(lines):
        hours = _hours_or_none(line.text("hours")) if line.text("topic") else 0
        days = [lesson.day for lesson in page.lessons[at : at + (hours or 0)]]
        at += hours or 0
        found[row] = _stretch(days)
    return found


def given_days(page: PlanPage, lines: Lines) -> dict[int, str]:
    """When each row was given, by row."""
    given = page.given
    return {row: _stretch(given.get(line.ident, ())) for row, line in enumerate(lines)}


def _stretch(days: Sequence[date]) -> str:
    ends = dict.fromkeys((*days[:1], *days[-1:]))
    return "–".join(map(dotted_short, ends))


def planned_hours(lines: Lines) -> int:
    """Lessons that the rows take together; what is no number counts nothing."""
    return sum(_hours_or_none(line.text("hours")) or 0 for line in lines if line.text("topic"))


def _hours_or_none(text: str) -> int | None:
    """«2», «2 ч»; an empty field is one lesson, None when it is no such number."""
    digits = text.casefold().removesuffix("ч.").removesuffix("ч").strip()
    if not text:
        return 1
    return int(digits) if digits.isdecimal() and 1 <= int(digits) <= MOST_HOURS else None


# Writing


def plan_rows(office: FileOffice, page: PlanPage, lines: Lines) -> Plan:
    """What saving the table would do."""
    work = Work(system_ids())
    scope = page.course.course
    filled = rows_typed(lines)
    plan = _plan_of(work, page, any_rows=bool(filled))
    for position, (row, line) in enumerate(filled, 1):
        fields = _fields(work, row, line)
        if line.ident == NEW:
            work.add("plan_item", {"plan": plan, "position": position, **fields, "ended": 0}, scope=scope)
        else:
            work.put(page.items[line.ident], {"position": position, **fields}, scope)
    _end(work, page, {line.ident for line in lines})
    if page.stored is not None and page.approved is not None and work.changes:
        work.put(page.stored, _DRAFT, scope)
        work.warnings.append("План был утверждён; после изменения его утверждают снова.")
    return _guarded(work.plan(WRITE, ("plan", plan), ((Action.WRITE, _about(office, page.course)),)), page)


def _plan_of(work: Work, page: PlanPage, *, any_rows: bool) -> int:
    """The plan that the rows belong to: the stored one, or one that is made with its first rows."""
    if page.stored is not None:
        return int(page.stored.key[0])
    if not any_rows:
        return NEW
    title = f"{page.course.title}, {page.course.grade} класс"
    return work.add("plan", {"course": page.course.course, "title": title, **_DRAFT}, scope=page.course.course)


def _fields(work: Work, row: int, line: Line) -> Row:
    topic, homework = line.text("topic"), line.text("homework")
    if not any(char.isalnum() for char in topic):
        work.fault(TABLE, row, "topic", "Нет темы.", "Впишите тему урока или уберите строку (Ctrl+Delete).")
    for name, text in (("topic", topic), ("homework", homework)):
        if not is_in_russian(text):
            work.fault(TABLE, row, name, "Записано не по-русски (п. 5.19).", "Добавьте русские слова.")
    hours = _hours_or_none(line.text("hours"))
    if hours is None:
        work.fault(
            TABLE, row, "hours", f"Часы «{line.text('hours')}» непонятны.", f"Впишите число от 1 до {MOST_HOURS}."
        )
    kind = _kind(work, row, line)
    return {**{name: line.text(name) for name in _TEXTS}, "kind": kind, "hours": hours or 1}


def _kind(work: Work, row: int, line: Line) -> str:
    typed = name_key(line.text("kind"))
    if not typed:
        named = kind_in_topic(line.text("topic")) if line.ident == NEW else PLAIN
        return "" if named is PLAIN else named.code
    found = next((one for one in LESSON_KINDS if typed in {name_key(one.name), name_key(one.abbreviation)}), None)
    if found is None:
        work.fault(
            TABLE, row, "kind", f"Вида «{line.text('kind')}» нет.", "Выберите вид из списка или оставьте пустым."
        )
        return ""
    return "" if found is PLAIN else found.code


def _end(work: Work, page: PlanPage, kept: Collection[int]) -> None:
    given = page.given
    for ident, one in page.items.items():
        if ident in kept:
            continue
        work.put(one, {"ended": 1}, page.course.course)
        if ident in given:
            work.warnings.append(
                f"Тему «{one.text('topic')}» уже дали {dotted_short(given[ident][0])}: запись урока останется, "
                "но часы по плану за ней больше не считаются."
            )


def plan_approval(office: FileOffice, page: PlanPage) -> Plan:
    """The deputy approves the plan as it was read, or takes the approval back."""
    if page.stored is None:
        return Plan(None)
    work = Work(system_ids())
    new = _DRAFT
    if page.approved is None:
        new = {"state": _APPROVED, "approved_by": office.actor.person, "approved_on": page.today.isoformat()}
    work.put(page.stored, new, page.course.course)
    about = _about(office, page.course)
    return _guarded(work.plan(APPROVE, ("plan", int(page.stored.key[0])), ((Action.APPROVE, about),)), page)


def _guarded(plan: Plan, page: PlanPage) -> Plan:
    """The act with a look, before it is written, whether the plan still is what was read: nothing unread is approved,
    and what was approved meanwhile is not changed as if it were a draft.
    """
    if plan.command is None or page.stored is None:
        return plan
    ident, read = page.stored.key[0], (page.stored.text("state"), {one.key[0]: one.base for one in page.items.values()})

    def guard(db: Readable) -> None:
        found = read_stored(db, "plan", "id = ?", ident)
        state = next((one.text("state") for one in found.values()), "")
        now = read_stored(db, "plan_item", "plan = ? AND ended = 0", ident).values()
        if (state, {one.key[0]: one.base for one in now}) != read:
            raise StaleRefused("План изменили, пока он был у вас открыт.", "Прочитайте его заново (F5).")

    return replace(plan, command=replace(plan.command, guard=guard))


def state_words(page: PlanPage) -> str:
    """«Утверждён 1.09.2026», «Черновик», «КТП не введён»."""
    if page.stored is None or not page.items:
        return "КТП не введён"
    return f"Утверждён {dotted(page.approved)}" if page.approved is not None else "Черновик, не утверждён"


# Copies


class PlanSource(NamedTuple):
    """Another plan of the same subject and grade, whose rows may be taken over."""

    plan: int
    words: str


def plan_sources(office: FileOffice, page: PlanPage) -> tuple[PlanSource, ...]:
    """Plans of parallel classes and former years that the person may read, the newest year first."""
    with office.reading() as db:
        found = rows(
            db,
            "SELECT DISTINCT p.id, c.id, k.id, k.name, y.label, s.name, c.subgroup FROM plan AS p"
            " JOIN course AS c ON c.id = p.course JOIN subject AS s ON s.id = c.subject"
            " JOIN course_class AS l ON l.course = c.id JOIN school_class AS k ON k.id = l.school_class"
            " JOIN academic_year AS y ON y.id = c.year WHERE p.state <> 'replaced' AND k.grade = ? AND c.id <> ?"
            " AND EXISTS (SELECT 1 FROM plan_item AS i WHERE i.plan = p.id AND i.ended = 0)"
            " ORDER BY y.start DESC, k.letter, c.subgroup",
            page.course.grade,
            page.course.course,
        )
    own = page.course.title.partition(",")[0]
    return tuple(
        PlanSource(plan, ", ".join(part for part in (name, subgroup, label) if part))
        for plan, course, school_class, name, label, subject, subgroup in found
        if _alike(own, subject)
        and may(office.actor, Action.READ, About(Thing.PLAN, page.today, school_class=school_class, course=course))
    )


def _alike(one: str, other: str) -> bool:
    kind = kind_of(one)
    return name_key(one) == name_key(other) or (kind is not SubjectKind.OTHER and kind is kind_of(other))


def lines_of(office: FileOffice, source: PlanSource) -> Lines:
    """The rows of another plan as new lines."""
    with office.reading() as db:
        plans = read_stored(db, "plan", "id = ?", source.plan)
        items = _items(db, next(iter(plans.values()), None))
    return tuple(replace(_line(one), ident=NEW) for one in items)


# Fitting


def fitted(page: PlanPage, lines: Lines) -> Lines:
    """The rows that were not begun made as long as the lessons that are left. Raises BadInput when they cannot be."""
    given = page.given
    begun = max((row for row, line in enumerate(lines) if line.ident in given), default=-1)
    rest = [line for line in lines[begun + 1 :] if line.text("topic")]
    if not rest:
        raise BadInput("В плане не осталось тем, которых ещё не давали.", "Впишите темы, которые ещё будут.")
    running = 0
    if begun >= 0:
        line = lines[begun]
        running = max(0, (_hours_or_none(line.text("hours")) or 1) - len(given[line.ident]))
    left = sum(not lesson.written for lesson in page.lessons)
    fits = fit([_fit_row(at, line) for at, line in enumerate(rest)], left - running)
    most = max(one.hours for one in fits)
    if most > MOST_HOURS:
        raise BadInput(f"Тем слишком мало: на одну пришлось бы {most} ч.", "Впишите темы, которых в плане не хватает.")
    return (*lines[: begun + 1], *(_joined(rest, one) for one in fits))


def _fit_row(at: int, line: Line) -> FitRow:
    kind = name_key(line.text("kind"))
    firm = any(one.control for one in LESSON_KINDS if kind == name_key(one.name))
    return FitRow((at,), line.text("section"), line.text("topic"), _hours_or_none(line.text("hours")) or 1, firm)


def _joined(rest: Sequence[Line], row: FitRow) -> Line:
    first = rest[row.keys[0]]
    if len(row.keys) == 1:
        return Line(first.ident, {**first.texts, "hours": str(row.hours)})
    joined = {name: _together(rest[key].text(name) for key in row.keys) for name in ("homework", "note")}
    return Line(first.ident, {**first.texts, **joined, "topic": row.topic, "hours": str(row.hours)})


def _together(texts: Iterable[str]) -> str:
    return JOIN.join(dict.fromkeys(text.rstrip(";") for text in texts if text))
