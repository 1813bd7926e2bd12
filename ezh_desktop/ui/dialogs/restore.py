"""Restoring a journal from a copy: which copy, whose password of that time, and where the former journal is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QThreadPool, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFormLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ezh_desktop.domain.russian import grouped
from ezh_desktop.errors import EzhError
from ezh_desktop.jobs.backup import RestoreJob
from ezh_desktop.jobs.base import JobState
from ezh_desktop.services.backups import CopyLine, Media, copies_for, copy_line
from ezh_desktop.services.restoring import Claim, Restored, Tools
from ezh_desktop.ui import fonts, icons
from ezh_desktop.ui.background import Background
from ezh_desktop.ui.dialogs.backupparts import Card, Drawing, Face, Facts
from ezh_desktop.ui.dialogs.bodydialog import BodyDialog, row_of
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.joblink import JobLink
from ezh_desktop.ui.qttypes import FIXED
from ezh_desktop.ui.signin.recovery import RecoveryDialog
from ezh_desktop.ui.widgets.linkbutton import LinkButton
from ezh_desktop.ui.widgets.passwordfield import PasswordField
from ezh_desktop.ui.widgets.plain import HairLine
from ezh_desktop.ui.widgets.signs import Kind, announce
from ezh_desktop.ui.widgets.tone import tone

TITLE = "Восстановление из резервной копии"
KINDS = "Резервная копия (*.ezhb)"
LOOKING = "Ищу копии на флешках…"
NO_COPIES = "Копий не видно. Вставьте флешку: они появятся здесь сами. Или выберите файл копии."
LOOK_MS = 1500
MOST_COPIES = 4
_LOOK_WAIT_MS = 3000


class RestoreDialog(BodyDialog):
    """Over the sign-in window, when no session is open. `restored(path)` comes when the person leaves it after success.

    `check_group` is that of the recovery code; `tools` gives the means at the moment of the restore.
    """

    restored = Signal(object)

    def __init__(  # noqa: PLR0917 - the parts of the dialog
        self,
        target: Path,
        media: Media,
        doors: Doors,
        tools: Callable[[], Tools],
        check_group: Callable[[int, str], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(TITLE, "backup", parent)
        self._target, self._media, self._doors = target, media, doors
        self._tools, self._check_group = tools, check_group
        self._file: CopyLine | None = None
        self._lines: dict[Path, CopyLine] = {}
        self._cards: dict[Path, Card] = {}
        self._done: Restored | None = None
        self._background, self._link = Background(self), JobLink(self)
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._build()
        self._connect()
        self._show_choosing()
        self._look.start()
        self.look_again()

    @property
    def settled(self) -> bool:
        """Whether the media have been looked at and nothing runs."""
        return not self._background.running and not self._link.running

    @property
    def chosen(self) -> CopyLine | None:
        """The copy that is chosen."""
        return next((self._lines[path] for path, card in self._cards.items() if card.isChecked()), None)

    # Building

    def _build(self) -> None:
        self.setObjectName("restore")
        self.setModal(True)
        self._shield = Drawing(self, "shield_checkmark", "ok")
        self._heading, self._note, self._none = QLabel(self), QLabel(self), QLabel(LOOKING, self)
        self._group = QButtonGroup(self)
        self._other = QPushButton("Файл копии…", self)
        self._line = HairLine(self)
        self._login, self._password = QLineEdit(self), PasswordField(self)
        self._hint = QLabel("Имя и пароль администратора, какими они были, когда делали копию.", self)
        self._code = LinkButton(self, "Пароль неизвестен: код восстановления…")
        self._bar, self._percent = QProgressBar(self), QLabel(self)
        self._facts = Facts(self)
        self._cancel, self._go = QPushButton("Отмена", self), QPushButton(self)
        self._fields = QWidget(self)
        self._dress()
        self._lay()

    def _dress(self) -> None:
        tone(self._heading, px=fonts.TITLE, bold=True)
        for label in (self._note, self._none, self._hint):
            tone(label, "text2")
            label.setWordWrap(True)
        tone(self._hint, "text2", fonts.SECOND)
        tone(self._percent)
        self._other.setProperty("kind", "flat")
        self._other.setSizePolicy(FIXED, FIXED)
        icons.dress(self._other, "folder_open")
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 100)
        self._bar.setAccessibleName(TITLE)
        for name, widget in (("go", self._go), ("cancel", self._cancel), ("other", self._other), ("code", self._code)):
            widget.setObjectName(name)
        self._login.setObjectName("login")
        self._password.setObjectName("password")
        for button in (self._other, self._cancel):
            button.setAutoDefault(False)
        self._go.setProperty("kind", "primary")
        self._go.setDefault(True)

    def _lay(self) -> None:
        form = QFormLayout(self._fields)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(8)
        form.addRow("Имя для входа", self._login)
        form.addRow("Пароль", self._password)
        column = self.column
        column.addLayout(row_of(self._shield, self._heading, spacing=10))
        column.addWidget(self._note)
        column.addSpacing(6)
        self._card_column = QVBoxLayout()
        self._card_column.setSpacing(6)
        column.addLayout(self._card_column)
        rest = (self._none, self._other, self._line, self._hint, self._fields, self._code, self.notice)
        for widget in (*rest, self._bar, self._percent, self._facts):
            column.addWidget(widget)
        column.addStretch(1)
        self.lay_buttons(None, self._cancel, self._go)

    def _connect(self) -> None:
        self._look.timeout.connect(self.look_again)
        self._background.done.connect(self._on_looked)
        self._background.failed.connect(self._on_failed)
        self._group.buttonClicked.connect(self._show_ready)
        self._login.textChanged.connect(self._show_ready)
        self._password.textChanged.connect(self._show_ready)
        self._other.clicked.connect(self._on_other)
        self._code.clicked.connect(self._on_code)
        self._go.clicked.connect(self._on_go)
        self._cancel.clicked.connect(self._on_cancel)
        self._link.moved.connect(self._on_moved)
        self._link.done.connect(self._on_done)
        self._link.failed.connect(self._on_failed)
        self._link.cancelled.connect(self._on_cancelled)

    # Choosing

    def look_again(self) -> None:
        """Looks which copies are there, beside the window's thread."""
        if self.settled and self._done is None:
            now = self._tools().now
            self._background.start(partial(copies_for, self._target, self._media, now))

    def _on_looked(self, result: object) -> None:
        if isinstance(result, list) and not self._link.running and self._done is None:
            self._none.setText(NO_COPIES)
            chosen = [self._file] if self._file is not None else []
            self._show_lines([*chosen, *(line for line in result if line not in chosen)][:MOST_COPIES])

    def _show_lines(self, lines: Sequence[CopyLine]) -> None:
        if list(lines) == list(self._lines.values()):
            return
        was = self.chosen
        for card in self._cards.values():
            self._group.removeButton(card)
            card.hide()
            card.deleteLater()
        self._lines = {line.path: line for line in lines}
        self._cards = {path: self._card(line) for path, line in self._lines.items()}
        self._none.setVisible(not self._cards)
        ready = [path for path, line in self._lines.items() if line.usable]
        wanted = was.path if was is not None and was.path in ready else next(iter(ready), None)
        if wanted is not None:
            self._cards[wanted].setChecked(True)
        self._show_ready()
        self.fit()

    def _card(self, line: CopyLine) -> Card:
        card = Card(Face(line.title, line.second, line.right, line.usable), self)
        self._group.addButton(card)
        self._card_column.addWidget(card)
        card.show()
        return card

    def _on_other(self) -> None:
        path = self._doors.open_file(self, "Файл копии", KINDS)
        if path is None:
            return
        self._file = copy_line(path, self._target, self._tools().now)
        others = [line for line in self._lines.values() if line.path != path]
        self._show_lines([self._file, *others][:MOST_COPIES])
        if self._file.usable:
            self._cards[path].setChecked(True)
        self._show_ready()

    def _show_ready(self) -> None:
        known = bool(self._login.text().strip() and self._password.text())
        self._go.setEnabled(self._done is not None or (self.chosen is not None and known and not self._link.running))
        self._code.setEnabled(self.chosen is not None and not self._link.running)

    # Restoring

    def _on_go(self) -> None:
        if self._done is not None:
            self.accept()
            self.restored.emit(self._target)
        else:
            self._start(Claim(self._login.text().strip(), self._password.text()))

    def _on_code(self) -> None:
        dialog = RecoveryDialog(self._check_group, self)
        dialog.entered.connect(self._on_code_entered)
        dialog.open()

    def _on_code_entered(self, code: str) -> None:
        self._start(Claim(code=code))

    def _start(self, claim: Claim) -> None:
        line = self.chosen
        if line is None or self._link.running or not self._agreed(line):
            return
        self._show_running()
        self._link.start(TITLE, RestoreJob(line.path, self._target, claim, self._tools()))

    def _agreed(self, line: CopyLine) -> bool:
        """Whether the person takes back what was entered since; a journal that is not there loses nothing."""
        if not self._target.exists():
            return True
        when = f"{line.title[:1].lower()}{line.title[1:]}"
        return self._doors.ask(
            self,
            f"Заменить журнал копией ({when})?",
            "Внесённое после копии останется только в прежнем журнале. Он будет лежать рядом под другим именем.",
            act="Восстановить",
        )

    def _on_cancel(self) -> None:
        if self._link.running:
            self._cancel.setEnabled(False)
            self._percent.setText("Прерывается…")
            self._link.cancel()
        else:
            self.reject()

    def _on_moved(self, state: JobState) -> None:
        if state.share is not None and not state.phase.over:
            percent = int(state.share * 100)
            self._bar.setValue(percent)
            if self._cancel.isEnabled():
                self._percent.setText(f"{percent} %, {state.words[:1].lower()}{state.words[1:]}")

    def _on_failed(self, error: EzhError) -> None:
        self._show_choosing()
        self.say(Kind.FAULT, error.what, error.remedy)
        self._password.setFocus()
        self._password.selectAll()

    def _on_cancelled(self) -> None:
        self._show_choosing()
        self.say(Kind.NOTE, "Восстановление прервано", "Журнал остался таким, каким был.")

    def _on_done(self, done: Restored) -> None:
        self._done = done
        self._look.stop()
        self._password.clear()
        self._heading.setText("Журнал восстановлен")
        self._note.setText("Он открыт для пробы и совпадает с копией до последней записи протокола.")
        kept = done.safety[0].name if done.safety else ""
        lost = max(0, done.before - done.n) if done.before is not None else 0
        self._facts.show_facts(
            [
                ("Файл", str(done.path)),
                ("Протокол", f"до записи {grouped(done.n)}, {done.head.hex()[:16]}"),
                ("Прежний", kept),
                ("После копии", f"в прежнем журнале ещё записей: {lost}" if lost else ""),
            ]
        )
        self._show_parts(done=True)
        self._go.setText("Войти")
        self._show_ready()
        self.say(None)
        self._go.setFocus()
        announce(self, self._heading.text())

    # What is shown

    def _show_choosing(self) -> None:
        self._heading.setText("Восстановить журнал из резервной копии")
        self._note.setText(f"{self._target}: прежний журнал останется рядом под другим именем.")
        if not self._target.exists():
            self._note.setText(f"Журнал появится здесь: {self._target}.")
        self._cancel.setEnabled(True)
        self._cancel.setText("Отмена")
        self._go.setText("Восстановить")
        self._show_parts(choosing=True)
        self.say(None)
        self._show_ready()

    def _show_running(self) -> None:
        self._bar.setValue(0)
        self._percent.setText("")
        self._cancel.setText("Прервать")
        self._show_parts(running=True)
        self.say(None)

    def _show_parts(self, *, choosing: bool = False, running: bool = False, done: bool = False) -> None:
        for part, shown in (
            (self._shield, done),
            (self._none, choosing and not self._cards),
            (self._other, choosing),
            (self._line, choosing),
            (self._hint, choosing),
            (self._fields, choosing),
            (self._code, choosing),
            (self._bar, running),
            (self._percent, running),
            (self._facts, done),
            (self._cancel, not done),
            (self._go, not running),
        ):
            part.setVisible(shown)
        for path, card in self._cards.items():
            card.setVisible(not done)
            card.setEnabled(self._lines[path].usable and (choosing or card.isChecked()))

    # Closing

    def reject(self) -> None:
        """Esc closes; while the journal is being replaced it only asks to stop, which is heard before the replacing."""
        if self._link.running:
            self._on_cancel()
            return
        self._look.stop()
        if self._background.running:
            QThreadPool.globalInstance().waitForDone(_LOOK_WAIT_MS)
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The cross does as Esc does."""
        event.ignore()
        self.reject()
