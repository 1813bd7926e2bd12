"""«Школа → Пустая таблица школы…»: the workbook into which a whole school is written, to be entered as a file."""

from __future__ import annotations

from pathlib import Path

from ezh_desktop.errors import EzhError
from ezh_desktop.ui.schoolcommands import SchoolTools, Slots

NAME = "Школа.xlsx"
SAVED = "Таблица сохранена: {}."
NEXT = "Заполните её листы и введите: «Файл → Ввести из файла…»."


def school_table_slots(tools: SchoolTools) -> Slots:
    """The command, for who may enter a whole school."""
    # Services load when they are first asked for.
    from ezh_desktop.services.importing.school import may_import_school  # noqa: PLC0415
    from ezh_desktop.services.office import FileOffice  # noqa: PLC0415

    office, save = tools.office, tools.save
    if not isinstance(office, FileOffice) or save is None or not may_import_school(office):
        return {}

    def write() -> None:
        from ezh_desktop.exchange.schoolbook import empty_book  # noqa: PLC0415

        path = tools.doors.save_file(tools.window, "Пустая таблица школы", "Книга Excel (*.xlsx)", Path(NAME))
        if path is None:
            return
        try:
            save(path, empty_book())
        except EzhError as why:
            tools.doors.tell(tools.window, why.what, why.remedy)
        else:
            tools.doors.tell(tools.window, SAVED.format(path.name), NEXT)

    return {"school_table": write}
