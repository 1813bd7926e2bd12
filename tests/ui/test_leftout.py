"""Who comes to a class or goes to another is in no subgroup of its divided subjects: that is told (4.3.4)."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest

from ezh_desktop.services.structure.leftout import left_out_words
from ezh_desktop.services.structure.progress import read_progress
from ezh_desktop.ui.dialogs.structure.classes import ClassesDialog
from ezh_desktop.ui.dialogs.structure.move import MoveDialog
from tests.factories import PUPILS, CoursePlan, a_class, a_school, open_office
from tests.ui.clerk import Clerk, ClerkDoors

SHORT = [" ".join(name.split()[:2]) for name in PUPILS]


def divided(subject, one, two):
    return (
        CoursePlan(subject, "anna", (1,), 4, subgroup="1", members=tuple(one)),
        CoursePlan(subject, "boris", (1,), 4, subgroup="2", members=tuple(two)),
    )


@pytest.fixture
def school(tmp_path):
    courses = (*divided("Английский язык", SHORT[:3], SHORT[3:5]), *divided("Информатика", SHORT[:3], SHORT[3:]))
    other = a_class("7Б", ("Ким Олег Ильич",), divided("Информатика", ["Ким Олег"], ()))
    return a_school(tmp_path / "журнал.ezh", [a_class("7А", PUPILS, courses), other])


@pytest.fixture
def office(school):
    office = open_office(school, "admin")
    yield office
    office.close()


def year_of(office):
    with office.reading() as db:
        return db.execute("SELECT id FROM academic_year").fetchone()[0]


def test_who_is_in_no_subgroup_of_a_divided_subject_is_named(office, school):
    words = left_out_words(office, year_of(office), {school.classes["7А"]})
    assert words == (
        "Не в подгруппе ученик: Юдина Вера (7А: Английский язык). Распределите: «Предметы и учителя», «Подгруппы»."
    )
    assert left_out_words(office, year_of(office), {school.classes["7Б"]}) == ""


def test_the_set_up_is_not_done_before_everybody_has_a_page(office):
    step = read_progress(office)[2]
    assert (step.words, step.done) == ("не в подгруппе: Юдина Вера (7А)", False)


def test_a_subject_that_few_have_chosen_leaves_nobody_out(tmp_path):
    chosen = CoursePlan("Астрономия", "anna", (1,), 5, subgroup="кружок", members=tuple(SHORT[:2]))
    school = a_school(tmp_path / "журнал.ezh", [a_class("7А", PUPILS, (chosen,))])
    office = open_office(school, "admin")
    assert left_out_words(office, year_of(office), {school.classes["7А"]}) == ""
    office.close()


def test_the_administrator_who_moves_a_pupil_is_told(office, qtbot, themed):
    dialog = ClassesDialog(office, ClerkDoors())
    qtbot.addWidget(dialog)
    dialog.show()
    clerk = Clerk(dialog, qtbot)
    clerk.clicks_cell("pupils", 0, "surname")
    clerk.clicks("Перевод…")
    order = next(one for one in dialog.findChildren(MoveDialog) if one.isVisible())
    QTest.keyClicks(order.fields["order"], "19")
    order.accept()
    clerk.waits()
    assert "Абрамова Дарья (7Б: Информатика)" in clerk.message()
