"""The line of the cell over the grid: pupil, lesson, topic, homework or a sum; at the right its commands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ezh_desktop.ui import fonts, theme
from ezh_desktop.ui.qttypes import ALIGN_LEFT, ELIDE_RIGHT, EXPANDING
from ezh_desktop.ui.snap import hair, hline, vline
from ezh_desktop.ui.tokens import ink
from ezh_desktop.ui.widgets.commandbutton import command_button

HEIGHT = 30
_EDGE = 12
_LEAST_WORDS = 40


@dataclass(frozen=True, slots=True)
class CellWords:
    """What is said of a cell. Parts are dropped from the right when there is no room, the pupil never."""

    pupil: str = ""
    lesson: str = ""
    parts: tuple[str, ...] = ()
    figure: str = ""
    """The sum behind a number; it stands first and in the colour of actions."""

    def spoken(self) -> str:
        """All of it in one line."""
        return " · ".join(part for part in (self.pupil, self.lesson, self.figure, *self.parts) if part)


class _Words(QWidget):
    """The painted words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = CellWords()
        self.names = 200
        self.setSizePolicy(QSizePolicy.Policy.Ignored, EXPANDING)
        theme.signals.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints as many parts as there is room for; the last one is shortened."""
        t, words = theme.tokens(), self.words
        with QPainter(self) as p:
            p.fillRect(self.rect(), ink(t.surface))
            vline(p, self.names - hair(self.devicePixelRatioF()), 7, self.height() - 7, ink(t.line2))
            left = self._part(p, _EDGE, words.pupil, t.text, self.names - _EDGE - 8, bold=True)
            left = self._part(p, max(left, self.names + _EDGE), words.lesson, t.text, bold=True)
            for text, colour in ((words.figure, t.accent_text), *((part, t.text2) for part in words.parts)):
                left = self._next(p, left, text, colour)
            hline(p, 0, self.width(), self.height() - hair(self.devicePixelRatioF()), ink(t.line2))

    def _next(self, p: QPainter, left: float, text: str, colour: str) -> float:
        if not text or self.width() - left < _LEAST_WORDS:
            return left
        dot = left if left <= self.names + _EDGE else self._part(p, left + 6, "·", colour) + 6
        return self._part(p, dot, text, colour)

    def _part(self, p: QPainter, left: float, text: str, colour: str, most: float = 0, *, bold: bool = False) -> float:
        """Draws one part and gives where it ends."""
        room = min(self.width() - left, most) if most else self.width() - left
        shown = fonts.metrics(bold=bold).elidedText(text, ELIDE_RIGHT, room) if room > 0 else ""
        p.setFont(fonts.font(bold=bold))
        p.setPen(ink(colour))
        width = fonts.metrics(bold=bold).horizontalAdvance(shown)
        p.drawText(QRectF(left, 0, width + 2, self.height() - 1), ALIGN_LEFT, shown)
        return left + width


class CellLine(QWidget):
    """`show_words` changes the text; the commands are actions of the page with an icon each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cellLine")
        self.setFixedHeight(HEIGHT)
        self._words = _Words(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 10, 0)
        self._row.setSpacing(4)
        self._row.addWidget(self._words, 1)
        theme.signals.changed.connect(self.update)

    @property
    def text(self) -> str:
        """All of the words in one line."""
        return self._words.words.spoken()

    def show_words(self, words: CellWords) -> None:
        """Says something else."""
        self._words.words = words
        self._words.setAccessibleName(words.spoken())
        self._words.setToolTip(words.spoken())
        self._words.update()

    def lay_out(self, names: int) -> None:
        """The lesson begins where the dates begin."""
        self._words.names = names
        self._words.update()

    def add_commands(self, commands: Sequence[tuple[QAction, str]]) -> None:
        """Adds flat buttons for actions: (action, icon)."""
        for action, icon in commands:
            button = command_button(action, icon, self)
            action.enabledChanged.connect(button.setVisible)
            self._row.addWidget(button)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground and the line below."""
        t = theme.tokens()
        with QPainter(self) as p:
            p.fillRect(self.rect(), ink(t.surface))
            hline(p, 0, self.width(), self.height() - hair(self.devicePixelRatioF()), ink(t.line2))
