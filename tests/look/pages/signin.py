"""The sign-in window and its dialogs in their states."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from ezh_desktop.errors import SignInTrouble
from ezh_desktop.ui.background import Background
from ezh_desktop.ui.signin.opener import JournalLine, OpenNotice, PasswordEstimate
from ezh_desktop.ui.signin.ownpassword import OwnPasswordDialog
from ezh_desktop.ui.signin.recovery import RecoveryDialog
from ezh_desktop.ui.signin.window import SignInWindow
from ezh_desktop.ui.widgets.passwordfield import PasswordField
from tests.look.registry import Scene, Shot, shows
from tests.ui.opener import NoDoors, StillOpener

PATH = Path("D:\\Журнал\\shkola-2026.ezh")


def _press(field: QWidget, text: str) -> None:
    for letter in text:
        QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))


def _window(opener: StillOpener | None = None, login: str = "sokolova") -> SignInWindow:
    return SignInWindow(opener or StillOpener(), NoDoors(), PATH, login=login)


@shows("signin")
def signin(_scene: Scene) -> Iterator[Shot]:
    """Pictures 07 and 07b, the first time, and the busy state."""
    window = _window()
    yield Shot("caps-lock", window, ready=lambda: _press(window.findChild(PasswordField), "ПАРОЛЬДОМА"))
    first = SignInWindow(StillOpener(line=JournalLine(PATH)), NoDoors(), None)
    yield Shot("first-time", first)
    refused = _window(
        StillOpener(
            notice=OpenNotice(
                "Журнал открыт на компьютере «Кабинет 12»",
                "Орлов Пётр Иванович, с 10:05. Сейчас можно только читать",
                read_only=True,
            ),
            refuses=SignInTrouble("Имя или пароль не подошли."),
            waits=4,
        )
    )

    def refuse() -> None:
        refused.findChild(PasswordField).setText("семёрка")
        refused.findChild(Background).failed.emit(SignInTrouble("Имя или пароль не подошли."))

    yield Shot("refused", refused, ready=refuse)
    opener = StillOpener(holds=True)
    busy = _window(opener)

    def start() -> None:
        busy.findChild(PasswordField).setText("тихий ручей")
        _press(busy.findChild(PasswordField), "\r")
        busy.findChild(QWidget, "enter").click()

    yield Shot("busy", busy, ready=start)
    opener.release()


@shows("own-password")
def own_password(_scene: Scene) -> Iterator[Shot]:
    """The first sign-in: nothing typed, weak, good."""
    yield Shot("empty", OwnPasswordDialog(StillOpener().estimate, ["sokolova"]))
    for name, estimate, first, second in (
        ("weak", PasswordEstimate(1, enough=False, advice="Такие пароли подбирают первыми."), "12345678", "123456a"),
        ("good", PasswordEstimate(4, enough=True), "ромашка кирпич облако", "ромашка кирпич облако"),
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
