"""The rules' numbers are settings of the year; what cannot be read is the default."""

from __future__ import annotations

from datetime import time, timedelta
from fractions import Fraction

import pytest

from ezh_desktop.domain.figures import MarkTable
from ezh_desktop.domain.rules.numbers import DEFAULTS, NUMBERS, RuleNumbers, read_numbers
from ezh_desktop.services.year_setup import YEAR_SETTINGS
from tests.domain.rules.pages import ANNA, Course, lesson_days


def test_without_settings_and_with_the_defaults_written_out_the_numbers_are_the_regulations() -> None:
    assert read_numbers({}) == RuleNumbers() == read_numbers(DEFAULTS)


def test_a_new_year_gets_every_number() -> None:
    assert dict(YEAR_SETTINGS) == {number.name: number.default for number in NUMBERS}


@pytest.mark.parametrize("text", ["", "много", "-1", "9" * 30, "1/0", "три"])
def test_a_number_that_cannot_be_read_is_the_default(text: str) -> None:
    assert read_numbers(dict.fromkeys(DEFAULTS, text)) == RuleNumbers()


def test_numbers_are_read_as_the_school_wrote_them() -> None:
    numbers = read_numbers(
        {
            "marks.thresholds": "2,6 3.6 4.6",
            "marks.least": "4",
            "marks.few": "2 4 6",
            "weak.lessons": "3",
            "filling.until": "18:30",
            "filling.minutes_after": "90",
            "results.hours": "48",
            "not_attested.share": "60",
        }
    )
    assert numbers.table == MarkTable(Fraction(13, 5), Fraction(18, 5), Fraction(23, 5), 4)
    assert (numbers.few, numbers.weak_lessons, numbers.results_days) == ((2, 4, 6), 3, 2)
    assert (numbers.filling.until, numbers.filling.after_end) == (time(18, 30), timedelta(minutes=90))
    assert numbers.not_attested == Fraction(3, 5)


@pytest.mark.parametrize(("hours", "marks"), [(5, 3), (10, 3), (17, 3), (20, 5), (25, 5), (30, 7), (60, 7)])
def test_more_hours_ask_for_more_marks(hours: int, marks: int) -> None:
    """4.4.2: 3, 5, 7 отметок при 1, 2, 3 и более уроках в неделю."""
    assert RuleNumbers().marks_for(hours) == marks


def test_a_number_of_the_school_changes_what_is_found() -> None:
    cells, day = {(1, ANNA): "2"}, lesson_days(4)[3]
    numbers = {"numbers": read_numbers({"weak.lessons": "3"})}
    assert Course(cells=cells, today=day).places("5.6") == [(1, ANNA)]
    assert Course(cells=cells, today=day, facts=numbers).places("5.6") == []
