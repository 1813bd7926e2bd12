"""3.5, 4.5.5, 6.2: an inspection with its remarks is one act; the teacher answers, the deputy accepts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from ezh_desktop.errors import RightRefused, RuleRefused, StaleRefused
from ezh_desktop.services.checking import CheckScope, check_journal
from ezh_desktop.services.inspections import (
    NO_REMARKS,
    NewRemark,
    accept_remark,
    answer_remark,
    cancel_remark,
    drafts_of,
    hold_inspection,
    hold_teacher_inspection,
    own_remarks,
    remarks_page,
    teachers_of,
)
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.inspection import Remark, RemarkState
from ezh_desktop.services.structure.base import Line, save
from ezh_desktop.services.structure.inspections import plan_inspections, read_inspection_plan
from ezh_desktop.services.verifying import verify
from tests.factories import School, a_class, a_school, open_office, raw

Opens = Callable[..., FileOffice]
TODAY = date(2026, 12, 2)
DEADLINE = TODAY + timedelta(days=5)


@pytest.fixture
def deputy(opens: Opens) -> FileOffice:
    return opens("deputy")


@pytest.fixture
def school_class(tiny: School) -> int:
    return tiny.classes["7А"]


def person_of(tiny: School, login: str) -> int:
    return tiny.people[login].person


@pytest.fixture
def remark(tiny: School, deputy: FileOffice, school_class: int) -> Remark:
    """One remark to the teacher of Алгебра."""
    course = tiny.courses["7А Алгебра"]
    draft = NewRemark("Алгебра: не записаны темы.", "5.18", course, None, person_of(tiny, "teacher"))
    hold_inspection(deputy, school_class, [draft], DEADLINE, "")
    return the_remark(deputy, school_class)


def the_remark(office: FileOffice, school_class: int) -> Remark:
    """The only one, as the person reads it now."""
    (found,) = remarks_page(office, school_class).remarks
    return found


def test_an_inspection_and_its_remarks_are_one_act(tiny: School, remark: Remark, deputy: FileOffice) -> None:
    assert (remark.state, remark.deadline, remark.place) == (RemarkState.OPEN, DEADLINE, "Алгебра")
    assert raw(tiny, "SELECT count(*) FROM entry WHERE action = 'inspection.hold'") == [(1,)]
    assert raw(tiny, "SELECT held, conclusion FROM inspection") == [(TODAY.isoformat(), "")]
    assert verify(deputy).sound


def test_the_teacher_sees_it_answers_and_the_deputy_accepts(
    opens: Opens, remark: Remark, deputy: FileOffice, school_class: int
) -> None:
    teacher = opens("teacher")
    (own,) = own_remarks(teacher)
    assert (own.remark, own.deadline) == (remark.remark, DEADLINE)
    with pytest.raises(RuleRefused, match="не ответили"):
        accept_remark(deputy, school_class, remark)
    answer_remark(teacher, school_class, remark, "Темы записаны")
    assert own_remarks(teacher) == ()
    accept_remark(deputy, school_class, the_remark(deputy, school_class))
    (after,) = remarks_page(teacher, school_class).remarks
    assert (after.state, after.answer, after.answered) == (RemarkState.ACCEPTED, "Темы записаны", TODAY)
    with pytest.raises(StaleRefused):
        answer_remark(teacher, school_class, remark, "Ещё раз")
    assert verify(deputy).sound


def test_the_deputy_accepts_no_other_words_than_those_that_were_read(
    opens: Opens, remark: Remark, deputy: FileOffice, school_class: int
) -> None:
    """6.2: an answer may be changed until it is accepted, so that the one in view may be an earlier one."""
    teacher = opens("teacher")
    answer_remark(teacher, school_class, remark, "Темы записаны")
    read = the_remark(deputy, school_class)
    answer_remark(teacher, school_class, the_remark(teacher, school_class), "Темы запишу завтра")
    with pytest.raises(StaleRefused, match="изменили"):
        accept_remark(deputy, school_class, read)
    with pytest.raises(StaleRefused, match="изменили"):
        cancel_remark(deputy, school_class, remark)
    after = the_remark(teacher, school_class)
    assert (after.state, after.answer) == (RemarkState.ANSWERED, "Темы запишу завтра")


def test_nobody_answers_for_another(opens: Opens, remark: Remark, school_class: int) -> None:
    other = opens("class_teacher")
    assert remarks_page(other, school_class).remarks == (), "and does not see it"
    with pytest.raises(StaleRefused):
        answer_remark(other, school_class, remark, "Исправлено")


@pytest.mark.parametrize("login", ["admin", "director", "teacher", "class_teacher"])
def test_only_the_deputy_makes_inspections(opens: Opens, school_class: int, login: str) -> None:
    with pytest.raises(RightRefused):
        hold_inspection(opens(login), school_class, [], None, "Всё в порядке.")


def test_a_medical_worker_reads_no_remarks(opens: Opens, school_class: int) -> None:
    with pytest.raises(RightRefused):
        remarks_page(opens("medic"), school_class)


def test_without_remarks_the_conclusion_says_so(deputy: FileOffice, school_class: int) -> None:
    hold_inspection(deputy, school_class, [], None, "")
    (one,) = remarks_page(deputy, school_class).inspections
    assert (one.held, one.conclusion) == (TODAY, NO_REMARKS)


@pytest.mark.parametrize(
    ("text", "deadline", "words"),
    [("  ", DEADLINE, "пусто"), ("Темы", None, "Срок"), ("Темы", TODAY - timedelta(days=1), "Срок")],
)
def test_an_empty_remark_and_a_past_deadline_are_refused(
    deputy: FileOffice, school_class: int, text: str, deadline: date | None, words: str
) -> None:
    with pytest.raises(RuleRefused, match=words):
        hold_inspection(deputy, school_class, [NewRemark(text)], deadline, "")
    assert remarks_page(deputy, school_class).remarks == ()


def test_findings_become_remarks_to_who_teaches_the_subject(
    tiny: School, deputy: FileOffice, school_class: int
) -> None:
    lines = check_journal(deputy, CheckScope(class_name="7А", clause="5.18")).lines
    drafts = drafts_of(deputy, lines)
    assert len(drafts) == len(lines) > 0
    by_course = {tiny.courses["7А Алгебра"]: "teacher", tiny.courses["7А Русский язык"]: "class_teacher"}
    for draft in drafts:
        assert draft.course is not None
        assert draft.teacher == person_of(tiny, by_course[draft.course])
        assert draft.text.endswith("(п. 5.18).")
        assert ": тема урока" in draft.text
    hold_inspection(deputy, school_class, drafts, DEADLINE, "")
    assert len(remarks_page(deputy, school_class).remarks) == len(drafts)
    assert verify(deputy).sound


def test_the_findings_of_one_teacher_in_all_classes_become_one_act(tmp_path: Path) -> None:
    school = a_school(tmp_path / "school.ezh", [a_class("7А"), a_class("7Б")])
    deputy = open_office(school, "deputy")
    drafts = drafts_of(deputy, check_journal(deputy, CheckScope(clause="5.18")).lines)
    person = school.people["teacher"].person
    assert {one for one, _ in teachers_of(deputy, drafts)} == {person, school.people["class_teacher"].person}
    own = [one for one in drafts if one.teacher == person]
    assert {one.school_class for one in own} == set(school.classes.values())
    hold_teacher_inspection(deputy, "Соколова Наталья", own, DEADLINE, "")
    assert raw(school, "SELECT count(*) FROM entry WHERE action = 'inspection.hold'") == [(1,)]
    for school_class in school.classes.values():
        page = remarks_page(deputy, school_class)
        assert {one.teacher for one in page.remarks} == {person}
        assert [one.conclusion for one in page.inspections] == ["Проверены записи учителя: Соколова Наталья."]
    assert verify(deputy).sound
    deputy.close()


def test_an_inspection_of_one_teacher_does_not_stand_for_the_planned_one_of_the_class(
    tiny: School, deputy: FileOffice, school_class: int
) -> None:
    plan = read_inspection_plan(deputy)
    save(deputy, plan_inspections(deputy, plan, (Line(0, {"planned": "20.11", "what": "7А"}),)))
    draft = NewRemark("Темы.", "5.18", tiny.courses["7А Алгебра"], None, person_of(tiny, "teacher"), school_class)
    hold_teacher_inspection(deputy, "Соколова Наталья", [draft], DEADLINE, "")
    assert [one.held for one in remarks_page(deputy, school_class).inspections] == [None, TODAY]


def test_an_inspection_of_a_teacher_needs_a_remark(deputy: FileOffice) -> None:
    with pytest.raises(RuleRefused, match="не отмечено"):
        hold_teacher_inspection(deputy, "Соколова Наталья", [], DEADLINE, "")


def test_a_remark_made_by_mistake_is_cancelled_and_stays_in_the_file(
    tiny: School, opens: Opens, remark: Remark, deputy: FileOffice, school_class: int
) -> None:
    cancel_remark(deputy, school_class, remark)
    assert own_remarks(opens("teacher")) == ()
    assert raw(tiny, "SELECT state FROM remark") == [("cancelled",)]
    assert verify(deputy).sound
