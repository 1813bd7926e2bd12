"""«Файл → Сменить пароль…» on a real file: the present one is asked for, the journal then closes (3.2)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from ezh_desktop.errors import SignInTrouble
from ezh_desktop.services.opening import Session
from ezh_desktop.services.verifying import verify
from ezh_desktop.ui.dialogs.changepassword import ChangePasswordDialog
from ezh_desktop.ui.widgets.passwordfield import PasswordField
from ezh_desktop.ui.widgets.workline import WorkLine
from tests.factories import PASSWORD, School, a_school, open_office
from tests.ui.staff_school import signed_in

OWN = "ромашка кирпич облако 5"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> School:
    return a_school(tmp_path_factory.mktemp("пароль") / "школа.ezh", signs_in=("teacher",))


@pytest.fixture
def school(made, tmp_path: Path) -> School:
    return made.copied(tmp_path)


@pytest.fixture
def session(school) -> Iterator[Session]:
    found = signed_in(school, "teacher")
    yield found
    found.close()


@pytest.fixture
def dialog(sits, session) -> ChangePasswordDialog:
    """Opened by its key over the window of a teacher."""
    teacher = sits(session.office, grid=False)
    teacher.locks = []
    teacher.window.lock_asked.connect(lambda: teacher.locks.append(True))
    teacher.presses("Ctrl+Shift+N")
    (found,) = teacher.window.findChildren(ChangePasswordDialog)
    found.teacher = teacher
    return found


def types(dialog: ChangePasswordDialog, name: str, text: str) -> None:
    field = dialog.findChild(PasswordField, name)
    field.clear()
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(field, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def fills(dialog: ChangePasswordDialog, present: str, new: str, again: str | None = None) -> QPushButton:
    types(dialog, "present", present)
    types(dialog, "newPassword", new)
    types(dialog, "repeated", new if again is None else again)
    return dialog.findChild(QPushButton, "set")


def test_a_new_password_closes_the_journal_and_opens_it_again(qtbot, dialog, school):
    QTest.mouseClick(fills(dialog, PASSWORD, OWN), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.teacher.locks == [True], timeout=10_000)
    with pytest.raises(SignInTrouble):
        signed_in(school, "teacher")
    again = signed_in(school, "teacher", OWN)
    assert not again.needs_own_password
    assert verify(again.office).findings == ()
    again.close()


def test_a_wrong_present_password_changes_nothing(qtbot, dialog, school):
    QTest.mouseClick(fills(dialog, "не тот пароль", OWN), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.settled, timeout=10_000)
    assert "Прежний пароль введён неверно" in dialog.findChild(WorkLine, "work").text
    signed_in(school, "teacher").close()


@pytest.mark.parametrize(
    ("present", "new", "again"), [("", OWN, OWN), (PASSWORD, "12345678", "12345678"), (PASSWORD, OWN, OWN + "5")]
)
def test_what_cannot_become_a_password_cannot_be_pressed(dialog, present, new, again):
    assert not fills(dialog, present, new, again).isEnabled()


def test_the_command_is_for_who_has_signed_in_by_a_password(sits, school):
    teacher = sits(open_office(school, "teacher"), grid=False)
    assert "own_password" not in teacher.window.commands
