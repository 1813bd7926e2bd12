"""Chosen rows of lists and tables on the soft accent; Qt's own strong ground belongs to text that is selected."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from ezh_desktop.ui import theme

Index = QModelIndex | QPersistentModelIndex


class SoftSelection(QStyledItemDelegate):
    """The delegate of a view: the words of a chosen row keep their colours."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt's own option, in other colours."""
        super().initStyleOption(option, index)
        t = theme.tokens()
        option.palette.setColor(QPalette.ColorRole.Highlight, theme.ink(t.accent_soft))
        own = index.data(Qt.ItemDataRole.ForegroundRole)
        option.palette.setBrush(QPalette.ColorRole.HighlightedText, QBrush(own or theme.ink(t.text)))
