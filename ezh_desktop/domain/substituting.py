"""Замены (substitutions, 4.4.3): who is free in an hour, who could hold a lesson for another and why, hours taught.

Everything here is asked of the lessons of one day, or of some days: who takes part in each and who holds it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from ezh_desktop.domain.away import is_home_group, share_pupils
from ezh_desktop.domain.occupied import Clash, ClashKind
from ezh_desktop.domain.russian import count

Groups = frozenset[tuple[int, str]]
"""Who is taught: (class, subgroup), the subgroup empty for the whole class."""


@dataclass(frozen=True, slots=True)
class HeldLesson:
    """A lesson of a day. `teachers` are the course's own on that day, `substitute` holds it in their place.

    `entries` tells whether something is entered for it; a lesson that is not `living` is cancelled or gave way.
    """

    lesson: int
    course: int
    day: date
    number: int
    subject: int
    title: str
    groups: Groups
    teachers: frozenset[int]
    substitute: int | None = None
    living: bool = True
    entries: bool = False

    @property
    def holders(self) -> frozenset[int]:
        """Who stands before the class."""
        return self.teachers if self.substitute is None else frozenset({self.substitute})

    @property
    def classes(self) -> frozenset[int]:
        """The classes that take part."""
        return frozenset(school_class for school_class, _ in self.groups)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A lesson that is to be held at a day and hour, and who would take part."""

    day: date
    number: int
    groups: Groups
    teachers: frozenset[int]


def clashes(wanted: Wanted, lessons: Iterable[HeldLesson], leaving: Collection[int] = ()) -> list[Clash[HeldLesson]]:
    """Why the lesson cannot be held then; `leaving` are lessons that give the hour up in the same act."""
    there = [one for one in lessons if one.living and (one.day, one.number) == (wanted.day, wanted.number)]
    found: list[Clash[HeldLesson]] = []
    for one in sorted(there, key=lambda one: one.lesson):
        if one.lesson not in leaving:
            found += [Clash(ClashKind.TEACHER, who, one) for who in sorted(wanted.teachers & one.holders)]
            found += _meeting(wanted.groups, one)
    return found


def _meeting(groups: Groups, held: HeldLesson) -> Iterator[Clash[HeldLesson]]:
    for school_class, subgroup in sorted(groups):
        for other, theirs in sorted(held.groups):
            if school_class == other and share_pupils(subgroup, theirs):
                yield Clash(ClashKind.SUBGROUP if subgroup and theirs else ClashKind.CLASS, school_class, held)


class Fitness(IntEnum):
    """How well somebody could hold a lesson for another, the best first."""

    SAME_PAGE = 0
    SAME_SUBJECT_AND_CLASS = 1
    SAME_SUBJECT = 2
    JOINS = 3
    SAME_CLASS = 4
    FREE = 5


@dataclass(frozen=True, slots=True)
class Duty:
    """A course that somebody teaches on the day."""

    person: int
    course: int
    subject: int
    subject_name: str
    classes: frozenset[int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could hold the lesson. `joined` is the other subgroup's lesson that the pupils would sit in."""

    person: int
    fitness: Fitness
    reasons: tuple[str, ...]
    load: int
    near: bool
    joined: int | None = None

    @property
    def rank(self) -> tuple[int, bool, int]:
        """Sorts the best first: by fitness, who is at school around that hour, who has fewer lessons that day."""
        return self.fitness, not self.near, self.load


def candidates(
    lesson: HeldLesson, lessons: Iterable[HeldLesson], duties: Iterable[Duty], absent: Collection[int] = ()
) -> list[Candidate]:
    """Who could hold the lesson, the best first, with the reasons in words.

    `lessons` are those of the school on that day, `duties` all that is taught then. Who teaches elsewhere in that hour
    is left out, but for a teacher of the other subgroup with the same subject: two subgroups may be joined.
    """
    held = [one for one in lessons if one.living and one.day == lesson.day]
    taught: defaultdict[int, list[Duty]] = defaultdict(list)
    for duty in duties:
        taught[duty.person].append(duty)
    busy: dict[int, HeldLesson] = {}
    for one in held:
        if one.number == lesson.number and one.lesson != lesson.lesson:
            busy |= dict.fromkeys(one.holders, one)
    found = []
    for person, own in taught.items():
        other = busy.get(person)
        if person in lesson.teachers or person in absent or (other is not None and not joins(lesson, other)):
            continue
        found.append(_candidate(person, lesson, own, [one for one in held if person in one.holders], other))
    return sorted(found, key=lambda one: (*one.rank, one.person))


def joins(lesson: HeldLesson, other: HeldLesson) -> bool:
    """Whether the pupils of a subgroup can sit in the lesson of the other one: same hour, class and subject.

    Who is taught at home sits in nobody's lesson.
    """
    divided = all(subgroup and not is_home_group(subgroup) for _, subgroup in lesson.groups | other.groups)
    hour = (lesson.day, lesson.number) == (other.day, other.number)
    return divided and hour and lesson.subject == other.subject and lesson.classes == other.classes


def _candidate(
    person: int, lesson: HeldLesson, own: Sequence[Duty], day: Sequence[HeldLesson], other: HeldLesson | None
) -> Candidate:
    fitness = Fitness.JOINS if other is not None else _fitness(lesson, own)
    numbers = {one.number for one in day}
    near = bool(numbers & {lesson.number - 1, lesson.number + 1})
    reasons = [_why(fitness, lesson, own, other)]
    reasons.append(count(len(day), "урок", "урока", "уроков") if day else "уроков нет")
    if day and other is None:
        reasons.append(_around(lesson.number, numbers))
    joined = other.lesson if other is not None else None
    return Candidate(person, fitness, tuple(one for one in reasons if one), len(day), near, joined)


def _fitness(lesson: HeldLesson, own: Sequence[Duty]) -> Fitness:
    same = [one for one in own if one.subject == lesson.subject]
    if any(one.course == lesson.course for one in own):
        return Fitness.SAME_PAGE
    if any(one.classes & lesson.classes for one in same):
        return Fitness.SAME_SUBJECT_AND_CLASS
    if same:
        return Fitness.SAME_SUBJECT
    return Fitness.SAME_CLASS if any(one.classes & lesson.classes for one in own) else Fitness.FREE


def _why(fitness: Fitness, lesson: HeldLesson, own: Sequence[Duty], other: HeldLesson | None) -> str:
    if other is not None:
        names = sorted(subgroup for _, subgroup in other.groups)
        return f"объединение с подгруппой {names[0]}"
    names = sorted({one.subject_name for one in own if one.classes & lesson.classes})
    return {
        Fitness.SAME_PAGE: "ведёт эту страницу",
        Fitness.SAME_SUBJECT_AND_CLASS: "ведёт этот предмет в классе",
        Fitness.SAME_SUBJECT: "ведёт этот предмет",
        Fitness.SAME_CLASS: f"ведёт в классе: {', '.join(names)}",
    }.get(fitness, "")


def _around(number: int, numbers: Collection[int]) -> str:
    if {number - 1, number + 1} <= set(numbers):
        return "окно между уроками"
    if number - 1 in numbers:
        return "сразу после своего урока"
    return "перед своим уроком" if number + 1 in numbers else ""


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of one teacher in a month, for the time sheet (1.4).

    `own` were held by the teacher of the page, `substituted` for another; `given` are own hours that another held,
    `lost` own hours that were cancelled or gave way to an event.
    """

    person: int
    month: date
    own: int = 0
    substituted: int = 0
    given: int = 0
    lost: int = 0


def hours_taught(lessons: Iterable[HeldLesson]) -> list[Hours]:
    """Hours by teacher and month, in order of month and person; the month is named by its first day.

    A lesson of several classes at once is one hour; each of several teachers of a page holds it.
    """
    found: defaultdict[tuple[date, int], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for one in lessons:
        month = one.day.replace(day=1)
        for person in one.teachers:
            which = 3 if not one.living else 0 if person in one.holders else 2
            found[month, person][which] += 1
        if one.living:
            for person in one.holders - one.teachers:
                found[month, person][1] += 1
    return [Hours(person, month, *numbers) for (month, person), numbers in sorted(found.items())]
