"""A demo school from nothing to a finished file: accounts, founding, a year of lessons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from ezh_desktop.domain.clock import FrozenClock
from ezh_desktop.domain.ids import IdSource
from ezh_desktop.services.demo.build import DemoFacts, fill_demo
from ezh_desktop.services.demo.options import ZONE, DemoOptions
from ezh_desktop.services.founding import Begun, Maker, NewAccount, found_journal

LOGINS: Final = ("admin", "director", "deputy", "class_teacher", "teacher", "medic")
"""Who can sign in; the first is the first administrator."""
_ROOT_HOLDERS: Final = frozenset({"admin", "director"})
_MEDIC: Final = "medic"


@dataclass(frozen=True, slots=True)
class DemoSchool:
    """A demo school that was made: where it lies and what is in it."""

    path: Path
    journal: bytes
    facts: DemoFacts


def options_of(classes: int | None, weeks: int | None, seed: int | None, today: date) -> DemoOptions:
    """The options of a command, with the defaults for what was not said."""
    usual = DemoOptions(weeks=weeks, today=today)
    return replace(
        usual,
        classes=usual.classes if classes is None else classes,
        seed=usual.seed if seed is None else seed,
    )


def make_demo_school(path: Path, password: str, options: DemoOptions, maker: Maker) -> DemoSchool:
    """Make both files; every login of `LOGINS` has that password.

    Raises BadInput when something lies under the name already, DeviceTrouble and its kinds; nothing is half-written.
    """
    told: list[DemoFacts] = []
    new_id = _seeded_ids(options)

    def fill(begun: Begun) -> None:
        told.append(fill_demo(begun, options, new_id))

    # The genesis entry is older than the first lesson, as it would be in a school.
    early = replace(maker, clock=FrozenClock(options.opening_us, ZONE), new_id=new_id)
    accounts = [NewAccount(login, password, root=login in _ROOT_HOLDERS, health=login == _MEDIC) for login in LOGINS]
    found = found_journal(path, accounts, fill, early, bulk=True)
    return DemoSchool(path, found.journal, told[0])


def _seeded_ids(options: DemoOptions) -> IdSource:
    """Ids that are the same for the same seed: they begin at the day the school was set up."""
    start = options.opening_us // 1000
    return IdSource(lambda: start, options.chance("ids").getrandbits)
