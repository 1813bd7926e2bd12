"""From the slip to the journal: a new teacher signs in with the one-time password and sets an own one (3.1)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from ezh_desktop.domain.names import PersonName
from ezh_desktop.domain.rights_table import Role
from ezh_desktop.journal import JournalOpener
from ezh_desktop.services.accounts import NewStaff, add_account
from ezh_desktop.settings import Settings
from ezh_desktop.storage.passwords import FLOOR
from ezh_desktop.ui import theme
from ezh_desktop.ui.app import Desktop
from ezh_desktop.ui.signin.ownpassword import OwnPasswordDialog
from ezh_desktop.ui.signin.window import SignInWindow
from ezh_desktop.ui.widgets.passwordfield import PasswordField
from ezh_desktop.ui.widgets.signs import Notice
from tests.factories import School, a_school, fake_clock
from tests.ui.conftest import ClipDoors, nothing_saved
from tests.ui.staff_school import signed_in

OWN = "ромашка кирпич облако 5"


@pytest.fixture
def school(tmp_path: Path) -> School:
    return a_school(tmp_path / "школа.ezh")


@pytest.fixture
def desktop(qapp: QApplication, school: School, tmp_path: Path) -> Iterator[Desktop]:
    theme.apply(theme.Scheme.LIGHT)
    settings = Settings(tmp_path / "settings.ini")
    opener = JournalOpener(settings, cost=FLOOR, clock=fake_clock())
    shown = Desktop(opener, settings, ClipDoors(), nothing_saved, path=school.path)
    shown.stay_open()
    shown.start()
    yield shown
    if shown.window is not None:
        shown.window.close()
    if shown.sign_in is not None:
        shown.sign_in.reject()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def types(field: QWidget, text: str) -> None:
    field.setFocus()
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(field, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def signs_in(window: SignInWindow, login: str, password: str) -> None:
    types(window.findChild(QLineEdit, "login"), login)
    types(window.findChild(PasswordField, "password"), password)
    QTest.mouseClick(window.findChild(QPushButton, "enter"), Qt.MouseButton.LeftButton)


def test_a_new_teacher_comes_from_the_slip_into_the_journal(qtbot, desktop: Desktop, school: School) -> None:
    admin = signed_in(school)
    new = NewStaff(PersonName("Новикова", "Инна", "Петровна"), "f", "novikova", [(Role.DEPUTY, None)])
    slip = add_account(admin.office, new)
    admin.close()

    first = desktop.sign_in
    assert first is not None
    # As people type it: without the hyphens of the paper, with Caps Lock on.
    signs_in(first, "Novikova", slip.replace("-", "").upper())
    qtbot.waitUntil(lambda: first.findChild(OwnPasswordDialog) is not None, timeout=10_000)
    dialog = first.findChild(OwnPasswordDialog)
    set_it = dialog.findChild(QPushButton, "set")
    types(dialog.findChild(PasswordField, "newPassword"), "novikova1")
    types(dialog.findChild(PasswordField, "repeated"), "novikova1")
    assert not set_it.isEnabled()
    for name in ("newPassword", "repeated"):
        dialog.findChild(PasswordField, name).clear()
        types(dialog.findChild(PasswordField, name), OWN)
    QTest.mouseClick(set_it, Qt.MouseButton.LeftButton)

    # The key pair is new: one signs in once more, with the own password.
    qtbot.waitUntil(lambda: desktop.sign_in not in {None, first}, timeout=10_000)
    again = desktop.sign_in
    assert again is not None
    assert again.login == "Novikova"
    assert again.findChild(Notice).accessibleName() == "Свой пароль задан"
    types(again.findChild(PasswordField, "password"), OWN)
    QTest.mouseClick(again.findChild(QPushButton, "enter"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desktop.window is not None, timeout=10_000)
    assert desktop.window is not None
    assert desktop.window.office.person.name == "Новикова Инна Петровна"
