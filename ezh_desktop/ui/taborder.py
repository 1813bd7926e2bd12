"""Tab goes through a window as one reads it, not as its parts happened to be made."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtWidgets import QFormLayout, QLayout, QLayoutItem, QScrollArea, QWidget

from ezh_desktop.ui.qttypes import TAB_FOCUS


def by_layout(window: QWidget) -> None:
    """Sets the order of the window's fields and buttons by its layouts: row by row, from the left."""
    layout = window.layout()
    if layout is not None:
        for one, other in pairwise(_in_layout(layout)):
            QWidget.setTabOrder(one, other)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for item in _items(layout):
        inner, widget = item.layout(), item.widget()
        if inner is not None:
            yield from _in_layout(inner)
        elif widget is not None:
            yield from _in_widget(widget)


def _items(layout: QLayout) -> list[QLayoutItem]:
    """A form gives its items as they were added, also those put in between later."""
    if isinstance(layout, QFormLayout):
        roles = (QFormLayout.ItemRole.LabelRole, QFormLayout.ItemRole.FieldRole, QFormLayout.ItemRole.SpanningRole)
        found = [layout.itemAt(row, role) for row in range(layout.rowCount()) for role in roles]
    else:
        found = [layout.itemAt(at) for at in range(layout.count())]
    return [item for item in found if item is not None]


def _in_widget(widget: QWidget | None) -> Iterator[QWidget]:
    """The widget itself when Tab may stop there, else what lies in it; a scroll area is only what lies in it."""
    if isinstance(widget, QScrollArea):
        yield from _in_widget(widget.widget())
    elif widget is not None and widget.focusPolicy() & TAB_FOCUS:
        yield widget
    elif widget is not None and (layout := widget.layout()) is not None:
        yield from _in_layout(layout)
