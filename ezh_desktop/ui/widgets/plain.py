"""Plain parts of forms: a hair line, a stretch of air, a label that elides, the sign of a journal."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ezh_desktop.ui import icons, snap, theme
from ezh_desktop.ui.qttypes import ELIDE_MIDDLE, EXPANDING, FIXED


class HairLine(QWidget):
    """One line of a pixel across a dialog."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)
        self.setSizePolicy(EXPANDING, FIXED)
        theme.signals.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints it with the tokens in force."""
        with QPainter(self) as p:
            snap.hline(p, 0, self.width(), 0, theme.ink(theme.tokens().line))


class Air(QWidget):
    """Ten pixels that can be hidden together with what stands above them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(10)


class JournalSign(QWidget):
    """The small journal before a school's name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(20, 20)
        theme.signals.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints it with the tokens in force."""
        with QPainter(self) as p:
            icons.paint(p, "notebook", 0, 0, theme.tokens().accent_text, size=20)


class ElidedLabel(QLabel):
    """A path or title that gives way in its middle; the whole stands in the tooltip and for the screen reader."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setTextFormat(self.textFormat().PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, FIXED)

    @property
    def whole(self) -> str:
        """The text before eliding."""
        return self._whole

    def show_whole(self, text: str) -> None:
        """Changes the text."""
        self._whole = text
        self.setAccessibleName(text)
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Elides anew."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, ELIDE_MIDDLE, self.width())
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")
