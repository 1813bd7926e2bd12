"""The years of a journal that may be looked at beside the one that runs (2.4)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ezh_desktop.services.office import FileOffice
from ezh_desktop.storage.reading.places import read_year
from ezh_desktop.storage.reading.rows import rows


class FormerYear(NamedTuple):
    """A year with the day it is looked at from: the last one of lessons."""

    year: int
    label: str
    day: date


def former_years(office: FileOffice) -> tuple[FormerYear, ...]:
    """The years before the one in which the program works, the newest first."""
    today = office.clock.today().isoformat()
    with office.reading() as db:
        present = read_year(db, today)
        found = rows(
            db,
            "SELECT y.id, y.label, coalesce(max(p.end), y.end) FROM academic_year AS y LEFT JOIN term_scheme AS s"
            " ON s.year = y.id LEFT JOIN period AS p ON p.scheme = s.id AND p.kind IN ('quarter', 'half')"
            " WHERE y.start < ? GROUP BY y.id ORDER BY y.start DESC",
            present.start if present is not None else today,
        )
    return tuple(FormerYear(year, label, date.fromisoformat(day)) for year, label, day in found)
