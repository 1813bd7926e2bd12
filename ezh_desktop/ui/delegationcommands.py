"""«Школа → Исполнение обязанностей…»: the director's, to be read by the deputy and the administrator."""

from __future__ import annotations

from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.ui.schoolcommands import SchoolTools, Slots


def delegation_slots(tools: SchoolTools) -> Slots:
    """The command."""
    from ezh_desktop.services.office import FileOffice  # noqa: PLC0415 - services load when first asked for

    office = tools.office
    if not isinstance(office, FileOffice) or not office.may(Action.READ, Thing.DELEGATION):
        return {}

    def show() -> None:
        from ezh_desktop.ui.dialogs.structure.delegations import DelegationsDialog  # noqa: PLC0415

        tools.open(lambda: DelegationsDialog(office, tools.doors, tools.window))

    return {"delegations": show}
