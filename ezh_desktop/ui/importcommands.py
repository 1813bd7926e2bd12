"""Entering from a file, from the main window: the file is chosen, then the dialog shows what it would change."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget

from ezh_desktop.domain.rights import Actor, could
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.services.doors import Office
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.printcommands import Save

_WAYS = ((Action.WRITE, Thing.MOVEMENT), (Action.IMPORT, Thing.PLAN), (Action.WRITE, Thing.ABSENCES))


def offers_import(office: Office) -> bool:
    """Whether the person may enter anything from files: class lists, the plan of some course, a class's absences."""
    actor: Actor | None = getattr(office, "actor", None)
    if actor is None or office.readonly:
        return False
    today = office.clock.today()
    return any(could(actor, action, thing, today) for action, thing in _WAYS)


def import_dialog(office: Office, doors: Doors, save: Save, parent: QWidget) -> QDialog | None:
    """The dialog over the file that the person chooses; None when nothing is chosen, or nothing may be entered."""
    # The readers of tables load when they are first asked for.
    from ezh_desktop.services.office import FileOffice  # noqa: PLC0415
    from ezh_desktop.ui.dialogs.importing import TABLES, ImportDialog  # noqa: PLC0415
    from ezh_desktop.ui.dialogs.importwork import works_of  # noqa: PLC0415

    if not isinstance(office, FileOffice):
        return None
    works = works_of(office)
    if not works:
        doors.tell(
            parent, "Вносить из файла вам пока нечего.", "КТП вносит учитель предмета, списки — администратор ЭЖ."
        )
        return None
    path = doors.open_file(parent, "Ввод из файла", TABLES)
    return None if path is None else ImportDialog(office, works, path, doors, save, parent)
