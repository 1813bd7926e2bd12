"""A job (задание): work of more than 100 ms that reports how far it is, how long it may still take, and can be stopped.

The work is a function that gets a `Progress` and calls `progress(done, total, words)` between its steps; that call is
also where a cancel is noticed. A job knows no window: whoever shows it asks `state()` or listens.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

log = logging.getLogger(__name__)

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)

# An estimate from the first moments jumps about and helps nobody.
ESTIMATE_AFTER_SECONDS = 1.0


class JobCancelled(Exception):
    """The person stopped the job; raised inside the work by `Progress`, never shown."""


class JobPhase(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def over(self) -> bool:
        """Whether the job will not change any more."""
        return self in {JobPhase.DONE, JobPhase.CANCELLED, JobPhase.FAILED}


@dataclass(frozen=True, slots=True)
class JobState:
    """How far a job is: `done` of `total` steps (0: not known), what it is at, and seconds left (None: not known)."""

    phase: JobPhase = JobPhase.WAITING
    done: int = 0
    total: int = 0
    words: str = ""
    remaining: float | None = None

    @property
    def share(self) -> float | None:
        """The part that is done, 0 to 1; None when the total is not known."""
        return min(1.0, self.done / self.total) if self.total else None


class CancelToken:
    """Says whether the person has asked to stop."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask to stop; may be called from any thread and more than once."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether stopping was asked for."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise JobCancelled when stopping was asked for."""
        if self.cancelled:
            raise JobCancelled


class Progress(Protocol):
    """What the work is given to report by."""

    @property
    def cancelled(self) -> bool:
        """Whether the person has asked to stop."""

    def __call__(self, done: int, total: int, words: str = "") -> None:
        """Say how far the work is; raises JobCancelled when the person has asked to stop."""


Work = Callable[[Progress], R_co]


def remaining_seconds(done: int, total: int, spent: float) -> float | None:
    """Seconds left when the rest goes as fast as what is done; None while that cannot be said."""
    if total <= 0 or done <= 0 or spent < ESTIMATE_AFTER_SECONDS:
        return None
    return max(0, total - done) * spent / done


class Job(Generic[R]):
    """One run of a piece of work, with its state, its cancel token and its result.

    `clock` gives running seconds. Listeners are called in the thread that runs the job, after each change of state.
    """

    def __init__(self, title: str, work: Work[R], *, clock: Callable[[], float] = time.monotonic) -> None:
        """`title` is what a person reads: «Печать журнала 7А»."""
        self.title = title
        self.token = CancelToken()
        self._work = work
        self._clock = clock
        self._started = 0.0
        self._state = JobState()
        self._listeners: list[Callable[[JobState], None]] = []
        self._over = threading.Event()
        self._outcome: list[R] = []
        self._error: Exception | None = None

    @property
    def cancelled(self) -> bool:
        """Whether the person has asked to stop."""
        return self.token.cancelled

    @property
    def state(self) -> JobState:
        """How far the job is; may be read from any thread."""
        return self._state

    @property
    def error(self) -> Exception | None:
        """What made the job fail; None otherwise."""
        return self._error

    def listen(self, listener: Callable[[JobState], None]) -> None:
        """Call `listener` at each change from now on."""
        self._listeners.append(listener)

    def cancel(self) -> None:
        """Ask the job to stop at its next step; a job that is over stays as it ended."""
        self.token.cancel()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the job is over; False when the time ran out. Never call in the window's thread."""
        return self._over.wait(seconds)

    def result(self) -> R:
        """What the work gave. Raises what the work raised, JobCancelled, or RuntimeError while it is not over."""
        if self._error is not None:
            raise self._error
        if self._state.phase is JobPhase.CANCELLED:
            raise JobCancelled
        if not self._outcome:
            raise RuntimeError("the job is not over")
        return self._outcome[0]

    def __call__(self, done: int, total: int, words: str = "") -> None:
        """Report a step: the job is the `Progress` of its own work."""
        self.token.check()
        remaining = remaining_seconds(done, total, self._clock() - self._started)
        self._show(JobState(JobPhase.RUNNING, done, total, words or self._state.words, remaining))

    def run(self) -> None:
        """Do the work in this thread, once; how it ended is in `state`, `result` and `error`."""
        self._started = self._clock()
        try:
            self.token.check()
            self._show(JobState(JobPhase.RUNNING))
            self._outcome.append(self._work(self))
        except JobCancelled:
            self._end(JobPhase.CANCELLED)
        except Exception as error:  # noqa: BLE001  # kept whole and raised again by `result`
            self._error = error
            self._end(JobPhase.FAILED)
        else:
            self._end(JobPhase.DONE)

    def _end(self, phase: JobPhase) -> None:
        last = self._state
        self._state = JobState(phase, last.done, last.total, last.words)
        self._over.set()
        self._show(self._state)

    def _show(self, state: JobState) -> None:
        self._state = state
        for listener in tuple(self._listeners):
            try:
                listener(state)
            except Exception as error:  # noqa: BLE001  # a window that has gone must not stop the work
                self._listeners.remove(listener)
                log.error("a job's listener failed: %s", type(error).__name__)
