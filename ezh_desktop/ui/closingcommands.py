"""«Школа → Закрытие периодов…»: the director's command."""

from __future__ import annotations

from ezh_desktop.ui.schoolcommands import SchoolTools, Slots


def closing_slots(tools: SchoolTools) -> Slots:
    """The command, for who closes periods."""
    # Services load when they are first asked for.
    from ezh_desktop.services.closing import may_close  # noqa: PLC0415
    from ezh_desktop.services.office import FileOffice  # noqa: PLC0415

    office = tools.office
    if not isinstance(office, FileOffice) or not may_close(office):
        return {}

    def show() -> None:
        from ezh_desktop.ui.dialogs.closing import ClosingDialog  # noqa: PLC0415

        tools.open(lambda: ClosingDialog(office, tools.window))

    return {"close_periods": show}
