"""The threads that jobs run on: one after another, in the order they were given, beside the window's own thread."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from ezh_desktop.jobs.base import Job, JobState, Work

R = TypeVar("R")


class JobRunner:
    """Runs jobs one at a time on a thread of its own; leaving the `with` block cancels what is left and waits.

    One at a time, because two prints at once on a classroom computer are slower than one after the other, and because
    jobs read the same file.
    """

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[Job[Any] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._open: list[Job[Any]] = []
        self._thread: threading.Thread | None = None
        self._closed = False

    def start(self, title: str, work: Work[R], listener: Callable[[JobState], None] | None = None) -> Job[R]:
        """Queue the work and give its job at once; RuntimeError after `close`."""
        job: Job[R] = Job(title, work)
        if listener is not None:
            job.listen(listener)
        self.submit(job)
        return job

    def submit(self, job: Job[R]) -> None:
        """Queue a job that was made elsewhere; RuntimeError after `close`."""
        with self._lock:
            if self._closed:
                raise RuntimeError("the runner is closed")
            self._open.append(job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
                self._thread.start()
            self._queue.put(job)

    @property
    def open_jobs(self) -> tuple[Job[Any], ...]:
        """Jobs that wait or run, in their order."""
        with self._lock:
            return tuple(self._open)

    def close(self, seconds: float | None = None) -> bool:
        """Cancel what waits or runs and wait for the thread; False when the time ran out first."""
        with self._lock:
            self._closed = True
            thread = self._thread
            for job in self._open:
                job.cancel()
        if thread is None:
            return True
        self._queue.put(None)
        thread.join(seconds)
        return not thread.is_alive()

    def __enter__(self) -> JobRunner:
        """The runner itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Cancel and wait."""
        self.close()

    def _run(self) -> None:
        while (job := self._queue.get()) is not None:
            job.run()
            with self._lock:
                self._open.remove(job)
