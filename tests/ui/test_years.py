"""«Новый учебный год…» and «Прошлый учебный год…» at the window (4.1.4, 2.4); a closed year takes no entry."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ezh_desktop.services.structure.formeryears import former_years
from ezh_desktop.ui.dialogs.structure.newyear import NewYearDialog
from tests.factories import a_class, a_school, fake_clock, open_office, raw
from tests.ui.clerk import Clerk, ClerkDoors

JUNE, AUTUMN = date(2027, 6, 3), date(2027, 9, 6)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_school(tmp_path_factory.mktemp("years") / "журнал.ezh", [a_class("7А")])


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def clerk(qtbot, themed, school):
    office = open_office(school, "admin", fake_clock(JUNE))
    dialog = NewYearDialog(office, ClerkDoors())
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    yield Clerk(dialog, qtbot)
    qtbot.waitUntil(lambda: dialog.settled)
    office.close()


def make_next(clerk):
    clerk.goes_to("7. Что будет записано")
    clerk.clicks("Создать 2027/2028")


def test_the_former_year_is_looked_at_in_a_window_of_its_own(clerk, school, sits):
    make_next(clerk)
    teacher = sits(open_office(school, "teacher", fake_clock(AUTUMN)), grid=False)
    assert [one.label for one in former_years(teacher.window.office)] == ["2026/2027"]
    teacher.presses("Ctrl+F3")
    past = next(one for one in teacher.window.children() if one.objectName() == "mainWindow")
    assert past.isVisible()
    assert past.office.readonly
    past.open_course(school.courses["7А Алгебра"])
    assert past.place.class_name == "7А"
    assert past.page.title
    past.close()


def test_the_window_of_the_former_year_goes_with_the_session(clerk, school, sits):
    make_next(clerk)
    teacher = sits(open_office(school, "teacher", fake_clock(AUTUMN)), grid=False)
    teacher.presses("Ctrl+F3")
    past = next(one for one in teacher.window.children() if one.objectName() == "mainWindow")
    past.open_course(school.courses["7А Алгебра"])
    office, ended = past.office, []
    past.closed.connect(lambda: ended.append(True))
    teacher.window.end_session()
    assert ended
    assert office._closed
    assert not past._poll.isActive()


def test_a_year_made_in_the_window_is_taken_back_by_ctrl_z(sits, school):
    person = sits(open_office(school, "admin", fake_clock(JUNE)), grid=False)
    person.presses("Ctrl+Shift+Q")
    dialog = person.window.findChild(NewYearDialog)
    dialog.activateWindow()
    for _ in range(7):
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
        person.waits_until(lambda: dialog.settled, "the page is judged")
    dialog.reject()
    made = "SELECT k.name FROM school_class AS k JOIN academic_year AS y ON y.id = k.year WHERE y.label = '2027/2028'"
    assert raw(school, made) == [("8А",)]
    person.presses("Ctrl+Z")
    person.waits_until(lambda: raw(school, f"{made} AND k.ended = 0") == [], "the year is empty")
    person.waits_until(lambda: not person.window.desk.busy, "the desk is free")
