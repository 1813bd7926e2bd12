"""A new year's defaults: terms with their periods, bells, days off, subjects, numbers of the rules."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import count

from ezh_desktop.domain.calendar import AcademicYear, PeriodKind
from ezh_desktop.services.year_setup import YEAR_SETTINGS, first_grade_break, new_year, school_change, subject_changes
from ezh_desktop.storage.tables import key_of, metadata

YEAR = AcademicYear(2026)


def test_every_row_fills_its_table_whole() -> None:
    new_id = count(1).__next__
    year = new_year(new_id, YEAR)
    changes = [school_change(new_id, "Школа"), *year.changes, *subject_changes(new_id)[1]]
    changes += first_grade_break(new_id, year.year, YEAR, [7])
    for change in changes:
        table = metadata.tables[change.entity]
        expected = set(table.columns.keys()) - set(key_of(table)) - {"entry_session", "entry_seq"}
        assert set(change.new) == expected, change.entity
        assert change.inserts


def test_a_year_has_three_schemes_each_with_terms_year_exam_and_final() -> None:
    year = new_year(count(1).__next__, YEAR)
    assert set(year.quarters.periods) == {
        *((PeriodKind.QUARTER, number) for number in range(1, 5)),
        (PeriodKind.YEAR, 1),
        (PeriodKind.EXAM, 1),
        (PeriodKind.FINAL, 1),
    }
    assert [number for kind, number in year.halves.periods if kind is PeriodKind.HALF] == [1, 2]
    assert year.scheme_of(9) is year.last_grade
    assert year.scheme_of(5) is year.quarters
    kinds = Counter(change.entity for change in year.changes)
    assert (kinds["term_scheme"], kinds["bell"], kinds["year_setting"]) == (3, 8, len(YEAR_SETTINGS))


def test_exam_and_final_have_no_dates_and_the_rest_have() -> None:
    rows = [change.new for change in new_year(count(1).__next__, YEAR).changes if change.entity == "period"]
    assert all((row["start"] is None) == (row["kind"] in ("exam", "final")) for row in rows)


def test_the_first_grade_gets_its_break_class_by_class() -> None:
    rows = [change.new for change in first_grade_break(count(1).__next__, 1, YEAR, [11, 12])]
    assert [(row["school_class"], row["start"], row["end"]) for row in rows] == [
        (11, "2027-02-13", "2027-02-21"),
        (12, "2027-02-13", "2027-02-21"),
    ]


def test_optional_subjects_come_only_when_asked_for() -> None:
    usual, _ = subject_changes(count(1).__next__)
    every, _ = subject_changes(count(1).__next__, with_optional=True)
    assert "Родной (русский) язык" not in usual
    assert set(every) - set(usual) == {
        "Родной (русский) язык",
        "Литературное чтение на родном (русском) языке",
        "Родная (русская) литература",
    }


def test_a_journal_begun_in_mid_year_says_so() -> None:
    year = new_year(count(1).__next__, YEAR, began=date(2026, 11, 9))
    assert year.changes[0].new["began"] == "2026-11-09"
