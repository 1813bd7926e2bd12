"""«Журнал → Просьбы о зачислении и отчислении…»: for who leads a class, and for the administrator (4.3.4)."""

from __future__ import annotations

from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.ui.schoolcommands import SchoolTools, Slots


def request_slots(tools: SchoolTools) -> Slots:
    """The command."""
    from ezh_desktop.services.office import FileOffice  # noqa: PLC0415 - services load when first asked for

    office = tools.office
    if not isinstance(office, FileOffice):
        return {}
    today = office.clock.today()
    leads = any(one.span.holds(today) for one in office.actor.standing.led)
    if not leads and not office.may(Action.WRITE, Thing.MOVEMENT):
        return {}

    def show() -> None:
        from ezh_desktop.ui.dialogs.structure.requests import RequestsDialog  # noqa: PLC0415

        tools.open(lambda: RequestsDialog(office, tools.doors, tools.window))

    return {"requests": show}
