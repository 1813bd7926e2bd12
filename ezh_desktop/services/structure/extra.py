"""The journal of extracurricular lessons (журнал внеурочной деятельности): groups, attendance, topics."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from ezh_desktop.domain.change import Key, Row
from ezh_desktop.domain.names import PersonName, name_key
from ezh_desktop.domain.rights import About, demand, may
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.rules.records import is_in_russian
from ezh_desktop.domain.russian import dotted
from ezh_desktop.domain.spans import Span
from ezh_desktop.domain.typed import hours_text, several, typed_day, typed_hours
from ezh_desktop.errors import BadInput
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.course import Membership
from ezh_desktop.services.structure.base import (
    NEW,
    OVER,
    Line,
    Lines,
    Plan,
    Stored,
    Work,
    academic_of,
    asks,
    chosen_year,
    day_before,
    day_within,
    is_open,
    read_stored,
    rows_taken_out,
    rows_typed,
    stored_day,
)
from ezh_desktop.services.structure.staff import StaffList, read_staff, staff_named
from ezh_desktop.storage.reading.places import YearLine
from ezh_desktop.storage.reading.rows import Readable, rows, stands

GROUP, LESSON = "extra.group", "extra.lesson"
GROUPS, MEMBERS, LESSONS = "groups", "members", "lessons"
ABSENT: Final = "н"
_LONGEST: Final = 200


class Learner(NamedTuple):
    """A pupil who learns in the year: «Абрамова Дарья, 7А» is what one types."""

    pupil: int
    name: str
    class_name: str

    @property
    def words(self) -> str:
        """With the class, for pupils of one name."""
        return f"{self.name}, {self.class_name}"


class Member(NamedTuple):
    """A pupil of the group, numbered by name; who left and came back has several stays."""

    number: int
    pupil: int
    name: str
    class_name: str
    stays: tuple[Membership, ...]

    def there(self, day: date) -> bool:
        """Whether the pupil belongs to the group on that day."""
        return any(stay.holds(day) for stay in self.stays)


@dataclass(frozen=True, slots=True)
class ExtraGroups:
    """The groups of a year that the person may read, as lines, and the staff that may lead them."""

    year: YearLine
    today: date
    stored: Mapping[Key, Stored]
    lines: Lines
    staff: StaffList
    writable: bool


@dataclass(frozen=True, slots=True)
class ExtraGroup:
    """One group: who comes, its lessons with the absent ones by name."""

    group: int
    title: str
    leader: int
    year: YearLine
    today: date
    stored_members: Mapping[Key, Stored]
    stored_lessons: Mapping[Key, Stored]
    stored_presence: Mapping[Key, Stored]
    members: tuple[Member, ...]
    learners: tuple[Learner, ...]
    member_lines: Lines
    lesson_lines: Lines
    may_compose: bool
    may_record: bool


# Reading


def read_groups(office: FileOffice, year: int = 0) -> ExtraGroups:
    """The groups: one's own for who leads them, all for the office."""
    today = office.clock.today()
    with office.reading() as db:
        line = chosen_year(db, today, year)
        stored = read_stored(db, "extra_group", "year = ? AND ended = 0", line.year)
        staff = read_staff(db)
        sizes = dict(
            rows(
                db,
                f"SELECT m.extra_group, count(*) FROM extra_member AS m WHERE {stands('m')}"  # noqa: S608 - our own
                " AND (m.end IS NULL OR m.end >= ?) GROUP BY 1",
                today.isoformat(),
            )
        )
    own = {
        key: one
        for key, one in stored.items()
        if may(office.actor, Action.READ, About(Thing.EXTRA_GROUP, today, person=one.number("person")))
    }
    listed = sorted(own.values(), key=lambda one: name_key(one.text("title")))
    lines = tuple(_group_line(one, staff, sizes.get(one.key[0], 0)) for one in listed)
    writes = is_open(office, line) and office.may(Action.WRITE, Thing.EXTRA_GROUP)
    return ExtraGroups(line, today, own, lines, staff, writes)


def _group_line(one: Stored, staff: StaffList, size: int) -> Line:
    texts = {
        "title": one.text("title"),
        "leader": staff.names.get(one.number("person"), ""),
        "hours": hours_text(one.number("hours_tenths")),
        "size": str(size or ""),
    }
    return Line(int(one.key[0]), texts)


def read_group(office: FileOffice, groups: ExtraGroups, group: int) -> ExtraGroup:
    """One group whole. Raises RightRefused for a group of others."""
    stored, today = groups.stored[group,], groups.today
    leader = stored.number("person")
    demand(office.actor, Action.READ, About(Thing.EXTRA_GROUP, today, person=leader))
    with office.reading() as db:
        member_rows = read_stored(db, "extra_member", f"extra_group = ? AND {stands('extra_member')}", group)
        lessons = read_stored(db, "extra_lesson", "extra_group = ? AND cancelled = 0", group)
        presence = read_stored(
            db, "extra_presence", "extra_lesson IN (SELECT id FROM extra_lesson WHERE extra_group = ?)", group
        )
        learners = tuple(_learners(db, groups.year.year))
    members = _members(member_rows, learners)
    open_ = is_open(office, groups.year)
    return ExtraGroup(
        group=group,
        title=stored.text("title"),
        leader=leader,
        year=groups.year,
        today=today,
        stored_members=member_rows,
        stored_lessons=lessons,
        stored_presence=presence,
        members=members,
        learners=learners,
        member_lines=_member_lines(member_rows, learners),
        lesson_lines=_lesson_lines(lessons, presence, members),
        may_compose=open_ and office.may(Action.WRITE, Thing.EXTRA_GROUP),
        may_record=open_ and may(office.actor, Action.WRITE, About(Thing.EXTRA_LESSON, today, person=leader)),
    )


def _learners(db: Readable, year: int) -> list[Learner]:
    found = rows(
        db,
        "SELECT p.id, p.surname, p.given, k.name FROM membership AS m JOIN pupil AS p ON p.id = m.pupil"  # noqa: S608
        f" JOIN school_class AS k ON k.id = m.school_class WHERE k.year = ? AND {stands('m')}"
        " ORDER BY p.name_key, p.id, m.start DESC",
        year,
    )
    learners: dict[int, Learner] = {}
    for pupil, surname, given, class_name in found:
        learners.setdefault(pupil, Learner(pupil, PersonName(surname, given).short, class_name))
    return list(learners.values())


def _members(stored: Mapping[Key, Stored], learners: Sequence[Learner]) -> tuple[Member, ...]:
    stays: defaultdict[int, list[Membership]] = defaultdict(list)
    for one in sorted(stored.values(), key=_begins):
        stays[one.number("pupil")].append(Membership(one.day("start"), one.day("end")))
    listed = [one for one in learners if one.pupil in stays]
    return tuple(
        Member(number, one.pupil, one.name, one.class_name, tuple(stays[one.pupil]))
        for number, one in enumerate(listed, 1)
    )


def _begins(one: Stored) -> str:
    """Sorts stays by their first day."""
    return one.text("start")


def _member_lines(stored: Mapping[Key, Stored], learners: Sequence[Learner]) -> Lines:
    known = {one.pupil: one for one in learners}
    order = {pupil: at for at, pupil in enumerate(known)}
    listed = sorted(stored.values(), key=lambda one: (order.get(one.number("pupil"), len(order)), _begins(one)))
    return tuple(
        Line(
            int(one.key[0]),
            {
                "name": found.words if (found := known.get(one.number("pupil"))) else "",
                "start": dotted(day) if (day := one.day("start")) else "",
                "end": dotted(day) if (day := one.day("end")) else "",
            },
        )
        for one in listed
    )


def _lesson_lines(lessons: Mapping[Key, Stored], presence: Mapping[Key, Stored], members: Sequence[Member]) -> Lines:
    absent: defaultdict[int, set[int]] = defaultdict(set)
    for (lesson, pupil), one in presence.items():
        if one.text("value") == ABSENT:
            absent[int(lesson)].add(int(pupil))
    ordered = sorted(lessons.values(), key=lambda one: (one.text("day"), one.number("number")))
    return tuple(
        Line(
            int(one.key[0]),
            {
                "day": dotted(day) if (day := one.day("day")) else "",
                "topic": one.text("topic"),
                "absent": ", ".join(who.name for who in members if who.pupil in absent[int(one.key[0])]),
            },
        )
        for one in ordered
    )


# Writing


def plan_groups(office: FileOffice, page: ExtraGroups, lines: Lines) -> Plan:
    """What saving the list of groups would do."""
    work, seen = Work(system_ids()), dict[str, int]()
    for at, line in rows_typed(lines):
        fields = _group(work, page, (at, line), seen)
        if line.ident == NEW:
            work.add("extra_group", {"year": page.year.year, **fields, "ended": 0})
        else:
            work.put(page.stored[line.ident,], fields)
    for one in rows_taken_out(page.stored, lines):
        work.put(one, {"ended": 1})
    things = [Thing.EXTRA_GROUP] + [Thing.STAFF] * ("person" in work.touched)
    return work.plan(GROUP, ("academic_year", page.year.year), asks(office, *things))


def _group(work: Work, page: ExtraGroups, one: tuple[int, Line], seen: dict[str, int]) -> Row:
    at, line = one
    title, key = line.text("title"), name_key(line.text("title"))
    if not title:
        work.fault(GROUPS, at, "title", "Нет названия.", "Впишите, например, «Юный химик».")
    elif key in seen:
        work.fault(GROUPS, at, "title", f"Такая группа уже стоит в строке {seen[key] + 1}.", "Назовите иначе.")
    seen.setdefault(key, at)
    person = 0
    with work.reading(GROUPS, at, "leader"):
        if not line.text("leader"):
            raise BadInput("Не назван руководитель.", "Выберите из списка сотрудников.")
        known = page.staff.called(line.text("leader"))
        if not known:
            raise BadInput(f"Сотрудника «{line.text('leader')}» нет.", "Сначала внесите его в список сотрудников.")
        person = staff_named(work, page.staff, line.text("leader"))
    hours = 0
    with work.reading(GROUPS, at, "hours"):
        hours = typed_hours(line.text("hours") or "1")
    return {"title": title, "person": person, "hours_tenths": hours}


def plan_members(office: FileOffice, page: ExtraGroup, lines: Lines) -> Plan:
    """What saving the list of who comes would do; a pupil of any class may."""
    work, seen = Work(system_ids()), list[tuple[int, int, Span]]()
    for at, line in rows_typed(lines):
        learner = _learner(work, page, at, line.text("name"))
        if learner is None:
            continue
        start, end = (_optional_day(work, page, (at, name), line.text(name)) for name in ("start", "end"))
        if start and end and end < start:
            work.fault(MEMBERS, at, "end", "Последний день раньше первого.", "Исправьте даты.")
            continue
        _apart(work, seen, (at, learner.pupil, Span(start or date.min, end)))
        fields: Row = {"pupil": learner.pupil, "start": stored_day(start), "end": stored_day(end)}
        if line.ident == NEW:
            work.add("extra_member", {"extra_group": page.group, **fields})
        else:
            work.put(page.stored_members[line.ident,], fields)
    for one in rows_taken_out(page.stored_members, lines):
        work.put(one, {"end": _gone(page, one)})
    return work.plan(GROUP, ("extra_group", page.group), asks(office, Thing.EXTRA_GROUP))


def _apart(work: Work, seen: list[tuple[int, int, Span]], one: tuple[int, int, Span]) -> None:
    """Who came back stands in a row for each stay, whose days do not meet."""
    at, pupil, span = one
    other = next((row for row, who, was in seen if who == pupil and was.meets(span)), None)
    if other is not None:
        what = f"Этот ученик уже стоит в строке {other + 1}."
        work.fault(MEMBERS, at, "name", what, "Уберите повтор; вернувшемуся впишите дни в обеих строках.")
    seen.append(one)


def _gone(page: ExtraGroup, one: Stored) -> str:
    """The last day of a row that is taken out: days on which lessons may have been are kept as they were."""
    if not page.stored_lessons or _begins(one) >= page.today.isoformat():
        return OVER
    yesterday = day_before(page.today)
    return min(one.text("end") or yesterday, yesterday)


def _learner(work: Work, page: ExtraGroup, at: int, text: str) -> Learner | None:
    key = name_key(text)
    found = [one for one in page.learners if name_key(one.words) == key]
    found = found or [one for one in page.learners if name_key(one.name) == key]
    if len(found) == 1:
        return found[0]
    what = f"«{text}» — имя нескольких учеников." if found else f"Ученика «{text}» в школе нет."
    work.fault(MEMBERS, at, "name", what, "Впишите с классом: «Абрамова Дарья, 7А».")
    return None


def _optional_day(work: Work, page: ExtraGroup, at: tuple[int, str], text: str) -> date | None:
    if text:
        with work.reading(MEMBERS, *at):
            return typed_day(text, academic_of(page.year))
    return None


def plan_lessons(page: ExtraGroup, lines: Lines) -> Plan:
    """What saving the lessons would do: each with its topic and who was absent."""
    work, seen = Work(system_ids()), dict[str, int]()
    for at, line in rows_typed(lines):
        day, topic = _lesson_day(work, page, at, line.text("day")), _topic(work, at, line.text("topic"))
        if day is None:
            continue
        number = seen.get(day.isoformat(), 0) + 1
        seen[day.isoformat()] = number
        fields: Row = {"day": day.isoformat(), "number": number, "topic": topic}
        if line.ident == NEW:
            lesson = work.add("extra_lesson", {"extra_group": page.group, **fields, "cancelled": 0})
        else:
            lesson = line.ident
            work.put(page.stored_lessons[lesson,], fields)
        _presence(work, page, (at, line.text("absent")), lesson, day)
    for one in rows_taken_out(page.stored_lessons, lines):
        work.put(one, {"cancelled": 1})
    about = About(Thing.EXTRA_LESSON, page.today, person=page.leader)
    return work.plan(LESSON, ("extra_group", page.group), ((Action.WRITE, about),))


def _lesson_day(work: Work, page: ExtraGroup, at: int, text: str) -> date | None:
    with work.reading(LESSONS, at, "day"):
        day = day_within(text, page.year)
        if day > page.today:
            raise BadInput("Этот день ещё не наступил.", "Занятие записывают в тот день, когда оно было.")
        return day
    return None


def _topic(work: Work, at: int, topic: str) -> str:
    if not any(char.isalnum() for char in topic):
        work.fault(LESSONS, at, "topic", "Нет темы.", "Впишите, что было на занятии.")
    elif not is_in_russian(topic):
        work.fault(LESSONS, at, "topic", "Записано не по-русски (п. 5.19).", "Добавьте русские слова.")
    elif len(topic) > _LONGEST:
        work.fault(LESSONS, at, "topic", "Слишком длинно.", f"Оставьте не больше {_LONGEST} знаков.")
    return topic


def _presence(work: Work, page: ExtraGroup, typed: tuple[int, str], lesson: int, day: date) -> None:
    at, text = typed
    if _as_stored(page, lesson, text, day):
        return
    absent = {who.pupil for part in several(text) if (who := _absent(work, page, at, part, day)) is not None}
    for member in page.members:
        stored = page.stored_presence.get((lesson, member.pupil))
        value = ABSENT if member.pupil in absent else ""
        if stored is not None:
            work.put(stored, {"value": value})
        elif value:
            work.add("extra_presence", {"value": value}, (lesson, member.pupil))


def _as_stored(page: ExtraGroup, lesson: int, text: str, day: date) -> bool:
    """Whether nobody touched the absent of a lesson: two of one name, or one who has left since, are not asked anew."""
    same = {"absent": text, "day": dotted(day)}
    return any(one.ident == lesson and same.items() <= one.texts.items() for one in page.lesson_lines)


def _absent(work: Work, page: ExtraGroup, at: int, part: str, day: date) -> Member | None:
    """By the number in the list, the name, or its beginning."""
    there = [one for one in page.members if one.there(day)]
    key = name_key(part)
    found = [one for one in there if str(one.number) == part or name_key(one.name) == key]
    found = found or [one for one in there if name_key(one.name).startswith(key)]
    if len(found) == 1:
        return found[0]
    what = f"«{part}» может быть не один." if found else f"«{part}» в группе в этот день нет."
    work.fault(LESSONS, at, "absent", what, "Впишите номер по списку или фамилию с именем.")
    return None
