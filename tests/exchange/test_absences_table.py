"""Absences of paper as tables: the page by days with «5Б», month by month, and lists of certificates."""

from __future__ import annotations

from datetime import date

import pytest

from ezh_desktop.domain.calendar import AcademicYear
from ezh_desktop.domain.figures import AbsenceReason
from ezh_desktop.errors import BadInput
from ezh_desktop.exchange.absences_table import holds_absences, read_absences, read_cell, read_reason
from ezh_desktop.exchange.tables import book_of
from tests.exchange.conftest import xlsx

YEAR = AcademicYear(2026)
ILL, VALID, NONE = AbsenceReason.ILLNESS, AbsenceReason.VALID, AbsenceReason.UNEXCUSED


def table(*rows, change=None):
    return book_of("7А.xlsx", xlsx([list(row) for row in rows], change))


def missed(found):
    return {row.name.short: [(one.first, one.last, one.reason, one.count) for one in row.missed] for row in found.rows}


@pytest.mark.parametrize(
    ("text", "reason", "count", "lessons"),
    [
        ("5Б", ILL, 5, None),
        ("2 у", VALID, 2, None),
        ("6/б", ILL, 6, None),
        ("н", NONE, 0, None),
        ("Н/Б", ILL, 0, None),
        ("б", ILL, 0, None),
        ("ув.", VALID, 0, None),
        ("2", NONE, 2, None),
        ("нп", NONE, 0, None),
        ("1-2 б", ILL, 0, (1, 2)),
        ("3–4 п", NONE, 0, (3, 4)),
        ("болел", ILL, 0, None),
    ],
)
def test_a_cell_says_how_many_lessons_and_why(text, reason, count, lessons):
    found = read_cell(text)
    assert (found.reason, found.count, found.lessons) == (reason, count, lessons)


@pytest.mark.parametrize("text", ["x", "5x", "4-2б", "123б", "опоздал", ""])
def test_what_is_no_absence_is_none(text):
    assert read_cell(text) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("по болезни", ILL), ("ОРВИ", ILL), ("Справка № 5", ILL), ("семейные обстоятельства", VALID), ("У", VALID),
        ("заявление родителей", VALID), ("без уважительной причины", NONE), ("неуваж.", NONE), ("прогул", NONE),
        ("б/п", NONE), ("", None), ("опоздание", None),
    ],
)  # fmt: skip
def test_reasons_are_known_by_the_words_of_schools(text, reason):
    assert read_reason(text) is reason


def test_the_page_of_paper_by_days_is_read():
    found = read_absences(
        table(
            ("Сведения о количестве уроков, пропущенных обучающимися", ),
            ("7А класс · 2026/2027 учебный год · ноябрь 2026 года",),
            ("№", "Фамилия, имя", "02", "03", "05", "Всего уроков", "по болезни"),
            ("", "", "пн", "вт", "чт", "", ""),
            (1, "Абрамова Дарья", "5б", "", "2", 7, 5),
            (2, "Андреев Максим", "", "н", "-", 6, ""),
            ("", "Всего по классу", 5, 6, 2, 13, 5),
        ),
        YEAR,
    )  # fmt: skip
    second, third, fifth = date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 5)
    assert found.class_name == "7А"
    assert missed(found) == {
        "Абрамова Дарья": [(second, second, ILL, 5), (fifth, fifth, NONE, 2)],
        "Андреев Максим": [(third, third, NONE, 0)],
    }
    assert found.rows[0].missed[0].column == "C"
    assert [found.layout.headings[at] for at in sorted(found.layout.headings)] == [
        "Фамилия, имя", "02.11", "03.11", "05.11",
    ]  # fmt: skip


def test_days_may_be_dates_and_months_may_stand_above_or_on_sheets_of_their_own():
    dates = table(("Ученик", date(2026, 9, 30), "1.10", "Пн 5.10.26"), ("Абрамова Дарья", "б", "б", "у"))
    assert [day for day, *_ in missed(read_absences(dates, YEAR))["Абрамова Дарья"]] == [
        date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 5),
    ]  # fmt: skip
    months = table(("Ф.И.О.", "Сентябрь", "", "Январь"), ("", 29, 30, 12), ("Абрамова Дарья", "", "н", "н"))
    assert [day for day, *_ in missed(read_absences(months, YEAR))["Абрамова Дарья"]] == [
        date(2026, 9, 30), date(2027, 1, 12),
    ]  # fmt: skip

    def october(book):
        book.active.title = "Сентябрь"
        sheet = book.create_sheet("Октябрь")
        sheet.append(["Ф.И.О.", 1, 2])
        sheet.append(["Абрамова Дарья", "б", ""])

    sheets = read_absences(table(("Ф.И.О.", 1, 2), ("Абрамова Дарья", "", "у"), change=october), YEAR)
    assert [(row.spot.sheet, row.missed[0].first) for row in sheets.rows] == [
        ("Сентябрь", date(2026, 9, 2)), ("Октябрь", date(2026, 10, 1)),
    ]  # fmt: skip


def test_one_day_is_a_table_when_absences_stand_under_it():
    monday = date(2026, 10, 12)
    for head in (
        [("№", "Ф.И.О.", "12.10")],
        [("№", "Ф.И.О.", monday)],
        [("№", "Ф.И.О.", "Октябрь"), ("", "", 12)],
        [("Пропуски, октябрь",), ("№", "Ф.И.О.", 12)],
    ):
        book = table(*head, (1, "Абрамова Дарья", "5б"), (2, "Андреев Максим", ""), (3, "Белова Ксения", "н"))
        assert holds_absences(book, YEAR)
        assert missed(read_absences(book, YEAR)) == {
            "Абрамова Дарья": [(monday, monday, ILL, 5)],
            "Андреев Максим": [],
            "Белова Ксения": [(monday, monday, NONE, 0)],
        }


@pytest.mark.parametrize("under", ["сдала", "14.03.2013", "+", ""])
def test_one_day_over_anything_else_is_no_table_of_absences(under):
    assert not holds_absences(table(("Ф.И.О.", "12.10"), ("Абрамова Дарья", under)), YEAR)


def test_a_list_has_a_row_for_each_certificate():
    found = read_absences(
        table(
            ("Фамилия, имя", "С", "По", "Уроки", "Причина", "Документ"),
            ("Абрамова Дарья", "12.10", "20 октября", "", "болезнь", "Справка № 14"),
            ("Андреев Максим", date(2026, 11, 9), "", "1-2", "у", ""),
            ("Белова Ксения", "31.11", "", "", "б", ""),
            ("Жуков Матвей", "12.10", "9.10", "", "б", ""),
            ("Юдина Вера", "12.10", "", "", "", ""),
        ),
        YEAR,
    )
    whole, part, no_day, backwards, silent = found.rows
    (one,) = whole.missed
    assert (one.first, one.last, one.reason, one.document) == (
        date(2026, 10, 12), date(2026, 10, 20), ILL, "Справка № 14",
    )  # fmt: skip
    assert part.missed[0].lessons == (1, 2)
    assert (no_day.flaws[0][0].column, no_day.flaws[0][1]) == ("B", "B")
    assert backwards.flaws[0][0].what == "Конец раньше начала."
    assert silent.flaws[0][0].what == "Причина не указана."


def test_a_list_may_lack_columns_and_have_names_apart():
    found = read_absences(
        table(("Фамилия", "Имя", "Дата", "Причина пропуска"), ("Абрамова", "Дарья", "12.10", "прогул")), YEAR
    )
    (row,) = found.rows
    assert (row.name.short, row.missed[0].first, row.missed[0].reason) == ("Абрамова Дарья", date(2026, 10, 12), NONE)


def test_lists_on_several_sheets_are_one_table():
    def second(book):
        book.active.title = "I четверть"
        sheet = book.create_sheet("II четверть")
        for row in (("Ученик", "Причина", "С"), ("Андреев Максим", "у", "9.11")):
            sheet.append(row)

    first = table(("Фамилия, имя", "С", "Причина"), ("Абрамова Дарья", "12.10", "б"), change=second)
    found = read_absences(first, YEAR)
    assert [(row.spot.sheet, row.name.short, row.missed[0].first, row.missed[0].reason) for row in found.rows] == [
        ("I четверть", "Абрамова Дарья", date(2026, 10, 12), ILL),
        ("II четверть", "Андреев Максим", date(2026, 11, 9), VALID),
    ]


def test_other_tables_of_a_school_are_none_of_these():
    listed = table(("Фамилия", "Имя", "Дата рождения"), ("Абрамова", "Дарья", "14.03.2013"))
    marks = table(("Ф.И.О.", "Алгебра", ""), ("", "I", "II"), ("Абрамова Дарья", 5, 4))
    plan = table(("№", "Тема урока", "Дата"), (1, "Функция", "12.10"))
    for book in (listed, marks, plan):
        assert not holds_absences(book, YEAR)
    with pytest.raises(BadInput, match="не нашлось пропусков"):
        read_absences(listed, YEAR)


def test_a_cell_nobody_understands_is_named_with_its_column():
    found = read_absences(table(("Ф.И.О.", "12.10", "13.10"), ("Абрамова Дарья", "б", "опоздала")), YEAR)
    ((flaw, shown),) = found.rows[0].flaws
    assert (flaw.column, shown) == ("C", "C")
    mended = found.with_sheet(found.sheet.with_cell(1, 2, "2у"))
    assert not mended.rows[0].flaws
    assert len(mended.rows[0].missed) == 2
