"""What every import gives: each row with its outcome, and the command that enters the good ones as one act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from ezh_desktop.domain.change import Change, EntryRef, Key, Row
from ezh_desktop.domain.incoming import Flaw, Judged, Outcome, Spot, counts
from ezh_desktop.domain.rights import About, may
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.errors import BadInput
from ezh_desktop.services.commands import Command
from ezh_desktop.services.office import FileOffice
from ezh_desktop.storage.reading.places import CourseLine, read_courses, read_year


@dataclass(frozen=True, slots=True)
class Import:
    """An import before it is written: outcomes in the file's order, and the act (None: nothing would change).

    `notes` say what else the act does: a class that is made, lessons of a plan that are taken out.
    """

    judged: tuple[Judged, ...]
    command: Command | None
    notes: tuple[str, ...] = ()

    @property
    def counts(self) -> Mapping[Outcome, int]:
        """How many rows have each outcome."""
        return counts(self.judged)

    @property
    def refused(self) -> tuple[Judged, ...]:
        """The rows that do not come in."""
        return tuple(one for one in self.judged if one.outcome is Outcome.REFUSED)


def courses_for(office: FileOffice, action: Action, thing: Thing) -> list[CourseLine]:
    """The courses of the open year in which the person may do this now, a line each, in the journal's order."""
    today = office.clock.today()
    with office.reading() as db:
        year = read_year(db, today.isoformat())
        lines = read_courses(db, year.year) if year and year.state == "open" and not office.readonly else []
    first = {line.course: line for line in reversed(lines)}
    return [
        line
        for line in lines
        if first[line.course] is line and may(office.actor, action, About(thing, today, line.school_class, line.course))
    ]


def demand_good(found: Import) -> None:
    """Raise BadInput, with the first reasons, when no row of the file is good."""
    if len(found.refused) == len(found.judged):
        first = " ".join(one.text for one in found.refused[:3])
        raise BadInput(f"Ни одна строка не подошла, ничего не внесено. {first}")


def enter(office: FileOffice, found: Import) -> EntryRef | None:
    """Write the good rows as one act and give its entry; None when nothing changes. Waits: never in the window.

    Raises BadInput when no row is good, RightRefused and whatever stands in the way of writing.
    """
    demand_good(found)
    return office.execute(found.command) if found.command is not None else None


AT_HOME: Final = Flaw("Это занятия на дому, а не подгруппа класса.", "Внесите их: «Школа → Обучение на дому…».")
"""Why a subgroup of a file is refused that would be taken for one pupil's lessons at home."""


def refused(spot: Spot, who: str, flaw: Flaw, clause: str = "") -> Judged:
    """A refused row."""
    return Judged(spot, who, Outcome.REFUSED, flaw.what, flaw.remedy, flaw.column, clause)


def update(  # noqa: PLR0917 - the parts of a change
    entity: str, key: Key, stored: Row, new: Row, base: EntryRef | None, scope: int
) -> Change | None:
    """The change of those fields that differ from what stands there; None when none does."""
    changed = {name: value for name, value in new.items() if stored[name] != value}
    if not changed:
        return None
    return replace(Change(entity, key, {name: stored[name] for name in changed}, changed, scope), base=base)
