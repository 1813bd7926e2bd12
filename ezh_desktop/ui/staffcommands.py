"""«Школа → Сотрудники и учётные записи…»: the administrator's command."""

from __future__ import annotations

from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.ui.schoolcommands import SchoolTools, Slots


def staff_slots(tools: SchoolTools) -> Slots:
    """The command, for who keeps accounts; slips need a disk or a printer."""
    # Services load when they are first asked for.
    from ezh_desktop.services.office import FileOffice  # noqa: PLC0415

    office, save = tools.office, tools.save
    if not isinstance(office, FileOffice) or office.readonly or save is None:
        return {}
    if not office.may(Action.WRITE, Thing.ACCOUNT):
        return {}

    def show() -> None:
        from ezh_desktop.ui.dialogs.staff import StaffDialog  # noqa: PLC0415

        tools.open(lambda: StaffDialog(office, tools.doors, save, tools.window))

    return {"staff": show}
