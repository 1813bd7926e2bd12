"""Absences of a class by week: reasons for days, documents, the confirmation, and the findings they mend."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from ezh_desktop.domain.figures import AbsenceReason
from ezh_desktop.errors import RightRefused, RuleRefused
from ezh_desktop.services.absences import absences_page, confirm_week, explain, name_document
from ezh_desktop.services.acts import CellEntry, EnterCells, Redo, Undo
from ezh_desktop.services.checking import class_findings
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.absences import DayCell
from ezh_desktop.services.today import today_page
from ezh_desktop.services.verifying import verify_file
from tests.factories import CoursePlan, School, a_class, a_school, open_office, raw

Opens = Callable[..., FileOffice]
MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)
ILL, VALID, NONE, SILENT = AbsenceReason.ILLNESS, AbsenceReason.VALID, AbsenceReason.UNEXCUSED, AbsenceReason.NOT_GIVEN


@pytest.fixture
def klass(tiny: School) -> int:
    return tiny.classes["7А"]


@pytest.fixture
def leader(opens: Opens) -> FileOffice:
    return opens("class_teacher")


@pytest.fixture
def fedor(tiny: School) -> int:
    return tiny.pupils["Ёлкин Фёдор"]


def absent(opens: Opens, tiny: School, course: str, pupil: int, *days: date) -> None:
    """The subject's teacher sets «н» on these days."""
    office = opens("teacher" if course == "7А Алгебра" else "class_teacher")
    page = office.course_page(tiny.courses[course])
    lessons = [one.lesson for one in page.lessons if one.day in days]
    office.submit(EnterCells(page.course, tuple(CellEntry(one, pupil, 0, "н", None) for one in lessons)), page)
    assert office.drain(20)


def cell(office: FileOffice, klass: int, pupil: int, day: date) -> DayCell:
    return absences_page(office, klass, MONDAY).cells[pupil, day]


def clauses(office: FileOffice, klass: int) -> list[tuple[str, date | None]]:
    found = (line.finding for line in class_findings(office, klass))
    return [(one.clause, one.day) for one in found if one.clause in {"4.3.7", "5.14"}]


def living(tiny: School) -> list[tuple[str, str, str]]:
    return raw(tiny, "SELECT start, end, kind FROM absence_reason WHERE cancelled = 0 ORDER BY start")


def test_a_day_counts_missed_of_held_and_doubts_a_part_without_reason_4_3_7(opens, tiny, klass, fedor, leader) -> None:
    absent(opens, tiny, "7А Алгебра", fedor, MONDAY)
    monday = cell(leader, klass, fedor, MONDAY)
    assert (monday.figures.text, monday.doubtful) == ("1 из 2", True)
    assert [(one.number, one.reason) for one in monday.lessons] == [(2, None), (3, SILENT)]
    assert cell(leader, klass, fedor, TUESDAY).figures.text == "0 из 1"
    explain(leader, klass, [(fedor, MONDAY)], VALID)
    monday = cell(leader, klass, fedor, MONDAY)
    assert (monday.reasons, monday.doubtful) == ((VALID,), False)


def test_a_reason_for_some_days_is_one_row_and_takes_the_finding_away_5_14(opens, tiny, klass, fedor, leader) -> None:
    absent(opens, tiny, "7А Русский язык", fedor, MONDAY, TUESDAY, WEDNESDAY)
    assert ("5.14", MONDAY) in clauses(leader, klass)
    assert today_page(leader).classes[0].unexplained == 1
    explain(leader, klass, [(fedor, MONDAY), (fedor, TUESDAY), (fedor, WEDNESDAY)], ILL, "Справка")
    assert living(tiny) == [("2026-11-23", "2026-11-25", "ill")]
    assert not [one for one in clauses(leader, klass) if one[0] == "5.14"]
    assert today_page(leader).classes[0].unexplained == 0
    assert raw(tiny, "SELECT count(*) FROM entry WHERE action = 'absence.explain'") == [(1,)]


def test_another_reason_inside_parts_the_older_row_and_nothing_overlaps(opens, tiny, klass, fedor, leader) -> None:
    absent(opens, tiny, "7А Русский язык", fedor, MONDAY, TUESDAY, WEDNESDAY)
    week = [(fedor, MONDAY), (fedor, TUESDAY), (fedor, WEDNESDAY)]
    explain(leader, klass, week, ILL)
    explain(leader, klass, [(fedor, TUESDAY)], NONE)
    assert living(tiny) == [
        ("2026-11-23", "2026-11-23", "ill"),
        ("2026-11-24", "2026-11-24", "none"),
        ("2026-11-25", "2026-11-25", "ill"),
    ]
    explain(leader, klass, week[:2], SILENT)
    assert living(tiny) == [("2026-11-25", "2026-11-25", "ill")]
    assert cell(leader, klass, fedor, TUESDAY).reasons == (SILENT,)
    explain(leader, klass, week, VALID)
    assert living(tiny) == [("2026-11-23", "2026-11-25", "valid")]
    assert verify_file(leader.place.sealed).sound


def test_the_same_reason_again_and_a_day_without_absence_are_refused(opens, tiny, klass, fedor, leader) -> None:
    absent(opens, tiny, "7А Алгебра", fedor, MONDAY)
    with pytest.raises(RuleRefused):
        explain(leader, klass, [(fedor, TUESDAY)], ILL)
    explain(leader, klass, [(fedor, MONDAY)], ILL)
    with pytest.raises(RuleRefused):
        explain(leader, klass, [(fedor, MONDAY)], ILL)


def test_a_reason_known_beforehand_waits_for_the_absence(klass, fedor, leader, tiny) -> None:
    today = date(2026, 12, 2)
    explain(leader, klass, [(fedor, today)], VALID)
    page = absences_page(leader, klass, today)
    assert page.cells[fedor, today].known is VALID
    assert page.cells[fedor, today].figures.total == 0


def test_a_document_is_written_to_the_reason_that_stands(opens, tiny, klass, fedor, leader) -> None:
    absent(opens, tiny, "7А Алгебра", fedor, MONDAY)
    with pytest.raises(RuleRefused):
        name_document(leader, klass, [(fedor, MONDAY)], "Справка")
    explain(leader, klass, [(fedor, MONDAY)], ILL)
    name_document(leader, klass, [(fedor, MONDAY)], " Справка от 25.11 ")
    assert absences_page(leader, klass, MONDAY).documents(fedor) == ("Справка от 25.11",)


def test_a_confirmed_week_is_no_finding_4_3_7(tiny, klass, leader) -> None:
    assert ("4.3.7", MONDAY) in clauses(leader, klass)
    assert "23–25 ноября" in today_page(leader).classes[0].unconfirmed
    confirm_week(leader, klass, MONDAY)
    assert ("4.3.7", MONDAY) not in clauses(leader, klass)
    assert "23–25 ноября" not in today_page(leader).classes[0].unconfirmed
    with pytest.raises(RuleRefused):
        confirm_week(leader, klass, MONDAY)


def test_a_week_is_confirmed_from_its_last_school_day_on_4_3_1(tmp_path) -> None:
    """Wednesday is the class's last day but in the second class lessons go on to Friday."""
    school = a_school(tmp_path / "school.ezh", [a_class(), a_class("7Б", courses=[CoursePlan("Химия", weekdays=(5,))])])
    office = open_office(school, "class_teacher")
    present = date(2026, 11, 30)
    confirm_week(office, school.classes["7А"], present)
    with pytest.raises(RuleRefused):
        confirm_week(office, school.classes["7Б"], present)
    office.close()


def test_reasons_and_confirmation_are_undone_and_done_again(opens, tiny, klass, fedor, leader) -> None:
    absent(opens, tiny, "7А Алгебра", fedor, MONDAY)
    for act in (
        lambda: explain(leader, klass, [(fedor, MONDAY)], ILL),
        lambda: confirm_week(leader, klass, MONDAY),
    ):
        entry = act()
        assert leader.undoable() == entry
        leader.submit(Undo(entry))
        assert leader.drain(20)
    page = absences_page(leader, klass, MONDAY)
    assert page.week is not None
    assert (page.cells[fedor, MONDAY].reasons, page.week.confirmed) == ((SILENT,), False)
    again = leader.redoable()
    assert again is not None
    leader.submit(Redo(again))
    assert leader.drain(20)
    week = absences_page(leader, klass, MONDAY).week
    assert week is not None
    assert week.confirmed
    assert verify_file(leader.place.sealed).sound


def test_a_week_taken_back_is_confirmed_anew(klass, leader) -> None:
    leader.submit(Undo(confirm_week(leader, klass, MONDAY)))
    assert leader.drain(20)
    confirm_week(leader, klass, MONDAY)
    assert absences_page(leader, klass, MONDAY).entry is not None


@pytest.mark.parametrize("login", ["deputy", "director", "admin"])
def test_who_controls_reads_and_writes_nothing_4_3(opens, klass, fedor, login) -> None:
    office = opens(login)
    page = absences_page(office, klass, MONDAY)
    assert (page.may_explain, page.may_confirm, page.confirmable) == (False, False, False)
    with pytest.raises(RightRefused):
        explain(office, klass, [(fedor, MONDAY)], ILL)
    with pytest.raises(RightRefused):
        confirm_week(office, klass, MONDAY)


def test_another_class_is_shut_to_a_class_teacher_4_3(tmp_path) -> None:
    school = a_school(tmp_path / "school.ezh", [a_class(), a_class("7Б", leader="teacher")])
    office = open_office(school, "teacher")
    assert absences_page(office, school.classes["7Б"]).may_confirm
    with pytest.raises(RightRefused):
        absences_page(office, school.classes["7А"])
    office.close()


def test_the_page_comes_at_the_earliest_week_that_asks_for_something(klass, leader, opens) -> None:
    first = absences_page(leader, klass)
    assert first.week == first.weeks[0]
    confirm_week(leader, klass, first.weeks[0].monday)
    assert absences_page(leader, klass).week == first.weeks[1]
    seen = absences_page(opens("deputy"), klass).week
    assert seen is not None
    assert seen.monday == date(2026, 11, 30)


def test_a_subgroup_counts_its_own_lessons_only(tmp_path) -> None:
    members = ("Ёлкин Фёдор",)
    courses = [CoursePlan("Алгебра"), CoursePlan("Английский язык", number=4, subgroup="1", members=members)]
    school = a_school(tmp_path / "school.ezh", [a_class(courses=courses)])
    office = open_office(school, "class_teacher")
    page = absences_page(office, school.classes["7А"], MONDAY)
    held = {name: page.cells[school.pupils[name], MONDAY].figures.held for name in ("Ёлкин Фёдор", "Юдина Вера")}
    assert held == {"Ёлкин Фёдор": 2, "Юдина Вера": 1}
    office.close()
