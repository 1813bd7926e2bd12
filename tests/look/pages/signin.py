"""The sign-in window and its dialogs in their states."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from ezh_desktop.errors import EzhError, KeyFileTrouble, SignInTrouble
from ezh_desktop.services.passwords import Estimate
from ezh_desktop.ui import fitting
from ezh_desktop.ui.background import Background
from ezh_desktop.ui.signin.newjournal import NewJournalDialog
from ezh_desktop.ui.signin.opener import MadeJournal, OpenNotice
from ezh_desktop.ui.signin.ownpassword import OwnPasswordDialog
from ezh_desktop.ui.signin.recovery import RecoveryDialog
from ezh_desktop.ui.signin.recoverypaper import RecoveryPaperDialog
from ezh_desktop.ui.signin.window import SignInWindow
from ezh_desktop.ui.widgets.passwordfield import PasswordField
from tests.look.registry import Scene, Shot, shows
from tests.ui.opener import GROUPS, NoDoors, StillOpener

SMALL = QSize(1366 // 2, 768 // 2) - fitting.FRAME
"""A dialog on 1366×768 at 200 %."""
PATH = Path("D:\\Журнал\\shkola-2026.ezh")
WRONG = SignInTrouble("Неверный логин или пароль.", "Проверьте раскладку клавиатуры и Caps Lock.")
NO_KEYS = KeyFileTrouble(
    "Файл ключей «shkola-2026.ezh.keys» не найден рядом с журналом.",
    "Верните его из резервной копии или войдите с кодом восстановления.",
)
READ_ONLY = OpenNotice(
    "Журнал открыт на компьютере «Кабинет 12»",
    "Орлов Пётр Иванович, с 10:05. Сейчас можно только читать",
    read_only=True,
)


class PaperDoors(NoDoors):
    """One printer, and consent to every question."""

    def ask(self, *_asked: object, **_words: object) -> bool:
        return True

    def printers(self) -> list[str]:
        return ["HP LaserJet, учительская"]


def _press(field: QWidget, text: str) -> None:
    for letter in text:
        QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))


def _window(opener: StillOpener | None = None, login: str = "sokolova") -> SignInWindow:
    return SignInWindow(opener or StillOpener(), NoDoors(), PATH, login=login)


def _failed(name: str, error: EzhError, opener: StillOpener | None = None) -> Shot:
    window = _window(opener)

    def fail() -> None:
        window.findChild(PasswordField).setText("семёрка")
        window.findChild(Background).failed.emit(error)

    return Shot(name, window, ready=fail)


def _busy(opener: StillOpener) -> Shot:
    window = _window(opener)

    def start() -> None:
        window.findChild(PasswordField).setText("тихий ручей")
        window.findChild(QWidget, "enter").click()

    return Shot("busy", window, ready=start)


@shows("signin")
def signin(_scene: Scene) -> Iterator[Shot]:
    """Capitals typed by accident, the first time, faults, and the busy state."""
    window = _window()
    yield Shot("caps-lock", window, ready=lambda: _press(window.findChild(PasswordField), "ПАРОЛЬДОМА"))
    yield Shot("first-time", SignInWindow(StillOpener(), NoDoors()))
    yield _failed("refused-once", WRONG)
    yield _failed("refused", WRONG, StillOpener(notice=READ_ONLY, waits=4))
    yield _failed("no-key-file", NO_KEYS)
    opener = StillOpener(holds=True)
    yield _busy(opener)
    opener.release()
    with patch.object(fitting, "room", lambda _screen: SMALL):
        yield Shot("small", _window())
        yield _failed("small-no-key-file", NO_KEYS)


@shows("own-password")
def own_password(_scene: Scene) -> Iterator[Shot]:
    """The first sign-in: nothing typed, weak, good."""
    yield Shot("empty", OwnPasswordDialog(StillOpener().estimate, ["sokolova"]))
    for name, estimate, first, second in (
        ("weak", Estimate(1, enough=False, advice="Такие пароли подбирают первыми."), "12345678", "123456a"),
        ("good", Estimate(4, enough=True), "ромашка кирпич облако", "ромашка кирпич облако"),
    ):
        dialog = OwnPasswordDialog(lambda _password, _words, answer=estimate: answer, ["sokolova"])
        dialog.findChild(PasswordField, "newPassword").setText(first)
        dialog.findChild(PasswordField, "repeated").setText(second)
        yield Shot(name, dialog)


@shows("recovery-code")
def recovery_code(_scene: Scene) -> Iterator[Shot]:
    """Empty, and with one group that cannot be right."""
    yield Shot("empty", RecoveryDialog(StillOpener().check_group))
    dialog = RecoveryDialog(StillOpener().check_group)
    for number, field in enumerate(dialog.findChildren(QLineEdit)[:4], start=1):
        field.setText(f"{11 * (12340 + 7 * number):06d}" if number != 3 else "123456")
    yield Shot("fault", dialog)


@shows("new-journal")
def new_journal(_scene: Scene) -> Iterator[Shot]:
    """What is asked for a new journal, and its recovery code, shown once."""
    yield Shot("empty", NewJournalDialog(StillOpener(), NoDoors()))
    filled = NewJournalDialog(StillOpener(), NoDoors())
    for name, text in (("school", "МБОУ «СОШ № 12» города Кинешмы"), ("login", "admin")):
        filled.findChild(QLineEdit, name).setText(text)
    for name in ("newPassword", "repeated"):
        filled.findChild(PasswordField, name).setText("ромашка кирпич облако")
    yield Shot("filled", filled)
    paper = RecoveryPaperDialog(MadeJournal(GROUPS, bytes), PaperDoors(), lambda _path, _data: None)
    yield Shot("code", paper)
    wrong = RecoveryPaperDialog(MadeJournal(GROUPS, bytes), PaperDoors(), lambda _path, _data: None)
    wrong.findChild(QLineEdit, "group").setText("123456")
    yield Shot("code-wrong", wrong)
