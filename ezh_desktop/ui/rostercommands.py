"""«Журнал → Списки и выписки…»: for who leads a class, and who controls the journals (4.3.4)."""

from __future__ import annotations

from ezh_desktop.domain.rights import could
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.ui.schoolcommands import SchoolTools, Slots


def roster_slots(tools: SchoolTools) -> Slots:
    """The command."""
    from ezh_desktop.services.office import FileOffice  # noqa: PLC0415 - services load when first asked for

    office, save = tools.office, tools.save
    if not isinstance(office, FileOffice) or save is None:
        return {}
    if not could(office.actor, Action.PRINT, Thing.SUMMARY, office.clock.today()):
        return {}

    def show() -> None:
        from ezh_desktop.ui.dialogs.rosters import RostersDialog  # noqa: PLC0415

        course = tools.course()
        own = next((one.school_class for one in office.places() if course and one.course == course), 0)
        tools.open(lambda: RostersDialog(office, tools.doors, save, tools.window, own))

    return {"rosters": show}
