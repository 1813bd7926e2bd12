"""The health key in the life of accounts: made at a medical worker's own sign-in, passed on by a holder or the code.

Nobody else can give it: an administrator who resets the only holder's password would close the sheets for good, and is
refused. When a medical worker has left, the next one's sign-in makes a new generation for new records.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from ezh_desktop.domain.clock import from_us
from ezh_desktop.domain.rights import About
from ezh_desktop.domain.rights_table import Action, Role, Thing
from ezh_desktop.errors import EzhError, Refusal, StaleRefused
from ezh_desktop.services.commands import Command
from ezh_desktop.services.doors import Keyless
from ezh_desktop.storage.health import HealthKey, announced, generations_of, opened, passed_on, with_key, without_keys
from ezh_desktop.storage.keychange import key_text
from ezh_desktop.storage.keyfile import KeyFile
from ezh_desktop.storage.reading.medics import Medic, read_key_acts, read_medics, someone_left
from ezh_desktop.storage.reading.places import read_school
from ezh_desktop.storage.reading.rows import row
from ezh_desktop.storage.slots import Slot

if TYPE_CHECKING:
    from ezh_desktop.services.office import FileOffice

log = logging.getLogger(__name__)


def held_keys(office: FileOffice, db: Any) -> Mapping[int, bytes]:  # noqa: ANN401 - the driver's connection
    """The health keys of the signed-in person by generation, as the file has them now; empty for all others.

    A key that no medical worker announced is left out: somebody else has put it there.
    """
    held = office.place.unlocked
    if held is None:
        return {}
    keys = held.health_keys
    if office.place.slot is not None:
        slot = key_text(db).slot(office.place.slot.id)
        keys = opened(slot.sealed, held.pair.box) if slot is not None else {}
    known = announced_keys(db) if keys else {}
    return {gen: key for gen, key in keys.items() if known.get(gen) == HealthKey(gen, key).fingerprint}


def announced_keys(db: Any) -> Mapping[int, str]:  # noqa: ANN401 - the driver's connection
    """Generation → fingerprint of every health key that a medical worker has made."""
    return announced(act.reason for act in read_key_acts(db))


def newest_generation(db: Any) -> int:  # noqa: ANN401 - the driver's connection
    """The generation that new records are sealed under, 0 when there is no key yet."""
    return max(announced_keys(db), default=0)


@dataclass(frozen=True, slots=True)
class KeyRing:
    """A person's health keys by generation and the newest one there is, as of a serial of the key text."""

    serial: int
    keys: Mapping[int, bytes] = field(repr=False)
    newest: int


def key_ring(office: FileOffice, db: Any) -> KeyRing:  # noqa: ANN401 - the driver's connection
    """The person's keys; read again only when the key text has changed, for it is asked at every entry."""
    serial = int(row(db, "SELECT serial FROM key_text WHERE id = 1")[0])
    if office.key_ring is None or office.key_ring.serial != serial:
        office.key_ring = KeyRing(serial, held_keys(office, db), newest_generation(db))
    return office.key_ring


def prepare(office: FileOffice) -> None:
    """At a medical worker's own sign-in: make the first health key, or the next one when somebody has left.

    Whatever stands in the way keeps nobody out: the sheet's open columns can be filled without it.
    """
    today = office.clock.today()
    if office.readonly or office.place.slot is None or Role.MEDICAL_WORKER not in office.actor.roles(today):
        return
    try:
        with office.reading() as db:
            text, medics, newest = key_text(db), read_medics(db, today.isoformat()), newest_generation(db)
            left = _someone_left(db, today)
        holders = _holders(text, medics, newest)
        if newest == 0 or left or not holders:
            _make(office, newest + 1, {office.place.slot.id} | holders, medics)
    except EzhError as why:
        log.info("health key not made: %s", type(why).__name__)


def _make(office: FileOffice, gen: int, holders: set[bytes], medics: list[Medic]) -> None:
    """Make a key for the holders; whoever is no medical worker any more keeps none."""
    key = HealthKey.make(gen)

    def edit(text: KeyFile) -> KeyFile:
        made = with_key(text, key, [holder for holder in holders if text.slot(holder) is not None])
        return without_keys(made, {bytes.fromhex(medic.slot) for medic in medics if medic.slot})

    def guard(db: Any) -> None:  # noqa: ANN401 - the driver's connection
        if newest_generation(db) != gen - 1:
            raise StaleRefused("Ключ листка здоровья уже создан в другом окне.", "Обновите страницу.")

    command = _command(office, "health.key", office.person.account, edit)
    office.execute(replace(command, reason=key.announcement, guard=guard))


def keyless(office: FileOffice) -> tuple[Keyless, ...]:
    """Medical workers with an own password who lack a key that the signed-in person holds."""
    today = office.clock.today().isoformat()
    with office.reading() as db:
        held, text = frozenset(held_keys(office, db)), key_text(db)
        medics = read_medics(db, today)
    return tuple(
        Keyless(medic.account, medic.name)
        for medic in medics
        if not medic.temporary and (slot := _slot_of(text, medic)) is not None and held - generations_of(slot)
    )


def pass_on(office: FileOffice, account: int) -> None:
    """Pass every health key the signed-in person holds to another medical worker.

    Raises Refusal when that one works under a one-time password, for its pair is replaced, or is none any more.
    """
    today = office.clock.today().isoformat()
    with office.reading() as db:
        held = held_keys(office, db)
        medic = next((one for one in read_medics(db, today) if one.account == account), None)
    if not held:
        raise Refusal("Ключа закрытых сведений у вас нет.", "Его передаёт тот, у кого он есть, или код восстановления.")
    if medic is None or medic.temporary or not medic.slot:
        raise Refusal("Этому сотруднику ключ передать нельзя.", "Он должен сначала войти и задать свой пароль.")
    slot_id = bytes.fromhex(medic.slot)

    def edit(text: KeyFile) -> KeyFile:
        slot = text.slot(slot_id)
        if slot is None:
            raise StaleRefused("Учётная запись этого сотрудника изменилась.", "Обновите страницу.")
        lacks = held.keys() - generations_of(slot)
        return passed_on(text, slot_id, {gen: held[gen] for gen in lacks})

    office.execute(_command(office, "health.pass", account, edit))


def refuse_losing_keys(office: FileOffice, slot_ids: Sequence[str]) -> None:
    """Raises Refusal when giving these slots' accounts new pairs would lose the last copy of a key they hold.

    The recovery code has a copy of each, and is the way: it keeps the keys for the new pair.
    """
    if loses_keys(office, slot_ids):
        raise Refusal(
            "Только у этого сотрудника есть ключ закрытых сведений листка здоровья: сброс пароля закрыл бы их.",
            "Задайте новый пароль в окне входа: введите имя этого сотрудника и нажмите «Код восстановления».",
        )


def loses_keys(office: FileOffice, slot_ids: Sequence[str]) -> bool:
    """Whether nobody but these slots' accounts, beside the recovery code, holds some of their health keys.

    To be asked before an account is blocked or its person leaves, too: then the sheets filled so far stay closed to
    the next medical worker until the code is used.
    """
    if office.place.slot is None:
        return False
    with office.reading() as db:
        text = key_text(db)
        medics = read_medics(db, office.clock.today().isoformat())
    own = set(map(bytes.fromhex, filter(None, slot_ids)))
    theirs = (generations_of(slot) for slot in text.slots if slot.id in own)
    others = (slot for medic in medics if (slot := _slot_of(text, medic)) is not None and slot.id not in own)
    return not _union(theirs) <= _union(map(generations_of, others))


def _union(sets: Iterable[frozenset[int]]) -> frozenset[int]:
    return frozenset().union(*sets)


def _holders(text: KeyFile, medics: list[Medic], newest: int) -> set[bytes]:
    """Slots of medical workers who hold the newest key."""
    slots = (_slot_of(text, medic) for medic in medics)
    return {slot.id for slot in slots if slot is not None and newest in generations_of(slot)}


def _slot_of(text: KeyFile, medic: Medic) -> Slot | None:
    return text.slot(bytes.fromhex(medic.slot)) if medic.slot else None


def _someone_left(db: Any, today: date) -> bool:  # noqa: ANN401 - the driver's connection
    acts, zone = read_key_acts(db), ZoneInfo(read_school(db)[2])
    since = from_us(acts[-1].utc_us, zone).date() if acts else date.min
    return someone_left(db, acts[-1].n if acts else 0, since.isoformat(), today.isoformat())


def _command(office: FileOffice, action: str, account: int, edit: Callable[[KeyFile], KeyFile]) -> Command:
    about = About(Thing.HEALTH_CLOSED, office.clock.today())
    return Command(action, ("account", account), (), ((Action.WRITE, about),), keys=edit)
