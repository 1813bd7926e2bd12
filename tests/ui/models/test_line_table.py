"""The table of the administrator's dialogs: its model under Qt's own tester, what is typed, pasted, taken out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from ezh_desktop.services.structure.base import NEW, Line
from ezh_desktop.ui.dialogs.importtable import FAULT_ROLE
from ezh_desktop.ui.dialogs.structure.classes import spread_name
from ezh_desktop.ui.dialogs.structure.linemodel import Column, LineModel, resolve
from ezh_desktop.ui.qttypes import ACCESSIBLE_TEXT_ROLE, EDIT_ROLE, TOOLTIP_ROLE, VERTICAL

COLOURS = ("красный", "крапчатый", "синий")
COLUMNS = (
    Column("name", "Имя"),
    Column("colour", "Цвет", choices=lambda: COLOURS),
    Column("note", "Примечание", editable=False),
)
LINES = (Line(7, {"name": "Анна", "colour": "синий", "note": "первая"}), Line(8, {"name": "Борис"}))


@pytest.fixture
def model(qapp):
    made = LineModel(COLUMNS)
    made.show(LINES)
    return made


def texts(model):
    return [[line.texts.get(column.field, "") for column in COLUMNS] for line in model.lines()]


def test_the_model_keeps_qt_s_rules_while_it_is_used(model):
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.setData(model.index(2, 0), "Вера")
    model.paste(1, 0, "Глеб\tсиний\nДина\nЕва")
    model.remove([0, 1])
    model.clear([model.index(0, 0)])
    model.add((Line(NEW, {"name": "Жан"}),))
    assert tester.model() is model
    assert [row[0] for row in texts(model)] == ["", "Ева", "Жан"]


def test_below_the_lines_stands_an_empty_one_with_a_star(model):
    assert model.rowCount() == 3
    assert [model.headerData(row, VERTICAL) for row in range(3)] == ["1", "2", "*"]
    assert model.lines() == LINES


def test_typing_into_the_empty_line_makes_another(model):
    heard = []
    model.edited.connect(lambda: heard.append(True))
    assert model.setData(model.index(2, 0), "Вера")
    assert model.rowCount() == 4
    assert model.lines()[2].ident == NEW
    assert heard == [True]


def test_the_same_text_again_is_no_edit(model):
    assert not model.setData(model.index(0, 0), "Анна")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("с", "синий"), ("крас", "красный"), ("кра", "кра"), ("СИНИЙ", "синий"), ("", ""), ("чёрный", "чёрный")],
)
def test_the_beginning_of_one_choice_alone_is_that_choice(typed, kept):
    assert resolve(typed, COLOURS) == kept


def test_a_block_is_pasted_over_editable_columns_and_below_the_end(model):
    model.paste(1, 0, "Глеб\tсин\tчужое\r\nДина  Ивановна\tкрас\r\n")
    assert texts(model)[1:] == [["Глеб", "синий", ""], ["Дина Ивановна", "красный", ""]]
    assert model.lines()[1].ident == 8


def test_a_whole_name_goes_into_three_fields_with_the_gender():
    blank = Line(NEW, {})
    assert spread_name(blank, "surname", "Юрина Вера Ильинична") == {
        "surname": "Юрина",
        "given": "Вера",
        "patronymic": "Ильинична",
        "gender": "ж",
    }
    assert spread_name(blank, "surname", "Ким Саша") == {"surname": "Ким", "given": "Саша", "patronymic": ""}
    assert spread_name(Line(NEW, {"given": "Саша", "gender": "ж"}), "patronymic", "Ильич") == {"patronymic": "Ильич"}
    assert spread_name(blank, "birth", "3.05.2013") == {"birth": "3.05.2013"}


def test_a_fault_is_ringed_said_and_heard(model):
    model.show_faults({(0, "colour"): "Такого цвета нет."})
    index = model.index(0, 1)
    assert index.data(FAULT_ROLE)
    assert index.data(TOOLTIP_ROLE) == "Такого цвета нет."
    assert index.data(ACCESSIBLE_TEXT_ROLE) == "Цвет, синий, Такого цвета нет."
    assert not model.index(0, 0).data(FAULT_ROLE)


def test_what_is_only_doubtful_has_a_sign_and_no_ring(model):
    model.show_faults({}, {(0, "name"): "Такое имя уже есть."})
    index = model.index(0, 0)
    assert not index.data(FAULT_ROLE)
    assert index.data(Qt.ItemDataRole.DecorationRole) is not None
    assert index.data(TOOLTIP_ROLE) == "Такое имя уже есть."


def test_a_column_told_by_others_is_not_typed_in(model):
    assert not model.flags(model.index(0, 2)) & Qt.ItemFlag.ItemIsEditable
    model.clear([model.index(0, 2)])
    assert texts(model)[0][2] == "первая"


def test_cells_are_filled_downwards(model):
    model.fill_down([model.index(1, 1)])
    assert model.index(1, 1).data(EDIT_ROLE) == "синий"
    model.fill_down([model.index(row, 0) for row in range(3)])
    assert [row[0] for row in texts(model)] == ["Анна", "Анна", "Анна"]


def test_what_is_not_saved_is_taken_back_step_by_step(model):
    model.paste(0, 0, "Глеб\nДина\nЕва")
    model.remove([0])
    model.add((Line(NEW, {"name": "Жан"}),))
    assert [row[0] for row in texts(model)] == ["Дина", "Ева", "Жан"]
    seen = []
    for _ in range(4):
        model.take_back()
        seen.append([row[0] for row in texts(model)])
    assert seen == [["Дина", "Ева"], ["Глеб", "Дина", "Ева"], ["Анна", "Борис"], ["Анна", "Борис"]]


def test_a_line_moves_among_the_lines_and_not_below_the_empty_one(model):
    assert model.move(0, 1) == 1
    assert model.move(1, 1) == 1
    assert model.move(2, -1) == 2
    assert [row[0] for row in texts(model)] == ["Борис", "Анна"]
