"""Health sheets of the demo school (5.38): open columns in clear, closed ones under the school's health key.

Two pupils of one class are not examined yet, so that the fill state has something to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Final

from ezh_desktop.domain.change import Change, Row
from ezh_desktop.domain.health import PLACES, Closed, PeGroup
from ezh_desktop.services.demo.model import DemoClass, Pupil
from ezh_desktop.storage.health import HealthKey, Record, seal

_GROUPS: Final = ("I", "I", "I", "II", "II", "II", "III")
_PE_GROUPS: Final = (*(PeGroup.BASIC,) * 6, PeGroup.PREPARATORY, PeGroup.PREPARATORY, PeGroup.SPECIAL_A)
_ADVICE: Final = (
    "Очки для дали",
    "Контроль осанки",
    "Сидеть ближе к доске",
    "Ограничить прыжки до 18.12",
    "Питание по диете № 5",
    "Смена места раз в полугодие",
)
_ADVISED: Final = 0.3
_DESKS: Final = 6
_WANTING: Final = {"7А": 2}


class HealthSheets:
    """Makes the changes by which the medical worker fills a class's sheet."""

    def __init__(self, journal: bytes, year: int, key: HealthKey | None) -> None:
        """Without a `key` (nobody of the school can sign in) the closed columns stay empty."""
        self._journal, self._year, self._key = journal, year, key
        self.unexamined: list[tuple[DemoClass, Pupil]] = []

    def beginning(self, klass: DemoClass, pupils: Sequence[Pupil], chance: Random) -> tuple[Change, ...]:
        """The rows of a class in August; who is not examined yet, drawn by lot, is noted in `unexamined`."""
        wanting = min(_WANTING.get(str(klass.name), 0), len(pupils))
        left_out = chance.sample(pupils, wanting)
        self.unexamined += [(klass, pupil) for pupil in left_out]
        return self.changes(klass, [pupil for pupil in pupils if pupil not in left_out], chance)

    @property
    def announcement(self) -> str:
        """The reason of the act by which the medical worker made the key, "" without one."""
        return self._key.announcement if self._key else ""

    def changes(self, klass: DemoClass, pupils: Sequence[Pupil], chance: Random) -> tuple[Change, ...]:
        """The rows of these pupils."""
        rows = [(pupil, self._row(pupil, chance)) for pupil in pupils]
        return tuple(
            Change("health_record", (pupil.pupil, self._year), None, row, klass.school_class) for pupil, row in rows
        )

    def _row(self, pupil: Pupil, chance: Random) -> Row:
        closed = Closed(chance.choice(_GROUPS), chance.choice(_ADVICE) if chance.random() < _ADVISED else "")
        key = self._key
        return {
            "pe_group": chance.choice(_PE_GROUPS).value,
            "desk": str(chance.randint(1, _DESKS)),
            "place": chance.choice(PLACES),
            "position": None,
            "sealed": seal(closed, Record(self._journal, pupil.pupil, self._year), key) if key else "",
            "generation": key.gen if key else None,
        }
