"""The foot of a dialog that does long work: what is going on, how far it is, «Прервать», and then how it ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ezh_desktop.errors import EzhError
from ezh_desktop.jobs.base import Job, JobPhase, JobState, Work
from ezh_desktop.jobs.runner import JobRunner
from ezh_desktop.ui import fonts
from ezh_desktop.ui.widgets.signs import announce
from ezh_desktop.ui.widgets.tone import tone

R = TypeVar("R")

_CLOSING_SECONDS = 30.0
"""An act that is being written is waited for: it ends well or not at all."""


class WorkLine(QWidget):
    """Runs one work at a time outside the window's thread. `busy` tells when one begins and ends."""

    busy = Signal(bool)
    _news = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = JobRunner()
        self._job: Job[Any] | None = None
        self._then: Callable[[Any], None] | None = None
        self._message, self._bar = QLabel(self), QProgressBar(self)
        self._abort = QPushButton("Прервать", self)
        self._abort.setAutoDefault(False)
        self._build()
        self._news.connect(self._on_news)
        self._abort.clicked.connect(self.abort)

    @property
    def running(self) -> bool:
        """Whether an outcome is still awaited."""
        return self._job is not None

    @property
    def text(self) -> str:
        """What stands there."""
        return self._message.text()

    def start(self, title: str, work: Work[R], then: Callable[[R], None], *, stops: bool = False) -> None:
        """Starts `work`; `then` gets its result in the window's thread. `stops`: the person may stop it.

        An error for people is said here, any other raised. RuntimeError while another work runs.
        """
        if self._job is not None:
            raise RuntimeError("one work at a time")
        job = self._job = Job(title, work)
        self._then = then
        self._show_running(title, stops=stops)

        def tell(state: JobState) -> None:
            self._news.emit(job, state)

        job.listen(tell)
        self._runner.submit(job)

    def abort(self) -> None:
        """Asks the work to stop at its next step."""
        if self._job is not None:
            self._abort.setEnabled(False)
            self._job.cancel()

    def say(self, text: str, *, fault: bool = False) -> None:
        """Changes the words; the screen reader says them."""
        tone(self._message, "block" if fault else "text2", fonts.SECOND)
        self._message.setText(text)
        if text:
            announce(self, text)

    def close_down(self) -> None:
        """The dialog goes: what still runs is stopped and waited for."""
        self._job = self._then = None
        self._runner.close(_CLOSING_SECONDS)

    def _build(self) -> None:
        self._message.setWordWrap(True)
        self._message.setTextFormat(self._message.textFormat().PlainText)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Ход работы")
        tone(self._message, "text2", fonts.SECOND)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._bar, 1)
        row.addWidget(self._abort)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._message)
        self._bar.hide()
        self._abort.hide()

    def _show_running(self, title: str, *, stops: bool) -> None:
        self._bar.setRange(0, 0)
        self._bar.show()
        self._abort.setEnabled(True)
        self._abort.setVisible(stops)
        self.say(title)
        self.busy.emit(True)

    def _on_news(self, job: Job[Any], state: JobState) -> None:
        if job is not self._job:
            return
        if not state.phase.over:
            self._bar.setRange(0, state.total)
            self._bar.setValue(state.done)
            if state.words:
                self._message.setText(state.words)
            return
        then, self._job, self._then = self._then, None, None
        self._bar.hide()
        self._abort.hide()
        self.say("Прервано, ничего не записано." if state.phase is JobPhase.CANCELLED else "")
        self.busy.emit(False)
        self._show_outcome(job, state, then)

    def _show_outcome(self, job: Job[Any], state: JobState, then: Callable[[Any], None] | None) -> None:
        if isinstance(job.error, EzhError):
            self.say(job.error.text, fault=True)
        elif job.error is not None:
            raise job.error
        elif state.phase is JobPhase.DONE and then is not None:
            then(job.result())
