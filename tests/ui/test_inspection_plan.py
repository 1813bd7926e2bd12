"""«Журнал → План проверок журнала…» as the deputy uses it (3.5)."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from ezh_desktop.ui.dialogs.structure.inspections import InspectionPlanDialog
from tests.factories import a_class, a_school, open_office
from tests.ui.clerk import ClerkDoors


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_school(tmp_path_factory.mktemp("plan") / "журнал.ezh", [a_class("7А")])


@pytest.fixture
def sits(clerks, made, tmp_path):
    school = made.copied(tmp_path)

    def open_one(login="deputy"):
        office = open_office(school, login)
        return clerks(office, InspectionPlanDialog(office, ClerkDoors()))

    return open_one


def said(clerk):
    return next(one.text() for one in clerk.dialog.findChildren(QLabel) if one.text().startswith("В плане"))


def test_the_plan_is_typed_made_whole_and_saved(sits):
    clerk = sits()
    assert said(clerk) == "В плане 0 проверок, нужно не меньше 4 (п. 3.5)"
    clerk.clicks_cell("inspections", 0, "planned")
    clerk.types("9.12")
    clerk.presses("Return")
    clerk.clicks_cell("inspections", 0, "what")
    clerk.types("7")
    clerk.presses("Return")
    clerk.clicks("Дополнить план")
    assert said(clerk) == "В плане 4 проверки"
    clerk.saves()
    assert clerk.sees("inspections", 0)[:2] == ["09.12.2026", "7А"]
    assert clerk.message().startswith("Сохранено.")


def test_the_director_only_reads(sits):
    clerk = sits("director")
    clerk.clicks_cell("inspections", 0, "planned")
    clerk.types("9.12")
    assert clerk.table("inspections").lines.lines() == ()
