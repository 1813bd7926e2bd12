"""Bad input by command: a clear message with file and place, exit code 5, and nothing written (issue of real files)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exchange.conftest import xlsx
from tests.factories import raw

SHEETS = Path(__file__).parents[1] / "data" / "spreadsheets"
PEOPLE = [("Фамилия", "Имя", "Отчество"), ("Орлова", "Вера", "Ильинична")]


def hidden_sheet(book):
    book.create_sheet("Пусто")
    book.active.sheet_state = "hidden"
    book.active = 1


def hidden_rows(book):
    for row in (1, 2):
        book.active.row_dimensions[row].hidden = True


BAD = {
    "пустой.xlsx": (xlsx([]), "пустой"),
    "пустой.csv": (b"\xef\xbb\xbf\r\n", "пустой"),
    "отчёт.pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
    "отчёт.xlsx": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
    "страница.csv": (b"<html><body><table><tr><td>1</td></tr></table></body></html>", "веб-страница"),
    "архив страницы.xls": (b"MIME-Version: 1.0\nContent-Type: multipart/related\n", "веб-страница"),
    "фото.xlsx": (b"\x89PNG\r\n\x1a\n" + bytes(200), "не таблица"),
    "сведения.csv": (b'[{"name": "x"}]', "не таблица"),
    "обрывок.xlsx": (xlsx(PEOPLE)[:900], "повреждён"),
    "все.csv": ("Фамилия;Имя\n".encode() + "Орлова;Вера\n".encode() * 100_000, "строк"),
    "скрыто.xlsx": (xlsx(PEOPLE, hidden_sheet), "скрытых листах"),
    "отбор.xlsx": (xlsx(PEOPLE, hidden_rows), "скрытыми"),
    "цены.xlsx": (xlsx([("Товар", "Цена"), ("Мел", 12), ("Тряпка", 40)]), "не нашлось"),
    "заголовок.xlsx": (xlsx(PEOPLE[:1]), "ни одной строки"),
    "формулы.xlsx": (xlsx([("Фамилия", "Имя"), ("=A9", "=B9")]), "формула"),
    "кавычка.csv": ('Фамилия;Имя\n"Орлова;Вера\n'.encode() + b"x" * 200_000, "строка 2"),
}


def changes(school):
    return raw(school, "SELECT count(*) FROM change")


def refused(call, school, path, says, what="pupils"):
    before = changes(school)
    more = ("--subject", "Алгебра") if what == "plan" else ()
    said = call("import", what, school.path, path, "--class", "7А", *more, "--login", "admin")
    assert said.code == 5, said
    assert says in said.err
    assert path.name in said.err
    assert changes(school) == before
    return said.err


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_list_is_told_and_nothing_is_written(call, school, tmp_path, name):
    data, says = BAD[name]
    path = tmp_path / name
    path.write_bytes(data)
    refused(call, school, path, says)


@pytest.mark.parametrize("name", ["Под паролем.xlsx", "Под паролем.xls", "Под паролем.ods"])
def test_a_protected_file_is_told_with_its_remedy(call, school, name):
    assert "Снимите пароль" in refused(call, school, SHEETS / name, "защищён паролем")


def test_a_page_of_the_web_called_xls_is_told(call, school):
    refused(call, school, SHEETS / "страница.xls", "веб-страница")


@pytest.mark.parametrize("name", ["Список 7А.xlsx", "8Б.csv"])
def test_a_class_list_is_no_plan(call, school, name):
    refused(call, school, SHEETS / name, "не нашлось плана", "plan")


def test_a_plan_is_no_class_list(call, school):
    refused(call, school, SHEETS / "КТП Алгебра 7.xlsx", "не нашлось списка")


@pytest.mark.parametrize("name", ["Список 6Б.xls", "Список 6Б.ods"])
def test_old_and_free_workbooks_come_in_and_hidden_rows_are_told(call, school, name):
    said = call("import", "pupils", school.path, SHEETS / name, "--class", "6Б", "--login", "admin", "--json")
    assert said.code == 0, said.err
    assert said.facts["counts"]["new"] == 5
    assert said.facts["skipped"] == [{"row": 8, "reason": "строка скрыта в файле"}]


def test_dates_as_text_and_a_class_that_is_there_already_are_no_hindrance(call, school, tmp_path):
    path = tmp_path / "список.xlsx"
    path.write_bytes(xlsx([("ФИО", "ДР"), ("Юрина Вера Ильинична", "3 мая 2013 г."), ("Яшин Лев Ильич", "31.02.2013")]))
    said = call("import", "pupils", school.path, path, "--class", "7А", "--login", "admin", "--json")
    assert said.code == 1
    assert said.facts["counts"] == {"new": 1, "change": 0, "same": 0, "refused": 1}
    (bad,) = said.facts["refused"]
    assert (bad["file"], bad["sheet"], bad["row"], bad["column"]) == ("список.xlsx", "Sheet", 3, "B")
    assert raw(school, "SELECT birth FROM pupil WHERE surname = 'Юрина'") == [("2013-05-03",)]


def test_two_people_of_one_name_are_told_apart_or_refused(call, school, tmp_path):
    path = tmp_path / "список.csv"
    path.write_bytes("ФИО;ДР\nИванов Пётр;01.02.2013\nИванов Пётр;02.02.2013\nИванов Пётр;\n".encode("cp1251"))
    said = call("import", "pupils", school.path, path, "--class", "7В", "--login", "admin", "--json")
    assert said.facts["counts"]["new"] == 2
    assert said.facts["refused"][0]["row"] == 4
