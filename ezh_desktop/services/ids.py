"""The source of ids of a running program: the computer's clock and random bits."""

from __future__ import annotations

import secrets
import time

from ezh_desktop.domain.ids import IdSource


def system_ids() -> IdSource:
    """Ids from the computer's milliseconds and 22 random bits."""
    return IdSource(lambda: time.time_ns() // 1_000_000, secrets.randbits)
