"""The timetable by hand: cells in words, conflicts, hours, and from which day on (5.2, 5.17)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ezh_desktop.errors import BadInput, RightRefused
from ezh_desktop.services.acts import CellEntry, EnterCells
from ezh_desktop.services.structure.base import NEW, Line, save
from ezh_desktop.services.structure.courses import plan_courses, read_courses
from ezh_desktop.services.structure.timetable import plan_timetable, read_timetable
from ezh_desktop.services.structure.timetable_conflicts import conflicts
from ezh_desktop.services.structure.timetable_words import complete, placed, read_cell
from ezh_desktop.services.verifying import verify
from ezh_desktop.storage.reading.rows import rows
from tests.factories import a_class, a_lesson, a_school, open_office, raw


@pytest.fixture
def office(opens):
    return opens("admin")


@pytest.fixture
def seven(office, tiny):
    """7А with Информатика in two subgroups besides Алгебра and Русский язык."""
    page = read_courses(office, tiny.classes["7А"])
    more = [Line(NEW, {"subject": "Информатика", "hours": "1", "subgroup": one}) for one in ("1", "2")]
    more.append(Line(NEW, {"subject": "История", "hours": "0,5"}))
    save(office, plan_courses(office, page, (*page.lines, *more)))
    return tiny.classes["7А"]


def days(school, course, state="living"):
    found = raw(school, "SELECT day FROM lesson WHERE course = ? AND state = ? ORDER BY day", course, state)
    return [one[0] for one in found]


def test_a_page_shows_what_holds_on_a_day(office, seven):
    page = read_timetable(office, seven)
    assert page.numbers == tuple(range(1, 9))
    assert page.cells == {(1, 3): "Алгебра", (3, 3): "Алгебра", **{(day, 2): "Русский язык" for day in (1, 2, 3)}}
    assert page.choices[:2] == ("Алгебра", "Русский язык")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("алг", "Алгебра"),
        ("Информатика", "Информатика"),
        ("информатика, 2", "Информатика, 2"),
        ("инф; алгебра", "Алгебра / Информатика"),
        ("ист (нечет)", "История (нечёт)"),
        ("История (чётные) / Алгебра (нечётная)", "История (чёт) / Алгебра (нечёт)"),
        ("", ""),
    ],
)
def test_a_cell_is_typed_in_short_and_written_out(office, seven, typed, meant):
    assert complete(read_timetable(office, seven), typed) == meant


def test_a_divided_subject_means_all_its_subgroups(office, seven):
    assert len(read_cell(read_timetable(office, seven), "Информатика")) == 2


@pytest.mark.parametrize(("typed", "why"), [("Физика", "у класса 7А нет"), ("И", "это Информатика или История")])
def test_what_is_no_course_or_could_be_two_is_refused(office, seven, typed, why):
    page = read_timetable(office, seven)
    with pytest.raises(BadInput, match=why):
        complete(page, typed)
    plan = plan_timetable(office, page, {**page.cells, (1, 5): typed})
    assert [(one.row, one.field) for one in plan.faults] == [(4, "1")]


def test_a_change_from_today_keeps_the_past(office, seven, tiny):
    """5.17: valid from a day on; what was taught before stays as it was."""
    course = tiny.courses["7А Алгебра"]
    before = [day for day in days(tiny, course) if day < "2026-12-02"]
    page = read_timetable(office, seven)
    cells = {cell: text for cell, text in page.cells.items() if cell != (1, 3)} | {(5, 4): "Алгебра"}
    told = save(office, plan_timetable(office, page, cells))
    after = days(tiny, course)
    assert [day for day in after if day < "2026-12-02"] == before
    assert {date.fromisoformat(day).isoweekday() for day in after if day >= "2026-12-02"} == {3, 5}
    assert told.startswith("Уроков стало") or not told
    slots = raw(
        tiny, "SELECT weekday, valid_from, valid_to FROM timetable_slot WHERE course = ? ORDER BY weekday", course
    )
    assert slots == [(1, None, "2026-12-01"), (3, None, None), (5, "2026-12-02", None)]
    assert read_timetable(office, seven, date(2026, 11, 30)).cells[1, 3] == "Алгебра"
    assert read_timetable(office, seven, date(2026, 11, 30)).later == date(2026, 12, 2)
    assert verify(office).sound


def test_a_mistake_of_today_is_put_right_without_a_trace_in_the_lessons(office, seven, tiny):
    course = tiny.courses["7А Алгебра"]
    before = days(tiny, course)
    page = read_timetable(office, seven)
    save(office, plan_timetable(office, page, {**page.cells, (5, 4): "Алгебра"}))
    page = read_timetable(office, seven)
    cells = {cell: text for cell, text in page.cells.items() if cell != (5, 4)}
    save(office, plan_timetable(office, page, cells))
    assert days(tiny, course) == before
    assert read_timetable(office, seven).starts == ()
    assert verify(office).sound


def test_from_the_first_day_on_the_timetable_itself_is_put_right(office, seven, tiny):
    page = read_timetable(office, seven, date(2026, 9, 1))
    cells = {cell: text for cell, text in page.cells.items() if text != "Алгебра"} | {(2, 1): "Алгебра"}
    save(office, plan_timetable(office, page, cells))
    assert {date.fromisoformat(day).isoweekday() for day in days(tiny, tiny.courses["7А Алгебра"])} == {2}
    assert verify(office).sound


def test_a_lesson_with_marks_that_goes_is_cancelled_and_told(office, opens, seven, tiny):
    course = tiny.courses["7А Алгебра"]
    teacher = opens("teacher")
    page = teacher.course_page(course)
    lesson = a_lesson(page)
    teacher.submit(EnterCells(course, (CellEntry(lesson.lesson, page.pupils[0].pupil, 0, "5", None),)), page)
    assert teacher.drain(20)
    shown = read_timetable(office, seven, date(2026, 9, 1))
    told = save(office, plan_timetable(office, shown, {}))
    assert f"Отменены, но остались на страницах с записями: Алгебра, {lesson.day:%d.%m.%Y}." in told
    assert days(tiny, course, "cancelled") == [lesson.day.isoformat()]


def test_odd_and_even_weeks_take_turns(office, seven, tiny):
    page = read_timetable(office, seven)
    save(office, plan_timetable(office, page, {**page.cells, (4, 1): "История (нечёт) / Алгебра (чёт)"}))
    history = raw(tiny, "SELECT c.id FROM course AS c JOIN subject AS s ON s.id = c.subject WHERE s.name = 'История'")[
        0
    ][0]
    algebra = days(tiny, tiny.courses["7А Алгебра"])
    mine = days(tiny, history)
    assert mine
    assert not set(mine) & set(algebra)
    assert placed(page, {(4, 1): "История (нечёт)"}) == {history: 5}


def test_a_class_or_subgroup_in_two_places_is_told_in_its_cell(office, seven):
    page = read_timetable(office, seven)
    found = conflicts(
        page, {(1, 1): "Алгебра / Русский язык", (1, 2): "Информатика", (1, 3): "Алгебра / Информатика, 1"}
    )
    assert "Класс на двух уроках сразу: 7А Алгебра и 7А Русский язык." in found[1, 1]
    assert (1, 2) not in found
    assert (1, 3) in found


def test_a_teacher_in_two_classes_at_once_is_a_warning(tmp_path):
    school = a_school(tmp_path / "журнал.ezh", [a_class("7А"), a_class("7Б")])
    office = open_office(school, "admin")
    page = read_timetable(office, school.classes["7Б"])
    found = conflicts(page, page.cells)
    assert found[1, 3].endswith("в это время ведёт 7А Алгебра.")
    cells = {(weekday, number + 3): text for (weekday, number), text in page.cells.items()}
    assert conflicts(page, cells) == {}
    plan = plan_timetable(office, page, {**cells, (1, 3): "Алгебра"})
    assert plan.command is not None
    assert plan.warnings
    office.close()


def test_only_the_administrator_writes_it(opens, seven):
    office = opens("deputy")
    page = read_timetable(office, seven)
    with pytest.raises(RightRefused, match="Расписание вносит администратор"):
        save(office, plan_timetable(office, page, {}))


def test_putting_the_past_right_is_warned_of(office, opens, seven, tiny):
    course = tiny.courses["7А Алгебра"]
    teacher = opens("teacher")
    page = teacher.course_page(course)
    teacher.submit(EnterCells(course, (CellEntry(a_lesson(page).lesson, page.pupils[0].pupil, 0, "5", None),)), page)
    assert teacher.drain(20)
    shown = read_timetable(office, seven, date(2026, 9, 1))
    assert plan_timetable(office, shown, {}).warnings[0].startswith("Расписание перестроится и за прошедшие дни.")
    assert not plan_timetable(office, read_timetable(office, seven), {}).warnings


CELLS = st.dictionaries(
    st.tuples(st.integers(1, 5), st.integers(1, 6)),
    st.sampled_from(["Алгебра", "Русский язык", "Алгебра / Русский язык", "Алгебра (нечёт)", "Русский язык (чёт)"]),
    max_size=8,
)
STEPS = st.lists(st.tuples(st.dates(date(2026, 9, 2), date(2027, 5, 1)), CELLS), min_size=1, max_size=4)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_school(tmp_path_factory.mktemp("steps") / "журнал.ezh")


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_whatever_is_written_from_a_day_on_the_days_before_stay_as_they_were(made, tmp_path_factory, steps):
    """5.17, as a property: past lessons keep their ids, and the grid of the day is what was written."""
    school = made.copied(tmp_path_factory.mktemp("step"))
    office = open_office(school, "admin")
    seven = school.classes["7А"]

    def past(day):
        sql = "SELECT id, course, day, number FROM lesson WHERE state = 'living' AND day < ? ORDER BY id"
        with office.reading() as db:
            return rows(db, sql, day.isoformat())

    for day, cells in steps:
        before = past(day)
        page = read_timetable(office, seven, day)
        plan = plan_timetable(office, page, cells)
        assert not plan.faults
        save(office, plan)
        assert past(day) == before
        assert read_timetable(office, seven, day).cells == {cell: complete(page, text) for cell, text in cells.items()}
    assert verify(office).sound
    office.close()
