"""«Школа → Классы и ученики…» as the administrator uses it."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ezh_desktop.services.structure.base import NEW, Line, save
from ezh_desktop.services.structure.classes import read_class
from ezh_desktop.services.structure.pupils import plan_class, read_pupils
from ezh_desktop.ui.dialogs.structure.classes import ClassesDialog
from ezh_desktop.ui.dialogs.structure.move import MoveDialog
from tests.factories import a_class, a_school, fake_clock, open_office, raw
from tests.services.structure.bare import AUGUST, a_bare_school
from tests.ui.clerk import Clerk, ClerkDoors


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    return a_bare_school(tmp_path_factory.mktemp("bare") / "новая.ezh")


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    classes = [a_class("7А"), a_class("7Б", ("Ким Олег Ильич",))]
    return a_school(tmp_path_factory.mktemp("running") / "журнал.ezh", classes)


@pytest.fixture
def sits_at(qtbot, themed, tmp_path):
    """A clerk at the dialog over a copy of a school."""
    opened = []

    def open_one(made, clock=None):
        school = made.copied(tmp_path)
        office = open_office(school, "admin", clock)
        dialog = ClassesDialog(office, ClerkDoors())
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.activateWindow()
        opened.append((office, dialog))
        return Clerk(dialog, qtbot), school

    yield open_one
    for office, dialog in opened:
        qtbot.waitUntil(lambda one=dialog: one.settled)
        office.close()


@pytest.fixture
def august(sits_at, bare):
    return sits_at(bare, fake_clock(AUGUST))


@pytest.fixture
def december(sits_at, running):
    return sits_at(running)


def order(clerk, words):
    """The order's dialog, opened by a button."""
    clerk.clicks(words)
    return next(one for one in clerk.dialog.findChildren(MoveDialog) if one.isVisible())


def test_an_empty_school_says_what_to_do_and_takes_many_classes_in_one_line(august):
    clerk, _ = august
    assert clerk.message().startswith("Классов ещё нет. Впишите их слева внизу, через запятую: 1А, 1Б, 7А.")
    clerk.types("1А 7а, 7б")
    clerk.presses("Return")
    clerk.waits()
    assert clerk.parts() == ["1А", "7А", "7Б"]
    assert clerk.dialog.heading.whole == "Классы и ученики, 2026/2027"


def test_a_class_of_a_wrong_name_is_told(august):
    clerk, _ = august
    clerk.types("Седьмой")
    clerk.presses("Return")
    assert clerk.message().startswith("«Седьмой» не похоже на название класса.")


def with_class(clerk):
    clerk.types("7А")
    clerk.presses("Return")
    clerk.waits()


def test_whole_names_are_typed_line_by_line(august):
    clerk, school = august
    with_class(clerk)
    for name in ("Юрина Вера Ильинична", "Белый Пётр Львович"):
        clerk.types(name)
        clerk.presses("Return")
    assert clerk.sees("pupils", 0)[:4] == ["Юрина", "Вера", "Ильинична", "ж"]
    clerk.saves()
    assert [clerk.sees("pupils", row)[0] for row in range(3)] == ["Белый", "Юрина", ""]
    assert clerk.parts() == ["7А   2"]
    assert raw(school, "SELECT count(*) FROM membership") == [(2,)]


def test_a_column_of_names_is_pasted_from_a_spreadsheet(august):
    clerk, _ = august
    with_class(clerk)
    clerk.dialog.doors.text = "Юрина Вера Ильинична\r\nБелый Пётр Львович\r\nКим Саша\r\n"
    clerk.presses("Ctrl+V")
    assert clerk.message() == "Строка 3. По имени не понять пол. Впишите «м» или «ж»."
    clerk.clicks_cell("pupils", 2, "gender")
    clerk.types("м")
    clerk.presses("Return")
    clerk.saves()
    assert clerk.parts() == ["7А   3"]


@pytest.mark.parametrize(
    "pasted",
    ["Юрина\tВера\tИльинична\tж\t3.05.2013\tЮ-7\n", "Юрина Вера Ильинична\t\t\t\t2013-05-03\tЮ-7\n"],
    ids=["side by side", "a full name beside empty columns, which do not take it away"],
)
def test_columns_are_pasted(august, pasted):
    clerk, _ = august
    with_class(clerk)
    clerk.dialog.doors.text = pasted
    clerk.presses("Ctrl+V")
    clerk.saves()
    assert clerk.sees("pupils", 0)[:6] == ["Юрина", "Вера", "Ильинична", "ж", "03.05.2013", "Ю-7"]


def test_who_went_missing_from_the_list_is_named(august):
    clerk, _ = august
    with_class(clerk)
    clerk.dialog.doors.text = "Юрина Вера Ильинична\nБелый Пётр Львович\n"
    clerk.presses("Ctrl+V")
    clerk.saves()
    clerk.clicks_cell("pupils", 0, "surname")
    clerk.presses("Ctrl+Delete")
    clerk.saves()
    assert clerk.message() == (
        "Строка 1. Из списка пропал ученик: Белый Пётр. Ушедших отчисляют приказом, внесённых по ошибке убирают."
    )


def test_an_initial_is_ringed_and_nothing_is_saved(august):
    """5.3."""
    clerk, school = august
    with_class(clerk)
    clerk.types("Юрина В.")
    clerk.presses("Return")
    clerk.saves()
    assert clerk.message() == "Строка 1. Вместо имени стоит «В.» (п. 5.3). Впишите имя полностью."
    assert raw(school, "SELECT count(*) FROM pupil") == [(0,)]


def test_going_to_another_class_saves_the_first(august):
    clerk, school = august
    clerk.types("7А 7Б")
    clerk.presses("Return")
    clerk.waits()
    clerk.types("Юрина Вера Ильинична")
    clerk.presses("Return")
    clerk.goes_to("7Б")
    assert clerk.parts() == ["7А   1", "7Б"]
    assert raw(school, "SELECT count(*) FROM membership") == [(1,)]


def test_the_class_teacher_is_chosen_by_the_first_letters(december):
    clerk, school = december
    clerk.clicks_field("Классный руководитель")
    clerk.presses("Ctrl+A", "Delete")
    clerk.types("Сотрудниковаа")
    clerk.saves()
    found = raw(school, "SELECT count(*) FROM role_assignment WHERE role = 'class_teacher' AND end IS NULL")
    assert found == [(2,)]


def test_a_departure_is_an_order(december):
    """3.7, 4.3.4."""
    clerk, _ = december
    clerk.clicks_cell("pupils", 2, "surname")
    dialog = order(clerk, "Выбытие…")
    assert not dialog.enter.isEnabled()
    QTest.keyClicks(dialog.fields["order"], "18")
    assert dialog.enter.isEnabled()
    dialog.accept()
    clerk.waits()
    assert clerk.sees("pupils", 2)[-1] == "Выбыла, последний день 02.12.2026, приказ № 18"
    assert clerk.parts()[0] == "7А   6"
    clerk.clicks_cell("pupils", 2, "surname")
    clerk.clicks("Вернуть в класс")
    assert clerk.sees("pupils", 2)[-1] == ""


def test_a_transfer_takes_the_pupil_to_the_other_list(december):
    clerk, _ = december
    clerk.clicks_cell("pupils", 0, "surname")
    dialog = order(clerk, "Перевод…")
    QTest.keyClicks(dialog.fields["order"], "19")
    dialog.accept()
    clerk.waits()
    clerk.goes_to("7Б")
    assert clerk.sees("pupils", 1)[0] == "Абрамова"
    assert clerk.sees("pupils", 1)[6] == "03.12.2026"


def test_a_transfer_offers_the_parallel_class_first(december):
    """The first class of the school stood there: a number and Enter sent a pupil of 7А to 1А."""
    clerk, _ = december
    clerk.dialog._new.setText("1А, 6В, 8А")
    clerk.dialog._on_new()
    clerk.waits()
    clerk.goes_to("7А")
    clerk.clicks_cell("pupils", 0, "surname")
    dialog = order(clerk, "Перевод…")
    assert [dialog.target.itemText(at) for at in range(dialog.target.count())] == ["7Б", "6В", "8А", "1А"]
    dialog.reject()


def test_who_is_new_in_the_year_comes_with_a_day(december):
    clerk, _ = december
    clerk.clicks_cell("pupils", 6, "surname")
    clerk.types("Агеев Пётр Львович")
    clerk.presses("Return")
    clerk.clicks_field("приказ №")
    clerk.types("17")
    clerk.saves()
    assert clerk.sees("pupils", 6)[0] == "Агеев"
    assert clerk.sees("pupils", 6)[6:] == ["02.12.2026", "Приказ № 17"]


def test_a_class_with_pupils_is_not_taken_out(december):
    clerk, _ = december
    clerk.clicks("Убрать класс")
    assert clerk.message().startswith("В 7А уже есть ученики или предметы.")


def test_no_dialog_stays_behind(december, qtbot):
    clerk, _ = december
    clerk.clicks_cell("pupils", 0, "surname")
    dialog = order(clerk, "Выбытие…")
    dialog.reject()
    QApplication.processEvents()
    assert clerk.dialog.settled


def test_two_administrators_do_not_write_over_each_other(sits_at, running):
    clerk, school = sits_at(running)
    other = open_office(school, "admin")
    form, page = read_class(other, clerk.dialog.part), read_pupils(other, clerk.dialog.part)
    lines = (Line(page.lines[0].ident, {**page.lines[0].texts, "file_number": "А-1"}), *page.lines[1:])
    save(other, plan_class(other, form, page, form.line, lines, Line(NEW, {})))
    other.close()
    clerk.clicks_cell("pupils", 0, "file_number")
    clerk.types("А-2")
    clerk.presses("Return")
    clerk.saves()
    assert clerk.message().endswith("F5 покажет то, что стоит там сейчас; введённое здесь впишите снова.")
    clerk.presses("F5")
    assert clerk.sees("pupils", 0)[5] == "А-1"


def test_f6_goes_between_list_and_table(december):
    clerk, _ = december
    clerk.dialog.list.setFocus()
    clerk.presses("F6")
    assert clerk.table("pupils").hasFocus()
    clerk.presses("F6")
    assert clerk.dialog.list.hasFocus()


def test_a_list_from_a_file_comes_into_view_when_it_is_entered(december, qtbot):
    clerk, _ = december
    asked = []

    def imports(parent):
        asked.append(parent)

    clerk.dialog.take_import(imports)
    clerk.clicks("Из файла…")
    assert asked == [clerk.dialog]
