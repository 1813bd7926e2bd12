"""The next year from the last one (4.1.4, 4.5.2, 2.4): who and what goes over; the old year stays as it was."""

from __future__ import annotations

from datetime import date

import pytest

from ezh_desktop.domain.away import HOME
from ezh_desktop.errors import BadInput, RightRefused, StaleRefused
from ezh_desktop.services.acts import EnterDecision, NewDecision
from ezh_desktop.services.rule_numbers import set_numbers
from ezh_desktop.services.structure.away import plan_away
from ezh_desktop.services.structure.base import Line, save
from ezh_desktop.services.structure.courses import plan_courses, read_courses
from ezh_desktop.services.structure.movement import Member
from ezh_desktop.services.structure.newyear import YearTyped, draft_year, plan_new_year
from ezh_desktop.services.structure.nextyear import TABLE
from ezh_desktop.services.structure.pupils import read_pupils
from ezh_desktop.services.verifying import verify
from tests.factories import CoursePlan, a_class, a_school, fake_clock, open_office, raw
from tests.services.structure.conftest import changed

JUNE = date(2027, 6, 3)
NAMES = "Абрамова Дарья Олеговна", "Андреев Максим Ильич", "Белова Ксения Павловна"
OTHERS = "Ким Олег Ильич", "Ли Анна Ильинична"
EIGHTH = "Юдин Пётр Львович", "Яшина Вера Олеговна"
COURSES = (
    CoursePlan("Алгебра", "teacher", (1, 3)),
    CoursePlan("Информатика", "teacher", (2,), 3, subgroup="1", members=("Абрамова Дарья", "Андреев Максим")),
    CoursePlan("Шахматы", "class_teacher", (4,), 4),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    classes = [a_class("7А", NAMES, COURSES), a_class("6А", OTHERS, ()), a_class("9А", EIGHTH, ())]
    return a_school(tmp_path_factory.mktemp("next") / "журнал.ezh", classes)


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def sits(school):
    opened = []

    def open_one(login="admin", day=JUNE):
        opened.append(open_office(school, login, fake_clock(day)))
        return opened[-1]

    yield open_one
    for office in opened:
        office.close()


def decide(office, school, name, kind, target=""):
    school_class, pupil = school.classes[name[0]], school.pupils[name[1]]
    number = raw(school, "SELECT count(*) FROM council_decision")[0][0]
    act = EnterDecision(school_class, (NewDecision(number + 10_000, pupil),), kind, "9", "2027-05-26", target=target)
    ticket = office.submit(act)
    assert ticket.wait(5)
    assert ticket.error is None


def planned(office, draft, lines=None, *, with_undecided=True):
    tables = {} if lines is None else {TABLE: lines}
    return plan_new_year(office, draft, YearTyped(tables, with_undecided=with_undecided))


def made_year(office, **how):
    plan = planned(office, draft_year(office), **how)
    assert not plan.faults, plan.faults
    save(office, plan)
    return plan


def members(school, name, label="2027/2028"):
    return [
        one[0]
        for one in raw(
            school,
            "SELECT p.surname FROM membership AS m JOIN pupil AS p ON p.id = m.pupil JOIN school_class AS k"
            " ON k.id = m.school_class JOIN academic_year AS y ON y.id = k.year WHERE k.name = ? AND y.label = ?"
            " ORDER BY m.list_number",
            name,
            label,
        )
    ]


def test_the_page_says_who_goes_where(sits):
    draft = draft_year(sits())
    assert draft.label == "2027/2028"
    rows = [[line.text(name) for name in ("name", "pupils", "undecided", "target")] for line in draft.carried.lines]
    assert rows == [["6А", "2", "2", "7А"], ["7А", "3", "3", "8А"], ["9А", "2", "2", ""]]


def test_classes_move_up_with_their_pupils_and_leaders(sits, school):
    plan = made_year(sits())
    assert members(school, "8А") == ["Абрамова", "Андреев", "Белова"]
    assert members(school, "7А") == ["Ким", "Ли"]
    assert any("решения педсовета: " in one and "перейдут со своим классом" in one for one in plan.warnings)
    leaders = raw(
        school,
        "SELECT k.name, r.start FROM role_assignment AS r JOIN school_class AS k ON k.id = r.school_class"
        " JOIN academic_year AS y ON y.id = k.year WHERE r.role = 'class_teacher' AND y.label = '2027/2028'"
        " ORDER BY k.name",
    )
    assert leaders == [("7А", "2027-09-01"), ("8А", "2027-09-01")]


def test_the_council_decides_who_stays(sits, school):
    deputy = sits("deputy")
    decide(deputy, school, ("7А", "Андреев Максим"), "repeat")
    decide(deputy, school, ("7А", "Белова Ксения"), "promoted", "8")
    made_year(sits(), with_undecided=False)
    assert members(school, "8А") == ["Белова"]
    assert members(school, "7А") == ["Андреев"]
    moved = raw(
        school,
        "SELECT o.kind, o.day, o.reason, f.name, t.name FROM movement_order AS o JOIN school_class AS f"
        " ON f.id = o.from_class JOIN school_class AS t ON t.id = o.to_class",
    )
    assert moved == [("repeat", "2027-09-01", "Протокол педсовета № 9 от 26.05.2027", "7А", "7А")]
    assert verify(sits("deputy")).sound


def test_who_is_promoted_out_of_a_class_that_goes_nowhere_is_named(sits, school):
    decide(sits("deputy"), school, ("7А", "Белова Ксения"), "promoted", "8")
    office = sits()
    draft = draft_year(office)
    plan = planned(office, draft, changed(draft.carried.lines, 1, target="", leader=""), with_undecided=False)
    told = [one for one in plan.warnings if one.startswith("Переведены, но новый класс не назван: Белова Ксения")]
    assert len(told) == 1
    assert "(7А)" in told[0]


def test_courses_go_on_with_the_hours_of_the_new_grade(sits, school):
    made_year(sits())
    found = raw(
        school,
        "SELECT s.name, c.subgroup, c.hours_tenths, (SELECT count(*) FROM course_teacher AS t WHERE t.course = c.id),"
        " (SELECT count(*) FROM subgroup_member AS m WHERE m.course = c.id) FROM course AS c"
        " JOIN subject AS s ON s.id = c.subject JOIN course_class AS l ON l.course = c.id JOIN school_class AS k"
        " ON k.id = l.school_class JOIN academic_year AS y ON y.id = k.year"
        " WHERE k.name = '8А' AND y.label = '2027/2028' ORDER BY s.name_key",
    )
    assert ("Алгебра", "", 30, 1, 0) in found
    assert ("Информатика", "1", 10, 1, 2) in found
    assert any(one[0] == "Шахматы" and one[3] == 1 for one in found)


def test_week_bells_and_numbers_go_over_and_the_old_year_stays(sits, school):
    before = raw(school, "SELECT count(*) FROM lesson")
    deputy = sits("deputy")
    set_numbers(deputy, {"plan.lag": "7"})
    made_year(sits())
    number = raw(
        school,
        "SELECT v.value FROM year_setting AS v JOIN academic_year AS y ON y.id = v.year"
        " WHERE v.name = 'plan.lag' AND y.label = '2027/2028'",
    )
    assert number == [("7",)]
    bells = raw(school, "SELECT y.label, count(*) FROM bell AS b JOIN academic_year AS y ON y.id = b.year GROUP BY 1")
    assert len({one[1] for one in bells}) == 1
    assert raw(school, "SELECT count(*) FROM lesson") == before
    assert members(school, "7А", "2026/2027") == ["Абрамова", "Андреев", "Белова"]


def test_new_first_classes_and_other_names(sits, school):
    lines = draft_year(sits()).carried.lines
    lines = (*changed(lines, 1, target="8Б"), Line(0, {"target": "1А"}), Line(0, {}))
    made_year(sits(), lines=lines)
    names = raw(
        school,
        "SELECT k.name FROM school_class AS k JOIN academic_year AS y ON y.id = k.year WHERE y.label = '2027/2028'"
        " ORDER BY k.grade, k.letter",
    )
    assert [one[0] for one in names] == ["1А", "7А", "8Б"]
    graded = raw(
        school,
        "SELECT DISTINCT c.graded FROM course AS c JOIN course_class AS l ON l.course = c.id JOIN school_class AS k"
        " ON k.id = l.school_class WHERE k.name = '1А'",
    )
    assert graded in ([(0,)], [])


def test_one_name_twice_and_a_class_without_one_are_faults(sits):
    office = sits()
    draft = draft_year(office)
    plan = planned(office, draft, changed(draft.carried.lines, 0, target="8А"))
    assert [one.text for one in plan.faults] == ["8А уже стоит в строке 1. Назовите другой класс."]
    lines = (*draft.carried.lines, Line(0, {"leader": "Кто-то"}))
    assert planned(office, draft, lines).faults[0].what == "Не назван класс."


def test_the_next_year_is_made_once(sits):
    made_year(sits())
    with pytest.raises(BadInput, match="уже есть"):
        draft_year(sits(), "2027/2028")


def test_two_who_make_it_at_once_make_one_and_the_second_is_told(sits, school):
    one, two = sits(), sits()
    plans = [planned(one, draft) for draft in [draft_year(office) for office in (one, two)]]
    save(one, plans[0])
    with pytest.raises(StaleRefused, match="то же самое уже внесли"):
        save(two, plans[1])
    assert raw(school, "SELECT count(*) FROM academic_year WHERE label = '2027/2028'") == [(1,)]
    assert verify(two).sound


def test_only_the_administrator_makes_it(sits):
    office, draft = sits("deputy"), draft_year(sits())
    with pytest.raises(RightRefused):
        draft_year(office)
    with pytest.raises(RightRefused):
        save(office, planned(office, draft))


def test_a_subject_of_half_years_in_a_class_of_quarters_keeps_them(sits, school):
    """4.4.5: a one-hour subject is marked by half-years; its terms go over with it."""
    admin = sits()
    page = read_courses(admin, school.classes["7А"])
    at = next(row for row, line in enumerate(page.lines) if line.text("subject") == "Шахматы")
    save(admin, plan_courses(admin, page, changed(page.lines, at, scheme="Полугодия")))
    made_year(admin)
    found = raw(
        school,
        "SELECT s.name, t.kind, y.label FROM course AS c JOIN subject AS s ON s.id = c.subject JOIN term_scheme AS t"
        " ON t.id = c.scheme JOIN academic_year AS y ON y.id = t.year WHERE c.year = y.id ORDER BY y.label",
    )
    assert found == [("Шахматы", "half", "2026/2027"), ("Шахматы", "half", "2027/2028")]


def test_who_has_no_decision_is_named(sits):
    office = sits()
    plan = planned(office, draft_year(office))
    assert any("Ким" in one and "Абрамова" in one and "(7А)" in one for one in plan.warnings)


def test_the_order_of_learning_at_home_ends_with_its_year(sits, school):
    """The list of the new class said «обучается на дому» by last year's order."""
    office = sits()
    page = read_pupils(office, school.classes["7А"])
    form = Line(0, {"day": "1.2", "order": "50"})
    save(office, plan_away(office, Member(page, page.lines[0]), form, HOME))
    made_year(office)
    notes = {}
    for name, label in (("7А", "2026/2027"), ("8А", "2027/2028")):
        (one,) = raw(
            school,
            "SELECT k.id FROM school_class AS k JOIN academic_year AS y ON y.id = k.year"
            " WHERE k.name = ? AND y.label = ?",
            name,
            label,
        )
        notes[name] = read_pupils(office, one[0]).lines[0].text("note")
    assert notes == {"7А": "Обучается на дому с 01.02.2027, приказ № 50", "8А": ""}
