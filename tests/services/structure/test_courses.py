"""Subjects, courses, teachers and subgroups of a class by hand (4.1.4, 4.4.3, 5.1)."""

from __future__ import annotations

from datetime import date

import pytest

from ezh_desktop.errors import RightRefused
from ezh_desktop.services.acts import CellEntry, EnterCells
from ezh_desktop.services.staff import end_person, staff_page
from ezh_desktop.services.structure.base import NEW, Line, save
from ezh_desktop.services.structure.classes import plan_classes, read_classes
from ezh_desktop.services.structure.courses import (
    lines_like,
    plan_courses,
    read_courses,
    usual_lines,
)
from ezh_desktop.services.structure.subgroups import halved, plan_subgroups, read_subgroups
from ezh_desktop.services.structure.subjects import plan_subjects, read_subjects
from ezh_desktop.services.verifying import verify
from tests.factories import a_lesson, raw
from tests.services.structure.conftest import changed


@pytest.fixture
def seven(office):
    """7А and 7Б of a bare school; gives 7А."""
    save(office, plan_classes(office, "7А 7Б", read_classes(office)[0]))
    return {one.name: one.school_class for one in read_classes(office)[1]}["7А"]


def line(subject, hours="2", **more):
    return Line(NEW, {"subject": subject, "hours": hours, **more})


def enter(office, school_class, *lines, since=""):
    page = read_courses(office, school_class)
    plan = plan_courses(office, page, (*page.lines, *lines), since)
    save(office, plan)
    return plan


def teachers(school):
    return raw(
        school,
        "SELECT p.surname, t.start, t.end FROM course_teacher AS t JOIN person AS p ON p.id = t.person ORDER BY t.id",
    )


def shown(office, school_class):
    return [
        (one.text("subject"), one.text("subgroup"), one.text("hours"), one.text("teacher"))
        for one in read_courses(office, school_class).lines
    ]


def test_the_usual_subjects_of_a_grade_come_at_once(office, seven, bare):
    page = read_courses(office, seven)
    lines = usual_lines(page, ())
    assert [(one.text("subject"), one.text("subgroup"), one.text("hours")) for one in lines][:4] == [
        ("Русский язык", "", "4"),
        ("Литература", "", "2"),
        ("Иностранный язык (английский)", "1", "3"),
        ("Иностранный язык (английский)", "2", "3"),
    ]
    save(office, plan_courses(office, page, lines))
    assert raw(bare, "SELECT count(*) FROM course") == [(len(lines),)]
    again = read_courses(office, seven)
    assert [one.text("subject") for one in again.lines] == [one.text("subject") for one in lines]
    assert usual_lines(again, again.lines) == ()
    assert verify(office).sound


def test_a_new_subject_is_made_by_naming_it(office, seven, bare):
    enter(office, seven, line("Черчение", "1"))
    assert raw(bare, "SELECT name, kind, graded FROM subject ORDER BY position DESC LIMIT 1") == [
        ("Черчение", "other", 1)
    ]


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({"subject": "черчение"}, "subject"),
        ({"hours": "0,3"}, "hours"),
        ({"hours": "много"}, "hours"),
        ({"graded": "иногда"}, "graded"),
        ({"scheme": "Триместры"}, "scheme"),
        ({"subgroup": "на дому: Андреев А. П."}, "subgroup"),
        ({"classes": "9Щ"}, "classes"),
        ({"teacher": "Соколова Н. В."}, "teacher"),
    ],
)
def test_what_cannot_be_is_refused_in_its_field(office, seven, texts, field):
    page = read_courses(office, seven)
    plan = plan_courses(
        office,
        page,
        (line("Алгебра", hours="3") if not texts else Line(NEW, {"subject": "Алгебра", "hours": "3", **texts}),),
    )
    assert [(one.row, one.field) for one in plan.faults] == [(0, field)]
    assert plan.command is None


def test_a_subject_stands_once_unless_the_class_is_divided(office, seven):
    page = read_courses(office, seven)
    assert plan_courses(office, page, (line("Алгебра"), line("Алгебра"))).faults[0].row == 1
    assert not plan_courses(
        office, page, (line("Труд (технология)", subgroup="1"), line("Труд (технология)", subgroup="2"))
    ).faults


def test_a_teacher_who_is_not_there_yet_is_entered_with_the_right_to_write(office, seven, bare):
    plan = enter(
        office,
        seven,
        line("Алгебра", teacher="Соколова Наталья Викторовна"),
        line("Геометрия", teacher="Соколова Наталья Викторовна"),
    )
    assert len(plan.warnings) == 1
    assert raw(bare, "SELECT count(*) FROM person WHERE surname = 'Соколова'") == [(1,)]
    assert raw(bare, "SELECT count(*) FROM role_assignment WHERE role = 'subject_teacher'") == [(1,)]
    assert teachers(bare) == [("Соколова", None, None)] * 2
    assert verify(office).sound


def test_two_teachers_share_a_course(office, seven, bare):
    enter(office, seven, line("Алгебра", teacher="Соколова Наталья Викторовна, Зимин Олег Борисович"))
    assert [one[0] for one in teachers(bare)] == ["Соколова", "Зимин"]


def test_a_wrong_teacher_is_put_right_from_the_start(office, seven, bare):
    enter(office, seven, line("Алгебра", teacher="Соколова Наталья Викторовна"))
    page = read_courses(office, seven)
    save(office, plan_courses(office, page, changed(page.lines, 0, teacher="Зимин Олег Борисович")))
    assert teachers(bare) == [("Зимин", None, None)]
    page = read_courses(office, seven)
    save(office, plan_courses(office, page, changed(page.lines, 0, teacher="")))
    assert shown(office, seven) == [("Алгебра", "", "2", "")]
    assert verify(office).sound


def test_another_teacher_from_a_day_on_keeps_the_past(sits, seven, bare):
    """4.4.3: a permanent change of teacher; both stand on the page."""
    office = sits(date(2026, 12, 2))
    enter(office, seven, line("Алгебра", teacher="Соколова Наталья Викторовна"))
    page = read_courses(office, seven)
    save(office, plan_courses(office, page, changed(page.lines, 0, teacher="Зимин Олег Борисович"), "7.12", "№ 41"))
    assert raw(bare, "SELECT order_text FROM course_teacher ORDER BY id") == [("",), ("№ 41",)]
    assert teachers(bare) == [("Соколова", None, "2026-12-06"), ("Зимин", "2026-12-07", None)]
    assert verify(office).sound


def test_courses_of_a_parallel_class_are_taken_over(office, seven):
    classes = {one.name: one.school_class for one in read_classes(office)[1]}
    enter(office, seven, line("Алгебра", "3", teacher="Соколова Наталья Викторовна"), line("Музыка", "1"))
    enter(office, classes["7Б"], *lines_like(read_courses(office, seven), ()))
    assert shown(office, classes["7Б"]) == shown(office, seven)


def test_classes_that_learn_together_have_one_page(office, seven):
    """Класс-комплект."""
    classes = {one.name: one.school_class for one in read_classes(office)[1]}
    enter(office, seven, line("Физическая культура", classes="7б"))
    assert read_courses(office, classes["7Б"]).lines[0].text("classes") == "7А"
    page = read_courses(office, seven)
    save(office, plan_courses(office, page, changed(page.lines, 0, classes="")))
    assert read_courses(office, classes["7Б"]).lines == ()


def test_a_course_with_entries_stays(opens, tiny):
    course = tiny.courses["7А Алгебра"]
    teacher = opens("teacher")
    page = teacher.course_page(course)
    entry = CellEntry(a_lesson(page).lesson, page.pupils[0].pupil, 0, "5", None)
    teacher.submit(EnterCells(course, (entry,)), page)
    assert teacher.drain(20)
    office = opens("admin")
    courses = read_courses(office, tiny.classes["7А"])
    names = [one.text("subject") for one in courses.lines]
    assert courses.filled == {course}
    algebra = names.index("Алгебра")
    gone = tuple(one for at, one in enumerate(courses.lines) if at != algebra)
    assert plan_courses(office, courses, gone).faults[0].what == "Алгебра: на странице уже есть записи."
    renamed = plan_courses(office, courses, changed(courses.lines, algebra, subject="Геометрия"))
    assert renamed.faults[0].field == "subject"
    save(office, plan_courses(office, courses, (courses.lines[algebra],)))
    assert raw(tiny, "SELECT count(*) FROM lesson AS l WHERE l.course = ?", tiny.courses["7А Русский язык"]) == [(0,)]
    assert verify(office).sound


def test_the_deputy_names_teachers_and_hours_and_no_more(opens, tiny):
    """4.4, 4.1.4."""
    office = opens("deputy")
    page = read_courses(office, tiny.classes["7А"])
    save(office, plan_courses(office, page, changed(page.lines, 0, hours="5", teacher=page.lines[1].text("teacher"))))
    assert verify(office).sound
    page = read_courses(office, tiny.classes["7А"])
    plan = plan_courses(office, page, (*page.lines, line("Геометрия")))
    with pytest.raises(RightRefused, match="Предметы вносит администратор"):
        save(office, plan)


def test_a_teacher_who_has_left_stays_on_the_course_until_another_is_named(opens, tiny):
    office = opens("admin")
    seen = next(one for one in staff_page(office).lines if one.person == tiny.people["teacher"].person)
    end_person(office, seen, date(2026, 12, 1))
    page = read_courses(office, tiny.classes["7А"])
    name = page.lines[0].text("teacher")
    assert name
    assert name not in page.staff.choices
    assert plan_courses(office, page, page.lines).command is None
    plan = plan_courses(office, page, changed(page.lines, 1, teacher=name))
    assert plan.faults[0].what == f"{name} здесь больше не работает."


# The school's subjects


def test_subjects_are_renamed_ordered_and_taken_out(office, bare):
    page = read_subjects(office)
    assert page.lines[0].text("traits") == "двойные отметки"
    lines = (page.lines[1], changed(page.lines, 0, name="Русский язык и речь")[0], *page.lines[2:-1])
    save(office, plan_subjects(office, page, lines))
    names = [one.text("name") for one in read_subjects(office).lines]
    assert names[:2] == ["Литературное чтение", "Русский язык и речь"]
    assert len(names) == len(page.lines) - 1
    assert verify(office).sound


def test_a_subject_that_is_taught_stays(office, seven):
    enter(office, seven, line("Русский язык"))
    page = read_subjects(office)
    assert plan_subjects(office, page, page.lines[1:]).faults[0].what == "«Русский язык» ведут в классах."


@pytest.mark.parametrize("name", ["алгебра", "Алгебра"])
def test_a_subject_of_a_wrong_or_taken_name_is_refused(office, name):
    """5.1."""
    page = read_subjects(office)
    plan = plan_subjects(office, page, changed(page.lines, len(page.lines), name=name))
    assert [one.field for one in plan.faults] == ["name"]


# Subgroups


@pytest.fixture
def divided(opens, tiny):
    office = opens("admin")
    enter(office, tiny.classes["7А"], line("Информатика", "1", subgroup="1"), line("Информатика", "1", subgroup="2"))
    return office, tiny


def groups(office, school):
    return read_subgroups(office, read_courses(office, school.classes["7А"]))


def test_a_class_is_halved_at_once_and_each_page_has_its_own(divided):
    office, school = divided
    page = groups(office, school)
    save(office, plan_subgroups(office, page, halved(page, page.lines)))
    page = groups(office, school)
    field = str(next(iter(page.subjects)))
    assert [one.text(field) for one in page.lines] == ["1", "1", "1", "2", "2", "2"]
    courses = next(iter(page.subjects.values()))
    assert [one.surname for one in office.course_page(courses["2"]).pupils] == ["Ёлкин", "Жуков", "Юдина"]
    assert verify(office).sound


def test_a_pupil_goes_to_the_other_subgroup_from_a_day_or_by_correction(divided):
    office, school = divided
    page = groups(office, school)
    field = str(next(iter(page.subjects)))
    save(office, plan_subgroups(office, page, halved(page, page.lines)))
    page = groups(office, school)
    save(office, plan_subgroups(office, page, changed(page.lines, 0, **{field: "2"})))
    assert raw(school, "SELECT count(*) FROM subgroup_member") == [(6,)]
    page = groups(office, school)
    save(office, plan_subgroups(office, page, changed(page.lines, 1, **{field: "2"}), "7.12"))
    assert raw(school, "SELECT end FROM subgroup_member WHERE end IS NOT NULL") == [("2026-12-06",)]
    page = groups(office, school)
    assert [one.text(field) for one in page.lines] == ["2", "2", "1", "2", "2", "2"]
    save(office, plan_subgroups(office, page, changed(page.lines, 2, **{field: ""})))
    assert groups(office, school).lines[2].text(field) == ""
    assert verify(office).sound


def test_an_unknown_subgroup_is_refused(divided):
    office, school = divided
    page = groups(office, school)
    plan = plan_subgroups(office, page, changed(page.lines, 0, **{str(next(iter(page.subjects))): "3"}))
    assert plan.faults[0].text == "Подгруппы «3» нет. Есть: 1, 2."
