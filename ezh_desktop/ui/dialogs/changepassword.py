"""«Файл → Сменить пароль…»: the present password, then the new one twice; the journal is then closed (3.2)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ezh_desktop.jobs.base import Progress
from ezh_desktop.services.accounts import change_own_password
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.passwords import estimate
from ezh_desktop.ui import forms
from ezh_desktop.ui.keyboard import Keyboard
from ezh_desktop.ui.signin.ownpassword import OwnPasswordDialog
from ezh_desktop.ui.widgets.passwordfield import PasswordField
from ezh_desktop.ui.widgets.workline import WorkLine


class ChangePasswordDialog(OwnPasswordDialog):
    """`changed` comes when the new password is in the journal: the session has no right to write any more."""

    changed = Signal()

    def __init__(self, office: FileOffice, parent: QWidget | None = None) -> None:
        super().__init__(estimate, [office.person.name, office.journal_title], parent)
        self._office = office
        self._present.setFocus()

    @property
    def settled(self) -> bool:
        """Whether nothing is being written."""
        return not self._work.running

    def _connect(self, keyboard: Keyboard) -> None:
        self._present = forms.child(self, PasswordField, "present")
        self._work = forms.child(self, WorkLine, "work")
        self._present.use(keyboard)
        self._present.textChanged.connect(self._on_edited)
        self._work.busy.connect(self._on_busy)
        super()._connect(keyboard)

    def _on_edited(self) -> None:
        super()._on_edited()
        self._set.setEnabled(self._set.isEnabled() and bool(self._present.text()) and self.settled)

    def _on_busy(self, busy: bool) -> None:
        for field in (self._present, self._new, self._repeated):
            field.setReadOnly(busy)
        self._cancel.setEnabled(not busy)
        self._on_edited()

    def _on_set_clicked(self) -> None:
        present, password, office = self._present.text(), self._new.text(), self._office

        def work(_progress: Progress) -> None:
            change_own_password(office, present, password)

        self._work.start("Меняю пароль…", work, self._on_changed)

    def _on_changed(self, _nothing: None) -> None:
        self.accept()
        self.changed.emit()

    def reject(self) -> None:
        """Close; while the password is being changed the dialog stays."""
        if self.settled:
            super().reject()

    def done(self, result: int) -> None:
        """Let the thread of the work go."""
        self._work.close_down()
        super().done(result)
