"""One job at a time for its owner, on a thread of its own, with its progress and outcome brought into the window's."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from ezh_desktop.errors import EzhError
from ezh_desktop.jobs.base import Job, JobPhase, JobState, Work
from ezh_desktop.jobs.runner import JobRunner

_CLOSING_SECONDS = 30.0


class JobLink(QObject):
    """`moved(JobState)` while it runs, then `done(result)`, `failed(EzhError)` or `cancelled()`.

    All come in the window's thread. Anything but an `EzhError` is raised there, where the crash report is made.
    """

    moved = Signal(object)
    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    _heard = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner: JobRunner | None = None
        self._job: Job[Any] | None = None
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> bool:
        """Whether an outcome is still awaited."""
        return self._job is not None

    def start(self, title: str, work: Work[Any]) -> None:
        """Begins; RuntimeError while another runs."""
        if self._job is not None:
            raise RuntimeError("one job at a time")
        self._runner = self._runner or JobRunner()
        self._job = Job(title, work)
        self._job.listen(self._heard.emit)
        self._runner.submit(self._job)

    def cancel(self) -> None:
        """Asks it to stop; `cancelled` comes when it has."""
        if self._job is not None:
            self._job.cancel()

    def stop(self, patience: float = 0.0) -> None:
        """Gives what runs so many seconds to end, then stops it and waits; nobody is told any more."""
        if self._job is not None and patience:
            self._job.wait(patience)
        self._job = None
        if self._runner is not None:
            self._runner.close(_CLOSING_SECONDS)
            self._runner = None

    def _on_heard(self, state: JobState) -> None:
        job = self._job
        if job is None:
            return
        self.moved.emit(state)
        if not state.phase.over:
            return
        self._job = None
        error = job.error
        if isinstance(error, EzhError):
            self.failed.emit(error)
        elif error is not None:
            self.cancelled.emit()
            raise error
        elif state.phase is JobPhase.CANCELLED:
            self.cancelled.emit()
        else:
            self.done.emit(job.result())
