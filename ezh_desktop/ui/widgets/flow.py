"""A row of fields or buttons that goes on below when the window is narrow."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Items side by side, as many in a line as fit. `gap` lies between them, `line_gap` between the lines (px)."""

    def __init__(self, parent: QWidget | None = None, gap: int = 12, line_gap: int = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap, self._line_gap = gap, line_gap
        self.setContentsMargins(QMargins(0, 0, 0, 0))

    def addItem(self, item: QLayoutItem) -> None:
        """See Qt."""
        self._items.append(item)

    def count(self) -> int:
        """See Qt."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """See Qt."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """See Qt."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It takes no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """A narrow one is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """See Qt."""
        return self._lay(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """See Qt."""
        super().setGeometry(rect)
        self._lay(rect, move=True)

    def sizeHint(self) -> QSize:
        """All in one line."""
        hints = [item.sizeHint() for item in self._shown()]
        width = sum(hint.width() for hint in hints) + self._gap * max(0, len(hints) - 1)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        """The widest item."""
        sizes = [item.minimumSize() for item in self._shown()]
        return QSize(max((one.width() for one in sizes), default=0), max((one.height() for one in sizes), default=0))

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lay(self, rect: QRect, *, move: bool) -> int:
        """Lay the items out, each in the middle of its line; gives the height."""
        y = rect.y()
        for line in self._lines(rect.width()):
            x, height = rect.x(), max(item.sizeHint().height() for item in line)
            for item in line:
                hint = item.sizeHint()
                if move:
                    corner = QPoint(x, y + (height - hint.height()) // 2)
                    item.setGeometry(QRect(corner, QSize(min(hint.width(), rect.width()), hint.height())))
                x += hint.width() + self._gap
            y += height + self._line_gap
        return max(0, y - self._line_gap - rect.y())

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        """The items that stand side by side."""
        lines: list[list[QLayoutItem]] = []
        used = 0
        for item in self._shown():
            hint = item.sizeHint().width()
            if not lines or used + hint > width:
                lines.append([])
                used = 0
            lines[-1].append(item)
            used += hint + self._gap
        return lines


def labelled(words: str, field: QWidget, width: int, parent: QWidget) -> QWidget:
    """A field of a width with its words before it, as one item of a flow."""
    pair = QWidget(parent)
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    label = QLabel(words, pair)
    label.setBuddy(field)
    line = field.lineEdit() if isinstance(field, QComboBox) else None
    for one in (field, line):
        if one is not None:
            one.setAccessibleName(words)
    field.setFixedWidth(width)
    row.addWidget(label)
    row.addWidget(field)
    return pair
