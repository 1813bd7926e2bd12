"""A field for one date, typed as «1.9», «01.09.26» or «1 сентября»; empty for an open side."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ezh_desktop.domain.calendar import AcademicYear
from ezh_desktop.domain.russian import dotted
from ezh_desktop.domain.typed import typed_day
from ezh_desktop.errors import BadInput

WIDTH = 104


class DayField(QLineEdit):
    """`day()` is what was typed; Up and Down go to the next and the previous day."""

    def __init__(self, parent: QWidget | None = None, *, today: date = date.min, name: str = "") -> None:
        """A date without its year lies in the academic year of `today`; `name` is for the screen reader."""
        super().__init__(parent)
        self._today = today
        self.setPlaceholderText("дд.мм.гггг")
        self.setAccessibleName(name)
        self.setFixedWidth(WIDTH)
        self.textEdited.connect(self._show_fault)
        self.editingFinished.connect(self._on_finished)

    def day(self) -> date | None:
        """The date, None for an empty field. BadInput when it is no date."""
        text = self.text().strip()
        return typed_day(text, AcademicYear.of(self._today)) if text else None

    def show_day(self, day: date | None) -> None:
        """Changes the date."""
        self.setText(dotted(day) if day else "")
        self._mark(fault=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down step by a day, from today in an empty field."""
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step is None or self.isReadOnly():
            super().keyPressEvent(event)
            return
        try:
            day = self.day()
        except BadInput:
            return
        self.show_day(day + timedelta(days=step) if day else self._today)
        self.textEdited.emit(self.text())

    def _show_fault(self) -> None:
        """While one types a date is not whole: only what was a fault already is looked at."""
        if self.property("fault"):
            self._on_finished()

    def _on_finished(self) -> None:
        try:
            day = self.day()
        except BadInput:
            self._mark(fault=True)
        else:
            if not self.hasFocus():
                self.setText(dotted(day) if day else "")
            self._mark(fault=False)

    def _mark(self, *, fault: bool) -> None:
        if bool(self.property("fault")) != fault:
            self.setProperty("fault", fault)
            self.style().unpolish(self)
            self.style().polish(self)
