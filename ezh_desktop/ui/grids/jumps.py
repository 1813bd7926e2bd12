"""Where Ctrl + arrow goes: to the edge of a block of entries, as in a spreadsheet."""

from __future__ import annotations

from typing import Protocol

from ezh_desktop.ui.models.marks import Place


class Filled(Protocol):
    """A model of cells, some of them filled."""

    def rowCount(self) -> int:
        """How many rows."""

    def columnCount(self) -> int:
        """How many columns."""

    def text(self, row: int, column: int) -> str:
        """What a cell holds, "" of an empty one."""


def edge_of_block(model: Filled, start: Place, step: tuple[int, int]) -> Place:
    """The last filled cell of the block in that direction; from its edge the next filled cell, else the grid's edge."""
    rows, columns = model.rowCount(), model.columnCount()

    def onward(place: Place) -> Place | None:
        row, column = place[0] + step[0], place[1] + step[1]
        return (row, column) if 0 <= row < rows and 0 <= column < columns else None

    here, ahead = start, onward(start)
    if ahead is None:
        return start
    in_block = bool(model.text(*start)) and bool(model.text(*ahead))
    while ahead is not None:
        if in_block and not model.text(*ahead):
            return here
        here = ahead
        if not in_block and model.text(*here):
            return here
        ahead = onward(here)
    return here
