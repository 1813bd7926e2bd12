"""«Следующий учебный год»: where each class goes, and the year is made of it with one act (4.1.4)."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import Plan
from ezh_desktop.services.structure.nextyear import TABLE, NextYearPage, plan_next_year, read_next_year
from ezh_desktop.ui.dialogs.structure.frame import Part, StructureDialog
from ezh_desktop.ui.dialogs.structure.linemodel import Column, LineModel
from ezh_desktop.ui.dialogs.structure.linetable import LineTable
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.widgets.tone import tone

CARRIED = (
    "Классы перейдут по решениям педсовета, с ними — классные руководители, предметы с часами нового класса, учителя, "
    "подгруппы, звонки и числа правил. Расписание составляют заново, этот год останется как есть."
)
UNDECIDED = "Учеников без решения педсовета перевести вместе с классом"


class NextYearDialog(StructureDialog):
    """One table: the classes of this year, and new ones below. `page` is what it was made of."""

    title = "Следующий учебный год"
    help_page = "school"
    list_name = "Год"

    def __init__(self, office: FileOffice, doors: Doors, parent: QWidget | None = None, year: int = 0) -> None:
        self.page: NextYearPage | None = read_next_year(office, year)
        super().__init__(office, doors, parent, year)
        self.list.hide()
        words = QLabel(CARRIED, self)
        words.setWordWrap(True)
        tone(words, "text2")
        self._undecided = QCheckBox(UNDECIDED, self)
        self._undecided.setChecked(True)
        self._undecided.toggled.connect(self.judge)
        table = LineTable(LineModel(self._columns(), self), self.doors, "Классы", self)
        self.right.addWidget(words)
        self.right.addWidget(self.add_table(TABLE, table), 1)
        self.right.addWidget(self._undecided)
        self.save_button.setText(f"Создать {self.page.label}" if self.page else "Создать")
        self.fill_list()
        table.setFocus()

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("name", "Сейчас", 58, editable=False),
            Column("pupils", "Учеников", 76, editable=False),
            Column("up", "Переведены", 82, editable=False, hint="Решение педсовета: переведён, переведён условно"),
            Column("stays", "Остаются", 72, editable=False, hint="Решение педсовета: на повторный курс обучения"),
            Column("undecided", "Без решения", 86, editable=False),
            Column("target", "Станет", 64, hint="Пусто: класс выпускается. Новые классы впишите внизу: 1А"),
            Column("leader", "Классный руководитель", 150, self._staff, stretch=True),
        )

    def _staff(self) -> tuple[str, ...]:
        return self.page.staff.choices if self.page is not None else ()

    def parts(self) -> list[Part]:
        """The year alone."""
        return [Part(1, "")]

    def show_part(self, part: int) -> None:  # noqa: ARG002 - there is one
        """The classes of the year that ends; once the next one is made there is nothing to do."""
        page, table = self.page, self.tables[TABLE]
        if page is None:
            return
        self.heading.show_whole(f"{self.title}, {page.label}")
        table.show_lines(page.lines, again=self.again)
        table.stand_at(0, "target")

    def plan(self) -> Plan:
        """What pressing the button would make; the table as it was read makes a year too."""
        if self.page is None:
            return Plan(None)
        lines = self.tables[TABLE].lines.lines()
        return plan_next_year(self.office, self.page, lines, with_undecided=self._undecided.isChecked())

    def after_save(self) -> None:
        """The year is made: this window has done its work."""
        self.page = None
        self.save_button.hide()

    def reject(self) -> None:
        """Nothing typed here is lost that could not be seen again."""
        if self.settled:
            self.page = None
            super().reject()
