"""`print --page timetable`: the week of a class, or of all classes, on a day."""

from __future__ import annotations

import pytest

from tests.reports import reading


def test_every_class_has_its_page(school, call, tmp_path):
    said = call("print", school.path, tmp_path / "р.pdf", "--page", "timetable", "--login", "teacher", "--json")
    assert said.code == 0, said.err
    texts = reading.texts((tmp_path / "р.pdf").read_bytes())
    assert len(texts) == said.facts["pages"] == 2
    assert "7А класс" in texts[0]
    assert "7Б класс" in texts[1]


def test_one_class_on_a_day(school, call, tmp_path):
    more = ("--class", "7А", "--date", "2026-12-07")
    said = call("print", school.path, tmp_path / "р.pdf", "--page", "timetable", *more, "--login", "deputy", "--json")
    assert said.code == 0, said.err
    assert said.facts["pages"] == 1


@pytest.mark.parametrize(("page", "says"), [("teachers", "Расписание уроков"), ("board", "Сводное расписание уроков")])
def test_the_weeks_of_teachers_and_the_board_are_of_the_school(school, call, tmp_path, page, says):
    said = call("print", school.path, tmp_path / "р.pdf", "--page", page, "--login", "deputy", "--json")
    assert said.code == 0, said.err
    assert says in reading.texts((tmp_path / "р.pdf").read_bytes())[0]
    again = call("print", school.path, tmp_path / "к.pdf", "--page", page, "--class", "7А", "--login", "deputy")
    assert again.code == 2


@pytest.mark.parametrize(
    ("words", "code"),
    [("--login deputy --term 1", 2), ("--login deputy --class 9Г", 2), ("--login medic", 3)],
)
def test_what_cannot_be_printed_is_refused(school, call, tmp_path, words, code):
    said = call("print", school.path, tmp_path / "р.pdf", "--page", "timetable", *words.split(" "))
    assert said.code == code
    assert not (tmp_path / "р.pdf").exists()
