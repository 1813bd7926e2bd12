"""Commands: an act that was decided, as the list of changes to be written and the conditions to be checked again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from ezh_desktop.domain.change import Row
from ezh_desktop.domain.rights import About
from ezh_desktop.domain.rights_table import Action
from ezh_desktop.domain.spans import NEVER
from ezh_desktop.services.own import Planned

if TYPE_CHECKING:
    # The window decides acts; it is painted before the database is loaded.
    from ezh_desktop.storage.keyfile import KeyFile

_OVER: Final = NEVER.isoformat()

BLANK: Final[MappingProxyType[str, Row]] = MappingProxyType(
    {
        "cell": {"value": "", "comment": ""},
        "lesson_record": {"topic": "", "homework": "", "kind": "", "results_due": None, "plan_item": None},
        "homework_template": {"ended": 1},
        "period_mark": {"value": "", "reason": "", "state": ""},
        "council_decision": {"cancelled": 1},
        "absence_reason": {"cancelled": 1},
        "week_confirmation": {"confirmed": 0},
        "health_record": {"pe_group": "", "desk": "", "place": "", "sealed": "", "generation": None},
        # What imports and administration enter. A pupil, a parent's child, is on a page by a membership alone.
        "pupil": {},
        "guardian": {"ended": 1},
        "membership": {"end": _OVER},
        "movement_order": {"cancelled": 1},
        "subgroup_member": {"end": _OVER},
        "school_class": {"ended": 1},
        "subject": {"ended": 1},
        "course": {"ended": 1},
        "course_class": {"ended": 1},
        "course_teacher": {"end": _OVER},
        "role_assignment": {"end": _OVER},
        "timetable_slot": {"valid_to": _OVER},
        "bell": {"valid_to": _OVER},
        "holiday": {"cancelled": 1},
        "moved_day": {"cancelled": 1},
        "substitution": {"cancelled": 1},
        "lesson_change": {"cancelled": 1},
        "plan": {"state": "replaced"},
        "plan_item": {"ended": 1},
        "person": {"ended": _OVER},
        "year_setting": {"value": ""},
        "club": {"ended": 1},
        "learning_mode": {"cancelled": 1},
        "extra_group": {"ended": 1},
        "extra_member": {"end": _OVER},
        "extra_lesson": {"cancelled": 1},
        "extra_presence": {"value": ""},
        "work_link": {"cancelled": 1},
        "proposal": {"state": "refused", "value": ""},
        "individual_lesson": {"cancelled": 1},
        "delegation": {"cancelled": 1},
        "notice": {"cancelled": 1},
    }
)
"""What stands in a row whose insertion was undone: nothing entered is ever removed.

An act that inserts into or changes another table than these, and those of `REWRITTEN`, is not undone by Ctrl+Z.
"""
REWRITTEN: Final = frozenset({"school", "period"})
"""Tables whose rows are made with the year and only changed afterwards: that is undone, their insertion never."""
KEPT: Final[MappingProxyType[str, Row]] = MappingProxyType({"academic_year": {}, "term_scheme": {}, "period": {}})
"""Rows that stay when the making of a year is undone: it is empty then, and the assistant takes it up again."""


@dataclass(frozen=True, slots=True)
class Command:
    """What the writer makes durable.

    `demands` are the rights and `periods` the (class, period) that must still be open when it is written. `keys` edits
    the key text in the same transaction (file format, «A change of keys»). `derives` is the school year whose lessons
    are derived anew behind the act, in the same transaction and as an act of its own. `guard` asks the file, inside the
    transaction and before the act, what rights and versions do not tell; it raises Refusal or BadInput.
    """

    action: str
    subject: tuple[str, int]
    planned: tuple[Planned, ...]
    demands: tuple[tuple[Action, About], ...] = ()
    periods: frozenset[tuple[int, int]] = frozenset()
    reason: str = ""
    keys: Callable[[KeyFile], KeyFile] | None = None
    derives: int | None = None
    guard: Callable[[Any], None] | None = None
