"""«Журнал → Готовность к концу периода…» at the window: pages that lack something, the parents' slips."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QRadioButton

from ezh_desktop.errors import StaleRefused
from ezh_desktop.services.preliminary import ready_page
from ezh_desktop.ui.dialogs.ready import COUNTING, PRINT, ReadyDialog
from ezh_desktop.ui.printcommands import print_preliminary
from tests.factories import a_class, a_school, open_office
from tests.ui.paper_doors import PaperDoors


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_school(tmp_path_factory.mktemp("ready") / "school.ezh", [a_class("7А")])


@pytest.fixture
def seat(sits, made, tmp_path):
    school = made.copied(tmp_path)

    def sit(login):
        person = sits(open_office(school, login), grid=False)
        person.presses("Ctrl+Shift+V")
        found = person.window.findChild(ReadyDialog)
        assert found is not None
        person.waits_until(lambda: found.settled, "the pages are counted")
        return person, found

    return sit


def rows(dialog):
    model = dialog.table.model()
    return [[str(model.index(row, at).data() or "") for at in range(9)] for row in range(model.rowCount())]


def test_a_teacher_sees_what_the_own_page_lacks_and_goes_there(seat):
    teacher, dialog = seat("teacher")
    (row,) = rows(dialog)
    assert dialog.table.isColumnHidden(1), "all pages are the reader's own"
    assert (row[0], row[2]) == ("7А Алгебра", "II четверть, до 30.12")
    assert row[4] == "6"
    assert row[8] == "осталось"
    assert PRINT not in [one.text() for one in dialog.findChildren(QPushButton) if one.isVisible()]
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    teacher.settles()
    assert teacher.window.page.title in {"Отметки", "Темы и задания"}


def test_the_class_teacher_prints_the_slips(qtbot, themed, made, tmp_path):
    office = open_office(made.copied(tmp_path), "class_teacher")
    dialog = ReadyDialog(lambda: ready_page(office))
    qtbot.addWidget(dialog)
    dialog.show()
    assert COUNTING in [one.text() for one in dialog.findChildren(QLabel)]
    qtbot.waitUntil(lambda: dialog.settled)
    assert not dialog.table.isColumnHidden(1)
    assert len({row[1] for row in rows(dialog)}) == 2, "each page with its teacher"
    asked = []
    dialog.print_asked.connect(lambda *one: asked.append(one))
    button = next(one for one in dialog.findChildren(QPushButton) if one.text() == PRINT)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked == [(made.classes["7А"], "7А")]
    printing = print_preliminary(office, *asked[0], PaperDoors(), lambda *_: None, dialog)
    printing.show()
    qtbot.waitUntil(lambda: printing.shown, timeout=10_000)
    chosen = [one.text() for one in printing.findChildren(QRadioButton) if one.isChecked()]
    assert chosen == ["Предварительные отметки 7А"]
    printing.reject()
    office.close()


def test_what_stands_in_the_way_of_counting_is_told(qtbot, themed):
    def work():
        raise StaleRefused("Страницы изменились.", "Откройте окно снова.")

    dialog = ReadyDialog(work)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.settled)
    assert "Страницы изменились. Откройте окно снова." in [one.text() for one in dialog.findChildren(QLabel)]
