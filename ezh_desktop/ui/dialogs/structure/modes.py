"""«Карантин и дистанционное обучение»: whom it holds for, when and by which order (5.16)."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

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
from ezh_desktop.ui.dialogs.structure.frame import Part, StructureDialog
from ezh_desktop.ui.dialogs.structure.linemodel import Column, LineModel
from ezh_desktop.ui.dialogs.structure.linetable import LineTable
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.widgets.flow import FlowLayout
from ezh_desktop.ui.widgets.tone import tone

WORDS = (
    "В эти дни уроки отмечены как дистанционные, задание пишут со ссылкой, а отметку за работу можно ставить в столбец "
    "её темы. КТП подгоняет учитель: «Планы уроков», «Подогнать под уроки»."
)


class ModesDialog(StructureDialog):
    """One table for the whole year."""

    title = "Карантин и дистанционное обучение"
    help_page = "modes"
    list_name = "Год"

    def __init__(self, office: FileOffice, doors: Doors, parent: QWidget | None = None, year: int = 0) -> None:
        self._page: ModesPage = read_modes(office, year)
        super().__init__(office, doors, parent, year)
        self.list.hide()
        words, self._now = QLabel(WORDS, self), QLabel(self)
        words.setWordWrap(True)
        tone(words, "text2")
        tone(self._now, "text", bold=True)
        table = LineTable(LineModel(self._columns(), self), self.doors, "Режимы", self)
        self.right.addWidget(words)
        self.right.addWidget(self._now)
        self.right.addWidget(self.add_table(TABLE, table), 1)
        below = FlowLayout(gap=4)
        self._remove = self.flat_button("Убрать строку", self._on_remove, "Ctrl+Delete")
        below.addWidget(self._remove)
        self.right.addLayout(below)
        self.fill_list()
        table.setFocus()

    def _columns(self) -> tuple[Column, ...]:
        writes = self._page.writable
        return (
            Column("what", "Кто", 96, self._classes, editable=writes, hint="Класс или вся школа"),
            Column("kind", "Режим", 172, lambda: tuple(KINDS.values()), editable=writes),
            Column("start", "С", 84, editable=writes, hint="Первый день: 9.12"),
            Column("end", "По", 84, editable=writes, hint="Последний день; чтобы кончить раньше, поставьте другой"),
            Column("order", "Приказ", 160, editable=writes, stretch=True),
            Column("lessons", "Уроков", 84, editable=False),
        )

    def _classes(self) -> tuple[str, ...]:
        return (SCHOOL, *self._page.classes)

    def parts(self) -> list[Part]:
        """The year alone."""
        self._page = read_modes(self.office, self.year)
        self.show_year(self._page.year.year, self._page.year.label)
        return [Part(self._page.year.year, self._page.year.label)]

    def show_part(self, part: int) -> None:  # noqa: ARG002 - there is one
        """The modes as they are stored."""
        page, table = self._page, self.tables[TABLE]
        table.lines.grows = page.writable
        table.show_lines(page.lines, self._columns(), again=self.again)
        table.lines.show_told(
            {(row, "lessons"): lessons_within(self.office, page, line) for row, line in enumerate(page.lines)}
        )
        self._now.setText(f"Сегодня: {', '.join(page.running)}" if page.running else "Сегодня обычные уроки")
        for widget in (self._remove, self.save_button):
            widget.setVisible(page.writable)

    def plan(self) -> Plan:
        """The whole table is one act."""
        if not self._page.writable:
            return Plan(None)
        return plan_modes(self.office, self._page, self.tables[TABLE].lines.lines())

    def _on_remove(self) -> None:
        table = self.tables[TABLE]
        table.lines.remove(table.chosen_rows())
        table.setFocus()
