"""The whole journal of a class, read to be printed (6.4): who may, of one moment, and never a closed column (5.38)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from ezh_desktop.domain.change import Change
from ezh_desktop.domain.health import HealthColumn
from ezh_desktop.domain.names import PersonName
from ezh_desktop.domain.rights_table import Role
from ezh_desktop.errors import BadInput, RightRefused
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.journal import draw_journal, plan_journal
from ezh_desktop.services.acts import CellEntry, EnterCells, HealthEntry, WriteHealth
from ezh_desktop.services.class_pages import may_print_journal
from ezh_desktop.services.commands import Command
from ezh_desktop.services.founding import role_row
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.own import Planned
from ezh_desktop.services.pages.journal import JournalPages
from ezh_desktop.services.whole_journal import journal_courses, read_journal
from tests.factories import CoursePlan, School, a_class, a_school, open_office
from tests.reports.pages import INFO

Opens = Callable[..., FileOffice]


def nothing() -> None:
    """Nobody watches."""


def read(office: FileOffice, school: School) -> JournalPages:
    return read_journal(office, school.classes["7А"], nothing)


@pytest.mark.parametrize("login", ["admin", "director", "deputy", "class_teacher"])
def test_who_controls_the_journals_and_who_leads_the_class_prints_all_of_it_6_4(opens: Opens, tiny, login) -> None:
    pages = read(opens(login), tiny)
    assert [page.subject_name for page in pages.courses] == ["Алгебра", "Русский язык"]
    assert len(pages.general.rows) == len(pages.summary.pupils) == len(pages.clubs.rows) == 6
    assert pages.title.class_name == "7А"
    assert PersonName.read(pages.title.director).surname.startswith("Сотрудникова")
    assert pages.title.director != pages.title.leader


@pytest.mark.parametrize("login", ["teacher", "medic"])
def test_who_reads_a_part_of_the_class_prints_no_whole_journal_6_4(opens: Opens, tiny, login) -> None:
    office = opens(login)
    assert not may_print_journal(office, tiny.classes["7А"])
    with pytest.raises(RightRefused, match="классный руководитель"):
        read(office, tiny)


def test_a_class_teacher_prints_no_other_class_whole_6_4(tmp_path) -> None:
    school = a_school(tmp_path / "две.ezh", [a_class("7А"), a_class("7Б", ("Ким Олег Ильич",), leader="other")])
    office = open_office(school, "other")
    assert may_print_journal(office, school.classes["7Б"])
    with pytest.raises(RightRefused):
        read(office, school)
    office.close()


@pytest.mark.parametrize("login", ["director", "class_teacher"])
def test_closed_columns_are_no_part_of_a_printed_journal_5_38(opens: Opens, tiny, login) -> None:
    page = read(opens(login), tiny).health
    assert page.columns == {HealthColumn.PE_GROUP, HealthColumn.DESK, HealthColumn.PLACE}
    assert not page.whole


def test_a_medical_worker_who_leads_a_class_prints_no_closed_column_in_its_journal_5_38(opens: Opens, tiny) -> None:
    """The full sheet is printed alone and bound in."""
    medic = opens("medic")
    klass, pupil = tiny.classes["7А"], tiny.pupils["Ёлкин Фёдор"]
    medic.submit(WriteHealth(klass, (HealthEntry(pupil, HealthColumn.PE_GROUP, "основная", None),)))
    assert medic.drain(20)
    leads = role_row(tiny.people["medic"].person, Role.CLASS_TEACHER, klass)
    change = Change("role_assignment", (77_000_001,), None, leads)
    opens("admin").execute(Command("test.write", ("school", 0), (Planned(change),)))
    both = opens("medic")
    assert HealthColumn.GROUP in both.health_page(klass).columns
    page = read(both, tiny).health
    assert HealthColumn.GROUP not in page.columns
    assert not page.whole
    row = page.row_by_pupil[pupil]
    assert (row.pe_group, row.closed.value(HealthColumn.ADVICE), row.sealed) == ("основная", "", "")


def test_all_pages_are_of_one_moment_and_the_head_is_that_of_it(opens: Opens, tiny) -> None:
    """What is written while it is being read makes it be read anew."""
    office, teacher = opens("deputy"), opens("teacher")
    steps: list[int] = []

    def writing() -> None:
        steps.append(1)
        if len(steps) == 2:
            page = teacher.course_page(tiny.courses["7А Алгебра"])
            lesson = next(one.lesson for one in page.lessons if one.writable)
            teacher.submit(EnterCells(page.course, (CellEntry(lesson, page.pupils[0].pupil, 0, "5", None),)), page)
            assert teacher.drain(20)

    pages = read_journal(office, tiny.classes["7А"], writing)
    assert len(steps) == 2 * (len(journal_courses(office, tiny.classes["7А"])) + 1)
    assert pages.head == office.head_text()
    assert [cell.value for cell in pages.courses[0].cells.values()] == ["5"]


def test_a_journal_that_is_written_in_without_a_pause_is_printed_and_says_so(opens: Opens, tiny) -> None:
    office, teacher = opens("deputy"), opens("teacher")
    page = teacher.course_page(tiny.courses["7А Алгебра"])
    lesson = next(one.lesson for one in page.lessons if one.writable)
    marks = iter("54545454545454545454")

    def writing() -> None:
        page = teacher.course_page(tiny.courses["7А Алгебра"])
        old = page.cells.get((lesson, page.pupils[0].pupil, 0))
        entry = CellEntry(lesson, page.pupils[0].pupil, 0, next(marks), old.entry if old else None)
        teacher.submit(EnterCells(page.course, (entry,)), page)
        assert teacher.drain(20)

    assert read_journal(office, tiny.classes["7А"], writing).disturbed
    assert not read(office, tiny).disturbed


def test_a_class_without_pupils_is_told_by_its_name(tmp_path) -> None:
    school = a_school(tmp_path / "пусто.ezh", [a_class("7А", ())])
    office = open_office(school, "deputy")
    with pytest.raises(BadInput, match="В 7А нет учеников"):
        read(office, school)
    office.close()


def test_remarks_of_a_class_teacher_are_the_own_ones_and_say_so(opens: Opens, tiny) -> None:
    """3.5: who controls reads all of them."""
    assert not read(opens("class_teacher"), tiny).remarks.whole
    assert read(opens("deputy"), tiny).remarks.whole


def test_a_timetable_that_begins_later_is_the_week_of_the_journal(tmp_path) -> None:
    """A journal begun in mid-year does not list every hour as a change."""
    school = a_school(tmp_path / "позже.ezh", [a_class("7А", courses=(CoursePlan("Алгебра", weekdays=()),))])
    office = open_office(school, "deputy")
    slot = {"course": school.courses["7А Алгебра"], "weekday": 1, "number": 3, "part": 1, "week": "every", "room": ""}
    row = slot | {"valid_from": "2026-11-02", "valid_to": None}
    change = Change("timetable_slot", (77_000_002,), None, row)
    office.execute(Command("test.write", ("school", 0), (Planned(change),)))
    week = read(office, school).week
    assert (week.since, week.changes) == (date(2026, 11, 2), ())
    assert [hour.subject for hour in week.days[0] if hour.subject] == ["Алгебра"]
    office.close()


def test_a_journal_without_timetable_and_lessons_can_be_printed(tmp_path) -> None:
    """On the first of September the pages are there to be written on."""
    school = a_school(tmp_path / "пусто.ezh", [a_class("7А", courses=(CoursePlan("Алгебра", weekdays=()),))])
    office = open_office(school, "director")
    plan = plan_journal(read(office, school))
    office.close()
    assert [one.title for one in plan.sections if one.course] == ["Алгебра"]
    assert "Сведения о количестве уроков, пропущенных обучающимися" not in [one.title for one in plan.sections]
    document = Document("", INFO)
    draw_journal(plan, document, INFO, 0, lambda _done, _total: None)
    assert document.pages == plan.pages
