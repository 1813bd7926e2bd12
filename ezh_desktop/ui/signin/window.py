"""The sign-in window: which journal, who, the password; everything slow runs outside its thread."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton, QWidget

from ezh_desktop.errors import DamageTrouble, DriveGoneTrouble, EzhError, SignInTrouble
from ezh_desktop.ui import fitting, forms, icons
from ezh_desktop.ui.background import Background
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.help import help_key
from ezh_desktop.ui.keyboard import Keyboard
from ezh_desktop.ui.signin.cover import Cover
from ezh_desktop.ui.signin.opener import JournalLine, Opener, OpenNotice, SignedIn
from ezh_desktop.ui.signin.ownpassword import OwnPasswordDialog
from ezh_desktop.ui.signin.recovery import RecoveryDialog
from ezh_desktop.ui.widgets.linkbutton import LinkButton
from ezh_desktop.ui.widgets.passwordfield import PasswordField
from ezh_desktop.ui.widgets.plain import Air, ElidedLabel, HairLine, JournalSign
from ezh_desktop.ui.widgets.signs import Kind, Notice, SignLine

WIDTH, HEIGHT = 760, 404
NOTICE_HEIGHT = 48
KINDS = "Журнал (*.ezh)"
_TAIL = " Повторить можно через {} с"
_PARTS = (Cover, JournalSign, ElidedLabel, HairLine, Air, Notice, PasswordField, SignLine, LinkButton)


class SignInWindow(QDialog):
    """Ends accepted with `signed_in(session)`, or rejected by Esc; the session is the Opener's own object.

    `restore_asked` comes where the journal is missing or damaged and the person wants it back from a copy,
    `new_asked` where a school has none yet.
    """

    signed_in = Signal(object)
    restore_asked = Signal()
    new_asked = Signal()

    def __init__(
        self,
        opener: Opener,
        doors: Doors,
        path: Path | None = None,
        *,
        login: str = "",
        keyboard: Keyboard | None = None,
        now: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        """`now` gives seconds of running time and only counts the delay down."""
        super().__init__(parent)
        self._opener, self._doors, self._now = opener, doors, now
        self._path: Path | None = None
        self._session: SignedIn | None = None
        self._standing: OpenNotice | None = None
        self._again_at = 0.0
        self._refused = self._remedy = ""
        self._abandoned = self._broken = False
        self._work = Background(self)
        self._countdown = QTimer(self)
        self._countdown.setInterval(200)
        self._build()
        self._connect()
        self._password.use(keyboard or Keyboard(self))
        self._login.setText(login)
        self.show_journal(path)
        (self._password if login else self._login).setFocus()

    @property
    def path(self) -> Path | None:
        """The journal that is chosen."""
        return self._path

    @property
    def login(self) -> str:
        """The login as typed."""
        return self._login.text().strip()

    def tell(self, title: str, detail: str) -> None:
        """Says that something was done, until the next try."""
        self._show_notice(OpenNotice(title, detail), Kind.DONE)

    def show_journal(self, path: Path | None) -> None:
        """Chooses the journal to open."""
        self._path = path
        self._broken = path is None
        line = self._opener.line(path) if path else None
        self._show_line(line)
        self._standing = self._opener.notice(path) if path else None
        self._show_notice(self._standing)
        self._refresh()

    def enter_as(self, path: Path, login: str, password: str) -> None:
        """Signs in where login and password are known: the person has just made the journal."""
        self.show_journal(path)
        self._login.setText(login)
        self._password.setText(password)
        self._sign_in(readonly=False)

    def reject(self) -> None:
        """Esc and the cross: a sign-in that still runs is waited for out of sight and closed again."""
        if self._work.running:
            self._abandoned = True
            self.hide()
            return
        self._drop_session()
        super().reject()

    def _build(self) -> None:
        forms.fill(self, known=_PARTS)
        self.setWindowIcon(icons.app_icon())
        self._cover = forms.child(self, Cover, "cover")
        self._school = forms.child(self, ElidedLabel, "school")
        self._place = forms.child(self, ElidedLabel, "path")
        self._notice = forms.child(self, Notice, "notice")
        self._notice_air = forms.child(self, Air, "noticeAir")
        self._login = forms.child(self, QLineEdit, "login")
        self._password = forms.child(self, PasswordField, "password")
        self._message = forms.child(self, SignLine, "message")
        self._remedy_label = forms.child(self, QLabel, "remedy")
        self._enter = forms.child(self, QPushButton, "enter")
        self._read_only = forms.child(self, QPushButton, "readOnly")
        self._recovery = forms.child(self, LinkButton, "recovery")
        self._forgotten = forms.child(self, QLabel, "forgotten")
        self._restore = forms.child(self, LinkButton, "restoreBackup")
        self._other = forms.child(self, LinkButton, "otherJournal")
        self._new = forms.child(self, LinkButton, "newJournal")
        self.setTabOrder(self._password, self._password.eye)
        self.setTabOrder(self._password.eye, self._enter)

    def _connect(self) -> None:
        help_key(self, "signin")
        self._other.clicked.connect(self._on_other_clicked)
        self._recovery.clicked.connect(self._on_recovery_clicked)
        self._restore.clicked.connect(self.restore_asked)
        self._new.clicked.connect(self.new_asked)
        self._enter.clicked.connect(self._on_enter_clicked)
        self._read_only.clicked.connect(self._on_read_only_clicked)
        self._login.textChanged.connect(self._on_edited)
        self._password.textChanged.connect(self._on_edited)
        self._password.caps_changed.connect(self._show_message)
        self._countdown.timeout.connect(self._on_countdown_timeout)
        self._work.ended.connect(self._refresh)
        self._work.done.connect(self._on_work_done)
        self._work.failed.connect(self._on_work_failed)

    def _show_line(self, line: JournalLine | None) -> None:
        self._school.show_whole(line.title if line else "Журнал не выбран")
        self._place.show_whole(str(line.path) if line else "Выберите его или создайте")

    @property
    def _read_only_forced(self) -> bool:
        return self._standing is not None and self._standing.read_only

    def _show_notice(self, notice: OpenNotice | None, kind: Kind = Kind.WARNING) -> None:
        if notice:
            self._notice.say(kind, notice.title, notice.detail)
        self._notice.setVisible(notice is not None)
        self._notice_air.setVisible(notice is not None)
        self._read_only.setVisible(not self._read_only_forced)
        lines = self._notice.heightForWidth(WIDTH - self._cover.width() - 80) if notice else 0
        self._fix_size(HEIGHT + max(0, NOTICE_HEIGHT + lines - 50 if notice else 0))

    def _fix_size(self, height: int) -> None:
        """The size for what is said; where the screen is too narrow the picture at the left goes first."""
        most = fitting.room(self.screen())
        narrow = most is not None and most.width() < WIDTH
        self._cover.setVisible(not narrow)
        fitting.fix(self, WIDTH - (self._cover.width() if narrow else 0), height)

    def _waits(self) -> int:
        return max(0, math.ceil(self._again_at - self._now()))

    def _refresh(self) -> None:
        ready = bool(self._path and self._login.text().strip() and self._password.text())
        free = not self._work.running and not self._waits()
        words = "Войти для чтения" if self._read_only_forced else "Войти"
        self._enter.setText("Проверяется пароль…" if self._work.running else words)
        for button in (self._enter, self._read_only):
            button.setEnabled(ready and free)
        for link in (self._other, self._new, self._recovery, self._restore):
            link.setEnabled(not self._work.running)
        self._restore.setVisible(self._broken)
        self._forgotten.setVisible(not self._broken)
        self._recovery.setVisible(self._path is not None)
        for field in (self._login, self._password):
            field.setReadOnly(self._work.running)
        self._show_message()

    def _show_message(self) -> None:
        """The one line under the password: a refusal outweighs Caps Lock."""
        waits = self._waits()
        if self._refused:
            tail = _TAIL.format(waits) if waits else ""
            self._message.say(Kind.FAULT, self._refused + tail, aloud=not self._message.text.startswith(self._refused))
        elif self._password.caps:
            self._message.say(Kind.KEYBOARD, "Включён Caps Lock", aloud=self._message.kind is not Kind.KEYBOARD)
        else:
            self._message.clear()
        self._remedy_label.setText(self._remedy if self._refused and not waits else "")
        self._mark_fault(bool(self._refused))

    def _mark_fault(self, fault: bool) -> None:
        if bool(self._password.property("fault")) != fault:
            self._password.setProperty("fault", fault)
            self._password.style().unpolish(self._password)
            self._password.style().polish(self._password)

    def _on_edited(self) -> None:
        if not self._waits():
            self._refused = ""
        self._refresh()

    def _on_enter_clicked(self) -> None:
        self._sign_in(readonly=self._read_only_forced)

    def _on_read_only_clicked(self) -> None:
        self._sign_in(readonly=True)

    def _sign_in(self, *, readonly: bool) -> None:
        if self._path is None:
            return
        self._refused = ""
        self._show_notice(self._standing)
        login, password = self._login.text().strip(), self._password.text()
        self._work.start(partial(self._opener.sign_in, self._path, login, password, readonly=readonly))
        self._refresh()

    def _on_other_clicked(self) -> None:
        folder = self._path.parent if self._path else None
        chosen = self._doors.open_file(self, "Другой журнал", KINDS, folder)
        if chosen is not None:
            self.show_journal(chosen)

    def _on_recovery_clicked(self) -> None:
        dialog = RecoveryDialog(self._opener.check_group, self)
        dialog.entered.connect(self._on_code_entered)
        dialog.open()

    def _on_code_entered(self, code: str) -> None:
        if self._path is not None and not self._work.running:
            self._work.start(partial(self._opener.recover, self._path, code, self._login.text().strip()))
            self._refresh()

    def _on_work_done(self, result: SignedIn | None) -> None:
        if result is not None:
            self._session = result
        if self._abandoned:
            self.reject()
            return
        self._refresh()
        if result is not None and result.needs_own_password:
            self._ask_own_password()
        else:
            self._finish()

    def _ask_own_password(self) -> None:
        whose = self._session.recovers if self._session else ""
        words = [whose or self._login.text().strip(), self._school.whole]
        dialog = OwnPasswordDialog(self._opener.estimate, words, self, whose=whose)
        dialog.chosen.connect(self._on_password_chosen)
        dialog.rejected.connect(self._on_password_declined)
        dialog.open()

    def _on_password_chosen(self, password: str) -> None:
        if self._session is not None:
            self._work.start(partial(self._session.set_own_password, password))
            self._refresh()

    def _on_password_declined(self) -> None:
        self._drop_session()
        self._password.clear()
        self._password.setFocus()

    def _drop_session(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None

    def _finish(self) -> None:
        session, self._session = self._session, None
        self._password.clear()
        self.signed_in.emit(session)
        self.accept()

    def _on_work_failed(self, error: EzhError) -> None:
        if self._abandoned:
            self.reject()
            return
        self._drop_session()
        self._start_delay()
        self._broken = isinstance(error, DamageTrouble | DriveGoneTrouble)
        # What is too long for the line under the password is no word about the password alone.
        if isinstance(error, SignInTrouble) and self._message.has_room_for(error.what + _TAIL * bool(self._waits())):
            self._refused, self._remedy = error.what, error.remedy
        else:
            self._show_notice(OpenNotice(error.what, error.remedy), Kind.FAULT)
        self._refresh()
        self._password.setFocus()
        self._password.selectAll()

    def _start_delay(self) -> None:
        delay = self._opener.delay(self._path, self._login.text().strip()) if self._path else 0.0
        self._again_at = self._now() + delay
        if delay > 0:
            self._countdown.start()

    def _on_countdown_timeout(self) -> None:
        if not self._waits():
            self._countdown.stop()
        self._refresh()
