"""«План проверок журнала»: the deputy's inspections of a year, planned, moved, held (3.5, 4.5.5)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ezh_desktop.domain.russian import count
from ezh_desktop.services.inspections import POINTS
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import Plan
from ezh_desktop.services.structure.inspections import (
    ALL_POINTS,
    SCHOOL,
    TABLE,
    InspectionPlan,
    plan_inspections,
    read_inspection_plan,
    spread_over,
)
from ezh_desktop.ui.dialogs.structure.linemodel import Column
from ezh_desktop.ui.dialogs.structure.onetable import OneTableDialog
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.widgets.tone import tone

_WORDS = ("проверка", "проверки", "проверок")


class InspectionPlanDialog(OneTableDialog):
    """One table for the whole year."""

    title = "План проверок журнала"
    help_page = "remarks"
    key, name = TABLE, "План проверок"

    def __init__(self, office: FileOffice, doors: Doors, parent: QWidget | None = None, year: int = 0) -> None:
        self._page: InspectionPlan = read_inspection_plan(office, year)
        super().__init__(office, doors, parent, year)
        self._sum = self.words()
        self._spread = self.flat_button("Дополнить план", self._on_spread, "Проверки всей школы до нужного числа")
        self.lay_out(self._columns(), (self._sum,), (self._spread,))

    def _columns(self) -> tuple[Column, ...]:
        writes = self._page.writable
        return (
            Column("planned", "По плану", 92, editable=writes, hint="День: 12.10"),
            Column(
                "what", "Что проверяют", 150, self._places, editable=writes, hint="Класс, его страница или вся школа"
            ),
            Column(
                "points", "По пунктам", 220, _points, editable=writes, stretch=True, hint="Шесть пунктов (п. 4.5.5)"
            ),
            Column(
                "held", "Проведена", 92, editable=writes, hint="Проверка класса отмечается сама: «Проверка журнала»"
            ),
            Column("conclusion", "Вывод", 200, editable=writes, stretch=True),
        )

    def _places(self) -> tuple[str, ...]:
        return (SCHOOL, *self._page.places)

    @property
    def writable(self) -> bool:
        """See `OneTableDialog`."""
        return self._page.writable

    def read(self) -> None:
        """The plan of the year in view."""
        self._page = read_inspection_plan(self.office, self.year)
        self.show_year(self._page.year.year, self._page.year.label)

    def show_part(self, part: int) -> None:  # noqa: ARG002 - there is one
        """The plan as it is stored."""
        self.show_table(self._page.lines, self._columns(), writable=self._page.writable)
        self._spread.setVisible(self._page.writable)

    def planned(self) -> Plan:
        """See `OneTableDialog`."""
        return plan_inspections(self.office, self._page, self.lines)

    def judge(self) -> None:
        """Says beside the faults whether there are enough of them (3.5), and how many are overdue."""
        super().judge()
        number = sum(not line.blank for line in self.lines)
        few = number < self._page.least
        words = f"В плане {count(number, *_WORDS)}" + (f", нужно не меньше {self._page.least} (п. 3.5)" if few else "")
        late = f"; не проведено в срок: {self._page.overdue}" if self._page.overdue else ""
        tone(self._sum, "warn_text" if few or late else "text2")
        self._sum.setText(words + late)
        self._spread.setEnabled(few)

    def _on_spread(self) -> None:
        self.table.lines.add(spread_over(self._page, self.lines))
        self.table.setFocus()


def _points() -> tuple[str, ...]:
    return (ALL_POINTS, *POINTS)
