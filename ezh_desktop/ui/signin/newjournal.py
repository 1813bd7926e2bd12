"""«Новый журнал…»: the school's name, its year and the first administrator; the file is made beside the window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from ezh_desktop.domain.calendar import AcademicYear
from ezh_desktop.jobs.base import Progress
from ezh_desktop.ui import forms
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.keyboard import Keyboard
from ezh_desktop.ui.printcommands import Save
from ezh_desktop.ui.signin.opener import MadeJournal, NewJournal, Opener
from ezh_desktop.ui.signin.ownpassword import OwnPasswordDialog
from ezh_desktop.ui.signin.recoverypaper import RecoveryPaperDialog
from ezh_desktop.ui.widgets.workline import WorkLine

KINDS = "Журнал (*.ezh)"
FILE = "Журнал школы.ezh"
_NEXT_YEAR_FROM = 6
"""From June on a school prepares the year to come."""


class NewJournalDialog(OwnPasswordDialog):
    """`made(NewJournal, MadeJournal)` comes when both files of the journal lie on the disk."""

    made = Signal(object, object)

    def __init__(self, opener: Opener, doors: Doors, parent: QWidget | None = None) -> None:
        self._opener, self._doors = opener, doors
        super().__init__(opener.estimate, [], parent)
        self._school.setFocus()

    @property
    def settled(self) -> bool:
        """Whether nothing is being made."""
        return not self._work.running

    def _connect(self, keyboard: Keyboard) -> None:
        self._school, self._login = (forms.child(self, QLineEdit, name) for name in ("school", "login"))
        self._year = forms.child(self, QComboBox, "year")
        self._work = forms.child(self, WorkLine, "work")
        years, usual = years_offered(self._opener.today())
        self._year.addItems(years)
        self._year.setCurrentText(usual)
        for field in (self._school, self._login):
            field.textChanged.connect(self._on_edited)
        self._work.busy.connect(self._on_busy)
        super()._connect(keyboard)

    def _on_edited(self) -> None:
        self._known_words = [self._login.text(), self._school.text()]
        super()._on_edited()
        whole = bool(self._school.text().strip() and self._login.text().strip())
        self._set.setEnabled(self._set.isEnabled() and whole and self.settled)

    def _on_busy(self, busy: bool) -> None:
        for field in (self._school, self._login, self._new, self._repeated):
            field.setReadOnly(busy)
        self._year.setEnabled(not busy)
        self._cancel.setEnabled(not busy)
        self._on_edited()

    def _on_set_clicked(self) -> None:
        offered = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)) / FILE
        path = self._doors.save_file(self, "Где будет лежать журнал", KINDS, offered)
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".ezh")
        school, login = self._school.text().strip(), self._login.text().strip()
        new, make = NewJournal(path, school, self._year.currentText(), login, self._new.text()), self._opener.make

        def work(_progress: Progress) -> tuple[NewJournal, MadeJournal]:
            return new, make(new)

        self._work.start("Создаётся журнал…", work, self._on_made)

    def _on_made(self, made: tuple[NewJournal, MadeJournal]) -> None:
        self.accept()
        self.made.emit(*made)

    def reject(self) -> None:
        """Close; while the journal is being made the dialog stays."""
        if self.settled:
            super().reject()

    def done(self, result: int) -> None:
        """Let the thread of the work go."""
        self._work.close_down()
        super().done(result)


def years_offered(today: date) -> tuple[list[str], str]:
    """The year of the day and the next one; second the one that a school begins now."""
    now = AcademicYear.of(today)
    after = AcademicYear(now.start.year + 1)
    coming = after if _NEXT_YEAR_FROM <= today.month < now.start.month else now
    return [now.label, after.label], coming.label


def ask_new_journal(
    opener: Opener, doors: Doors, save: Save, parent: QWidget, then: Callable[[NewJournal], None]
) -> NewJournalDialog:
    """Opens the dialog and, when the journal is made, its recovery code; `then` is called when that has been seen."""

    def show_code(new: NewJournal, made: MadeJournal) -> None:
        paper = RecoveryPaperDialog(made, doors, save, parent)
        paper.finished.connect(lambda: then(new))
        paper.finished.connect(paper.deleteLater)
        paper.open()

    dialog = NewJournalDialog(opener, doors, parent)
    dialog.made.connect(show_code)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
