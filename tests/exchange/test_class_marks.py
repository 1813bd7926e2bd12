"""Period marks of a whole class as schools lay them out: subjects over periods, sheets of one period, joined words."""

from __future__ import annotations

import pytest

from ezh_desktop.domain.calendar import PeriodKind
from ezh_desktop.errors import BadInput
from ezh_desktop.exchange.class_marks import holds_class_marks, read_class_marks, read_period
from ezh_desktop.exchange.tables import book_of
from tests.exchange.conftest import xlsx

PUPILS = (("Абрамова Дарья", 5, 4, "", 3), ("Андреев Максим", 4, 4, "", 5))
FIRST, SECOND = (PeriodKind.QUARTER, 1), (PeriodKind.QUARTER, 2)


def table(*rows, name="Ведомость.xlsx"):
    return book_of(name, xlsx([list(row) for row in rows]))


def summary(*pupils):
    """As the paper has it: a merged subject over its periods, a mean and totals beside and below."""
    return table(
        ("Сводная ведомость учёта успеваемости, 7 «А» класс",),
        ("№", "Фамилия, имя", "Алгебра", "", "Рус. яз.", "", "Средний балл"),
        ("", "", "I", "II", "I", "год", ""),
        *((number, *pupil, "4,25") for number, pupil in enumerate(pupils, 1)),
        ("", "Успеваемость, %", 100, 100),
    )


def test_the_summary_sheet_of_paper_is_read_subject_by_subject():
    found = read_class_marks(summary(*PUPILS))
    assert found.class_name == "7А"
    assert [one.heading for one in found.columns] == ["Алгебра, I", "Алгебра, II", "Рус. яз., I", "Рус. яз., год"]
    first, second = found.rows
    assert (first.name.short, first.spot.row, second.spot.row) == ("Абрамова Дарья", 4, 5)
    assert [(one.subject, one.period, one.value, one.column, one.shown) for one in first.marks] == [
        ("Алгебра", FIRST, "5", "C", "B"),
        ("Алгебра", SECOND, "4", "D", "C"),
        ("Рус. яз.", (PeriodKind.YEAR, 1), "3", "F", "E"),
    ]
    assert found.skipped == ((6, "не ученик: «Успеваемость, %»"),)


def test_an_empty_line_is_not_told_a_mark_without_a_name_is():
    found = read_class_marks(summary(*PUPILS, ("", "", "", "", ""), ("", 5, "", "", "")))
    assert len(found.rows) == 2
    assert found.skipped == ((7, "нет фамилии"), (8, "не ученик: «Успеваемость, %»"))


def test_a_sheet_of_one_quarter_has_subjects_alone_in_its_header():
    rows = (("Ф.И.О.", "Алгебра", "Русский язык", "Хор"), ("Абрамова Дарья", 5, 4, 3), ("Андреев Максим", 4, 5, 3))
    found = read_class_marks(table(("Итоги II четверти, 5Б класс",), *rows))
    assert found.class_name == "5Б"
    assert [(one.subject, one.period) for one in found.columns] == [
        ("Алгебра", SECOND), ("Русский язык", SECOND), ("Хор", SECOND),
    ]  # fmt: skip
    assert not holds_class_marks(table(*rows))


def test_headings_may_name_subject_and_period_together():
    found = read_class_marks(
        table(
            ("Ученик", "Алгебра, I четверть", "Иностранный язык (английский) 2 чет.", "Русский язык (год)"), PUPILS[0]
        )
    )
    assert [(one.subject, one.period) for one in found.columns] == [
        ("Алгебра", FIRST),
        ("Иностранный язык (английский)", SECOND),
        ("Русский язык", (PeriodKind.YEAR, 1)),
    ]


def test_sheets_of_a_workbook_become_one_table_and_keep_their_places():
    quarters = [
        [["", "Ф.И.О.", "Алгебра", "Физика"], ["", "Абрамова Дарья", 5, mark], ["", "Андреев Максим", 3, 4]]
        for mark in (4, 2)
    ]

    def second(book):
        book.active.title = "I четверть"
        sheet = book.create_sheet("II")
        for row in quarters[1]:
            sheet.append(row)

    found = read_class_marks(book_of("Класс 8А.xlsx", xlsx(quarters[0], second)))
    assert [one.heading for one in found.columns] == ["Алгебра, I", "Физика, I", "Алгебра, II", "Физика, II"]
    assert [(row.spot.sheet, row.spot.row, row.line) for row in found.rows] == [
        ("I четверть", 2, 1), ("I четверть", 3, 2), ("II", 2, 3), ("II", 3, 4),
    ]  # fmt: skip
    assert found.rows[2].marks[1].value == "2"
    assert (found.rows[2].marks[1].column, found.rows[2].marks[1].shown) == ("D", "E")


def test_a_table_of_one_subject_a_class_list_and_a_plan_are_none():
    of_one = (("Алгебра, 7А класс",), ("Фамилия, имя", "I четверть", "II четв."), ("Абрамова Дарья", 5, 4))
    listed = (("Фамилия", "Имя", "Дата рождения"), ("Абрамова", "Дарья", "14.03.2013"))
    plan = (("№", "Тема урока", "Часы"), (1, "Функция", 2))
    for rows in (of_one, listed, plan):
        assert not holds_class_marks(table(*rows))


def test_a_table_without_pupils_says_so():
    with pytest.raises(BadInput, match="ни одного ученика"):
        read_class_marks(summary())
    with pytest.raises(BadInput, match="не нашлось отметок класса"):
        read_class_marks(table(("Фамилия", "Имя"), ("Абрамова", "Дарья")))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("I", FIRST),
        ("2 четверть", SECOND),
        ("1-е полугодие", (PeriodKind.HALF, 1)),
        ("II п/г", (PeriodKind.HALF, 2)),
        ("год", (PeriodKind.YEAR, 1)),
        ("экз.", (PeriodKind.EXAM, 1)),
        ("итог.", (PeriodKind.FINAL, 1)),
        ("5", None),
        ("Алгебра", None),
    ],
)
def test_periods_are_known_by_the_words_of_paper(text, period):
    assert read_period(text) == period


def test_a_cell_put_right_is_read_anew():
    found = read_class_marks(summary(*PUPILS))
    mended = found.with_sheet(found.sheet.with_cell(1, 1, "3"))
    assert mended.rows[0].marks[0].value == "3"
    assert found.rows[0].marks[0].value == "5"
