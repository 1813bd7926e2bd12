"""«Школа → Обучение на дому…»: the administrator's, to be read by the school's management."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.ui.schoolcommands import SchoolTools, Slots

if TYPE_CHECKING:
    from ezh_desktop.ui.dialogs.structure.home import HomeDialog


def home_slots(tools: SchoolTools) -> Slots:
    """The command."""
    from ezh_desktop.services.office import FileOffice  # noqa: PLC0415 - services load when first asked for

    office = tools.office
    if not isinstance(office, FileOffice) or not office.may(Action.READ, Thing.MOVEMENT):
        return {}

    def make() -> HomeDialog:
        from ezh_desktop.ui.dialogs.structure.home import HomeDialog  # noqa: PLC0415

        dialog = HomeDialog(office, tools.doors, tools.window)
        if tools.save is not None:
            dialog.take_output(tools.save)
        return dialog

    return {"home_lessons": lambda: tools.open(make)}
