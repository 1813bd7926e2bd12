"""What would stand in the way of a lesson at another hour of its day, told while it is still in the hand (5.2, 5.17).

Asked of the day as it was read; the act itself (`acts`) asks the file again.
"""

from __future__ import annotations

from collections.abc import Iterator

from ezh_desktop.domain.substituting import HeldLesson, Wanted, clashes
from ezh_desktop.services.substitutions.days import SchoolDays
from ezh_desktop.services.substitutions.desk import clash_words


def meets(one: HeldLesson, other: HeldLesson) -> bool:
    """Whether the two ask for the same pupils: subgroups of other names may stand side by side."""
    return any(a == b and (not x or not y or x == y) for a, x in one.groups for b, y in other.groups)


def partner(days: SchoolDays, held: HeldLesson, number: int) -> HeldLesson | None:
    """The lesson of the same pupils in another hour of the day, with which this one would change places."""
    there = (one for one in days.lessons.values() if one.living and (one.day, one.number) == (held.day, number))
    found = [one for one in there if one.lesson != held.lesson and meets(held, one)]
    return min(found, key=lambda one: (one.title, one.lesson), default=None)


def refusals(days: SchoolDays, held: HeldLesson) -> dict[int, str]:
    """Why the lesson could not go to an hour of its day, by hour; hours that are free for it are left out."""
    found = {number: " ".join(_reasons(days, held, number)) for number in days.numbers(held.day)}
    return {number: words for number, words in found.items() if words and number != held.number}


def _reasons(days: SchoolDays, held: HeldLesson, number: int) -> Iterator[str]:
    other = partner(days, held, number)
    if not days.time(held.course, number, held.day):
        yield f"{number}-го урока в звонках нет."
        return
    if other is not None and other.course == held.course:
        yield "Там стоит урок того же предмета."
        return
    yield from _busy(days, held, number, other)
    if other is not None:
        yield from _busy(days, other, held.number, held)


def _busy(days: SchoolDays, held: HeldLesson, number: int, leaving: HeldLesson | None) -> Iterator[str]:
    """Who is elsewhere in that hour, but for the lesson that leaves it."""
    gone = {held.lesson} if leaving is None else {held.lesson, leaving.lesson}
    wanted = Wanted(held.day, number, held.groups, held.holders)
    yield from (clash_words(days, one) for one in clashes(wanted, days.lessons.values(), gone)[:1])
