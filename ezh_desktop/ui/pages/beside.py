"""What floats beside the current cell of a grid, one at a time: a refusal, a list, a history, a question."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from ezh_desktop.errors import EzhError, Refusal, StaleRefused
from ezh_desktop.ui import fonts
from ezh_desktop.ui.grids.pupilgrid import PupilGrid
from ezh_desktop.ui.models.marks import Place
from ezh_desktop.ui.widgets.float import Float
from ezh_desktop.ui.widgets.messages import RefusalFloat
from ezh_desktop.ui.widgets.tone import tone

_LISTED = 6
_FIELD = 260


class _Field(QLineEdit):
    """One line of text; Enter and Esc are its float's."""

    accepted = Signal()
    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the text, Esc leaves everything as it was."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)


class AskFloat(Float):
    """One question in one line beside the cell, never a modal box: `answered` gives the text, `gone` comes after."""

    answered = Signal(str)

    def __init__(self, window: QWidget, title: str, detail: str, text: str = "", *, needed: bool = False) -> None:
        """`needed`: an empty answer is none."""
        super().__init__(window, "border", spoken=f"{title}. {detail}", stays=True)
        self._needed = needed
        self.field = _Field(text, self)
        self.field.setAccessibleName(title)
        self.field.setFixedWidth(_FIELD)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(4)
        for words, ink_of, px, bold in (
            (title, "text", fonts.BODY, True),
            (detail, "text2", fonts.SECOND, False),
        ):
            if words:
                label = QLabel(words, self)
                tone(label, ink_of, px, bold=bold)
                column.addWidget(label)
        column.addWidget(self.field)
        keys = QHBoxLayout()
        hint = QLabel("Enter: записать · Esc: отмена", self)
        tone(hint, "text3", fonts.SECOND)
        keys.addWidget(hint)
        column.addLayout(keys)
        self.field.accepted.connect(self._on_accepted)
        self.field.given_up.connect(self.dismiss)

    def _on_accepted(self) -> None:
        text = self.field.text().strip()
        if text or not self._needed:
            self.answered.emit(text)
            self.dismiss()


class Beside(QObject):
    """Keeps at most one float beside a cell of the grid."""

    def __init__(self, grid: PupilGrid) -> None:
        super().__init__(grid)
        self._grid = grid
        self._shown: Float | None = None

    @property
    def shown(self) -> Float | None:
        """The float in sight."""
        return self._shown

    def dismiss(self) -> None:
        """Takes away what floats."""
        if self._shown is not None:
            self._shown.dismiss()

    def refuse(self, place: Place, error: EzhError) -> None:
        """Says beside the cell why an entry was refused; the cell keeps its value, the cursor stays."""
        window = self._grid.window()
        if isinstance(error, StaleRefused):
            seen = error.seen or self._grid.text_at(place) or "пусто"
            present = error.present or "пусто"
            lines = (f"Было: {seen}. Сейчас: {present}.", error.remedy)
            float_ = RefusalFloat(window, error.what.rstrip("."), tuple(line for line in lines if line))
        elif isinstance(error, Refusal):
            float_ = RefusalFloat.of(window, error)
        else:
            float_ = RefusalFloat(window, error.what, tuple(line for line in (error.remedy,) if line))
        self.show(place, float_)
        self._grid.refuse(place)

    def list_refused(self, place: Place, title: str, lines: Sequence[str]) -> None:
        """Lists the refused cells of a paste or fill; it stays until the next key."""
        shown = tuple(lines[:_LISTED])
        more = (f"и ещё {len(lines) - _LISTED}",) if len(lines) > _LISTED else ()
        self.show(place, RefusalFloat(self._grid.window(), title, (*shown, *more), stays=True))

    def show(self, place: Place, float_: Float) -> None:
        """Shows a float beside a cell in place of what floated before."""
        self.dismiss()
        self._shown = float_
        float_.gone.connect(self._on_gone)
        grid = self._grid
        cell = grid.cell_rect(*place)
        corner = grid.viewport().mapTo(grid, cell.topLeft())
        float_.show_beside(grid, QRect(corner, cell.size()))
        if isinstance(float_, AskFloat):
            float_.field.setFocus()
            float_.field.selectAll()

    def _on_gone(self) -> None:
        asked = isinstance(self._shown, AskFloat)
        self._shown = None
        self._grid.refuse(None)
        if asked:
            self._grid.setFocus()
