"""«Индивидуальные» at the window: a lesson by Ctrl+N, typed over in the table, cancelled and taken back (5.14)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QRadioButton

from ezh_desktop.ui.dialogs.individual import IndividualDialog
from ezh_desktop.ui.models.individual import FORM, MARK, PUPIL, TOPIC
from ezh_desktop.ui.qttypes import ACCESSIBLE_TEXT_ROLE
from tests.factories import School, a_class, a_school, fake_clock, open_office, raw
from tests.ui.paper_doors import PaperDoors

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> School:
    return a_school(tmp_path_factory.mktemp("individual") / "school.ezh", [a_class("7А")])


@pytest.fixture
def school(made, tmp_path) -> School:
    return made.copied(tmp_path)


@pytest.fixture
def seat(sits, school):
    def sit(login="teacher"):
        person = sits(open_office(school, login), grid=False)
        person.window.open_course(school.courses["7А Алгебра"], tab="individual")
        return person

    return sit


def records(person, topic="Решение уравнений", mark=None):
    """Ctrl+N, the second pupil, a topic; the dialog closes once it is written."""
    before = person.window.page.model.rowCount()
    person.presses("Ctrl+N")
    dialog = person.window.findChild(IndividualDialog)
    assert dialog is not None
    assert not dialog.enter.isEnabled(), "nothing is recorded without a topic"
    dialog.pupil.setCurrentIndex(1)
    dialog.topic.setText(topic)
    if mark:
        dialog.mark.setCurrentIndex(dialog.mark.findData(mark))
        dialog.mark.activated.emit(dialog.mark.currentIndex())
    QTest.mouseClick(dialog.enter, LEFT)
    person.waits_until(lambda: person.window.page.model.rowCount() == before + 1, "the lesson")


def text(person, column, row=0):
    model = person.window.page.model
    return model.index(row, column).data()


def types_over(person, column, letters):
    page = person.window.page
    page.table.setCurrentIndex(page.model.index(0, column))
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_F2)
    editor = page.table.findChild(QLineEdit)
    assert editor is not None
    editor.setText(letters)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def test_5_14_ctrl_n_records_a_lesson(seat, school):
    person = seat()
    assert person.window.page.words.text() == "Индивидуальных занятий не было"
    records(person, mark="4")
    assert (text(person, PUPIL), text(person, TOPIC), text(person, MARK)) == (
        "Андреев Максим", "Решение уравнений", "4",
    )  # fmt: skip
    assert text(person, FORM) == "Индивидуальное занятие"
    assert person.window.page.words.text() == "1 занятие"
    assert raw(school, "SELECT count(*) FROM entry WHERE action = 'individual.write'") == [(1,)]
    assert person.window.page.model.index(0, MARK).data(ACCESSIBLE_TEXT_ROLE) == "Отметка: 4"


def test_5_19_the_dialog_says_why_a_topic_is_refused(seat):
    person = seat()
    person.presses("Ctrl+N")
    dialog = person.window.findChild(IndividualDialog)
    dialog.topic.setText("Present Perfect")
    assert "не по-русски" in dialog.words.text()
    assert not dialog.enter.isEnabled()
    dialog.topic.setText("Present Perfect: повторение")
    assert dialog.enter.isEnabled()
    dialog.day.setText("25.12.2026")
    assert dialog.words.text() == "Занятие будет запланировано."
    dialog.mark.setCurrentIndex(1)
    dialog.mark.activated.emit(1)
    assert "будет 25 декабря" in dialog.words.text()
    assert not dialog.enter.isEnabled()
    dialog.reject()


def test_a_cell_is_typed_over_and_ctrl_z_takes_it_back(seat):
    person = seat()
    records(person)
    types_over(person, MARK, "5")
    person.waits_until(lambda: text(person, MARK) == "5", "the mark")
    types_over(person, MARK, "н")
    person.waits_until(lambda: not person.window.page.acts.running, "the refusal")
    assert text(person, MARK) == "5"
    person.presses("Ctrl+Z")
    person.waits_until(lambda: text(person, MARK) == "", "the undo")


def test_a_row_is_cancelled_by_key_and_brought_back(seat, school):
    person = seat()
    records(person)
    person.window.page.table.setFocus()
    person.presses("Ctrl+Shift+Backspace")
    person.waits_until(lambda: person.window.page.model.rowCount() == 0, "no row")
    assert raw(school, "SELECT cancelled FROM individual_lesson") == [(1,)]
    person.presses("Ctrl+Z")
    person.waits_until(lambda: person.window.page.model.rowCount() == 1, "the undo")


def test_who_does_not_teach_reads_only(seat):
    teacher = seat()
    records(teacher)
    deputy = seat("deputy")
    page = deputy.window.page
    assert page.model.rowCount() == 1
    assert not deputy.window.commands["individual_new"].isEnabled()
    assert not deputy.window.commands["individual_cancel"].isEnabled()
    assert not page.model.flags(page.model.index(0, TOPIC)) & Qt.ItemFlag.ItemIsEditable


def test_a_subject_teacher_prints_what_is_read(seat):
    teacher = seat()
    records(teacher)
    page = teacher.window.page
    page.tools = replace(page.tools, doors=PaperDoors())
    dialog = page.print_dialog(teacher.window)
    assert dialog is not None
    words = [one.text() for one in dialog.findChildren(QRadioButton) if one.isChecked()]
    assert words == ["Индивидуальные занятия 7А"]
    dialog.reject()


def test_a_planned_lesson_stands_on_the_day_and_leads_to_its_row(seat, sits, school):
    teacher = seat()
    teacher.presses("Ctrl+N")
    dialog = teacher.window.findChild(IndividualDialog)
    dialog.day.setText("3.12")
    QTest.mouseClick(dialog.enter, LEFT)
    teacher.waits_until(lambda: teacher.window.page.model.rowCount() == 1, "the plan")
    later = sits(open_office(school, "teacher", fake_clock(date(2026, 12, 4))), grid=False)
    later.opens("Сегодня")
    beside = later.window.page.beside
    rows = [beside.rows.row(at) for at in range(beside.rows.rowCount())]
    at = next(at for at, row in enumerate(rows) if row.target and row.target.tab == "individual")
    assert rows[at - 1].title == "Индивидуальные занятия"
    assert (rows[at].action, rows[at].warns) == ("не записано 03.12", True)
    beside.scrollTo(beside.rows.index(at))
    later.clicks(beside.viewport(), beside.visualRect(beside.rows.index(at)).center())
    assert later.window.page.name == "individual"
