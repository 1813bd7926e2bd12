"""A journal as `ezh-desktop new` makes it: one administrator, a year with its calendar, subjects, and nobody else."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

from ezh_desktop.domain.calendar import AcademicYear
from ezh_desktop.domain.clock import FrozenClock, SteppedClock
from ezh_desktop.services.founding import Begun, Maker, NewAccount, found_journal
from ezh_desktop.services.year_setup import new_year, school_change, subject_changes
from ezh_desktop.storage.passwords import FLOOR
from ezh_desktop.storage.protocol import Draft
from ezh_desktop.storage.recovery_code import RecoveryCode
from ezh_desktop.storage.writer import Writer
from tests.factories import PASSWORD, ZONE, School, stepped_ids

AUGUST = date(2026, 8, 25)


def a_bare_school(path: Path) -> School:
    """Make it on 25 August 2026; `admin` signs in with PASSWORD."""
    new_id, school = stepped_ids(), School(path, b"", RecoveryCode(b""), {}, {}, {}, {})
    clock = SteppedClock(FrozenClock.at(AUGUST, time(9), ZONE).now_us(), ZONE)

    def fill(begun: Begun) -> None:
        school.people["admin"] = begun.accounts["admin"]
        year = new_year(new_id, AcademicYear.from_label("2026/2027"))
        _, subjects = subject_changes(new_id)
        changes = (school_change(new_id, "Школа № 12"), *year.changes, *subjects)
        writer = Writer(begun.connection, begun.journal)
        writer.begin([begun.administrator])
        writer.append(
            begun.administrator, Draft("school.set_up", ("academic_year", year.year), changes, clock.now_us())
        )
        writer.seal(begun.administrator, ended=clock.now_us())

    founded = found_journal(path, [NewAccount("admin", PASSWORD, root=True)], fill, Maker(clock, new_id, FLOOR))
    school.journal, school.code, school.genesis = founded.journal, founded.code, founded.genesis
    school.passwords = {"admin": PASSWORD}
    return school
