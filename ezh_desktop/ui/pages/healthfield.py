"""The field over the current cell of the health sheet, with what is usually written there listed under it."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ezh_desktop.domain.health import GROUPS, MOST_ADVICE, PLACES, PeGroup, pe_group_of_key
from ezh_desktop.services.pages.health import HealthPage
from ezh_desktop.ui.grids.health import HealthGrid
from ezh_desktop.ui.models.health import TITLES, Column
from ezh_desktop.ui.pages.lessonfields import LessonField
from ezh_desktop.ui.widgets.completion import Choice, Completion, Offer

CHOSEN = frozenset({Column.GROUP, Column.PE_GROUP})
"""Columns where one of a few words stands: a letter picks it."""
_TABS = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
_LEAST = 260
_LISTED = 6


class Move(StrEnum):
    """Where the cursor goes after an entry."""

    STAY = "stay"
    ON = "on"
    RIGHT = "right"
    LEFT = "left"
    UP = "up"
    DOWN = "down"


class _CellField(LessonField):
    """Tab goes along the row, Esc gives up at once; where a few words stand, one letter picks one of them."""

    picks = False
    lettered = Signal(str)
    tabbed = Signal(int)
    escaped = Signal()

    def event(self, event: QEvent) -> bool:
        """Tab writes and goes along the row."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _TABS:
            self.tabbed.emit(_TABS[Qt.Key(event.key())])
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A letter alone is an entry while nothing is typed."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif self.picks and event.text().strip().isprintable() and event.text().strip() and self._untouched():
            self.lettered.emit(event.text())
        else:
            super().keyPressEvent(event)

    def _untouched(self) -> bool:
        return not self.text() or self.selectedText() == self.text()


class HealthField(QObject):
    """`entered` gives the text of the cell and a `Move`; `lettered` a letter typed where one picks a group."""

    entered = Signal(str, object)
    lettered = Signal(str)

    def __init__(self, grid: HealthGrid, window: QWidget) -> None:
        super().__init__(grid)
        self._grid = grid
        self.completion = Completion(window)
        self.field = _CellField("Клетка листка здоровья", self.completion, grid.viewport())
        self.field.hide()
        self._page: HealthPage | None = None
        self._column = Column.ADVICE
        self._choice: Choice | None = None
        self._connect()

    def _connect(self) -> None:
        field = self.field
        field.asked.connect(self._offer)
        field.taken.connect(self._on_taken)
        field.turned.connect(self._on_turned)
        field.tabbed.connect(self._on_tabbed)
        field.escaped.connect(self.close)
        field.left.connect(self._on_left)
        field.stepped.connect(self._on_stepped)
        field.paste_asked.connect(field.paste)
        field.lettered.connect(self.lettered)
        self.completion.picked.connect(self._on_picked)

    @property
    def open(self) -> bool:
        """Whether a cell is being edited."""
        return self._grid.edits

    def show_at(self, page: HealthPage, text: str, typed: str = "") -> None:
        """Opens over the current cell with what stands there, or with what was just typed."""
        column, place = self._grid.column, self._grid.place
        if column is None or place is None:
            return
        self._page, self._column = page, column
        self._grid.edits = True
        field = self.field
        field.picks = column in CHOSEN
        field.setMaxLength(MOST_ADVICE)
        field.setAccessibleName(TITLES[column])
        field.set_zoom(self._grid.zoom)
        field.show_stored(text)
        self.place_field()
        field.show()
        field.setFocus()
        if typed:
            field.setText(typed)
            field.grew = True
        else:
            field.selectAll()
        self._offer()

    def place_field(self) -> None:
        """Keeps the field over its cell; a narrow cell's field is wider than the cell."""
        place = self._grid.place
        if place is None or not self.open:
            return
        rect = self._grid.cell_rect(*place)
        least = self._grid.px(_LEAST) if self._column is Column.ADVICE else rect.width()
        width = min(max(rect.width(), least), self._grid.viewport().width())
        left = min(rect.left(), self._grid.viewport().width() - width)
        high = max(rect.height(), self._grid.px(22))
        self.field.setGeometry(max(0, left), max(0, rect.center().y() - high // 2), width, high)

    def close(self) -> None:
        """Closes without writing."""
        if not self.open:
            return
        self._grid.edits = False
        self.completion.hide()
        self.field.show_stored("")
        self.field.hide()
        self._grid.setFocus()

    def finish(self) -> None:
        """Gives what is typed, where something is, and closes."""
        if self.open:
            self._give(Move.STAY)

    def refuse(self, message: str) -> None:
        """Says under the field why it was not written; what is typed stays."""
        self.field.offer(Offer(message=message, ink_of="block"), -1, self._grid.zoom)

    # What is offered

    def _offer(self) -> None:
        if not self.open or self._page is None or self.field.quiet:
            return
        typed = self.field.text()
        whole = not self.field.dirty
        choices = [choice for choice in self._choices() if whole or typed.casefold() in choice.text.casefold()]
        current = next((at for at, one in enumerate(choices) if one.text == typed), -1)
        if current < 0 and choices and not whole and choices[0].text.casefold().startswith(typed.casefold()):
            current = 0
            if self.field.grew:
                self.field.complete(choices[0])
        self.field.offer(Offer(choices=tuple(choices)), current, self._grid.zoom)

    def _choices(self) -> list[Choice]:
        if self._column is Column.GROUP:
            return [Choice(group, tail=str(number)) for number, group in enumerate(GROUPS, 1)]
        if self._column is Column.PE_GROUP:
            return [Choice(group.label, tail=group.key) for group in PeGroup]
        if self._column is Column.PLACE:
            return [Choice(text) for text in dict.fromkeys((*PLACES, *self._used()))]
        return [Choice(text) for text in self._used()] if self._column is Column.ADVICE else []

    def _used(self) -> list[str]:
        """What stands in this column of the class already, the most frequent first."""
        health = self._column.health
        if self._page is None or health is None:
            return []
        found = Counter(value for row in self._page.rows if (value := row.value(health)))
        return [text for text, _ in found.most_common(_LISTED)]

    # What is given

    def _on_taken(self, choice: Choice | None) -> None:
        self._choice = choice

    def _on_turned(self, _by: int) -> None:
        self._give(Move.ON)

    def _on_tabbed(self, by: int) -> None:
        self._choice = self.completion.chosen() if self.field.picks else None
        self._give(Move.RIGHT if by > 0 else Move.LEFT)

    def _on_picked(self, choice: Choice) -> None:
        self._choice = choice
        self._give(Move.ON)

    def _on_left(self) -> None:
        """A click elsewhere writes too."""
        self.finish()

    def _on_stepped(self, by: int) -> None:
        """Arrows leave a field without a list; what is typed is written."""
        self._give(Move.DOWN if by > 0 else Move.UP)

    def _give(self, move: Move) -> None:
        choice, self._choice = self._choice, None
        self.entered.emit(choice.text if choice else self.field.text(), move)


def letter_value(column: Column, letter: str) -> str | None:
    """What one letter enters in a column where one picks; None where the letter says nothing."""
    if column is Column.GROUP:
        return letter if letter in "12345" else None
    group = pe_group_of_key(letter) if column is Column.PE_GROUP else None
    return group.value if group else None
