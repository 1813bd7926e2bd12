"""The week's grid: lessons dragged to another cell change places with what stands there; Ctrl copies (5.2).

From the keyboard: Ctrl+X, Ctrl+C and Ctrl+V; Ctrl+Shift+V puts what was cut and brings back what stood there; Alt with
an arrow exchanges with the neighbour. While something is dragged, hours that would collide lie on an amber ground.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QPaintEvent,
)
from PySide6.QtWidgets import QWidget

from ezh_desktop.services.structure.timetable_conflicts import BETWEEN
from ezh_desktop.services.structure.timetable_page import Cell
from ezh_desktop.ui.dialogs.structure.linemodel import Index, LineModel
from ezh_desktop.ui.dialogs.structure.linetable import LineTable
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.qttypes import ALT, CTRL, EDIT_ROLE, SHIFT
from ezh_desktop.ui.widgets.heldcells import Place, paint_held

LESSON_MIME = "application/x-ezh-lesson"
"""A course from the list beside the week, by its title."""
CELL_MIME = "application/x-ezh-cell"
"""A cell of the week, as «row column»."""
_STEPS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
Clashes = Callable[[Cell | str, bool], Mapping[Cell, str]]
"""What would collide by hour if the lesson of a cell, or one of this title, went there; the flag asks for a copy."""
Join = Callable[[str, str], str]
"""What stands in a cell when a course comes to what is there."""


class WeekModel(LineModel):
    """Cells with a lesson may be dragged."""

    def flags(self, index: Index) -> Qt.ItemFlag:
        """See Qt."""
        flags = super().flags(index)
        if not self.writable:
            return flags
        flags |= Qt.ItemFlag.ItemIsDropEnabled
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.data(EDIT_ROLE) else flags

    @property
    def writable(self) -> bool:
        """Whether the week is changed here, or only read."""
        return any(column.editable for column in self.columns)

    def remove(self, rows: Sequence[int]) -> None:
        """The hours of a day stay; what stands in them goes."""
        self.clear([self.index(row, at) for row in rows for at in range(len(self.columns))])

    def supportedDropActions(self) -> Qt.DropAction:
        """Exchange and copy."""
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def text_at(self, place: Place) -> str:
        """What stands in a cell."""
        return self.line(place[0]).texts.get(self.columns[place[1]].field, "")

    def put_all(self, texts: Mapping[Place, str]) -> None:
        """Several cells as one edit."""
        self._remember()
        for (row, column), text in texts.items():
            self._put(row, column, text)
        self._done()

    def exchange(self, one: Place, other: Place) -> None:
        """Two cells change places."""
        self.put_all({one: self.text_at(other), other: self.text_at(one)})


class WeekTable(LineTable):
    """`hovered` tells what would collide where something is held; "" when it is free or let go."""

    hovered = Signal(str)

    def __init__(self, model: WeekModel, doors: Doors, name: str, parent: QWidget | None = None) -> None:
        super().__init__(model, doors, name, parent)
        self.week = model
        self.setWordWrap(True)
        self.clashes: Clashes = lambda _source, _copy: {}
        self.join: Join = lambda _there, title: title
        self._cut: Place | None = None
        self._held: tuple[Cell | str, bool] | None = None
        self._told: Mapping[Cell, str] = {}
        self._over: Place | None = None
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(self.DragDropMode.DragDrop)
        self.setDragDropOverwriteMode(True)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(False)

    def cell_of(self, place: Place) -> Cell:
        """Weekday and number of a place in the table."""
        return int(self.week.columns[place[1]].field), self.week.line(place[0]).ident

    # Dragging

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Take the lesson of the cell under the cursor along."""
        at = self.currentIndex()
        if self.week.writable and at.isValid() and at.data(EDIT_ROLE):
            drag = QDrag(self)
            drag.setMimeData(cell_mime((at.row(), at.column()), str(at.data(EDIT_ROLE))))
            drag.setPixmap(self.viewport().grab(self.visualRect(at)))
            drag.setHotSpot(QPoint(12, 12))
            drag.exec(Qt.DropAction.MoveAction | Qt.DropAction.CopyAction, Qt.DropAction.MoveAction)
            self._let_go()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Lessons of this week and courses of the list beside it."""
        if self._source(event) is not None:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Say what would collide here."""
        self._hold(event)
        over = self._place_at(event.position().toPoint())
        if over != self._over:
            self._over = over
            self.hovered.emit(self._told.get(self.cell_of(over), "") if over is not None else "")
            self.viewport().update()
        if over is None:
            event.ignore()
        else:
            event.setDropAction(Qt.DropAction.CopyAction if self._copies(event) else Qt.DropAction.MoveAction)
            event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It is held elsewhere."""
        self._let_go()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Exchange, copy, or place a course."""
        source, to = self._source(event), self._place_at(event.position().toPoint())
        if source is not None and to is not None:
            self._drop(source, to, copy=self._copies(event))
            event.setDropAction(Qt.DropAction.CopyAction)  # the view itself has nothing to take out
            event.accept()
            self.setCurrentIndex(self.week.index(*to))
            self.setFocus()
        self._let_go()

    def _drop(self, source: Place | str, to: Place, *, copy: bool) -> None:
        if isinstance(source, str):
            self.week.put_all({to: self.join(self.week.text_at(to), source)})
        elif source != to and copy:
            there, lesson = self.week.text_at(to), self.week.text_at(source)
            self.week.put_all({to: BETWEEN.join(part for part in (there, lesson) if part)})
        elif source != to:
            self.week.exchange(source, to)

    def _hold(self, event: QDropEvent) -> None:
        source = self._source(event)
        held = source if isinstance(source, str) or source is None else self.cell_of(source)
        now = (held, self._copies(event)) if held is not None else None
        if now != self._held:
            self._held, self._over = now, None
            self._told = self.clashes(*now) if now is not None else {}
            self.viewport().update()

    def _let_go(self) -> None:
        self._held, self._told, self._over = None, {}, None
        self.hovered.emit("")
        self.viewport().update()

    @staticmethod
    def _copies(event: QDropEvent) -> bool:
        return bool(event.modifiers() & CTRL)

    def _source(self, event: QDropEvent) -> Place | str | None:
        """What is carried here; nothing for who only reads."""
        mime = event.mimeData()
        if not self.week.writable:
            return None
        if mime.hasFormat(CELL_MIME):
            row, column = bytes(mime.data(CELL_MIME).data()).decode().split(" ")
            return int(row), int(column)
        return bytes(mime.data(LESSON_MIME).data()).decode() if mime.hasFormat(LESSON_MIME) else None

    def _place_at(self, at: QPoint) -> Place | None:
        index = self.indexAt(at)
        return (index.row(), index.column()) if index.isValid() else None

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cells, then the hours that would collide, and a ring where the lesson would stand."""
        super().paintEvent(event)
        if self._held is None:
            return
        places = ((row, at) for row in range(self.week.rowCount()) for at in range(self.week.columnCount()))
        paint_held(self, (place for place in places if self.cell_of(place) in self._told), self._over)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Cut, exchange; all else as in every table."""
        if not self._of_week(event):
            super().keyPressEvent(event)

    def _of_week(self, event: QKeyEvent) -> bool:
        at = self.currentIndex()
        place = (at.row(), at.column())
        if not at.isValid() or not self.week.writable:
            return False
        if event.matches(QKeySequence.StandardKey.Cut):
            self._doors.copy(self._copied())
            self._cut = place
            self.week.clear(self.selectedIndexes() or [at])
        elif event.modifiers() == CTRL | SHIFT and event.key() == Qt.Key.Key_V:
            self._exchange_cut(place)
        elif event.modifiers() & ALT and event.key() in _STEPS:
            self._exchange_by(place, _STEPS[event.key()])
        else:
            return False
        return True

    def _exchange_cut(self, place: Place) -> None:
        """What was cut comes here; what stood here goes where it was cut."""
        if self._cut is not None and not self.week.text_at(self._cut):
            lesson = self._doors.pasted().split("\n", maxsplit=1)[0].split("\t", maxsplit=1)[0]
            self.week.put_all({self._cut: self.week.text_at(place), place: lesson})
            self._cut = None

    def _exchange_by(self, place: Place, step: tuple[int, int]) -> None:
        to = place[0] + step[0], place[1] + step[1]
        if 0 <= to[0] < self.week.rowCount() and 0 <= to[1] < self.week.columnCount():
            self.week.exchange(place, to)
            self.setCurrentIndex(self.week.index(*to))


def cell_mime(place: Place, text: str) -> QMimeData:
    """What is dragged from a cell."""
    mime = QMimeData()
    mime.setData(CELL_MIME, f"{place[0]} {place[1]}".encode())
    mime.setText(text)
    return mime
