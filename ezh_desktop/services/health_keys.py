"""The health key in the life of accounts: made at a medical worker's own sign-in, passed on by a holder or the code.

Nobody else can give it: an administrator who resets the only holder's password would close the sheets for good, and is
refused. When a medical worker has left, the next one's sign-in makes a new generation for new records.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from ezh_desktop.domain.clock import from_us
from ezh_desktop.domain.rights import About
from ezh_desktop.domain.rights_table import Action, Role, Thing
from ezh_desktop.errors import EzhError, Refusal, StaleRefused
from ezh_desktop.services.commands import Command
from ezh_desktop.services.doors import Keyless
from ezh_desktop.storage.health import HealthKey, generations_of, newest, opened, passed_on, with_key, without_keys
from ezh_desktop.storage.keychange import key_text
from ezh_desktop.storage.keyfile import KeyFile
from ezh_desktop.storage.reading.medics import Medic, newest_key_act, read_medics, someone_left
from ezh_desktop.storage.reading.places import read_school
from ezh_desktop.storage.slots import Slot

if TYPE_CHECKING:
    from ezh_desktop.services.office import FileOffice

log = logging.getLogger(__name__)


def held_keys(office: FileOffice, db: Any) -> Mapping[int, bytes]:  # noqa: ANN401 - the driver's connection
    """The health keys of the signed-in person by generation, as the file has them now; empty for all others."""
    held = office.place.unlocked
    if held is None:
        return {}
    if office.place.slot is None:
        return held.health_keys
    slot = key_text(db).slot(office.place.slot.id)
    return opened(slot.sealed, held.pair.box) if slot is not None else {}


def newest_generation(db: Any) -> int:  # noqa: ANN401 - the driver's connection
    """The generation that new records are sealed under, 0 when there is no key yet."""
    return newest(key_text(db))


def prepare(office: FileOffice) -> None:
    """At a medical worker's own sign-in: make the first health key, or the next one when somebody has left.

    Whatever stands in the way keeps nobody out: the sheet's open columns can be filled without it.
    """
    today = office.clock.today()
    if office.readonly or office.place.slot is None or Role.MEDICAL_WORKER not in office.actor.roles(today):
        return
    try:
        with office.reading() as db:
            text, medics = key_text(db), read_medics(db, today.isoformat())
            wanted = _wanted(text, medics, left=_someone_left(db, today))
        if wanted:
            key = HealthKey.make(wanted)
            holders = {office.place.slot.id} | _holders(text, medics)
            _write(office, "health.key", office.person.account, lambda now: _made(now, key, holders, medics))
    except EzhError as why:
        log.info("health key not made: %s", type(why).__name__)


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

    _write(office, "health.pass", account, edit)


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


def _wanted(text: KeyFile, medics: list[Medic], *, left: bool) -> int:
    """The generation to be made now, 0 for none."""
    now = newest(text)
    return now + 1 if now == 0 or left or not _holders(text, medics) else 0


def _holders(text: KeyFile, medics: list[Medic]) -> set[bytes]:
    """Slots of medical workers who hold the newest key."""
    slots = (_slot_of(text, medic) for medic in medics)
    return {slot.id for slot in slots if slot is not None and newest(text) in generations_of(slot)}


def _slot_of(text: KeyFile, medic: Medic) -> Slot | None:
    return text.slot(bytes.fromhex(medic.slot)) if medic.slot else None


def _someone_left(db: Any, today: date) -> bool:  # noqa: ANN401 - the driver's connection
    act, zone = newest_key_act(db), ZoneInfo(read_school(db)[2])
    since = from_us(act.utc_us, zone).date() if act else date.min
    return someone_left(db, act.n if act else 0, since.isoformat(), today.isoformat())


def _made(text: KeyFile, key: HealthKey, holders: set[bytes], medics: list[Medic]) -> KeyFile:
    """A new key for the holders; whoever is no medical worker any more keeps none."""
    if newest(text) != key.gen - 1:
        raise StaleRefused("Ключ листка здоровья уже создан в другом окне.", "Обновите страницу.")
    made = with_key(text, key, [holder for holder in holders if text.slot(holder) is not None])
    return without_keys(made, {bytes.fromhex(medic.slot) for medic in medics if medic.slot})


def _write(office: FileOffice, action: str, account: int, edit: Any) -> None:  # noqa: ANN401 - a function of the text
    about = About(Thing.HEALTH_CLOSED, office.clock.today())
    office.execute(Command(action, ("account", account), (), ((Action.WRITE, about),), keys=edit))
