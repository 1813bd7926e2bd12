"""«Исполнение обязанностей»: who acts for whom, when and by which order (4.2.2)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import Plan
from ezh_desktop.services.structure.delegations import (
    ROLES,
    TABLE,
    DelegationsPage,
    plan_delegations,
    read_delegations,
)
from ezh_desktop.ui.dialogs.structure.linemodel import Column
from ezh_desktop.ui.dialogs.structure.onetable import OneTableDialog
from ezh_desktop.ui.doors import Doors

WORDS = (
    "С первого дня по последний сотрудник может то же, что и тот, чью роль он исполняет; своя роль остаётся при нём. "
    "В протоколе его записи стоят под его именем."
)

NOBODY = "Сегодня чужих обязанностей никто не исполняет."


class DelegationsDialog(OneTableDialog):
    """One table of all orders."""

    title = "Исполнение обязанностей"
    help_page = "delegations"
    key, name = TABLE, "Исполнение обязанностей"

    def __init__(self, office: FileOffice, doors: Doors, parent: QWidget | None = None) -> None:
        self._page: DelegationsPage = read_delegations(office)
        super().__init__(office, doors, parent)
        self.heading.show_whole(self.title)
        self._now = self.words(strong=True)
        self.lay_out(self._columns(), (self.words(WORDS), self._now))

    def _columns(self) -> tuple[Column, ...]:
        writes = self._page.writable
        return (
            Column("who", "Кто исполняет", 230, lambda: self._page.staff.choices, editable=writes, stretch=True),
            Column("role", "Роль", 210, lambda: tuple(role.label for role in ROLES), editable=writes),
            Column("start", "С", 84, editable=writes, hint="Первый день: 9.12"),
            Column("end", "По", 84, editable=writes, hint="Последний день; пусто — пока не впишете"),
            Column("order", "Приказ", 180, editable=writes, stretch=True, hint="Номер и дата: № 41-к от 08.12.2026"),
        )

    @property
    def writable(self) -> bool:
        """See `OneTableDialog`."""
        return self._page.writable

    def read(self) -> None:
        """All orders."""
        self._page = read_delegations(self.office)

    def show_part(self, part: int) -> None:  # noqa: ARG002 - there is one
        """The orders as they are stored."""
        page = self._page
        self.show_table(page.lines, self._columns(), writable=page.writable)
        self._now.setText(_acting(page.running))

    def planned(self) -> Plan:
        """See `OneTableDialog`."""
        return plan_delegations(self.office, self._page, self.lines)


def _acting(people: tuple[str, ...]) -> str:
    """Who acts today, in one line."""
    acts = "исполняет" if len(people) == 1 else "исполняют"
    return f"Сегодня обязанности {acts}: {', '.join(people)}" if people else NOBODY
