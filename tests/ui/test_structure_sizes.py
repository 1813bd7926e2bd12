"""No dialog of the school's structure asks for more room than a screen of 1366×768 has at 200 %, nor stays behind."""

from __future__ import annotations

import gc
import weakref

import pytest
from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QApplication

from ezh_desktop.services.structure.classes import read_classes
from ezh_desktop.services.structure.movement import Member
from ezh_desktop.services.structure.pupils import read_pupils
from ezh_desktop.ui.dialogs.structure.calendar import CalendarDialog
from ezh_desktop.ui.dialogs.structure.classes import ClassesDialog
from ezh_desktop.ui.dialogs.structure.courses import CoursesDialog
from ezh_desktop.ui.dialogs.structure.move import MoveDialog
from ezh_desktop.ui.dialogs.structure.newyear import NewYearDialog
from ezh_desktop.ui.dialogs.structure.timetable import TimetableDialog
from tests.factories import a_class, a_school, open_office
from tests.ui.clerk import ClerkDoors

SCREEN = QSize(683, 384 - 24)
"""In the program's pixels, without the window's own caption."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_school(tmp_path_factory.mktemp("sizes") / "журнал.ezh", [a_class("7А"), a_class("7Б")])


@pytest.fixture
def office(made, tmp_path):
    opened = open_office(made.copied(tmp_path), "admin")
    yield opened
    opened.close()


def fits(dialog, qtbot):
    qtbot.addWidget(dialog)
    dialog.resize(SCREEN)
    dialog.show()
    return dialog.size().boundedTo(SCREEN) == dialog.size()


@pytest.mark.parametrize("kind", [CalendarDialog, ClassesDialog, CoursesDialog, NewYearDialog, TimetableDialog])
def test_a_dialog_fits_a_small_screen_in_each_of_its_parts(office, qtbot, themed, kind):
    dialog = kind(office, ClerkDoors())
    dialog.take_import(lambda _parent: None)
    assert fits(dialog, qtbot)
    for row in range(dialog.list.count()):
        dialog.list.setCurrentRow(row)
        dialog.resize(SCREEN)
        assert dialog.size() == SCREEN, dialog.list.item(row).text()


def test_an_order_fits_a_small_screen(office, qtbot, themed):
    _, classes = read_classes(office)
    page = read_pupils(office, classes[0].school_class)
    assert fits(MoveDialog(office, Member(page, page.lines[0]), classes[1:]), qtbot)


@pytest.mark.parametrize("kind", [CalendarDialog, ClassesDialog, CoursesDialog, NewYearDialog, TimetableDialog])
def test_a_closed_dialog_is_let_go(office, qapp, themed, kind):
    dialog = kind(office, ClerkDoors())
    dialog.show()
    gone = []
    dialog.destroyed.connect(lambda: gone.append(True))
    left = weakref.ref(dialog)
    dialog.finished.connect(dialog.deleteLater)
    dialog.reject()
    del dialog
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert gone == [True]
    assert left() is None
