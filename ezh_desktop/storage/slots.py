"""A slot: what one account keeps in the key file, so that its password opens the journal.

The password, through Argon2id, unwraps the account's two seeds; the box pair made of them unseals what was sealed for
the account: the data key, for administrators and the director the root, for medical workers the health keys. Whoever
holds the data key can therefore add, reset and remove others without knowing a password.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from nacl.encoding import RawEncoder
from nacl.exceptions import CryptoError
from nacl.hash import blake2b
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import Aead
from nacl.signing import SigningKey
from nacl.utils import random

from ezh_desktop.errors import KeyFileTrouble, SignInTrouble
from ezh_desktop.storage.canon import Json, canon
from ezh_desktop.storage.passwords import DEFAULT, KEY_BYTES, SALT_BYTES, KdfCost, derive, nfc

JOURNAL_BYTES = 16
SLOT_ID_BYTES = 8
TAG_BYTES = 16
_GEN_BYTES = 4
_ALGORITHM = "argon2id13"
_HEALTH = "health:"
_SLOT_FIELDS = frozenset({"id", "tag", "kind", "kdf", "box_pub", "sign_pub", "wrapped", "sealed"})
_KDF_FIELDS = frozenset({"alg", "ops", "mem", "salt"})


class SlotKind(StrEnum):
    """What unwraps the slot."""

    PASSWORD = "password"  # noqa: S105 - the name of a kind
    TEMPORARY = "temporary"
    KEYRING = "keyring"


def login_tag(journal: bytes, login: str) -> bytes:
    """What stands in the key file instead of a login: names of people never lie open."""
    folded = unicodedata.normalize("NFC", login.strip()).casefold()
    tag: bytes = blake2b(nfc(folded), digest_size=TAG_BYTES, key=journal, encoder=RawEncoder)
    return tag


def _compared(kind: SlotKind, password: str) -> str:
    """What of a password counts: of a one-time one, read off paper, neither hyphens nor blanks nor capitals."""
    if kind is not SlotKind.TEMPORARY:
        return password
    return "".join(sign for sign in password.casefold() if sign.isalnum())


@dataclass(frozen=True, slots=True)
class KeyPair:
    """The two seeds of an account (32 bytes each); never shown by `repr`."""

    box_seed: bytes = field(repr=False)
    sign_seed: bytes = field(repr=False)

    @classmethod
    def make(cls) -> KeyPair:
        """A new random pair."""
        return cls(random(KEY_BYTES), random(KEY_BYTES))

    @property
    def box(self) -> PrivateKey:
        """Opens what is sealed for the account."""
        return PrivateKey.from_seed(self.box_seed)

    @property
    def signing(self) -> SigningKey:
        """Signs the account's protocol sessions."""
        return SigningKey(self.sign_seed)

    @property
    def box_pub(self) -> bytes:
        """The public half of `box`."""
        return bytes(self.box.public_key)

    @property
    def sign_pub(self) -> bytes:
        """The verifying key, which also stands in the protocol."""
        return bytes(self.signing.verify_key)


@dataclass(frozen=True, slots=True)
class Secrets:
    """What is sealed for one holder: the data key of generation `gen`, perhaps the root, health keys by generation."""

    gen: int
    data: bytes = field(repr=False)
    root: bytes | None = field(default=None, repr=False)
    health: Mapping[int, bytes] = field(default_factory=dict, repr=False)

    def seal(self, box_pub: bytes) -> dict[str, bytes]:
        """Each secret in a sealed box of its own for the holder of `box_pub`."""
        box = SealedBox(PublicKey(box_pub))
        sealed = {"data": box.encrypt(self.gen.to_bytes(_GEN_BYTES, "big") + self.data)}
        if self.root is not None:
            sealed["root"] = box.encrypt(self.root)
        sealed |= {f"{_HEALTH}{gen}": box.encrypt(key) for gen, key in self.health.items()}
        return sealed

    @classmethod
    def unseal(cls, sealed: Mapping[str, bytes], pair: PrivateKey) -> Secrets:
        """The secrets again; raises KeyFileTrouble when a box does not open: its bytes were changed."""
        box = SealedBox(pair)
        try:
            data = box.decrypt(sealed["data"])
            root = box.decrypt(sealed["root"]) if "root" in sealed else None
            health = {int(n[len(_HEALTH) :]): box.decrypt(v) for n, v in sealed.items() if n.startswith(_HEALTH)}
        except (CryptoError, KeyError, ValueError) as error:
            raise broken_slot() from error
        keys = [data[_GEN_BYTES:], *health.values(), *([] if root is None else [root])]
        if any(len(key) != KEY_BYTES for key in keys):
            # Anyone can seal anything for a public key.
            raise broken_slot()
        return cls(int.from_bytes(data[:_GEN_BYTES], "big"), keys[0], root, health)


@dataclass(frozen=True, slots=True)
class Unlocked:
    """What a right password gives: the account's pair and its secrets."""

    pair: KeyPair
    secrets: Secrets

    @property
    def data_keys(self) -> dict[int, bytes]:
        """Data key by generation; older ones follow by `KeyFile.data_keys`."""
        return {self.secrets.gen: self.secrets.data}

    @property
    def root(self) -> bytes | None:
        """The root key of administrators and the director, else None."""
        return self.secrets.root

    @property
    def health_keys(self) -> Mapping[int, bytes]:
        """Health keys by generation; empty for all but medical workers."""
        return self.secrets.health


@dataclass(frozen=True, slots=True)
class Slot:
    """One line of the key file. Bytes are raw here and hex in the file."""

    id: bytes
    tag: bytes
    kind: SlotKind
    cost: KdfCost
    salt: bytes
    box_pub: bytes
    sign_pub: bytes
    wrapped: bytes
    sealed: Mapping[str, bytes]

    @classmethod
    def make(
        cls,
        journal: bytes,
        login: str,
        password: str,
        kind: SlotKind = SlotKind.PASSWORD,
        cost: KdfCost = DEFAULT,
        *,
        sealed_for: Secrets,
        slot_id: bytes | None = None,
    ) -> tuple[Slot, KeyPair]:
        """A slot with a new pair; `slot_id` keeps the id when a person replaces the pair an administrator made.

        Raises MemoryTrouble.
        """
        pair = KeyPair.make()
        slot = cls(
            id=slot_id or random(SLOT_ID_BYTES),
            tag=login_tag(journal, login),
            kind=kind,
            cost=cost,
            salt=b"",
            box_pub=pair.box_pub,
            sign_pub=pair.sign_pub,
            wrapped=b"",
            sealed=sealed_for.seal(pair.box_pub),
        )
        return slot.rewrapped(journal, password, pair, kind, cost), pair

    def rewrapped(
        self, journal: bytes, password: str, pair: KeyPair, kind: SlotKind | None = None, cost: KdfCost = DEFAULT
    ) -> Slot:
        """The same pair under another password or a higher cost; what is sealed stays. Raises MemoryTrouble."""
        bare = replace(self, kind=kind or self.kind, cost=cost, salt=random(SALT_BYTES))
        key = Aead(derive(_compared(bare.kind, password), bare.salt, cost))
        return replace(bare, wrapped=bytes(key.encrypt(pair.box_seed + pair.sign_seed, bare.bound(journal))))

    def resealed(self, secrets: Secrets) -> Slot:
        """The slot with other secrets for the same holder; no password is needed."""
        return replace(self, sealed=secrets.seal(self.box_pub))

    @property
    def holds_root(self) -> bool:
        """Whether the root key is sealed for the holder."""
        return "root" in self.sealed

    def with_root(self, root: bytes | None) -> Slot:
        """The slot with the root key for the same holder, or without it; whatever else is sealed stays."""
        rest = {name: box for name, box in self.sealed.items() if name != "root"}
        if root is not None:
            rest["root"] = bytes(SealedBox(PublicKey(self.box_pub)).encrypt(root))
        return replace(self, sealed=rest)

    def unlock(self, journal: bytes, password: str) -> Unlocked:
        """What the password opens.

        Raises SignInTrouble for a wrong password, MemoryTrouble, KeyFileTrouble when the sealed part was changed.
        """
        key = derive(_compared(self.kind, password), self.salt, self.cost)
        try:
            seeds = Aead(key).decrypt(self.wrapped, self.bound(journal))
        except (CryptoError, ValueError) as error:
            raise wrong_password() from error
        pair = KeyPair(seeds[:KEY_BYTES], seeds[KEY_BYTES:])
        return Unlocked(pair, Secrets.unseal(self.sealed, pair.box))

    def weaker_than(self, cost: KdfCost) -> bool:
        """Whether the slot must be raised to `cost` at sign-in."""
        return not self.cost.covers(cost)

    def to_json(self) -> dict[str, Any]:
        """The fields of the slot's line."""
        return {
            "id": self.id,
            "tag": self.tag,
            "kind": str(self.kind),
            "kdf": self._kdf(),
            "box_pub": self.box_pub,
            "sign_pub": self.sign_pub,
            "wrapped": self.wrapped,
            "sealed": dict(self.sealed),
        }

    @classmethod
    def from_json(cls, fields: Json) -> Slot:
        """The slot of a line; raises ValueError when anything in it is not as it must be."""
        exact_fields(fields, _SLOT_FIELDS)
        kdf = exact_fields(fields["kdf"], _KDF_FIELDS)
        cost = KdfCost(natural(kdf["ops"]), natural(kdf["mem"]))
        if kdf["alg"] != _ALGORITHM or not cost.allowed():
            raise ValueError("unknown or unbearable key derivation")
        return cls(
            id=raw(fields["id"], SLOT_ID_BYTES),
            tag=raw(fields["tag"], TAG_BYTES),
            kind=SlotKind(fields["kind"]),
            cost=cost,
            salt=raw(kdf["salt"], SALT_BYTES),
            box_pub=raw(fields["box_pub"], KEY_BYTES),
            sign_pub=raw(fields["sign_pub"], KEY_BYTES),
            wrapped=raw(fields["wrapped"]),
            sealed=raw_map(fields["sealed"]),
        )

    def _kdf(self) -> dict[str, Any]:
        return {"alg": _ALGORITHM, "ops": self.cost.ops, "mem": self.cost.mem, "salt": self.salt}

    def bound(self, journal: bytes) -> bytes:
        """What the wrap vouches for besides the seeds: nobody can move it to another slot, journal or public key."""
        return canon([journal, self.id, str(self.kind), self._kdf(), self.box_pub, self.sign_pub])


def wrong_password() -> SignInTrouble:
    """One text for an unknown login and a wrong password: it must not tell which logins exist."""
    return SignInTrouble("Неверный логин или пароль.", "Проверьте раскладку клавиатуры и Caps Lock.")


def broken_slot() -> KeyFileTrouble:
    """The account's line in the key file was changed after it was written."""
    return KeyFileTrouble(
        "Запись этой учётной записи в файле ключей повреждена.",
        "Файл ключей починится сам, когда в журнал войдёт кто-либо другой или войдут с кодом восстановления.",
    )


def exact_fields(value: Json, names: frozenset[str]) -> dict[str, Any]:
    """`value` as an object with exactly these fields; raises ValueError."""
    if not isinstance(value, dict) or value.keys() != names:
        raise ValueError("the fields are not the ones of this version")
    return value


def raw(value: Json, size: int | None = None) -> bytes:
    """Bytes written as lower-case hex, of `size` bytes if given; raises ValueError."""
    if not isinstance(value, str):
        raise ValueError("hex is expected")  # noqa: TRY004 - bad data, not a bad call
    found = bytes.fromhex(value)
    if found.hex() != value or (size is not None and len(found) != size):
        raise ValueError("not the hex that was written")
    return found


def raw_map(value: Json) -> dict[str, bytes]:
    """An object whose values are hex; raises ValueError."""
    if not isinstance(value, dict):
        raise ValueError("an object is expected")  # noqa: TRY004 - bad data, not a bad call
    return {name: raw(inner) for name, inner in value.items()}


def natural(value: Json, most: int = 2**63 - 1) -> int:
    """A whole number from 0 to `most`; raises ValueError (a JSON true is none)."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise ValueError("a whole number is expected")
    return value
