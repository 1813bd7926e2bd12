"""Timetables as schools draw them: days and lessons down, classes across; weeks of one class; days on sheets."""

from __future__ import annotations

import pytest

from ezh_desktop.domain.calendar import WeekParity
from ezh_desktop.domain.incoming_timetable import Students
from ezh_desktop.errors import BadInput
from ezh_desktop.exchange.gridcell import CellLesson, is_room, is_teacher, read_cell
from ezh_desktop.exchange.timetable import HOUR, with_sheet
from ezh_desktop.exchange.timetables import holds_timetable, read_timetable
from tests.data.make_timetables import FOLDER
from tests.exchange.conftest import SHEETS, xlsx

ODD, EVEN = WeekParity.ODD, WeekParity.EVEN
DAYS = ("Понедельник", "Вторник", "Среда", "Четверг", "Пятница")
HEAD = ("День", "№ урока", "7А", "7Б")


@pytest.mark.parametrize(
    ("text", "lessons"),
    [
        ("Алгебра", [CellLesson("Алгебра")]),
        ("Алгебра 12", [CellLesson("Алгебра", (), "12")]),
        ("Алгебра Иванова М.П. каб. 12", [CellLesson("Алгебра", ("Иванова М.П.",), "12")]),
        ("Математика, М.П. Иванова", [CellLesson("Математика", ("М.П. Иванова",))]),
        ("История (Иванова)", [CellLesson("История", ("Иванова",))]),
        ("Русский язык Петрова", [CellLesson("Русский язык", ("Петрова",))]),
        ("Геометрия Иванова Мария Петровна", [CellLesson("Геометрия", ("Иванова Мария Петровна",))]),
        ("Литература Белая-Сом А. Б., к. 21а", [CellLesson("Литература", ("Белая-Сом А. Б.",), "21а")]),
        ("Физкультура с/з", [CellLesson("Физкультура", (), "с/з")]),
        ("Родной язык (русский)", [CellLesson("Родной язык (русский)")]),
        ("Россия – мои горизонты", [CellLesson("Россия – мои горизонты")]),
        ("Англ. яз. 1 подгр. каб. 5", [CellLesson("Англ. яз", (), "5", "1")]),
        (
            "Англ. яз. (1 гр.) Белова И.И. каб. 12 / Информатика Серов К.К. 21",
            [
                CellLesson("Англ. яз", ("Белова И.И.",), "12", "1"),
                CellLesson("Информатика", ("Серов К.К.",), "21", "2"),
            ],
        ),
        (
            "Английский язык Белова/Серова",
            [
                CellLesson("Английский язык", ("Белова",), "", "1"),
                CellLesson("Английский язык", ("Серова",), "", "2"),
            ],
        ),
        ("Физика (нечёт.) / Химия (чёт.)", [CellLesson("Физика", week=ODD), CellLesson("Химия", week=EVEN)]),
        ("Труд (дев.) / Труд (мал.)", [CellLesson("Труд", subgroup="дев"), CellLesson("Труд", subgroup="мал")]),
        ("", []),
        ("—", []),
        ("окно", []),
    ],
)
def test_a_cell_tells_subject_teacher_room_subgroup_and_week(text, lessons):
    assert read_cell(text) == lessons


def test_whole_cells_of_rooms_and_teachers_are_known():
    assert [is_room(text) for text in ("12", "каб. 12", "с/з", "Алгебра", "")] == [True, True, True, False, False]
    assert [is_teacher(text) for text in ("Иванова М.П.", "Алгебра Иванова М.П.", "Алгебра")] == [True, False, False]


def found(put, rows, change=None, name="Расписание.xlsx"):
    return read_timetable(put(name, xlsx(rows, change)))


def lessons(table):
    return [(r.weekday, r.lessons[0], r.students, r.subject) for r in table.rows]


def merge(*ranges, title=None):
    def change(book):
        if title:
            book.active.title = title
        for one in ranges:
            book.active.merge_cells(one)

    return change


WEEK = [
    ("Расписание уроков на 2026/2027 учебный год",),
    ("Утверждаю", None, None, "Директор"),
    HEAD,
    ("Понедельник", 1, "Алгебра Иванова М.П.", "Физика"),
    (None, 2, "Физика", "—"),
    ("Вторник", 1, "Химия", "Алгебра Иванова М.П."),
    (None, 2, None, "Музыка"),
]


def test_classes_across_and_days_down(put):
    table = found(put, WEEK)
    assert lessons(table) == [
        (1, 1, (Students("7А"),), "Алгебра"),
        (1, 1, (Students("7Б"),), "Физика"),
        (1, 2, (Students("7А"),), "Физика"),
        (2, 1, (Students("7А"),), "Химия"),
        (2, 1, (Students("7Б"),), "Алгебра"),
        (2, 2, (Students("7Б"),), "Музыка"),
    ]
    first = table.rows[0]
    assert (first.spot.row, first.spot.column, first.spot.sheet) == (4, "C", "Sheet")
    assert first.title == "Клетка C4"
    assert first.teachers == ("Иванова М.П.",)


def test_a_day_merged_over_its_rows_is_the_day_of_each(put):
    assert lessons(found(put, WEEK, merge("A4:A5", "A6:A7"))) == lessons(found(put, WEEK))


def test_a_lesson_merged_over_two_classes_is_theirs_together(put):
    rows = [HEAD, ("Пятница", 5, "Физкультура Дубов П.П.", None)]
    assert found(put, rows, merge("C2:D2")).rows[0].students == (Students("7А"), Students("7Б"))


def test_a_lesson_merged_over_two_hours_stands_in_both(put):
    rows = [HEAD, ("Пятница", 1, "Труд", None), (None, 2, None, None)]
    assert [one[:2] for one in lessons(found(put, rows, merge("C2:C3")))] == [(5, 1), (5, 2)]


def test_narrow_columns_behind_a_class_hold_rooms_and_teachers(put):
    rows = [
        ("", "", "7 «А» класс", "каб.", "7 «Б» класс", "каб."),
        ("Среда", 1, "Алгебра", 12, "Физика", "с/з"),
        ("", 2, "Алгебра", "Иванова М.П.", "Музыка", ""),
    ]
    table = found(put, rows)
    assert [(r.room, r.teachers) for r in table.rows] == [("12", ()), ("с/з", ()), ("", ("Иванова М.П.",)), ("", ())]


def test_rooms_and_teachers_of_subgroups_stand_side_by_side(put):
    rows = [(*HEAD[:3], "каб."), ("Среда", 1, "Англ. яз. Смит А.А. / Англ. яз. Джонс Б.Б.", "5/6")]
    assert [(r.teachers, r.room) for r in found(put, rows).rows] == [(("Смит А.А.",), "5"), (("Джонс Б.Б.",), "6")]


def test_two_columns_of_one_class_are_its_subgroups(put):
    rows = [HEAD[:3], ("Среда", 1, "Английский язык", "Информатика"), ("", 2, "Алгебра", "")]
    table = found(put, rows, merge("C1:D1", "C3:D3"))
    assert [r.students[0].subgroup for r in table.rows] == ["1", "2", ""]
    assert table.rows[1].spot.column == "D"


def test_a_week_of_one_class_on_its_own_sheet(put):
    rows = [("Урок", *DAYS), (1, "Алгебра", "Физика", "", "Химия", ""), (2, "", "Музыка", "", "", "ИЗО")]
    table = found(put, rows, merge(title="7А"))
    assert lessons(table) == [
        (1, 1, (Students("7А"),), "Алгебра"),
        (2, 1, (Students("7А"),), "Физика"),
        (4, 1, (Students("7А"),), "Химия"),
        (2, 2, (Students("7А"),), "Музыка"),
        (5, 2, (Students("7А"),), "ИЗО"),
    ]


def test_weeks_of_several_classes_one_under_another(put):
    rows = [("Расписание 7А класса",), ("№", *DAYS), (1, "Алгебра"), ("7 Б",), ("№", *DAYS), (1, "", "Физика")]
    assert lessons(found(put, rows)) == [(1, 1, (Students("7А"),), "Алгебра"), (2, 1, (Students("7 Б"),), "Физика")]


def test_days_on_sheets_of_their_own(put):
    def change(book):
        book.active.title = "Понедельник"
        other = book.create_sheet("Вторник")
        for row in (("Урок", "7А", "7Б"), (3, "Химия", "")):
            other.append(row)

    table = found(put, [("Урок", "7А", "7Б"), (1, "Алгебра", "Физика")], change)
    assert [one[0] for one in lessons(table)] == [1, 1, 2]
    assert table.rows[2].unit == "Вторник!B2"


def test_days_as_rows_between_the_lessons_and_rows_without_numbers(put):
    rows = [("Время", "7А"), ("П О Н Е Д Е Л Ь Н И К",), ("8:30-9:10", "Алгебра"), ("9:20", "ИЗО"), ("ВТОРНИК",)]
    rows += [("8:30-9:10", "Физика")]
    assert [one[:2] for one in lessons(found(put, rows))] == [(1, 1), (1, 2), (2, 1)]


def test_a_second_row_of_an_hour_names_teachers_and_rooms(put):
    rows = [HEAD, ("Среда", 1, "Алгебра", "Физика"), ("", "", "Иванова М.П.", "Петров И.И. каб. 7")]
    rows += [("", 2, "ИЗО", ""), ("", "", "Серова", "")]
    table = found(put, rows)
    assert [(r.lessons, r.subject, r.teachers, r.room) for r in table.rows] == [
        ((1,), "Алгебра", ("Иванова М.П.",), ""),
        ((1,), "Физика", ("Петров И.И.",), "7"),
        ((2,), "ИЗО", ("Серова",), ""),
    ]


def test_a_number_merged_over_two_rows_is_one_hour_with_two_subgroups(put):
    rows = [HEAD, ("Среда", 1, "Английский язык", "Физика"), ("", "", "Информатика", None)]
    table = found(put, rows, merge("B2:B3", "D2:D3"))
    assert [(r.lessons, r.subject, r.students[0].subgroup) for r in table.rows] == [
        ((1,), "Английский язык", "1"),
        ((1,), "Информатика", "2"),
        ((1,), "Физика", ""),
    ]


def test_numbers_repeated_in_the_middle_of_a_wide_table_are_no_rooms(put):
    rows = [("День", "№", "5А", "День", "№", "9А"), ("Среда", 1, "Алгебра", "Среда", 1, "Физика")]
    assert [(r.students, r.room) for r in found(put, rows).rows] == [((Students("5А"),), ""), ((Students("9А"),), "")]


def test_headings_of_classes_with_a_teacher_or_without_a_letter(put):
    rows = [("День", "Урок", "7А (Иванова М.П.)", "8 класс"), ("Среда", 1, "Алгебра", "Физика")]
    assert [r.students[0].school_class for r in found(put, rows).rows] == ["7А", "8 класс"]


def test_a_sheet_of_odd_weeks(put):
    table = found(put, [HEAD, ("Среда", 1, "Алгебра", "")], merge(title="Нечётная неделя"))
    assert table.rows[0].week is ODD


def test_the_number_of_the_lesson_may_be_roman_or_have_words(put):
    rows = [HEAD, ("Вторник", "II", "Алгебра", ""), ("", "3 урок", "Физика", ""), ("", "4.", "Химия", "")]
    assert [one[1] for one in lessons(found(put, rows))] == [2, 3, 4]


def test_weeks_by_turns_stand_in_one_cell(put):
    table = found(put, [HEAD, ("Среда", 1, "Физика (нечёт.) / Химия (чёт.)", "")])
    assert [(r.subject, r.week) for r in table.rows] == [("Физика", ODD), ("Химия", EVEN)]


def test_a_text_table_in_windows_1251_is_read_too(put):
    text = "День;Урок;7А;7Б\r\nПонедельник;1;Алгебра;Физика\r\n;2;Химия;Русский язык\r\n"
    table = read_timetable(put("р.csv", text.encode("cp1251")))
    assert "Windows-1251" in table.sheet.note
    assert len(table.rows) == 4


def test_hidden_rows_stay_out_and_are_told(put):
    def hide(book):
        book.active.row_dimensions[4].hidden = True

    table = found(put, WEEK, hide)
    assert table.skipped == ((4, "строка скрыта в файле"),)


@pytest.mark.parametrize("table", ["Расписание.xlsx", "Расписание.ods", "Расписание.xls"])
def test_the_same_week_is_read_from_a_spreadsheet_and_from_fet(table):
    """Merged cells too: a day over its rows, a lesson over two classes."""

    def hours(name):
        rows = read_timetable(FOLDER / name).rows
        return {(r.weekday, n, r.students, r.subject.rstrip("."), r.teachers) for r in rows for n in r.lessons}

    assert hours(table) == hours("Школа_data_and_timetable.fet")


@pytest.mark.parametrize("name", sorted(one.name for one in SHEETS.iterdir()))
def test_lists_and_plans_are_no_timetables(name):
    path = SHEETS / name
    assert not holds_timetable(path, path.read_bytes())


@pytest.mark.parametrize(
    "rows",
    [
        [("Фамилия", "Имя", "Класс"), ("Яшин", "Борис", "7А")],
        [("7А", "7Б"), ("Алгебра", "Физика")],
        [("Понедельник", "Вторник", "Среда"), ("Алгебра", "Физика", "Химия")],
    ],
)
def test_a_table_without_days_or_without_classes_is_none(put, rows):
    with pytest.raises(BadInput, match="не нашлось расписания"):
        found(put, rows)


def test_a_cell_with_an_uncounted_formula_is_named(tmp_path):
    rows = [("День", "Урок", "5А", "6А"), ("Понедельник", 1, "Музыка", "Алгебра"), ("", 2, "=C2", "Физика")]
    path = tmp_path / "сетка.xlsx"
    path.write_bytes(xlsx(rows))
    table = read_timetable(path)
    assert [number for number, _ in table.skipped] == [3]
    assert table.skipped[0][1].startswith("C3: формула, которую никто не посчитал")


def flaws(table):
    return [(row.subject, [flaw.flaw.what for flaw in row.flaws]) for row in table.rows]


def test_a_lesson_that_no_day_has_is_refused_and_not_counted_on(put):
    rows = [("Понедельник", "1", "Алгебра", ""), ("", "25-й урок", "Химия", ""), ("Вторник", "17", "История", "")]
    wrong = ["Номер урока «25-й урок» не понятен."], ["Номер урока «17» не понятен."]
    assert flaws(found(put, [HEAD, *rows])) == [("Алгебра", []), ("Химия", wrong[0]), ("История", wrong[1])]


def test_a_number_typed_twice_over_other_lessons_is_refused_not_taken_for_subgroups(put):
    rows = [("Понедельник", "1", "Алгебра", "История"), ("", "1", "Физика", ""), ("", "3", "Химия", "Труд")]
    table = found(put, [HEAD, *rows])
    assert flaws(table) == [
        ("Алгебра", []), ("История", []), ("Физика", ["Урок 1 стоит в этом дне дважды."]), ("Химия", []), ("Труд", []),
    ]  # fmt: skip
    assert [row.students[0].subgroup for row in table.rows] == [""] * 5
    mended = with_sheet(table, table.sheet.with_cell(3, HOUR, "2"))
    assert (flaws(mended)[2], mended.rows[2].lessons) == (("Физика", []), (2,))


@pytest.mark.parametrize(
    ("first", "second", "subgroups"),
    [
        ("Английский язык Иванова М.П.", "Английский язык Петров И.И.", ["1", "2"]),
        ("Английский язык (1 гр.)", "Информатика (2 гр.)", ["1", "2"]),
        ("Англ. яз.", "Информатика", ["1", "2"]),
        ("Физика (нечёт)", "Химия (чёт)", ["", ""]),
        ("Алгебра", "Иванова М.П.", [""]),
        ("Алгебра", "Алгебра", [""]),
    ],
)
def test_a_number_typed_twice_over_subgroups_weeks_or_teachers_is_one_hour(put, first, second, subgroups):
    table = found(put, [HEAD, ("Понедельник", "1", first, ""), ("", "1", second, "")])
    assert not any(row.flaws for row in table.rows)
    assert [(row.lessons, row.students[0].subgroup) for row in table.rows] == [((1,), one) for one in subgroups]
