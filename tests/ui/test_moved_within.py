"""Who goes to a parallel class has not left the school: lists, summary sheet and extract say where to (4.3.4, 5.36)."""

from __future__ import annotations

from datetime import date

import pytest

from ezh_desktop.services.rosters import extracts
from ezh_desktop.services.structure.base import Line, save
from ezh_desktop.services.structure.movement import Member, plan_move
from ezh_desktop.services.structure.pupils import read_pupils
from ezh_desktop.ui.models.faces import outside_hint
from tests.factories import a_class, a_school, open_office


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("moved")
    school = a_school(folder / "журнал.ezh", [a_class("7А"), a_class("7Б", ("Ким Олег Ильич",))])
    office = open_office(school, "admin")
    form = Line(0, {"day": "1.12", "order": "31-у", "order_day": "30.11"})
    for surname, to_class in (("Абрамова", school.classes["7Б"]), ("Андреев", 0)):
        page = read_pupils(office, school.classes["7А"])
        line = next(line for line in page.lines if line.text("surname") == surname)
        save(office, plan_move(office, Member(page, line), form, to_class))
    office.close()
    return school


@pytest.fixture
def office(made, tmp_path):
    office = open_office(made.copied(tmp_path), "director")
    yield office
    office.close()


def test_the_summary_sheet_names_the_class_the_pupil_went_to(office, made):
    page = office.summary_page(made.classes["7А"])
    moved, gone = page.pupils[:2]
    assert page.council_texts(moved) == (
        "Переведена в 7Б класс. Дата перевода 01.12.2026. Приказ № 31-у от 30.11.2026",
    )
    assert page.council_texts(gone) == ("Выбыл. Дата выбытия 01.12.2026. Приказ № 31-у от 30.11.2026",)
    assert (page.note(moved), page.note(gone)) == ("переведена 01.12", "выбыл 01.12")


def test_the_page_of_a_subject_says_so_beside_the_name_and_in_the_cell(office, made):
    moved, gone = office.course_page(made.courses["7А Алгебра"]).pupils[:2]
    assert (moved.left_word, gone.left_word) == ("переведена", "выбыл")
    assert outside_hint(moved) == "Переведена в 7Б 01.12.2026, пр. № 31-у от 30.11.2026"


def test_the_new_class_has_nobody_who_left(office, made):
    page = office.summary_page(made.classes["7Б"])
    assert [page.note(one) for one in page.pupils] == ["", ""]


def test_the_extract_says_where_to(office, made):
    page = office.course_page(made.courses["7А Алгебра"])
    (one,) = extracts(office, made.classes["7А"], [page.pupils[0].pupil]).all
    assert one.leaving == "Переведена в 7Б класс 01.12.2026, пр. № 31-у от 30.11.2026"
    assert one.day == date(2026, 12, 2)
