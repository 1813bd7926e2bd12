"""The menu of a cell, by the right button or the Menu key: the window's own commands with their keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QMenu

from ezh_desktop.ui.grids.pupilgrid import PupilGrid


class CellMenu(QObject):
    """Lives as a child of the grid. A right click on a chosen range keeps it, elsewhere it goes to the cell."""

    def __init__(self, grid: PupilGrid, groups: Sequence[Sequence[QAction]]) -> None:
        """`groups` of commands are parted by rules."""
        super().__init__(grid)
        self._grid = grid
        self.menu = QMenu(grid)
        self.menu.setAccessibleName("Действия с клеткой")
        for group in groups:
            if self.menu.actions():
                self.menu.addSeparator()
            self.menu.addActions(group)
        for watched in (grid, grid.viewport()):
            watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Takes the request for a menu, and nothing else."""
        if not isinstance(event, QContextMenuEvent) or not self._grid.has_page:
            return False
        at = self._at_cursor() if event.reason() is QContextMenuEvent.Reason.Keyboard else self._at_mouse(event)
        if at is not None:
            self._grid.left_cell.emit()
            self.menu.popup(at)
        return True

    def _at_cursor(self) -> QPoint | None:
        """Below the current cell, which is brought into sight."""
        grid, place = self._grid, self._grid.place
        if place is None:
            return None
        grid.scrollTo(grid.currentIndex())
        return grid.viewport().mapToGlobal(grid.cell_rect(*place).bottomLeft())

    def _at_mouse(self, event: QContextMenuEvent) -> QPoint | None:
        """Where the mouse is; None beside the cells and on the strip of the holidays."""
        grid = self._grid
        at = grid.viewport().mapFromGlobal(event.globalPos())
        index = grid.indexAt(at)
        if not index.isValid() or not grid.cell_rect(index.row(), index.column()).contains(at):
            return None
        if not grid.selectionModel().isSelected(index):
            grid.go(index.row(), index.column())
        return event.globalPos()
