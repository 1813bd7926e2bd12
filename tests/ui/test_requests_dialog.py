"""«Журнал → Просьбы о зачислении и отчислении…»: asked by the class teacher, carried out by a key (4.3.4)."""

from __future__ import annotations

from datetime import time

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ezh_desktop.ui.dialogs.structure.move import OrderDialog
from ezh_desktop.ui.dialogs.structure.requests import RequestsDialog
from tests.factories import a_class, a_school, fake_clock, open_office, raw
from tests.ui.clerk import ClerkDoors

NOTHING_HELD = Qt.KeyboardModifier.NoModifier
EVENING = fake_clock(at=time(20, 0))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_school(tmp_path_factory.mktemp("requests") / "журнал.ezh", [a_class("7А")])


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def sits_down(clerks, school):
    def open_one(login):
        office = open_office(school, login)
        return clerks(office, RequestsDialog(office, ClerkDoors()))

    return open_one


def asks(clerk, wish, name):
    for field, text in (("wish", wish), ("name", name), ("day", "1.12"), ("note", "школа № 5")):
        clerk.clicks_cell("requests", 0, field)
        clerk.types(text)
        clerk.presses("Return")
    clerk.saves()


def test_a_request_is_typed_and_carried_out_by_keys(sits_down, school, qtbot):
    (name,) = next(
        iter(raw(school, "SELECT surname || ' ' || given || ' ' || patronymic FROM pupil ORDER BY id LIMIT 1"))
    )
    leader = sits_down("class_teacher")
    asks(leader, "отч", name)
    assert leader.message().startswith("Сохранено.")
    assert leader.sees("requests", 0)[-1] == "ждёт"
    admin = sits_down("admin")
    assert admin.sees("requests", 0)[:5] == ["Отчислить", name, "7А", "01.12.2026", "школа № 5"]
    admin.presses("Ctrl+Return")
    order = admin.dialog.findChild(OrderDialog)
    assert order.fields["day"].text() == "01.12.2026"
    assert not order.enter.isEnabled()
    QTest.keyClicks(order.fields["order"], "17")
    assert order.enter.isEnabled(), order.message.text()
    order.accept()
    qtbot.waitUntil(lambda: admin.sees("requests", 0)[-1] == "выполнено")
    assert raw(school, "SELECT kind, number, day FROM movement_order") == [("departure", "17", "2026-12-01")]
    admin.presses("Ctrl+Return")
    assert admin.message() == "Эта просьба уже выполнена."


def test_a_newcomer_is_enrolled_by_keys(sits_down, school, qtbot):
    leader = sits_down("class_teacher")
    asks(leader, "зач", "Яшина Анна Петровна")
    admin = sits_down("admin")
    admin.presses("Ctrl+Return")
    order = admin.dialog.findChild(OrderDialog)
    assert order.fields["place"].text() == "школа № 5"
    QTest.keyClicks(order.fields["order"], "18")
    order.accept()
    qtbot.waitUntil(lambda: admin.sees("requests", 0)[-1] == "выполнено")
    assert raw(school, "SELECT kind, number, place FROM movement_order") == [("arrival", "18", "школа № 5")]


def test_a_request_is_declined_by_keys_and_who_asked_sees_why(sits_down, sits, school, qtbot):
    leader = sits_down("class_teacher")
    asks(leader, "зач", "Яшина Анна Петровна")
    admin = sits_down("admin")
    admin.presses("Ctrl+Backspace")
    form = admin.dialog.findChild(OrderDialog)
    assert not form.enter.isEnabled()
    for letter in "нет мест":
        QApplication.sendEvent(form.fields["reason"], QKeyEvent(QEvent.Type.KeyPress, 0, NOTHING_HELD, letter))
    form.accept()
    qtbot.waitUntil(lambda: admin.sees("requests", 0)[-1] == "отклонено: нет мест")
    admin.presses("Ctrl+Return")
    assert admin.message() == "Эта просьба уже отклонена."
    leader.presses("F5")
    assert leader.sees("requests", 0)[-1] == "отклонено: нет мест"
    day = sits(open_office(school, "class_teacher", clock=EVENING), grid=False)
    day.opens("Сегодня")
    rows = day.window.page.list.rows
    told = [rows.row(at).spoken() for at in range(rows.rowCount())]
    assert told[-2:] == ["Просьбы отклонены, Ctrl+F12", "7А, зачислить: Яшина Анна Петровна — нет мест"]
    leader.clicks_cell("requests", 0, "name")
    leader.presses("Ctrl+Delete")
    leader.saves()
    day.waits_until(lambda: rows.row(rows.rowCount() - 1).spoken() != told[-1], "the row put away")


def test_the_administrator_writes_no_requests(sits_down):
    admin = sits_down("admin")
    assert admin.message() == "Просьб нет."
    assert not admin.dialog.save_button.isVisible()


def test_the_school_page_says_how_many_wait(sits_down, sits, school):
    leader = sits_down("class_teacher")
    asks(leader, "зач", "Яшина Анна Петровна")
    admin = sits(open_office(school, "admin", clock=EVENING), grid=False)
    admin.presses("Ctrl+2")
    assert admin.window.page.name == "school"
    assert "1 просьба классного руководителя (Ctrl+F12)" in admin.window.page.week.text()
