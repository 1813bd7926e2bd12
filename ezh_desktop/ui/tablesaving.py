"""«Сохранить в таблицу…»: the page in view as a workbook or a text table, made and written beside the window's thread.

A page gives its title and how its file is made; what it looks like is said in `exchange.pages_out`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from ezh_desktop.errors import EzhError
from ezh_desktop.jobs.base import Job, Progress
from ezh_desktop.services.draining import demand_written
from ezh_desktop.ui.filesaving import FileSaving
from ezh_desktop.ui.pages.base import WindowPage

if TYPE_CHECKING:
    # Makers of tables load when the first is asked for.
    from ezh_desktop.exchange.pages_out import Form, OutFile, Stamp

KINDS: Final = "Книга Excel (*.xlsx);;Таблица CSV (*.csv)"
Make: TypeAlias = "Callable[[Form, Stamp], OutFile]"
"""Makes the file of a page; asked outside the window's thread."""


class TableSaving(FileSaving):
    """Saves what one page of the window shows."""

    words = "Готовится таблица…"

    def __init__(self, page: WindowPage) -> None:
        super().__init__(page)
        self._page = page
        self.said.connect(page.said)
        self.failed.connect(self._on_failed)

    def save(self, title: str, make: Make) -> None:
        """Asks where, and saves as the name's ending says; nothing happens when nothing is chosen."""
        from ezh_desktop.exchange.outgoing import file_stem  # noqa: PLC0415
        from ezh_desktop.exchange.pages_out import Form, Stamp  # noqa: PLC0415

        office, write = self._page.tools.office, self._page.tools.save
        if write is None:
            return
        self._page.leave()
        offered = Path(f"{file_stem(title)}.{Form.XLSX.value}")
        path = self._page.tools.doors.save_file(self._page.window(), "Сохранить в таблицу", KINDS, offered)
        if path is None:
            return
        form = Form.CSV if path.suffix.lower() == ".csv" else Form.XLSX
        target = path if path.suffix.lower() in {".csv", ".xlsx"} else path.with_name(f"{path.name}.{form.value}")
        stamp = Stamp(office.clock.now_local(), office.person.name)

        def make_and_write(_progress: Progress) -> str:
            demand_written(office)
            write(target, make(form, stamp).data)
            return f"Сохранено: {target.name}"

        self._start(Job(f"Таблица, {title}", make_and_write))

    def _on_failed(self, error: EzhError) -> None:
        self._page.tools.doors.tell(self._page.window(), error.what, error.remedy)
