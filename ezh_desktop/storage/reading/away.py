"""Orders by which pupils of some classes learn at home, in a sanatorium or hospital in a year, and come back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from ezh_desktop.domain.away import AWAY_WORDS, HOME, HOME_GROUP, Away, Turn, is_home_group, stretches
from ezh_desktop.storage.reading.rows import Readable, marks_of, row, rows, stands

_AWAY: Final = ", ".join(f"'{kind}'" for kind in AWAY_WORDS)
MOVES: Final = f"kind NOT IN ({_AWAY})"
"""The condition that an order changes the list of a class: who learns elsewhere stays on it."""
MOVED_TO: Final = (
    "(SELECT t.name FROM school_class AS t JOIN school_class AS f ON f.id = movement_order.from_class"
    " AND f.year = t.year WHERE t.id = movement_order.to_class)"
)
"""The name of the class of the same year that an order sends the pupil to; NULL of who leaves the school."""
_TURNS: Final = (
    "SELECT o.id, o.pupil, o.kind, o.day, o.from_class IS NOT NULL, o.number FROM movement_order AS o"
    f" JOIN membership AS m ON m.pupil = o.pupil WHERE o.cancelled = 0 AND o.kind IN ({_AWAY})"
    " AND o.day >= (SELECT start FROM academic_year WHERE id = ?) AND m.school_class IN ({ids})"
)


def in_class(column: str = "subgroup") -> str:
    """The SQL condition that a course is taught in class, and not to one pupil at home; its subgroup is in `column`."""
    return f"substr({column}, 1, {len(HOME_GROUP)}) <> '{HOME_GROUP}'"


def at_home(column: str = "subgroup") -> str:
    """The SQL condition that a course is taught to one pupil at home."""
    return f"substr({column}, 1, {len(HOME_GROUP)}) = '{HOME_GROUP}'"


def away_from(subgroup: str, found: Mapping[int, tuple[Away, ...]]) -> Mapping[int, tuple[Away, ...]]:
    """The days away from the lessons of a course: lessons at home are not missed by who learns at home."""
    if not is_home_group(subgroup):
        return found
    return {pupil: tuple(one for one in stays if one.kind != HOME) for pupil, stays in found.items()}


def has_lessons_at_home(db: Readable, pupil: int) -> bool:
    """Whether any hour of a timetable is held for the pupil at home."""
    return row(db, _HELD, pupil) is not None


def read_away(db: Readable, year: int, classes: Sequence[int]) -> Mapping[int, tuple[Away, ...]]:
    """Days away by pupil."""
    found = rows(db, _TURNS.replace("{ids}", marks_of(len(classes))), year, *classes)
    return stretches(
        Turn(pupil, kind, date.fromisoformat(day), bool(leaves), number)
        for _, pupil, kind, day, leaves, number in dict.fromkeys(found)
    )


_HELD: Final = (
    "SELECT 1 FROM subgroup_member AS s JOIN course AS c ON c.id = s.course AND c.ended = 0"
    " JOIN timetable_slot AS t ON t.course = c.id"
    f" WHERE s.pupil = ? AND {stands('s')} AND {stands('t', 'valid_to')} AND {at_home('c.subgroup')} LIMIT 1"
)
