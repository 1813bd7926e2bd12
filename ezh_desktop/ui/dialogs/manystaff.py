"""Accounts for many people in one go: a list of names, or people of the journal who have none yet (3.1)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QWidget,
)

from ezh_desktop.domain.rights_table import Role
from ezh_desktop.domain.roles import OF_A_CLASS, RolePlan
from ezh_desktop.domain.russian import count
from ezh_desktop.jobs.accounts import MakeAccounts, Slips
from ezh_desktop.services.accounts import NewStaff
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.staff import StaffLine, StaffPage
from ezh_desktop.ui import fitting, forms
from ezh_desktop.ui.dialogs.manytable import (
    GENDER,
    LOGIN,
    POST,
    WHO,
    WILL,
    Entry,
    ManyModel,
    entries_of,
    known_entries,
    read_list,
)
from ezh_desktop.ui.dialogs.stafftable import dress
from ezh_desktop.ui.help import help_key
from ezh_desktop.ui.widgets.workline import WorkLine

_SIZE = (820, 560)
_NARROW = 720
_WIDTHS = {WHO: 220, POST: 150, GENDER: 44, LOGIN: 120}


class ManyStaffDialog(QDialog):
    """`made` comes with the access slips; accepted once the accounts are written, all of them as one act."""

    made = Signal(object)

    def __init__(
        self, office: FileOffice, page: StaffPage, lines: Sequence[StaffLine] = (), parent: QWidget | None = None
    ) -> None:
        """`lines` are people of the journal without an account; without them a list of names is asked for."""
        super().__init__(parent)
        self._office, self._page, self._lines = office, page, tuple(lines)
        forms.fill(self, known=(WorkLine,))
        self._list = forms.child(self, QPlainTextEdit, "list")
        self._role = forms.child(self, QComboBox, "role")
        self._role_note = forms.child(self, QLabel, "roleNote")
        self._table = forms.child(self, QTableView, "table")
        self._work = forms.child(self, WorkLine, "work")
        self._cancel, self._make = (forms.child(self, QPushButton, name) for name in ("cancel", "make"))
        self._dress()
        self._connect()
        self._show_entries()
        self.resize(*_SIZE)
        fitting.fit(self)
        (self._table if lines else self._list).setFocus()

    @property
    def settled(self) -> bool:
        """Whether nothing is being written."""
        return not self._work.running

    def _dress(self) -> None:
        self._model = ManyModel(self._page, self)
        table = self._table
        table.setModel(self._model)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        dress(table)
        for column, width in _WIDTHS.items():
            table.setColumnWidth(column, width)
        table.horizontalHeader().setSectionResizeMode(WILL, QHeaderView.ResizeMode.Stretch)
        for role in Role:
            if role not in OF_A_CLASS:
                self._role.addItem(role.label, role.value)
        self._role.addItem("без роли", "")
        self._role.setCurrentIndex(self._role.findData(Role.SUBJECT_TEACHER.value))
        for widget in (self._list, forms.child(self, QLabel, "hint")):
            widget.setVisible(not self._lines)
        words = "тем, у кого роли ещё нет" if self._lines else "всем; классное руководство назначают потом каждому"
        self._role_note.setText(words)

    def _connect(self) -> None:
        self._list.textChanged.connect(self._show_entries)
        self._model.edited.connect(self._show_count)
        self._cancel.clicked.connect(self.reject)
        self._make.clicked.connect(self._on_make)
        self._work.busy.connect(self._on_busy)
        help_key(self, "accounts")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a small screen the posts go, so that what will be is read whole."""
        super().resizeEvent(event)
        self._table.setColumnHidden(POST, self.width() < _NARROW)

    def _show_entries(self) -> None:
        if self._lines:
            self._model.show(known_entries(self._lines, self._page))
        else:
            self._model.show(entries_of(read_list(self._list.toPlainText()), self._page))
        self._show_count()

    def _show_count(self) -> None:
        good, all_of_them = len(self._model.good), len(self._model.entries)
        words = count(good, "учётную запись", "учётные записи", "учётных записей")
        self._make.setText(f"Создать {words}" if good else "Создавать нечего")
        self._make.setEnabled(good > 0 and self.settled)
        left = all_of_them - good
        self._work.say(f"Не будет создано: {left}. Исправьте строку в списке." if left else "", fault=left > 0)

    def _on_busy(self, busy: bool) -> None:
        self._list.setReadOnly(busy)
        self._table.setEnabled(not busy)
        for widget in (self._role, self._cancel, self._make):
            widget.setEnabled(not busy)

    def _on_make(self) -> None:
        if self.settled and self._model.good:
            staff = [self._new(entry) for entry in self._model.good]
            self._work.start("Готовятся пароли", MakeAccounts(self._office, staff), self._on_made, stops=True)

    def _new(self, entry: Entry) -> NewStaff:
        chosen = self._role.currentData()
        has_role = entry.known is not None and bool(entry.known.lasting(self._page.today))
        roles = [RolePlan(Role(chosen))] if chosen and not has_role else []
        person = entry.known.person if entry.known else None
        return NewStaff(entry.name, entry.gender, entry.login, roles, entry.post, person)

    def _on_made(self, slips: Slips) -> None:
        self.accept()
        self.made.emit(slips)

    def reject(self) -> None:
        """Close; while something is being written the dialog stays."""
        if self.settled:
            super().reject()

    def done(self, result: int) -> None:
        """Let the thread of the work go."""
        self._work.close_down()
        super().done(result)
