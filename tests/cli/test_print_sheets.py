"""`print --page general|attendance|absences|clubs`: sheets of a class formed from what was entered (5.28, 5.37)."""

from __future__ import annotations

import pytest

from tests.cli.test_commands import words_of

PAGES = {
    "general": ("Общие сведения об обучающихся", 2),
    "attendance": ("Сводная ведомость учёта посещаемости", 1),
    "absences": ("Сведения о количестве уроков, пропущенных обучающимися", 4),
    "clubs": ("Сведения о занятиях в кружках, секциях, клубах", 1),
}
DAY = ("--today", "2026-12-02")


@pytest.mark.parametrize("page", PAGES)
def test_who_controls_the_journals_prints_the_sheet(school, call, tmp_path, page):
    title, sides = PAGES[page]
    out = tmp_path / "лист.pdf"
    words = ("print", school.path, out, "--page", page, "--class", "7А", *DAY, "--login", "deputy", "--json")
    said = call(*words)
    assert (said.code, said.facts["page"], said.facts["pages"]) == (0, page, sides)
    assert title in words_of(out)
    assert "Абрамова Дарья" in words_of(out)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("login", ["teacher", "medic"])
def test_who_does_not_lead_the_class_prints_no_sheet_of_it(school, call, tmp_path, page, login):
    out = tmp_path / "лист.pdf"
    said = call("print", school.path, out, "--page", page, "--class", "7А", *DAY, "--login", login)
    assert said.code == 3
    assert not out.exists()
