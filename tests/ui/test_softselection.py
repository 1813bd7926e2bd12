"""Chosen rows lie on the soft accent and keep the colours of their words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPalette
from PySide6.QtWidgets import QListWidget, QStyleOptionViewItem

from ezh_desktop.ui import theme
from ezh_desktop.ui.widgets.softselection import SoftSelection


@pytest.mark.parametrize("ink", [QColor("#854200"), QBrush(QColor("#854200"))], ids=["a model's", "an item's"])
def test_a_chosen_row_keeps_the_colour_of_its_words(qtbot, themed, ink):
    view = QListWidget()
    qtbot.addWidget(view)
    view.addItems(["осталось", "готово"])
    view.item(0).setData(Qt.ItemDataRole.ForegroundRole, ink)
    delegate, shown = SoftSelection(view), []
    for row in range(2):
        option = QStyleOptionViewItem()
        delegate.initStyleOption(option, view.model().index(row, 0))
        shown.append(QPalette(option.palette))
    assert shown[0].color(QPalette.ColorRole.Highlight) == QColor(theme.ink(theme.tokens().accent_soft))
    texts = [palette.color(QPalette.ColorRole.HighlightedText) for palette in shown]
    assert texts == [QColor("#854200"), QColor(theme.ink(theme.tokens().text))]
