"""The empty workbook of a class begun in mid-year: what it holds, who gets it, and that it is read back."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from ezh_desktop.domain.calendar import AcademicYear
from ezh_desktop.domain.incoming import Outcome
from ezh_desktop.errors import BadInput, RightRefused
from ezh_desktop.exchange.absences_table import read_absences
from ezh_desktop.exchange.class_marks import holds_class_marks, read_class_marks
from ezh_desktop.exchange.paper_book import DAYS, LIST, MARKS, empty_paper_book
from ezh_desktop.exchange.tables import book_of
from ezh_desktop.services.importing.absences import plan_absences
from ezh_desktop.services.importing.base import enter
from ezh_desktop.services.importing.class_marks import plan_class_marks
from ezh_desktop.services.paper_book import paper_book, paper_classes
from ezh_desktop.ui.dialogs.importwork import read_file, works_of
from tests.exchange.conftest import xlsx
from tests.factories import a_school, begin_journal, fake_clock, open_office, opening, raw

FIRST, LATER = date(2027, 1, 11), date(2027, 1, 13)
YEAR = AcademicYear(2026)
LISTED = {"A3": "Абрамова Дарья", "B3": "12.10", "C3": "14.10", "E3": "болезнь"}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    school = a_school(tmp_path_factory.mktemp("paper") / "журнал.ezh")
    begin_journal(school, FIRST)
    return school


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def opens(school):
    with opening(school, "class_teacher", LATER) as open_one:
        yield open_one


def workbook(office, school, **cells):
    """The workbook with these cells of its sheets filled in."""
    book = openpyxl.load_workbook(BytesIO(empty_paper_book(paper_book(office, school.classes["7А"]))))
    for sheet, values in cells.items():
        for place, value in values.items():
            book[{"marks": MARKS, "days": DAYS, "list": LIST}[sheet]][place] = value
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def filled(office, school, **cells):
    """The same as a file that was read."""
    return book_of("7А с бумаги.xlsx", workbook(office, school, **cells))


def test_it_holds_pupils_subjects_terms_and_days_of_before_the_beginning(opens, school):
    page = paper_book(opens(), school.classes["7А"])
    assert (page.class_name, len(page.pupils), page.pupils[0]) == ("7А", 6, "Абрамова Дарья Олеговна")
    assert [(one.name, one.terms) for one in page.subjects] == [("Алгебра", ("I", "II")), ("Русский язык", ("I", "II"))]
    assert (page.days[0].month, page.days[-1] < FIRST) == (9, True)


def test_what_is_written_into_it_comes_in(opens, school):
    office = opens()
    book = filled(office, school, marks={"B4": 5, "D4": 4, "E4": 3}, days={"B4": "б", "C5": "1у"})
    marks = read_class_marks(book)
    assert marks.class_name == "7А"
    enter(office, plan_class_marks(office, marks.rows, school.classes["7А"], {}).found)
    assert raw(school, "SELECT value FROM period_mark ORDER BY value") == [("3",), ("4",)]
    absences = read_absences(book, YEAR)
    assert (absences.class_name, len(absences.days) > 40) == ("7А", True)
    enter(office, plan_absences(office, absences.rows, school.classes["7А"]))
    assert raw(school, "SELECT kind FROM absence_reason ORDER BY kind") == [("ill",), ("valid",)]


def test_the_list_is_read_when_the_days_are_empty_and_both_are_refused(opens, school):
    office = opens()
    found = read_absences(filled(office, school, list=LISTED), YEAR)
    assert [(one.name.short, one.missed[0].last) for one in found.rows] == [("Абрамова Дарья", date(2026, 10, 14))]
    with pytest.raises(BadInput, match="и по дням, и списком"):
        read_absences(filled(office, school, list=LISTED, days={"B4": "б"}), YEAR)


def test_an_empty_one_says_that_it_is_empty(opens, school):
    book = filled(opens(), school)
    assert holds_class_marks(book)
    with pytest.raises(BadInput, match="ни одной отметки"):
        read_class_marks(book)
    with pytest.raises(BadInput, match="ни одного пропуска"):
        read_absences(book, YEAR)


def test_it_is_for_who_sees_the_pupils_and_only_of_a_beginning_in_mid_year(opens, school, tmp_path):
    assert list(paper_classes(opens("teacher"))) == ["7А"]
    assert list(paper_classes(opens("admin"))) == ["7А"]
    plain = a_school(tmp_path / "другой.ezh")
    office = open_office(plain, "class_teacher", fake_clock(LATER))
    assert paper_classes(office) == {}
    with pytest.raises(BadInput, match="с начала года"):
        paper_book(office, plain.classes["7А"])
    office.close()
    with pytest.raises(RightRefused):
        paper_book(opens("medic"), school.classes["7А"])


def taken(office, school, folder, key="", **cells):
    """What the window takes from the filled workbook."""
    path = folder / "7А с бумаги.xlsx"
    path.write_bytes(workbook(office, school, **cells))
    return read_file(path, works_of(office), key)


@pytest.mark.parametrize(
    ("login", "cells", "kind"),
    [
        ("teacher", {"marks": {"B4": 5}}, "classmarks"),
        ("teacher", {"marks": {"B4": 5}, "days": {"B4": "б"}}, "classmarks"),
        ("class_teacher", {"marks": {"D4": 4}, "days": {"B4": "б"}}, "classmarks"),
        ("class_teacher", {"days": {"B4": "б"}}, "absences"),
        ("class_teacher", {"list": LISTED}, "absences"),
    ],
)
def test_the_window_takes_from_it_what_the_person_enters(opens, school, tmp_path, *, login, cells, kind):
    key, reading = taken(opens(login), school, tmp_path, **cells)
    assert (key, reading.target, reading.found.counts[Outcome.NEW]) == (kind, "7А", 1)


@pytest.mark.parametrize(
    ("login", "cells", "words"),
    [
        ("admin", {"marks": {"B4": 5}, "days": {"B4": "б"}}, "Отметки вносит учитель"),
        ("teacher", {}, "нет ни одной отметки"),
        ("teacher", {"days": {"B4": "б"}}, "нет ни одной отметки"),
        ("class_teacher", {}, "нет ни одного пропуска"),
        ("class_teacher", {"days": {"B4": "б"}, "list": LISTED}, "и по дням, и списком"),
    ],
)
def test_the_window_says_why_the_person_enters_nothing_of_it(opens, school, tmp_path, *, login, cells, words):
    with pytest.raises(BadInput) as found:
        taken(opens(login), school, tmp_path, **cells)
    assert words in found.value.text


@pytest.mark.parametrize(("key", "words"), [("absences", "не нашлось пропусков"), ("classmarks", "не нашлось отметок")])
def test_a_file_taken_for_what_it_is_not_says_what_it_lacks(opens, tmp_path, key, words):
    path = tmp_path / "список.xlsx"
    path.write_bytes(xlsx([["Что", "Сколько"], ["Стулья", 5], ["Столы", 3]]))
    with pytest.raises(BadInput, match=words):
        read_file(path, works_of(opens()), key)
