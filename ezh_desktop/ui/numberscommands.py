"""«Школа → Числа правил…»: the deputy's command."""

from __future__ import annotations

from ezh_desktop.ui.schoolcommands import SchoolTools, Slots


def numbers_slots(tools: SchoolTools) -> Slots:
    """The command, for who changes the numbers."""
    # Services load when they are first asked for.
    from ezh_desktop.services.office import FileOffice  # noqa: PLC0415
    from ezh_desktop.services.rule_numbers import may_set_numbers  # noqa: PLC0415

    office = tools.office
    if not isinstance(office, FileOffice) or not may_set_numbers(office):
        return {}

    def show() -> None:
        from ezh_desktop.ui.dialogs.numbers import NumbersDialog  # noqa: PLC0415

        tools.open(lambda: NumbersDialog(office, tools.window))

    return {"rule_numbers": show}
