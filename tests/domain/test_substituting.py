"""Who is busy, who could hold a lesson for another and why (4.4.3), and the hours of the time sheet (1.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezh_desktop.domain.away import home_group
from ezh_desktop.domain.occupied import ClashKind
from ezh_desktop.domain.substituting import (
    Duty,
    Fitness,
    HeldLesson,
    Wanted,
    candidates,
    clashes,
    hours_taught,
    joins,
)

DAY, OTHER_DAY = date(2026, 12, 2), date(2026, 12, 3)
A7, B7 = 1, 2
ALGEBRA, ENGLISH, PHYSICS = 10, 11, 12
ANNA, BORIS, VERA, GALINA, DARYA = 100, 101, 102, 103, 104
ROOT = HeldLesson(1, 50, DAY, 3, ALGEBRA, "7А Алгебра", frozenset({(A7, "")}), frozenset({ANNA}))


def held(lesson: int, number: int, teacher: int, groups: set[tuple[int, str]], subject: int = PHYSICS) -> HeldLesson:
    return HeldLesson(
        lesson, 500 + lesson, DAY, number, subject, f"урок {lesson}", frozenset(groups), frozenset({teacher})
    )


def duty(person: int, subject: int, *classes: int, course: int = 0) -> Duty:
    names = {ALGEBRA: "Алгебра", ENGLISH: "Английский язык", PHYSICS: "Физика"}
    return Duty(person, course or 1000 * person + subject, subject, names[subject], frozenset(classes))


@pytest.mark.parametrize(
    ("groups", "teacher", "kinds"),
    [
        ({(A7, "")}, BORIS, [ClashKind.CLASS]),
        ({(A7, "1")}, BORIS, [ClashKind.CLASS]),
        ({(B7, "")}, ANNA, [ClashKind.TEACHER]),
        ({(A7, "")}, ANNA, [ClashKind.TEACHER, ClashKind.CLASS]),
        ({(B7, "")}, BORIS, []),
        ({(A7, ""), (B7, "")}, BORIS, [ClashKind.CLASS]),
    ],
)
def test_who_is_busy(groups: set[tuple[int, str]], teacher: int, kinds: list[ClashKind]) -> None:
    found = clashes(Wanted(DAY, 3, frozenset(groups), frozenset({teacher})), [ROOT])
    assert [one.kind for one in found] == kinds


def test_subgroups_of_other_names_do_not_meet_and_those_of_one_name_do() -> None:
    other = held(2, 3, BORIS, {(A7, "1")})
    assert not clashes(Wanted(DAY, 3, frozenset({(A7, "2")}), frozenset()), [other])
    (clash,) = clashes(Wanted(DAY, 3, frozenset({(A7, "1")}), frozenset()), [other])
    assert clash.kind is ClashKind.SUBGROUP


def test_what_is_cancelled_leaves_or_stands_elsewhere_holds_nobody() -> None:
    wanted = Wanted(DAY, 3, frozenset({(A7, "")}), frozenset({ANNA}))
    assert not clashes(wanted, [replace(ROOT, living=False)])
    assert not clashes(wanted, [ROOT], leaving={ROOT.lesson})
    assert not clashes(wanted, [replace(ROOT, day=OTHER_DAY), replace(ROOT, number=4)])


def test_the_substitute_is_busy_and_the_replaced_teacher_is_not() -> None:
    replaced = replace(ROOT, substitute=BORIS)
    assert clashes(Wanted(DAY, 3, frozenset(), frozenset({BORIS})), [replaced])
    assert not clashes(Wanted(DAY, 3, frozenset(), frozenset({ANNA})), [replaced])


def test_candidates_come_by_fitness_with_their_reasons() -> None:
    duties = [
        duty(ANNA, ALGEBRA, A7, course=50),
        duty(BORIS, PHYSICS, B7),
        duty(VERA, PHYSICS, A7),
        duty(GALINA, ALGEBRA, B7),
        duty(DARYA, ALGEBRA, A7),
    ]
    found = candidates(ROOT, [ROOT], duties)
    assert [(one.person, one.fitness) for one in found] == [
        (DARYA, Fitness.SAME_SUBJECT_AND_CLASS),
        (GALINA, Fitness.SAME_SUBJECT),
        (VERA, Fitness.SAME_CLASS),
        (BORIS, Fitness.FREE),
    ]
    assert [one.reasons[0] for one in found] == [
        "ведёт этот предмет в классе",
        "ведёт этот предмет",
        "ведёт в классе: Физика",
        "уроков нет",
    ]


def test_of_equals_the_one_at_school_then_the_one_with_fewer_lessons() -> None:
    duties = [duty(person, ALGEBRA, B7) for person in (BORIS, VERA, GALINA)]
    day = [ROOT, held(2, 2, VERA, {(B7, "")}), held(3, 2, GALINA, {(3, "")}), held(4, 4, GALINA, {(3, "")})]
    found = candidates(ROOT, day, duties)
    assert [one.person for one in found] == [VERA, GALINA, BORIS]
    assert [one.reasons[1:] for one in found] == [
        ("1 урок", "сразу после своего урока"),
        ("2 урока", "окно между уроками"),
        ("уроков нет",),
    ]


def test_who_teaches_in_that_hour_or_is_absent_is_left_out() -> None:
    duties = [duty(BORIS, ALGEBRA, B7), duty(VERA, ALGEBRA, B7)]
    assert [one.person for one in candidates(ROOT, [ROOT, held(2, 3, BORIS, {(B7, "")})], duties)] == [VERA]
    assert not candidates(ROOT, [ROOT, held(2, 3, BORIS, {(B7, "")})], duties, absent={VERA})


def test_the_teacher_of_the_other_subgroup_may_join_both() -> None:
    first, second = held(1, 3, ANNA, {(A7, "1")}, ENGLISH), held(2, 3, BORIS, {(A7, "2")}, ENGLISH)
    (found,) = candidates(first, [first, second], [duty(BORIS, ENGLISH, A7)])
    assert (found.fitness, found.joined) == (Fitness.JOINS, 2)
    assert found.reasons[0] == "объединение с подгруппой 2"
    assert not joins(first, replace(second, subject=PHYSICS))
    assert not joins(ROOT, replace(ROOT, lesson=2))
    home = replace(second, groups=frozenset({(A7, home_group("Андреев А. П."))}))
    assert not joins(first, home)


def test_hours_own_substituted_given_and_lost() -> None:
    lessons = [
        ROOT,
        replace(ROOT, lesson=2, substitute=BORIS),
        replace(ROOT, lesson=3, living=False),
        replace(ROOT, lesson=4, day=date(2027, 1, 12)),
    ]
    found = hours_taught(lessons)
    told = [(one.month.month, one.person, one.own, one.substituted, one.given, one.lost) for one in found]
    assert told == [(12, ANNA, 1, 0, 1, 1), (12, BORIS, 0, 1, 0, 0), (1, ANNA, 1, 0, 0, 0)]


PEOPLE = st.sampled_from([ANNA, BORIS, VERA])
LESSONS = st.lists(
    st.builds(
        HeldLesson,
        st.integers(1, 10_000),
        st.integers(1, 5),
        st.sampled_from([DAY, OTHER_DAY]),
        st.integers(1, 4),
        st.sampled_from([ALGEBRA, ENGLISH]),
        st.just("урок"),
        st.frozensets(st.tuples(st.integers(1, 3), st.sampled_from(["", "1", "2"])), min_size=1, max_size=2),
        st.frozensets(PEOPLE, min_size=1, max_size=2),
        st.none() | PEOPLE,
        st.booleans(),
    ),
    unique_by=lambda one: one.lesson,
    max_size=20,
)


@given(LESSONS)
def test_nobody_who_is_offered_stands_before_another_class_unless_subgroups_join(lessons: list[HeldLesson]) -> None:
    duties = [duty(person, ALGEBRA, 1) for person in (ANNA, BORIS, VERA)]
    for lesson in lessons:
        for one in candidates(lesson, lessons, duties):
            wanted = Wanted(lesson.day, lesson.number, frozenset(), frozenset({one.person}))
            busy = [clash.holder for clash in clashes(wanted, lessons, {lesson.lesson})]
            assert one.joined is not None or not busy
            assert one.person not in lesson.teachers


@given(LESSONS)
def test_hours_held_are_as_many_as_people_stood_before_classes(lessons: list[HeldLesson]) -> None:
    held_hours = sum(one.own + one.substituted for one in hours_taught(lessons))
    assert held_hours == sum(len(one.holders) for one in lessons if one.living)
