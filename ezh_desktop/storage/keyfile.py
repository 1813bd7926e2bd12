"""The key text: who may open the journal, and by what.

JSON Lines: the head, one line a slot, the line of the code that proves the whole (`mac`), and the head once more. The
head stands twice and slots are lines, so that one flipped bit never locks everyone out. The same text lies in the
database, which is the truth; the file beside it is its projection.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hmac import compare_digest
from pathlib import Path
from typing import Any

from nacl.encoding import RawEncoder
from nacl.exceptions import CryptoError
from nacl.hash import blake2b
from nacl.secret import Aead

from ezh_desktop.errors import KeyFileTrouble, NewerFormatTrouble
from ezh_desktop.storage.canon import Json, canon, read_canon
from ezh_desktop.storage.engine import Connection, newer_format
from ezh_desktop.storage.faults import as_trouble
from ezh_desktop.storage.recovery_code import RecoveryCode
from ezh_desktop.storage.slots import (
    JOURNAL_BYTES,
    Secrets,
    Slot,
    SlotKind,
    exact_fields,
    login_tag,
    natural,
    raw,
    raw_map,
)

FORMAT = "ezh-keys"
VERSION = 1
MAX_BYTES = 1024 * 1024
MOST_GEN = 2**32 - 1
SALT_BYTES = 16
SALT_SLIPS = 4
"""In how many bytes a file's salt may differ from the one the text remembers and still be of the same journal."""
_MAC_BYTES = 32
_HEAD_FIELDS = frozenset({"format", "version", "journal", "serial", "gen", "salt_hint", "older", "recovery"})
_RECOVERY_FIELDS = frozenset({"sheet", "box_pub", "sign_pub", "sealed"})


def key_file_of(path: Path) -> Path:
    """Where the key file of a journal lies: NAME.ezh.keys."""
    return path.with_name(f"{path.name}.keys")


@dataclass(frozen=True, slots=True)
class Recovery:
    """The public side of the recovery code: `sheet` is the printed sheet's number, `sealed` holds health keys."""

    sheet: int
    box_pub: bytes
    sign_pub: bytes
    sealed: Mapping[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, code: RecoveryCode, sheet: int = 1) -> Recovery:
        """The public side of `code`."""
        return cls(sheet, bytes(code.box_pair().public_key), bytes(code.sign_pair().verify_key))

    def belongs_to(self, code: RecoveryCode) -> bool:
        """Whether `code` is the one of this journal's newest sheet."""
        return self.box_pub == bytes(code.box_pair().public_key)


@dataclass(frozen=True, slots=True)
class Head:
    """The head line: journal id (16 bytes), serial of the text, generation, salt of the database, older data keys.

    `older` maps "n-1" to K_n-1 encrypted under K_n. `salt_hint` is the database's first 16 bytes when the text was
    written; it only helps to tell a foreign key file from a damaged journal.
    """

    journal: bytes
    serial: int
    gen: int
    salt_hint: bytes
    recovery: Recovery
    older: Mapping[str, bytes] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The fields of the head line."""
        recovery = self.recovery
        return {
            "format": FORMAT,
            "version": VERSION,
            "journal": self.journal,
            "serial": self.serial,
            "gen": self.gen,
            "salt_hint": self.salt_hint,
            "older": dict(self.older),
            "recovery": {
                "sheet": recovery.sheet,
                "box_pub": recovery.box_pub,
                "sign_pub": recovery.sign_pub,
                "sealed": dict(recovery.sealed),
            },
        }

    @classmethod
    def from_json(cls, fields: Json) -> Head:
        """The head of a line; raises ValueError, and NewerFormatTrouble for a version we do not know."""
        if not isinstance(fields, dict) or fields.get("format") != FORMAT:
            raise ValueError("not a head")
        if natural(fields.get("version")) != VERSION:
            raise newer_format(f"keys version {fields['version']}")
        exact_fields(fields, _HEAD_FIELDS)
        recovery = exact_fields(fields["recovery"], _RECOVERY_FIELDS)
        return cls(
            journal=raw(fields["journal"], JOURNAL_BYTES),
            serial=natural(fields["serial"]),
            gen=natural(fields["gen"], MOST_GEN),
            salt_hint=raw(fields["salt_hint"], SALT_BYTES),
            older=raw_map(fields["older"]),
            recovery=Recovery(
                natural(recovery["sheet"]),
                raw(recovery["box_pub"], 32),
                raw(recovery["sign_pub"], 32),
                raw_map(recovery["sealed"]),
            ),
        )


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A key text. `mac` is empty until `signed`; `harmed` says that parts of what was read were lost or disagree."""

    head: Head
    slots: tuple[Slot, ...] = ()
    mac: bytes = b""
    harmed: bool = field(default=False, compare=False)

    @classmethod
    def parse(cls, data: bytes) -> KeyFile:
        """The first reading of `data`; see `readings`."""
        return cls.readings(data)[0]

    @classmethod
    def readings(cls, data: bytes) -> tuple[KeyFile, ...]:
        """What `data` may mean: one key text, or two when its twin heads are both readable and disagree.

        A line that cannot be read is left out. Only `proves` tells which reading is the one that was written, and it
        needs the data key. Raises KeyFileTrouble when no head can be read or the text is over 1 MiB, and
        NewerFormatTrouble when the heads are of a version we do not know.
        """
        if len(data) > MAX_BYTES:
            raise broken_key_file("over 1 MiB")
        lines = [_read_line(line) for line in data.split(b"\n") if line]
        heads = _heads(lines)
        slots = tuple(_slots(lines))
        mac = next((line["mac"] for line in lines if "mac" in line), b"")
        texts = (cls(head, slots, mac) for head in heads)
        return tuple(text if mac and text.dump() == data else replace(text, harmed=True) for text in texts)

    def dump(self) -> bytes:
        """The bytes of the text; raises ValueError when it has not been signed, KeyFileTrouble over 1 MiB."""
        if not self.mac:
            raise ValueError("the text is not signed")
        head = canon({"head": self.head.to_json()}) + b"\n"
        data = self.body() + canon({"mac": self.mac}) + b"\n" + head
        if len(data) > MAX_BYTES:
            raise KeyFileTrouble("В журнале слишком много учётных записей для файла ключей.", detail="over 1 MiB")
        return data

    def signed(self, key: bytes, serial: int | None = None) -> KeyFile:
        """The text proved by the data key of its generation, with `serial` if given."""
        text = self if serial is None else replace(self, head=replace(self.head, serial=serial))
        return replace(text, mac=_code(text.body(), key), harmed=False)

    def proves(self, key: bytes) -> bool:
        """Whether the text is, to the bit, one that a holder of the data key wrote."""
        return compare_digest(self.mac, _code(self.body(), key))

    def find_slots(self, login: str, kinds: Iterable[SlotKind] | None = None) -> tuple[Slot, ...]:
        """The slots of a login, of the wanted kinds (all when None)."""
        tag = login_tag(self.head.journal, login)
        wanted = tuple(SlotKind) if kinds is None else tuple(kinds)
        return tuple(slot for slot in self.slots if slot.tag == tag and slot.kind in wanted)

    def slot(self, slot_id: bytes) -> Slot | None:
        """The slot with this id."""
        return next((slot for slot in self.slots if slot.id == slot_id), None)

    def with_slot(self, slot: Slot) -> KeyFile:
        """The text, not yet signed, with `slot` added, or put in the place of the one with the same id."""
        if self.slot(slot.id) is None:
            return replace(self, slots=(*self.slots, slot), mac=b"")
        return replace(self, slots=tuple(slot if old.id == slot.id else old for old in self.slots), mac=b"")

    def without_slot(self, slot_id: bytes) -> KeyFile:
        """The text, not yet signed, without the slot; raises KeyError when there is none."""
        if self.slot(slot_id) is None:
            raise KeyError(slot_id.hex())
        return replace(self, slots=tuple(old for old in self.slots if old.id != slot_id), mac=b"")

    def with_head(self, **fields: Json) -> KeyFile:
        """The text, not yet signed, with other fields in its head."""
        return replace(self, head=replace(self.head, **fields), mac=b"")

    def next_generation(self, key: bytes, next_key: bytes) -> KeyFile:
        """The text, not yet signed, of the next generation: `key` stays readable for holders of `next_key`."""
        older = dict(self.head.older) | {str(self.head.gen): _older_box(self.head, next_key, self.head.gen, key)}
        return self.with_head(gen=self.head.gen + 1, older=older)

    def data_keys(self, secrets: Secrets) -> dict[int, bytes]:
        """Every data key that the holder of `secrets` reaches, by generation, newest first."""
        keys = {secrets.gen: secrets.data}
        for gen in range(secrets.gen - 1, 0, -1):
            box = self.head.older.get(str(gen))
            if box is None:
                break
            try:
                keys[gen] = Aead(keys[gen + 1]).decrypt(box, _older_bound(self.head.journal, gen))
            except (CryptoError, ValueError):
                break
        return keys

    def body(self) -> bytes:
        """The bytes that the code at the end proves: the head line and the slot lines."""
        lines = [canon({"head": self.head.to_json()}), *(canon({"slot": slot.to_json()}) for slot in self.slots)]
        return b"".join(line + b"\n" for line in lines)


def new_key_file(journal: bytes, salt: bytes, code: RecoveryCode) -> KeyFile:
    """The first text of a journal, not yet signed: serial 1, generation 1, no slot."""
    return KeyFile(Head(journal, serial=1, gen=1, salt_hint=salt, recovery=Recovery.of(code)))


def read_key_file(path: Path) -> bytes:
    """The bytes of the key file of the journal at `path`; raises KeyFileTrouble when it is missing or too long."""
    file = key_file_of(path)
    with as_trouble():
        try:
            with file.open("rb") as stream:
                data = stream.read(MAX_BYTES + 1)
        except FileNotFoundError as error:
            raise missing_key_file(file.name) from error
    if len(data) > MAX_BYTES:
        raise broken_key_file("over 1 MiB")
    return data


def text_in_database(connection: Connection) -> bytes | None:
    """The bytes of the key text inside the database; None when there is none yet."""
    with as_trouble():
        known = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'key_text'").fetchone()
        row = connection.execute("SELECT text FROM key_text WHERE id = 1").fetchone() if known else None
    return row[0].encode() if row and row[0] else None


def missing_key_file(name: str) -> KeyFileTrouble:
    """There is no key file beside the journal."""
    return KeyFileTrouble(
        f"Рядом с журналом нет файла ключей «{name}».",
        "Положите его в ту же папку или войдите с кодом восстановления: файл ключей создастся заново.",
    )


def broken_key_file(detail: str = "") -> KeyFileTrouble:
    """The key file cannot be read at all."""
    return KeyFileTrouble(
        "Файл ключей повреждён.",
        "Войдите с кодом восстановления: файл ключей починится. Либо возьмите файл ключей из резервной копии.",
        detail,
    )


def foreign_key_file() -> KeyFileTrouble:
    """The key file belongs to another journal."""
    return KeyFileTrouble(
        "Файл ключей рядом с журналом — от другого журнала.",
        "Положите рядом файл ключей этого журнала или войдите с кодом восстановления.",
    )


def _code(body: bytes, key: bytes) -> bytes:
    mac_key: bytes = blake2b(b"ezh-keyfile-1", key=key, encoder=RawEncoder)
    code: bytes = blake2b(body, digest_size=_MAC_BYTES, key=mac_key, encoder=RawEncoder)
    return code


def _older_box(head: Head, key: bytes, gen: int, older_key: bytes) -> bytes:
    return bytes(Aead(key).encrypt(older_key, _older_bound(head.journal, gen)))


def _older_bound(journal: bytes, gen: int) -> bytes:
    return canon([journal, "older", gen])


def _read_line(line: bytes) -> dict[str, Any]:
    """{"head": Head}, {"slot": Slot}, {"mac": bytes}, {"newer": Trouble}, or {} when the line is broken."""
    try:
        value = read_canon(line)
        if not isinstance(value, dict) or len(value) != 1:
            return {}
        if "head" in value:
            return {"head": Head.from_json(value["head"])}
        if "slot" in value:
            return {"slot": Slot.from_json(value["slot"])}
        return {"mac": raw(value["mac"], _MAC_BYTES)} if "mac" in value else {}
    except NewerFormatTrouble as newer:
        return {"newer": newer}
    except (ValueError, TypeError, KeyError):
        return {}


def _heads(lines: list[dict[str, Any]]) -> list[Head]:
    heads: list[Head] = []
    for line in lines:
        if "head" in line and line["head"] not in heads:
            heads.append(line["head"])
    if not heads:
        raise next((line["newer"] for line in lines if "newer" in line), broken_key_file("no head"))
    return heads[:2]


def _slots(lines: list[dict[str, Any]]) -> Iterable[Slot]:
    seen: set[bytes] = set()
    for line in lines:
        slot = line.get("slot")
        if slot is not None and slot.id not in seen:
            seen.add(slot.id)
            yield slot
