"""«Исполнение обязанностей»: who acts for whom, when and by which order (4.2.2)."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import Plan
from ezh_desktop.services.structure.delegations import (
    ROLES,
    TABLE,
    DelegationsPage,
    plan_delegations,
    read_delegations,
)
from ezh_desktop.ui.dialogs.structure.frame import Part, StructureDialog
from ezh_desktop.ui.dialogs.structure.linemodel import Column, LineModel
from ezh_desktop.ui.dialogs.structure.linetable import LineTable
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.widgets.flow import FlowLayout
from ezh_desktop.ui.widgets.tone import tone

WORDS = (
    "С первого дня по последний сотрудник может то же, что и тот, чью роль он исполняет; своя роль остаётся при нём. "
    "В протоколе его записи стоят под его именем."
)
_ONLY = 1


class DelegationsDialog(StructureDialog):
    """One table of all orders."""

    title = "Исполнение обязанностей"
    help_page = "delegations"
    list_name = "Приказы"

    def __init__(self, office: FileOffice, doors: Doors, parent: QWidget | None = None) -> None:
        self._page: DelegationsPage = read_delegations(office)
        super().__init__(office, doors, parent)
        self.list.hide()
        self.heading.show_whole(self.title)
        words, self._now = QLabel(WORDS, self), QLabel(self)
        words.setWordWrap(True)
        self._now.setWordWrap(True)
        tone(words, "text2")
        tone(self._now, "text", bold=True)
        table = LineTable(LineModel(self._columns(), self), self.doors, "Исполнение обязанностей", self)
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
            Column("who", "Кто исполняет", 230, lambda: self._page.staff.choices, editable=writes, stretch=True),
            Column("role", "Роль", 210, lambda: tuple(role.label for role in ROLES), editable=writes),
            Column("start", "С", 84, editable=writes, hint="Первый день: 9.12"),
            Column("end", "По", 84, editable=writes, hint="Последний день; пусто — пока не впишете"),
            Column("order", "Приказ", 180, editable=writes, stretch=True, hint="Номер и дата: № 41-к от 08.12.2026"),
        )

    def parts(self) -> list[Part]:
        """All orders are one part."""
        self._page = read_delegations(self.office)
        return [Part(_ONLY, self.title)]

    def show_part(self, part: int) -> None:  # noqa: ARG002 - there is one
        """The orders as they are stored."""
        page, table = self._page, self.tables[TABLE]
        table.lines.grows = page.writable
        table.show_lines(page.lines, self._columns(), again=self.again)
        self._now.setText(f"Сегодня исполняют: {'; '.join(page.running)}" if page.running else "Сегодня никто")
        for widget in (self._remove, self.save_button):
            widget.setVisible(page.writable)

    def plan(self) -> Plan:
        """The whole table is one act."""
        if not self._page.writable:
            return Plan(None)
        return plan_delegations(self.office, self._page, self.tables[TABLE].lines.lines())

    def _on_remove(self) -> None:
        table = self.tables[TABLE]
        table.lines.remove(table.chosen_rows())
        table.setFocus()
