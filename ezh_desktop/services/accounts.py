"""Accounts (учётные записи): made, reset, blocked by the administrator; a person sets the own password (3.1, 4.1.6).

Nobody knows another's password: an account has a key pair under its password, and secrets are sealed to its public key.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from ezh_desktop.domain.change import Change, EntryRef, Row
from ezh_desktop.domain.names import PersonName, name_key
from ezh_desktop.domain.rights import About
from ezh_desktop.domain.rights_table import Action, Role, Thing
from ezh_desktop.errors import BadInput, Refusal, RightRefused, RuleRefused
from ezh_desktop.services.commands import Command
from ezh_desktop.services.founding import account_row, person_row, role_row
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.own import Planned
from ezh_desktop.services.passwords import estimate
from ezh_desktop.storage.keyfile import KeyFile
from ezh_desktop.storage.passwords import DEFAULT, KdfCost
from ezh_desktop.storage.reading.rows import row
from ezh_desktop.storage.slots import Secrets, Slot, SlotKind

ALPHABET: Final = "abcdefghkmnpqrstuvwxyz23456789"
"""Letters and digits of a one-time password: none that look alike on paper."""
ONE_TIME_LENGTH: Final = 10
ROOT_ROLES: Final = frozenset({Role.ADMINISTRATOR, Role.DIRECTOR})
"""Who holds the root key besides the recovery sheet: at least two people."""


@dataclass(frozen=True, slots=True)
class NewStaff:
    """A member of staff to be given an account. `gender` is f or m; class teachers name their class."""

    name: PersonName
    gender: str
    login: str
    roles: Sequence[tuple[Role, int | None]]
    post: str = ""


@dataclass(frozen=True, slots=True)
class AccountState:
    """An account as the file has it."""

    account: int
    person: int
    login: str
    state: str
    slot: str
    box_pub: str
    sign_pub: str
    temporary: int
    base: EntryRef


def one_time_password() -> str:
    """A password to be handed out on a slip and replaced at the first sign-in."""
    return "".join(secrets.choice(ALPHABET) for _ in range(ONE_TIME_LENGTH))


def add_account(office: FileOffice, new: NewStaff, *, cost: KdfCost = DEFAULT) -> str:
    """Make person, account and roles; gives the one-time password. Raises BadInput when the login is taken."""
    if not new.login.strip():
        raise BadInput("Имя для входа пустое.", "Придумайте имя для входа латинскими буквами.")
    with office.reading() as db:
        if row(db, "SELECT 1 FROM account WHERE login_key = ?", name_key(new.login)) is not None:
            raise BadInput(f"Имя для входа «{new.login}» уже занято.", "Придумайте другое.")
    password = one_time_password()
    roles = [role for role, _ in new.roles]
    slot = _slot(office, new.login, password, roles, SlotKind.TEMPORARY, cost)
    new_id = system_ids()
    person, account = new_id(), new_id()
    changes = [
        Change("person", (person,), None, person_row(new.name, new.gender, new.post)),
        Change("account", (account,), None, account_row(person, new.login, slot, temporary=True)),
    ]
    changes += [
        Change("role_assignment", (new_id(),), None, role_row(person, role, school_class))
        for role, school_class in new.roles
    ]
    _write(office, "account.add", account, changes, lambda text: text.with_slot(slot))
    return password


def reset_password(office: FileOffice, login: str, *, cost: KdfCost = DEFAULT) -> str:
    """Give an account a new key pair under a one-time password; gives the password. Raises BadInput, Refusal."""
    state, roles = _state(office, login)
    password = one_time_password()
    slot = _slot(office, state.login, password, roles, SlotKind.TEMPORARY, cost)
    new: Row = {"state": "active", "temporary": 1, **_keys(slot)}
    _write(office, "account.reset", state.account, [_change(state, new)], lambda text: _swap(text, state, slot))
    return password


def block_account(office: FileOffice, login: str) -> None:
    """Block an account: its slot goes, its history stays. The last administrator cannot be blocked: Refusal."""
    state, roles = _state(office, login)
    if Role.ADMINISTRATOR in roles and _administrators(office) == 1:
        raise Refusal("Это единственный администратор журнала.", "Сначала назначьте второго.")
    change = _change(state, {"state": "blocked", "slot": ""})
    _write(office, "account.block", state.account, [change], lambda text: _swap(text, state, None))


def set_own_password(office: FileOffice, password: str, *, cost: KdfCost = DEFAULT) -> None:
    """Replace the own slot by one with a new pair under the person's own password.

    The session that did it still signs with the old pair: the caller closes it and signs in anew. Refusal when the
    password is too easy to guess (3.2).
    """
    with office.reading() as db:
        login = row(db, "SELECT login FROM account WHERE id = ?", office.person.account)[0]
    _demand_strong(password, login)
    state, roles = _state(office, login)
    slot = _slot(office, state.login, password, roles, SlotKind.PASSWORD, cost)
    about = About(Thing.SIGN_IN, office.clock.today(), person=office.person.person)
    change = _change(state, {"temporary": 0} | _keys(slot))
    command = Command(
        "account.password",
        ("account", state.account),
        (Planned(change),),
        ((Action.WRITE, about),),
        keys=lambda text: _swap(text, state, slot),
    )
    office.execute(command)


def raise_cost(office: FileOffice, password: str, *, cost: KdfCost = DEFAULT) -> None:
    """Wrap the own slot anew at a higher cost of guessing, with the same pair and password. Raises Trouble, Refusal."""
    held, slot = office.place.unlocked, office.place.slot
    if held is None or slot is None:
        raise Refusal("Защиту пароля усиливают при входе с паролем.")
    stronger = slot.rewrapped(office.place.journal, password, held.pair, cost=cost)
    account = office.person.account
    command = Command(
        "account.raise", ("account", account), (), keys=lambda text: text.without_slot(slot.id).with_slot(stronger)
    )
    office.execute(command)


def recover_administrator(office: FileOffice, login: str, password: str, *, cost: KdfCost = DEFAULT) -> None:
    """With the recovery code in hand: a new pair and password for an administrator, signed by the recovery key.

    RightRefused when the session was opened by a password, Refusal when the new one is too easy to guess (3.2).
    """
    if office.place.slot is not None:
        raise RightRefused("Пароль администратора задают здесь только по коду восстановления.")
    _demand_strong(password, login)
    state, roles = _state(office, login)
    slot = _slot(office, state.login, password, roles, SlotKind.PASSWORD, cost)
    change = _change(state, {"temporary": 0} | _keys(slot))
    command = Command(
        "account.recover", ("account", state.account), (Planned(change),), keys=lambda text: _swap(text, state, slot)
    )
    office.execute(command)


def _demand_strong(password: str, login: str) -> None:
    found = estimate(password, [login])
    if not found.enough:
        raise RuleRefused("Этот пароль легко угадать.", found.advice, "3.2")


def _slot(  # noqa: PLR0917 - the parts of a slot
    office: FileOffice, login: str, password: str, roles: Sequence[Role], kind: SlotKind, cost: KdfCost
) -> Slot:
    """A slot with a new pair. Root goes to its holders' roles alone, and only a holder can pass it on."""
    held = office.place.unlocked
    if held is None:
        raise Refusal("Учётные записи меняют, войдя с паролем.")
    root = held.secrets.root if ROOT_ROLES.intersection(roles) else None
    health = held.secrets.health if Role.MEDICAL_WORKER in roles else {}
    sealed = Secrets(held.secrets.gen, office.place.key, root, health)
    slot, _ = Slot.make(office.place.journal, login, password, kind, cost, sealed_for=sealed)
    return slot


def _write(office: FileOffice, action: str, account: int, changes: Sequence[Change], keys: Any) -> None:  # noqa: ANN401
    about = About(Thing.ACCOUNT, office.clock.today())
    planned = tuple(Planned(change) for change in changes)
    office.execute(Command(action, ("account", account), planned, ((Action.WRITE, about),), keys=keys))


def _keys(slot: Slot) -> dict[str, Any]:
    return {"slot": slot.id.hex(), "box_pub": slot.box_pub.hex(), "sign_pub": slot.sign_pub.hex()}


def _swap(text: KeyFile, state: AccountState, slot: Slot | None) -> KeyFile:
    if state.slot:
        text = text.without_slot(bytes.fromhex(state.slot))
    return text.with_slot(slot) if slot is not None else text


def _change(state: AccountState, new: Row) -> Change:
    names = {name: getattr(state, name) for name in new}
    changed = {name: value for name, value in new.items() if names[name] != value}
    old = {name: names[name] for name in changed}
    return replace(Change("account", (state.account,), old, changed), base=state.base)


def _state(office: FileOffice, login: str) -> tuple[AccountState, list[Role]]:
    with office.reading() as db:
        found = row(
            db,
            "SELECT id, person, login, state, slot, box_pub, sign_pub, temporary, entry_session, entry_seq"
            " FROM account WHERE login_key = ?",
            name_key(login),
        )
        if found is None:
            raise BadInput(f"Учётной записи «{login}» нет.", "Проверьте имя для входа.")
        # A role that has ended passes no key on; one that is still to begin does.
        roles = db.execute(
            "SELECT role FROM role_assignment WHERE person = ? AND (end IS NULL OR end >= ?)",
            (found[1], office.clock.today().isoformat()),
        ).fetchall()
    account, person, own, state, slot, box_pub, sign_pub, temporary, session, seq = found
    base = EntryRef(session, seq)
    return AccountState(account, person, own, state, slot, box_pub, sign_pub, temporary, base), [
        Role(one[0]) for one in roles
    ]


def _administrators(office: FileOffice) -> int:
    with office.reading() as db:
        found = row(
            db,
            "SELECT count(DISTINCT a.id) FROM account AS a JOIN role_assignment AS r ON r.person = a.person"
            " WHERE r.role = 'administrator' AND a.state = 'active' AND r.end IS NULL",
        )
    return int(found[0])
