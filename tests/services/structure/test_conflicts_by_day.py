"""Who is in two places at once, by the days on which hours are held: an hour that ends before another begins is free.

As properties: what is told of a week agrees with walking through its days one by one, and no two derived lessons ever
ask for the same person, subgroup or room at one hour untold.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ezh_desktop.domain.calendar import WeekParity
from ezh_desktop.domain.default_year import default_calendar
from ezh_desktop.domain.timetable import CourseGroup, TimetableSlot, derive_lessons, find_conflicts
from ezh_desktop.services.structure.base import save
from ezh_desktop.services.structure.timetable import ending, plan_timetable, read_timetable
from ezh_desktop.services.structure.timetable_conflicts import clashes_of_text, conflicts
from ezh_desktop.services.structure.timetable_page import TimetableCourse, TimetablePage
from ezh_desktop.storage.reading.places import YearLine
from tests.factories import a_pair, open_office

FIRST, LAST = date(2026, 9, 1), date(2027, 5, 26)
YEAR = YearLine(1, "2026/2027", FIRST.isoformat(), LAST.isoformat(), 5, "open")
CALENDAR = default_calendar(7)
ALGEBRA, ENGLISH_1, ENGLISH_2, PHYSICS, OTHER_ENGLISH = 1, 2, 3, 4, 5
GROUPS = {
    ALGEBRA: CourseGroup(ALGEBRA, frozenset({100}), frozenset({71})),
    ENGLISH_1: CourseGroup(ENGLISH_1, frozenset({101}), frozenset({71}), "1"),
    ENGLISH_2: CourseGroup(ENGLISH_2, frozenset({102}), frozenset({71}), "2"),
    PHYSICS: CourseGroup(PHYSICS, frozenset({100, 103}), frozenset({72})),
    OTHER_ENGLISH: CourseGroup(OTHER_ENGLISH, frozenset({101}), frozenset({71, 72}), "1"),
}
OWN = (ALGEBRA, ENGLISH_1, ENGLISH_2)
COURSES = tuple(
    TimetableCourse(one, one, "Алгебра" if one == ALGEBRA else "Английский язык", GROUPS[one].subgroup, 10, "")
    for one in OWN
)
LABELS = {one: f"курс {one}" for one in GROUPS}
DAYS = st.dates(FIRST, LAST)
ROOMS = st.sampled_from(["", "21", "зал"])
WEEKS = st.sampled_from(WeekParity)


@st.composite
def slots(draw, courses):
    first, last = sorted((draw(DAYS), draw(DAYS)))
    number, week, room = draw(st.integers(1, 2)), draw(WEEKS), draw(ROOMS)
    return TimetableSlot(draw(courses), 1, number, 1, week, first, last, room)


WORDS = st.sampled_from(
    ["Алгебра", "Алгебра (каб. 21)", "Алгебра (нечёт)", "Английский язык, 1 (чёт, зал)", "Английский язык, 2"]
)


@st.composite
def weeks(draw):
    """A week with the hours of other weeks about it, and what is typed in two hours of Monday."""
    day = draw(DAYS)
    starts = (draw(st.dates(day, LAST)),) if draw(st.booleans()) and day < LAST else ()
    others = tuple(draw(st.lists(slots(st.sampled_from([PHYSICS, OTHER_ENGLISH])), max_size=5)))
    page = TimetablePage(
        ("school_class", 71), "7А", YEAR, day, 5, (1, 2), COURSES, {}, others, GROUPS, LABELS, {}, starts=starts
    )
    until = draw(st.none() | st.dates(day, page.last or LAST))
    cells = draw(st.dictionaries(st.tuples(st.just(1), st.integers(1, 2)), WORDS, max_size=2))
    return ending(page, "" if until is None else f"{until:%d.%m.%Y}"), cells


def parities(slot):
    return {WeekParity.ODD, WeekParity.EVEN} if slot.week is WeekParity.EVERY else {slot.week}


def share(one, two):
    """Somebody or some room is asked for by both."""
    first, second = GROUPS[one.course], GROUPS[two.course]
    apart = first.subgroup and second.subgroup and first.subgroup != second.subgroup
    classes = set() if apart else first.classes & second.classes
    rooms = one.room and one.room == two.room and one.course != two.course
    return bool(first.teachers & second.teachers or classes or rooms)


def days_of(slot):
    last = min(slot.valid_to, LAST)
    return {slot.valid_from + timedelta(days=step) for step in range((last - slot.valid_from).days + 1)}


def meet(one, two):
    """A day on which both hold, walked through one by one, in a week that both have."""
    same = (one.weekday, one.number) == (two.weekday, two.number)
    return same and bool(parities(one) & parities(two)) and bool(days_of(one) & days_of(two))


TYPED = {
    "Алгебра": (ALGEBRA, WeekParity.EVERY, ""),
    "Алгебра (каб. 21)": (ALGEBRA, WeekParity.EVERY, "21"),
    "Алгебра (нечёт)": (ALGEBRA, WeekParity.ODD, ""),
    "Английский язык, 1 (чёт, зал)": (ENGLISH_1, WeekParity.EVEN, "зал"),
    "Английский язык, 2": (ENGLISH_2, WeekParity.EVERY, ""),
}


@settings(max_examples=150, deadline=None)
@given(weeks())
def test_a_cell_is_told_of_exactly_when_some_day_has_somebody_twice(drawn):
    page, cells = drawn
    expected = set()
    for (weekday, number), text in cells.items():
        course, week, room = TYPED[text]
        own = TimetableSlot(course, weekday, number, 1, week, page.day, page.end, room)
        if any(meet(own, other) and share(own, other) for other in page.others):
            expected.add((weekday, number))
    assert set(conflicts(page, cells)) == expected
    for text in set(cells.values()):
        told = {cell for cell in clashes_of_text(page, {}, text) if cell[0] == 1}
        assert {cell for cell in expected if cells[cell] == text} <= told


@settings(max_examples=150, deadline=None)
@given(st.lists(slots(st.sampled_from(list(GROUPS))), max_size=7))
def test_no_two_lessons_collide_untold(drawn):
    """Whatever the spans, weeks, subgroups, teachers and rooms: a collision of lessons is one of hours."""
    told = {frozenset((one.first, one.second)) for one in find_conflicts(drawn, GROUPS.values())}
    held = [(slot, {(one.date, one.number) for one in derive_lessons([slot], CALENDAR)}) for slot in drawn]
    for (one, lessons), (two, others) in combinations(held, 2):
        if lessons & others and share(one, two) and one != two:
            assert frozenset((one, two)) in told
    for one, two in map(tuple, (pair for pair in told if len(pair) == 2)):
        assert meet(one, two)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_pair(tmp_path_factory.mktemp("until") / "журнал.ezh")


def test_an_hour_until_the_day_before_another_begins_is_saved_without_a_warning(made, tmp_path):
    """5.17: 7Б takes the teacher on Fridays from 21 December on; 7А has that hour until 18 December."""
    school = made.copied(tmp_path)
    office = open_office(school, "admin")
    page = read_timetable(office, school.classes["7Б"], date(2026, 12, 21))
    save(office, plan_timetable(office, page, {**page.cells, (5, 3): "Физика"}))
    page = read_timetable(office, school.classes["7А"], date(2026, 12, 7))
    cells = {(5, 3): "Алгебра"}
    busy = "Сотрудниковад А. И. в это время ведёт 7Б Физика."
    assert plan_timetable(office, page, cells).warnings == (busy,)
    assert plan_timetable(office, page, cells, until="18.12").warnings == ()
    assert plan_timetable(office, page, cells, until="25.12").warnings == (busy,)
    save(office, plan_timetable(office, page, cells, until="18.12"))
    later = read_timetable(office, school.classes["7Б"], date(2026, 12, 21))
    assert (5, 3) not in conflicts(later, later.cells)
    before = read_timetable(office, school.classes["7А"], date(2026, 12, 10))
    assert conflicts(before, before.cells) == {}
    office.close()
