"""«Школа → Карантин и дистанционное обучение…» as the deputy uses it (5.16)."""

from __future__ import annotations

import pytest

from ezh_desktop.ui.dialogs.structure.modes import ModesDialog
from tests.factories import a_class, a_school, open_office
from tests.ui.clerk import ClerkDoors


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_school(tmp_path_factory.mktemp("modes") / "журнал.ezh", [a_class("7А")])


@pytest.fixture
def sits(clerks, made, tmp_path):
    school = made.copied(tmp_path)

    def open_one(login="deputy"):
        office = open_office(school, login)
        return clerks(office, ModesDialog(office, ClerkDoors()))

    return open_one


def test_a_week_of_distance_is_typed_and_saved(sits):
    clerk = sits()
    for field, text in (("what", "7"), ("kind", "дист"), ("start", "30.11"), ("end", "4.12"), ("order", "№ 112")):
        clerk.clicks_cell("modes", 0, field)
        clerk.types(text)
        clerk.presses("Return")
    clerk.saves()
    assert clerk.sees("modes", 0) == ["7А", "дистанционное обучение", "30.11.2026", "04.12.2026", "№ 112", "5 уроков"]
    assert clerk.message().startswith("Сохранено.")


def test_the_teacher_only_reads(sits):
    clerk = sits("teacher")
    clerk.clicks_cell("modes", 0, "what")
    clerk.types("7")
    assert clerk.table("modes").lines.lines() == ()
