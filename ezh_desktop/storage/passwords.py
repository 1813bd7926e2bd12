"""From a password to a key: Argon2id and how much it costs.

Passwords are compared in NFC, so that «й» typed on a Mac and on Windows is the same letter.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from nacl.pwhash import argon2id

from ezh_desktop.storage.faults import no_memory

MIB = 1024 * 1024
SALT_BYTES = argon2id.SALTBYTES
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class KdfCost:
    """What one try of a password costs: `ops` passes over `mem` bytes."""

    ops: int
    mem: int

    def covers(self, other: KdfCost) -> bool:
        """Whether neither number is below the other's."""
        return self.ops >= other.ops and self.mem >= other.mem

    def allowed(self) -> bool:
        """Whether the cost lies between the floor (a weaker one is never made) and the cap (a slot cannot stall us)."""
        return self.covers(FLOOR) and CAP.covers(self)


FLOOR = KdfCost(ops=3, mem=64 * MIB)
DEFAULT = KdfCost(ops=3, mem=128 * MIB)
CAP = KdfCost(ops=10, mem=512 * MIB)


def nfc(text: str) -> bytes:
    """The bytes by which texts are compared."""
    return unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass")


def derive(password: str, salt: bytes, cost: KdfCost) -> bytes:
    """The 32-byte key of a password; raises MemoryTrouble when the computer has not enough memory.

    Raises ValueError for a cost outside floor and cap: a caller's fault.
    """
    if not cost.allowed():
        raise ValueError(f"cost {cost} is outside floor and cap")
    try:
        return argon2id.kdf(KEY_BYTES, nfc(password), salt, opslimit=cost.ops, memlimit=cost.mem)
    except (RuntimeError, MemoryError) as error:
        # libsodium says nothing but "failure" here, and its only cause is memory.
        raise no_memory("argon2id") from error
