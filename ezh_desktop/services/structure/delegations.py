"""Acting for another (исполнение обязанностей, и. о., 4.2.2): whom the director charges with which role, by order.

What has begun is a record: its last day may still be changed, the rest may not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from ezh_desktop.domain.calendar import AcademicYear
from ezh_desktop.domain.change import Key, Row
from ezh_desktop.domain.names import name_key
from ezh_desktop.domain.rights import About, demand, may
from ezh_desktop.domain.rights_table import Action, Role, Thing
from ezh_desktop.domain.russian import dotted
from ezh_desktop.domain.spans import Span
from ezh_desktop.domain.typed import typed_day
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import (
    NEW,
    OVER,
    Line,
    Lines,
    Plan,
    Stored,
    Work,
    asks,
    read_stored,
    rows_taken_out,
    rows_typed,
    stored_day,
)
from ezh_desktop.services.structure.staff import StaffList, read_staff
from ezh_desktop.storage.reading.rows import rows
from ezh_desktop.storage.reading.staff import read_roles

ACTION: Final = "delegation.write"
ENTITY: Final = "delegation"
TABLE: Final = "delegations"
ROLES: Final = (Role.DIRECTOR, Role.DEPUTY)
"""What an order charges another with. Lessons are given by a substitution, a class by its card; an administrator and a
medical worker hold keys, which no order hands over: they are given by the role itself.
"""
_MOST: Final = 300
_RECORD: Final = "Это уже было: чтобы закончить раньше, поставьте другой последний день."
_ACTIVE: Final = "SELECT person FROM account WHERE state = 'active'"


@dataclass(frozen=True, slots=True)
class Held:
    """A role that a person has by their own post, and the days of it."""

    person: int
    role: Role
    span: Span


@dataclass(frozen=True, slots=True)
class DelegationsPage:
    """Every order of the journal, the newest first."""

    today: date
    staff: StaffList
    entering: frozenset[int]
    """Who has an account that may sign in."""
    held: tuple[Held, ...]
    stored: Mapping[Key, Stored]
    lines: Lines
    writable: bool

    @property
    def running(self) -> tuple[str, ...]:
        """«Белова Ирина Олеговна (директор)» of each who acts today."""
        today = self.today
        return tuple(
            f"{line.text('who')} ({line.text('role')[:1].lower()}{line.text('role')[1:]})"
            for line in self.lines
            if (span := _span(self.stored[line.ident,])) and span.holds(today)
        )


def may_delegate(office: FileOffice) -> bool:
    """Whether the person gives such orders."""
    about = About(Thing.DELEGATION, office.clock.today())
    return not office.readonly and may(office.actor, Action.WRITE, about)


def read_delegations(office: FileOffice) -> DelegationsPage:
    """The orders. Raises RightRefused for who may not read them."""
    today = office.clock.today()
    demand(office.actor, Action.READ, About(Thing.DELEGATION, today))
    with office.reading() as db:
        stored = read_stored(db, ENTITY, "cancelled = 0")
        staff = read_staff(db)
        entering = frozenset(one[0] for one in rows(db, _ACTIVE))
        own = [one for one in read_roles(db) if one.end != OVER]
    listed = sorted(stored.values(), key=lambda one: (one.text("start"), one.key), reverse=True)
    held = tuple(Held(one.person, Role(one.role), _days(one.start, one.end)) for one in own)
    lines = tuple(_line(one, staff) for one in listed)
    return DelegationsPage(today, staff, entering, held, stored, lines, may_delegate(office))


def _days(start: str | None, end: str | None) -> Span:
    return Span(date.fromisoformat(start) if start else date.min, date.fromisoformat(end) if end else None)


def _span(one: Stored) -> Span:
    return _days(one.text("start"), one.text("end") or None)


def _line(one: Stored, staff: StaffList) -> Line:
    end = one.day("end")
    texts = {
        "who": staff.names.get(one.number("person"), ""),
        "role": Role(one.text("role")).label,
        "start": dotted(date.fromisoformat(one.text("start"))),
        "end": dotted(end) if end else "",
        "order": one.text("order_text"),
    }
    return Line(int(one.key[0]), texts)


def plan_delegations(office: FileOffice, page: DelegationsPage, lines: Lines) -> Plan:
    """What saving the table would do."""
    work = Work(system_ids())
    spans: list[tuple[int, int, Role, Span]] = []
    for at, line in rows_typed(lines):
        faults = len(work.faults)
        fields = _fields(work, page, at, line)
        if len(work.faults) > faults:
            continue
        _apart(work, page, spans, (at, fields))
        if line.ident == NEW:
            work.add(ENTITY, {**fields, "cancelled": 0})
        else:
            _put(work, page, (at, line), fields)
    for one in rows_taken_out(page.stored, lines):
        if _span(one).first < page.today:
            who = page.staff.names.get(one.number("person"), "")
            work.fault(TABLE, 0, "who", f"{who}: поручение уже началось.", f"{_RECORD} F5 вернёт строку.")
        work.put(one, {"cancelled": 1})
    return work.plan(ACTION, ("school", 0), asks(office, Thing.DELEGATION))


def _fields(work: Work, page: DelegationsPage, at: int, line: Line) -> Row:
    person, role = _person(work, page, at, line), _role(work, at, line)
    start = _day(work, page, (at, "start"), line.text("start"))
    end = _day(work, page, (at, "end"), line.text("end")) if line.text("end") else None
    if start is not None and end is not None and end < start:
        work.fault(TABLE, at, "end", "Последний день раньше первого.", "Исправьте даты.")
    if line.ident == NEW and start is not None and start < page.today:
        work.fault(TABLE, at, "start", "Этот день уже прошёл.", "Поручают с сегодняшнего дня или позже.")
    order = line.text("order")
    if not any(letter.isalnum() for letter in order):
        work.fault(TABLE, at, "order", "Нет приказа.", "Впишите его номер и дату (п. 4.2.2).")
    elif len(order) > _MOST:
        work.fault(TABLE, at, "order", "Слишком длинно.", f"Оставьте не больше {_MOST} знаков.")
    return {
        "person": person,
        "role": role.value if role else "",
        "start": stored_day(start),
        "end": stored_day(end),
        "order_text": order,
    }


def _person(work: Work, page: DelegationsPage, at: int, line: Line) -> int:
    name = line.text("who")
    stored = page.stored.get((line.ident,))
    if stored is not None and name_key(page.staff.names.get(stored.number("person"), "")) == name_key(name):
        return stored.number("person")
    found = page.staff.called(name)
    if len(found) != 1:
        what = f"«{name}» — имя двух сотрудников." if found else f"Сотрудника «{name}» нет."
        work.fault(TABLE, at, "who", what, "Выберите из списка.")
        return 0
    if found[0] not in page.entering:
        work.warnings.append(f"{name}: входа в журнал нет, его даёт администратор ЭЖ.")
    return found[0]


def _role(work: Work, at: int, line: Line) -> Role | None:
    text = name_key(line.text("role"))
    found = [role for role in ROLES if text and name_key(role.label).startswith(text)]
    if len(found) != 1:
        work.fault(TABLE, at, "role", "Такой роли не поручают.", "Выберите из списка.")
        return None
    return found[0]


def _day(work: Work, page: DelegationsPage, at: tuple[int, str], text: str) -> date | None:
    with work.reading(TABLE, *at):
        return typed_day(text, AcademicYear.of(page.today))
    return None


def _apart(work: Work, page: DelegationsPage, spans: list[tuple[int, int, Role, Span]], one: tuple[int, Row]) -> None:
    """Nobody is charged twice with one role, nor with a role of their own."""
    at, fields = one
    person, role = int(fields["person"] or 0), Role(str(fields["role"]))
    span = _days(str(fields["start"]), str(fields["end"]) if fields["end"] else None)
    for other, who, what, days in spans:
        if (who, what) == (person, role) and days.meets(span):
            work.fault(TABLE, at, "start", f"Дни пересекаются со строкой {other + 1}.", "Исправьте даты.")
    own = (one for one in page.held if (one.person, one.role) == (person, role))
    if (span.last is None or span.last >= page.today) and any(one.span.meets(span) for one in own):
        work.fault(TABLE, at, "role", "Эта роль у сотрудника и так есть.", "Выберите другого.")
    spans.append((at, person, role, span))


def _put(work: Work, page: DelegationsPage, at: tuple[int, Line], fields: Row) -> None:
    """A changed row; of what has begun only the last day and the order, of what is over nothing."""
    row, line = at
    one = page.stored[line.ident,]
    held = _span(one)
    if held.first < page.today:
        fixed = next((name for name in ("person", "role", "start") if fields[name] != one.row[name]), "")
        if fixed:
            work.fault(TABLE, row, {"person": "who"}.get(fixed, fixed), "Поручение уже началось.", _RECORD)
        last = date.fromisoformat(str(fields["end"])) if fields["end"] else None
        over = held.last is not None and held.last < page.today
        if last != held.last and (over or (last is not None and last < page.today - timedelta(days=1))):
            work.fault(TABLE, row, "end", "Эти дни уже прошли.", "Закончить можно вчерашним днём или позже.")
    work.put(one, fields)
