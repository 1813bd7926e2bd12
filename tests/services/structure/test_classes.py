"""Classes and their lists by hand: typed, put right, enrolled, moved by order; nothing is lost (3.7, 4.3.4, 5.3)."""

from __future__ import annotations

from datetime import date

import pytest

from ezh_desktop.errors import BadInput, RuleRefused
from ezh_desktop.services.acts import CellEntry, EnterCells
from ezh_desktop.services.structure.base import NEW, Line, save
from ezh_desktop.services.structure.calendar import HOLIDAYS, plan_calendar, read_calendar
from ezh_desktop.services.structure.classes import plan_classes, plan_end, read_class, read_classes
from ezh_desktop.services.structure.movement import Member, plan_move, plan_removal, plan_return
from ezh_desktop.services.structure.pupils import plan_class, read_pupils
from ezh_desktop.services.verifying import verify
from tests.factories import a_lesson, raw
from tests.services.structure.conftest import changed

NOBODY = Line(NEW, {})
NAMES = ("Юрина Вера Ильинична", "Белый Пётр Львович", "Орлов Иван Ильич")


def typed(*names, **more):
    parts = ("surname", "given", "patronymic")
    return tuple(Line(NEW, {**dict(zip(parts, name.split(), strict=False)), **more}) for name in names)


def make(office, text):
    year, _ = read_classes(office)
    save(office, plan_classes(office, text, year))
    return {one.name: one.school_class for one in read_classes(office)[1]}


def plan_of(office, school_class, lines=None, enrol=NOBODY, **form):
    shown, page = read_class(office, school_class), read_pupils(office, school_class)
    line = Line(school_class, {**shown.line.texts, **form})
    return plan_class(office, shown, page, line, page.lines if lines is None else (*page.lines, *lines), enrol)


def listed(school, name="7А"):
    return raw(
        school,
        "SELECT p.surname, m.list_number, m.start, m.end FROM membership AS m JOIN pupil AS p ON p.id = m.pupil"
        " JOIN school_class AS k ON k.id = m.school_class WHERE k.name = ? ORDER BY m.list_number",
        name,
    )


def member(office, school_class, surname):
    page = read_pupils(office, school_class)
    return Member(page, next(line for line in page.lines if line.text("surname") == surname))


def form(**texts):
    return Line(NEW, texts)


# Classes


def test_several_classes_are_named_at_once(office, bare):
    assert list(make(office, "1А 1б, 9A")) == ["1А", "1Б", "9А"]
    schemes = raw(
        bare, "SELECT k.name, s.title FROM school_class AS k JOIN term_scheme AS s ON s.id = k.scheme ORDER BY k.name"
    )
    assert schemes == [("1А", "Четверти"), ("1Б", "Четверти"), ("9А", "Четверти 9 класса")]
    breaks = raw(bare, "SELECT count(*) FROM holiday WHERE school_class IS NOT NULL")
    assert breaks == [(2,)]
    assert verify(office).sound


@pytest.mark.parametrize(("text", "error"), [("7А", BadInput), ("А7", RuleRefused), ("", BadInput)])
def test_a_class_of_a_taken_or_wrong_name_is_refused(office, text, error):
    make(office, "7А")
    with pytest.raises(error):
        plan_classes(office, text, read_classes(office)[0])


def test_a_form_changes_the_class(office, bare):
    seven = make(office, "7А")["7А"]
    save(
        office, plan_of(office, seven, room="каб. 12", shift="2", name="7б", scheme="Полугодия", graded="с 2 полугодия")
    )
    assert raw(bare, "SELECT name, letter, room, shift, ungraded_until FROM school_class") == [
        ("7Б", "Б", "каб. 12", 2, 2)
    ]


def test_a_class_teacher_who_is_not_there_yet_is_entered(office, bare):
    """4.2.2."""
    seven = make(office, "7А")["7А"]
    plan = plan_of(office, seven, leader="Соколова Наталья Викторовна")
    assert plan.warnings == ("Соколова Наталья Викторовна: новый сотрудник, доступ ему выдают в списке сотрудников.",)
    save(office, plan)
    assert read_class(office, seven).line.text("leader") == "Соколова Наталья Викторовна"
    assert raw(bare, "SELECT gender, post FROM person WHERE surname = 'Соколова'") == [("f", "учитель")]
    assert verify(office).sound


def test_an_unknown_short_name_of_a_class_teacher_is_refused(office):
    plan = plan_of(office, make(office, "7А")["7А"], leader="Соколова Н. В.")
    assert [(one.table, one.field) for one in plan.faults] == [("class", "leader")]


def test_another_class_teacher_in_the_year_follows_the_first(sits, bare):
    office = sits()
    seven = make(office, "7А")["7А"]
    save(office, plan_of(office, seven, leader="Соколова Наталья Викторовна"))
    office = sits(date(2026, 12, 2))
    save(office, plan_of(office, seven, leader="Зимин Олег Борисович"))
    found = raw(bare, "SELECT start, end FROM role_assignment WHERE role = 'class_teacher' ORDER BY id")
    assert found == [(None, "2026-12-01"), ("2026-12-02", None)]


def test_an_empty_class_is_taken_out_and_may_be_made_again(office, bare):
    seven = make(office, "7А")["7А"]
    save(office, plan_end(office, read_class(office, seven), pupils=0))
    assert read_classes(office)[1] == ()
    assert make(office, "7А") == {"7А": seven}


def test_a_first_grade_taken_out_takes_its_break_along_and_brings_it_back(office, bare):
    first = make(office, "1А")["1А"]
    assert [one.text("classes") for one in read_calendar(office).tables[HOLIDAYS]].count("1А") == 1
    save(office, plan_end(office, read_class(office, first), pupils=0))
    page = read_calendar(office)
    assert all(not one.text("classes") for one in page.tables[HOLIDAYS])
    assert "Дополнительные каникулы" not in [one.text("title") for one in page.tables[HOLIDAYS]]
    assert plan_calendar(office, page, page.tables).command is None
    assert make(office, "1А") == {"1А": first}
    assert [one.text("classes") for one in read_calendar(office).tables[HOLIDAYS]].count("1А") == 1
    assert verify(office).sound


# The list


def test_a_typed_list_is_one_act_numbered_by_alphabet(office, bare):
    seven = make(office, "7А")["7А"]
    before = raw(bare, "SELECT count(*) FROM entry")[0][0]
    save(office, plan_of(office, seven, typed(*NAMES)))
    assert listed(bare) == [("Белый", 1, None, None), ("Орлов", 2, None, None), ("Юрина", 3, None, None)]
    assert raw(bare, "SELECT count(*) FROM entry")[0][0] == before + 1
    assert raw(bare, "SELECT gender FROM pupil ORDER BY name_key") == [("m",), ("m",), ("f",)]
    save(office, plan_of(office, seven, typed("Громов Илья Олегович")))
    assert [one[:2] for one in listed(bare)] == [("Белый", 1), ("Громов", 2), ("Орлов", 3), ("Юрина", 4)]
    assert verify(office).sound


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Белый П.", "given"),
        ("Белый", "given"),
        ("Б. Пётр", "surname"),
        ("Белый Саша", "gender"),
        ("Юрина Вера И.", "given"),
    ],
)
def test_names_are_full_and_gender_is_known(office, name, field):
    """5.3."""
    plan = plan_of(office, make(office, "7А")["7А"], typed(name))
    assert [(one.row, one.field) for one in plan.faults] == [(0, field)]
    assert plan.command is None


def test_two_of_one_name_are_told_apart_by_birth(office):
    seven = make(office, "7А")["7А"]
    twice = typed(NAMES[0], NAMES[0])
    assert "Такой же ученик уже стоит в строке 1." in plan_of(office, seven, twice).faults[0].text
    born = [
        Line(NEW, {**line.texts, "birth": day}) for line, day in zip(twice, ("3.05.2013", "4.05.2013"), strict=True)
    ]
    assert not plan_of(office, seven, born).faults


def test_a_birth_that_cannot_be_is_refused(office):
    plan = plan_of(office, make(office, "7А")["7А"], typed(NAMES[0], birth="3.05.2031"))
    assert plan.faults[0].field == "birth"


def test_a_pupil_of_another_class_is_transferred_not_entered_twice(office):
    classes = make(office, "7А 7Б")
    save(office, plan_of(office, classes["7А"], typed(NAMES[0], birth="3.05.2013")))
    plan = plan_of(office, classes["7Б"], typed(NAMES[0], birth="3.05.2013"))
    assert plan.faults[0].what == "Уже учится в 7А."
    assert "в 7А" in plan_of(office, classes["7Б"], typed(NAMES[0])).warnings[0].replace("В 7А", "в 7А")


def test_cards_are_put_right_in_the_list(office, bare):
    seven = make(office, "7А")["7А"]
    save(office, plan_of(office, seven, typed(*NAMES)))
    page = read_pupils(office, seven)
    lines = changed(page.lines, 2, surname="Юрьева", file_number="Ю-7", birth="3.05.2013")
    shown = read_class(office, seven)
    save(office, plan_class(office, shown, page, shown.line, lines, NOBODY))
    assert raw(bare, "SELECT surname, file_number, birth FROM pupil WHERE file_number <> ''") == [
        ("Юрьева", "Ю-7", "2013-05-03")
    ]


def test_who_comes_in_the_year_stands_last_with_day_and_order(opens, tiny):
    """4.3.4: arrivals last, as on paper."""
    office = opens("admin")
    enrol = form(day="1.12", order="17", order_day="30.11")
    save(office, plan_of(office, tiny.classes["7А"], typed("Агеев Пётр Львович"), enrol))
    assert listed(tiny)[-1] == ("Агеев", 7, "2026-12-01", None)
    moved = raw(tiny, "SELECT kind, day, number, order_day FROM movement_order")
    assert moved == [("arrival", "2026-12-01", "17", "2026-11-30")]
    assert read_pupils(office, tiny.classes["7А"]).lines[-1].text("note") == "Приказ № 17"
    assert verify(office).sound


# Movement


def test_a_departure_has_an_order_and_closes_the_stay(opens, tiny):
    """3.7, 4.3.4."""
    office = opens("admin")
    who = member(office, tiny.classes["7А"], "Белова")
    assert [one.field for one in plan_move(office, who, form(day="30.11")).faults] == ["order"]
    save(office, plan_move(office, who, form(day="30.11", order="18", order_day="1.12", place="Самара")))
    assert listed(tiny)[2] == ("Белова", 3, None, "2026-11-30")
    note = member(office, tiny.classes["7А"], "Белова").line.text("note")
    assert note == "Выбыла, последний день 30.11.2026, приказ № 18"
    save(office, plan_return(office, member(office, tiny.classes["7А"], "Белова")))
    assert listed(tiny)[2] == ("Белова", 3, None, None)
    assert verify(office).sound


def test_marks_behind_the_last_day_are_told_and_kept(opens, tiny):
    course = tiny.courses["7А Алгебра"]
    teacher = opens("teacher")
    page = teacher.course_page(course)
    lesson = a_lesson(page)
    teacher.submit(EnterCells(course, (CellEntry(lesson.lesson, tiny.pupils["Белова Ксения"], 0, "5", None),)), page)
    assert teacher.drain(20)
    office = opens("admin")
    plan = plan_move(office, member(office, tiny.classes["7А"], "Белова"), form(day="2.11", order="18"))
    assert plan.warnings == ("После этого дня у ученика 1 запись в журнале. Они останутся, клетки закроются.",)


def test_a_transfer_moves_the_pupil_from_day_to_day(opens, tiny):
    office = opens("admin")
    eight = make(office, "7Б")["7Б"]
    who = member(office, tiny.classes["7А"], "Андреев")
    save(office, plan_move(office, who, form(day="30.11", order="19"), eight))
    assert listed(tiny, "7Б") == [("Андреев", 1, "2026-12-01", None)]
    moved = raw(tiny, "SELECT kind, day, from_class, to_class FROM movement_order")
    assert moved == [("transfer", "2026-12-01", tiny.classes["7А"], eight)]
    with pytest.raises(RuleRefused, match="переведён"):
        plan_return(office, member(office, tiny.classes["7А"], "Андреев"))
    assert verify(office).sound


def test_who_was_entered_by_mistake_is_taken_out_while_nothing_is_written(opens, tiny):
    office = opens("admin")
    seven = tiny.classes["7А"]
    save(office, plan_removal(office, member(office, seven, "Жуков")))
    assert [line.text("surname") for line in read_pupils(office, seven).lines].count("Жуков") == 0
    course = tiny.courses["7А Алгебра"]
    teacher = opens("teacher")
    page = teacher.course_page(course)
    assert "Жуков Матвей" not in [one.name for one in page.pupils]
    entry = CellEntry(a_lesson(page).lesson, tiny.pupils["Белова Ксения"], 0, "5", None)
    teacher.submit(EnterCells(course, (entry,)), page)
    assert teacher.drain(20)
    with pytest.raises(RuleRefused, match="уже есть 1 запись"):
        plan_removal(office, member(office, seven, "Белова"))
    assert verify(office).sound
