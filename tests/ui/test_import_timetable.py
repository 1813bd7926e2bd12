"""Timetables in the import dialog, as a person uses it: rows put right, names matched, entered as one act."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QTableView

from ezh_desktop.ui import theme
from ezh_desktop.ui.dialogs.importing import ImportDialog
from ezh_desktop.ui.dialogs.importtable import FAULT_ROLE
from ezh_desktop.ui.dialogs.importwork import works_of
from ezh_desktop.ui.dialogs.matching import MatchDialog
from tests.data.make_timetables import FOLDER, WEEK, Activity, fet_text
from tests.factories import a_school, open_office, raw
from tests.ui.paper_doors import PaperDoors

SOLVED = FOLDER / "Школа_data_and_timetable.fet"
TWELFTH = Activity("12 а", "Физика", "Новикова Н.Н.", "Среда", "1")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_school(tmp_path_factory.mktemp("ввод") / "журнал.ezh")


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def sits(qtbot, qapp, school):
    """Opens the dialog over a file as a person, and waits until it is read."""
    theme.apply(theme.Scheme.LIGHT)
    opened = []

    def build(path, login="admin"):
        office = open_office(school, login)
        dialog = ImportDialog(office, works_of(office), path, PaperDoors(), lambda at, data: at.write_bytes(data))
        opened.append((dialog, office))
        dialog.show()
        settle(qtbot, dialog)
        return dialog

    yield build
    for dialog, office in opened:
        settle(qtbot, dialog)
        dialog.reject()
        dialog.deleteLater()
        office.close()


@pytest.fixture
def bad_week(tmp_path):
    """A timetable with an hour that is none, a class that cannot be, and all the good ones."""
    path = tmp_path / "ш.fet"
    path.write_text(fet_text([*WEEK, WEEK[3]._replace(day="", hour=""), TWELFTH]), encoding="utf-8")
    return path


def settle(qtbot, dialog):
    """A dialog that reads is waited for; another has nothing to wait for."""
    if isinstance(dialog, ImportDialog):
        qtbot.waitUntil(lambda: dialog.settled, timeout=10_000)


def button(dialog, name):
    return dialog.findChild(QPushButton, name)


def table(dialog):
    return dialog.findChild(QTableView, "table")


def message(dialog):
    return dialog.findChild(QLabel, "message").text()


def heading(dialog):
    return dialog.findChild(QLabel, "heading").text()


def click(qtbot, dialog, name):
    assert button(dialog, name).isEnabled(), name
    QTest.mouseClick(button(dialog, name), Qt.MouseButton.LeftButton)
    settle(qtbot, dialog)


def put(qtbot, dialog, row, column, text):
    model = table(dialog).model()
    model.setData(model.index(row, column), text)
    settle(qtbot, dialog)


def type_start(qtbot, dialog, text):
    target = dialog.findChild(QComboBox, "target")
    target.setEditText(text)
    target.lineEdit().editingFinished.emit()
    settle(qtbot, dialog)


def stand_on(match, text):
    """Choose the line of a name."""
    model = table(match).model()
    row = next(at for at in range(model.rowCount()) if model.index(at, 1).data() == text)
    table(match).setCurrentIndex(model.index(row, 1))
    return model.index(row, 3)


def pick(match, text, meaning):
    """Choose what a name means in the list below; gives the cell that shows it."""
    cell = stand_on(match, text)
    choice = match.findChild(QComboBox, "choice")
    index = choice.findText(meaning)
    choice.setCurrentIndex(index)
    choice.activated.emit(index)
    return cell


def test_a_file_of_fet_is_recognised_and_the_button_says_what_it_will_do(sits):
    dialog = sits(SOLVED)
    assert dialog.findChild(QComboBox, "kind").currentText() == "Расписание"
    assert button(dialog, "enter").text() == "Внести 5 и изменить 1"
    assert heading(dialog) == "Расписание с 2 декабря из файла «Школа_data_and_timetable.fet»"


def test_the_csv_of_fet_is_recognised_too(sits):
    dialog = sits(FOLDER / "Школа_timetable.csv")
    assert button(dialog, "enter").text() == "Внести 6 и изменить 1"
    assert table(dialog).model().headerData(0, Qt.Orientation.Vertical) == "2"


def test_refused_rows_stand_first_with_their_bad_field_ringed(sits, bad_week):
    model = table(sits(bad_week)).model()
    assert [model.index(0, column).data(FAULT_ROLE) for column in range(3)] == [False, True, False]
    assert model.index(1, 3).data(FAULT_ROLE)
    assert "Занятие № 9" in model.index(0, 7).data(Qt.ItemDataRole.ToolTipRole)


def test_a_field_put_right_in_the_table_comes_in(sits, qtbot, bad_week, school):
    dialog = sits(bad_week)
    put(qtbot, dialog, 0, 1, "среда")
    put(qtbot, dialog, 0, 2, "6")
    assert button(dialog, "onlyRefused").text() == "Отклонены 1"
    click(qtbot, dialog, "enter")
    assert message(dialog) == "Внесено 6, изменено 1, отклонено 1."
    assert raw(school, "SELECT count(*) FROM timetable_slot WHERE weekday = 3 AND number = 6") == [(1,)]


def test_a_second_reading_has_nothing_to_ask_or_enter(sits, qtbot):
    dialog = sits(SOLVED)
    assert button(dialog, "names").text() == "Проверить 11 названий…"
    assert "Незнакомых названий 9: они будут созданы" in message(dialog)
    click(qtbot, dialog, "enter")
    dialog = sits(SOLVED)
    assert button(dialog, "names").text() == "Названия…"
    assert button(dialog, "enter").text() == "Вносить нечего"


def test_names_are_matched_left_out_and_renamed_in_their_own_dialog(sits, qtbot, bad_week, school):
    dialog = sits(bad_week)
    click(qtbot, dialog, "names")
    match = dialog.findChild(MatchDialog)
    choice = match.findChild(QComboBox, "choice")
    cell = stand_on(match, "12 а")
    assert "быть не может" in cell.data()
    QTest.keyClicks(choice.lineEdit(), "11")
    choice.lineEdit().insert("Г")
    choice.lineEdit().editingFinished.emit()
    assert cell.data() == "новый класс: 11Г"
    assert pick(match, "Физ-ра", "не вносить").data() == "не вносить"
    assert pick(match, "Орлова М.П.", "Сотрудниковаг Анна Ивановна").data() == "Сотрудниковаг Анна Ивановна"
    click(qtbot, match, "take")
    settle(qtbot, dialog)
    assert button(dialog, "onlyRefused").text() == "Отклонены 1"
    click(qtbot, dialog, "enter")
    assert raw(school, "SELECT count(*) FROM school_class WHERE name = '11Г'") == [(1,)]
    assert raw(school, "SELECT count(*) FROM person WHERE surname = 'Орлова'") == [(0,)]
    assert raw(school, "SELECT count(*) FROM timetable_slot WHERE weekday = 5 AND number = 5") == [(0,)]


def test_closing_the_names_without_taking_them_up_changes_nothing(sits, qtbot, bad_week):
    dialog = sits(bad_week)
    click(qtbot, dialog, "names")
    match = dialog.findChild(MatchDialog)
    pick(match, "Физ-ра", "не вносить")
    click(qtbot, match, "cancel")
    settle(qtbot, dialog)
    assert button(dialog, "onlyRefused").text() == "Отклонены 2"


def test_the_first_day_is_typed_and_a_text_that_is_no_date_is_told(sits, qtbot, school):
    dialog = sits(SOLVED)
    type_start(qtbot, dialog, "когда-нибудь")
    assert "не дата" in message(dialog)
    type_start(qtbot, dialog, "11.01.2027")
    assert heading(dialog).startswith("Расписание с 11 января")
    click(qtbot, dialog, "enter")
    assert raw(school, "SELECT DISTINCT valid_from FROM timetable_slot WHERE weekday = 5") == [("2027-01-11",)]


def test_a_file_without_a_solution_says_what_to_do_in_fet(sits):
    dialog = sits(FOLDER / "Школа.fet")
    assert "не расставлены" in message(dialog)
    assert not button(dialog, "enter").isEnabled()
    assert not button(dialog, "names").isVisible()


def test_a_teacher_is_told_who_enters_timetables(sits):
    assert "вводит администратор" in message(sits(SOLVED, "teacher"))


def test_the_dialogs_fit_a_small_screen_at_200_per_cent(sits, qtbot):
    """1366 × 768 at 200 % are 683 × 384 points."""
    dialog = sits(SOLVED)
    match = MatchDialog(dialog.reading.names, dialog.reading.stocks)
    qtbot.addWidget(match)
    for one in (dialog, match):
        assert one.minimumSizeHint().width() <= 683
        assert one.minimumSizeHint().height() <= 384
