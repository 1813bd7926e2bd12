"""`import`: exit codes, the report of refused rows, dry runs; the journal stays sound for `verify`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.exchange.conftest import xlsx
from tests.factories import a_class, a_school, begin_journal, raw

SHEETS = Path(__file__).parents[1] / "data" / "spreadsheets"
LIST = SHEETS / "Список 7А.xlsx"
PLAN = SHEETS / "КТП Алгебра 7.xlsx"


def entries(school):
    return raw(school, "SELECT count(*) FROM entry")[0][0]


def test_a_list_with_an_initial_comes_in_but_for_that_row(call, school):
    """5.3; exit code 1."""
    said = call("import", "pupils", school.path, LIST, "--class", "7В", "--login", "admin", "--json")
    assert said.code == 1, said.err
    assert said.facts["counts"] == {"new": 23, "change": 0, "same": 0, "refused": 1}
    (refused,) = said.facts["refused"]
    assert (refused["row"], refused["column"], refused["clause"]) == (13, "B", "5.3")
    again = call("import", "pupils", school.path, LIST, "--class", "7В", "--login", "admin", "--json")
    assert again.facts["counts"] == {"new": 0, "change": 0, "same": 23, "refused": 1}


def test_a_clean_list_ends_with_0_and_the_journal_stays_sound(call, school):
    said = call("import", "pupils", school.path, SHEETS / "8Б.csv", "--class", "8б", "--login", "admin")
    assert said.code == 0, said.err
    assert "внесено 21" in said.out
    assert "Windows-1251" in said.err
    assert call("verify", school.path, "--login", "admin").code == 0


def test_a_dry_run_writes_nothing(call, school):
    before = entries(school)
    said = call("import", "pupils", school.path, LIST, "--class", "7В", "--login", "admin", "--dry-run")
    assert said.code == 1
    assert "будет внесено 23" in said.out
    assert "строка 13, столбец B" in said.out
    assert entries(school) == before


def test_a_teacher_imports_the_own_plan(call, school):
    said = call("import", "plan", school.path, PLAN, "--class", "7А", "--subject", "алгебра", "--login", "teacher")
    assert said.code == 0, said.err
    assert "внесено 29" in said.out
    assert call("verify", school.path, "--login", "admin").code == 0


@pytest.mark.parametrize(
    ("line", "login", "code"),
    [
        (("pupils", LIST, "--class", "7В"), "teacher", 3),
        (("plan", PLAN, "--class", "7А", "--subject", "Русский язык"), "teacher", 3),
        (("plan", PLAN, "--class", "7А", "--subject", "Химия"), "admin", 5),
        (("pupils", PLAN, "--class", "7В"), "admin", 5),
        (("plan", LIST, "--class", "7А", "--subject", "Алгебра"), "admin", 5),
        (("pupils", "нет.xlsx", "--class", "7В"), "admin", 5),
        (("pupils", LIST), "admin", 2),
        (("plan", PLAN, "--class", "7А"), "admin", 2),
        (("lunch", PLAN), "admin", 2),
        (("pupils", LIST, "--class", "класс"), "admin", 2),
    ],
)
def test_what_cannot_be_done_has_its_exit_code_and_writes_nothing(call, school, line, login, code):
    before = raw(school, "SELECT count(*) FROM change")
    what, table, *more = line
    said = call("import", what, school.path, table, *more, "--login", login)
    assert said.code == code, said.err
    assert said.err.strip()
    assert raw(school, "SELECT count(*) FROM change") == before


def test_a_list_without_a_good_row_is_bad_input(call, school, tmp_path):
    table = tmp_path / "список.csv"
    table.write_text("Фамилия;Имя\nЯшин;Б.\n", encoding="cp1251")
    said = call("import", "pupils", school.path, table, "--class", "7В", "--login", "admin")
    assert said.code == 5
    assert "п. 5.3" in said.err
    assert "строка 2, столбец B" in said.err


def test_a_teacher_imports_the_period_marks_of_the_own_page(call, school, tmp_path):
    """5.12; a name that the class has not is refused, the rest comes in, and the file stays sound."""
    (name,) = raw(school, "SELECT surname || ' ' || given FROM pupil ORDER BY 1 LIMIT 1")[0]
    marks = tmp_path / "итоги.xlsx"
    marks.write_bytes(xlsx([["Ф.И.О.", "I четверть"], [name, "5"], ["Небывалова Анна", "4"]]))
    line = ("import", "periodmarks", school.path, marks, "--class", "7А", "--subject", "алгебра", "--login", "teacher")
    for more in (("--dry-run",), ()):
        said = call(*line, *more, "--json")
        assert said.code == 1, said.err
        assert said.facts["counts"] == {"new": 1, "change": 0, "same": 0, "refused": 1}
    assert call("verify", school.path, "--login", "admin").code == 0


def test_without_a_subject_the_table_is_of_the_whole_class(call, school, tmp_path):
    """5.12, 5.33; of two subjects the teacher gives one, and the other is left to its teacher."""
    name, pupil = raw(school, "SELECT surname || ' ' || given, id FROM pupil ORDER BY 1 LIMIT 1 OFFSET 2")[0]
    marks = tmp_path / "ведомость.xlsx"
    head = [["Ф.И.О.", "Матан", "", "Русский язык", ""], ["", "I", "II", "I", "II"]]
    marks.write_bytes(xlsx([*head, [name, "5", "", "4", ""]]))
    line = ("import", "periodmarks", school.path, marks, "--class", "7А", "--login", "teacher")
    said = call(*line)
    assert said.code == 5
    assert '--match "Матан=' in said.err
    dry = call(*line, "--match", "Матан=Алгебра", "--dry-run", "--json")
    assert (dry.code, dry.facts["counts"]["new"], dry.facts["dry_run"]) == (0, 1, True)
    assert "Русский язык" in dry.facts["notes"][0]
    assert call(*line, "--match", "Матан=Алгебра").code == 0
    assert raw(school, "SELECT value FROM period_mark WHERE pupil = ?", pupil) == [("5",)]


def test_a_table_of_one_subject_asks_for_it(call, school):
    said = call("import", "periodmarks", school.path, LIST, "--class", "7А", "--login", "teacher")
    assert (said.code, "--subject" in said.err) == (5, True)


def test_the_class_teacher_imports_absences_of_before_the_beginning(call, tmp_path):
    """4.3.1, 5.14; the dry run writes nothing."""
    journal = a_school(tmp_path / "журнал.ezh", [a_class("7А")], signs_in=("class_teacher",))
    absences = tmp_path / "пропуски.xlsx"
    absences.write_bytes(xlsx([["Ф.И.О.", "С", "По", "Причина"], ["Абрамова Дарья", "12.10", "14.10", "б"]]))
    line = ("import", "absences", journal.path, absences, "--class", "7А", "--login", "class_teacher")
    said = call(*line)
    assert (said.code, "с начала года" in said.err) == (5, True)
    begin_journal(journal, date(2026, 11, 2))
    dry = call(*line, "--dry-run", "--json")
    assert (dry.code, dry.facts["counts"]["new"]) == (0, 1)
    assert raw(journal, "SELECT count(*) FROM absence_reason") == [(0,)]
    assert call(*line).code == 0
    assert raw(journal, "SELECT start, end, kind FROM absence_reason") == [("2026-10-12", "2026-10-14", "ill")]


def test_the_workbook_of_a_class_is_made_for_what_stands_on_paper(call, tmp_path):
    journal = a_school(tmp_path / "журнал.ezh", [a_class("7А")], signs_in=("class_teacher",))
    begin_journal(journal, date(2026, 11, 2))
    book = tmp_path / "7А.xlsx"
    assert call("blank", book, "--journal", journal.path).code == 2
    said = call("blank", book, "--journal", journal.path, "--class", "7А", "--login", "class_teacher")
    assert (said.code, "import absences" in said.out) == (0, True)
    assert call("blank", book, "--journal", journal.path, "--class", "7А", "--login", "class_teacher").code == 2
    empty = call("import", "absences", journal.path, book, "--class", "7А", "--login", "class_teacher")
    assert (empty.code, "ни одного пропуска" in empty.err) == (5, True)
