"""Files of the known kinds that the code has never seen: the columns are found, and no list is taken for a plan."""

from __future__ import annotations

from datetime import date

import pytest

from ezh_desktop.errors import BadInput
from ezh_desktop.exchange import plan, pupils
from ezh_desktop.exchange.tables import book_of, read_book
from tests.exchange.conftest import SHEETS, TODAY, xlsx
from tests.exchange.strangers import CHILDREN, EACH, LISTS, PLANS, TOPICS, Rows


def people(rows: Rows, school_class: str = "", change=None) -> pupils.PupilTable:
    sheet, layout = pupils.choose_sheet(book_of("список.xlsx", xlsx(rows, change)))
    return pupils.read_pupils(sheet, layout, TODAY, school_class)


def lessons(rows: Rows) -> plan.PlanTable:
    return plan.read_plan(*plan.choose_sheet(book_of("план.xlsx", xlsx(rows))))


@pytest.mark.parametrize("odd", LISTS)
def test_every_child_of_a_strangers_list_is_read_whole(odd):
    table = people(LISTS[odd])
    read = [(row.surname, row.given, row.patronymic, row.birth) for row in table.rows]
    assert read == [(*one[:3], one.born) for one in CHILDREN]
    assert [row.gender for row in table.rows] == ["f", "m", "m", "f", "m"]
    assert not [flaw for row in table.rows for flaw in row.flaws]


@pytest.mark.parametrize("odd", PLANS)
def test_every_lesson_of_a_strangers_plan_is_read_whole(odd):
    table = lessons(PLANS[odd])
    assert [row.topic for row in table.rows] == list(TOPICS)
    assert table.hours == len(TOPICS)
    assert [row.kind for row in table.rows] == ["", "", "", "", "control"]
    assert not [flaw for row in table.rows for flaw in row.flaws]


@pytest.mark.parametrize("odd", LISTS)
def test_a_class_list_is_no_plan(odd):
    with pytest.raises(BadInput):
        lessons(LISTS[odd])


@pytest.mark.parametrize("odd", PLANS)
def test_a_plan_is_no_class_list(odd):
    with pytest.raises(BadInput):
        people(PLANS[odd])


@pytest.mark.parametrize("odd", ["sections and topics in one column", "numbered sections with their hours"])
def test_sections_stand_over_their_lessons(odd):
    assert {row.section for row in lessons(PLANS[odd]).rows} <= {"Раздел 1. Степени", "Глава I. Степени"}


def test_parents_and_telephones_are_told_apart():
    (first, *_) = people(LISTS["parents with telephones in one cell"]).rows
    assert [(one.name, one.relation, one.phone) for one in first.guardians] == [
        ("Абрамова Анна", "мать", "8-912-345-67-89")
    ]
    assert first.address == "ул. Мира, 5-12"
    (first, *_) = people(LISTS["the mother's name in three columns"]).rows
    assert [(one.name, one.phone) for one in first.guardians] == [("Абрамова Анна", "8-912-345-67-89")]


@pytest.mark.parametrize("odd", ["a title and a signature", "letters for headings", "a title over no header"])
def test_the_class_is_told_by_what_stands_above(odd):
    assert pupils.guess_class(*pupils.choose_sheet(book_of("файл.xlsx", xlsx(LISTS[odd])))) == "7А"


def test_a_second_list_below_the_first_belongs_to_its_own_class():
    rows = [["7А"], ["№", "ФИО"], *[[i, one.full] for i, one in EACH[:3]], ["7Б класс"]]
    table = people([*rows, *[[i, one.full] for i, one in EACH[3:]]], "7А")
    assert [bool(row.flaws) for row in table.rows] == [False, False, False, True, True]
    assert "7Б" in table.rows[3].flaws[0].what
    assert table.rows[3].flaws[0].remedy


def test_two_lists_side_by_side_are_refused_with_their_place():
    rows = [["№", "ФИО", None, "№", "ФИО"], *[[i, one.full, None, i, one.full] for i, one in EACH]]
    with pytest.raises(BadInput, match="столбец E") as why:
        people(rows)
    assert why.value.remedy


def test_who_is_told_to_have_left_is_refused_with_the_words():
    table = people([["№", "ФИО", "Примечание"], *[[i, one.full, "выбыл 01.10.26" * (i == 3)] for i, one in EACH]])
    assert [row.spot.row for row in table.rows if row.flaws] == [4]
    assert "выбыл 01.10.26" in table.rows[2].flaws[0].what


def test_a_formula_of_names_gives_way_to_the_columns_it_joins():
    table = people([["Фамилия", "Имя", "ФИО"], *[[one.surname, one.given, f"=A{i}&B{i}"] for i, one in EACH]])
    assert (table.rows[0].surname, table.rows[0].given) == ("Абрамова", "Дарья")
    assert not table.rows[0].flaws


def test_gender_is_told_by_a_common_name_and_by_no_other():
    table = people([["ФИО"], ["Ким Алина"], ["Ким Роман"], ["Ким Саша"], ["Ким Ю"]])
    assert [row.gender for row in table.rows] == ["f", "m", "", ""]


def test_the_sheet_of_the_class_is_found_behind_a_summary():
    def more(book):
        for name in ("7А", "7Б"):
            sheet = book.create_sheet(name)
            sheet.append(["№", "ФИО"])
            for i, one in EACH:
                sheet.append([i, one.full])

    book = book_of("школа.xlsx", xlsx([["Класс", "Учеников"], ["7А", 5], ["7Б", 5]], more))
    assert pupils.choose_sheet(book, "7Б")[0].name == "7Б"


def test_columns_held_apart_by_spaces_are_read():
    text = "\n".join(f"{i:<4}{one.full:<40}{one.day}" for i, one in EACH)
    sheet, layout = pupils.choose_sheet(book_of("список.txt", text.encode("cp1251")))
    assert "пробелами" in sheet.note
    assert [row.birth for row in pupils.read_pupils(sheet, layout, TODAY).rows] == [one.born for one in CHILDREN]


@pytest.mark.parametrize("name", ["Список 6Б.xls", "Список 6Б.ods"])
def test_old_and_free_workbooks_are_read_without_what_is_hidden(name):
    book = read_book(SHEETS / name)
    assert book.hidden == ("Черновик",)
    sheet, layout = pupils.choose_sheet(book)
    table = pupils.read_pupils(sheet, layout, TODAY)
    assert pupils.guess_class(sheet, layout) == "6Б"
    assert table.skipped == ((8, "строка скрыта в файле"),)
    assert [row.surname for row in table.rows] == ["Аксёнова", "Борисов", "Виноградова", "Гусев", "Зуев"]
    assert table.rows[0].birth == date(2014, 3, 14)


def test_a_free_workbook_with_a_plan_is_read():
    table = plan.read_plan(*plan.choose_sheet(read_book(SHEETS / "КТП Математика 6.ods")))
    assert table.hours == 5
    assert [row.section for row in table.rows] == ["Раздел 1. Числа"] * 3 + ["Раздел 2. Фигуры"]
