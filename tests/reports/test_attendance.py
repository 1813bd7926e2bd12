"""Attendance on paper (5.37): the months, and the summary by terms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ezh_desktop.domain.russian import DASH
from ezh_desktop.reports.absences import add_absences, plan_absences
from ezh_desktop.reports.attendance import add_attendance, plan_attendance
from ezh_desktop.reports.ink import STROKE
from tests.reports import geometry
from tests.reports.sheet_pages import EVERY, attendance, drawn

WINTER = date(2026, 12, 2)
CASES = {
    "usual": attendance(),
    "five days": attendance(saturdays=False),
    "35": attendance(35),
    "38": attendance(38),
    "41": attendance(41),
    "halves": attendance(halves=True),
    "running": attendance(today=WINTER),
    "away": attendance(away=("№ 5 обучается на дому, приказ № 3, с 12.01.2027",) * 3, began=date(2026, 10, 1)),
    "two": attendance(2),
}


@pytest.mark.parametrize("page", CASES.values(), ids=CASES)
@pytest.mark.parametrize(("add", "first"), [(add_absences, 131), (add_attendance, 126)])
def test_no_text_leaves_its_place_meets_another_or_is_cut_by_a_rule(page, add, first):
    for number, one in enumerate(drawn(add, page, first), first):
        assert geometry.faults(one, left=number % 2 == 0) == []


def row(page, number):
    """The words of a pupil's row, from left to right."""
    where = next(text.y for text in page.texts if text.text == str(number) and text.size == 8.5 and text.x < 30)
    return [text.text for text in sorted(page.texts, key=lambda one: one.x) if abs(text.y - where) < 1.0]


def test_a_month_has_a_page_with_its_school_days():
    page = attendance()
    planned = plan_absences(page, 131)
    assert [sheet.days[0].month for sheet in planned] == [9, 10, 11, 12, 1, 2, 3, 4, 5]
    assert [sheet.number for sheet in planned] == list(range(131, 140))
    november = drawn(add_absences, page, 131)[2].words
    assert "7А класс · 2026/2027 учебный год · ноябрь 2026 года" in november
    days = [day for day in page.hours if (day.year, day.month) == (2026, 11)]
    assert [word for word in november if word.isdigit() and len(word) == 2][: len(days)] == [
        f"{day.day:02}" for day in days
    ]


def test_a_day_tells_how_many_lessons_and_why():
    """5.37: by illness, valid, without a valid reason, reason not given."""
    page = attendance(5)
    first = drawn(add_absences, replace(page, missed={(1, date(2026, 9, 1)): EVERY}), 131)[0]
    words = row(first, 1)
    assert words[-5:] == ["6", "2", "1", "1", "2"]
    by_name = [text.text for text in first.texts if text.size < 5 and text.text.isprintable()]
    assert by_name[:7] == ["2", "Б", "1", "У", "1", "2", "?"]
    assert any("? — причина не указана" in word for word in first.words)


def test_who_is_not_in_the_class_is_struck_out_and_not_listed_before():
    page = attendance()
    planned = plan_absences(page, 131)
    assert len(planned[0].pupils) == 26
    assert len(planned[4].pupils) == 27
    november = drawn(add_absences, page, 131)[2]
    assert len([line for line in november.lines if line[4] == STROKE]) == 1
    assert any("выбыл" in word and "приказ № 41-у от 20.11.2026" in word for word in november.words)


def test_more_pupils_go_on_the_next_page_and_the_class_is_summed_up_once():
    page = attendance(41)
    planned = [sheet for sheet in plan_absences(page, 131) if sheet.days[0].month == 2]
    assert [(len(sheet.pupils), sheet.last) for sheet in planned] == [(21, False), (20, True)]
    assert [(len(sheet.pupils), sheet.last) for sheet in plan_attendance(page)] == [(21, False), (20, True)]
    first, second = drawn(add_attendance, page, 126)
    assert "Всего по классу" not in first.words
    assert "Всего по классу" in second.words


def test_the_summary_has_days_and_lessons_by_term_and_the_year_of_those_held():
    page = attendance(3)
    nothing = replace(page, missed={(1, date(2026, 9, 1)): EVERY})
    (sheet,) = drawn(add_attendance, nothing, 126)
    assert {"I четверть", "II четверть", "III четверть", "IV четверть", "Учебный год"} <= set(sheet.words)
    quarter = next(term for term in page.terms)
    assert f"{len(page.days_in(quarter.span))} дн., {page.lessons_in(quarter.span)} ур." in sheet.words
    left = row(sheet, 1)
    # One day wholly missed but not by illness alone, six lessons, two of them by illness; nothing in the II quarter.
    assert left[-20:-16] == ["1", DASH, "6", "2"]
    assert left[-16:-12] == [DASH] * 4
    assert left[-4:] == ["1", DASH, "6", "2"]


def test_terms_to_come_stay_empty_and_the_last_day_counted_is_named():
    (sheet,) = drawn(add_attendance, attendance(2, today=WINTER), 126)
    assert sum("проведено:" in word for word in sheet.words) == 3
    assert "Учтены уроки по 02.12.2026." in sheet.words


def test_a_class_without_lessons_has_no_month_and_an_empty_summary():
    page = replace(attendance(2), hours={}, held={}, missed={})
    assert plan_absences(page) == ()
    assert len(drawn(add_attendance, page)) == 1
