"""«Сохранить в таблицу…»: the page in view as a workbook or a text table, made and written beside the window's thread.

A page gives its title and how its file is made; what it looks like is said in `exchange.pages_out`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from PySide6.QtWidgets import QWidget

from ezh_desktop.jobs.base import Job, Progress
from ezh_desktop.services.doors import Office
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.filesaving import FileSaving
from ezh_desktop.ui.printcommands import Save

if TYPE_CHECKING:
    # Makers of tables load when the first is asked for.
    from ezh_desktop.exchange.pages_out import Form, OutFile, Stamp

_DRAIN_SECONDS: Final = 10.0
KINDS: Final = "Книга Excel (*.xlsx);;Таблица CSV (*.csv)"
Make: TypeAlias = "Callable[[Form, Stamp], OutFile]"
"""Makes the file of a page; asked outside the window's thread."""


class TableSaving(FileSaving):
    """Pages as tables."""

    words = "Готовится таблица…"

    def __init__(self, office: Office, doors: Doors, save: Save, parent: QWidget) -> None:
        super().__init__(parent)
        self._office, self._doors, self._write = office, doors, save

    def save(self, title: str, make: Make, window: QWidget) -> None:
        """Asks where, and saves as the name's ending says; nothing happens when nothing is chosen."""
        from ezh_desktop.exchange.outgoing import file_stem  # noqa: PLC0415
        from ezh_desktop.exchange.pages_out import Form, Stamp  # noqa: PLC0415

        offered = Path(f"{file_stem(title)}.{Form.XLSX.value}")
        path = self._doors.save_file(window, "Сохранить в таблицу", KINDS, offered)
        if path is None:
            return
        form = Form.CSV if path.suffix.lower() == ".csv" else Form.XLSX
        target = path if path.suffix.lower() in {".csv", ".xlsx"} else path.with_name(f"{path.name}.{form.value}")
        office, write = self._office, self._write
        stamp = Stamp(office.clock.now_local(), office.person.name)

        def make_and_write(_progress: Progress) -> str:
            # What was typed a moment ago goes out too.
            office.drain(_DRAIN_SECONDS)
            write(target, make(form, stamp).data)
            return f"Сохранено: {target.name}"

        self._start(Job(f"Таблица, {title}", make_and_write))
