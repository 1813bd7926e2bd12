"""The health key (ключ медицинских сведений): closed columns of the health sheet, sealed for its holders alone.

A value is `0x01 ‖ u16be generation ‖ XChaCha20-Poly1305(key, padded canonical JSON, aad)`, stored as lower-case hex,
the same in the protocol. Journal, pupil and year are bound in, so that no value can be moved to another record. The
keys, one a generation, are sealed to medical workers in their slots and to the recovery code in the key text's head.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace

from nacl.bindings import sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import Aead
from nacl.utils import random

from ezh_desktop.domain.health import Closed
from ezh_desktop.errors import DamageTrouble
from ezh_desktop.storage.canon import canon, read_canon
from ezh_desktop.storage.keyfile import KeyFile
from ezh_desktop.storage.passwords import KEY_BYTES
from ezh_desktop.storage.recovery_code import keyed_hash
from ezh_desktop.storage.slots import Slot

log = logging.getLogger(__name__)

PREFIX = "health:"
_VERSION = b"\x01"
_HEAD_BYTES = 3
_FINGERPRINT_BYTES = 16
_ANNOUNCED = re.compile(r"поколение (\d{1,5}), отпечаток ([0-9a-f]{32})")
_BLOCK = 512
"""Texts are padded to a multiple of this: the size of a value tells neither group nor whether there is advice."""


@dataclass(frozen=True, slots=True)
class HealthKey:
    """A health key and its generation, from 1."""

    gen: int
    key: bytes = field(repr=False)

    @classmethod
    def make(cls, gen: int) -> HealthKey:
        """A new random key."""
        return cls(gen, random(KEY_BYTES))

    @property
    def fingerprint(self) -> str:
        """What tells the key, and tells nothing of it: 32 hex digits."""
        return keyed_hash(self.key, b"ezh-health-fp", self.gen.to_bytes(2, "big"), _FINGERPRINT_BYTES).hex()

    @property
    def announcement(self) -> str:
        """The reason of the act that makes the key: whoever is given a key later compares it with this."""
        return f"поколение {self.gen}, отпечаток {self.fingerprint}"


@dataclass(frozen=True, slots=True)
class Record:
    """Whose value it is: journal id (16 bytes), pupil, school year."""

    journal: bytes
    pupil: int
    year: int

    def bound(self) -> bytes:
        """What the seal vouches for besides the text."""
        return canon(["ezh-health-1", self.journal, self.pupil, self.year])


def seal(closed: Closed, record: Record, under: HealthKey) -> str:
    """The value to be stored, as hex text."""
    plain = sodium_pad(canon({"advice": closed.advice, "group": closed.group}), _BLOCK)
    head = _VERSION + under.gen.to_bytes(2, "big")
    return (head + bytes(Aead(under.key).encrypt(plain, record.bound()))).hex()


def generation(sealed: str) -> int:
    """The generation of a stored value; DamageTrouble when it is none."""
    try:
        head = bytes.fromhex(sealed[: 2 * _HEAD_BYTES])
    except ValueError as why:
        raise _damaged() from why
    if len(head) != _HEAD_BYTES or head[:1] != _VERSION:
        raise _damaged()
    return int.from_bytes(head[1:], "big")


def unseal(sealed: str, record: Record, keys: Mapping[int, bytes]) -> Closed | None:
    """The closed columns; None when no key of that generation is held. DamageTrouble when the bytes were changed."""
    key = keys.get(generation(sealed))
    if key is None:
        return None
    try:
        box = bytes.fromhex(sealed)[_HEAD_BYTES:]
        found = read_canon(sodium_unpad(Aead(key).decrypt(box, record.bound()), _BLOCK))
        return Closed(found["group"], found["advice"])
    except (CryptoError, ValueError, KeyError, TypeError) as why:
        raise _damaged() from why


def opened(boxes: Mapping[str, bytes], pair: PrivateKey) -> dict[int, bytes]:
    """The health keys among sealed boxes, by generation; a box that does not open is left out and noted in the log."""
    box, keys = SealedBox(pair), {}
    for gen, sealed in _health_of(boxes).items():
        try:
            keys[gen] = box.decrypt(sealed)
        except (CryptoError, ValueError):
            log.info("health key %d does not open", gen)
    return {gen: key for gen, key in keys.items() if len(key) == KEY_BYTES}


def boxes(keys: Mapping[int, bytes], box_pub: bytes) -> dict[str, bytes]:
    """Health keys sealed for the holder of `box_pub`."""
    box = SealedBox(PublicKey(box_pub))
    return {f"{PREFIX}{gen}": bytes(box.encrypt(key)) for gen, key in keys.items()}


def announced(reasons: Iterable[str]) -> dict[int, str]:
    """Generation → fingerprint, from the reasons of the acts that made keys in their order: the first one counts.

    Anyone who holds the data key can seal a key of their own making to everybody; nobody can announce it before.
    """
    found: dict[int, str] = {}
    for reason in reasons:
        match = _ANNOUNCED.fullmatch(reason)
        if match is not None:
            found.setdefault(int(match[1]), match[2])
    return found


def generations(text: KeyFile) -> frozenset[int]:
    """The generations that the recovery code can open: all that are made."""
    return frozenset(_health_of(text.head.recovery.sealed))


def generations_of(slot: Slot) -> frozenset[int]:
    """The generations that a slot's person can open."""
    return frozenset(_health_of(slot.sealed))


def with_key(text: KeyFile, key: HealthKey, holders: Iterable[bytes]) -> KeyFile:
    """The text, not yet signed, with a new key sealed to the recovery code and to the slots with these ids."""
    recovery = text.head.recovery
    sealed = {**recovery.sealed, **boxes({key.gen: key.key}, recovery.box_pub)}
    made = text.with_head(recovery=replace(recovery, sealed=sealed))
    for holder in holders:
        made = passed_on(made, holder, {key.gen: key.key})
    return made


def passed_on(text: KeyFile, holder: bytes, keys: Mapping[int, bytes]) -> KeyFile:
    """The text, not yet signed, with these keys also sealed to the slot of this id; KeyError when there is none."""
    slot = text.slot(holder)
    if slot is None:
        raise KeyError(holder.hex())
    return text.with_slot(replace(slot, sealed={**slot.sealed, **boxes(keys, slot.box_pub)}))


def without_keys(text: KeyFile, medics: Set[bytes]) -> KeyFile:
    """The text, not yet signed, with no health key left in other slots than these."""
    for slot in text.slots:
        if slot.id not in medics and generations_of(slot):
            kept = {name: box for name, box in slot.sealed.items() if not name.startswith(PREFIX)}
            text = text.with_slot(replace(slot, sealed=kept))
    return text


def _health_of(sealed: Mapping[str, bytes]) -> dict[int, bytes]:
    found = {name[len(PREFIX) :]: box for name, box in sealed.items() if name.startswith(PREFIX)}
    return {int(gen): box for gen, box in found.items() if gen.isascii() and gen.isdigit()}


def _damaged() -> DamageTrouble:
    return DamageTrouble(
        "Закрытые сведения листка здоровья повреждены.", "Проверьте журнал и возьмите копию, где они целы."
    )
