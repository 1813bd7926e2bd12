"""«Сотрудники и учётные записи» and its dialogs, with people in every state; also where the screen is small."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from PySide6.QtWidgets import QApplication, QPlainTextEdit

from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.staff import AccessSlip, Stand
from ezh_desktop.services.staff import staff_page
from ezh_desktop.ui import fitting
from ezh_desktop.ui.dialogs.changepassword import ChangePasswordDialog
from ezh_desktop.ui.dialogs.leaving import LeavingDialog
from ezh_desktop.ui.dialogs.manystaff import ManyStaffDialog
from ezh_desktop.ui.dialogs.person import PersonDialog
from ezh_desktop.ui.dialogs.slips import SlipsDialog
from ezh_desktop.ui.dialogs.staff import StaffDialog
from tests.look.pages.signin import SMALL
from tests.look.registry import Scene, Shot, shows
from tests.ui.paper_doors import StillPrinter
from tests.ui.staff_school import AgreeingDoors, make_school, signed_in

SLIPS = (
    AccessSlip("Соколова Наталья Викторовна", "учитель, предметы: Алгебра, Геометрия", "sokolova", "hmd3-qtec-caqv"),
    AccessSlip("Филатова Нина Аркадьевна", "медицинский работник", "filatova", "6dkg-9a6y-5k5k"),
)
TEXT = """Белоусова Наталья Фёдоровна; учитель географии
Филатова Нина Аркадьевна
Иванова М.
Кравцова Анна Олеговна\tучитель физики
"""


@shows("staff")
def staff(_scene: Scene) -> Iterator[Shot]:
    """The list, a new and a known person, many at once, the slips, the last day."""
    with tempfile.TemporaryDirectory() as folder:
        session = signed_in(make_school(Path(folder)))
        yield from _shots(session.office, "")
        with patch.object(fitting, "room", lambda _screen: SMALL):
            yield from _shots(session.office, "small-")
        session.close()


def _shots(office: FileOffice, prefix: str) -> Iterator[Shot]:
    page = staff_page(office)
    doors = AgreeingDoors()
    yield Shot(f"{prefix}list", StaffDialog(office, doors, lambda _path, _data: None))
    yield Shot(f"{prefix}person-new", PersonDialog(office, page))
    known = next(line for line in page.lines if line.login == "person0")
    yield Shot(f"{prefix}person-known", PersonDialog(office, page, known))
    many = ManyStaffDialog(office, page)
    many.findChild(QPlainTextEdit, "list").setPlainText(TEXT)
    yield Shot(f"{prefix}many", many)
    bare = [line for line in page.lines if line.stand is Stand.NONE]
    yield Shot(f"{prefix}many-known", ManyStaffDialog(office, page, bare))
    yield Shot(f"{prefix}change-password", ChangePasswordDialog(office))
    yield Shot(f"{prefix}last-day", LeavingDialog(known, page.today))
    slips = SlipsDialog(office, SLIPS, page, doors, lambda _path, _data: None, printer=StillPrinter())
    yield Shot(f"{prefix}slips", slips, ready=lambda: _settled(slips))


def _settled(dialog: SlipsDialog) -> None:
    while not dialog.shown:
        QApplication.processEvents()
