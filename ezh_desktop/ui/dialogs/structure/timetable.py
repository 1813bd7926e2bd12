"""«Расписание…»: a class's week, typed or placed from the list of courses; conflicts show at once (5.2, 5.17)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QListWidgetItem, QWidget

from ezh_desktop.domain.russian import WEEKDAYS, day_month, dotted
from ezh_desktop.domain.typed import hours_text, typed_day
from ezh_desktop.errors import BadInput, EzhError
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import Line, Plan, chosen_academic
from ezh_desktop.services.structure.classes import ClassLine, read_classes
from ezh_desktop.services.structure.teacherweek import Load, TeacherWeek, read_loads, read_teacher_week
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
from ezh_desktop.ui.dialogs.structure.linemodel import Cells, Column, LineModel
from ezh_desktop.ui.dialogs.structure.linetable import LineTable
from ezh_desktop.ui.dialogs.structure.partslist import PartsList
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.qttypes import USER_ROLE
from ezh_desktop.ui.widgets.flow import FlowLayout, labelled

CELL_HEIGHT = 42
_DAY_WIDTH = 96
_PALETTE_WIDTH = 224
_HEADING = -1
TWICE = "Учитель на двух уроках сразу."
NO_COURSES = "У класса ещё нет предметов. Введите их: «Школа → Предметы и учителя…»."
NO_CLASSES = "Классов ещё нет. Создайте их: «Школа → Классы и ученики…»."


class TimetableDialog(StructureDialog):
    """One class at a time; what is written holds from the shown day on."""

    title = "Расписание"
    list_name = "Классы"

    def __init__(self, office: FileOffice, doors: Doors, parent: QWidget | None = None, year: int = 0) -> None:
        self._classes: tuple[ClassLine, ...] = ()
        self._page: TimetablePage | None = None
        self._teachers: tuple[Load, ...] = ()
        self._week: TeacherWeek | None = None
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
        self._clear_button = self.flat_button("Очистить клетки", self._on_clear, "Delete")
        above.addWidget(self._clear_button)
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
        """The classes with their lessons a week, then the teachers with theirs."""
        year, self._classes = read_classes(self.office, self.year)
        self.show_year(year.year, year.label)
        day = max(self.office.clock.today(), date.fromisoformat(year.start))
        lessons, self._teachers = read_loads(self.office, year.year, day)
        classes = [Part(one.school_class, one.name, str(lessons.get(one.school_class, ""))) for one in self._classes]
        staff = [Part(one.person, one.name, hours_text(one.tenths) if one.tenths else "") for one in self._teachers]
        return [*classes, Part(_HEADING, "Учителя", heading=True), *staff] if staff else classes

    def show_part(self, part: int) -> None:
        """The week of a class or of a teacher; the day stays while the part stays."""
        self._table.setEnabled(bool(part))
        of_teacher = part in {one.person for one in self._teachers}
        self._clear_button.setEnabled(bool(part) and not of_teacher)
        day = self._shown_day() if self.again else None
        self._week = read_teacher_week(self.office, part, self.year, day) if of_teacher else None
        if self._week is not None:
            self._page = None
            self._show_week(self._week)
        elif part:
            self._show_page(read_timetable(self.office, part, day))
        self._show_palette()

    def _shown_day(self) -> date | None:
        shown = self._page or self._week
        return shown.day if shown is not None else None

    def _show_week(self, week: TeacherWeek) -> None:
        """A teacher's week is only looked at: it follows from the weeks of the classes."""
        days = WEEKDAYS[: week.year.week_days]
        columns = [
            Column(str(at), name.capitalize(), _DAY_WIDTH, editable=False, stretch=True)
            for at, name in enumerate(days, 1)
        ]
        self._show_grid(week.numbers, columns, week.cells)
        self._show_days([week.day], week.day)

    def _show_grid(self, numbers: Sequence[int], columns: Sequence[Column], cells: Mapping[Cell, str]) -> None:
        fields = [int(column.field) for column in columns]
        lines = [Line(number, {str(at): cells.get((at, number), "") for at in fields}) for number in numbers]
        self._table.lines.row_names = [str(number) for number in numbers]
        self._table.show_lines(tuple(lines), columns, again=self.again)

    def _show_days(self, days: Sequence[date], shown: date) -> None:
        self._day.clear()
        self._day.addItems([dotted(day) for day in days])
        self._day.setEditText(dotted(shown))

    def _show_page(self, page: TimetablePage) -> None:
        self._page = page
        days = WEEKDAYS[: page.week_days]
        columns = [
            Column(str(at), name.capitalize(), _DAY_WIDTH, self._choices, stretch=True)
            for at, name in enumerate(days, 1)
        ]
        self._show_grid(page.numbers, columns, page.cells)
        self._show_days(_days(page), page.day)

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
            self._notes = {}
            return Plan(None)
        cells = self.cells
        self._notes = conflicts(self._page, cells)
        return plan_timetable(self.office, self._page, cells)

    def notes(self, table: str) -> Cells:
        """Who would be in two places at once."""
        if self._week is not None:
            numbers = self._week.numbers
            return {(numbers.index(number), str(weekday)): TWICE for weekday, number in self._week.twice}
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
        self._show_palette()

    def _show_palette(self) -> None:
        self.palette_list.setVisible(self.width() >= NARROW and self._week is None)

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
        try:
            day = typed_day(self._day.currentText(), chosen_academic(self.office, self.year))
        except EzhError as why:
            self.say(why.text, "block")
            return
        self.first_saved(lambda: self._to_day(day))

    def _to_day(self, day: date) -> None:
        self.again = True
        if self._week is not None:
            self._week = read_teacher_week(self.office, self.part, self.year, day)
            self._show_week(self._week)
        elif self._page is not None:
            self._show_page(read_timetable(self.office, self._page.school_class, day))
        self.judge()
        self._table.setFocus()


def _days(page: TimetablePage) -> list[date]:
    """Days worth choosing: the year's first, the shown one, and those on which a slot begins."""
    first = date.fromisoformat(page.year.start)
    return sorted({first, page.day, *page.starts})
