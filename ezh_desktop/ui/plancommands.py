"""«Журнал → Планы уроков (КТП)…»: for everybody who may read one."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog

from ezh_desktop.domain.rights import could
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.ui.importcommands import import_dialog, offers_import
from ezh_desktop.ui.schoolcommands import SchoolTools, Slots


def plan_slots(tools: SchoolTools) -> Slots:
    """The command; all who teach or lead read plans, the medical worker does not."""
    from ezh_desktop.services.office import FileOffice  # noqa: PLC0415 - services load when first asked for

    office = tools.office
    if not isinstance(office, FileOffice):
        return {}
    if not could(office.actor, Action.READ, Thing.PLAN, office.clock.today()):
        return {}

    def make() -> QDialog:
        from ezh_desktop.ui.dialogs.structure.plans import PlansDialog  # noqa: PLC0415

        dialog = PlansDialog(office, tools.doors, tools.window, course=tools.course() or 0)
        save = tools.save
        if save is not None and offers_import(office):
            dialog.take_import(lambda parent: import_dialog(office, tools.doors, save, parent))
        return dialog

    return {"plans": lambda: tools.open(make)}
