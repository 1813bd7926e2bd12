"""The schedule of control works: one a day, far enough apart, not too many; every limit is the school's."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ezh_desktop.domain.works import Limits, Work, warnings_of

DAY = date(2026, 10, 1)
MANY = {1: 170, 2: 170, 3: 170}


def work(lesson: int, days: int, course: int = 1, subject: str = "Алгебра") -> Work:
    return Work(lesson, course, subject, DAY + timedelta(days=days))


def test_two_works_on_one_day_warn_both():
    found = warnings_of([work(1, 0), work(2, 0, 2, "Физика")], MANY, Limits())
    assert found == {1: ("в этот день у класса 2 работы",), 2: ("в этот день у класса 2 работы",)}


def test_subgroups_of_one_subject_write_one_work():
    assert warnings_of([work(1, 0, 1, "Английский"), work(2, 0, 2, "Английский")], MANY, Limits()) == {}


def test_a_school_may_allow_two_a_day():
    assert warnings_of([work(1, 0), work(2, 0, 2, "Физика")], MANY, Limits(per_day=2)) == {}


def test_the_next_work_of_a_subject_comes_after_two_and_a_half_weeks():
    assert warnings_of([work(1, 0), work(2, 18)], MANY, Limits()) == {}
    assert warnings_of([work(1, 0), work(2, 17)], MANY, Limits()) == {
        2: ("после работы 1 октября прошло 17 дней из 18",)
    }


def test_another_subjects_work_is_no_neighbour():
    assert warnings_of([work(1, 0), work(2, 3, 2, "Физика")], MANY, Limits()) == {}


def test_works_beyond_a_tenth_of_the_lessons_are_told():
    found = warnings_of([work(number, 20 * number) for number in range(1, 5)], {1: 30}, Limits())
    assert set(found) == {4}
    assert found[4][0].endswith("уроков предмета, можно 10 %")


WORKS = st.lists(
    st.builds(
        Work,
        lesson=st.integers(1, 10**6),
        course=st.integers(1, 3),
        subject=st.sampled_from(["Алгебра", "Физика"]),
        day=st.dates(DAY, DAY + timedelta(days=200)),
    ),
    max_size=20,
    unique_by=lambda one: one.lesson,
)


@given(WORKS, st.randoms())
def test_the_order_of_works_changes_nothing(works, dice):
    shuffled = list(works)
    dice.shuffle(shuffled)
    assert warnings_of(works, MANY, Limits()) == warnings_of(shuffled, MANY, Limits())


@given(WORKS)
def test_wide_limits_find_nothing(works):
    assert warnings_of(works, MANY, Limits(per_day=99, apart=0, share=100)) == {}
