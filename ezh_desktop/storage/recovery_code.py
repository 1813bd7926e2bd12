"""The recovery code: 54 digits on paper that open the journal without any key file.

Nine groups of six digits; each group is a 16-bit number times 11, so that one wrong digit or two swapped neighbours
inside a group break the division. Eight groups carry the secret M (128 bits), the ninth a check of M, which notices
swapped groups. Digits only: no letter can be mistaken for its Latin or Cyrillic twin.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from nacl.encoding import RawEncoder
from nacl.hash import blake2b
from nacl.public import PrivateKey
from nacl.signing import SigningKey
from nacl.utils import random

from ezh_desktop.errors import SignInTrouble

GROUPS = 9
DIGITS = 6
_STEP = 11
_SECRET_BYTES = 16
_REMEDY = "Сверьте её с листом восстановления."


def keyed_hash(key: bytes, person: bytes, message: bytes = b"", size: int = 32) -> bytes:
    """BLAKE2b with a key and a personal tag: the one way this room derives keys from keys."""
    digest: bytes = blake2b(message, digest_size=size, key=key, person=person, encoder=RawEncoder)
    return digest


def data_key(root: bytes, gen: int) -> bytes:
    """K_n, the 32-byte data key of generation `gen` (from 1), given to SQLCipher raw."""
    return keyed_hash(root, b"ezh-data-1", gen.to_bytes(4, "big"))


def check_group(number: int, text: str) -> int:
    """The 16-bit value of group `number` (from 1) as typed; raises SignInTrouble that names the group."""
    digits = _digits(text)
    if len(digits) != DIGITS or len(digits) != len(re.sub(r"[\s\-–—.]", "", text)):
        raise SignInTrouble(f"В группе {number} должно быть шесть цифр.", _REMEDY)
    value, rest = divmod(int(digits), _STEP)
    if rest or value > 0xFFFF:
        raise SignInTrouble(f"Ошибка в группе {number}: «{digits}».", _REMEDY)
    return value


@dataclass(frozen=True, slots=True)
class RecoveryCode:
    """The secret M behind a recovery code (16 bytes); never shown by `repr`."""

    secret: bytes = field(repr=False)

    @classmethod
    def make(cls) -> RecoveryCode:
        """A new random code."""
        return cls(random(_SECRET_BYTES))

    @classmethod
    def parse(cls, text: str) -> RecoveryCode:
        """The code as a person typed it, with any spaces, dashes and line breaks between or inside groups.

        Raises SignInTrouble that names the first wrong group, or says that the groups do not fit together.
        """
        parts = _split(text)
        values = [check_group(number, part) for number, part in enumerate(parts, start=1)]
        code = cls(b"".join(value.to_bytes(2, "big") for value in values[:-1]))
        if values[-1] != code._check():
            raise SignInTrouble(
                "Группы кода не сходятся между собой: какие-то переставлены или взяты с другого листа.",
                "Введите все девять групп по порядку, слева направо и сверху вниз.",
            )
        return code

    @property
    def groups(self) -> tuple[str, ...]:
        """The nine groups of six digits as they are printed."""
        values = [int.from_bytes(self.secret[i : i + 2], "big") for i in range(0, _SECRET_BYTES, 2)]
        return tuple(f"{value * _STEP:0{DIGITS}d}" for value in [*values, self._check()])

    def matches_group(self, number: int, text: str) -> bool:
        """Whether `text` is group `number` (from 1): one group is typed back when the sheet has been printed."""
        return _digits(text) == self.groups[number - 1]

    def root(self) -> bytes:
        """The root key, from which every data key follows (`data_key`)."""
        return keyed_hash(self._master(), b"ezh-root")

    def box_pair(self) -> PrivateKey:
        """The pair to which secrets are sealed for the holder of the code."""
        return PrivateKey.from_seed(keyed_hash(self._master(), b"ezh-rec-box"))

    def sign_pair(self) -> SigningKey:
        """The pair that signs what is done by the code."""
        return SigningKey(keyed_hash(self._master(), b"ezh-rec-sign"))

    def _master(self) -> bytes:
        master: bytes = blake2b(self.secret, encoder=RawEncoder)
        return master

    def _check(self) -> int:
        check: bytes = blake2b(self.secret, digest_size=2, person=b"ezh-code-check", encoder=RawEncoder)
        return int.from_bytes(check, "big")


def _digits(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign in "0123456789")


def _split(text: str) -> list[str]:
    """Nine parts: as the person separated them, or, when the separators say otherwise, every six digits."""
    parts = [part for part in re.split(r"[\s\-–—.]+", text.strip()) if part]
    if len(parts) == GROUPS:
        return parts
    digits = _digits(text)
    if len(digits) != GROUPS * DIGITS:
        raise SignInTrouble(
            f"В коде восстановления должно быть 54 цифры, введено {len(digits)}.",
            "Введите все девять групп по шесть цифр с листа восстановления.",
        )
    return [digits[i : i + DIGITS] for i in range(0, len(digits), DIGITS)]
