"""«Журнал → Внеурочная деятельность…»: for who leads a group, and for who composes or controls them."""

from __future__ import annotations

from ezh_desktop.domain.rights import could
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.ui.schoolcommands import SchoolTools, Slots


def extra_slots(tools: SchoolTools) -> Slots:
    """The command."""
    from ezh_desktop.services.office import FileOffice  # noqa: PLC0415 - services load when first asked for

    office = tools.office
    if not isinstance(office, FileOffice):
        return {}
    if not could(office.actor, Action.READ, Thing.EXTRA_GROUP, office.clock.today()):
        return {}

    def show() -> None:
        from ezh_desktop.ui.dialogs.structure.extra import ExtraDialog  # noqa: PLC0415

        tools.open(lambda: ExtraDialog(office, tools.doors, tools.window, save=tools.save))

    return {"extra": show}
