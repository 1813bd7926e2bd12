"""«Школа → Карантин и дистанционное обучение…»: the deputy's, to be read by all who teach."""

from __future__ import annotations

from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.ui.schoolcommands import SchoolTools, Slots


def mode_slots(tools: SchoolTools) -> Slots:
    """The command."""
    from ezh_desktop.services.office import FileOffice  # noqa: PLC0415 - services load when first asked for

    office = tools.office
    if not isinstance(office, FileOffice) or not office.may(Action.READ, Thing.LEARNING_MODE):
        return {}

    def show() -> None:
        from ezh_desktop.ui.dialogs.structure.modes import ModesDialog  # noqa: PLC0415

        tools.open(lambda: ModesDialog(office, tools.doors, tools.window))

    return {"modes": show}
