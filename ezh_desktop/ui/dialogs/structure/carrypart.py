"""Where the classes of the year before go, and which classes are new: a page of the assistant «Новый учебный год»."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from ezh_desktop.services.structure.newyear import YearDraft
from ezh_desktop.services.structure.nextyear import TABLE
from ezh_desktop.ui.dialogs.structure.frame import StructureDialog
from ezh_desktop.ui.dialogs.structure.linemodel import Choices, Column, LineModel
from ezh_desktop.ui.dialogs.structure.linetable import LineTable
from ezh_desktop.ui.dialogs.structure.yearparts import noted

CARRIED = (
    "Классы перейдут по решениям педсовета, с ними — классные руководители, предметы с часами нового класса, учителя, "
    "подгруппы. Новым классам внесут обычные предметы. Расписание составляют заново, прошлый год останется как есть."
)
FIRST = (
    "Впишите классы, например 1А: каждому внесут обычные предметы учебного плана. Можно и потом: списки классов из "
    "файла вводит Ctrl+I, за ними предметы, учителя и расписание — страница «Настройка школы» ведёт по шагам."
)
UNDECIDED = "Учеников без решения педсовета перевести вместе с классом"


class CarryPart(QWidget):
    """The table of classes, of which those of the year before come first, and the tick for the undecided."""

    edited = Signal()

    def __init__(self, dialog: StructureDialog, staff: Choices, schemes: Choices) -> None:
        super().__init__(dialog)
        self._staff, self._schemes = staff, schemes
        self._words = noted(CARRIED)
        self.undecided = QCheckBox(UNDECIDED, self)
        self.undecided.setChecked(True)
        self.undecided.toggled.connect(lambda _: self.edited.emit())
        self.table = dialog.add_table(
            TABLE, LineTable(LineModel(self._columns(carried=True), dialog), dialog.doors, "Классы", self)
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget, stretch in ((self._words, 0), (self.table, 1), (self.undecided, 0)):
            column.addWidget(widget, stretch)

    def _columns(self, *, carried: bool) -> tuple[Column, ...]:
        hint = "Пусто: класс выпускается. Новые классы впишите внизу: 1А" if carried else "Например, 1А"
        after = (
            Column("target", "Станет" if carried else "Класс", 64, hint=hint),
            Column("scheme", "Периоды", 110, self._schemes, hint="Пусто: как у всех классов этого года обучения"),
            Column("leader", "Классный руководитель", 150, self._staff, stretch=True),
        )
        if not carried:
            return after
        decided = (
            Column("pupils", "Учеников", 76, editable=False),
            Column("up", "Переведены", 82, editable=False, hint="Решение педсовета: переведён, переведён условно"),
            Column("stays", "Остаются", 72, editable=False, hint="Решение педсовета: на повторный курс обучения"),
            Column("undecided", "Без решения", 86, editable=False),
        )
        return (Column("name", "Сейчас", 58, editable=False), *after, *decided)

    def show_draft(self, draft: YearDraft) -> None:
        """Show what goes over into a year, or what it begins with."""
        lines = draft.carried.lines
        self._words.setText(CARRIED if lines else FIRST)
        self.undecided.setVisible(bool(lines))
        self.table.show_lines(lines, self._columns(carried=bool(lines)))
        self.table.stand_at(0, "target")
