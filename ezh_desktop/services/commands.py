"""Commands: an act that was decided, as the list of changes to be written and the conditions to be checked again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ezh_desktop.domain.change import Row
from ezh_desktop.domain.rights import About
from ezh_desktop.domain.rights_table import Action
from ezh_desktop.services.own import Planned

if TYPE_CHECKING:
    # The window decides acts; it is painted before the database is loaded.
    from ezh_desktop.storage.keyfile import KeyFile

BLANK: Final[MappingProxyType[str, Row]] = MappingProxyType(
    {
        "cell": {"value": "", "comment": ""},
        "lesson_record": {"topic": "", "homework": "", "kind": "", "results_due": None, "plan_item": None},
        "homework_template": {"ended": 1},
        "period_mark": {"value": "", "reason": ""},
        "council_decision": {"cancelled": 1},
    }
)
"""What stands in a row whose insertion was undone: nothing entered is ever removed."""


@dataclass(frozen=True, slots=True)
class Command:
    """What the writer makes durable.

    `demands` are the rights and `periods` the (class, period) that must still be open when it is written. `keys` edits
    the key text in the same transaction (file format, «A change of keys»). `derives` is the school year whose lessons
    are derived anew behind the act, in the same transaction and as an act of its own.
    """

    action: str
    subject: tuple[str, int]
    planned: tuple[Planned, ...]
    demands: tuple[tuple[Action, About], ...] = ()
    periods: frozenset[tuple[int, int]] = frozenset()
    reason: str = ""
    keys: Callable[[KeyFile], KeyFile] | None = None
    derives: int | None = None
