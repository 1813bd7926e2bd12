"""«Вид → Прошлый учебный год…» for everybody, «Школа → Новый учебный год…» for the administrator (2.4, 4.1.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.errors import EzhError
from ezh_desktop.ui.schoolcommands import SchoolTools, Slots

if TYPE_CHECKING:
    from ezh_desktop.services.office import FileOffice
    from ezh_desktop.services.structure.formeryears import FormerYear

NONE = "Других учебных годов в журнале нет."


def year_slots(tools: SchoolTools) -> Slots:
    """The commands of this person."""
    from ezh_desktop.services.office import FileOffice  # noqa: PLC0415 - services load when first asked for

    office = tools.office
    if not isinstance(office, FileOffice):
        return {}
    found = {"former_year": lambda: _choose(tools, office)}
    if not office.readonly and office.may(Action.WRITE, Thing.SCHOOL):
        found["new_year"] = lambda: _show_new(tools, office)
    return found


def _choose(tools: SchoolTools, office: FileOffice) -> None:
    from ezh_desktop.services.structure.formeryears import former_years  # noqa: PLC0415 - as above

    years = former_years(office)
    if not years:
        tools.doors.tell(tools.window, NONE)
    elif len(years) == 1:
        _look_back(tools, office, years[0])
    else:
        menu = QMenu(tools.window)
        for one in years:
            menu.addAction(one.label).triggered.connect(lambda _=False, year=one: _look_back(tools, office, year))
        menu.popup(QCursor.pos())


def _look_back(tools: SchoolTools, office: FileOffice, year: FormerYear) -> None:
    from ezh_desktop.ui.mainwindow import MainWindow  # noqa: PLC0415 - it makes this menu

    if not isinstance(tools.window, MainWindow):
        return
    try:
        tools.window.look_back(office.looking_back(year.day), year.label)
    except EzhError as why:
        tools.doors.tell(tools.window, why.what, why.remedy)


def _show_new(tools: SchoolTools, office: FileOffice) -> None:
    from ezh_desktop.ui.dialogs.structure.newyear import NewYearDialog  # noqa: PLC0415 - as above

    tools.open(lambda: NewYearDialog(office, tools.doors, tools.window))
