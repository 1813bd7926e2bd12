"""Empty workbooks to be filled in and entered as a file: a whole school, and a class that is copied from paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ezh_desktop.errors import EzhError
from ezh_desktop.ui.schoolcommands import SchoolTools, Slots

if TYPE_CHECKING:
    from ezh_desktop.services.office import FileOffice

NAME = "Школа.xlsx"
SAVED = "Таблица сохранена: {}."
NEXT = "Заполните её листы и введите: «Файл → Ввести из файла…»."


def school_table_slots(tools: SchoolTools) -> Slots:
    """The commands: of the school for who may enter a whole one, of a class for who sees its pupils."""
    # Services load when they are first asked for.
    from ezh_desktop.services.importing.school import may_import_school  # noqa: PLC0415
    from ezh_desktop.services.office import FileOffice  # noqa: PLC0415
    from ezh_desktop.services.paper_book import paper_classes  # noqa: PLC0415

    office = tools.office
    if not isinstance(office, FileOffice) or tools.save is None:
        return {}
    slots = {}
    if may_import_school(office):
        slots["school_table"] = lambda: _write(tools, NAME, _school)
    if paper_classes(office):
        slots["paper_table"] = lambda: _of_class(tools, office)
    return slots


def _school() -> bytes:
    from ezh_desktop.exchange.schoolbook import empty_book  # noqa: PLC0415

    return empty_book()


def _of_class(tools: SchoolTools, office: FileOffice) -> None:
    """The class in view, else the first one."""
    from ezh_desktop.exchange.paper_book import empty_paper_book  # noqa: PLC0415
    from ezh_desktop.services.paper_book import paper_book, paper_classes  # noqa: PLC0415

    classes = paper_classes(office)
    course = tools.course()
    shown = {place.school_class for place in office.places() if course and place.course == course}
    name = next((name for name, one in classes.items() if one in shown), next(iter(classes), ""))
    if name:
        _write(tools, f"{name} с бумаги.xlsx", lambda: empty_paper_book(paper_book(office, classes[name])))


def _write(tools: SchoolTools, name: str, make: Callable[[], bytes]) -> None:
    save = tools.save
    path = tools.doors.save_file(tools.window, "Пустая таблица", "Книга Excel (*.xlsx)", Path(name))
    if path is None or save is None:
        return
    try:
        save(path, make())
    except EzhError as why:
        tools.doors.tell(tools.window, why.what, why.remedy)
    else:
        tools.doors.tell(tools.window, SAVED.format(path.name), NEXT)
