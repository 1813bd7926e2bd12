"""Making a new journal: both files, the recovery code, the first administrator, the first school year.

The genesis entry registers the first administrator and the recovery keys; its hash stands on the recovery sheet.
"""

from __future__ import annotations

import platform
import secrets
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from ezh_desktop import __version__
from ezh_desktop.domain.calendar import AcademicYear
from ezh_desktop.domain.change import Change, Row
from ezh_desktop.domain.clock import Clock
from ezh_desktop.domain.ids import NewId
from ezh_desktop.domain.names import PersonName, name_key
from ezh_desktop.domain.rights_table import Role
from ezh_desktop.domain.russian import Gender, gender_of
from ezh_desktop.errors import BadInput
from ezh_desktop.services.year_setup import new_year, school_change, subject_changes
from ezh_desktop.storage.door import DISK, Door
from ezh_desktop.storage.health import HealthKey, with_key
from ezh_desktop.storage.keyfile import KeyFile, new_key_file
from ezh_desktop.storage.passwords import DEFAULT, KdfCost
from ezh_desktop.storage.protocol import Draft, Signer, Strand
from ezh_desktop.storage.recovery_code import RecoveryCode, data_key
from ezh_desktop.storage.schema import create_schema
from ezh_desktop.storage.sealedfile import create_sealed
from ezh_desktop.storage.slots import KeyPair, Secrets, Slot
from ezh_desktop.storage.writer import Writer

JOURNAL_BYTES: Final = 16
PROGRAM: Final = f"ezh-desktop {__version__}"
TEACHER_POST: Final = "учитель"
"""The post of a teacher whom nobody has given another."""
UNNAMED: Final = PersonName("Администратор", "")
_MANY_PASSES: Final = 2


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be made at once with the journal.

    `root` is for administrators and the director, `health` for a medical worker: it makes the first health key.
    """

    login: str
    password: str = field(repr=False)
    root: bool = False
    health: bool = False


@dataclass(frozen=True, slots=True)
class Maker:
    """The tools of the making: time, ids, cost of a password try, the disk."""

    clock: Clock
    new_id: NewId
    cost: KdfCost = DEFAULT
    door: Door = DISK


@dataclass(frozen=True, slots=True)
class Credentials:
    """An account that a slot exists for: its ids and its signing key, while the journal is being made."""

    login: str
    account: int
    person: int
    signer: Signer
    slot: Slot


@dataclass(frozen=True, slots=True)
class Founded:
    """A journal that was made: its id, the recovery code to be printed, the hash of the genesis entry."""

    journal: bytes
    code: RecoveryCode
    genesis: bytes
    serial: int = 1


@dataclass(frozen=True, slots=True)
class Begun:
    """What the rest of the making works with, inside the first transaction; `health` seals closed columns, if any."""

    connection: Any
    journal: bytes
    administrator: Strand
    accounts: dict[str, Credentials]
    health: HealthKey | None = None


Fill = Callable[[Begun], None]


def found_school(path: Path, school: str, label: str, first: NewAccount, maker: Maker) -> Founded:
    """Make the journal of a school: first administrator, school, year with its calendar, bells and subjects.

    `label` is the year («2026/2027»). Raises BadInput when the names are empty or a file lies there already,
    DeviceTrouble and its kinds; nothing is half-written.
    """
    if not school.strip():
        raise BadInput("Название школы пустое.", "Укажите его в параметре --school.")
    academic = AcademicYear.from_label(label)

    def fill(begun: Begun) -> None:
        today = maker.clock.today()
        # Nothing is owed for the days before: they are kept on paper.
        began = today if academic.start < today <= academic.end else None
        year = new_year(maker.new_id, academic, began=began)
        _, subjects = subject_changes(maker.new_id)
        changes = (school_change(maker.new_id, school.strip()), *year.changes, *subjects)
        writer = Writer(begun.connection, begun.journal)
        writer.begin([begun.administrator])
        now = maker.clock.now_us()
        writer.append(begun.administrator, Draft("school.set_up", ("academic_year", year.year), changes, now))
        writer.seal(begun.administrator, ended=now)

    return found_journal(path, [first], fill, maker)


def found_journal(
    path: Path, accounts: Sequence[NewAccount], fill: Fill, maker: Maker, *, bulk: bool = False
) -> Founded:
    """Make both files of a journal; the first account is the first administrator, registered by the genesis entry.

    `fill` writes all else in the same transaction, registers the other accounts, and seals its strands. Raises what
    `create_sealed` raises. `bulk`: for a demo school, see `storage.engine.open_new`.
    """
    journal, code = secrets.token_bytes(JOURNAL_BYTES), RecoveryCode.make()
    root = code.root()
    key = data_key(root, 1)
    made = _credentials(journal, accounts, Secrets(1, key, root), maker)
    genesis: list[bytes] = []

    def build(connection: Any, salt: bytes) -> None:  # noqa: ANN401 - the driver's connection
        create_schema(connection)
        connection.execute("PRAGMA defer_foreign_keys = ON")
        text = new_key_file(journal, salt, code)
        for one in made.values():
            text = text.with_slot(one.slot)
        health = HealthKey.make(1) if any(one.health for one in accounts) else None
        if health is not None:
            text = with_key(text, health, [made[one.login].slot.id for one in accounts if one.health])
        text = text.signed(key, serial=1)
        connection.execute("INSERT INTO journal_info (name, value) VALUES ('journal', ?)", (journal.hex(),))
        first = made[accounts[0].login]
        strand = Strand(maker.new_id(), first.account, first.signer, platform.node(), PROGRAM)
        genesis.append(_genesis(connection, strand, first, text, maker))
        _store_text(connection, text)
        fill(Begun(connection, journal, strand, made, health))

    create_sealed(path, key, build, door=maker.door, bulk=bulk)
    return Founded(journal, code, genesis[0])


def _credentials(journal: bytes, accounts: Sequence[NewAccount], held: Secrets, maker: Maker) -> dict[str, Credentials]:
    def make(one: NewAccount) -> tuple[Slot, KeyPair]:
        sealed = held if one.root else replace(held, root=None)
        return Slot.make(journal, one.login, one.password, cost=maker.cost, sealed_for=sealed)

    with ThreadPoolExecutor(max_workers=_MANY_PASSES) as pool:
        slots = list(pool.map(make, accounts))
    return {
        one.login: Credentials(one.login, maker.new_id(), maker.new_id(), pair.signing, slot)
        for one, (slot, pair) in zip(accounts, slots, strict=True)
    }


def _genesis(connection: Any, strand: Strand, first: Credentials, text: KeyFile, maker: Maker) -> bytes:  # noqa: ANN401
    """Write the first entry of the journal and give its hash."""
    changes = (
        Change("person", (first.person,), None, person_row(UNNAMED, "m", Role.ADMINISTRATOR.label)),
        Change("account", (first.account,), None, account_row(first.person, first.login, first.slot, temporary=False)),
        Change("role_assignment", (maker.new_id(),), None, role_row(first.person, Role.ADMINISTRATOR)),
        key_change(text),
    )
    parents = {
        "account": strand.account,
        "computer": strand.computer,
        "heads": [],
        "name": UNNAMED.full,
        "recovery": {"box_pub": text.head.recovery.box_pub.hex(), "sign_pub": text.head.recovery.sign_pub.hex()},
        "roles": [Role.ADMINISTRATOR.value],
    }
    now = maker.clock.now_us()
    writer = Writer(connection, text.head.journal)
    writer.begin([])
    writer.append(strand, Draft("journal.found", ("account", first.account), changes, now, parents=parents))
    writer.seal(strand)
    return strand.hash


def likely_gender(name: PersonName) -> str:
    """«m» or «f» of somebody new: by the patronymic or given name, else by the ending of the surname."""
    given, patronymic = name.given.rstrip("."), name.patronymic.rstrip(".")
    told = gender_of(given, patronymic) if len(name.given) > 2 else None
    if told is None:
        return "f" if name_key(name.surname).endswith(("а", "я")) else "m"
    return "m" if told is Gender.MALE else "f"


def person_row(name: PersonName, gender: str, post: str) -> Row:
    """The row of a member of staff."""
    parts = {"surname": name.surname, "given": name.given, "patronymic": name.patronymic}
    return {**parts, "gender": gender, "name_key": name_key(name.full), "post": post, "ended": None}


def account_row(person: int, login: str, slot: Slot, *, temporary: bool) -> Row:
    """The row of an active account with a slot in the key file."""
    keys = {"slot": slot.id.hex(), "box_pub": slot.box_pub.hex(), "sign_pub": slot.sign_pub.hex()}
    names: Row = {"person": person, "login": login, "login_key": name_key(login)}
    return {**names, "state": "active", "temporary": int(temporary), **keys}


def role_row(
    person: int, role: Role, school_class: int | None = None, start: date | None = None, end: date | None = None
) -> Row:
    """A role; without days it was always held and has no end."""
    first, last = (day.isoformat() if day else None for day in (start, end))
    return {"person": person, "role": role.value, "school_class": school_class, "start": first, "end": last}


def key_change(text: KeyFile) -> Change:
    """The protocol's record of a change of keys: serial, generation and digest of the text."""
    digest = sha256(text.dump()).hexdigest()
    return Change("key_change", (text.head.serial,), None, {"generation": text.head.gen, "digest": digest})


def _store_text(connection: Any, text: KeyFile) -> None:  # noqa: ANN401 - the driver's connection
    stored = (text.dump().decode(), text.head.serial)
    connection.execute("INSERT INTO key_text (id, text, serial) VALUES (1, ?, ?)", stored)
