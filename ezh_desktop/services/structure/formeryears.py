"""The years of a journal that may be looked at beside the one that runs (2.4)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ezh_desktop.services.office import FileOffice
from ezh_desktop.storage.reading.places import read_last_lessons, read_year, read_year_lines


class FormerYear(NamedTuple):
    """A year with the day it is looked at from: the last one of lessons."""

    year: int
    label: str
    day: date


def former_years(office: FileOffice) -> tuple[FormerYear, ...]:
    """The years before the one in which the program works, the newest first."""
    with office.reading() as db:
        present = read_year(db, office.clock.today().isoformat())
        before = [one for one in read_year_lines(db) if present is not None and one.start < present.start]
        return tuple(FormerYear(one.year, one.label, read_last_lessons(db, one)) for one in reversed(before))
