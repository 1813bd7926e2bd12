"""The deputy's changes of single lessons (5.2): transfers, cancellations, extra lessons, events; where they then stand.

A change is stored as rows that name a lesson and a place, so that lessons stay derivable from timetable and rows:

- `cancel` and `event`: the hour of the lesson at this place is not held; an event (мероприятие) says what is instead;
- `extra`: a lesson that no slot of the timetable gives stands at this place;
- `transfer`: the lesson stands at this place; a `cancel` row at the place it left goes with it.

A row that was taken back (`over`) still tells where the lesson stood at first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class ChangeKind(StrEnum):
    """What is done to a lesson."""

    TRANSFER = "transfer"
    CANCEL = "cancel"
    EXTRA = "extra"
    EVENT = "event"


_PUTS = frozenset({ChangeKind.TRANSFER, ChangeKind.EXTRA})
"""Kinds that put a lesson somewhere; the others silence an hour."""


class LessonPlace(NamedTuple):
    """Where a lesson stands: course, ISO day, number in the day, part of the hour. Unique among living lessons."""

    course: int
    day: str
    number: int
    part: int


class LessonChange(NamedTuple):
    """One row of the deputy's changes, `over` when it was taken back. Rows are taken in the order of `ident`."""

    ident: int
    lesson: int
    course: int
    kind: ChangeKind
    day: str
    number: int
    over: bool


class Stand(NamedTuple):
    """Where a changed lesson stands, and whether it is held there."""

    place: LessonPlace
    living: bool


@dataclass
class Changed:
    """What the rows of a year say together.

    `stands` are the lessons that a row in force names; `silent` the places whose timetable hour is not held; `homes`
    the first place of every lesson that was ever moved or cancelled: there it goes back.
    """

    stands: dict[int, Stand] = field(default_factory=dict)
    silent: set[LessonPlace] = field(default_factory=set)
    homes: dict[int, LessonPlace] = field(default_factory=dict)


def settle(changes: Iterable[LessonChange], parts: Mapping[int, int]) -> Changed:
    """Where the rows put each lesson; `parts` are the parts of the lessons there are (1 for one to be made)."""
    found = Changed()
    put: dict[int, LessonPlace] = {}
    silenced: dict[int, LessonPlace] = {}
    for change in sorted(changes):
        place = LessonPlace(change.course, change.day, change.number, parts.get(change.lesson, 1))
        if change.kind is not ChangeKind.TRANSFER:
            found.homes.setdefault(change.lesson, place)
        if change.over:
            continue
        if change.kind in _PUTS:
            put[change.lesson] = place
        else:
            silenced[change.lesson] = place
            found.silent.add(place)
    for lesson in {**put, **silenced}:
        place = put[lesson] if lesson in put else silenced[lesson]
        found.stands[lesson] = Stand(place, lesson in put and silenced.get(lesson) != place)
    return found


def hours_missed(changes: Iterable[LessonChange], first: str, before: str) -> int:
    """Hours of the timetable that were not held from one day until before another, less those held beyond it.

    By so much a page falls behind its КТП (4.4.3); negative when extra lessons brought it ahead.
    """
    rows = [change for change in changes if not change.over]
    added = {change.lesson for change in rows if change.kind is ChangeKind.EXTRA}
    stands = [(lesson, stand) for lesson, stand in settle(rows, {}).stands.items() if first <= stand.place.day < before]
    lost = sum(not stand.living and lesson not in added for lesson, stand in stands)
    return lost - sum(stand.living and lesson in added for lesson, stand in stands)
