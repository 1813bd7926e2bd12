"""Lesson plans of many shapes: sections, ranges of lessons, hours, kinds from abbreviations (5.18, 5.25)."""

from __future__ import annotations

from datetime import date

import pytest

from ezh_desktop.domain.kind_words import kind_in_topic
from ezh_desktop.errors import BadInput
from ezh_desktop.exchange.plan import choose_sheet, read_plan
from ezh_desktop.exchange.tables import book_of, read_book
from tests.exchange.conftest import SHEETS, xlsx


def read(rows):
    return read_plan(*choose_sheet(book_of("план.xlsx", xlsx(rows))))


@pytest.mark.parametrize(
    ("file", "rows", "hours"), [("КТП Алгебра 7.xlsx", 29, 65), ("КТП Русский язык 7.xlsx", 11, 18)]
)
def test_plans_that_teachers_send_are_read_whole(file, rows, hours):
    table = read_plan(*choose_sheet(read_book(SHEETS / file)))
    assert (len(table.rows), table.hours) == (rows, hours)
    assert not any(row.flaws for row in table.rows)
    assert all(row.section for row in table.rows)


@pytest.mark.parametrize("number", ["4-6", "4–6", "4 — 6", "4,5,6", "4, 5, 6", "4..6"])
def test_a_range_of_numbers_is_so_many_lessons(number):
    assert read([("№ п/п", "Содержание материала"), (number, "Степени чисел")]).hours == 3


def test_a_range_that_excel_took_for_a_date_is_still_a_range():
    rows = [
        ("№", "Тема", "Часы"),
        ("1", "Первая тема", 1),
        (date(2026, 3, 2), "Вторая тема", None),
        ("4", "Третья тема", 1),
    ]
    assert [row.hours for row in read(rows).rows] == [1, 2, 1]


def test_sections_stand_in_rows_of_their_own_or_in_a_column():
    own = read(
        [
            ("№", "Тема", "Ч."),
            (None, "Причастие", None),
            (1, "Признаки причастия", "1 ч"),
            (None, "Деепричастие", None),
            (2, "Признаки деепричастия", 1),
        ]
    )
    assert [row.section for row in own.rows] == ["Причастие", "Деепричастие"]
    column = read([("Раздел программы", "Тема урока", "Кол-во часов"), ("Причастие", "Признаки причастия", 2)])
    assert (column.rows[0].section, column.rows[0].hours) == ("Причастие", 2)


def test_totals_are_no_lessons():
    table = read([("№", "Тема", "Часы"), (1, "Степени чисел", 1), (None, "Итого", 1)])
    assert len(table.rows) == 1
    assert table.skipped[0][0] == 3


@pytest.mark.parametrize(
    ("row", "says", "column"),
    [
        ((2, None, 1, "§ 5"), "Нет темы", "B"),
        ((2, "Present Perfect", 1, None), "не по-русски", "B"),
        ((2, "Степени чисел", 1, "learn words"), "не по-русски", "D"),
        (("2-4", "Степени чисел", 2, None), "3 урока", "A"),
        ((2, "Степени чисел", 0, None), "непонятны", "C"),
    ],
)
def test_a_flaw_of_a_row_has_its_column(row, says, column):
    rows = [("№", "Тема", "Часы", "Домашнее задание"), *[(n, f"Тема номер {n}", 1, "§ 1") for n in range(5, 12)], row]
    (flaw,) = read(rows).rows[-1].flaws
    assert says in flaw.what
    assert flaw.column == column


def test_a_table_without_topics_is_refused_with_advice():
    with pytest.raises(BadInput, match="не нашлось плана") as why:
        read([("Фамилия", "Имя"), ("Орлова", "Вера")])
    assert "Тема урока" in why.value.remedy


@pytest.mark.parametrize(
    ("topic", "code"),
    [
        ("К.р. № 1 «Дроби»", "control"),
        ("Входная контрольная работа", "control"),
        ("Дроби. К.р.", "control"),
        ("С.р. Дроби", "independent"),
        ("Практическая работа № 2", "practical"),
        ("Л.р. № 3 Измерение", "laboratory"),
        ("Лабораторная работа", "laboratory"),
        ("Контрольный диктант", "control_dictation"),
        ("Р.р. Сжатое изложение", "exposition"),
        ("Классное сочинение", "essay"),
        ("Р.р. Описание картины", "speech"),
        ("В.ч. Рассказы Шукшина", "reading"),
        ("Тест по теме", "test"),
        ("Зачёт", "credit"),
        ("Экскурсия в парк", "excursion"),
        ("Анализ контрольной работы", "plain"),
        ("Подготовка к сочинению", "plain"),
        ("Средства массовой информации", "plain"),
        ("Крылатые слова", "plain"),
        ("Тестообразные массы", "plain"),
    ],
)
def test_the_kind_of_work_is_told_by_the_topics_own_words(topic, code):
    """5.25."""
    assert kind_in_topic(topic).code == code


def test_short_topics_below_their_heading_are_topics():
    table = read([("Тема", "Часы"), ("Бег", 1), ("Кросс", 2), ("Мяч", 1)])
    assert [(row.topic, row.hours) for row in table.rows] == [("Бег", 1), ("Кросс", 2), ("Мяч", 1)]


def test_a_formula_that_nobody_has_counted_is_said_to_be_one():
    table = read([("№", "Тема урока", "Часы"), (1, "=A2&B9", 1), (2, "Степени чисел", 1)])
    assert [flaw.what for flaw in table.rows[0].flaws] == ["В клетке формула, которую никто не посчитал."]
    assert (table.rows[0].flaws[0].column, table.rows[1].flaws) == ("B", ())
