"""«Журнал → Списки и выписки…» as the class teacher uses it (4.3.4)."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QTreeWidget

from ezh_desktop.ui.dialogs.rosters import RostersDialog
from tests.factories import a_class, a_school, open_office
from tests.ui.paper_doors import PaperDoors


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_school(tmp_path_factory.mktemp("lists") / "журнал.ezh", [a_class("7А")])


@pytest.fixture
def dialog(qtbot, themed, made, tmp_path):
    office = open_office(made.copied(tmp_path), "class_teacher")
    doors = PaperDoors(tmp_path / "список.pdf")
    found = RostersDialog(office, doors, lambda path, data: path.write_bytes(data))
    found.doors = doors
    qtbot.addWidget(found)
    found.show()
    yield found
    found.reject()
    office.close()


def press(dialog, begins):
    button = next(one for one in dialog.findChildren(QPushButton) if one.text().startswith(begins))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def said(dialog):
    return [one.text() for one in dialog.findChildren(QLabel)]


def saved(dialog, qtbot):
    qtbot.waitUntil(lambda: "Сохранено: список.pdf" in said(dialog), timeout=10_000)


def test_the_list_of_today_is_shown_with_its_movement(dialog):
    assert dialog.findChild(QTreeWidget).topLevelItemCount() == 6
    assert "На начало года 6, прибыло 0, выбыло 0, на эту дату 6" in said(dialog)


def test_a_wrong_day_is_told(dialog):
    field = dialog.findChild(QLineEdit)
    field.setText("вчера")
    field.editingFinished.emit()
    assert any("«вчера» не дата" in words for words in said(dialog))


def test_the_list_is_saved_on_paper(dialog, qtbot, tmp_path):
    press(dialog, "Список на бумагу")
    saved(dialog, qtbot)
    assert (tmp_path / "список.pdf").read_bytes().startswith(b"%PDF")


def test_an_extract_is_named_after_its_pupil(dialog, qtbot):
    """All of a class were offered one name: the second extract took the place of the first."""
    press(dialog, "Выписка отметок")
    saved(dialog, qtbot)
    assert dialog.doors.offered == [Path("7А, выписка, Абрамова Дарья Олеговна.pdf")]


def test_ticked_pupils_have_their_extracts_in_one_file(dialog, qtbot, tmp_path):
    listed = dialog.findChild(QTreeWidget)
    listed.setFocus()
    QTest.keyClick(listed, Qt.Key.Key_Space)
    QTest.keyClick(listed, Qt.Key.Key_Down)
    QTest.keyClick(listed, Qt.Key.Key_Space)
    press(dialog, "2 выписки отметок")
    saved(dialog, qtbot)
    assert dialog.doors.offered == [Path("7А, выписки, Абрамова Дарья Олеговна и ещё 1.pdf")]
    assert (tmp_path / "список.pdf").read_bytes().startswith(b"%PDF")
