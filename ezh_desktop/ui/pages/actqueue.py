"""Acts of a page that are written one after another, beside the window's thread: keys come faster than the disk."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from ezh_desktop.errors import EzhError, Refusal
from ezh_desktop.ui.background import Background
from ezh_desktop.ui.pages.base import WindowPage


class ActQueue(QObject):
    """The page reads anew after each act; a refusal is a quiet word, trouble drops what still waits and is told."""

    def __init__(self, page: WindowPage) -> None:
        super().__init__(page)
        self._page = page
        self._waiting: list[Callable[[], object]] = []
        self._background = Background(self)
        self._background.done.connect(self._on_written)
        self._background.failed.connect(self._on_failed)

    @property
    def running(self) -> bool:
        """Whether an act is being written."""
        return self._background.running

    def write(self, act: Callable[[], object]) -> None:
        """Write this act once those before it are written."""
        self._waiting.append(act)
        self._start()

    def _start(self) -> None:
        if self._waiting and not self._background.running:
            self._background.start(self._waiting.pop(0))

    def _on_written(self, _result: object) -> None:
        self._page.reload()
        self._page.said.emit("Записано")
        self._start()

    def _on_failed(self, error: EzhError) -> None:
        if isinstance(error, Refusal):
            self._page.said.emit(error.text)
        else:
            self._waiting.clear()
            self._page.tools.doors.tell(self._page.window(), error.what, error.remedy)
        self._page.reload()
        self._start()
