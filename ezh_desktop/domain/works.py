"""The schedule of control works (график оценочных процедур): which stand too close, too many, or too often.

The limits come from the recommendations of Рособрнадзор: one work a day, a subject's next one not earlier than two and
a half weeks, at most a tenth of the subject's lessons. A school changes them among the rules' numbers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Final

from ezh_desktop.domain.russian import count, day_month, percent

COUNTED: Final = frozenset(
    {"control", "test", "credit", "control_dictation", "grammar_dictation", "exposition", "essay"}
)
"""Kinds of work written by the whole class for most of a lesson; practical, laboratory and short ones are none."""


@dataclass(frozen=True, slots=True)
class Work:
    """One control work of a class: `course` tells subgroups apart, `subject` is what the interval is counted in."""

    lesson: int
    course: int
    subject: str
    day: date


@dataclass(frozen=True, slots=True)
class Limits:
    """Works a class may write on one day, days between two of a course, and their share of its lessons in per cent."""

    per_day: int = 1
    apart: int = 18
    share: int = 10


def warnings_of(works: Iterable[Work], lessons: Mapping[int, int], limits: Limits) -> dict[int, tuple[str, ...]]:
    """What is wrong with each work, by its lesson; `lessons` is how many lessons a year each course has."""
    listed = sorted(works, key=lambda one: (one.day, one.subject, one.course, one.lesson))
    found: defaultdict[int, list[str]] = defaultdict(list)
    _same_day(listed, limits, found)
    by_course: defaultdict[int, list[Work]] = defaultdict(list)
    for work in listed:
        by_course[work.course].append(work)
    for course, own in by_course.items():
        _too_soon(own, limits, found)
        _too_many(own, lessons.get(course, 0), limits, found)
    return {lesson: tuple(words) for lesson, words in found.items()}


def _same_day(works: Sequence[Work], limits: Limits, found: defaultdict[int, list[str]]) -> None:
    """Subgroups that write the same subject on one day are one work for the class."""
    subjects = Counter(day for day, _ in {(one.day, one.subject) for one in works})
    for work in works:
        if subjects[work.day] > limits.per_day:
            number = count(subjects[work.day], "работа", "работы", "работ")
            found[work.lesson].append(f"в этот день у класса {number}")


def _too_soon(works: Sequence[Work], limits: Limits, found: defaultdict[int, list[str]]) -> None:
    for before, after in pairwise(works):
        days = (after.day - before.day).days
        if 0 < days < limits.apart:
            apart = count(days, "день", "дня", "дней")
            found[after.lesson].append(f"после работы {day_month(before.day)} прошло {apart} из {limits.apart}")


def _too_many(works: Sequence[Work], lessons: int, limits: Limits, found: defaultdict[int, list[str]]) -> None:
    """The first work beyond the share, and all after it."""
    most = lessons * limits.share // 100
    for work in works[most:] if lessons else ():
        share = percent(Fraction(100 * len(works), lessons), 0)
        found[work.lesson].append(f"за год {share} уроков предмета, можно {limits.share} %")
