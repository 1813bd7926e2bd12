"""From a login and password, or the recovery code, to an open journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from ezh_desktop.errors import DamageTrouble, KeyFileTrouble, SignInTrouble, Trouble
from ezh_desktop.storage.delays import NO_FAILURES, Failures, SignInDelays
from ezh_desktop.storage.door import DISK, Door
from ezh_desktop.storage.engine import Connection, opens
from ezh_desktop.storage.faults import damaged
from ezh_desktop.storage.health import opened
from ezh_desktop.storage.keychange import KeyFileState, heal
from ezh_desktop.storage.keyfile import SALT_SLIPS, KeyFile, foreign_key_file, read_key_file
from ezh_desktop.storage.passwords import DEFAULT, KdfCost
from ezh_desktop.storage.recovery_code import RecoveryCode, data_key
from ezh_desktop.storage.sealedfile import PositionOf, SealedFile, examine, looking_at, open_sealed
from ezh_desktop.storage.slots import KeyPair, Secrets, Slot, SlotKind, Unlocked, login_tag, wrong_password

MOST_GENERATIONS = 500


@dataclass(frozen=True, slots=True)
class How:
    """How a journal is opened besides the key; see `open_sealed`. `cost` is what a slot must cost by now."""

    readonly: bool = False
    door: Door = DISK
    position: PositionOf | None = None
    check: Callable[[Connection], None] | None = None
    cost: KdfCost = DEFAULT
    delays: SignInDelays | None = None


PLAINLY = How()


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An open journal and who opened it.

    `slot` is None when the recovery code opened it. `key` is the data key the file is under. `must_raise` says that the
    slot is cheaper to guess than it should be: rewrap it by a change of keys. `failures` go into the opening entry.
    """

    sealed: SealedFile
    text: KeyFile
    unlocked: Unlocked
    key: bytes = field(repr=False)
    state: KeyFileState
    slot: Slot | None = None
    must_raise: bool = False
    failures: Failures = NO_FAILURES

    @property
    def text_key(self) -> bytes:
        """The data key that proves the key text: another than `key` only while a change of generation is pending."""
        root = self.unlocked.root
        return data_key(root, self.text.head.gen) if root is not None else self.unlocked.secrets.data


@dataclass(frozen=True, slots=True)
class Found:
    """What a login and password, or the recovery code, give on a file that is not opened yet.

    `key` is the data key the file is under; `slot` is None for the code.
    """

    text: KeyFile | None
    unlocked: Unlocked
    key: bytes = field(repr=False)
    slot: Slot | None = None


def sign_in(path: Path, login: str, password: str, how: How = PLAINLY) -> SignedIn:
    """Open the journal at `path` as `login`.

    Raises SignInTrouble (wrong login or password, blocked, delay), MemoryTrouble, KeyFileTrouble (key file missing,
    broken or foreign), NewerFormatTrouble, DamageTrouble, DeviceTrouble and its kinds.
    """
    found, watch = _find_key(path, login, password, how.delays)
    return _enter(path, _Entry(found.slot, found.unlocked, password, found.key, watch.succeeded()), how)


def find_key(path: Path, login: str, password: str, delays: SignInDelays | None = None) -> Found:
    """The data key of the pair of files at `path`, without opening the journal; raises like `sign_in`.

    Failures are counted, and stay counted after a success: there is no opening entry to carry them.
    """
    return _find_key(path, login, password, delays)[0]


def _find_key(path: Path, login: str, password: str, delays: SignInDelays | None) -> tuple[Found, _Watch]:
    salt = examine(path)
    readings = KeyFile.readings(read_key_file(path))
    watch = _Watch(delays, [(text.head.journal, login_tag(text.head.journal, login)) for text in readings])
    watch.check()
    found = _first_unlocked(readings, login, password)
    if found is None:
        watch.failed()
        raise _why_not(readings[-1], salt)
    text, slot, unlocked = found
    key = fitting_key(path, text.data_keys(unlocked.secrets).values())
    if key is None:
        raise _no_key_fits(text, salt)
    return Found(text, unlocked, key, slot), watch


def fitting_key(path: Path, keys: Iterable[bytes]) -> bytes | None:
    """The first of the keys that opens the file, tried without writing; None when none does. Raises DeviceTrouble."""
    return next((key for key in keys if _opens(path, key)), None)


def sign_in_by_code(path: Path, code: RecoveryCode, how: How = PLAINLY) -> SignedIn:
    """Open the journal by its recovery code; the key file may be missing, and is written anew.

    Raises SignInTrouble when the code is another journal's, DamageTrouble, DeviceTrouble and their kinds.
    """
    found = find_key_by_code(path, code)
    entered = _enter(path, _Entry(None, found.unlocked, "", found.key, NO_FAILURES), how)
    # The pair of the head is the code's own, not the one its seeds make for a session.
    health = opened(entered.text.head.recovery.sealed, code.box_pair())
    return replace(entered, unlocked=replace(found.unlocked, secrets=replace(found.unlocked.secrets, health=health)))


def find_key_by_code(path: Path, code: RecoveryCode) -> Found:
    """The data key of the journal at `path` by its recovery code; raises like `sign_in_by_code`."""
    examine(path)
    hint = _head_hint(path)
    first = hint.head.gen if hint else 1
    root = code.root()
    for gen in _generations(first):
        key = data_key(root, gen)
        if _opens(path, key):
            pair = KeyPair(bytes(code.box_pair()), bytes(code.sign_pair()))
            return Found(hint, Unlocked(pair, Secrets(gen, key, root)), key)
    if hint is not None and hint.head.recovery.belongs_to(code):
        raise damaged("the code is right, no key fits")
    raise SignInTrouble(
        "Код восстановления не подходит к этому журналу, либо файл журнала повреждён.",
        "Возьмите последний напечатанный лист восстановления этого журнала.",
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    slot: Slot | None
    unlocked: Unlocked
    password: str = field(repr=False)
    key: bytes = field(repr=False)
    failures: Failures


@dataclass(frozen=True, slots=True)
class _Watch:
    """The delays for every journal and tag that a key file may mean."""

    delays: SignInDelays | None
    tags: list[tuple[bytes, bytes]]

    def check(self) -> None:
        if self.delays is not None:
            for pair in self.tags:
                self.delays.check(*pair)

    def failed(self) -> None:
        if self.delays is not None:
            for pair in set(self.tags):
                self.delays.failed(*pair)

    def succeeded(self) -> Failures:
        if self.delays is None:
            return NO_FAILURES
        return max((self.delays.succeeded(*pair) for pair in self.tags), key=lambda failures: failures.count)


def _first_unlocked(readings: Iterable[KeyFile], login: str, password: str) -> tuple[KeyFile, Slot, Unlocked] | None:
    for text in readings:
        for slot in text.find_slots(login, (SlotKind.PASSWORD, SlotKind.TEMPORARY)):
            with suppress(SignInTrouble):
                return text, slot, slot.unlock(text.head.journal, password)
    return None


def _enter(path: Path, entry: _Entry, how: How) -> SignedIn:
    """Open with the fitting key, let the newest text win, and look whether it still knows the person."""
    sealed = open_sealed(path, entry.key, readonly=how.readonly, door=how.door, position=how.position, check=how.check)
    try:
        with sealed.connection(readonly=False) as connection:
            text, state = heal(connection, path, entry.unlocked.secrets.data, door=how.door)
        slot, unlocked = _still_known(text, entry)
    except BaseException:
        sealed.close()
        raise
    must_raise = slot is not None and slot.weaker_than(how.cost)
    return SignedIn(sealed, text, unlocked, entry.key, state, slot, must_raise, entry.failures)


def _still_known(text: KeyFile, entry: _Entry) -> tuple[Slot | None, Unlocked]:
    """The person's slot in the text that holds: an older key file must not bring back a removed person or password."""
    if entry.slot is None:
        return None, entry.unlocked
    now = text.slot(entry.slot.id)
    if now is None or now.tag != entry.slot.tag:
        raise SignInTrouble("Эта учётная запись удалена или заблокирована.", "Обратитесь к администратору журнала.")
    if now == entry.slot:
        return now, entry.unlocked
    try:
        return now, now.unlock(text.head.journal, entry.password)
    except SignInTrouble as trouble:
        raise SignInTrouble("Пароль этой учётной записи был изменён.", "Войдите с новым паролем.") from trouble


def _opens(path: Path, key: bytes) -> bool:
    with looking_at(path) as open_here:
        if opens(path, key, untouched=not open_here):
            return True
    # A crash in the middle of a checkpoint may leave the first page torn, and whole in the WAL.
    wal = path.with_name(f"{path.name}-wal")
    return not open_here and wal.exists() and opens(path, key, untouched=False)


def _generations(first: int) -> Iterator[int]:
    yield first
    yield from (gen for gen in range(1, MOST_GENERATIONS + 1) if gen != first)


def _head_hint(path: Path) -> KeyFile | None:
    try:
        return KeyFile.parse(read_key_file(path))
    except (KeyFileTrouble, DamageTrouble):
        return None


def salt_is_foreign(text: KeyFile, salt: bytes | None) -> bool:
    """Whether the file's salt is another's; a few other bytes are damage, or a copy of ours (`backupcopy`)."""
    if salt is None:
        return False
    return sum(a != b for a, b in zip(salt, text.head.salt_hint, strict=True)) > SALT_SLIPS


def _no_key_fits(text: KeyFile, salt: bytes | None) -> Trouble:
    return foreign_key_file() if salt_is_foreign(text, salt) else damaged("the key is right, page 1 is not")


def _why_not(text: KeyFile, salt: bytes | None) -> Trouble:
    """Wrong login or password, unless the key file itself is the likelier cause."""
    if salt_is_foreign(text, salt):
        return foreign_key_file()
    if text.harmed:
        return SignInTrouble(
            "Неверный логин или пароль, либо запись об этой учётной записи в файле ключей повреждена.",
            "Файл ключей починится сам, когда войдёт кто-либо другой или войдут с кодом восстановления.",
        )
    return wrong_password()
