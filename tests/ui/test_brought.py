"""The mark of another school for a term before the pupil came: typed on the marks page with its source (4.3.4)."""

from __future__ import annotations

from datetime import date

from tests.factories import PUPILS, PupilPlan, a_class, a_school, open_office, raw


def test_a_mark_of_a_term_before_the_pupil_came_asks_for_its_source(sits, tmp_path):
    newcomer = PupilPlan("Яшина Анна Петровна", date(2026, 11, 23))
    school = a_school(tmp_path / "журнал.ezh", [a_class("7А", (*PUPILS, newcomer))])
    teacher = sits(open_office(school, "teacher"))
    teacher.opens("7А Алгебра")
    teacher.goes_to("Яшина", "I четверть")
    teacher.types("4")
    assert teacher.question() is not None
    assert "Отметка другой школы" in teacher.float_text()
    teacher.writes("Школа № 5, выписка от 20.11.2026")
    teacher.presses("Return")
    teacher.waits_saved()
    assert teacher.sees_cell("Яшина", "I четверть") == "4"
    assert raw(school, "SELECT value, reason FROM period_mark") == [("4", "Школа № 5, выписка от 20.11.2026")]
