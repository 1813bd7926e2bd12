"""The day of the school under the mouse: a lesson is carried along its class to another hour, which is then proposed.

Hours in which somebody would be busy lie on an amber ground meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import QTableView, QWidget

from ezh_desktop.services.pages.substitutions import DayEntry
from ezh_desktop.ui.models.schoolday import DayModel
from ezh_desktop.ui.widgets.heldcells import Place, paint_held

HELD_MIME = "application/x-ezh-held-lesson"
"""A lesson of the day in view, by its id."""


class DayGrid(QTableView):
    """`hovered` gives the hour over which a lesson is held, 0 of none; `dropped` the hour at which it was let go."""

    hovered = Signal(int)
    dropped = Signal(object, int)

    def __init__(self, model: DayModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day = model
        self.lesson_here: Callable[[], DayEntry | None] = lambda: None
        """The lesson of the cell of the cursor that is taken."""
        self.refusals: Callable[[DayEntry], Mapping[int, str]] = lambda _entry: {}
        """Why a lesson could not go to an hour, by hour."""
        self._held: DayEntry | None = None
        self._told: Mapping[int, str] = {}
        self._over: Place | None = None
        self.setModel(model)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(self.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(False)

    @property
    def held(self) -> DayEntry | None:
        """The lesson that is held over the day."""
        return self._held

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Take the lesson of the cell under the cursor along."""
        at, entry = self.currentIndex(), self.lesson_here()
        if at.isValid() and entry is not None and entry.movable:
            drag = QDrag(self)
            drag.setMimeData(held_mime(entry))
            drag.setPixmap(self.viewport().grab(self.visualRect(at)))
            drag.setHotSpot(QPoint(12, 12))
            drag.exec(Qt.DropAction.MoveAction, Qt.DropAction.MoveAction)
            self._let_go()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Lessons of the day in view."""
        self._held = self._carried(event)
        if self._held is not None:
            self._told = self.refusals(self._held)
            event.acceptProposedAction()
            self.viewport().update()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Along the own class alone."""
        over = self._place_at(event.position().toPoint())
        if over != self._over:
            self._over = over
            self.hovered.emit(self._number(over))
            self.viewport().update()
        if over is None:
            event.ignore()
        else:
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It is held elsewhere."""
        self._let_go()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Propose this hour."""
        held, over = self._held, self._place_at(event.position().toPoint())
        self._let_go()
        if held is not None and over is not None:
            event.setDropAction(Qt.DropAction.CopyAction)  # the view itself has nothing to take out
            event.accept()
            self.setCurrentIndex(self.day.index(*over))
            self.dropped.emit(held, self._number(over))

    def _let_go(self) -> None:
        self._held, self._told, self._over = None, {}, None
        self.hovered.emit(0)
        self.viewport().update()

    def _carried(self, event: QDropEvent) -> DayEntry | None:
        mime = event.mimeData()
        if not mime.hasFormat(HELD_MIME):
            return None
        lesson = int(bytes(mime.data(HELD_MIME).data()))
        return next((one for one in self.day.movable() if one.held.lesson == lesson), None)

    def _place_at(self, at: QPoint) -> Place | None:
        """The cell under the mouse, if the lesson may stand there: in a column of its classes."""
        index = self.indexAt(at)
        if self._held is None or not index.isValid():
            return None
        _, school_class = self.day.place(index)
        return (index.row(), index.column()) if school_class in self._held.held.classes else None

    def _number(self, place: Place | None) -> int:
        return self.day.numbers[place[0]] if place is not None else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cells, then the hours that would collide, and a ring where the lesson would stand."""
        super().paintEvent(event)
        if self._held is None:
            return
        own = [at for at, (school_class, _) in enumerate(self.day.classes) if school_class in self._held.held.classes]
        told = [(row, at) for row, number in enumerate(self.day.numbers) if number in self._told for at in own]
        paint_held(self, told, self._over)


def held_mime(entry: DayEntry) -> QMimeData:
    """What is dragged from the day."""
    mime = QMimeData()
    mime.setData(HELD_MIME, str(entry.held.lesson).encode())
    mime.setText(f"{entry.class_names} {entry.title}")
    return mime
