"""«Карантин и дистанционное обучение»: whom it holds for, when and by which order (5.16)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import Plan
from ezh_desktop.services.structure.modes import (
    KINDS,
    SCHOOL,
    TABLE,
    ModesPage,
    lessons_within,
    plan_modes,
    read_modes,
)
from ezh_desktop.ui.dialogs.structure.linemodel import Column
from ezh_desktop.ui.dialogs.structure.onetable import OneTableDialog
from ezh_desktop.ui.doors import Doors

WORDS = (
    "В эти дни уроки отмечены как дистанционные, задание пишут со ссылкой, а отметку за работу можно ставить в столбец "
    "её темы. КТП подгоняет учитель: «Планы уроков», «Подогнать под уроки»."
)


class ModesDialog(OneTableDialog):
    """One table for the whole year."""

    title = "Карантин и дистанционное обучение"
    help_page = "modes"
    key, name = TABLE, "Режимы"

    def __init__(self, office: FileOffice, doors: Doors, parent: QWidget | None = None, year: int = 0) -> None:
        self._page: ModesPage = read_modes(office, year)
        super().__init__(office, doors, parent, year)
        self._now = self.words(strong=True)
        self.lay_out(self._columns(), (self.words(WORDS), self._now))

    def _columns(self) -> tuple[Column, ...]:
        writes = self._page.writable
        return (
            Column("what", "Кто", 96, self._classes, editable=writes, hint="Класс или вся школа"),
            Column("kind", "Режим", 172, lambda: tuple(KINDS.values()), editable=writes),
            Column("start", "С", 84, editable=writes, hint="Первый день: 9.12"),
            Column("end", "По", 84, editable=writes, hint="Последний день; чтобы закончить раньше, поставьте другой"),
            Column("order", "Приказ", 160, editable=writes, stretch=True),
            Column("lessons", "Уроков", 84, editable=False),
        )

    def _classes(self) -> tuple[str, ...]:
        return (SCHOOL, *self._page.classes)

    @property
    def writable(self) -> bool:
        """See `OneTableDialog`."""
        return self._page.writable

    def read(self) -> None:
        """The modes of the year in view."""
        self._page = read_modes(self.office, self.year)
        self.show_year(self._page.year.year, self._page.year.label)

    def show_part(self, part: int) -> None:  # noqa: ARG002 - there is one
        """The modes as they are stored."""
        page = self._page
        self.show_table(page.lines, self._columns(), writable=page.writable)
        self.table.lines.show_told(
            {(row, "lessons"): lessons_within(self.office, page, line) for row, line in enumerate(page.lines)}
        )
        self._now.setText(f"Сегодня: {', '.join(page.running)}" if page.running else "Сегодня обычные уроки")

    def planned(self) -> Plan:
        """See `OneTableDialog`."""
        return plan_modes(self.office, self._page, self.lines)
