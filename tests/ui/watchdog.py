"""A watchdog over the window's thread: a test fails when it stands still for more than 100 ms.

A beat runs in the window's event loop; a thread beside it looks at how old the last beat is. What counts is the time
one event keeps the loop busy: a test that itself computes between two events is outside `watched`. The collector passes
over what was loaded before, as it does in the program: the heap of a test run is far larger.
"""

from __future__ import annotations

import gc
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QTimer

LIMIT_SECONDS = 0.1
_BEAT_MS = 5


@contextmanager
def watched(limit: float = LIMIT_SECONDS) -> Iterator[None]:
    """AssertionError when the window's thread stood still for longer than `limit` seconds inside the block."""
    dog = Watchdog(limit)
    dog.begin()
    try:
        yield
    finally:
        dog.end()
    told = "\n".join(f"{age:.3f} s\n{place}" for age, place in dog.stalls)
    assert not dog.stalls, f"the window stood still:\n{told}"


class Watchdog(QObject):
    """Between `begin` and `end` collects every standstill, with the place in the code where it stood."""

    def __init__(self, limit: float = LIMIT_SECONDS) -> None:
        super().__init__()
        self.stalls: list[tuple[float, str]] = []
        self._limit = limit
        self._last = 0.0
        self._busy_since: float | None = None
        self._over = threading.Event()
        self._main = threading.get_ident()
        self._timer = QTimer(self)
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._on_beat)
        self._thread = threading.Thread(target=self._look, name="watchdog", daemon=True)

    def begin(self) -> None:
        """From now on the loop must turn."""
        gc.collect()
        gc.freeze()
        self._last = time.perf_counter()
        self._timer.start()
        self._thread.start()

    def end(self) -> None:
        """No more looking."""
        self._on_beat()
        self._timer.stop()
        self._over.set()
        self._thread.join()
        gc.unfreeze()

    def _on_beat(self) -> None:
        self._last = time.perf_counter()

    def _look(self) -> None:
        told = 0.0
        while not self._over.wait(_BEAT_MS / 1000):
            last = self._last
            age = time.perf_counter() - last
            if age > self._limit and last != told:
                told = last
                frame = sys._current_frames().get(self._main)
                place = "".join(traceback.format_stack(frame)[-6:]) if frame else ""
                self.stalls.append((age, place))
