"""`export`: which files go out to whom, exit codes, and a folder without half a file."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from tests.factories import raw
from tests.storage.faulty import FailsOnRename, FullDisk


def exported(call, school, tmp_path, *more, form="xlsx", login="admin"):
    folder = tmp_path / "таблицы"
    said = call("export", form, school.path, folder, *more, "--login", login, "--json")
    assert said.code == 0, said.err
    assert said.facts["files"] == sorted(file.name for file in folder.iterdir())
    return said.facts["files"], folder


def test_everything_that_a_deputy_may_read_goes_out(call, school, tmp_path):
    files, _ = exported(call, school, tmp_path, login="deputy")
    assert files == [
        *("7А Алгебра.xlsx", "7А Русский язык.xlsx", "7А, сводная ведомость.xlsx"),
        *("7Б История.xlsx", "7Б, сводная ведомость.xlsx"),
    ]


def test_a_teacher_takes_out_the_own_pages_alone(call, school, tmp_path):
    files, folder = exported(call, school, tmp_path, login="teacher", form="csv")
    assert files == ["7А Алгебра, отметки.csv", "7А Алгебра, темы и задания.csv"]
    assert (folder / files[0]).read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (("--class", "7а"), ["7А Алгебра.xlsx", "7А Русский язык.xlsx", "7А, сводная ведомость.xlsx"]),
        (("--class", "7А", "--subject", "алгебра"), ["7А Алгебра.xlsx"]),
        (("--class", "7А", "--page", "summary"), ["7А, сводная ведомость.xlsx"]),
        (("--class", "7Б", "--page", "marks"), ["7Б История, отметки.xlsx"]),
        (("--class", "7Б", "--page", "lessons"), ["7Б История, темы и задания.xlsx"]),
        (("--class", "7А", "--page", "health"), ["7А, листок здоровья.xlsx"]),
        (("--page", "summary"), ["7А, сводная ведомость.xlsx", "7Б, сводная ведомость.xlsx"]),
    ],
)
def test_class_subject_and_page_choose(call, school, tmp_path, more, expected):
    files, folder = exported(call, school, tmp_path, *more)
    assert files == expected
    assert openpyxl.load_workbook(BytesIO((folder / files[0]).read_bytes())).sheetnames


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("--class 9Г --login admin", 2),
        ("--class 7А --subject Химия --login admin", 2),
        ("--subject Алгебра --login admin", 2),
        ("--class 7А --subject Алгебра --page summary --login admin", 2),
        ("--page general --login admin", 2),
        ("--class 7Б --login teacher", 3),
        ("--class 7А --page summary --login teacher", 3),
        ("--class 7Б --page health --login teacher", 3),
        ("--login medic", 3),
    ],
)
def test_what_may_not_go_out_has_its_exit_code_and_makes_no_folder(call, school, tmp_path, line, code):
    folder = tmp_path / "таблицы"
    said = call("export", "xlsx", school.path, folder, *line.split())
    assert said.code == code, said.err
    assert said.err.strip()
    assert not folder.exists()


def test_the_medical_worker_takes_out_health_sheets_when_asked_for_them(call, school, tmp_path):
    files, _ = exported(call, school, tmp_path, "--page", "health", login="medic", form="csv")
    assert files == ["7А, листок здоровья.csv", "7Б, листок здоровья.csv"]


def test_an_unknown_format_is_a_slip(call, school, tmp_path):
    said = call("export", "docx", school.path, tmp_path, "--login", "admin")
    assert said.code == 2
    assert "csv, xlsx" in said.err


def test_a_file_in_the_place_of_the_folder_is_told(call, school, tmp_path):
    place = tmp_path / "таблицы"
    place.write_text("занято")
    said = call("export", "xlsx", school.path, place, "--login", "admin")
    assert said.code == 6
    assert place.read_text() == "занято"


def test_a_folder_in_a_folder_that_is_not_there_is_told(call, school, tmp_path):
    said = call("export", "xlsx", school.path, tmp_path / "нет" / "таблицы", "--login", "admin")
    assert said.code == 6


def test_an_export_writes_nothing_into_the_journal(call, school, tmp_path):
    before = raw(school, "SELECT count(*) FROM entry")
    exported(call, school, tmp_path)
    assert raw(school, "SELECT count(*) FROM entry") == before


def test_an_older_table_of_that_name_is_replaced_whole(call, school, tmp_path):
    exported(call, school, tmp_path, "--class", "7Б", form="csv")
    file = tmp_path / "таблицы" / "7Б История, отметки.csv"
    file.write_text("старое")
    exported(call, school, tmp_path, "--class", "7Б", form="csv")
    assert "Орехов Глеб" in file.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("door", [FailsOnRename, lambda: FullDisk(10)])
def test_a_disk_that_fails_leaves_no_half_file(call, school, tmp_path, door):
    folder = tmp_path / "таблицы"
    said = call("export", "xlsx", school.path, folder, "--class", "7А", "--login", "admin", door=door())
    assert said.code == 6
    assert list(folder.iterdir()) == []


def test_calendars_of_classes_and_teachers_go_out(call, school, tmp_path):
    files, folder = exported(call, school, tmp_path, form="ical", login="deputy")
    assert files[:2] == ["7А.ics", "7Б.ics"]
    assert all(name.startswith("Сотрудников") for name in files[2:])
    assert (folder / "7А.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    one = call("export", "ical", school.path, tmp_path / "один", "--class", "7А", "--login", "admin", "--json")
    assert one.facts["files"] == ["7А.ics"]


def test_a_calendar_has_no_subject_and_no_page(call, school, tmp_path):
    said = call("export", "ical", school.path, tmp_path / "куда", "--page", "summary", "--login", "admin")
    assert said.code == 2
    assert "Календарь выводится целиком." in said.err
