"""Runs one function outside the window's thread and brings its outcome back into it.

For the few short works that need no progress (sign-in, change of a password); longer work is a job with progress.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QRunnable, QThreadPool, Signal

from ezh_desktop.errors import EzhError


class _Carrier(QObject):
    """The worker's signal; without a parent, so that a closed window does not take it from a running worker."""

    finished = Signal(object, object)


class _Work(QRunnable):
    def __init__(self, function: Callable[[], object], carrier: _Carrier) -> None:
        super().__init__()
        self._function = function
        self._carrier = carrier

    def run(self) -> None:
        """Called by the pool."""
        try:
            result, error = self._function(), None
        except BaseException as caught:  # noqa: BLE001 - carried whole into the window's thread and raised there
            result, error = None, caught
        # At the program's end Qt takes every signal; who asked is gone, the work itself is done.
        with suppress(RuntimeError):
            self._carrier.finished.emit(result, error)


class Background(QObject):
    """One work at a time for its owner.

    `ended` comes first, whatever the outcome; then `done(result)` or `failed(EzhError)`, all in the window's thread.
    Any other exception is raised there, where the crash report is made.
    """

    ended = Signal()
    done = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._carrier: _Carrier | None = None

    @property
    def running(self) -> bool:
        """Whether an outcome is still awaited."""
        return self._carrier is not None

    def start(self, function: Callable[[], object]) -> None:
        """Starts `function` in a pool's thread; RuntimeError while another runs."""
        if self._carrier is not None:
            raise RuntimeError("one work at a time")
        self._carrier = _Carrier()
        self._carrier.finished.connect(self._on_finished)
        QThreadPool.globalInstance().start(_Work(function, self._carrier))

    def wait(self) -> None:
        """Returns when nothing runs any more, the outcome told: for who is about to close what the work reads."""
        while self.running:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, 50)

    def _on_finished(self, result: object, error: BaseException | None) -> None:
        if self._carrier is not None:
            self._carrier.deleteLater()
            self._carrier = None
        self.ended.emit()
        if error is None:
            self.done.emit(result)
        elif isinstance(error, EzhError):
            self.failed.emit(error)
        else:
            raise error
