"""Files that a page saves: asked where first, then made and written beside the window's thread."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import QObject, Signal

from ezh_desktop.errors import EzhError
from ezh_desktop.jobs.base import Job, JobState
from ezh_desktop.jobs.runner import JobRunner

_CLOSING_SECONDS = 2.0


class FileSaving(QObject):
    """`said` gives a quiet word; `failed` an error for people. One file after another, in the order they were asked."""

    words: ClassVar[str]
    """What is said while a file is made."""

    said = Signal(str)
    failed = Signal(object)
    _news = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner: JobRunner | None = None
        self._news.connect(self._on_news)

    def _start(self, job: Job[str]) -> None:
        """Begins what gives the words to be said when it is done."""
        if self._runner is None:
            self._runner = JobRunner()
        self.said.emit(self.words)

        def tell(state: JobState) -> None:
            self._news.emit(job, state)

        job.listen(tell)
        self._runner.submit(job)

    def _on_news(self, job: Job[Any], state: JobState) -> None:
        if not state.phase.over:
            return
        error = job.error
        if error is None:
            self.said.emit(job.result())
        elif isinstance(error, EzhError):
            self.failed.emit(error)
        else:
            raise error

    def close(self) -> None:
        """Waits for what is being written."""
        if self._runner is not None:
            self._runner.close(_CLOSING_SECONDS)
            self._runner = None
