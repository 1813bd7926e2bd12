"""«План проверок журнала»: the deputy's inspections of a year, planned, moved, held (3.5, 4.5.5)."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

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
from ezh_desktop.ui.dialogs.structure.frame import Part, StructureDialog
from ezh_desktop.ui.dialogs.structure.linemodel import Column, LineModel
from ezh_desktop.ui.dialogs.structure.linetable import LineTable
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.widgets.flow import FlowLayout
from ezh_desktop.ui.widgets.tone import tone

_WORDS = ("проверка", "проверки", "проверок")


class InspectionPlanDialog(StructureDialog):
    """One table for the whole year."""

    title = "План проверок журнала"
    help_page = "remarks"
    list_name = "Год"

    def __init__(self, office: FileOffice, doors: Doors, parent: QWidget | None = None, year: int = 0) -> None:
        self._page: InspectionPlan = read_inspection_plan(office, year)
        super().__init__(office, doors, parent, year)
        self.list.hide()
        self._sum = QLabel(self)
        tone(self._sum, "text2")
        self.right.addWidget(self._sum)
        table = LineTable(LineModel(self._columns(), self), self.doors, "План проверок", self)
        self.right.addWidget(self.add_table(TABLE, table), 1)
        below = FlowLayout(gap=4)
        self._spread = self.flat_button("Дополнить план", self._on_spread, "Проверки всей школы до нужного числа")
        self._remove = self.flat_button("Убрать строку", self._on_remove, "Ctrl+Delete")
        for button in (self._spread, self._remove):
            below.addWidget(button)
        self.right.addLayout(below)
        self.fill_list()
        table.setFocus()

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

    def parts(self) -> list[Part]:
        """The year alone."""
        self._page = read_inspection_plan(self.office, self.year)
        self.show_year(self._page.year.year, self._page.year.label)
        return [Part(self._page.year.year, self._page.year.label)]

    def show_part(self, part: int) -> None:  # noqa: ARG002 - there is one
        """The plan as it is stored."""
        page, table = self._page, self.tables[TABLE]
        table.lines.grows = page.writable
        table.show_lines(page.lines, self._columns(), again=self.again)
        for widget in (self._spread, self._remove, self.save_button):
            widget.setVisible(page.writable)

    def plan(self) -> Plan:
        """The whole table is one act."""
        if not self._page.writable:
            return Plan(None)
        return plan_inspections(self.office, self._page, self.tables[TABLE].lines.lines())

    def judge(self) -> None:
        """Says beside the faults whether there are enough of them (3.5), and how many are overdue."""
        super().judge()
        number = sum(not line.blank for line in self.tables[TABLE].lines.lines())
        few = number < self._page.least
        words = f"В плане {count(number, *_WORDS)}" + (f", нужно не меньше {self._page.least} (п. 3.5)" if few else "")
        late = f"; не проведено в срок: {self._page.overdue}" if self._page.overdue else ""
        tone(self._sum, "warn_text" if few or late else "text2")
        self._sum.setText(words + late)
        self._spread.setEnabled(few)

    def _on_spread(self) -> None:
        model = self.tables[TABLE].lines
        model.add(spread_over(self._page, model.lines()))
        self.tables[TABLE].setFocus()

    def _on_remove(self) -> None:
        table = self.tables[TABLE]
        table.lines.remove(table.chosen_rows())
        table.setFocus()


def _points() -> tuple[str, ...]:
    return (ALL_POINTS, *POINTS)
