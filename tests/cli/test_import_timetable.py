"""`import timetable`: exit codes, refused rows, matches, dry runs; the journal stays sound for `verify`."""

from __future__ import annotations

import openpyxl
import pytest

from tests.data.make_timetables import FOLDER, WEEK, fet_text
from tests.factories import raw

SOLVED = FOLDER / "Школа_data_and_timetable.fet"
TABLE = FOLDER / "Школа_timetable.csv"


def changes(school):
    return raw(school, "SELECT count(*) FROM change")[0][0]


def test_a_solved_file_comes_in_and_the_journal_stays_sound(call, school):
    said = call("import", "timetable", school.path, SOLVED, "--login", "admin", "--json")
    assert said.code == 0, said.err
    assert said.facts["counts"] == {"new": 5, "change": 1, "same": 2, "refused": 0}
    assert {one["name"]: one["means"] for one in said.facts["names"]}["Рус. яз."] == "Русский язык"
    assert call("verify", school.path, "--login", "admin").code == 0
    again = call("import", "timetable", school.path, TABLE, "--login", "admin", "--json", "--no-new")
    assert again.code == 0, again.err
    assert again.facts["counts"]["same"] == 9


def test_a_spreadsheet_comes_in_as_the_same_week(call, school):
    said = call("import", "timetable", school.path, FOLDER / "Расписание.xlsx", "--login", "admin", "--json")
    assert said.code == 0, said.err
    again = call("import", "timetable", school.path, SOLVED, "--login", "admin", "--json")
    assert again.facts["counts"] == {"new": 0, "change": 0, "same": 8, "refused": 0}


def test_a_conflict_in_a_spreadsheet_is_named_by_sheet_row_and_column(call, school, tmp_path):
    book = openpyxl.load_workbook(FOLDER / "Расписание.xlsx")
    book["Расписание"]["D5"] = "Геометрия Сотрудниковад А.И."
    path = tmp_path / "р.xlsx"
    book.save(path)
    said = call("import", "timetable", school.path, path, "--login", "admin", "--json")
    assert said.code == 1, said.err
    (refused,) = said.facts["refused"]
    assert (refused["sheet"], refused["row"], refused["column"]) == ("Расписание", 5, "D")
    assert "занят в этот час (понедельник, 3-й урок): клетка C5 (7А, Алгебра; строка 5, столбец C)" in refused["reason"]


def test_a_dry_run_writes_nothing(call, school):
    before = changes(school)
    said = call("import", "timetable", school.path, TABLE, "--login", "admin", "--dry-run")
    assert said.code == 0, said.err
    assert "будет внесено 6, изменится 1" in said.out
    assert "Windows-1251" in said.err
    assert changes(school) == before


def test_a_conflict_is_refused_alone_and_named(call, school, tmp_path):
    path = tmp_path / "ш.fet"
    path.write_text(fet_text([*WEEK, WEEK[3]._replace(subject="Химия")]), encoding="utf-8")
    said = call("import", "timetable", school.path, path, "--login", "admin", "--json")
    assert said.code == 1, said.err
    (refused,) = said.facts["refused"]
    assert refused["row"] > 1
    assert "Занятие № 9" in refused["reason"]
    assert "занят в этот час (вторник, 3-й урок): занятие № 4" in refused["reason"]
    assert raw(school, "SELECT count(*) FROM subject WHERE name = 'Химия'") == [(0,)]


def test_names_are_matched_and_left_out_by_options(call, school):
    match = ("--match", "Физ-ра=-", "--match", "Рус. яз.=Родной язык", "--match", "7Б=7Г")
    said = call("import", "timetable", school.path, SOLVED, "--login", "admin", "--json", *match)
    assert said.code == 0, said.err
    assert [one["reason"] for one in said.facts["skipped"]] == ["предмет «Физ-ра» не вносится"]
    assert raw(school, "SELECT count(*) FROM school_class WHERE name = '7Г'") == [(1,)]
    assert raw(school, "SELECT count(*) FROM subject WHERE name = 'Родной язык'") == [(1,)]


def test_the_first_day_is_an_option(call, school):
    said = call("import", "timetable", school.path, SOLVED, "--login", "admin", "--since", "2027-01-11")
    assert said.code == 0, said.err
    assert raw(school, "SELECT DISTINCT valid_from FROM timetable_slot WHERE weekday = 5") == [("2027-01-11",)]


@pytest.mark.parametrize(
    ("line", "login", "code"),
    [
        ((SOLVED,), "teacher", 3),
        ((SOLVED,), "deputy", 3),
        ((FOLDER / "Школа.fet",), "admin", 5),
        ((FOLDER / "Школа_students.csv",), "admin", 5),
        (("нет.fet",), "admin", 5),
        ((SOLVED, "--since", "2027-09-01"), "admin", 5),
        ((SOLVED, "--since", "завтра"), "admin", 2),
        ((SOLVED, "--match", "Физ-ра"), "admin", 2),
        ((SOLVED, "--match", "Шахматы=-"), "admin", 2),
    ],
)
def test_what_cannot_be_done_has_its_exit_code_and_writes_nothing(call, school, line, login, code):
    before = changes(school)
    said = call("import", "timetable", school.path, *line, "--login", login)
    assert said.code == code, said.err
    assert said.err.strip()
    assert changes(school) == before


def test_a_file_without_a_good_row_is_bad_input(call, school, tmp_path):
    path = tmp_path / "ш.fet"
    path.write_text(fet_text([WEEK[0]._replace(day="Суббота")]), encoding="utf-8")
    said = call("import", "timetable", school.path, path, "--login", "admin")
    assert said.code == 5
    assert "не учебный день" in said.err


def test_a_real_school(call, school, real_data):
    """Exit code 1: grade 12 is refused, row by row."""
    path = real_data / "timetable-lom" / "lom_data_and_timetable.fet"
    said = call("import", "timetable", school.path, path, "--login", "admin", "--json")
    assert said.code == 1, said.err
    assert "Без ответа: «12 а», «12 б», «12 в», «12 г», «12 д»." in said.err
    assert said.facts["counts"] == {"new": 326, "change": 0, "same": 0, "refused": 122}
    assert call("verify", school.path, "--login", "admin").code == 0
