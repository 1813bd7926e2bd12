"""A whole school in the import dialog; the empty workbook of the menu."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QTableView, QWidget

from ezh_desktop.ui import theme
from ezh_desktop.ui.dialogs.importing import ImportDialog
from ezh_desktop.ui.dialogs.importwork import works_of
from ezh_desktop.ui.schoolcommands import SchoolTools
from ezh_desktop.ui.schooltablecommands import school_table_slots
from tests.factories import a_class, a_school, begin_journal, open_office, raw
from tests.services.importing.test_school import filled, folder
from tests.ui.clerk import ClerkDoors
from tests.ui.paper_doors import PaperDoors


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_school(tmp_path_factory.mktemp("ввод") / "журнал.ezh")


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def sits(qtbot, qapp, school):
    theme.apply(theme.Scheme.LIGHT)
    opened = []

    def build(path):
        office = open_office(school, "admin")
        dialog = ImportDialog(office, works_of(office), path, PaperDoors(), lambda at, data: at.write_bytes(data))
        opened.append((dialog, office))
        dialog.show()
        qtbot.waitUntil(lambda: dialog.settled, timeout=10_000)
        return dialog

    yield build
    for dialog, office in opened:
        qtbot.waitUntil(lambda one=dialog: one.settled, timeout=10_000)
        dialog.reject()
        dialog.deleteLater()
        office.close()


def test_a_school_is_recognised_shown_and_entered(sits, qtbot, school, tmp_path):
    dialog = sits(filled(tmp_path / "Школа.xlsx"))
    assert dialog.reading.name == "Школа"
    button = dialog.findChild(QPushButton, "enter")
    assert button.text().startswith("Внести 1")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.settled, timeout=10_000)
    assert raw(school, "SELECT count(*) FROM school_class WHERE name IN ('5А', '5Б')") == [(2,)]


def test_its_rows_are_not_typed_over(sits, tmp_path):
    view = sits(filled(tmp_path / "Школа.xlsx")).findChild(QTableView, "table")
    assert not view.model().flags(view.model().index(0, 0)) & Qt.ItemFlag.ItemIsEditable


def test_one_file_of_a_roster_opens_all_of_it(sits, tmp_path):
    assert sits(folder(tmp_path / "roster") / "users.csv").reading.name == "Школа"


def test_a_class_list_is_still_a_class_list(sits):
    path = Path(__file__).parents[1] / "data" / "spreadsheets" / "Список 7А.xlsx"
    assert sits(path).reading.name != "Школа"


def test_the_menu_writes_the_empty_workbook(qtbot, school, tmp_path):
    office = open_office(school, "admin")
    window, doors = QWidget(), ClerkDoors()
    qtbot.addWidget(window)
    doors.save_file = lambda *_: tmp_path / "Школа.xlsx"
    tools = SchoolTools(office, doors, lambda at, data: at.write_bytes(data), window, lambda: None)
    school_table_slots(tools)["school_table"]()
    assert (tmp_path / "Школа.xlsx").read_bytes()[:2] == b"PK"
    assert doors.told == ["Таблица сохранена: Школа.xlsx."]
    office.close()


def test_the_teacher_has_no_such_command(qtbot, school):
    office = open_office(school, "teacher")
    window = QWidget()
    qtbot.addWidget(window)
    assert not school_table_slots(SchoolTools(office, ClerkDoors(), lambda *_: None, window, lambda: None))
    office.close()


def test_a_class_begun_in_mid_year_has_a_workbook_of_its_own(qtbot, tmp_path):
    school = a_school(tmp_path / "журнал.ezh", [a_class("7А"), a_class("7Б", ("Орехов Глеб Ильич",))])
    begin_journal(school, date(2026, 11, 2))
    office = open_office(school, "class_teacher")
    window, doors = QWidget(), ClerkDoors()
    qtbot.addWidget(window)
    offered = []
    doors.save_file = lambda *asked: offered.append(asked[3]) or tmp_path / "книга.xlsx"
    course = school.courses["7Б Алгебра"]
    tools = SchoolTools(
        office, doors, lambda at, data: at.write_bytes(data), window, lambda: None, course=lambda: course
    )
    school_table_slots(tools)["paper_table"]()
    assert [str(one) for one in offered] == ["7Б с бумаги.xlsx"]
    assert (tmp_path / "книга.xlsx").read_bytes()[:2] == b"PK"
    office.close()
