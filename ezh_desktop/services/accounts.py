"""Accounts (учётные записи): made, reset, blocked by the administrator; a person sets the own password (3.1, 4.1.6).

Nobody knows another's password: an account has a key pair under its password, and secrets are sealed to its public key.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Final

from ezh_desktop.domain.change import Change, EntryRef, Row
from ezh_desktop.domain.logins import demand_login
from ezh_desktop.domain.names import PersonName, name_key
from ezh_desktop.domain.rights import About, demand
from ezh_desktop.domain.rights_table import Action, Role, Thing
from ezh_desktop.domain.roles import RolePlan, demand_roles
from ezh_desktop.errors import BadInput, Refusal, RightRefused, RuleRefused, SignInTrouble
from ezh_desktop.services.commands import Command
from ezh_desktop.services.founding import account_row, person_row, role_row
from ezh_desktop.services.health_keys import held_keys, refuse_losing_keys
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.own import Planned
from ezh_desktop.services.passwords import estimate
from ezh_desktop.storage.keyfile import KeyFile
from ezh_desktop.storage.passwords import DEFAULT, KdfCost
from ezh_desktop.storage.reading.rows import row, rows
from ezh_desktop.storage.slots import Secrets, Slot, SlotKind

ALPHABET: Final = "abcdefghkmnpqrstuvwxyz23456789"
"""Letters and digits of a one-time password: none that look alike on paper."""
ONE_TIME_GROUPS: Final = 3
ONE_TIME_GROUP: Final = 4
"""A one-time password is read and typed by groups: «hmd3-qtec-caqv», 58 bits."""
_AT_ONCE: Final = 2
"""Passwords tried at a time: each takes 128 MiB."""
ROOT_ROLES: Final = frozenset({Role.ADMINISTRATOR, Role.DIRECTOR})
"""Who holds the root key besides the recovery sheet: at least two people."""
RECOVERED: Final = frozenset({Role.ADMINISTRATOR, Role.MEDICAL_WORKER})
"""Whose password the recovery code sets: theirs alone hold what nobody else can give them."""


Step = Callable[[int, int], None]
"""Told how many of how many passwords are made; what it raises stops the making before anything is written."""


@dataclass(frozen=True, slots=True)
class NewStaff:
    """A member of staff to be given an account. `gender` is f or m; class teachers name their class.

    `person` is one who stands in the journal already: then name, gender and post are not written.
    """

    name: PersonName
    gender: str
    login: str
    roles: Sequence[RolePlan | tuple[Role, int | None]]
    post: str = ""
    person: int | None = None

    @property
    def plans(self) -> list[RolePlan]:
        """The roles, each with its class and days."""
        return [RolePlan(*role) for role in self.roles]


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
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(ONE_TIME_GROUP)) for _ in range(ONE_TIME_GROUPS))
    return "-".join(groups)


def add_account(office: FileOffice, new: NewStaff, *, cost: KdfCost | None = None) -> str:
    """Make person, account and roles; gives the one-time password. See `add_accounts`."""
    return add_accounts(office, [new], cost=cost)[0]


def add_accounts(
    office: FileOffice, staff: Sequence[NewStaff], *, cost: KdfCost | None = None, step: Step | None = None
) -> list[str]:
    """Make accounts, and the people they are for, as one act; gives the one-time passwords in the same order.

    Raises BadInput when a login or role cannot be written or a login is taken: then nothing is.
    """
    demand(office.actor, Action.WRITE, About(Thing.ACCOUNT, office.clock.today()))
    logins = [demand_login(new.login) for new in staff]
    for new in staff:
        demand_roles(new.plans, office.clock.today())
    with office.reading() as db:
        taken = _taken(db, logins)
    if taken is not None:
        raise BadInput(f"Имя для входа «{taken}» уже занято.", "Придумайте другое.")
    passwords = [one_time_password() for _ in staff]
    lasting = [_lasting(new.plans, office.clock.today()) for new in staff]
    slots = _slots(office, list(zip(logins, passwords, lasting, strict=True)), cost, step)
    changes: list[Change] = []
    for new, login, slot in zip(staff, logins, slots, strict=True):
        changes += _additions(new, login, slot)
    first = next(change.key[0] for change in changes if change.entity == "account")

    def keys(text: KeyFile) -> KeyFile:
        for slot in slots:
            text = text.with_slot(slot)
        return text

    _write(office, "account.add", int(first), changes, keys, guard=partial(_refuse_taken, logins=logins))
    return passwords


def _additions(new: NewStaff, login: str, slot: Slot) -> list[Change]:
    new_id = system_ids()
    person, account = new.person or new_id(), new_id()
    made = [] if new.person else [Change("person", (person,), None, person_row(new.name, new.gender, new.post))]
    made.append(Change("account", (account,), None, account_row(person, login, slot, temporary=True)))
    return made + [Change("role_assignment", (new_id(),), None, role_row(person, *plan)) for plan in new.plans]


def _taken(db: Any, logins: Sequence[str]) -> str | None:  # noqa: ANN401 - the driver's connection
    """The first login that stands twice, or in the journal already."""
    keys = [name_key(login) for login in logins]
    for place, (login, key) in enumerate(zip(logins, keys, strict=True)):
        if key in keys[:place] or row(db, "SELECT 1 FROM account WHERE login_key = ?", key) is not None:
            return login
    return None


def _refuse_taken(db: Any, *, logins: Sequence[str]) -> None:  # noqa: ANN401 - the driver's connection
    """The same, once more inside the transaction: another administrator may have been faster."""
    taken = _taken(db, logins)
    if taken is not None:
        raise Refusal(f"Имя для входа «{taken}» только что занял другой администратор.", "Придумайте другое.")


def reset_password(office: FileOffice, login: str, *, cost: KdfCost | None = None) -> str:
    """Give an account a new key pair under a one-time password; gives the password. Raises BadInput, Refusal."""
    return reset_passwords(office, [login], cost=cost)[0]


def reset_passwords(
    office: FileOffice, logins: Sequence[str], *, cost: KdfCost | None = None, step: Step | None = None
) -> list[str]:
    """Reset several accounts as one act; gives the one-time passwords in the same order. Raises BadInput, Refusal.

    The last holders of a health key are refused: the recovery code keeps the key for their new pair.
    """
    return _renew(office, "account.reset", logins, cost, step)


def unblock_account(office: FileOffice, login: str, *, cost: KdfCost | None = None) -> str:
    """Let a person whose account is blocked or ended sign in again, under a one-time password, which is given.

    Roles that have ended stay ended. Raises BadInput, and Refusal when nothing keeps the person out.
    """
    return _renew(office, "account.unblock", [login], cost, None)[0]


def _renew(
    office: FileOffice, action: str, logins: Sequence[str], cost: KdfCost | None, step: Step | None
) -> list[str]:
    """New pairs under one-time passwords for accounts that stand in the journal."""
    demand(office.actor, Action.WRITE, About(Thing.ACCOUNT, office.clock.today()))
    found = [_state(office, login) for login in logins]
    states = [state for state, _ in found]
    returns = _returns(office, states) if action == "account.unblock" else []
    for state in states:
        _demand_another(office, state, "Свой пароль здесь не сбрасывают.")
        _demand_renewable(state, action, returns)
    refuse_losing_keys(office, [state.slot for state in states])
    passwords = [one_time_password() for _ in found]
    wanted = [(state.login, password, roles) for (state, roles), password in zip(found, passwords, strict=True)]
    slots = _slots(office, wanted, cost, step)
    changes = [
        _change(state, {"state": "active", "temporary": 1, **_keys(slot)})
        for state, slot in zip(states, slots, strict=True)
    ]

    def keys(text: KeyFile) -> KeyFile:
        for state, slot in zip(states, slots, strict=True):
            text = _swap(text, state, slot)
        return text

    _write(office, action, states[0].account, [*changes, *returns], keys)
    return passwords


def _demand_renewable(state: AccountState, action: str, returns: Sequence[Change]) -> None:
    if action == "account.reset" and state.state != "active":
        raise Refusal(f"Учётная запись «{state.login}» закрыта.", "Сначала разблокируйте её: пароль будет новым.")
    if action == "account.unblock" and state.state == "active" and not returns:
        raise Refusal(f"Учётная запись «{state.login}» не заблокирована.", "Если пароль забыт, сбросьте его.")


def _returns(office: FileOffice, states: Iterable[AccountState]) -> list[Change]:
    """Whoever may sign in again works here again."""
    found = []
    with office.reading() as db:
        for state in states:
            ended, session, seq = row(
                db, "SELECT ended, entry_session, entry_seq FROM person WHERE id = ?", state.person
            )
            if ended is not None:
                base = EntryRef(session, seq)
                found.append(Change("person", (state.person,), {"ended": ended}, {"ended": None}, base=base))
    return found


def block_account(office: FileOffice, login: str) -> None:
    """Block an account: its slot goes, its history stays. The last administrator cannot be blocked: Refusal."""
    state, _ = _state(office, login)
    guard = demand_administrator_besides(office, state.person)
    _demand_another(office, state, "Себя заблокировать нельзя.")
    change = _change(state, {"state": "blocked", "slot": ""})
    _write(office, "account.block", state.account, [change], lambda text: _swap(text, state, None), guard=guard)


def _demand_another(office: FileOffice, state: AccountState, what: str) -> None:
    if state.person == office.person.person:
        raise Refusal(what, "Это сделает другой администратор.")


def demand_administrator_besides(office: FileOffice, person: int) -> Callable[[Any], None]:
    """Refusal when the journal would be left without an administrator who can sign in and whose role has no end.

    What is given back asks the same again inside the transaction: two administrators may act at one moment.
    """
    guard = partial(_demand_administrator, person=person, today=office.clock.today())
    with office.reading() as db:
        guard(db)
    return guard


def _demand_administrator(db: Any, *, person: int, today: date) -> None:  # noqa: ANN401 - the driver's connection
    able = rows(
        db,
        "SELECT DISTINCT a.person FROM account AS a JOIN role_assignment AS r ON r.person = a.person"
        " JOIN person AS p ON p.id = a.person WHERE r.role = 'administrator' AND r.end IS NULL AND p.ended IS NULL"
        " AND (r.start IS NULL OR r.start <= ?) AND a.state = 'active' AND a.temporary = 0",
        today.isoformat(),
    )
    people = {one[0] for one in able}
    if person in people and len(people) == 1:
        raise Refusal(
            "Это единственный администратор журнала.",
            "Сначала назначьте второго; он должен войти и задать свой пароль.",
        )


def set_own_password(office: FileOffice, password: str, *, cost: KdfCost = DEFAULT) -> None:
    """Replace the own slot by one with a new pair under the person's own password.

    The session that did it still signs with the old pair: the caller closes it and signs in anew. Refusal when the
    password is too easy to guess (3.2).
    """
    with office.reading() as db:
        login = row(db, "SELECT login FROM account WHERE id = ?", office.person.account)[0]
    _demand_strong(password, login)
    state, roles = _state(office, login)
    roles += office.actor.roles(office.clock.today())
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


def change_own_password(office: FileOffice, present: str, password: str) -> None:
    """Set another own password; the present one is asked for, so that a window left open is not enough (3.2).

    The session ends with it, as with `set_own_password`. Raises SignInTrouble when the present one is wrong,
    RuleRefused when the new one is too easy to guess, Refusal in a session without a password.
    """
    slot = office.place.slot
    if slot is None:
        raise Refusal("Свой пароль меняют, войдя с паролем.")
    try:
        slot.unlock(office.place.journal, present)
    except SignInTrouble as wrong:
        raise SignInTrouble("Прежний пароль введён неверно.", wrong.remedy) from None
    set_own_password(office, password, cost=office.place.cost)


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


def recover_account(office: FileOffice, login: str, password: str, *, cost: KdfCost = DEFAULT) -> None:
    """With the recovery code in hand: a new pair and password for a person of `RECOVERED`, signed by the recovery key.

    RightRefused when the session was opened by a password, Refusal when the new one is too easy to guess (3.2).
    """
    if office.place.slot is not None:
        raise RightRefused("Пароль задают так только по коду восстановления.")
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
    with office.reading() as db:
        health = held_keys(office, db) if Role.MEDICAL_WORKER in roles else {}
    sealed = Secrets(held.secrets.gen, office.place.key, root, health)
    slot, _ = Slot.make(office.place.journal, login, password, kind, cost, sealed_for=sealed)
    return slot


def _slots(
    office: FileOffice, wanted: Sequence[tuple[str, str, Sequence[Role]]], cost: KdfCost | None, step: Step | None
) -> list[Slot]:
    """A slot for each login, password and roles: a quarter of a second each, two at a time."""
    cost = cost or office.place.cost
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        futures = [
            pool.submit(_slot, office, login, password, roles, SlotKind.TEMPORARY, cost)
            for login, password, roles in wanted
        ]
        made: list[Slot] = []
        try:
            for future in futures:
                if step is not None:
                    step(len(made), len(futures))
                made.append(future.result())
        finally:
            for future in futures:
                future.cancel()
    return made


def _lasting(plans: Iterable[RolePlan], today: date) -> list[Role]:
    """A role that has ended passes no key on; one that is still to begin does."""
    return [plan.role for plan in plans if plan.lasts(today)]


def _write(  # noqa: PLR0917 - the parts of a command
    office: FileOffice,
    action: str,
    account: int,
    changes: Sequence[Change],
    keys: Callable[[KeyFile], KeyFile],
    guard: Callable[[Any], None] | None = None,
) -> None:
    about = About(Thing.ACCOUNT, office.clock.today())
    planned = tuple(Planned(change) for change in changes)
    office.execute(Command(action, ("account", account), planned, ((Action.WRITE, about),), keys=keys, guard=guard))


def _keys(slot: Slot) -> dict[str, Any]:
    return {"slot": slot.id.hex(), "box_pub": slot.box_pub.hex(), "sign_pub": slot.sign_pub.hex()}


def _swap(text: KeyFile, state: AccountState, slot: Slot | None) -> KeyFile:
    # A slot that is gone was changed at the same moment: the account's row tells, and the act is refused.
    if state.slot and text.slot(bytes.fromhex(state.slot)) is not None:
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
        roles = db.execute(
            "SELECT role FROM role_assignment WHERE person = ? AND (end IS NULL OR end >= ?)",
            (found[1], office.clock.today().isoformat()),
        ).fetchall()
    account, person, own, state, slot, box_pub, sign_pub, temporary, session, seq = found
    base = EntryRef(session, seq)
    return AccountState(account, person, own, state, slot, box_pub, sign_pub, temporary, base), [
        Role(one[0]) for one in roles
    ]
