"""«Основание»: the order by which something of the school is changed, if there is one; it stays in the protocol."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

NAME = "Основание"
LONGEST = 200
_EXAMPLE = "Приказ № 112 от 01.12.2026"
_TIP = "Номер и дата приказа, если он есть: останется в протоколе вместе с изменением"


class GroundLine(QLineEdit):
    """A line for number, date and words of an order; empty is no order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(NAME)
        self.setPlaceholderText(_EXAMPLE)
        self.setMaxLength(LONGEST)
        self.setToolTip(_TIP)

    @property
    def ground(self) -> str:
        """What is typed, without needless blanks."""
        return " ".join(self.text().split())
