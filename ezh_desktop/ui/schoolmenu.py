"""The menu «Школа», and the copies of «Файл»: what is set up or kept, each command shown to those who may do it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ezh_desktop.ui.backupcommands import backup_slots
from ezh_desktop.ui.closingcommands import closing_slots
from ezh_desktop.ui.delegationcommands import delegation_slots
from ezh_desktop.ui.extracommands import extra_slots
from ezh_desktop.ui.homecommands import home_slots
from ezh_desktop.ui.inspectioncommands import inspection_slots
from ezh_desktop.ui.modecommands import mode_slots
from ezh_desktop.ui.numberscommands import numbers_slots
from ezh_desktop.ui.passwordcommands import password_slots
from ezh_desktop.ui.plancommands import plan_slots
from ezh_desktop.ui.readycommands import ready_slots
from ezh_desktop.ui.requestcommands import request_slots
from ezh_desktop.ui.rostercommands import roster_slots
from ezh_desktop.ui.schoolcommands import SchoolTools, Slots
from ezh_desktop.ui.schooltablecommands import school_table_slots
from ezh_desktop.ui.staffcommands import staff_slots
from ezh_desktop.ui.structurecommands import structure_slots
from ezh_desktop.ui.substitutioncommands import substitution_slots
from ezh_desktop.ui.yearcommands import year_slots

_Provide = Callable[[SchoolTools], Slots]
PROVIDERS: Final[tuple[_Provide, ...]] = (
    structure_slots,
    substitution_slots,
    home_slots,
    mode_slots,
    plan_slots,
    extra_slots,
    delegation_slots,
    roster_slots,
    request_slots,
    staff_slots,
    school_table_slots,
    numbers_slots,
    inspection_slots,
    ready_slots,
    closing_slots,
    year_slots,
    backup_slots,
    password_slots,
)
"""Each gives the slots of the commands that this person may use, by the names of `menus.COMMANDS`."""


def school_slots(tools: SchoolTools) -> Slots:
    """The slots of all of them."""
    return {name: slot for provide in PROVIDERS for name, slot in provide(tools).items()}
