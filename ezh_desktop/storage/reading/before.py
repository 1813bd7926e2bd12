"""Marks that came with a pupil: from the class or subgroup of before (4.3.4), and those noted from another school."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from ezh_desktop.domain.away import is_home_group
from ezh_desktop.domain.rules.individual import BROUGHT
from ezh_desktop.storage.reading.rows import Readable, marks_of, rows, stands

_CLASSROOM: Final = 0
"""Stands for the lessons of the class, as no course has this id."""
# Grouped in Python: a temporary table of SQLite costs more than these rows.
_STAYS: Final = (
    "SELECT l.pupil, 0, m.school_class FROM membership AS l JOIN membership AS m ON m.pupil = l.pupil"
    " JOIN school_class AS k ON k.id = m.school_class"
    f" WHERE k.year = ? AND {stands('m')} AND l.school_class IN ({{ids}})"
)
_GROUPS: Final = (
    "SELECT l.pupil, o.subject, s.course, o.subgroup FROM membership AS l"
    " JOIN subgroup_member AS s ON s.pupil = l.pupil"
    f" JOIN course AS o ON o.id = s.course WHERE o.year = ? AND {stands('s')} AND l.school_class IN ({{ids}})"
)
_CELLS: Final = (
    "SELECT DISTINCT o.subject, o.id, c.pupil, l.day, c.value, k.name, o.subgroup, l.id, c.slot"
    " FROM membership AS m JOIN course_class AS cc ON cc.school_class = m.school_class"
    " JOIN course AS o ON o.id = cc.course AND o.year = ? JOIN school_class AS k ON k.id = m.school_class"
    " JOIN lesson AS l ON l.course = o.id JOIN cell AS c ON c.lesson = l.id AND c.pupil = m.pupil"
    " WHERE c.value BETWEEN '1' AND '5' AND m.pupil IN ({moved})"
)
_NOTED: Final = (
    "SELECT o.subject, 0, i.pupil, i.day, i.mark, i.topic, '', i.id, 0 FROM membership AS m"
    " JOIN individual_lesson AS i ON i.pupil = m.pupil JOIN course AS o ON o.id = i.course"
    f" WHERE i.cancelled = 0 AND i.mark <> '' AND o.year = ? AND i.form IN ({marks_of(len(BROUGHT))})"
    " AND m.school_class IN ({ids})"
)
_PERIODS: Final = (
    "SELECT p.pupil, p.period, p.value, p.reason, p.entry_session, p.entry_seq, p.state, p.subject"
    " FROM period_mark AS p JOIN school_class AS k ON k.id = p.school_class"
    " WHERE k.year = ? AND p.value <> '' AND p.school_class NOT IN ({ids}) AND p.pupil IN ({moved})"
)


def read_moved(db: Readable, year: int, classes: Sequence[int]) -> list[int]:
    """Pupils of these classes who were in several classes, or subgroups of one subject, in the year: few.

    Who is taught a subject at home learns it in class before and after.
    """
    places: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    listed = marks_of(len(classes))
    for pupil, subject, place in rows(db, _STAYS.replace("{ids}", listed), year, *classes):
        places[pupil, subject].add(place)
    for pupil, subject, place, subgroup in rows(db, _GROUPS.replace("{ids}", listed), year, *classes):
        places[pupil, subject] |= {place, _CLASSROOM} if is_home_group(subgroup) else {place}
    return sorted({pupil for (pupil, _subject), found in places.items() if len(found) > 1})


def read_before(
    db: Readable, year: int, classes: Sequence[int], moved: Sequence[int], subject: int | None = None
) -> list[Any]:
    """(subject, course, pupil, day, mark, class or source, subgroup, …) of marks given elsewhere; course 0: noted.

    The pupil's own marks of the course in view are among them.
    """
    only, more = (" AND o.subject = ?", (subject,)) if subject is not None else ("", ())
    # All pages of a class ask for the few that are noted of any subject.
    found = rows(db, _NOTED.replace("{ids}", marks_of(len(classes))), year, *BROUGHT, *classes)
    noted = [one for one in dict.fromkeys(found) if subject is None or one[0] == subject]
    if not moved:
        return noted
    return [*rows(db, _CELLS.replace("{moved}", marks_of(len(moved))) + only, year, *moved, *more), *noted]


def read_periods_before(db: Readable, year: int, classes: Sequence[int], moved: Sequence[int]) -> list[Any]:
    """(pupil, period, value, reason, session, seq, state, subject) of the moved pupils' marks in other classes."""
    if not moved:
        return []
    sql = _PERIODS.replace("{ids}", marks_of(len(classes))).replace("{moved}", marks_of(len(moved)))
    return rows(db, sql, year, *classes, *moved)
