"""The import dialog as a person uses it: rows judged, put right where they stand, entered as one act (picture 08)."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QTableView

from ezh_desktop.ui import theme
from ezh_desktop.ui.dialogs.importing import ImportDialog
from ezh_desktop.ui.dialogs.importtable import FAULT_ROLE
from ezh_desktop.ui.dialogs.importwork import works_of
from ezh_desktop.ui.importcommands import import_dialog, offers_import
from tests.exchange.conftest import xlsx
from tests.factories import School, a_school, open_office, raw
from tests.ui.paper_doors import PaperDoors

SHEETS = Path(__file__).parents[1] / "data" / "spreadsheets"
LIST = SHEETS / "Список 7А.xlsx"
PLAN = SHEETS / "КТП Алгебра 7.xlsx"


class OpenDoors(PaperDoors):
    """Chooses one file to open, and one to save to."""

    def __init__(self, opens: Path | None, saves: Path | None = None) -> None:
        super().__init__(saves)
        self.opens = opens
        self.told: list[str] = []

    def open_file(self, parent, title, kinds, folder=None):
        return self.opens

    def tell(self, parent, what, detail=""):
        self.told.append(what)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> School:
    return a_school(tmp_path_factory.mktemp("ввод") / "журнал.ezh")


@pytest.fixture
def school(made, tmp_path) -> School:
    return made.copied(tmp_path)


@pytest.fixture
def sits(qtbot, qapp, school, tmp_path):
    """Opens the dialog over a file as a person, and waits until it is read."""
    theme.apply(theme.Scheme.LIGHT)
    opened = []

    def build(path: Path, login: str = "admin", doors: OpenDoors | None = None) -> ImportDialog:
        office = open_office(school, login)
        doors = doors or OpenDoors(path, tmp_path / "отчёт.csv")
        dialog = ImportDialog(office, works_of(office), path, doors, lambda at, data: at.write_bytes(data))
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


def settle(qtbot, dialog):
    qtbot.waitUntil(lambda: dialog.settled, timeout=10_000)


def button(dialog, name):
    return dialog.findChild(QPushButton, name)


def table(dialog):
    return dialog.findChild(QTableView, "table")


def message(dialog):
    return dialog.findChild(QLabel, "message").text()


def click(dialog, name):
    assert button(dialog, name).isEnabled(), name
    QTest.mouseClick(button(dialog, name), Qt.MouseButton.LeftButton)


def put(qtbot, dialog, row, column, text):
    model = table(dialog).model()
    model.setData(model.index(row, column), text)
    settle(qtbot, dialog)


def test_counts_and_button_say_what_will_be_done(sits):
    dialog = sits(LIST)
    words = [button(dialog, name).text() for name in ("all", "onlyNew", "onlyChange", "onlySame", "onlyRefused")]
    assert words == ["Все 24", "Будут внесены 23", "Изменятся 0", "Без изменений 0", "Отклонены 1"]
    assert button(dialog, "enter").text() == "Внести 23"


def test_the_refused_row_stands_first_and_its_bad_field_is_ringed(sits):
    """5.3."""
    dialog = sits(LIST)
    model = table(dialog).model()
    assert model.headerData(0, Qt.Orientation.Vertical) == "13"
    assert [model.index(0, column).data(FAULT_ROLE) for column in range(3)] == [False, True, False]
    assert table(dialog).currentIndex().column() == 1


def test_a_field_put_right_in_the_table_comes_in(sits, qtbot, school):
    dialog = sits(LIST)
    put(qtbot, dialog, 0, 1, "Яшин Борис Викторович")
    assert button(dialog, "enter").text() == "Внести 24"
    dialog.findChild(QComboBox, "target").setEditText("7В")
    dialog.findChild(QComboBox, "target").lineEdit().editingFinished.emit()
    settle(qtbot, dialog)
    click(dialog, "enter")
    settle(qtbot, dialog)
    assert message(dialog) == "Внесено 24, изменено 0, отклонено 0."
    assert raw(school, "SELECT count(*) FROM school_class WHERE name = '7В'")[0][0] == 1
    assert not button(dialog, "enter").isEnabled()
    QTest.keyClick(button(dialog, "cancel"), Qt.Key.Key_Return)
    assert not dialog.isVisible(), "Enter on «Закрыть» closes"


def test_nothing_is_written_before_the_button(sits, school):
    before = raw(school, "SELECT count(*) FROM change")
    dialog = sits(LIST)
    click(dialog, "cancel")
    assert raw(school, "SELECT count(*) FROM change") == before


def test_a_filter_shows_one_outcome(sits):
    dialog = sits(LIST)
    click(dialog, "onlyRefused")
    assert table(dialog).model().rowCount() == 1
    click(dialog, "all")
    assert table(dialog).model().rowCount() == 24


def test_a_column_changed_by_hand_is_judged_anew(sits, qtbot):
    dialog = sits(LIST)
    header = table(dialog).horizontalHeader()
    combo = header.combo(1)
    combo.setCurrentIndex(0)
    combo.activated.emit(0)
    settle(qtbot, dialog)
    assert button(dialog, "onlyRefused").text() == "Отклонены 24"


def test_the_report_lists_the_refused_with_reason_and_remedy(sits, tmp_path):
    dialog = sits(LIST)
    click(dialog, "report")
    text = (tmp_path / "отчёт.csv").read_text(encoding="utf-8-sig")
    assert "13;B;Яшин Б. В." in text
    assert "5.3" in text
    assert "отчёт.csv" in message(dialog)


def test_a_plan_is_recognised_and_its_course_guessed(sits, qtbot, school):
    dialog = sits(PLAN, "teacher")
    assert dialog.findChild(QComboBox, "target").currentText() == "7А Алгебра"
    click(dialog, "enter")
    settle(qtbot, dialog)
    assert raw(school, "SELECT count(*) FROM plan_item")[0][0] == 29


def test_a_file_that_is_no_table_is_told_in_the_dialog_and_another_may_be_chosen(sits, qtbot, tmp_path):
    bad = tmp_path / "список.xls"
    bad.write_bytes(b"%PDF-1.7")
    dialog = sits(bad, doors=OpenDoors(LIST))
    assert "PDF" in message(dialog)
    assert not button(dialog, "enter").isEnabled()
    click(dialog, "other")
    settle(qtbot, dialog)
    assert button(dialog, "onlyNew").text() == "Будут внесены 23"


def test_a_class_that_is_none_is_told_and_what_was_read_stays(sits, qtbot):
    dialog = sits(LIST)
    dialog.findChild(QComboBox, "target").setEditText("класс")
    dialog.findChild(QComboBox, "target").lineEdit().editingFinished.emit()
    settle(qtbot, dialog)
    assert "не похоже на название класса" in message(dialog)
    assert table(dialog).model().rowCount() == 24


@pytest.mark.parametrize(
    ("login", "offered"), [("admin", True), ("teacher", True), ("medic", False), ("director", False)]
)
def test_the_command_is_offered_to_who_may_enter_something(school, login, offered):
    office = open_office(school, login)
    assert offers_import(office) is offered
    office.close()


def test_a_reader_is_offered_nothing(school):
    office = open_office(school, "admin", readonly=True)
    assert not offers_import(office)
    office.close()


def test_no_file_chosen_opens_no_dialog(school, qapp):
    office = open_office(school, "admin")
    assert import_dialog(office, OpenDoors(None), lambda _path, _data: None, None) is None  # type: ignore[arg-type]
    office.close()


def test_columns_that_nobody_recognises_are_named_by_hand(sits, qtbot, tmp_path, school):
    path = tmp_path / "liste.xlsx"
    path.write_bytes(xlsx([("Gruppe", "Nachname", "Vorname"), ("x", "Ким", "Юн"), ("x", "Ли", "Хо")]))
    dialog = sits(path)
    assert "Столбцы не узнаны" in dialog.findChild(QLabel, "note").text()
    assert not button(dialog, "enter").isEnabled()
    head = table(dialog).horizontalHeader()
    for at, key in ((1, "surname"), (2, "given")):
        combo = head.combo(at)
        combo.setCurrentIndex(combo.findData(key))
        combo.activated.emit(combo.currentIndex())
        settle(qtbot, dialog)
    rows = [dialog.reading.found.judged[at].who for at in range(2)]
    assert rows == ["Ким Юн", "Ли Хо"]
    assert "не узнаны" not in dialog.findChild(QLabel, "note").text()


def test_a_plan_that_may_be_of_several_classes_asks_whose_it_is_and_offers_those_first(sits, tmp_path):
    path = tmp_path / "КТП.xlsx"
    path.write_bytes(xlsx([("№ урока", "Тема урока", "Часы"), (1, "Степени", 1), (2, "Дроби", 1)]))
    dialog = sits(path)
    assert dialog.focusWidget() is dialog.findChild(QComboBox, "target")
    assert dialog.findChild(QLabel, "note").accessibleName().startswith("Чей это план, в файле не сказано.")


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (("№", "Фамилия", "Имя", "Отчество"), "под заголовком нет ни одной строки"),
        (("№ урока", "Тема урока", "Часы"), "под заголовком нет ни одного урока"),
    ],
)
def test_a_header_with_nothing_below_is_said_to_be_one(sits, tmp_path, head, said):
    path = tmp_path / "шапка.xlsx"
    path.write_bytes(xlsx([("Список 7А или план",), head]))
    assert said in sits(path).findChild(QLabel, "message").text()


def test_another_list_of_fet_is_no_plan(sits):
    dialog = sits(SHEETS.parent / "timetables" / "Школа_students.csv")
    assert "список FET, а не расписание" in dialog.findChild(QLabel, "message").text()
