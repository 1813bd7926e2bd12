"""The windowed program: QApplication and its look, sign-in and main window in turn, idle lock, crash bridge."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from ezh_desktop import logs
from ezh_desktop import settings as preferences
from ezh_desktop.settings import Settings
from ezh_desktop.ui import theme
from ezh_desktop.ui.doors import Doors, SystemDoors
from ezh_desktop.ui.qttexts import speak_russian
from ezh_desktop.ui.signin.opener import Opener
from ezh_desktop.ui.signin.window import SignInWindow

if TYPE_CHECKING:
    from ezh_desktop.services.doors import Office
    from ezh_desktop.ui.mainwindow import MainWindow
    from ezh_desktop.ui.printcommands import Save

_MINUTE_MS = 60_000
_STIRRINGS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class Signed(Protocol):
    """What the sign-in window hands over."""

    @property
    def office(self) -> Office:
        """The person's doors."""

    @property
    def needs_own_password(self) -> bool:
        """Whether the password came from an administrator and has just been replaced."""

    @property
    def path(self) -> Path:
        """The journal's file."""


def make_application(settings: Settings, argv: Sequence[str] = ()) -> QApplication:
    """The QApplication with Russian texts of Qt, the theme of the settings, and the program's name."""
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication([sys.argv[0], *argv])
    app.setApplicationName("ЭЖ Desktop")
    app.setDesktopFileName("ezh-desktop")
    speak_russian(app)
    theme.apply(theme.Scheme(settings.get(preferences.SCHEME)))
    theme.follow_system()
    return app


def leave_loaded_alone() -> None:
    """Let the garbage collector pass over the modules that are loaded: they stay to the end.

    Walking through their hundred thousand objects held the window still for 0.1 s now and then, without them 0.015 s.
    """
    if not gc.get_freeze_count():
        gc.freeze()


class IdleWatch(QObject):
    """`idle` comes after the minutes of the setting without key and mouse (3.2)."""

    idle = Signal()

    def __init__(self, app: QApplication, minutes: int) -> None:
        super().__init__(app)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(minutes * _MINUTE_MS)
        self._timer.timeout.connect(self.idle)
        app.installEventFilter(self)
        self._timer.start()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Any stirring of the person starts the time anew."""
        if event.type() in _STIRRINGS:
            self._timer.start()
        return False

    def stop(self) -> None:
        """The window is closed on the lock, or gone."""
        self._timer.stop()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)


class _Crashes(QObject):
    """Brings what went wrong in any thread to the window's thread."""

    happened = Signal(str)

    def __init__(self, doors: Doors, parent: QObject) -> None:
        super().__init__(parent)
        self._doors = doors
        self.happened.connect(self._on_happened)

    def _on_happened(self, text: str) -> None:
        self._doors.tell(QApplication.activeWindow(), text)


class Desktop(QObject):
    """Sign-in, main window, sign-in again: one window at a time."""

    def __init__(
        self,
        opener: Opener,
        settings: Settings,
        doors: Doors,
        save: Save,
        *,
        path: Path | None = None,
        login: str = "",
    ) -> None:
        """`save` writes a file safely; `path` is the journal to open, else the last one."""
        super().__init__()
        self._opener, self._settings, self._doors, self._save = opener, settings, doors, save
        last = settings.get(preferences.LAST_JOURNAL)
        self._path = path or (Path(last) if last and Path(last).exists() else None)
        self._login = login
        self.sign_in: SignInWindow | None = None
        self.window: MainWindow | None = None
        self._idle: IdleWatch | None = None
        self._locks_idle = True

    def stay_open(self) -> None:
        """Never lock for idleness: nobody was told the password of a demo school."""
        self._locks_idle = False

    def start(self) -> None:
        """Shows the sign-in window."""
        self._show_sign_in()

    def _show_sign_in(self, renewed: str = "") -> None:
        """`renewed` is the login of a person who has just set an own password."""
        self.sign_in = SignInWindow(self._opener, self._doors, self._path, login=renewed or self._login)
        if renewed:
            self.sign_in.tell("Свой пароль задан", "Войдите с ним.")
        self.sign_in.signed_in.connect(self._on_signed_in)
        self.sign_in.restore_asked.connect(self._on_restore)
        self.sign_in.new_asked.connect(self._on_new)
        self.sign_in.rejected.connect(self._on_given_up)
        self.sign_in.show()

    def _on_signed_in(self, session: Signed) -> None:
        self._path = session.path
        login = self.sign_in.login if self.sign_in is not None else ""
        self._drop_sign_in()
        if session.needs_own_password:
            # The key pair was replaced with the password, so the old session has ended.
            self._show_sign_in(login)
            return
        self.show_office(session.office)

    def show_office(self, office: Office) -> None:
        """Opens the main window of a signed-in person."""
        # The sign-in is painted before the pages are loaded: 0.15 s in which a teacher already types.
        from ezh_desktop.ui.backupcommands import follow_restore  # noqa: PLC0415
        from ezh_desktop.ui.mainwindow import MainWindow  # noqa: PLC0415

        leave_loaded_alone()
        self.window = MainWindow(office, self._settings, self._doors, self._save)
        self.window.lock_asked.connect(self._on_lock)
        self.window.other_asked.connect(self._on_lock)
        app = QApplication.instance()
        if isinstance(app, QApplication) and self._locks_idle:
            self._idle = IdleWatch(app, self._settings.get(preferences.IDLE_LOCK_MINUTES))
            self._idle.idle.connect(self._on_lock)
        self.window.closed.connect(self._on_closed)
        follow_restore(self.window, self._on_lock_and_restore)
        self.window.show_as_left()

    def _on_lock(self) -> None:
        """The session ends, the window goes, and the password is asked for again."""
        self._drop_window()
        self._show_sign_in()

    def _on_lock_and_restore(self) -> None:
        """The person's own session must have ended before the journal can be replaced."""
        self._on_lock()
        self._on_restore()

    def _on_restore(self) -> None:
        from ezh_desktop.ui.backupcommands import restore_dialog  # noqa: PLC0415 - loads the database

        if self.sign_in is None:
            return
        dialog = restore_dialog(self._opener, self._doors, self.sign_in.path or self._path, self.sign_in)
        if dialog is not None:
            dialog.restored.connect(self.sign_in.show_journal)
            dialog.open()

    def _on_new(self) -> None:
        from ezh_desktop.ui.signin.newjournal import ask_new_journal  # noqa: PLC0415 - most start with a journal

        sign_in = self.sign_in
        if sign_in is not None:
            ask_new_journal(
                self._opener,
                self._doors,
                self._save,
                sign_in,
                lambda new: sign_in.enter_as(new.path, new.login, new.password),
            )

    def _on_given_up(self) -> None:
        self._drop_sign_in()
        QApplication.quit()

    def _on_closed(self) -> None:
        self._drop_window()
        QApplication.quit()

    def _drop_sign_in(self) -> None:
        if self.sign_in is not None:
            self.sign_in.deleteLater()
            self.sign_in = None

    def _drop_window(self) -> None:
        if self._idle is not None:
            self._idle.stop()
            self._idle.deleteLater()
            self._idle = None
        if self.window is not None:
            window, self.window = self.window, None
            window.closed.disconnect(self._on_closed)
            window.end_session()
            window.hide()
            window.deleteLater()


def run(
    opener: Opener,
    settings: Settings,
    save: Save,
    path: Path | None = None,
    login: str = "",
    *,
    signed: Signed | None = None,
) -> int:
    """Runs the windowed program until the person leaves; gives the exit code.

    `signed` is a session to begin with instead of the sign-in window, for the demo school.
    """
    app = make_application(settings)
    app.setQuitOnLastWindowClosed(False)
    doors = SystemDoors()
    crashes = _Crashes(doors, app)
    logs.install_hooks(crashes.happened.emit)
    desktop = Desktop(opener, settings, doors, save, path=path, login=login)
    if signed is None:
        desktop.start()
    else:
        desktop.stay_open()
        desktop.show_office(signed.office)
    return app.exec()
