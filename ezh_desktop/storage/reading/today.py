"""Reads of the page «Сегодня» that no course page has."""

from __future__ import annotations

from ezh_desktop.storage.reading.rows import SHOWN_GIVEN, Readable, rows

_ABSENT = (
    f"SELECT DISTINCT p.name_key, p.surname, {SHOWN_GIVEN} FROM membership AS m JOIN pupil AS p ON p.id = m.pupil"
    " JOIN cell AS c ON c.pupil = m.pupil AND c.slot = 0 AND c.value = 'н' JOIN lesson AS l ON l.id = c.lesson"
    " AND l.state = 'living' WHERE m.school_class = ? AND l.day = ? AND (m.start IS NULL OR m.start <= l.day)"
    " AND (m.end IS NULL OR m.end >= l.day)"
)


def read_absent(db: Readable, school_class: int, day: str) -> list[str]:
    """Full names of the pupils of a class who were absent from some lesson of the day, in order."""
    return [f"{surname} {given}" for _, surname, given in sorted(rows(db, _ABSENT, school_class, day))]
