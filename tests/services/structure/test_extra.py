"""The journal of extracurricular lessons: groups across classes, attendance, topics; the leader's own alone."""

from __future__ import annotations

from datetime import date

import pytest

from ezh_desktop.errors import RightRefused
from ezh_desktop.jobs.book import BookJob, CoursesPart
from ezh_desktop.services.acts import Undo
from ezh_desktop.services.extra_page import extra_page
from ezh_desktop.services.structure.base import Line, save
from ezh_desktop.services.structure.extra import (
    plan_groups,
    plan_lessons,
    plan_members,
    read_group,
    read_groups,
)
from ezh_desktop.services.verifying import verify
from tests.factories import a_class, a_school, open_office, raw
from tests.reports import reading
from tests.reports.pages import INFO
from tests.services.structure.conftest import changed

SEVENTH = ("Абрамова Дарья Олеговна", "Белов Максим Ильич", "Ёлкин Фёдор Петрович")
FIFTH = ("Ким Олег Ильич", "Белов Максим Львович")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    classes = [a_class("7А", SEVENTH), a_class("5А", FIFTH, ())]
    return a_school(tmp_path_factory.mktemp("extra") / "журнал.ezh", classes)


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def sits(school):
    opened = []

    def open_one(login):
        opened.append(open_office(school, login))
        return opened[-1]

    yield open_one
    for office in opened:
        office.close()


def found_group(office, school, title="Юный химик", login="teacher"):
    page = read_groups(office)
    name = page.staff.names[school.people[login].person]
    line = Line(0, {"title": title, "leader": name, "hours": "2"})
    save(office, plan_groups(office, page, (*page.lines, line)))
    page = read_groups(office)
    return next(one.ident for one in page.lines if one.text("title") == title)


def group_of(office, group):
    return read_group(office, read_groups(office), group)


def compose(office, group, *names):
    page = group_of(office, group)
    lines = (*page.member_lines, *(Line(0, {"name": name}) for name in names))
    save(office, plan_members(office, page, lines))
    return group_of(office, group)


@pytest.fixture
def group(sits, school):
    deputy = sits("deputy")
    ident = found_group(deputy, school)
    compose(deputy, ident, "Абрамова Дарья", "Белов Максим, 5А", "Ким Олег, 5А")
    return ident


def lesson(day, topic="Кристаллы соли", absent=""):
    return Line(0, {"day": day, "topic": topic, "absent": absent})


def record(office, group, *lines):
    page = group_of(office, group)
    save(office, plan_lessons(page, (*page.lesson_lines, *lines)))
    return group_of(office, group)


def test_pupils_of_several_classes_meet_in_one_group(sits, group):
    page = group_of(sits("teacher"), group)
    assert [(one.number, one.name, one.class_name) for one in page.members] == [
        (1, "Абрамова Дарья", "7А"),
        (2, "Белов Максим", "5А"),
        (3, "Ким Олег", "5А"),
    ]


def test_a_lesson_is_recorded_with_its_topic_and_who_was_absent(sits, school, group):
    teacher = sits("teacher")
    before = raw(school, "SELECT count(*) FROM entry")[0][0]
    page = record(teacher, group, lesson("1.12", absent="2, Ким"), lesson("2.12", "Свеча"))
    assert raw(school, "SELECT count(*) FROM entry")[0][0] == before + 1
    assert [one.text("absent") for one in page.lesson_lines] == ["Белов Максим, Ким Олег", ""]
    page = group_of(teacher, group)
    save(teacher, plan_lessons(page, changed(page.lesson_lines, 0, absent="Ким Олег")))
    assert group_of(teacher, group).lesson_lines[0].text("absent") == "Ким Олег"
    assert verify(teacher).sound


def test_it_is_taken_back_and_cancelled(sits, group):
    teacher = sits("teacher")
    record(teacher, group, lesson("1.12", absent="2"))
    ticket = teacher.submit(Undo(teacher.undoable()))
    assert ticket.wait(5)
    assert ticket.error is None
    assert group_of(teacher, group).lesson_lines == ()
    page = record(teacher, group, lesson("1.12"))
    save(teacher, plan_lessons(page, ()))
    assert group_of(teacher, group).lesson_lines == ()


@pytest.mark.parametrize(
    ("new", "field", "words"),
    [
        (lesson("9.12"), "day", "ещё не наступил"),
        (lesson("вчера"), "day", "«вчера» не дата"),
        (lesson("1.12", ""), "topic", "Нет темы"),
        (lesson("1.12", "Salt"), "topic", "не по-русски (п. 5.19)"),
        (lesson("1.12", absent="9"), "absent", "«9» в группе в этот день нет"),
        (lesson("1.12", absent="Ёлкин"), "absent", "«Ёлкин» в группе в этот день нет"),
    ],
)
def test_a_fault_stands_in_its_cell(sits, group, new, field, words):
    plan = plan_lessons(group_of(sits("teacher"), group), (new,))
    assert plan.command is None
    assert [one.field for one in plan.faults] == [field]
    assert words in plan.faults[0].text


def test_who_left_is_no_longer_counted_and_former_lessons_stay(sits, group):
    deputy, teacher = sits("deputy"), sits("teacher")
    record(teacher, group, lesson("1.12", absent="3"))
    page = group_of(deputy, group)
    save(deputy, plan_members(deputy, page, page.member_lines[:2]))
    page = group_of(teacher, group)
    assert [stay.end for stay in page.members[2].stays] == [date(2026, 12, 1)]
    assert page.lesson_lines[0].text("absent") == "Ким Олег"
    assert plan_lessons(page, (*page.lesson_lines, lesson("2.12", absent="3"))).faults


def test_who_left_and_came_back_has_both_stays_and_was_away_between(sits, school, group):
    deputy, teacher = sits("deputy"), sits("teacher")
    record(teacher, group, lesson("1.12", absent="3"))
    page = group_of(deputy, group)
    again = Line(0, {"name": "Ким Олег, 5А", "start": "2.12"})
    fault = plan_members(deputy, page, (*page.member_lines, again)).faults[0]
    assert (fault.field, fault.what) == ("name", "Этот ученик уже стоит в строке 3.")
    save(deputy, plan_members(deputy, page, (*changed(page.member_lines, 2, end="30.11"), again)))
    page = group_of(teacher, group)
    assert [one.text("start") for one in page.member_lines] == ["", "", "", "02.12.2026"]
    assert len(page.members) == 3
    assert [page.members[2].there(date(2026, *day)) for day in ((11, 30), (12, 1), (12, 2))] == [True, False, True]
    assert page.lesson_lines[0].text("absent") == "Ким Олег"
    assert len(extra_page(teacher, page).pupils[2].stays) == 2


def test_a_row_taken_out_never_lengthens_a_stay_that_was_over(sits, group):
    deputy, teacher = sits("deputy"), sits("teacher")
    record(teacher, group, lesson("1.12"))
    page = group_of(deputy, group)
    save(deputy, plan_members(deputy, page, changed(page.member_lines, 2, end="1.10")))
    page = group_of(deputy, group)
    assert plan_members(deputy, page, page.member_lines[:2]).command is None


def test_two_pupils_of_one_name_are_told_by_class(sits, school):
    deputy = sits("deputy")
    page = group_of(deputy, found_group(deputy, school))
    faults = plan_members(deputy, page, (Line(0, {"name": "Белов Максим"}), Line(0, {"name": "Никто"}))).faults
    assert "имя нескольких учеников" in faults[0].text
    assert "Ученика «Никто» в школе нет" in faults[1].text


def test_the_absent_of_two_by_one_name_stay_when_another_lesson_is_written(sits, school):
    deputy, teacher = sits("deputy"), sits("teacher")
    group = found_group(deputy, school)
    compose(deputy, group, "Белов Максим, 7А", "Белов Максим, 5А")
    stored = "SELECT pupil FROM extra_presence WHERE value <> ''"
    record(teacher, group, lesson("1.12", absent="2"))
    before = raw(school, stored)
    page = record(teacher, group, lesson("2.12", "Свеча"))
    assert len(page.lesson_lines) == 2
    assert raw(school, stored) == before


def test_a_lesson_stays_writable_when_its_absent_pupil_has_left_that_day(sits, group):
    deputy, teacher = sits("deputy"), sits("teacher")
    record(teacher, group, lesson("2.12", absent="3"))
    page = group_of(deputy, group)
    save(deputy, plan_members(deputy, page, page.member_lines[:2]))
    assert len(record(teacher, group, lesson("2.12", "Свеча")).lesson_lines) == 2


def test_groups_need_a_title_and_a_leader_of_the_staff(sits):
    deputy = sits("deputy")
    page = read_groups(deputy)
    lines = (Line(0, {"title": "Хор"}), Line(0, {"title": "хор", "leader": "Некто Иван Иванович"}))
    texts = [one.text for one in plan_groups(deputy, page, lines).faults]
    assert any("Не назван руководитель" in one for one in texts)
    assert any("уже стоит в строке 1" in one for one in texts)
    assert any("Сотрудника «Некто Иван Иванович» нет" in one for one in texts)


def test_only_the_leader_records_and_only_the_office_composes(sits, school, group):
    teacher, other, deputy = sits("teacher"), sits("class_teacher"), sits("deputy")
    assert [one.text("title") for one in read_groups(teacher).lines] == ["Юный химик"]
    assert read_groups(other).lines == ()
    assert not group_of(deputy, group).may_record
    with pytest.raises(RightRefused, match="записывает руководитель группы"):
        save(deputy, plan_lessons(group_of(deputy, group), (lesson("1.12"),)))
    page = group_of(teacher, group)
    assert not page.may_compose
    with pytest.raises(RightRefused):
        save(teacher, plan_members(teacher, page, page.member_lines[:1]))
    with pytest.raises(RightRefused):
        read_group(other, read_groups(deputy), group)
    assert verify(deputy).sound


def test_the_page_on_paper_has_the_list_the_absent_and_the_topics(sits, group):
    teacher = sits("teacher")
    page = record(teacher, group, lesson("1.12", absent="2"), lesson("2.12", "Свеча"))
    part = CoursesPart(lambda _: (one for one in (extra_page(teacher, page),)), (group,), chosen=frozenset({group}))

    class Silent:
        cancelled = False

        def __call__(self, done, total, words=""):
            return None

    text = " ".join(" ".join(reading.texts(BookJob((part,), INFO)(Silent()).data)).split())
    for words in ("Внеурочная деятельность: Юный химик", "Кристаллы соли", "Свеча", "Абрамова", "5А"):
        assert words in text
