"""A backup that runs beside the window: one at a time, told to whoever looks on, stopped before the session ends."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal

from ezh_desktop.errors import EzhError
from ezh_desktop.jobs.backup import BackupJob
from ezh_desktop.services.backing_up import BackupDone
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.packing import Destination, Stage
from ezh_desktop.ui.joblink import JobLink

TITLE = "Резервная копия"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a backup ended: with what was made, with an error, or stopped by the person (neither)."""

    destination: Destination
    done: BackupDone | None = None
    error: EzhError | None = None


class BackupWork(QObject):
    """`staged(stage, done, total)` and `moved(JobState)` while it runs, `ended(Outcome)` at its end."""

    # Octets pass 31 bits: they travel as objects.
    staged = Signal(object, object, object)
    moved = Signal(object)
    ended = Signal(object)
    _told = Signal(object, object, object)

    def __init__(self, office: FileOffice, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self._destination: Destination | None = None
        self._link = JobLink(self)
        self._link.moved.connect(self.moved)
        self._link.done.connect(self._on_done)
        self._link.failed.connect(self._on_failed)
        self._link.cancelled.connect(self._on_cancelled)
        self._told.connect(self.staged, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> bool:
        """Whether a backup is being made."""
        return self._link.running

    def start(self, destination: Destination) -> None:
        """Begins; RuntimeError while another runs."""
        self._destination = destination
        self._link.start(TITLE, BackupJob(self.office, destination, self._tell))

    def cancel(self) -> None:
        """Asks it to stop; `ended` comes when it has."""
        self._link.cancel()

    def stop(self, patience: float = 0.0) -> None:
        """Before the session ends: gives what runs so many seconds, then stops it; nobody is told any more."""
        self._link.stop(patience)

    def _tell(self, stage: Stage, done: int, total: int) -> None:
        self._told.emit(stage, done, total)

    def _end(self, done: BackupDone | None = None, error: EzhError | None = None) -> None:
        if self._destination is not None:
            self.ended.emit(Outcome(self._destination, done, error))

    def _on_done(self, done: BackupDone) -> None:
        self._end(done)

    def _on_failed(self, error: EzhError) -> None:
        self._end(error=error)

    def _on_cancelled(self) -> None:
        self._end()
