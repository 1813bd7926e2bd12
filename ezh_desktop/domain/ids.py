"""Identifiers that stay unique on every copy of a journal: 63 bits, 41 of milliseconds since 2024 and 22 random.

Counters would hand out the same number again after a restore, and a copy that comes back would write into the wrong
lesson. Neither a clock nor chance lives here: both are passed in, so that a demo school is the same for the same seed.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Protocol

EPOCH_MS = 1_704_067_200_000
"""2024-01-01 00:00 UTC in Unix milliseconds."""

RANDOM_BITS = 22
TIME_BITS = 41
_STEP_BITS = 8


class NewId(Protocol):
    """Whatever gives the next identifier: an `IdSource`, or a test's own list."""

    def __call__(self) -> int:
        """Give an identifier never given before."""
        ...


class IdSource:
    """Gives growing identifiers; safe to call from several threads.

    Within one millisecond, or when the clock goes back, the next identifier is the last one plus a small random step:
    two drawn independently would meet once in some thousands when a year's lessons are made in one go.
    """

    def __init__(self, now_ms: Callable[[], int], random_bits: Callable[[int], int]) -> None:
        """`now_ms` gives Unix milliseconds UTC; `random_bits(n)` gives n random bits, as `secrets.randbits` does."""
        self._now_ms = now_ms
        self._random_bits = random_bits
        self._last = 0
        self._lock = Lock()

    def __call__(self) -> int:
        """Give the next identifier; ValueError when the clock stands before 2024 or beyond the 41 bits (2093)."""
        since = self._now_ms() - EPOCH_MS
        if not 0 <= since < 1 << TIME_BITS:
            raise ValueError("the clock is outside the years 2024 to 2093")
        with self._lock:
            if since > self._last >> RANDOM_BITS:
                self._last = since << RANDOM_BITS | self._random_bits(RANDOM_BITS)
            else:
                self._last += 1 + self._random_bits(_STEP_BITS)
            return self._last


def made_ms(identifier: int) -> int:
    """Unix milliseconds UTC at which the identifier was made (a burst may run some milliseconds ahead)."""
    return (identifier >> RANDOM_BITS) + EPOCH_MS


def answering(identifier: int) -> int:
    """The identifier of the one answer that a thing gets, however many computers answer it; of an answer, the thing's.

    The highest random bit is turned over: things of one burst lie closer together than that.
    """
    return identifier ^ 1 << RANDOM_BITS - 1


def id_text(identifier: int) -> str:
    """The identifier as it leaves the program: text, because spreadsheets round numbers beyond 53 bits."""
    return str(identifier)


def read_id(text: str) -> int:
    """The identifier in an exported text; ValueError when it is none."""
    if not (text.isascii() and text.isdigit()) or int(text) >= 1 << TIME_BITS + RANDOM_BITS:
        raise ValueError(f"not an identifier: {text!r}")
    return int(text)
