"""The rest of a КТП fitted to the lessons that are left (уплотнение): hours first, then neighbouring topics in one.

Control works keep their hours and are joined with nothing: what was planned to be tested is tested (6.2, 5.24).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from ezh_desktop.domain.russian import count, plural
from ezh_desktop.errors import BadInput

JOIN: Final = "; "


@dataclass(frozen=True, slots=True)
class FitRow:
    """One row of the КТП still to be given; a `firm` one stays as it is. `keys` names the rows joined in it."""

    keys: tuple[int, ...]
    section: str
    topic: str
    hours: int
    firm: bool = False


def fit(rows: Sequence[FitRow], lessons: int) -> tuple[FitRow, ...]:
    """The same topics in the same order, so that their hours are as many as the lessons left.

    Raises BadInput when so few lessons hold not even the control works, or when no row may take the lessons that are
    too many.
    """
    fitted = list(rows)
    room = lessons - sum(one.hours for one in fitted if one.firm)
    free = sum(not one.firm for one in fitted)
    if room < min(1, free) or (not free and room):
        raise _no_way(lessons, sum(one.hours for one in fitted if one.firm))
    while free > room:
        _join(fitted, lessons)
        free -= 1
    _share(fitted, room)
    return tuple(fitted)


def _no_way(lessons: int, firm: int) -> BadInput:
    left = count(lessons, "урок", "урока", "уроков")
    works = count(firm, "час", "часа", "часов")
    return BadInput(
        f"{plural(lessons, 'Остался', 'Осталось', 'Осталось')} {left},"
        f" а на контрольные работы {plural(firm, 'отведён', 'отведено', 'отведено')} {works}.",
        "Измените часы или число контрольных работ в строках КТП.",
    )


def _join(rows: list[FitRow], lessons: int) -> None:
    """Two neighbours become one row: of few topics, of one section, late in the year rather than early."""
    pairs = [at for at in range(len(rows) - 1) if not (rows[at].firm or rows[at + 1].firm)]
    if not pairs:
        raise BadInput(
            f"{count(lessons, 'урока', 'уроков', 'уроков').capitalize()} мало: между контрольными работами стоит по "
            "одной теме, и соединять нечего.",
            "Уберите строку КТП или измените часы контрольных работ.",
        )

    def weight(at: int) -> tuple[int, bool, int]:
        one, other = rows[at], rows[at + 1]
        return len(one.keys) + len(other.keys), one.section != other.section, -at

    at = min(pairs, key=weight)
    one, other = rows[at], rows[at + 1]
    topic = f"{one.topic.rstrip('.')}{JOIN}{other.topic}"
    rows[at : at + 2] = [FitRow((*one.keys, *other.keys), one.section, topic, max(1, one.hours))]


def _share(rows: list[FitRow], room: int) -> None:
    """The free rows have `room` hours together: each about its former share, and one at least."""
    free = [at for at, one in enumerate(rows) if not one.firm]
    hours = dict(zip(free, _shares([rows[at].hours for at in free], room), strict=True))
    for at, own in hours.items():
        one = rows[at]
        rows[at] = FitRow(one.keys, one.section, one.topic, own)


def _shares(hours: Sequence[int], room: int) -> Iterable[int]:
    now = list(hours)
    while sum(now) > room:
        now[
            max(
                (at for at, own in enumerate(now) if own > 1),
                key=lambda at: (Fraction(now[at], hours[at]), now[at], at),
            )
        ] -= 1
    while sum(now) < room:
        now[min(range(len(now)), key=lambda at: (Fraction(now[at] + 1, hours[at]), -at))] += 1
    return now
