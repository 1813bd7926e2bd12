"""No dialog reaches beyond a screen of 1366×768 at 200 %, and everything in it is reached by Tab."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ezh_desktop.errors import KeyFileTrouble
from ezh_desktop.ui import fitting, theme
from ezh_desktop.ui.background import Background
from ezh_desktop.ui.dialogs.printing import PrintDialog
from ezh_desktop.ui.help import HelpWindow
from ezh_desktop.ui.signin.ownpassword import OwnPasswordDialog
from ezh_desktop.ui.signin.recovery import RecoveryDialog
from ezh_desktop.ui.signin.window import SignInWindow
from ezh_desktop.ui.widgets.flow import FlowLayout
from tests.ui.opener import NoDoors, StillOpener
from tests.ui.paper_doors import PaperDoors, StillPrinter, source

SMALL = QSize(1366 // 2, 768 // 2) - fitting.FRAME


@pytest.fixture
def small(qapp, monkeypatch) -> None:
    theme.apply(theme.Scheme.LIGHT)
    monkeypatch.setattr(fitting, "room", lambda _screen: SMALL)


def tall(count: int = 40, width: int = 300) -> QDialog:
    """A dialog of many buttons."""
    dialog = QDialog()
    column = QVBoxLayout(dialog)
    for number in range(count):
        button = QPushButton(f"Кнопка {number}", dialog)
        button.setMinimumWidth(width)
        column.addWidget(button)
    fitting.fit(dialog)
    return dialog


def shown(qtbot, dialog: QDialog) -> QDialog:
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    for _ in range(4):
        QApplication.processEvents()
    if isinstance(dialog, PrintDialog):
        # What is still drawn when the dialog goes would have nobody to tell.
        qtbot.waitUntil(lambda: dialog.shown, timeout=20_000)
    return dialog


def signin() -> SignInWindow:
    return SignInWindow(StillOpener(), NoDoors(), Path("школа.ezh"), login="sokolova")


def own_password() -> OwnPasswordDialog:
    return OwnPasswordDialog(StillOpener().estimate, ["sokolova"])


def recovery() -> RecoveryDialog:
    return RecoveryDialog(StillOpener().check_group)


def printing() -> PrintDialog:
    return PrintDialog(source(), PaperDoors(), lambda _path, _data: None, printer=StillPrinter())


DIALOGS = (signin, own_password, recovery, printing, HelpWindow, tall)


def test_rows_of_fields_that_go_on_below_never_lie_over_each_other(qtbot, small):
    dialog = QDialog()
    column = QVBoxLayout(dialog)
    flow = FlowLayout()
    fields = [QPushButton(f"Кнопка {number}", dialog) for number in range(60)]
    for field in fields:
        flow.addWidget(field)
    column.addLayout(flow)
    column.addWidget(QLabel("Под ними", dialog))
    dialog.resize(1400, 300)
    fitting.fit(dialog)
    shown(qtbot, dialog)
    label = dialog.findChild(QLabel)
    assert max(field.geometry().bottom() for field in fields) < label.geometry().top()
    assert dialog.height() <= SMALL.height()


def in_sight(dialog: QDialog, widget: QWidget) -> bool:
    at = widget.mapTo(dialog, QPoint(0, 0))
    return dialog.rect().contains(at) and dialog.rect().contains(
        at + QPoint(min(widget.width(), 40), widget.height() - 1)
    )


@pytest.mark.parametrize("build", DIALOGS)
def test_a_dialog_stays_within_a_small_screen(qtbot, small, build: Callable[[], QDialog]):
    dialog = shown(qtbot, build())
    assert dialog.width() <= SMALL.width()
    assert dialog.height() <= SMALL.height()


@pytest.mark.parametrize("build", DIALOGS)
def test_whatever_tab_leads_to_comes_into_sight(qtbot, small, build: Callable[[], QDialog]):
    dialog = shown(qtbot, build())
    seen: list[QWidget] = []
    for _ in range(60):
        QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Tab)
        QApplication.processEvents()
        widget = dialog.focusWidget()
        if widget is None or widget in seen:
            break
        seen.append(widget)
        # A view larger than the screen is seen by its beginning.
        assert widget.height() > SMALL.height() or in_sight(dialog, widget), widget.objectName()
    assert seen


def test_a_dialog_that_has_room_is_left_as_it_is(qtbot, qapp, monkeypatch):
    monkeypatch.setattr(fitting, "room", lambda _screen: QSize(1350, 700))
    dialog = shown(qtbot, tall(count=5))
    assert dialog.findChild(QScrollArea) is None
    window = shown(qtbot, signin())
    assert window.findChild(QScrollArea) is None
    assert window.findChild(QWidget, "cover").isVisible()


def test_a_fault_that_makes_the_sign_in_higher_still_fits(qtbot, small):
    window = shown(qtbot, signin())
    window.findChild(Background).failed.emit(
        KeyFileTrouble("Файл ключей не найден. " * 6, "Верните его из копии. " * 4)
    )
    QApplication.processEvents()
    assert window.height() <= SMALL.height()
    assert window.width() <= SMALL.width()


def test_contents_that_grow_later_are_fitted_too(qtbot, small):
    dialog = shown(qtbot, tall(count=3))
    for _ in range(30):
        dialog.layout().addWidget(QLabel("Ещё строка", dialog))
    for _ in range(6):
        QApplication.processEvents()
    assert dialog.height() <= SMALL.height()
    assert dialog.findChild(QScrollArea) is not None
