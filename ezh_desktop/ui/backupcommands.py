"""«Файл → Резервная копия…» and «Восстановить из резервной копии…»; the status bar tells of the newest one."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.errors import EzhError
from ezh_desktop.jobs.base import JobState
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.schoolcommands import SchoolTools, Slots
from ezh_desktop.ui.widgets.busy import BusyStrip
from ezh_desktop.ui.widgets.statusbar import StatusBar

if TYPE_CHECKING:
    from ezh_desktop.services.backups import Media
    from ezh_desktop.services.office import FileOffice
    from ezh_desktop.ui.backupwork import Outcome
    from ezh_desktop.ui.dialogs.backup import BackupDialog
    from ezh_desktop.ui.dialogs.restore import RestoreDialog
    from ezh_desktop.ui.signin.opener import Opener

_AGE_MS = 10 * 60_000
_PATIENCE_SECONDS = 5.0


def backup_slots(tools: SchoolTools) -> Slots:
    """The commands, for who may use them; they live in a `BackupDesk` of the window."""
    # Services load when they are first asked for.
    from ezh_desktop.services.office import FileOffice  # noqa: PLC0415

    office, status = tools.office, tools.window.findChild(StatusBar)
    if not isinstance(office, FileOffice) or status is None:
        return {}
    desk = tools.window.findChild(BackupDesk) or BackupDesk(office, status, tools.doors, tools.window)
    slots = {}
    if office.may(Action.BACKUP, Thing.JOURNAL):
        slots["backup"] = desk.show_backup
    if office.may(Action.RESTORE, Thing.JOURNAL):
        slots["restore_backup"] = desk.ask_restore
    return slots


def follow_restore(window: QWidget, follow: Callable[[], None]) -> None:
    """Calls `follow` when the person at the window wants the journal restored; it ends the window's session."""
    desk = window.findChild(BackupDesk)
    if desk is not None:
        # Queued: the window goes while its own command is still being answered.
        desk.restore_asked.connect(follow, Qt.ConnectionType.QueuedConnection)


def restore_dialog(
    opener: Opener, doors: Doors, target: Path | None, parent: QWidget, media: Media | None = None
) -> RestoreDialog | None:
    """The dialog that restores a journal; where none is chosen the person says where to. None when nothing is said."""
    from ezh_desktop.services.backups import SystemMedia  # noqa: PLC0415 - loads when first asked for
    from ezh_desktop.ui.dialogs.restore import RestoreDialog  # noqa: PLC0415

    if target is None:
        target = doors.save_file(parent, "Куда восстановить журнал", "Журнал (*.ezh)", Path("журнал.ezh"))
    if target is None:
        return None
    target = target if target.suffix else target.with_suffix(".ezh")
    dialog = RestoreDialog(target, media or SystemMedia(), doors, opener.restore_tools, opener.check_group, parent)
    dialog.finished.connect(dialog.deleteLater)
    return dialog


class BackupDesk(QObject):
    """The backups of one window. `restore_asked` comes when the person has agreed to close the journal for it."""

    restore_asked = Signal()

    def __init__(
        self, office: FileOffice, status: StatusBar, doors: Doors, window: QWidget, media: Media | None = None
    ) -> None:
        """`media` are the computer's unless given."""
        from ezh_desktop.services.backups import SystemMedia  # noqa: PLC0415 - loads when a window opens
        from ezh_desktop.ui.backupwork import TITLE, BackupWork  # noqa: PLC0415

        super().__init__(window)
        self.media = media or SystemMedia()
        self._office, self._status, self._doors, self._window = office, status, doors, window
        self._watches = office.may(Action.RESTORE, Thing.JOURNAL)
        self.work = BackupWork(office, self)
        self._dialog: BackupDialog | None = None
        self._given_up = False
        self._strip = BusyStrip(window, TITLE)
        self._strip.hide()
        self._age = QTimer(self)
        self._age.setInterval(_AGE_MS)
        self._connect()
        self.show_age()

    def _connect(self) -> None:
        self._strip.unfold_asked.connect(self._on_unfold)
        self._strip.abort_asked.connect(self.work.cancel)
        self.work.moved.connect(self._on_moved)
        self.work.ended.connect(self._on_ended)
        self._age.timeout.connect(self.show_age)
        self._age.start()
        self._window.installEventFilter(self)
        ending = getattr(self._window, "ending", None)
        if ending is not None:
            ending.connect(self.end)

    @property
    def dialog(self) -> BackupDialog | None:
        """The dialog, while there is one."""
        return self._dialog

    def show_backup(self) -> None:
        """Shows the dialog, the one that is open already when there is one."""
        from ezh_desktop.ui.dialogs.backup import BackupDialog  # noqa: PLC0415 - loads when first asked for

        if self._dialog is None:
            self._dialog = BackupDialog(self.work, self.media, self._doors, self._window)
            self._dialog.finished.connect(self._on_finished)
        self._strip.hide()
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    def ask_restore(self) -> None:
        """The journal must be closed for it: the sign-in window takes over."""
        if self._doors.ask(
            self._window,
            "Закрыть журнал и восстановить его из резервной копии?",
            "Всё введённое сохранено. Восстановление начнётся в окне входа; до него журнал не меняется.",
            act="Закрыть журнал",
        ):
            self.restore_asked.emit()

    def show_age(self) -> None:
        """Tells the administrator how old the newest copy is; in amber after a week."""
        from ezh_desktop.services.backups import last_backup  # noqa: PLC0415 - see above

        if not self._watches:
            return
        with suppress(EzhError):
            last = last_backup(self._office)
            words = f"Копия: {last.words}" if last.when else "Копии ещё нет"
            self._status.backup.show_text(words, "warn_text" if last.old else "text2")
            self._status.backup.setToolTip("Сделайте резервную копию: меню «Файл»." if last.old else "")

    def end(self) -> None:
        """Before the session ends: what runs is stopped and leaves nothing behind.

        At the lock, which asks nothing, a copy that is nearly ready may still become so.
        """
        self._age.stop()
        self.work.stop(0.0 if self._given_up else _PATIENCE_SECONDS)
        if self._dialog is not None:
            self._dialog.end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A window that is closed while a copy is made asks first."""
        closes = watched is self._window and event.type() == QEvent.Type.Close
        if closes and self.work.running and not self._may_stop():
            event.ignore()
            return True
        return False

    def _may_stop(self) -> bool:
        self._given_up = self._doors.ask(
            self._window,
            "Прервать резервную копию?",
            "Копия ещё не готова. Если закрыть журнал сейчас, её не будет; прежние копии целы.",
            act="Прервать и закрыть",
            keep="Подождать",
        )
        return self._given_up

    def _on_moved(self, state: JobState) -> None:
        folded = self._dialog is not None and not self._dialog.isVisible() and self.work.running
        if folded and state.share is not None:
            self._strip.show_percent(int(state.share * 100))
            if not self._strip.isVisible():
                self._status.take_in(self._strip)

    def _on_unfold(self) -> None:
        self.show_backup()

    def _on_ended(self, outcome: Outcome) -> None:
        """A copy that was folded tells of its end in the bar, of a failure in the dialog."""
        self._strip.hide()
        if outcome.done is not None:
            self.show_age()
            self._status.show_note(f"Копия готова и проверена: {outcome.destination.words}")
        if outcome.error is not None:
            self.show_backup()

    def _on_finished(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
