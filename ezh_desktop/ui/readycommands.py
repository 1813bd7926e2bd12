"""«Журнал → Готовность к концу периода…»: for everybody who has a page of the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ezh_desktop.domain.rights import could
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.ui.printcommands import print_preliminary
from ezh_desktop.ui.schoolcommands import SchoolTools, Slots

if TYPE_CHECKING:
    from ezh_desktop.services.office import FileOffice
    from ezh_desktop.services.pages.preliminary import ReadyLine


def ready_slots(tools: SchoolTools) -> Slots:
    """The command."""
    from ezh_desktop.services.office import FileOffice  # noqa: PLC0415 - services load when first asked for

    office = tools.office
    if not isinstance(office, FileOffice):
        return {}
    if not could(office.actor, Action.READ, Thing.COURSE_PAGE, office.clock.today()):
        return {}
    return {"ready": lambda: _show(tools, office)}


def _show(tools: SchoolTools, office: FileOffice) -> None:
    from ezh_desktop.services.preliminary import ready_page  # noqa: PLC0415 - as above
    from ezh_desktop.ui.dialogs.ready import ReadyDialog  # noqa: PLC0415

    dialog = ReadyDialog(lambda: ready_page(office), tools.window)
    dialog.chosen.connect(lambda line: _open(tools, line))
    dialog.print_asked.connect(lambda school_class, name: _print(tools, office, school_class, name))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _open(tools: SchoolTools, line: ReadyLine) -> None:
    tools.open_course(line.course, line.lesson)


def _print(tools: SchoolTools, office: FileOffice, school_class: int, name: str) -> None:
    if tools.save is not None:
        dialog = print_preliminary(office, school_class, name, tools.doors, tools.save, tools.window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
