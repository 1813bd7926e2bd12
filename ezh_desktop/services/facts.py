"""What can be told of a journal: without a key only what lies open, to a signed-in person its school and its size."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ezh_desktop.errors import Trouble
from ezh_desktop.services.office import FileOffice
from ezh_desktop.storage.keyfile import KeyFile, foreign_key_file, read_key_file
from ezh_desktop.storage.reading.places import read_info, read_school, read_year
from ezh_desktop.storage.reading.rows import Readable, row, stands
from ezh_desktop.storage.sealedfile import examine, open_facts
from ezh_desktop.storage.signin import salt_is_foreign

COUNTED = {
    "classes": "SELECT count(*) FROM school_class WHERE year = ? AND ended = 0",
    "pupils": "SELECT count(DISTINCT m.pupil) FROM school_class AS k"  # noqa: S608 - a condition of our own
    f" JOIN membership AS m ON m.school_class = k.id AND {stands('m')} WHERE k.year = ?",
    "courses": "SELECT count(*) FROM course WHERE year = ? AND ended = 0",
    "lessons": "SELECT count(*) FROM lesson AS l JOIN course AS c ON c.id = l.course"
    " WHERE c.year = ? AND l.state = 'living'",
}
"""What is counted in the school year, by name."""


@dataclass(frozen=True, slots=True)
class OpenFacts:
    """What lies open: sizes in bytes. `journal` is hex, and empty when the key file tells none: `trouble` says why."""

    format: str
    journal: str
    size: int
    keys_size: int
    wal_size: int
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class JournalFacts:
    """What a signed-in person may know: school, year label, counts by name, entries of the protocol, its head."""

    school: str
    year: str
    counts: dict[str, int]
    entries: int
    head: str
    demo_day: str = ""


def facts_outside(path: Path) -> OpenFacts:
    """The facts that need no key. Raises DriveGoneTrouble when the file is missing, DamageTrouble when it is none."""
    facts = open_facts(path)
    journal = ""
    trouble: Trouble | None = None
    try:
        text = KeyFile.parse(read_key_file(path))
        journal = text.head.journal.hex()
        if salt_is_foreign(text, examine(path)):
            journal, trouble = "", foreign_key_file()
    except Trouble as why:
        trouble = why
    return OpenFacts(facts.format, journal, facts.size, facts.keys_size, facts.wal_size, trouble)


def facts_inside(office: FileOffice) -> JournalFacts:
    """The facts that a signed-in person sees; every role reads the school and its classes."""
    with office.reading() as db:
        school, _, _ = read_school(db)
        year = read_year(db, office.clock.today().isoformat())
        counts = counts_inside(db, office.clock.today())
        entries = int(row(db, "SELECT count(*) FROM entry")[0])
        demo_day = read_info(db, "demo_day")
    return JournalFacts(school, year.label if year else "", counts, entries, office.head_text(), demo_day)


def counts_inside(db: Readable, today: date) -> dict[str, int]:
    """What stands in the school year of that day, by the names of `COUNTED`; empty between the years."""
    year = read_year(db, today.isoformat())
    return {name: int(row(db, sql, year.year)[0]) for name, sql in COUNTED.items()} if year else {}
