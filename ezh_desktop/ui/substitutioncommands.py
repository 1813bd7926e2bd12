"""«Школа → Замены и переносы…»: the deputy's command."""

from __future__ import annotations

from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.ui.schoolcommands import SchoolTools, Slots


def substitution_slots(tools: SchoolTools) -> Slots:
    """The command, for who names substitutes."""
    # Services load when they are first asked for.
    from ezh_desktop.services.office import FileOffice  # noqa: PLC0415

    office = tools.office
    if not isinstance(office, FileOffice) or office.readonly or not office.may(Action.WRITE, Thing.SUBSTITUTION):
        return {}

    def show() -> None:
        from ezh_desktop.ui.dialogs.substitutions import SubstitutionsDialog  # noqa: PLC0415

        tools.open(lambda: SubstitutionsDialog(office, tools.doors, tools.save, tools.window))

    return {"substitutions": show}
