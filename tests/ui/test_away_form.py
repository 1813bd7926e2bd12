"""«Классы и ученики…», «На дому, санаторий…»: the order, the pupil's line, the way back, and the marks page (4.3.4)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ezh_desktop.ui.dialogs.structure.awayform import AwayDialog
from ezh_desktop.ui.dialogs.structure.classes import ClassesDialog
from ezh_desktop.ui.dialogs.structure.move import OrderDialog
from tests.factories import a_class, a_school, open_office, raw
from tests.ui.clerk import Clerk, ClerkDoors

AWAY = "На дому, санаторий…"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_school(tmp_path_factory.mktemp("away") / "журнал.ezh", [a_class("7А")])


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def clerk(qtbot, themed, school):
    office = open_office(school, "admin")
    dialog = ClassesDialog(office, ClerkDoors())
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    yield Clerk(dialog, qtbot)
    qtbot.waitUntil(lambda: dialog.settled)
    office.close()


def note(clerk):
    return clerk.sees("pupils", 0)[-1]


def test_a_pupil_goes_to_learn_at_home_and_comes_back(clerk, school, qtbot):
    clerk.clicks_cell("pupils", 0, "surname")
    clerk.clicks(AWAY)
    order = clerk.dialog.findChild(AwayDialog)
    assert order.kind.currentText() == "Обучение на дому"
    assert not order.enter.isEnabled()
    QTest.keyClicks(order.fields["order"], "12")
    assert order.enter.isEnabled(), order.message.text()
    order.accept()
    clerk.waits()
    qtbot.waitUntil(lambda: note(clerk) == "Обучается на дому с 02.12.2026, приказ № 12")
    assert raw(school, "SELECT kind, number FROM movement_order") == [("home", "12")]
    clerk.clicks_cell("pupils", 0, "surname")
    clerk.clicks(AWAY)
    back = next(one for one in clerk.dialog.findChildren(OrderDialog) if one.windowTitle() == "Возвращение в класс")
    back.fields["day"].setText("03.12.2026")
    back.judge()
    back.accept()
    clerk.waits()
    qtbot.waitUntil(lambda: note(clerk) == "Обучается на дому с 02.12.2026 по 02.12.2026, приказ № 12")


def test_an_order_rings_what_is_lacking_only_after_something_was_typed(clerk):
    clerk.clicks_cell("pupils", 0, "surname")
    clerk.clicks(AWAY)
    order = clerk.dialog.findChild(AwayDialog)
    number = order.fields["order"]
    assert order.message.text().startswith("Не указан номер приказа.")
    assert number.property("fault") == "false"
    QTest.keyClicks(number, "1")
    QTest.keyClick(number, Qt.Key.Key_Backspace)
    assert number.property("fault") == "true"
    order.reject()


def test_the_marks_page_says_where_the_pupil_learns(clerk, school, sits, qtbot):
    clerk.clicks_cell("pupils", 0, "surname")
    clerk.clicks(AWAY)
    order = clerk.dialog.findChild(AwayDialog)
    QTest.keyClicks(order.fields["order"], "12")
    order.accept()
    clerk.waits()
    qtbot.waitUntil(lambda: note(clerk).startswith("Обучается"))
    teacher = sits(open_office(school, "teacher"))
    teacher.opens("7А Алгебра")
    pupil = teacher.grid.marks.page.pupils[0]
    assert teacher.grid.listed(0).note == "на дому"
    teacher.goes_to(pupil.name, "2 декабря")
    assert "обучается на дому, приказ № 12" in teacher.line()
    teacher.writes("н")
    assert teacher.sees_cell(pupil.name, "2 декабря") == ""
