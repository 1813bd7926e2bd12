"""Class lists of many shapes: headers found, columns recognised, each flaw with its place (5.3, 9.3.1)."""

from __future__ import annotations

from datetime import date

import pytest

from ezh_desktop.errors import BadInput
from ezh_desktop.exchange.pupils import choose_sheet, class_in, guess_class, read_pupils
from ezh_desktop.exchange.tables import book_of, read_book
from ezh_desktop.exchange.values import read_date
from tests.exchange.conftest import SHEETS, TODAY, xlsx


def read(rows, school_class=""):
    data = rows if isinstance(rows, bytes) else xlsx(rows)
    return read_pupils(*choose_sheet(book_of("список.xlsx", data)), TODAY, school_class)


def names(table):
    return [f"{row.surname} {row.given} {row.patronymic}".strip() for row in table.rows]


@pytest.mark.parametrize(
    ("file", "count", "school_class"), [("Список 7А.xlsx", 24, "7А"), ("Список 5.xlsx", 13, ""), ("8Б.csv", 21, "8Б")]
)
def test_lists_that_schools_send_are_read_whole(file, count, school_class):
    sheet, layout = choose_sheet(read_book(SHEETS / file))
    table = read_pupils(sheet, layout, TODAY)
    assert len(table.rows) == count
    assert all(row.birth and row.gender for row in table.rows)
    assert guess_class(sheet, layout) == school_class


@pytest.mark.parametrize(
    "heading",
    [
        "ФИО",
        "Ф. И. О.",
        "Фамилия, имя, отчество",
        "Фамилия Имя",
        "Учащийся",
        "Ребёнок",
        "ученик(ца)",
        "Full name",
        "Имя",
    ],
)
def test_a_column_of_full_names_is_known_by_many_headings(heading):
    table = read([("п/п", heading), (1, "Орлова Вера Ильинична"), (2, "Белый Пётр Львович")])
    assert names(table) == ["Орлова Вера Ильинична", "Белый Пётр Львович"]


def test_a_list_without_a_header_is_known_by_its_content():
    table = read([("Орлова Вера Ильинична", "14.05.2013", "ж"), ("Белый Пётр Львович", "2.3.13", "м")])
    assert names(table)[0] == "Орлова Вера Ильинична"
    assert [row.birth for row in table.rows] == [date(2013, 5, 14), date(2013, 3, 2)]


def test_a_column_with_an_unknown_heading_is_known_by_its_content():
    table = read([("ФИО", "Когда"), ("Орлова Вера Ильинична", "14.05.2013"), ("Белый Пётр Львович", "12.05.2013")])
    assert [row.birth for row in table.rows] == [date(2013, 5, 14), date(2013, 5, 12)]


def test_a_date_of_enrolment_is_not_taken_for_a_birth_date():
    table = read([("ФИО", "Дата зачисления"), ("Орлова Вера Ильинична", "01.09.2019")])
    assert table.rows[0].birth is None


def test_a_header_of_two_rows_is_put_together():
    table = read(
        [
            ("Фамилия", "Имя", "Мать", None),
            (None, None, "ФИО", "Телефон"),
            ("Орлова", "Вера", "Орлова Анна Петровна", "+7 (900) 111-22-33"),
        ]
    )
    (guardian,) = table.rows[0].guardians
    assert (guardian.name, guardian.relation, guardian.phone) == ("Орлова Анна Петровна", "мать", "+7 (900) 111-22-33")


def test_titles_signatures_totals_and_repeated_headers_are_no_pupils():
    table = read(
        [
            ("Лицей № 3",),
            ("Список 6Б класса",),
            (),
            ("№", "Фамилия", "Имя"),
            (1, "Орлова", "Вера"),
            ("№", "Фамилия", "Имя"),
            (2, "Белый", "Пётр"),
            (None, "Всего: 2"),
            (None, "Классный руководитель ________ /Иванова А. А./"),
        ]
    )
    assert names(table) == ["Орлова Вера", "Белый Пётр"]
    assert [number for number, _ in table.skipped] == [8, 9]


def test_spaces_capitals_and_invisible_marks_are_put_right():
    table = read(
        [("ФИО",), ("  ОРЛОВА\u00a0 вера   ИЛЬИНИЧНА\u200b",), ("Белый-седой пётр",), ("Алиев Тимур Мамед ОГЛЫ",)]
    )
    assert names(table) == ["Орлова Вера Ильинична", "Белый-седой Пётр", "Алиев Тимур Мамед оглы"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("03.08.13", date(2013, 8, 3)),
        ("3/8/2013", date(2013, 8, 3)),
        ("2013-08-03", date(2013, 8, 3)),
        ("3 августа 2013 г.", date(2013, 8, 3)),
        ("5 мая 13", date(2013, 5, 5)),
        ("41489", date(2013, 8, 3)),
        ("03.08.99", date(1999, 8, 3)),
        ("вчера", None),
    ],
)
def test_dates_are_read_as_people_write_them(text, day):
    assert read_date(text, TODAY) == day


@pytest.mark.parametrize(
    ("birth", "says"),
    [
        ("31.02.2013", "Такой даты нет: 31.02.2013"),
        ("весной", "не дата"),
        ("14.05.2031", "возраста"),
        ("14.05.1950", "возраста"),
    ],
)
def test_a_birth_date_that_cannot_be_is_a_flaw_with_its_column(birth, says):
    rows = [
        ("ФИО", "Дата рождения"),
        ("Орлова Вера Ильинична", birth),
        *[(f"Белый Пётр{'а' * n} Львович", "14.05.2013") for n in range(5)],
    ]
    (flaw,) = read(rows).rows[0].flaws
    assert says in flaw.what
    assert flaw.column == "B"


def test_an_uncounted_formula_is_a_flaw():
    table = read(
        [("ФИО", "Дата рождения"), ("Орлова Вера Ильинична", "=TODAY()"), ("Белый Пётр Львович", "14.05.2013")]
    )
    assert "формула" in table.rows[0].flaws[0].what


def test_a_row_of_another_class_is_a_flaw():
    table = read([("ФИО", "Класс"), ("Орлова Вера Ильинична", "7А"), ("Белый Пётр Львович", "7 б")], "7А")
    assert [bool(row.flaws) for row in table.rows] == [False, True]


def test_latin_letters_among_russian_ones_are_a_flaw():
    assert "латинская" in read([("ФИО",), ("Oрлова Вера Ильинична",)]).rows[0].flaws[0].what


def test_gender_follows_the_patronymic_where_the_list_says_nothing():
    table = read([("ФИО",), ("Черных Дарья Сергеевна",), ("Черных Саша Ильич",), ("Черных Женя",)])
    assert [row.gender for row in table.rows] == ["f", "m", ""]
    assert table.rows[2].flaws


def test_a_sheet_named_like_the_class_is_chosen():
    def add(book):
        book.active.title = "5А"
        other = book.create_sheet("5 Б")
        other.append(["ФИО"])
        other.append(["Белый Пётр Львович"])

    data = xlsx([("ФИО",), ("Орлова Вера Ильинична",)], add)
    sheet, _ = choose_sheet(book_of("a.xlsx", data), "5Б")
    assert sheet.name == "5 Б"


def test_a_column_may_be_put_right_by_hand():
    sheet, layout = choose_sheet(book_of("a.xlsx", xlsx([("Фамилия", "Имя", "Доп"), ("Орлова", "Вера", "А-12")])))
    table = read_pupils(sheet, layout.with_kind(2, "address"), TODAY)
    assert table.rows[0].address == "А-12"
    assert read_pupils(sheet.with_cell(2, 1, "Нина"), layout, TODAY).rows[0].given == "Нина"


@pytest.mark.parametrize("text", ["7 «А» класс", "Список 7-а", "7А.xlsx", "ученики 7 A класса"])
def test_a_class_is_found_in_a_title(text):
    assert str(class_in(text)) == "7А"


@pytest.mark.parametrize("text", ["5 класса", "школа № 12", "2026 г."])
def test_no_class_is_made_up(text):
    assert class_in(text) is None or "г" in text


def test_a_table_without_people_is_refused_with_advice():
    with pytest.raises(BadInput, match="не нашлось списка") as why:
        read([("Товар", "Цена"), ("Мел", 12)])
    assert "Фамилия" in why.value.remedy


def test_a_header_alone_is_refused():
    with pytest.raises(BadInput, match="ни одной строки"):
        read([("Фамилия", "Имя")])


def test_one_whole_name_under_a_surname_does_not_spoil_the_rows_that_have_the_parts_apart():
    head = ("Фамилия", "Имя", "Отчество")
    rows = [("Иванов Пётр", "", "Ильич"), ("Сидорова", "Анна", "Олеговна"), ("Яковлев", "Глеб Ильич", "")]
    assert names(read([head, *rows])) == ["Иванов Пётр Ильич", "Сидорова Анна Олеговна", "Яковлев Глеб Ильич"]
