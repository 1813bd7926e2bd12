"""A backup that runs beside the window: one at a time, told to whoever looks on, stopped before the session ends."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal

from ezh_desktop.errors import EzhError
from ezh_desktop.jobs.backup import BackupJob
from ezh_desktop.jobs.base import Job, JobPhase, JobState
from ezh_desktop.jobs.runner import JobRunner
from ezh_desktop.services.backing_up import BackupDone
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.packing import Destination, Stage

TITLE = "Резервная копия"
_CLOSING_SECONDS = 30.0
_QUEUED = Qt.ConnectionType.QueuedConnection


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a backup ended: with what was made, with an error, or stopped by the person (neither)."""

    destination: Destination
    done: BackupDone | None = None
    error: EzhError | None = None


class BackupWork(QObject):
    """`staged(stage, done, total)` and `moved(JobState)` while it runs, `ended(Outcome)` at its end.

    All come in the window's thread. Anything but an `EzhError` is raised there, where the crash report is made.
    """

    # Octets pass 31 bits: they travel as objects.
    staged = Signal(object, object, object)
    moved = Signal(object)
    ended = Signal(object)
    _heard = Signal(object)
    _told = Signal(object, object, object)

    def __init__(self, office: FileOffice, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self._runner: JobRunner | None = None
        self._job: Job[BackupDone] | None = None
        self._destination: Destination | None = None
        self._heard.connect(self._on_heard, _QUEUED)
        self._told.connect(self.staged, _QUEUED)

    @property
    def running(self) -> bool:
        """Whether a backup is being made."""
        return self._job is not None

    def start(self, destination: Destination) -> None:
        """Begins; RuntimeError while another runs."""
        if self._job is not None:
            raise RuntimeError("one backup at a time")
        self._runner = self._runner or JobRunner()
        self._destination = destination
        self._job = Job(TITLE, BackupJob(self.office, destination, self._tell))
        self._job.listen(self._heard.emit)
        self._runner.submit(self._job)

    def cancel(self) -> None:
        """Asks it to stop; `ended` comes when it has."""
        if self._job is not None:
            self._job.cancel()

    def stop(self) -> None:
        """Before the session ends: stops what runs and waits; nobody is told any more."""
        self._job = None
        if self._runner is not None:
            self._runner.close(_CLOSING_SECONDS)
            self._runner = None

    def _tell(self, stage: Stage, done: int, total: int) -> None:
        self._told.emit(stage, done, total)

    def _on_heard(self, state: JobState) -> None:
        job, destination = self._job, self._destination
        if job is None or destination is None:
            return
        self.moved.emit(state)
        if not state.phase.over or not job.wait(0):
            return
        self._job = None
        error = job.error
        if error is not None and not isinstance(error, EzhError):
            self.ended.emit(Outcome(destination))
            raise error
        done = job.result() if state.phase is JobPhase.DONE else None
        self.ended.emit(Outcome(destination, done, error))
