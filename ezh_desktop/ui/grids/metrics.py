"""Sizes of the marks grid in logical pixels at a person's zoom (look, «Type, spacing, sizes»)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

ZOOM_LEAST, ZOOM_MOST, ZOOM_STEP = 70, 215, 10
_ROW_LEAST, _ROW_MOST = 17, 26
_SMALL_TEXT_ROW = 18


@dataclass(frozen=True)
class Metrics:
    """Every size of the grid. `row` is the height of a row, `slack` the pixels left over that the names take."""

    zoom: int = 100
    row: int = 19
    slack: int = 0

    def px(self, size: float) -> int:
        """A size of 100 % at this zoom, in whole logical pixels."""
        return max(1, round(size * self.zoom / 100))

    @cached_property
    def text(self) -> int:
        """Text of cells and names: a step smaller where rows are lowest."""
        return self.px(12 if self.row < self.px(_SMALL_TEXT_ROW) else 13)

    @cached_property
    def month(self) -> int:
        """Height of the header's line of months."""
        return self.px(18)

    @cached_property
    def day(self) -> int:
        """Height of the header's line of dates."""
        return self.px(20)

    @cached_property
    def header(self) -> int:
        """Height of the whole header."""
        return self.month + self.day + self.px(16)

    @cached_property
    def number(self) -> int:
        """Width of the row numbers."""
        return self.px(28)

    @cached_property
    def names(self) -> int:
        """Width of numbers and names together."""
        return self.number + self.px(184) + self.slack

    @cached_property
    def lesson(self) -> int:
        """Width of a lesson's column."""
        return self.px(26)

    @cached_property
    def double(self) -> int:
        """Width of a column that may hold «5/4»."""
        return self.px(34)

    @cached_property
    def period(self) -> int:
        """Width of a period's column."""
        return self.px(36)

    @cached_property
    def gap(self) -> int:
        """Width of the hatched strip of the holidays."""
        return self.px(9)


def row_height(free: int, pupils: int, zoom: int) -> int:
    """The height of a row that lets the whole class stand on the screen: 17 to 26 px at 100 %.

    `free` is the height left for rows, without header and scroll bar. Where the class does not fit, whole rows fill it.
    """
    least, most = round(_ROW_LEAST * zoom / 100), round(_ROW_MOST * zoom / 100)
    shown = min(max(1, pupils), max(1, free // least))
    return max(least, min(free // shown, most))


def clamp_zoom(percent: int) -> int:
    """The nearest allowed zoom."""
    return max(ZOOM_LEAST, min(percent, ZOOM_MOST))
