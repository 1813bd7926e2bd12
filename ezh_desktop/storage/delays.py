"""A growing delay after failed sign-ins: it hinders guessing at this computer and never locks anyone out.

The state lies in the computer's settings, one text per journal and login tag. Time is the computer's running time
(`time.monotonic`), which nobody can set forward; after a restart of the computer the last delay starts again.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass

from ezh_desktop.errors import SignInTrouble
from ezh_desktop.storage.canon import canon, read_canon

FREE_TRIES = 2
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Failures:
    """Failed tries since the last good sign-in, and the delay in seconds that the last of them caused."""

    count: int = 0
    delay: int = 0


NO_FAILURES = Failures()


def delay_after(count: int) -> int:
    """Seconds to wait after the `count`-th failure in a row: from the third 2, 4, 8 … 60."""
    if count <= FREE_TRIES:
        return 0
    return min(1 << min(count - FREE_TRIES, 10), LONGEST)


class SignInDelays:
    """Counts failures in `store` (a mapping of texts, as the settings of the computer give)."""

    def __init__(self, store: MutableMapping[str, str], running: Callable[[], float] = time.monotonic) -> None:
        """`running` gives seconds of running time."""
        self._store = store
        self._running = running

    def remaining(self, journal: bytes, tag: bytes) -> float:
        """Seconds until the next try is allowed; 0 when it is allowed now."""
        count, at = self._read(journal, tag)
        delay = delay_after(count)
        now = self._running()
        if at > now:
            # The computer was restarted: its running time began anew.
            self._write(journal, tag, count, now)
            at = now
        return max(0.0, at + delay - now)

    def check(self, journal: bytes, tag: bytes) -> None:
        """Raise SignInTrouble while the delay runs."""
        remaining = self.remaining(journal, tag)
        if remaining > 0:
            raise SignInTrouble(
                "Пароль несколько раз введён неверно.", f"Повторить можно через {math.ceil(remaining)} с."
            )

    def failed(self, journal: bytes, tag: bytes) -> int:
        """Count a failure; gives the seconds to wait."""
        count = self._read(journal, tag)[0] + 1
        self._write(journal, tag, count, self._running())
        return delay_after(count)

    def succeeded(self, journal: bytes, tag: bytes) -> Failures:
        """Forget the failures and give them: the session's opening entry carries them into the protocol."""
        count = self._read(journal, tag)[0]
        self._store.pop(_name(journal, tag), None)
        return Failures(count, delay_after(count))

    def _read(self, journal: bytes, tag: bytes) -> tuple[int, float]:
        try:
            count, at = read_canon(self._store.get(_name(journal, tag), "[0,0]"))
            return max(0, int(count)), float(at)
        except (ValueError, TypeError):
            return 0, 0.0

    def _write(self, journal: bytes, tag: bytes, count: int, at: float) -> None:
        self._store[_name(journal, tag)] = canon([count, at]).decode()


def _name(journal: bytes, tag: bytes) -> str:
    return f"sign-in/{journal.hex()}/{tag.hex()}"
