"""Printing from the main window: the dialog is made of the page in view. Its libraries load when first asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from PySide6.QtWidgets import QDialog, QWidget

from ezh_desktop.services.doors import Office
from ezh_desktop.ui.doors import Doors

Save: TypeAlias = Callable[[Path, bytes], None]
"""Writes a file safely; raises DeviceTrouble, and then the old file is whole."""


def print_dialog(office: Office, course: int, doors: Doors, save: Save, parent: QWidget) -> QDialog:
    """The print dialog of a course page."""
    # ReportLab and the PDF reader take longer to load than the window may take to open.
    from ezh_desktop.reports.base import PrintInfo  # noqa: PLC0415
    from ezh_desktop.ui.dialogs.printing import PrintDialog, PrintSource  # noqa: PLC0415

    def info() -> PrintInfo:
        return PrintInfo(office.clock.now_local(), office.person.name, office.head_text())

    source = PrintSource(
        page=office.course_page(course),
        courses=office.class_courses(course),
        printable=office.printable_courses(course),
        read=office.layout_page,
        info=info,
    )
    return PrintDialog(source, doors, save, parent=parent)
