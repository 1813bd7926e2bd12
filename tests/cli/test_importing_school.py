"""`blank`, `import school`, `import oneroster`: a school from one workbook or roster, and back out sound."""

from __future__ import annotations

import pytest

from tests.factories import raw
from tests.services.importing.test_school import PUPILS, filled, folder


def test_the_blank_workbook_is_written_filled_and_entered(call, school, tmp_path):
    blank = tmp_path / "пустая.xlsx"
    assert call("blank", blank).code == 0
    assert blank.read_bytes()[:2] == b"PK"
    path = filled(tmp_path / "Школа.xlsx", pupils=PUPILS[:2])
    dry = call("import", "school", school.path, path, "--login", "admin", "--dry-run")
    assert dry.code == 0, dry.err
    assert "будет внесено" in dry.out
    said = call("import", "school", school.path, path, "--login", "admin", "--json")
    assert said.code == 0, said.err
    assert said.facts["counts"]["refused"] == 0
    assert call("verify", school.path, "--login", "admin").code == 0


def test_the_blank_workbook_does_not_replace_a_file(call, tmp_path):
    there = tmp_path / "пустая.xlsx"
    there.write_bytes(b"mine")
    assert call("blank", there).code != 0
    assert there.read_bytes() == b"mine"


def test_a_roster_comes_in_and_the_journal_stays_sound(call, school, tmp_path):
    said = call("import", "oneroster", school.path, folder(tmp_path / "roster"), "--login", "admin")
    assert said.code == 0, said.err
    assert "внесено 4, изменено 1" in said.out
    assert call("verify", school.path, "--login", "admin").code == 0


@pytest.mark.parametrize(("login", "code"), [("teacher", 3), ("deputy", 3)])
def test_nobody_else_enters_a_school(call, school, tmp_path, login, code):
    before = raw(school, "SELECT count(*) FROM person")
    assert call("import", "school", school.path, filled(tmp_path / "Школа.xlsx"), "--login", login).code == code
    assert raw(school, "SELECT count(*) FROM person") == before


def test_a_folder_that_is_no_roster_is_refused(call, school, tmp_path):
    said = call("import", "oneroster", school.path, tmp_path, "--login", "admin")
    assert said.code == 5
    assert "нет файлов users.csv" in said.err


def test_a_name_is_matched_by_the_command(call, school, tmp_path):
    path = filled(tmp_path / "Школа.xlsx", classes=(("ps1", "", "1", ""),), pupils=(), courses=())
    said = call("import", "school", school.path, path, "--login", "admin")
    assert said.code == 1
    assert '--match "ps1=11Г"' in said.err
    said = call("import", "school", school.path, path, "--match", "ps1=9В", "--login", "admin")
    assert said.code == 0, said.err
    assert raw(school, "SELECT name FROM school_class WHERE name = '9В'") == [("9В",)]
