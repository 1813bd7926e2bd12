"""Who is busy in which hour: the first to stand there keeps it (5.2)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ezh_desktop.domain.calendar import WeekParity
from ezh_desktop.domain.occupied import ClashKind, Meeting, Occupied
from ezh_desktop.domain.timetable import CourseGroup, TimetableSlot, find_conflicts

EVERY, ODD, EVEN = WeekParity.EVERY, WeekParity.ODD, WeekParity.EVEN


def meeting(course, teacher=0, group=(7, ""), week=EVERY, hour=(1, 1)):
    teachers = frozenset([teacher]) if teacher else frozenset()
    return Meeting(*hour, week, course, teachers, frozenset([group]))


def clash_of(first, second):
    held = Occupied()
    assert held.clash(first) is None
    held.take(first, "первое")
    return held.clash(second)


def test_a_teacher_is_in_one_place_only_and_the_holder_is_named():
    found = clash_of(meeting("a", 1), meeting("b", 1, (8, "")))
    assert (found.kind, found.who, found.holder) == (ClashKind.TEACHER, 1, "первое")


def test_a_class_is_in_one_place_only():
    assert clash_of(meeting("a"), meeting("b")).kind is ClashKind.CLASS


def test_a_subgroup_is_in_one_place_only_and_beside_another():
    assert clash_of(meeting("a", group=(7, "1")), meeting("b", group=(7, "1"))).kind is ClashKind.SUBGROUP
    assert clash_of(meeting("a", group=(7, "1")), meeting("b", group=(7, "2"))) is None


def test_a_subgroup_cannot_be_elsewhere_than_its_class():
    assert clash_of(meeting("a"), meeting("b", group=(7, "1"))).kind is ClashKind.CLASS
    assert clash_of(meeting("a", group=(7, "1")), meeting("b")).kind is ClashKind.CLASS


def test_a_course_stands_once_in_an_hour():
    assert clash_of(meeting("a"), meeting("a")).kind is ClashKind.COURSE


def test_odd_and_even_weeks_share_an_hour_and_every_week_does_not():
    assert clash_of(meeting("a", 1, week=ODD), meeting("b", 1, week=EVEN)) is None
    assert clash_of(meeting("a", 1, week=ODD), meeting("b", 1)) is not None
    assert clash_of(meeting("a", 1), meeting("b", 1, week=EVEN)) is not None


_MEETINGS = st.lists(
    st.builds(
        Meeting,
        st.integers(1, 2),
        st.integers(1, 2),
        st.sampled_from(WeekParity),
        st.integers(1, 6),
        st.frozensets(st.integers(1, 3), max_size=2),
        st.frozensets(st.tuples(st.integers(7, 8), st.just("")), min_size=1, max_size=2),
    ),
    max_size=12,
)


@given(_MEETINGS)
def test_what_was_let_in_has_no_conflict_and_what_was_not_would_make_one(meetings):
    """The same judgement as of all pairs of a standing timetable."""
    held: Occupied[int] = Occupied()
    taken: list[tuple[TimetableSlot, CourseGroup]] = []
    for number, one in enumerate(meetings):
        slot = TimetableSlot(number, one.weekday, one.number, 1, one.week)
        group = CourseGroup(number, one.teachers, frozenset(ident for ident, _ in one.groups))
        clash = held.clash(one)
        slots, groups = zip(*taken, (slot, group), strict=True)
        if clash is None:
            assert not find_conflicts(slots, groups)
            held.take(one, number)
            taken.append((slot, group))
        elif clash.kind is not ClashKind.COURSE:
            assert find_conflicts(slots, groups)
