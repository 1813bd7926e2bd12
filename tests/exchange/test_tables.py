"""What is a table, whatever it is called; and what is none, told by what it is."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from ezh_desktop.errors import BadInput
from ezh_desktop.exchange.tables import MOST_ROWS, book_of, column_letter, read_book
from tests.exchange.conftest import SHEETS, xlsx

LIST = [("Фамилия", "Имя"), ("Орлова", "Вера"), ("Ёлкин", "Пётр")]
TEXT = "Фамилия;Имя\nОрлова;Вера\nЁлкин;Пётр\n"


def cells(book):
    return [line.cells for line in book.sheets[0].lines]


def zipped(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return data.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16", "utf-16-le", "utf-16-be", "cp866", "koi8-r"]
)
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_encoding_and_separator_are_recognised(encoding, separator):
    book = book_of("список.csv", TEXT.replace(";", separator).encode(encoding))
    assert cells(book) == LIST


def test_the_note_names_encoding_and_separator():
    assert book_of("a.csv", TEXT.encode("cp1251")).sheets[0].note == "Кодировка Windows-1251, разделитель «;»"


def test_a_line_that_names_the_separator_for_excel_is_not_a_row():
    book = book_of("a.csv", ("sep=|\n" + TEXT.replace(";", "|")).encode())
    assert cells(book) == LIST
    assert [line.number for line in book.sheets[0].lines] == [2, 3, 4]


def test_quoted_line_breaks_stay_in_a_cell_and_rows_keep_their_line_numbers():
    book = book_of("a.csv", 'Имя;Адрес\nВера;"ул. Мира,\nд. 5"\nПётр;с. Дубки\n'.encode())
    assert [(line.number, line.cells) for line in book.sheets[0].lines] == [
        (1, ("Имя", "Адрес")),
        (2, ("Вера", "ул. Мира, д. 5")),
        (4, ("Пётр", "с. Дубки")),
    ]


@pytest.mark.parametrize("name", ["список.xlsx", "список.xls", "список.csv", "список"])
def test_a_workbook_is_read_whatever_its_name_ends_with(put, name):
    assert cells(read_book(put(name, xlsx(LIST)))) == LIST


def test_a_text_table_called_xlsx_is_read(put):
    assert cells(read_book(put("список.xlsx", TEXT.encode("cp1251")))) == LIST


def test_dates_stay_dates_and_whole_numbers_lose_their_point():
    book = book_of("a.xlsx", xlsx([(date(2013, 5, 14), 7, 7.5, True, "  а  б ")]))
    assert cells(book) == [(date(2013, 5, 14), "7", "7,5", "", "а б")]


def test_cells_merged_downwards_stand_in_each_row():
    book = book_of("a.xlsx", xlsx([("1", "а"), (None, "б")], lambda b: b.active.merge_cells("A1:A2")))
    assert cells(book) == [("1", "а"), ("1", "б")]


def test_hidden_rows_are_told_and_left_out():
    def hide(book):
        book.active.row_dimensions[2].hidden = True

    sheet = book_of("a.xlsx", xlsx(LIST, hide)).sheets[0]
    assert sheet.hidden_rows == (2,)
    assert [line.number for line in sheet.lines] == [1, 3]


def test_hidden_sheets_are_named_and_left_out():
    def add(book):
        book.create_sheet("Черновик").append(["тайна"])
        book["Черновик"].sheet_state = "hidden"

    book = book_of("a.xlsx", xlsx(LIST, add))
    assert [sheet.name for sheet in book.sheets] == ["Sheet"]
    assert book.hidden == ("Черновик",)


def test_a_formula_that_nobody_counted_is_told():
    sheet = book_of("a.xlsx", xlsx([("Орлова", "=A1", "Вера")])).sheets[0]
    assert sheet.unsure == {(1, 1)}


def test_a_list_below_and_right_of_the_corner_keeps_its_places():
    def place(book):
        book.active["C5"] = "Орлова"

    (line,) = book_of("a.xlsx", xlsx([], place)).sheets[0].lines
    assert (line.number, line.cells) == (5, ("", "", "Орлова"))


def test_columns_are_lettered_as_spreadsheets_do():
    assert [column_letter(index) for index in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "пустой"),
        (b"\xef\xbb\xbf\r\n \r\n", "пустой"),
        (b"%PDF-1.7\n...", "PDF"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "веб-страница"),
        (b"\xef\xbb\xbf <!DOCTYPE html><html>", "веб-страница"),
        (b"{\\rtf1 abc}", "не таблица"),
        (b"\x89PNG\r\n\x1a\n" + bytes(90), "не таблица"),
        (bytes(range(256)) * 4, "не таблица"),
        (b"PK\x03\x04 broken", "повреждён"),
        (zipped("word/document.xml"), "Word"),
        (zipped("фото.jpg"), "архив"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "защищён"),
        (b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "Word"),
        (b"\xd0\xcf\x11\xe0" + bytes(2000), "повреждён"),
        (xlsx([]), "пустой"),
    ],
)
def test_what_is_no_table_is_refused_by_what_it_is(data, says):
    with pytest.raises(BadInput) as why:
        book_of("список.xls", data)
    assert says in why.value.what
    assert "список.xls" in why.value.what
    assert why.value.remedy


@pytest.mark.parametrize("make", [lambda: xlsx([("а", "б")] * (MOST_ROWS + 1)), lambda: b"a;b\n" * 100_000])
def test_a_hundred_thousand_rows_are_no_class(make):
    with pytest.raises(BadInput, match="строк"):
        book_of("все.csv", make())


def test_a_missing_file_is_bad_input(tmp_path):
    with pytest.raises(BadInput, match="не читается"):
        read_book(tmp_path / "нет.xlsx")


def test_only_hidden_sheets_are_told():
    def hide(book):
        book.create_sheet("Второй")
        book.active.sheet_state = "hidden"
        book.active = 1

    with pytest.raises(BadInput, match="скрытых листах"):
        book_of("a.xlsx", xlsx(LIST, hide))


def test_a_cut_workbook_is_damaged():
    data = Path(SHEETS / "Список 7А.xlsx").read_bytes()
    with pytest.raises(BadInput, match="повреждён"):
        book_of("a.xlsx", data[: len(data) // 2])
