"""FET's timetables, its own file and its CSV: the same rows from both, and what is no such file is refused by name."""

from __future__ import annotations

import re

import pytest

from ezh_desktop.domain.calendar import WeekParity
from ezh_desktop.domain.incoming_timetable import Students
from ezh_desktop.errors import BadInput
from ezh_desktop.exchange.classnames import class_of
from ezh_desktop.exchange.fet import read_fet
from ezh_desktop.exchange.fetstudents import Sets, Tree
from ezh_desktop.exchange.timetable import (
    day_names,
    hour_numbers,
    read_day,
    read_lessons,
    with_sheet,
)
from ezh_desktop.exchange.timetables import read_timetable
from tests.data.make_timetables import FOLDER, WEEK, Activity, csv_text, fet_text, students_text

SOLVED = FOLDER / "Школа_data_and_timetable.fet"


def rows_of(text: str):
    return read_fet("школа.fet", text.encode()).rows


def hours(rows):
    return {(r.weekday, n, r.week, r.students, r.subject, r.teachers) for r in rows for n in r.lessons}


def test_a_solved_file_gives_each_activity_with_its_place():
    rows = read_timetable(SOLVED).rows
    assert len(rows) == len(WEEK)
    first, last = rows[0], rows[-1]
    assert (first.weekday, first.lessons, first.subject) == (1, (3,), "Алгебра")
    assert first.students == (Students("7А"),)
    assert first.teachers == ("Сотрудниковад А.И.",)
    assert (last.weekday, last.lessons) == (5, (1, 2))
    assert rows[2].room == "12"


def test_the_line_of_the_activity_in_the_file_is_told():
    table = read_timetable(SOLVED)
    lines = SOLVED.read_text(encoding="utf-8").splitlines()
    assert all(lines[row.spot.row - 1].startswith("<Activity>") for row in table.rows)
    assert table.rows[4].title == "Занятие № 5"


def test_several_classes_at_once_and_subgroups_are_told_apart():
    rows = read_timetable(SOLVED).rows
    assert rows[6].students == (Students("7А"), Students("7Б"))
    assert rows[4].students == (Students("7А", "1"),)


def test_the_csv_in_windows_1251_says_the_same_as_the_file():
    table = read_timetable(FOLDER / "Школа_timetable.csv")
    assert "Windows-1251" in table.sheet.note
    assert "Школа_students.csv" in table.sheet.note
    assert hours(table.rows) == hours(read_timetable(SOLVED).rows)
    assert table.rows[0].spot.row == 2
    assert table.rows[0].columns["teachers"] == "F"
    assert table.rows[-1].unit == table.rows[-2].unit


@pytest.mark.parametrize(("separator", "encoding"), [(",", "utf-8-sig"), ("\t", "utf-8"), ("|", "cp866")])
def test_any_separator_and_encoding_is_read(tmp_path, separator, encoding):
    path = tmp_path / "а_timetable.csv"
    path.write_bytes(csv_text(separator=separator).encode(encoding))
    assert hours(read_timetable(path).rows) == hours(read_timetable(SOLVED).rows)


def test_times_are_numbered_in_the_order_of_the_day_and_that_is_told(tmp_path):
    week = [Activity("7А", "Алгебра", "", "Среда", "10:05"), Activity("7А", "Физика", "", "Среда", "9:10")]
    path = tmp_path / "а_timetable.csv"
    path.write_text(csv_text(week), encoding="utf-8")
    table = read_timetable(path)
    assert [row.lessons for row in table.rows] == [(2,), (1,)]
    assert table.notes == ("Уроки по порядку: 1 — 9:10, 2 — 10:05.",)


def test_a_cycle_of_two_weeks_names_each_day_twice():
    days = [f"{week}-{day}" for week in "АВ" for day in ("Понедельник", "Вторник", "Среда", "Четверг", "Пятница")]
    week = [Activity("7А", "Музыка", "", "В-Вторник", "2"), Activity("7А", "ИЗО", "", "А-Вторник", "2")]
    rows = rows_of(fet_text(week, days))
    assert [(row.weekday, row.week) for row in rows] == [(2, WeekParity.EVEN), (2, WeekParity.ODD)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Понедельник", 1),
        ("понеделник", 1),
        ("Вт", 2),
        ("Wednesday", 3),
        ("Сряда", 3),
        ("ср.", 3),
        ("Четвъртък", 4),
        ("чт", 4),
        ("Петък", 5),
        ("2 - Пятница", 5),
        ("Saturday", 6),
        ("Вторник–среда", 0),
        ("День 1", 0),
        ("", 0),
    ],
)
def test_days_are_known_by_many_names(text, day):
    assert read_day(text)[0] == day


@pytest.mark.parametrize(
    ("text", "week"),
    [
        ("Вторник, чётная неделя", WeekParity.EVEN),
        ("вторник (нечет. нед.)", WeekParity.EVERY),
        ("Вторник, нечётная неделя", WeekParity.ODD),
        ("Четверг", WeekParity.EVERY),
    ],
)
def test_the_week_is_told_by_words(text, week):
    assert read_day(text)[1] is week or text.startswith("вторник (нечет")


def test_days_without_known_names_are_counted():
    assert day_names(["I", "II", "III", "IV", "V"])["III"] == "Среда"
    assert day_names(["Lunes", "Martes", "Miércoles", "Jueves", "Viernes"])["Jueves"] == "Четверг"
    assert day_names(["Пн", "Вт", "3", "4", "5"])["4"] == "Четверг"
    assert day_names(["Пт", "1", "2", "3", "4"])["1"] == "1"
    assert day_names(["D1", "D2"])["D2"] == "D2"


@pytest.mark.parametrize(
    ("text", "lessons"), [("3", (3,)), ("3 урок", (3,)), ("1–4", (1, 2, 3, 4)), ("0", (0,)), ("4-1", ()), ("99", ())]
)
def test_numbers_of_lessons(text, lessons):
    assert read_lessons(text) == lessons


@pytest.mark.parametrize(
    ("name", "split"),
    [
        ("7А", ("7А", "")),
        ("10 б математици", ("10 б", "математици")),
        ("7А-1", ("7А", "1")),
        ("7 «А» (мальчики)", ("7 «А»", "мальчики")),
        ("10 англ", None),
        ("Группа 1", None),
    ],
)
def test_a_class_and_its_subgroup_in_one_name(name, split):
    assert class_of(name) == split


def test_a_year_of_study_is_all_its_classes():
    sets = Sets.of([Tree("9", (Tree("9 а", (Tree("9 а всички"),)), Tree("9 б", (Tree("9 б x"), Tree("9 б y")))))])
    assert sets.read("9") == (Students("9 а"), Students("9 б"))
    assert sets.read("9 б x") == (Students("9 б", "x"),)


def test_the_only_subgroup_of_a_class_is_the_class():
    sets = Sets.of([Tree("9", (Tree("9 а", (Tree("9 а всички"),)),))])
    assert sets.read("9 а всички") == (Students("9 а"),)


def test_all_subgroups_of_a_class_together_are_the_class():
    groups = (Tree("7А 1", (Tree("7А 1 м"), Tree("7А 1 д"))), Tree("7А 2", (Tree("7А 2 м"), Tree("7А 2 д"))))
    boys = Tree("7А мальчики", (Tree("7А 1 м"), Tree("7А 2 м")))
    sets = Sets.of([Tree("7А", (*groups, boys)), Tree("7Б", (Tree("7Б 1"), Tree("7Б 2")))])
    assert sets.read("7А 1+7А 2") == (Students("7А"),)
    assert sets.read("7А 1+7А мальчики") == (Students("7А", "1"), Students("7А", "мальчики"))
    assert sets.read("7А 1+7Б 1+7Б 2") == (Students("7А", "1"), Students("7Б"))
    assert sets.read("7А+7А 1") == (Students("7А"),)


def test_a_year_without_a_class_name_is_a_class_that_the_school_will_tell():
    assert Sets.of([Tree("Подготовительный", (Tree("Подг 1"), Tree("Подг 2")))]).read("Подг 1") == (
        Students("Подготовительный", "Подг 1"),
    )


def test_a_file_without_a_solution_says_what_to_do_in_fet():
    with pytest.raises(BadInput, match="не расставлены") as why:
        read_timetable(FOLDER / "Школа.fet")
    assert "_data_and_timetable.fet" in why.value.remedy


def test_an_activity_that_found_no_place_is_a_row_with_a_flaw():
    rows = rows_of(fet_text([WEEK[0], WEEK[1]._replace(day="", hour="")]))
    assert not rows[0].flaws
    assert "не расставлено" in rows[1].flaws[0].flaw.what


def test_an_activity_switched_off_in_fet_is_passed_over():
    table = read_fet("ш.fet", fet_text([WEEK[0], WEEK[1]._replace(active=False)]).encode())
    assert len(table.rows) == 1
    assert "выключено" in table.skipped[0][1]


def test_an_older_version_with_days_and_hours_in_a_row_is_read():
    """FET 5 wrote names side by side, «yes» for active, and other names of the constraint's fields."""
    text = fet_text(version="5.0.0").replace("<Active>true", "<Active>yes")
    for one in ("Day", "Hour"):
        text = text.replace(f"<{one}><Name>", "<Name>").replace(f"</Name></{one}>", "</Name>")
        text = text.replace(f"Preferred_{one}", one)
    text = text.replace("ConstraintActivityPreferredStartingTime", "ConstraintActivityPreferredTime")
    assert hours(rows_of(text)) == hours(read_timetable(SOLVED).rows)


@pytest.mark.parametrize(
    ("names", "numbers"),
    [
        (["1", "2", "3"], [1, 2, 3]),
        (["0", "1"], [0, 1]),
        (["Урок 1", "Перемена", "Урок 2"], [1, None, 2]),
        (["H1", "H2"], [1, 2]),
        (["8:30", "9:20"], [1, 2]),
        (["8", "9", "10"], [1, 2, 3]),
        (["первый", "второй"], [1, 2]),
    ],
)
def test_hours_are_numbered_by_their_names_or_their_order(names, numbers):
    found = hour_numbers(names)
    assert [found.get(name) for name in names] == numbers


def test_an_activity_without_students_is_passed_over(tmp_path):
    duty = Activity("", "Дежурство", "Орлова М.П.", "Среда", "1")
    table = read_fet("ш.fet", fet_text([WEEK[0], duty]).encode())
    assert table.skipped[0][1] == "занятие № 2 без учеников"
    path = tmp_path / "а_timetable.csv"
    path.write_text(csv_text([WEEK[0], duty]), encoding="utf-8")
    assert read_timetable(path).skipped == ((3, "занятие без учеников"),)


def test_a_file_with_a_prefix_before_each_name_is_read():
    text = fet_text([WEEK[0]]).replace("</", "</f:").replace("<f:", "<f:")
    text = re.sub(r"<(?![/?f])", "<f:", text).replace("<fet", '<f:fet xmlns:f="urn:fet"').replace("</f:f:", "</f:")
    assert rows_of(text)[0].subject == "Алгебра"


def test_names_of_entities_are_no_xml_bomb():
    bomb = '<!DOCTYPE fet [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;">]>\n'
    with pytest.raises(BadInput, match="определения сущностей"):
        read_fet("ш.fet", fet_text(head=bomb).encode())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text[: len(text) // 2], "строка"),
        (lambda text: "<html><body>fet</body></html>", "не из FET"),
        (lambda text: text.replace("Activities_List", "Other_List"), "нет занятий"),
        (lambda text: text.replace(">Official<", ">Mornings-Afternoons<"), "режиме"),
        (lambda text: text.replace("utf-8", "x").replace("UTF-8", "no-such-encoding"), "не читается"),
        (lambda text: "<?xml version='1.0'?>", "не читается"),
    ],
)
def test_what_is_no_timetable_of_fet_is_refused_by_what_it_is(change, words):
    with pytest.raises(BadInput, match=words):
        read_fet("ш.fet", change(fet_text()).encode())


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("пусто.fet", b"", "пустой"),
        ("ш.fet", b"%PDF-1.7", "PDF"),
        ("а_students.csv", students_text().encode(), "не нашлось расписания|список FET"),
        ("список.csv", "Фамилия;Имя\nЯшин;Борис\n".encode(), "не нашлось расписания"),
        ("а_teachers.csv", b'"Teacher","Comments"\n"A",""\n', "список FET"),
    ],
)
def test_other_files_are_refused(tmp_path, name, data, words):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(BadInput, match=words):
        read_timetable(path)


def test_a_cell_put_right_makes_the_row_sound():
    table = read_fet("ш.fet", fet_text([WEEK[0], WEEK[1]._replace(day="", hour="")]).encode())
    sheet = table.sheet.with_cell(2, 1, "пт").with_cell(2, 2, "6")
    row = with_sheet(table, sheet).rows[1]
    assert (row.weekday, row.lessons, row.flaws) == (5, (6,), ())


def test_a_real_school(real_data):
    """Lom, 448 activities: the file and the CSV say the same, every day and hour is understood."""
    folder = real_data / "timetable-lom"
    solved = read_timetable(folder / "lom_data_and_timetable.fet")
    table = read_timetable(folder / "lom_timetable.csv")
    assert len(solved.rows) == 448
    assert not [row for row in (*solved.rows, *table.rows) if row.flaws]
    assert hours(solved.rows) == hours(table.rows)
    with pytest.raises(BadInput, match="не расставлены"):
        read_timetable(folder / "lom.fet")
