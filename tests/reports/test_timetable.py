"""«Расписание уроков» on paper: the sample's blocks, whatever must fit, and changes that go on a next page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ezh_desktop.reports.board import add_board, plan_board
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.timetable import CHANGES, TITLE, add_week, plan_week
from ezh_desktop.services.pages.timetable import WeekHour
from tests.reports import geometry, reading
from tests.reports.listening import ListeningInk
from tests.reports.pages import INFO
from tests.reports.timetable_pages import board, drawn, stuffed_page, week_page


def heard(draw):
    """The pages as drawn."""
    inks = []

    def listen(canvas):
        inks.append(ListeningInk(canvas))
        return inks[-1]

    draw(Document("", INFO, make_ink=listen))
    return inks[0].pages


def words(data: bytes, page: int = 0) -> str:
    return " ".join(reading.texts(data)[page].split())


def test_the_week_stands_as_in_the_sample():
    text = words(drawn(week_page(), 3))
    assert TITLE in text
    assert "7А класс · 2026/2027 учебный год · действует с 01.09.2026" in text
    for day in ("Понедельник", "Вторник", "Среда", "Четверг", "Пятница", "Суббота"):
        assert day in text
    assert "8.30–9.15" in text
    assert "Иностранный язык (английский), подгруппа 1 / 2" in text
    assert CHANGES in text
    assert "Приказ № 4 от 09.01.2027" in text


def test_a_subject_in_two_subgroups_is_no_small_print_though_the_day_has_eight_hours():
    """Two lines of a cell stand closer than lines of a text."""
    subject = "Иностранный язык (английский), 1-я группа / 2-я группа"
    hours = tuple(WeekHour(at, "13.15–14.00", subject, "31 / 33") for at in range(1, 9))
    (page,) = heard(lambda document: add_week(document, replace(week_page(), days=(hours,), changes=()), INFO))
    sizes = {one.text: one.size for one in page.texts}
    assert sizes["Иностранный язык (английский),"] == sizes["1-я группа / 2-я группа"] == 7.5


def test_a_subject_of_two_lines_leaves_air_to_the_rules_as_in_the_sample():
    (page,) = heard(lambda document: add_week(document, week_page(), INFO))
    sizes = {one.text: one.size for one in page.texts}
    assert sizes["Иностранный язык (английский),"] == sizes["подгруппа 1 / 2"] == 8
    assert sizes["Русский язык"] == 9


def test_a_long_subject_grows_narrow_before_it_is_cut():
    week = replace(stuffed_page(), days=tuple(day[:8] for day in stuffed_page().days), changes=())
    (page,) = heard(lambda document: add_week(document, week, INFO))
    assert not [one.text for one in page.texts if "…" in one.text]
    assert geometry.faults(page, left=False) == []


def test_five_days_leave_the_sixth_out():
    text = words(drawn(week_page(5, ())))
    assert "Суббота" not in text
    assert CHANGES not in text


def test_changes_that_find_no_room_go_on():
    sheets = plan_week(stuffed_page())
    assert len(sheets) > 1
    assert sum(len(one.lines) for one in sheets) == 30
    assert all(one.lines for one in sheets[1:])
    assert len(plan_week(week_page())) == 1
    assert CHANGES in words(drawn(stuffed_page()), 1)


def in_turns(page):
    return replace(page, odd_since=date(2026, 8, 31))


def test_which_weeks_are_odd_is_told_where_some_hour_has_turns():
    told = "Неделя с 31.08.2026 нечётная, дальше через одну, каникулы считаются"
    assert told in words(drawn(in_turns(week_page())))
    assert "нечётная" not in words(drawn(week_page()))


@pytest.mark.parametrize(
    "page",
    [week_page(), week_page(5, ()), in_turns(stuffed_page())],
    ids=["six days", "five", "stuffed"],
)
def test_nothing_leaves_its_place_meets_another_or_is_cut_by_a_rule(page):
    for number, one in enumerate(heard(lambda document: add_week(document, page, INFO, 3)), 3):
        assert geometry.faults(one, left=number % 2 == 0) == []


@pytest.mark.parametrize("page", [in_turns(board()), board(6, 5), board(1)], ids=["seven", "six, five days", "one"])
def test_the_board_keeps_its_cells(page):
    pages = heard(lambda document: add_board(document, page, INFO))
    assert len(pages) == len(plan_board(page))
    for one in pages:
        assert geometry.faults(one, left=False) == []


def test_classes_are_shared_evenly_among_the_pages_of_the_board():
    assert [len(one.classes) for one in plan_board(board(13))] == [5, 4, 4]
