"""4.4.3: a teacher who is changed for good from a day on, by order; both names stand on the pages and on paper."""

from __future__ import annotations

import pytest

from ezh_desktop.services.structure.base import save
from ezh_desktop.services.structure.courses import duty_words, plan_courses, read_courses
from ezh_desktop.services.substitutions.acts import Pick, plan_substitutions
from ezh_desktop.services.verifying import verify
from ezh_desktop.ui.dialogs.structure.courses import CoursesDialog
from tests.factories import open_office, opening, raw
from tests.reports import reading
from tests.services.structure.conftest import changed
from tests.services.substitution_school import a_substitution_school, lesson
from tests.ui.clerk import ClerkDoors

OLD, NEW = "Сотрудниковад Анна Ивановна", "Сотрудниковае Анна Ивановна"
ALGEBRA = "7А Алгебра"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_substitution_school(tmp_path_factory.mktemp("changed") / "журнал.ezh")


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def opens(school):
    with opening(school) as open_one:
        yield open_one


def change(office, school, teacher, since="23.11", order="№ 41"):
    page = read_courses(office, school.classes["7А"])
    plan = plan_courses(office, page, changed(page.lines, 0, teacher=teacher), since, order)
    assert plan.faults == ()
    save(office, plan)


def duties(school):
    found = raw(
        school,
        "SELECT p.surname, t.start, t.end FROM course_teacher AS t JOIN person AS p ON p.id = t.person"
        " WHERE t.course = ? AND t.end IS NOT '1900-01-01' ORDER BY coalesce(t.start, '')",
        school.courses[ALGEBRA],
    )
    return [(surname[-1], start, end) for surname, start, end in found]


def test_the_administrator_changes_a_teacher_by_keys_and_is_told_who_taught_before(clerks, school, opens):
    office = opens("admin")
    clerk = clerks(office, CoursesDialog(office, ClerkDoors()))
    clerk.clicks_cell("courses", 0, "teacher")
    clerk.types("Сотрудниковае")
    clerk.presses("Return")
    clerk.clicks_field("Смена учителя или подгруппы с")
    clerk.presses("Ctrl+A")
    clerk.types("23.11")
    clerk.clicks_field("приказ")
    clerk.types("№ 41")
    clerk.saves()
    assert clerk.message().startswith("Сохранено.")
    assert duties(school) == [("д", None, "2026-11-22"), ("е", "2026-11-23", None)]
    clerk.clicks_cell("courses", 2, "teacher")
    assert clerk.message() == ""
    clerk.clicks_cell("courses", 0, "teacher")
    assert clerk.message() == "Ведут: Сотрудниковад А. И. по 22.11.2026, Сотрудниковае А. И. с 23.11.2026 (№ 41)."


def test_both_names_stand_on_the_pages(sits, school, opens):
    change(opens("admin"), school, NEW)
    seat = sits(open_office(school, "deputy"))
    seat.window.open_course(school.courses[ALGEBRA])
    seat.settles()
    hint = seat.window.head.title.toolTip()
    assert f"Учителя: {OLD} по 22.11.2026\n{NEW} с 23.11.2026 (№ 41)\n" in hint
    assert f"учитель: {NEW}" in seat.window.marks.line.text
    seat.presses("Ctrl+Home")
    seat.presses("Ctrl+Left")
    headings = [one.heading for one in topics(seat, school).lines if one.heading]
    assert headings[0] == "Сентябрь"
    assert f"{OLD} по 22.11.2026" in headings
    assert headings.index(f"{NEW} с 23.11.2026 (№ 41)") == headings.index("Ноябрь") + 1


def topics(seat, school):
    seat.window.open_course(school.courses[ALGEBRA], None, "topics")
    seat.settles()
    return seat.window.page.grid.topics


def test_a_page_with_one_teacher_names_it_to_others_alone(sits, school, opens):
    for login, named in (("teacher", False), ("deputy", True)):
        seat = sits(open_office(school, login))
        seat.window.open_course(school.courses[ALGEBRA])
        seat.settles()
        assert (f"учитель: {OLD}" in seat.window.marks.line.text) is named
        assert not [one for one in topics(seat, school).lines if OLD in one.heading]


def test_who_is_replaced_for_a_lesson_stands_beside_the_substitute(sits, school, opens):
    deputy = opens("deputy")
    pick = Pick(lesson(deputy, ALGEBRA), school.people["maria"].person)
    save(deputy, plan_substitutions(deputy, [pick], "болезнь", "№ 57"))
    for login in ("teacher", "maria"):
        seat = sits(open_office(school, login))
        seat.window.open_course(school.courses[ALGEBRA], pick.lesson)
        seat.settles()
        assert f"замена: {NEW}" in seat.window.marks.line.text
        assert f"учитель: {OLD}" in seat.window.marks.line.text


def test_both_names_stand_on_paper_with_the_day(school, opens):
    change(opens("admin"), school, NEW)
    office = opens("deputy")
    pages = [" ".join(one.words) for one in reading.drawn([office.course_page(school.courses[ALGEBRA])])]
    assert any(f"{OLD} по 22.11.2026; {NEW} с 23.11.2026" in words for words in pages), pages


def test_the_new_teacher_owns_the_period_columns_and_the_old_one_the_old_lessons(school, opens):
    change(opens("admin"), school, NEW)
    old, new = (opens(login).course_page(school.courses[ALGEBRA]) for login in ("teacher", "maria"))
    assert not any(one.writable for one in old.periods)
    assert any(one.writable for one in new.periods)
    assert {one.writable for one in old.lessons if one.day.isoformat() < "2026-11-23"} == {True}
    assert {one.writable for one in old.lessons if one.day.isoformat() >= "2026-11-23"} == {False}
    assert {one.writable for one in new.lessons if one.day.isoformat() >= "2026-11-23"} == {True}


class TestAChangeToCome:
    """From 11 January on, entered on 2 December."""

    def test_the_present_teacher_alone_is_shown(self, school, opens):
        office = opens("admin")
        change(office, school, NEW, "11.01", "№ 41")
        page = read_courses(office, school.classes["7А"])
        assert page.lines[0].text("teacher") == OLD
        words = duty_words(page, page.lines[0].ident)
        assert words == "Ведут: Сотрудниковад А. И. по 10.01.2027, Сотрудниковае А. И. с 11.01.2027 (№ 41)."

    def test_another_act_of_the_class_leaves_it(self, school, opens):
        office = opens("admin")
        change(office, school, NEW, "11.01")
        before = duties(school)
        page = read_courses(office, school.classes["7А"])
        save(office, plan_courses(office, page, changed(page.lines, 1, hours="4"), "7.12"))
        assert duties(school) == before

    @pytest.mark.parametrize(
        ("teacher", "since", "found"),
        [
            (NEW, "18.01", [("д", None, "2027-01-17"), ("е", "2027-01-18", None)]),
            (NEW, "14.12", [("д", None, "2026-12-13"), ("е", "2026-12-14", None)]),
            (f"{OLD}, {NEW}", "18.01", [("д", None, None), ("е", "2027-01-18", None)]),
        ],
    )
    def test_a_change_of_the_day_takes_its_place(self, school, opens, teacher, since, found):
        office = opens("admin")
        change(office, school, NEW, "11.01")
        change(office, school, teacher, since)
        assert duties(school) == found
        assert verify(office).sound

    def test_whoever_is_to_come_alone_is_shown(self, school, opens):
        office = opens("admin")
        page = read_courses(office, school.classes["7А"])
        save(office, plan_courses(office, page, changed(page.lines, 0, teacher=""), "7.12"))
        late = open_office(school, "admin")
        assert read_courses(late, school.classes["7А"]).lines[0].text("teacher") == OLD
        late.close()
