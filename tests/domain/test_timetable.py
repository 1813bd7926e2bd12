"""Lessons derived from slots, collisions, the lesson a teacher lands on, late entries (4.4.1, 5.2, 5.17, 5.21)."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezh_desktop.domain.calendar import Bell, BellTable, Calendar, DatedBell, MovedDay, WeekParity
from ezh_desktop.domain.clock import local_us
from ezh_desktop.domain.default_year import default_bells, default_calendar, default_holidays, default_scheme
from ezh_desktop.domain.timetable import (
    ConflictKind,
    CourseGroup,
    LessonSeed,
    TimetableSlot,
    derive_lessons,
    due_us,
    find_conflicts,
    late,
    nearest_lesson,
)

ZONE = ZoneInfo("Europe/Moscow")
CALENDAR = default_calendar(7)
BELLS = default_bells()
ALGEBRA, GEOMETRY, ENGLISH_1, ENGLISH_2, INFORMATICS_1, OTHER_CLASS = 1, 2, 3, 4, 5, 6
WEDNESDAY = date(2026, 12, 2)

SLOTS = st.builds(
    TimetableSlot,
    course=st.integers(1, 5),
    weekday=st.integers(1, 6),
    number=st.integers(1, 8),
    part=st.integers(1, 2),
    week=st.sampled_from(WeekParity),
    valid_from=st.dates(date(2026, 8, 1), date(2027, 6, 30)),
    valid_to=st.dates(date(2026, 8, 1), date(2027, 6, 30)),
)


def test_one_hour_a_week_gives_a_lesson_on_each_such_school_day_5_2():
    lessons = derive_lessons([TimetableSlot(ALGEBRA, 3, 2)], CALENDAR)
    wednesdays = [day for day in CALENDAR.school_days() if day.isoweekday() == 3]
    assert lessons == [LessonSeed(ALGEBRA, day, 2, 1) for day in wednesdays]
    assert date(2026, 11, 4) not in wednesdays


def test_two_lessons_on_one_day_are_two_lessons_5_21():
    lessons = derive_lessons([TimetableSlot(ALGEBRA, 3, 2), TimetableSlot(ALGEBRA, 3, 3)], CALENDAR)
    assert [lesson.number for lesson in lessons if lesson.date == WEDNESDAY] == [2, 3]


def test_half_an_hour_a_week_is_held_in_every_other_week():
    odd = derive_lessons([TimetableSlot(ALGEBRA, 2, 1, week=WeekParity.ODD)], CALENDAR)
    even = derive_lessons([TimetableSlot(ALGEBRA, 2, 1, week=WeekParity.EVEN)], CALENDAR)
    assert [lesson.date.day for lesson in odd[:3]] == [1, 15, 29]
    assert [lesson.date.day for lesson in even[:2]] == [8, 22]
    assert len(odd) + len(even) == len(derive_lessons([TimetableSlot(ALGEBRA, 2, 1)], CALENDAR))


def test_a_slot_holds_from_its_first_to_its_last_day():
    slot = TimetableSlot(ALGEBRA, 3, 2, valid_from=date(2026, 9, 9), valid_to=date(2026, 9, 23))
    assert [lesson.date.day for lesson in derive_lessons([slot], CALENDAR)] == [9, 16, 23]


def test_slots_that_repeat_each_other_give_one_lesson():
    twice = [TimetableSlot(ALGEBRA, 3, 2, valid_to=WEDNESDAY), TimetableSlot(ALGEBRA, 3, 2, valid_from=WEDNESDAY)]
    lessons = derive_lessons(twice, CALENDAR)
    assert max(Counter(lessons).values()) == 1
    assert lessons == derive_lessons([TimetableSlot(ALGEBRA, 3, 2)], CALENDAR)


def test_a_saturday_worked_as_a_friday_has_fridays_lessons():
    calendar = Calendar.of_class(None, default_scheme(), default_holidays(), [MovedDay(date(2027, 2, 20), 5)])
    lessons = derive_lessons([TimetableSlot(ALGEBRA, 5, 1)], calendar)
    assert LessonSeed(ALGEBRA, date(2027, 2, 20), 1, 1) in lessons


@given(slots=st.lists(SLOTS, max_size=12), grade=st.sampled_from([1, 7]), week_days=st.sampled_from([5, 6]))
def test_lessons_stand_in_order_once_each_and_never_outside_the_terms(slots, grade, week_days):
    calendar = default_calendar(grade, week_days=week_days)
    lessons = derive_lessons(slots, calendar)
    assert lessons == sorted(set(lessons), key=lambda seed: (seed.date, seed.number, seed.course, seed.part))
    assert all(calendar.is_school_day(lesson.date) for lesson in lessons)
    assert all(any(_explains(slot, lesson, calendar) for slot in slots) for lesson in lessons)


def _explains(slot, lesson, calendar):
    return (
        (slot.course, slot.number, slot.part) == (lesson.course, lesson.number, lesson.part)
        and slot.weekday == calendar.weekday_of(lesson.date)
        and slot.valid_from <= lesson.date <= slot.valid_to
        and slot.week in (WeekParity.EVERY, calendar.parity_of(lesson.date))
    )


def _lines_run(slots):
    """How many lines of Python deriving takes: unlike seconds the same on every machine."""
    lines = 0

    def count(frame, event, arg):
        nonlocal lines
        lines += event == "line"
        return count

    calendar = default_calendar(7)
    before = sys.gettrace()
    sys.settrace(count)
    try:
        lessons = derive_lessons(slots, calendar)
    finally:
        sys.settrace(before)
    return lines, len(lessons)


def test_the_work_of_deriving_grows_with_the_number_of_lessons():
    slots = [TimetableSlot(course, 1 + course % 5, 1 + course // 5 % 8) for course in range(160)]
    once, lessons_once = _lines_run(slots[:80])
    twice, lessons_twice = _lines_run(slots)
    assert lessons_twice == 2 * lessons_once
    assert twice <= 2.1 * once


GROUPS = [
    CourseGroup(ALGEBRA, frozenset({100}), frozenset({71})),
    CourseGroup(GEOMETRY, frozenset({101}), frozenset({71})),
    CourseGroup(ENGLISH_1, frozenset({102}), frozenset({71}), "1"),
    CourseGroup(ENGLISH_2, frozenset({103}), frozenset({71}), "2"),
    CourseGroup(INFORMATICS_1, frozenset({104}), frozenset({71}), "1"),
    CourseGroup(OTHER_CLASS, frozenset({100}), frozenset({72})),
]


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (ALGEBRA, OTHER_CLASS, [(ConflictKind.TEACHER, 100)]),
        (ALGEBRA, GEOMETRY, [(ConflictKind.CLASS, 71)]),
        (ALGEBRA, ENGLISH_1, [(ConflictKind.CLASS, 71)]),
        (ENGLISH_1, INFORMATICS_1, [(ConflictKind.SUBGROUP, 71)]),
        (ENGLISH_1, ENGLISH_2, []),
        (GEOMETRY, OTHER_CLASS, []),
        (ALGEBRA, ALGEBRA, [(ConflictKind.TEACHER, 100), (ConflictKind.CLASS, 71)]),
    ],
)
def test_nobody_is_asked_to_be_in_two_places_at_once(first, second, found):
    slots = [TimetableSlot(first, 3, 2), TimetableSlot(second, 3, 2)]
    assert [(conflict.kind, conflict.who) for conflict in find_conflicts(slots, GROUPS)] == found


@pytest.mark.parametrize(
    "other",
    [
        TimetableSlot(GEOMETRY, 3, 3, week=WeekParity.ODD),
        TimetableSlot(GEOMETRY, 4, 2, week=WeekParity.ODD),
        TimetableSlot(GEOMETRY, 3, 2, week=WeekParity.EVEN),
        TimetableSlot(GEOMETRY, 3, 2, valid_from=date(2027, 1, 11)),
        TimetableSlot(ALGEBRA, 3, 2, part=2),
    ],
)
def test_other_hours_weeks_terms_and_parts_do_not_collide(other):
    slot = TimetableSlot(ALGEBRA, 3, 2, week=WeekParity.ODD, valid_to=date(2026, 12, 30))
    assert find_conflicts([slot, other], GROUPS) == []


@pytest.mark.parametrize(("since", "found"), [(date(2026, 12, 30), 1), (date(2026, 12, 31), 0)])
@pytest.mark.parametrize(("before", "after"), [(ALGEBRA, GEOMETRY), (GEOMETRY, ALGEBRA)])
def test_slots_that_share_one_day_collide(before, after, since, found):
    slots = [TimetableSlot(before, 3, 2, valid_to=date(2026, 12, 30)), TimetableSlot(after, 3, 2, valid_from=since)]
    assert len(find_conflicts(slots, GROUPS)) == found


def lesson(number, day=WEDNESDAY):
    return LessonSeed(ALGEBRA, day, number, 1)


def rings(lesson):
    return BELLS.get(lesson.number)


def at(hour, minute, day=WEDNESDAY):
    return datetime.combine(day, time(hour, minute), tzinfo=ZONE)


@pytest.mark.parametrize(
    ("now", "number", "running"),
    [
        (at(8, 24), 1, False),
        (at(8, 25), 1, True),
        (at(9, 15), 1, True),
        (at(9, 16), 1, False),
        (at(10, 14), 3, False),
        (at(10, 15), 3, True),
        (at(11, 5), 3, True),
        (at(11, 6), 3, False),
        (at(23, 0), 3, False),
    ],
)
def test_the_running_lesson_begins_five_minutes_early_and_ends_with_the_bell(now, number, running):
    found = nearest_lesson([lesson(1), lesson(3)], now, rings)
    assert (found.lesson.number, found.running) == (number, running)


def test_of_two_equally_near_lessons_the_coming_one_is_shown():
    # 09:47:30 lies as far from the end of the first lesson as from the start of the third
    middle = at(9, 47).replace(second=30)
    assert nearest_lesson([lesson(1), lesson(3)], middle, rings).lesson.number == 3


def test_in_the_evening_todays_lesson_comes_before_tomorrows():
    lessons = [lesson(1), lesson(1, date(2026, 12, 3))]
    found = nearest_lesson(lessons, at(23, 30), rings)
    assert (found.lesson.date, found.running) == (WEDNESDAY, False)


def test_a_second_shift_rings_later_and_a_regime_ends():
    morning, afternoon = Bell(1, time(8, 30), time(9, 15)), Bell(1, time(14, 0), time(14, 45))
    short = Bell(1, time(8, 30), time(9, 0))
    table = BellTable([DatedBell(1, morning), DatedBell(2, afternoon), DatedBell(1, short, WEDNESDAY, WEDNESDAY)])
    assert table.get(2, 1, WEDNESDAY) == afternoon
    assert table.get(1, 1, WEDNESDAY) == short
    assert table.get(1, 1, WEDNESDAY + timedelta(days=1)) == morning
    assert table.get(3, 1, WEDNESDAY) is None


def test_on_a_free_day_the_nearest_day_wins():
    lessons = [lesson(1, date(2026, 11, 30)), lesson(1, date(2026, 12, 7))]
    assert nearest_lesson(lessons, at(12, 0), rings).lesson.date == date(2026, 11, 30)
    assert nearest_lesson(lessons, at(12, 0, date(2026, 12, 5)), rings).lesson.date == date(2026, 12, 7)


def test_a_lesson_without_a_bell_never_runs_and_nothing_is_nearest_to_nothing():
    assert nearest_lesson([lesson(9)], at(12, 0), rings).running is False
    assert nearest_lesson([], at(12, 0), rings) is None


@pytest.mark.parametrize(
    ("number", "hour", "minute", "is_late"),
    [
        (1, 16, 59, False),
        (1, 17, 0, False),
        (1, 17, 1, True),
        (8, 16, 50, False),
        (8, 17, 1, True),
        (9, 17, 1, True),
    ],
)
def test_an_entry_is_due_by_17_00_of_the_lessons_day_4_4_1(number, hour, minute, is_late):
    assert late(local_us(WEDNESDAY, time(hour, minute), ZONE), lesson(number), BELLS, ZONE) is is_late


def test_a_lesson_that_ends_late_leaves_an_hour_after_its_end_4_4_1():
    evening = type(BELLS)((*BELLS.hours, type(BELLS.hours[0])(9, time(16, 0), time(16, 45))))
    assert due_us(lesson(9), evening, ZONE) == local_us(WEDNESDAY, time(17, 45), ZONE)
    assert not late(local_us(WEDNESDAY, time(17, 45), ZONE), lesson(9), evening, ZONE)
    assert late(local_us(WEDNESDAY, time(17, 45), ZONE) + 1, lesson(9), evening, ZONE)


def test_an_entry_of_the_next_morning_is_late_4_4_1():
    assert late(local_us(date(2026, 12, 3), time(8, 12), ZONE), lesson(3), BELLS, ZONE)
