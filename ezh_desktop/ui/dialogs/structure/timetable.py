"""«Расписание…»: a class's week, typed or placed from the list of courses; conflicts show at once (5.2, 5.17)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QListWidgetItem, QWidget

from ezh_desktop.domain.russian import WEEKDAYS, day_month, dotted
from ezh_desktop.domain.typed import hours_text, typed_day
from ezh_desktop.errors import BadInput, EzhError
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import Line, Plan, academic_of
from ezh_desktop.services.structure.classes import ClassLine, read_classes
from ezh_desktop.services.structure.timetable import (
    TABLE,
    Cell,
    TimetablePage,
    complete,
    conflicts,
    placed,
    plan_timetable,
    read_timetable,
)
from ezh_desktop.ui import fonts
from ezh_desktop.ui.dialogs.structure.frame import NARROW, Part, StructureDialog
from ezh_desktop.ui.dialogs.structure.linetable import Cells, Column, LineModel, LineTable
from ezh_desktop.ui.dialogs.structure.partslist import PartsList
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.qttypes import USER_ROLE
from ezh_desktop.ui.widgets.flow import FlowLayout, labelled

CELL_HEIGHT = 42
_DAY_WIDTH = 96
_PALETTE_WIDTH = 224
NO_COURSES = "У класса ещё нет предметов. Введите их: «Школа → Предметы и учителя…»."
NO_CLASSES = "Классов ещё нет. Создайте их: «Школа → Классы и ученики…»."


class TimetableDialog(StructureDialog):
    """One class at a time; what is written holds from the shown day on."""

    title = "Расписание"
    list_name = "Классы"

    def __init__(self, office: FileOffice, doors: Doors, parent: QWidget | None = None, year: int = 0) -> None:
        self._classes: tuple[ClassLine, ...] = ()
        self._page: TimetablePage | None = None
        self._notes: dict[Cell, str] = {}
        super().__init__(office, doors, parent, year)
        self._build()
        self.fill_list()

    # Building

    def _build(self) -> None:
        self._day = QComboBox(self)
        self._day.setEditable(True)
        self._day.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._day.setToolTip("С этого дня действует то, что вы введёте; прежнее расписание до него сохранится")
        above = FlowLayout()
        above.addWidget(labelled("Действует с", self._day, 124, self))
        above.addWidget(self.flat_button("Очистить клетки", self._on_clear, "Delete"))
        self.right.addLayout(above)
        model = LineModel((), self, grows=False)
        model.spread = self._complete
        self._table = self.add_table(TABLE, LineTable(model, self.doors, "Неделя", self))
        self._table.row_word = "Урок"
        self._table.verticalHeader().setDefaultSectionSize(CELL_HEIGHT)
        self.right.addWidget(self._table, 1)
        self.palette_list = PartsList("Предметы и часы", self)
        self.palette_list.setFixedWidth(_PALETTE_WIDTH)
        self.palette_list.setToolTip("Двойной щелчок или Enter ставит предмет в клетку")
        self.middle.addWidget(self.palette_list)
        self.palette_list.itemActivated.connect(self._on_place)
        self._day.activated.connect(self._on_day)
        line = self._day.lineEdit()
        if line is not None:
            line.returnPressed.connect(self._on_day)
        self._table.selectionModel().currentChanged.connect(self._on_cursor)

    # Reading and judging

    def parts(self) -> list[Part]:
        """The classes."""
        year, self._classes = read_classes(self.office, self.year)
        self.show_year(year.year, year.label)
        return [Part(one.school_class, one.name) for one in self._classes]

    def show_part(self, part: int) -> None:
        """The week of a class; the day stays while the class stays."""
        self._table.setEnabled(bool(part))
        if not part:
            return
        day = self._page.day if self._page is not None and self.again else None
        self._show_page(read_timetable(self.office, part, day))

    def _show_page(self, page: TimetablePage) -> None:
        self._page = page
        days = WEEKDAYS[: page.week_days]
        columns = [
            Column(str(at), name.capitalize(), _DAY_WIDTH, self._choices, stretch=True)
            for at, name in enumerate(days, 1)
        ]
        lines = [
            Line(number, {str(at): page.cells.get((at, number), "") for at in range(1, page.week_days + 1)})
            for number in page.numbers
        ]
        self._table.lines.row_names = [str(number) for number in page.numbers]
        self._table.show_lines(tuple(lines), columns, again=self.again)
        self._day.clear()
        self._day.addItems([dotted(day) for day in _days(page)])
        self._day.setEditText(dotted(page.day))

    def _choices(self) -> tuple[str, ...]:
        return self._page.choices if self._page else ()

    def _complete(self, _line: Line, field: str, text: str) -> Mapping[str, str]:
        """What is typed, written out; what cannot be read stays and is ringed."""
        try:
            return {field: complete(self._page, text) if self._page else text}
        except BadInput:
            return {field: text}

    @property
    def cells(self) -> dict[Cell, str]:
        """The grid as typed."""
        lines = self._table.lines.lines()
        return {(int(field), line.ident): text for line in lines for field, text in line.texts.items() if text.strip()}

    def plan(self) -> Plan:
        """The grid is one act."""
        if self._page is None:
            return Plan(None)
        cells = self.cells
        self._notes = conflicts(self._page, cells)
        return plan_timetable(self.office, self._page, cells)

    def notes(self, table: str) -> Cells:
        """Who would be in two places at once."""
        if table != TABLE or self._page is None:
            return {}
        rows = {number: row for row, number in enumerate(self._page.numbers)}
        return {(rows[number], str(weekday)): words for (weekday, number), words in self._notes.items()}

    def judge(self) -> None:
        """Says the conflicts, the hours of each course, and what else holds later."""
        super().judge()
        if not self._classes:
            self.say(NO_CLASSES)
        elif self._page is not None and not self._page.courses:
            self.say(NO_COURSES)
        elif not self.message.text() and self._page is not None and self._page.later is not None:
            self.say(f"С {day_month(self._page.later)} действует другое расписание.")
        self._show_hours()

    def _show_hours(self) -> None:
        """The courses with the hours that are placed and those that are planned."""
        page = self._page
        if page is None:
            return
        hours = placed(page, self.cells)
        self.palette_list.clear()
        for one in page.courses:
            now, planned = hours.get(one.course, 0), one.hours_tenths
            item = QListWidgetItem(
                f"{one.title}\n{hours_text(now)} из {hours_text(planned)} ч.  {one.teachers}".rstrip()
            )
            item.setData(USER_ROLE, one.title)
            item.setSizeHint(QSize(0, CELL_HEIGHT))
            item.setFont(fonts.font(bold=now < planned))
            self.palette_list.addItem(item)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window there is no room for the list of courses."""
        super().resizeEvent(event)
        self.palette_list.setVisible(self.width() >= NARROW)

    # What the person does

    def _on_cursor(self, *_: object) -> None:
        """The words of a conflict are said where the cursor stands."""
        at = self._table.currentIndex()
        words = self.notes(TABLE).get((at.row(), str(at.column() + 1)), "") if at.isValid() else ""
        if words and self._table.lines.columns:
            self.say(words, "warn_text")

    def _on_place(self, item: QListWidgetItem) -> None:
        """The chosen course goes into the cell of the cursor, beside what stands there when subgroups meet."""
        at = self._table.currentIndex()
        if self._page is None or not at.isValid():
            return
        title, there = str(item.data(USER_ROLE)), str(at.data() or "")
        both = [one for one in self._page.courses if one.subgroup and one.title == title]
        text = f"{there} / {title}" if there and both else title
        self._table.lines.setData(at, text)
        if not both:
            self._table.stand_at(min(at.row() + 1, self._table.lines.rowCount() - 1), str(at.column() + 1))

    def _on_clear(self) -> None:
        self._table.lines.clear(self._table.selectedIndexes())
        self._table.setFocus()

    def _on_day(self, *_: object) -> None:
        """Show the timetable that holds on that day."""
        if self._page is None:
            return
        try:
            day = typed_day(self._day.currentText(), academic_of(self._page.year))
        except EzhError as why:
            self.say(why.text, "block")
            return
        self.first_saved(lambda: self._to_day(day))

    def _to_day(self, day: date) -> None:
        if self._page is not None:
            self.again = True
            self._show_page(read_timetable(self.office, self._page.school_class, day))
            self.judge()
            self._table.setFocus()


def _days(page: TimetablePage) -> list[date]:
    """Days worth choosing: the year's first, the shown one, and those on which a slot begins."""
    first = date.fromisoformat(page.year.start)
    return sorted({first, page.day, *page.starts})
