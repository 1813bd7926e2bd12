"""Which pages of the journal a row of a timetable fills: those of the subgroups where it speaks of the whole class.

A school writes «Английский язык» once into the hour in which both subgroups of the class have it, with both teachers
or with none. A page for the whole class beside those of the subgroups would have nobody to teach it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from ezh_desktop.services.importing.timetable_state import Course, CourseKey, subgroup_key

_ROOMS: Final = re.compile(r"\s*[/,;+]\s*")


class Page(NamedTuple):
    """A page that a row fills: `teachers` are those the row names for it, `groups` who of which class takes part."""

    key: CourseKey
    subgroup: str
    teachers: frozenset[int]
    groups: frozenset[tuple[int, str]]
    room: str = ""


def divided(asked: Page, courses: Sequence[Course]) -> list[Course]:
    """The courses of the subgroups, when the row asks for a whole class whose subject has no page but theirs."""
    if asked.key[2]:
        return []
    same = [one for one in courses if (one.classes, one.subject) == asked.key[:2]]
    return [] if any(not one.key[2] for one in same) else sorted(same, key=lambda one: one.key[2])


def pages_of(asked: Page, subgroups: Sequence[Course]) -> tuple[Page, ...]:
    """The pages of all `subgroups`, or of those whose teachers the row names; none when it names a stranger."""
    duties = {one.course: frozenset(duty.person for duty in one.duties) for one in subgroups}
    if not asked.teachers <= frozenset().union(*duties.values()):
        return ()
    meant = [one for one in subgroups if not asked.teachers or duties[one.course] & asked.teachers]
    rooms = _ROOMS.split(asked.room)
    if len(rooms) != len(meant):
        rooms = [asked.room if len(meant) == 1 else ""] * len(meant)
    return tuple(
        Page(one.key, one.subgroup, asked.teachers & duties[one.course], _groups(one), room)
        for one, room in zip(meant, rooms, strict=True)
    )


def _groups(course: Course) -> frozenset[tuple[int, str]]:
    return frozenset((one, subgroup_key(course.subgroup)) for one in course.classes)
