"""«Замечания» at the window: the deputy ticks findings, the teacher answers by Enter, the deputy accepts (6.2)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QTreeWidget

from ezh_desktop.services.inspections import answer_remark, remarks_page
from ezh_desktop.ui.dialogs.answer import AnswerDialog
from ezh_desktop.ui.dialogs.inspection import InspectionDialog
from tests.factories import School, a_class, a_school, open_office, raw

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> School:
    return a_school(tmp_path_factory.mktemp("remarks") / "school.ezh", [a_class("7А")])


@pytest.fixture
def school(made, tmp_path) -> School:
    return made.copied(tmp_path)


@pytest.fixture
def seat(sits, school):
    def sit(login):
        person = sits(open_office(school, login), grid=False)
        person.window.open_course(school.courses["7А Алгебра"], tab="remarks")
        return person

    return sit


def dialog_of(person, cls):
    found = person.window.findChild(cls)
    assert found is not None, f"no {cls.__name__} is open"
    return found


def writes(field, text) -> None:
    field.setFocus()
    for letter in text:
        QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, 0, NONE, letter))


def inspect(deputy, own="Титульный лист: не указан корпус.", ticks=1):
    """The deputy holds an inspection: ticks findings, adds own words, records it."""
    deputy.presses("Ctrl+Shift+I")
    dialog = dialog_of(deputy, InspectionDialog)
    deputy.waits_until(lambda: dialog.settled, "the findings")
    findings = dialog.findChild(QTreeWidget)
    assert findings.topLevelItemCount() > 0
    for _ in range(ticks):
        QTest.keyClick(findings, Qt.Key.Key_Space)
    if own:
        writes(dialog.findChild(QLineEdit, "own"), own)
        QTest.mouseClick(dialog.findChild(QPushButton, "add"), LEFT)
    button = dialog.findChild(QPushButton, "enter")
    assert button.text() == "Записать 2 замечания"
    QTest.mouseClick(button, LEFT)
    deputy.waits_until(lambda: deputy.window.page.model.rowCount() == 2, "the remarks")


def test_findings_and_own_words_become_one_inspection(seat, school):
    deputy = seat("deputy")
    assert deputy.window.page.words.text() == "Замечаний по ведению журнала нет"
    inspect(deputy)
    assert raw(school, "SELECT count(*) FROM entry WHERE action = 'inspection.hold'") == [(1,)]
    assert raw(school, "SELECT count(*) FROM remark WHERE state = 'open'") == [(2,)]
    assert deputy.window.page.words.text() == "2 замечания, без ответа: 2; проверен 02.12.2026"


def test_the_teacher_answers_and_the_deputy_accepts(seat, school):
    deputy = seat("deputy")
    inspect(deputy)
    (addressed,) = raw(school, "SELECT teacher FROM remark WHERE teacher IS NOT NULL")
    login = next(login for login, who in school.people.items() if who.person == addressed[0])
    teacher = seat(login)
    page = teacher.window.page
    assert page.model.rowCount() == 1
    assert not teacher.window.commands["inspect"].isEnabled()
    teacher.presses("Return")
    dialog = dialog_of(teacher, AnswerDialog)
    writes(dialog.answer, "Исправлено")
    QTest.mouseClick(dialog.send, LEFT)
    teacher.waits_until(lambda: page.model.index(0, 5).data() == "ждёт приёмки", "the answer")
    assert page.model.index(0, 4).data() == "Исправлено (02.12)"
    deputy.window.reload()
    shown = deputy.window.page
    row = next(row for row in range(2) if shown.model.index(row, 5).data() == "ждёт приёмки")
    shown.table.selectRow(row)
    shown.table.setFocus()
    deputy.presses("Return")
    deputy.waits_until(lambda: shown.model.index(row, 5).data() == "выполнено", "the acceptance")


def test_an_answer_waits_for_the_deputy_on_the_page_of_the_school(seat, sits, school):
    inspect(seat("deputy"))
    (addressed,) = raw(school, "SELECT teacher FROM remark WHERE teacher IS NOT NULL")
    login = next(login for login, who in school.people.items() if who.person == addressed[0])
    teacher, where = open_office(school, login), school.classes["7А"]
    (remark,) = remarks_page(teacher, where).remarks
    answer_remark(teacher, where, remark, "Исправлено")
    teacher.close()
    deputy = sits(open_office(school, "deputy"), grid=False)
    deputy.opens("Сегодня")
    shown = deputy.window.page.findings
    assert shown.rows.row(0).title == "Ответы на замечания ждут приёмки"
    assert (shown.rows.row(1).lead, shown.rows.row(1).action) == ("7А класс", "1 ответ")
    deputy.clicks(shown.viewport(), shown.visualRect(shown.rows.index(1)).center())
    assert deputy.window.page.name == "remarks"


def test_a_remark_waits_for_its_teacher_on_the_day(seat, sits, school):
    inspect(seat("deputy"))
    (addressed,) = raw(school, "SELECT teacher FROM remark WHERE teacher IS NOT NULL")
    login = next(login for login, who in school.people.items() if who.person == addressed[0])
    teacher = sits(open_office(school, login), grid=False)
    home = teacher.window.navigation.nav.line_at(0).row
    assert "1 замечание" in home.spoken(), "told on sign-in, whatever page it lands on"
    teacher.opens("Сегодня")
    beside = teacher.window.page.beside
    rows = [beside.rows.row(at) for at in range(beside.rows.rowCount())]
    at = next(at for at, row in enumerate(rows) if row.target and row.target.tab == "remarks")
    assert rows[at - 1].title == "Проверки журнала"
    beside.scrollTo(beside.rows.index(at))
    teacher.clicks(beside.viewport(), beside.visualRect(beside.rows.index(at)).center())
    assert teacher.window.page.name == "remarks"


def test_a_cancelled_remark_leaves_the_page(seat, school):
    deputy = seat("deputy")
    inspect(deputy)
    deputy.window.page.table.selectRow(0)
    deputy.window.page.table.setFocus()
    deputy.presses("Ctrl+Shift+X")
    deputy.waits_until(lambda: deputy.window.page.model.rowCount() == 1, "one remark")
    assert raw(school, "SELECT count(*) FROM remark") == [(2,)]
