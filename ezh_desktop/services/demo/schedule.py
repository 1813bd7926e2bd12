"""A timetable without conflicts: every class's hours fill its days from the first lesson, no teacher stands twice.

Class by class the hours are matched to free places by augmenting paths; then pairs are exchanged until a subject stands
twice a day as seldom as possible. Deterministic by the random source that is passed in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final, TypeAlias

Place: TypeAlias = tuple[int, int]
"""Weekday 1–5 and number of the lesson."""

DAYS: Final = 5
_ATTEMPTS: Final = 60
_BUSIER_DAYS: Final = (3, 2, 4, 1, 5)
_EXCHANGES: Final = 400


@dataclass(frozen=True, slots=True)
class Hour:
    """One weekly hour of a class: what is taught and by whom; subgroups are one hour with both teachers.

    `alternate` marks the hour of every other week, which stands last in a day.
    """

    key: str
    teachers: frozenset[str]
    alternate: bool = False


def places_of(hours: int) -> list[Place]:
    """The places of a class with so many hours: days of equal length, the middle of the week longer."""
    length = dict.fromkeys(range(1, DAYS + 1), hours // DAYS)
    for day in _BUSIER_DAYS[: hours % DAYS]:
        length[day] += 1
    return [(day, number) for day, count in length.items() for number in range(1, count + 1)]


def make_timetable(classes: Sequence[Sequence[Hour]], chance: Random) -> list[dict[Place, Hour]]:
    """Place → hour for each class; RuntimeError when no attempt finds room (the staff is too small)."""
    order = sorted(range(len(classes)), key=lambda one: -len(classes[one]))
    for _ in range(_ATTEMPTS):
        busy: set[tuple[str, Place]] = set()
        made: dict[int, dict[Place, Hour]] = {}
        for one in order:
            found = _match(classes[one], busy, chance)
            if found is None:
                break
            _spread(found, busy, chance)
            busy |= {(teacher, place) for place, hour in found.items() for teacher in hour.teachers}
            made[one] = found
        else:
            return [made[one] for one in range(len(classes))]
    raise RuntimeError("no timetable found")


def _match(hours: Sequence[Hour], busy: set[tuple[str, Place]], chance: Random) -> dict[Place, Hour] | None:
    """Kuhn's matching of hours to places; None when some hour finds none."""
    places = places_of(len(hours))
    last = {max(place for place in places if place[0] == day) for day in range(1, DAYS + 1)}
    taken: dict[Place, int] = {}
    options = []
    for hour in hours:
        own = [p for p in places if not (hour.alternate and p not in last) and _free(hour, p, busy)]
        options.append(chance.sample(own, len(own)))

    def seat(one: int, tried: set[Place]) -> bool:
        for place in options[one]:
            if place in tried:
                continue
            tried.add(place)
            if place not in taken or seat(taken[place], tried):
                taken[place] = one
                return True
        return False

    # The most constrained hours first: fewer paths to walk.
    if not all(seat(one, set()) for one in sorted(range(len(hours)), key=lambda i: len(options[i]))):
        return None
    return {place: hours[one] for place, one in taken.items()}


def _spread(made: dict[Place, Hour], busy: set[tuple[str, Place]], chance: Random) -> None:
    """Exchange hours between days while that lessens how often a subject stands twice on one day."""
    counts = Counter((place[0], hour.key) for place, hour in made.items())
    places = sorted(made)
    for _ in range(_EXCHANGES):
        crowded = [place for place in places if counts[place[0], made[place].key] > 1]
        if not crowded:
            return
        one, two = chance.choice(crowded), chance.choice(places)
        if _may_exchange(made, one, two, busy) and _gain(counts, made, one, two) >= 0:
            for place, other in ((one, two), (two, one)):
                counts[place[0], made[place].key] -= 1
                counts[place[0], made[other].key] += 1
            made[one], made[two] = made[two], made[one]


def _may_exchange(made: dict[Place, Hour], one: Place, two: Place, busy: set[tuple[str, Place]]) -> bool:
    first, second = made[one], made[two]
    fixed = first.alternate or second.alternate
    return one[0] != two[0] and not fixed and _free(first, two, busy) and _free(second, one, busy)


def _gain(counts: Counter[tuple[int, str]], made: dict[Place, Hour], one: Place, two: Place) -> int:
    """By how many doubled hours an exchange betters the week."""
    before = after = 0
    for place, other in ((one, two), (two, one)):
        before += counts[place[0], made[place].key] > 1
        after += counts[place[0], made[other].key] > 0
    return before - after


def _free(hour: Hour, place: Place, busy: set[tuple[str, Place]]) -> bool:
    return not any((teacher, place) in busy for teacher in hour.teachers)
