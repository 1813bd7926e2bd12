"""«Журнал → План проверок журнала…»: the deputy's, and for who reads all inspections."""

from __future__ import annotations

from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.ui.schoolcommands import SchoolTools, Slots


def inspection_slots(tools: SchoolTools) -> Slots:
    """The command."""
    from ezh_desktop.services.office import FileOffice  # noqa: PLC0415 - services load when first asked for

    office = tools.office
    if not isinstance(office, FileOffice) or not office.may(Action.READ, Thing.INSPECTION):
        return {}

    def show() -> None:
        from ezh_desktop.ui.dialogs.structure.inspections import InspectionPlanDialog  # noqa: PLC0415

        tools.open(lambda: InspectionPlanDialog(office, tools.doors, tools.window))

    return {"inspections": show}
