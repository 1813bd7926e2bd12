"""The question which day is a person's last one in the school."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ezh_desktop.domain.russian import dotted
from ezh_desktop.errors import BadInput
from ezh_desktop.services.pages.staff import StaffLine
from ezh_desktop.ui import fitting, fonts
from ezh_desktop.ui.help import help_key
from ezh_desktop.ui.widgets.dayfield import DayField
from ezh_desktop.ui.widgets.signs import Kind, SignLine
from ezh_desktop.ui.widgets.tone import tone

_WIDTH = 460


class LeavingDialog(QDialog):
    """`chosen(day)` comes with a good date; Esc leaves everything as it is."""

    chosen = Signal(object)

    def __init__(self, line: StaffLine, today: date, warning: str = "", parent: QWidget | None = None) -> None:
        """`warning` is said beside what will happen."""
        super().__init__(parent)
        self._today, self._warning = today, warning
        self.setWindowTitle("Сотрудник уходит")
        self._heading, self._label, self._what = (
            QLabel(line.name.full, self),
            QLabel("Последний день", self),
            QLabel(self),
        )
        self._day = DayField(self, today=today, name="Последний день")
        self._message = SignLine(self)
        self._keep, self._end = QPushButton("Отмена", self), QPushButton("Завершить работу", self)
        self._build()
        self._day.show_day(line.ended or today)
        self._day.textChanged.connect(self._show_what)
        self._keep.clicked.connect(self.reject)
        self._end.clicked.connect(self._on_end)
        self._show_what()
        self._day.setFocus()
        self._day.selectAll()
        help_key(self, "accounts")
        fitting.fit(self)

    def _build(self) -> None:
        tone(self._heading, px=fonts.TITLE, bold=True)
        tone(self._label, "text2", fonts.SECOND)
        tone(self._what, "text2")
        self._heading.setWordWrap(True)
        self._what.setWordWrap(True)
        self._label.setBuddy(self._day)
        for button in (self._keep, self._end):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(4)
        for widget in (self._heading, self._label, self._day, self._message, self._what):
            column.addWidget(widget)
        column.addSpacing(12)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self._end)
        row.addWidget(self._keep)
        column.addLayout(row)
        self.setMinimumWidth(_WIDTH)

    def _chosen_day(self) -> date | None:
        try:
            return self._day.day()
        except BadInput:
            return None

    def _show_what(self) -> None:
        """What will happen, before it does."""
        day = self._chosen_day()
        self._end.setEnabled(day is not None)
        self._message.clear()
        if day is None:
            self._what.setText("Введите последний день работы, например 31.05.2027.")
        elif day <= self._today:
            self._what.setText(
                "Учётная запись закроется сразу, роли закончатся этим днём. "
                f"Всё, что человек записал в журнал, останется под его именем.{self._warning}"
            )
        else:
            self._what.setText(
                f"До {dotted(day)} включительно человек работает как прежде, потом войти не сможет. "
                f"Всё, что он записал в журнал, останется под его именем.{self._warning}"
            )

    def _on_end(self) -> None:
        day = self._chosen_day()
        if day is None:
            self._message.say(Kind.FAULT, "Это не дата")
            return
        self.accept()
        self.chosen.emit(day)
