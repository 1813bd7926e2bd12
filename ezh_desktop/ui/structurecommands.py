"""«Школа»: the dialogs in which the administrator sets the school up by hand, each for who may write there.

The timetable is opened for reading by everybody who may read it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.services.doors import Office
from ezh_desktop.ui.importcommands import import_dialog, offers_import
from ezh_desktop.ui.schoolcommands import SchoolTools, Slots

if TYPE_CHECKING:
    from ezh_desktop.ui.dialogs.structure.frame import StructureDialog

_WRITES = {
    "school_year": Thing.SCHOOL,
    "school_classes": Thing.SCHOOL_CLASS,
    "school_courses": Thing.COURSE_TEACHER,
    "school_timetable": Thing.TIMETABLE,
}
_READS = {"school_timetable": Thing.TIMETABLE}
_FROM_FILES = frozenset({"school_classes", "school_timetable"})


def structure_slots(tools: SchoolTools) -> Slots:
    """The commands of this person."""
    office = tools.office
    return {
        name: partial(tools.open, partial(_dialog, tools, name))
        for name, thing in _WRITES.items()
        if _may(office, thing) or (name in _READS and _may_read(office, _READS[name]))
    }


def _may(office: Office, thing: Thing) -> bool:
    # Services load when they are first asked for.
    from ezh_desktop.services.office import FileOffice  # noqa: PLC0415

    return isinstance(office, FileOffice) and not office.readonly and office.may(Action.WRITE, thing)


def _may_read(office: Office, thing: Thing) -> bool:
    from ezh_desktop.services.office import FileOffice  # noqa: PLC0415

    return isinstance(office, FileOffice) and office.may(Action.READ, thing)


def _dialog(tools: SchoolTools, name: str) -> QDialog:
    from ezh_desktop.services.office import FileOffice  # noqa: PLC0415
    from ezh_desktop.ui.dialogs.structure.calendar import CalendarDialog  # noqa: PLC0415
    from ezh_desktop.ui.dialogs.structure.classes import ClassesDialog  # noqa: PLC0415
    from ezh_desktop.ui.dialogs.structure.courses import CoursesDialog  # noqa: PLC0415
    from ezh_desktop.ui.dialogs.structure.timetable import TimetableDialog  # noqa: PLC0415

    office = tools.office
    if not isinstance(office, FileOffice):
        raise TypeError(type(office))
    dialogs: dict[str, type[StructureDialog]] = {
        "school_year": CalendarDialog,
        "school_classes": ClassesDialog,
        "school_courses": CoursesDialog,
        "school_timetable": TimetableDialog,
    }
    dialog = dialogs[name](office, tools.doors, tools.window)
    save = tools.save
    if save is not None and isinstance(dialog, TimetableDialog):
        dialog.take_output(save)
    if save is not None and name in _FROM_FILES and _may(office, _WRITES[name]) and offers_import(office):
        dialog.take_import(lambda parent: import_dialog(office, tools.doors, save, parent))
    return dialog
