"""Undo and redo across pages: the person's latest act is taken back on whatever page it was."""

from __future__ import annotations

from typing import TypeAlias

from PySide6.QtCore import QObject, Signal

from ezh_desktop.services.acts import Redo, Undo
from ezh_desktop.ui.desk import Desk

Past: TypeAlias = type[Undo] | type[Redo]


class TakeBack(QObject):
    """`wanted` gives an act and the course it belongs to, `nothing` a word when there is none.

    What is not durable yet has no entry to take back: the wish waits until the desk is free.
    """

    # Ids have 63 bits and Qt's int has 32: they travel as objects.
    wanted = Signal(object, object)
    nothing = Signal(str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wishes: list[Past] = []
        desk.waiting.connect(self._on_waiting)

    def ask(self, kind: Past) -> None:
        """Takes back or does again, now or as soon as everything is durable."""
        if self._desk.busy:
            self._wishes.append(kind)
            return
        office = self._desk.office
        entry = office.undoable() if kind is Undo else office.redoable()
        course = office.entry_course(entry) if entry is not None else None
        if entry is None or course is None:
            self.nothing.emit("Отменять нечего" if kind is Undo else "Возвращать нечего")
            return
        self.wanted.emit(kind(entry), course)

    def forget(self) -> None:
        """After a failure nothing more is taken back by itself."""
        self._wishes.clear()

    def _on_waiting(self) -> None:
        if self._wishes and not self._desk.busy:
            self.ask(self._wishes.pop(0))
