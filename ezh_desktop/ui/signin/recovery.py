"""The recovery code: nine groups of six digits typed from paper, each checked as soon as it is whole."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from ezh_desktop.errors import SignInTrouble
from ezh_desktop.ui import fitting, fonts, forms
from ezh_desktop.ui.help import help_key
from ezh_desktop.ui.qttypes import ALIGN_RIGHT
from ezh_desktop.ui.widgets.plain import Air
from ezh_desktop.ui.widgets.signs import Kind, SignLine
from ezh_desktop.ui.widgets.tone import tone

GROUPS, DIGITS = 9, 6
_IN_A_ROW = 3


def digits_of(text: str) -> str:
    """The digits of a text, without the spaces, dashes and line breaks of a sheet."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign in "0123456789")


class GroupField(QLineEdit):
    """One group. Whatever is not a digit is left out; `back` comes from Backspace in an empty field."""

    back = Signal()
    pasted = Signal(str)

    def __init__(self, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.number = number
        self.setMaxLength(DIGITS)
        self.setFixedWidth(int(fonts.metrics(fonts.SECTION).horizontalAdvance("0" * DIGITS)) + 28)
        self.setFont(fonts.font(fonts.SECTION))
        self.setAccessibleName(f"Группа {number} из {GROUPS}")
        self.textEdited.connect(self._on_edited)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Backspace goes back over the border, a pasted code fills all groups from here on."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QGuiApplication.clipboard().text())
            return
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self.back.emit()
            return
        super().keyPressEvent(event)

    def mark_fault(self, fault: bool) -> None:
        """Rings the field red."""
        if bool(self.property("fault")) != fault:
            self.setProperty("fault", fault)
            self.style().unpolish(self)
            self.style().polish(self)

    def _on_edited(self, text: str) -> None:
        clean = digits_of(text)
        if clean != text:
            place = self.cursorPosition() - (len(text) - len(clean))
            self.setText(clean)
            self.setCursorPosition(max(0, place))


class RecoveryDialog(QDialog):
    """`entered(code)` gives the nine groups with spaces between them; the dialog opens nothing itself."""

    entered = Signal(str)

    def __init__(self, check_group: Callable[[int, str], object], parent: QWidget | None = None) -> None:
        """`check_group(number, text)` raises SignInTrouble on a group that cannot be right."""
        super().__init__(parent)
        self._check_group = check_group
        forms.fill(self, known=(Air, SignLine))
        self._message = forms.child(self, SignLine, "message")
        self._open = forms.child(self, QPushButton, "openJournal")
        self._cancel = forms.child(self, QPushButton, "cancel")
        self._fields = [self._add_field(number) for number in range(1, GROUPS + 1)]
        self._open.clicked.connect(self._on_open_clicked)
        self._cancel.clicked.connect(self.reject)
        self._refresh()
        help_key(self, "signin")
        fitting.fit(self)
        self._fields[0].setFocus()

    @property
    def code(self) -> str:
        """The groups as typed, with spaces between them."""
        return " ".join(field.text() for field in self._fields)

    def _add_field(self, number: int) -> GroupField:
        label, field = QLabel(str(number), self), GroupField(number, self)
        tone(label, "text2", fonts.SECOND)
        label.setAlignment(ALIGN_RIGHT)
        label.setFixedWidth(12)
        label.setBuddy(field)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(label)
        row.addWidget(field)
        row.addStretch(1)
        grid = forms.child(self, QGridLayout, "groups")
        grid.addLayout(row, (number - 1) // _IN_A_ROW, (number - 1) % _IN_A_ROW)
        field.textChanged.connect(self._refresh)
        field.textEdited.connect(self._on_field_edited)
        field.back.connect(self._on_field_back)
        field.pasted.connect(self._on_field_pasted)
        return field

    def _fault(self, field: GroupField) -> str:
        if len(field.text()) < DIGITS:
            return ""
        try:
            self._check_group(field.number, field.text())
        except SignInTrouble as trouble:
            return trouble.what
        return ""

    def _refresh(self) -> None:
        faults = [self._fault(field) for field in self._fields]
        for field, fault in zip(self._fields, faults, strict=True):
            field.mark_fault(bool(fault))
        first = next(filter(None, faults), "")
        if first and first != self._message.text:
            self._message.say(Kind.FAULT, first)
        elif not first:
            self._message.clear()
        whole = all(len(field.text()) == DIGITS for field in self._fields)
        self._open.setEnabled(whole and not first)

    def _current(self) -> int:
        return next((i for i, field in enumerate(self._fields) if field.hasFocus()), 0)

    def _on_field_edited(self) -> None:
        field = self._fields[self._current()]
        full = len(field.text()) == DIGITS and field.cursorPosition() == DIGITS
        if full and not self._fault(field):
            self._go(self._current() + 1)

    def _on_field_back(self) -> None:
        self._go(self._current() - 1)

    def _on_field_pasted(self, text: str) -> None:
        digits, start = digits_of(text), self._current()
        for field in self._fields[start:]:
            field.setText(digits[:DIGITS])
            digits = digits[DIGITS:]
            if not digits:
                self._go(field.number)
                return

    def _go(self, index: int) -> None:
        if 0 <= index < GROUPS:
            self._fields[index].setFocus()
            self._fields[index].setCursorPosition(len(self._fields[index].text()))

    def _on_open_clicked(self) -> None:
        self.entered.emit(self.code)
        self.accept()
