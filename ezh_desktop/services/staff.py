"""Staff (сотрудники): who works here, under what name and in what roles, from which day to which (4.1.4, 4.2.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from ezh_desktop.domain.change import Change, EntryRef, Row
from ezh_desktop.domain.clock import from_us
from ezh_desktop.domain.names import PersonName, name_key
from ezh_desktop.domain.rights import About, demand
from ezh_desktop.domain.rights_table import Action, Role, Thing
from ezh_desktop.domain.roles import RolePlan, demand_roles
from ezh_desktop.domain.spans import NEVER
from ezh_desktop.errors import BadInput, Refusal
from ezh_desktop.services.accounts import ROOT_ROLES, demand_administrator_besides
from ezh_desktop.services.commands import Command
from ezh_desktop.services.founding import role_row
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.own import Planned
from ezh_desktop.services.pages.staff import AccessSlip, RoleLine, StaffLine, StaffPage, Stand, slip_words
from ezh_desktop.storage.keychange import key_text
from ezh_desktop.storage.keyfile import KeyFile
from ezh_desktop.storage.reading.places import read_school, read_year
from ezh_desktop.storage.reading.rows import as_day
from ezh_desktop.storage.reading.staff import (
    LoginRow,
    PersonRow,
    RoleRow,
    read_class_names,
    read_last_sessions,
    read_logins,
    read_people,
    read_roles,
    read_subjects_taught,
)


@dataclass(frozen=True, slots=True)
class Person:
    """A person as the administrator writes them. `gender` is f or m."""

    name: PersonName
    gender: str
    post: str = ""


Wanted = tuple[RoleLine | None, RolePlan]
"""A role as it shall stand: one that was shown, or None for a new one."""


def staff_page(office: FileOffice) -> StaffPage:
    """Everybody who works or worked here; RightRefused for who may not read accounts."""
    today = office.clock.today()
    demand(office.actor, Action.READ, About(Thing.ACCOUNT, today))
    with office.reading() as db:
        name, _, zone = read_school(db)
        year = read_year(db, today.isoformat())
        facts = _Facts(
            today=today,
            zone=ZoneInfo(zone),
            logins=read_logins(db),
            roles=read_roles(db),
            taught=read_subjects_taught(db, year.year, today.isoformat()) if year else [],
            sessions=read_last_sessions(db),
        )
        # Whose entering was taken back by an undo has never worked here.
        people = [one for one in read_people(db) if as_day(one.ended) != NEVER]
        classes = read_class_names(db, year.year) if year else []
        slots = {slot.id.hex() for slot in key_text(db).slots if slot.holds_root}
    return StaffPage(
        lines=tuple(facts.line(person) for person in people),
        classes=tuple(classes),
        logins=frozenset(one.login_key for one in facts.logins),
        today=today,
        own=office.person.person,
        root_holders=sum(one.slot in slots for one in facts.logins if one.state == "active"),
        school_name=name,
        year_label=year.label if year else "",
    )


@dataclass(frozen=True)
class _Facts:
    today: date
    zone: ZoneInfo
    logins: list[LoginRow]
    roles: list[RoleRow]
    taught: list[tuple[int, str]]
    sessions: dict[int, int]

    def line(self, person: PersonRow) -> StaffLine:
        logins = [one for one in self.logins if one.person == person.person]
        # Of several accounts the living one counts, else the newest.
        login = min(reversed(logins), key=lambda one: one.state != "active", default=None)
        opened = max((self.sessions[one.account] for one in logins if one.account in self.sessions), default=None)
        return StaffLine(
            person=person.person,
            name=PersonName(person.surname, person.given, person.patronymic),
            gender=person.gender,
            post=person.post,
            ended=as_day(person.ended),
            base=EntryRef(person.session, person.seq),
            stand=_stand(login),
            account=login.account if login else None,
            login=login.login if login else "",
            slot=login.slot if login else "",
            roles=tuple(_role_line(one) for one in self.roles if one.person == person.person and not _plan(one).void),
            subjects=tuple(subject for who, subject in self.taught if who == person.person),
            last_sign_in=from_us(opened, self.zone) if opened is not None else None,
        )


def _stand(login: LoginRow | None) -> Stand:
    if login is None:
        return Stand.NONE
    if login.state != "active":
        return Stand.BLOCKED if login.state == "blocked" else Stand.ENDED
    if not login.slot:
        return Stand.BARE
    return Stand.WAITING if login.temporary else Stand.ACTIVE


def _plan(role: RoleRow) -> RolePlan:
    return RolePlan(Role(role.role), role.school_class, as_day(role.start), as_day(role.end))


def _role_line(role: RoleRow) -> RoleLine:
    return RoleLine(role.assignment, _plan(role), role.class_name, EntryRef(role.session, role.seq))


def access_slips_of(office: FileOffice, passwords: Mapping[str, str]) -> tuple[AccessSlip, ...]:
    """The access slips of accounts that were just made or reset, login → one-time password, in the order of the list.

    RightRefused for who may not hand them out.
    """
    demand(office.actor, Action.PRINT, About(Thing.STAFF_SLIP, office.clock.today()))
    page = staff_page(office)
    return tuple(
        AccessSlip(line.name.full, slip_words(line, page.today), line.login, passwords[line.login])
        for line in page.lines
        if line.login in passwords
    )


def write_person(office: FileOffice, seen: StaffLine, person: Person) -> None:
    """Give a person another name, post or gender. Raises BadInput, Refusal when it was changed meanwhile."""
    demand_name(person.name)
    old = _person_row(Person(seen.name, seen.gender, seen.post))
    new = _person_row(person)
    changed = {field: value for field, value in new.items() if old[field] != value}
    if not changed:
        return
    before = {field: old[field] for field in changed}
    change = Change("person", (seen.person,), before, changed, base=seen.base)
    about = About(Thing.STAFF, office.clock.today())
    office.execute(Command("person.write", ("person", seen.person), (Planned(change),), ((Action.WRITE, about),)))


def demand_name(name: PersonName) -> None:
    """Pass a name with surname and given name; else BadInput."""
    if not name.surname or not name.given:
        raise BadInput("Нужны фамилия и имя.", "Впишите их полностью, отчество можно не указывать.")


def _person_row(person: Person) -> Row:
    name = person.name
    parts = {"surname": name.surname, "given": name.given, "patronymic": name.patronymic}
    return {**parts, "gender": person.gender, "name_key": name_key(name.full), "post": person.post}


def change_roles(office: FileOffice, seen: StaffLine, wanted: Sequence[Wanted]) -> None:
    """Bring a person's roles to what is wanted; a shown role that is not among them gives no right from today on.

    With a role of the root key's holders its key comes, with the last of them it goes. Raises BadInput, and Refusal
    when the journal would be left without an administrator or something was changed meanwhile.
    """
    today = office.clock.today()
    plans = [plan for _, plan in wanted]
    demand_roles(plans, today)
    changes = [change for line in seen.roles for change in _kept(line, wanted, today)]
    new_id = system_ids()
    changes += [
        Change("role_assignment", (new_id(),), None, role_row(seen.person, *plan)) for line, plan in wanted if not line
    ]
    if not changes:
        return
    guard = demand_administrator_besides(office, seen.person) if _demotes(seen, plans) else None
    keys = _root_keys(office, seen.person, [line.plan for line in seen.roles], plans)
    _write(office, "account.roles", seen.person, changes, keys, guard)


def _kept(line: RoleLine, wanted: Sequence[Wanted], today: date) -> list[Change]:
    """The change of a role that was shown; none when it stays as it is."""
    plan = next((plan for kept, plan in wanted if kept == line), None)
    if plan is None:
        plan = line.plan.taken_away(today)
    if (plan.role, plan.school_class) != (line.plan.role, line.plan.school_class):
        raise ValueError("another role is a new role")
    return _role_change(line, plan)


def _role_change(line: RoleLine, plan: RolePlan) -> list[Change]:
    old, new = role_row(0, *line.plan), role_row(0, *plan)
    changed = {field: new[field] for field in ("start", "end") if new[field] != old[field]}
    before = {field: old[field] for field in changed}
    return [Change("role_assignment", (line.assignment,), before, changed, base=line.base)] if changed else []


def _demotes(seen: StaffLine, plans: Sequence[RolePlan]) -> bool:
    """Whether a lasting administrator ceases to be one."""
    return any(_administers(line.plan) for line in seen.roles) and not any(_administers(plan) for plan in plans)


def _administers(plan: RolePlan) -> bool:
    return plan.role is Role.ADMINISTRATOR and plan.end is None


def _root_keys(
    office: FileOffice, person: int, before: Sequence[RolePlan], after: Sequence[RolePlan]
) -> Callable[[KeyFile], KeyFile] | None:
    """Give the root key to who becomes one of its holders and take it from who ceases to be one."""
    today = office.clock.today()
    had, has = (any(plan.role in ROOT_ROLES and plan.lasts(today) for plan in plans) for plans in (before, after))
    with office.reading() as db:
        logins = [one for one in read_logins(db, person) if one.slot]
    if had == has or not logins:
        return None
    held = office.place.unlocked
    if held is None:
        raise Refusal("Роль администратора и директора дают, войдя с паролем.")
    root = held.secrets.root if has else None

    def edit(text: KeyFile) -> KeyFile:
        for one in logins:
            slot = text.slot(bytes.fromhex(one.slot))
            # The public key is vouched for by the protocol; the key file alone proves nothing.
            if slot is not None and slot.box_pub.hex() == one.box_pub:
                text = text.with_slot(slot.with_root(root))
        return text

    return edit


def end_person(office: FileOffice, seen: StaffLine, day: date) -> None:
    """A person leaves, `day` being the last one: roles end with it, accounts at once when it is today or past.

    Until a later day the person works as before. Raises Refusal as `change_roles` does.
    """
    today = office.clock.today()
    if seen.person == office.person.person:
        raise Refusal("Свою работу в журнале завершить нельзя.", "Это сделает другой администратор.")
    guard = demand_administrator_besides(office, seen.person)
    changes = [Change("person", (seen.person,), {"ended": _iso(seen.ended)}, {"ended": _iso(day)}, base=seen.base)]
    changes += [change for line in seen.roles for change in _role_change(line, line.plan.ended(day))]
    with office.reading() as db:
        logins = [one for one in read_logins(db, seen.person) if one.state != "ended"] if day <= today else []
    changes += [_ends(one) for one in logins]

    def edit(text: KeyFile) -> KeyFile:
        for one in logins:
            if one.slot and text.slot(bytes.fromhex(one.slot)) is not None:
                text = text.without_slot(bytes.fromhex(one.slot))
        return text

    _write(office, "account.end", seen.person, changes, edit if logins else None, guard)


def _ends(login: LoginRow) -> Change:
    old: Row = {"state": login.state, "slot": login.slot}
    new: Row = {"state": "ended", "slot": ""}
    changed = {field: value for field, value in new.items() if old[field] != value}
    base = EntryRef(login.session, login.seq)
    return Change("account", (login.account,), {field: old[field] for field in changed}, changed, base=base)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _write(  # noqa: PLR0917 - the parts of a command
    office: FileOffice,
    action: str,
    person: int,
    changes: Sequence[Change],
    keys: Callable[[KeyFile], KeyFile] | None,
    guard: Callable[[Any], None] | None,
) -> None:
    about = About(Thing.ACCOUNT, office.clock.today())
    planned = tuple(Planned(change) for change in changes)
    office.execute(Command(action, ("person", person), planned, ((Action.WRITE, about),), keys=keys, guard=guard))
