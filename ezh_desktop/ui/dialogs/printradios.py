"""Buttons of the print dialog for the whole journal and each page of the class."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QBoxLayout, QRadioButton, QWidget


def insert_radios(
    inside: QWidget, names: Iterable[str], after: QRadioButton, before: QRadioButton
) -> dict[str, QRadioButton]:
    """A button «ofName» for each name, between two others of the column, in the order of Tab too."""
    column = inside.layout()
    if not isinstance(column, QBoxLayout):
        raise TypeError(type(column))
    found, last = {}, after
    for name in names:
        radio = found[name] = QRadioButton(inside)
        radio.setObjectName(f"of{name.capitalize()}")
        column.insertWidget(column.indexOf(before), radio)
        QWidget.setTabOrder(last, radio)
        last = radio
    QWidget.setTabOrder(last, before)
    return found
