"""«Расписание…»: the week of a class or teacher, typed, dragged or placed from the courses beside it (5.2, 5.17).

Conflicts show at once, and what a change does to the lessons is told before it is saved. Who may not change it reads
the weeks here, prints them and takes the calendars along.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QMenu, QPushButton, QWidget

from ezh_desktop.domain.calendar import WeekParity
from ezh_desktop.domain.rights_table import SENTENCES, Action, Thing
from ezh_desktop.domain.russian import WEEKDAYS, day_month, dotted, dotted_short
from ezh_desktop.domain.typed import hours_text, typed_day
from ezh_desktop.errors import BadInput, EzhError
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import Line, Plan, chosen_academic
from ezh_desktop.services.structure.classes import ClassLine, read_classes
from ezh_desktop.services.structure.loads import Load, read_loads
from ezh_desktop.services.structure.timetable import (
    TABLE,
    ending,
    may_write,
    plan_timetable,
    read_teacher_timetable,
    read_timetable,
)
from ezh_desktop.services.structure.timetable_conflicts import BETWEEN, clashes_of, clashes_of_text, conflicts
from ezh_desktop.services.structure.timetable_effect import foresee
from ezh_desktop.services.structure.timetable_hours import hours_in_all, hours_lines
from ezh_desktop.services.structure.timetable_page import Cell, TimetablePage
from ezh_desktop.services.structure.timetable_words import complete
from ezh_desktop.ui import fonts
from ezh_desktop.ui.dialogs.structure.frame import NARROW, Part, StructureDialog
from ezh_desktop.ui.dialogs.structure.hourstable import HoursTable
from ezh_desktop.ui.dialogs.structure.linemodel import Cells, Column
from ezh_desktop.ui.dialogs.structure.timetableout import TimetableOut, Write
from ezh_desktop.ui.dialogs.structure.weektable import WeekModel, WeekTable
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.widgets.flow import FlowLayout, labelled
from ezh_desktop.ui.widgets.groundline import NAME as GROUND
from ezh_desktop.ui.widgets.tone import tone

CELL_HEIGHT = 42
_DAY_WIDTH = 96
_GROUND_WIDTH = 190
_HOURS_WIDTH = 258
_EFFECT_WAIT = 200
"""Milliseconds of rest after which it is told what a change does to the lessons."""
_HEADING = -1
_NAMED = 5
WEEK_WORDS = {WeekParity.ODD: "нечётная", WeekParity.EVEN: "чётная"}
UNTIL_END = "конца года"
NO_COURSES, ENTER_COURSES = "У класса ещё нет предметов.", "Введите их: «Школа → Предметы и учителя…»."
NO_CLASSES, MAKE_CLASSES = "Классов ещё нет.", "Создайте их: «Школа → Классы и ученики…»."
NO_HOURS = "Уроков в расписании нет."
HOLDS_FROM, ON_DAY = "Действует с", "На день"
_FROM_TIP = "С этого дня действует то, что вы введёте; прежнее расписание до него сохранится"
_WEEKS_TIP = "Первая неделя учебного года нечётная, дальше через одну; недели каникул считаются"
_ON_TIP = "Впишите день и нажмите Enter: покажется расписание на него"


class TimetableDialog(StructureDialog):
    """One class or teacher at a time; what is written holds from the shown day on."""

    title = "Расписание"
    list_name = "Классы"

    def __init__(self, office: FileOffice, doors: Doors, parent: QWidget | None = None, year: int = 0) -> None:
        self._classes: tuple[ClassLine, ...] = ()
        self._page: TimetablePage | None = None
        self._teachers: tuple[Load, ...] = ()
        self._notes: dict[Cell, str] = {}
        self._writable = False
        self._out: TimetableOut | None = None
        self._planned_now: Plan = Plan(None)
        super().__init__(office, doors, parent, year)
        self._build()
        self.fill_list(0 if office.may(Action.WRITE, Thing.TIMETABLE) else office.person.person)

    # Building

    def _build(self) -> None:
        self._build_above()
        model = WeekModel((), self, grows=False)
        model.spread = self._complete
        self._table = WeekTable(model, self.doors, "Неделя", self)
        self.add_table(TABLE, self._table)
        self._table.row_word = "Урок"
        self._table.verticalHeader().setDefaultSectionSize(CELL_HEIGHT)
        self._table.clashes, self._table.join = self._clashes, self._joined
        self._table.hovered.connect(self._on_hovered)
        self.right.addWidget(self._table, 1)
        self.hours = HoursTable(self)
        self.hours.setFixedWidth(_HOURS_WIDTH)
        self.middle.addWidget(self.hours)
        self.hours.chosen.connect(self._on_place)
        self._effect_timer = QTimer(self)
        self._effect_timer.setSingleShot(True)
        self._effect_timer.setInterval(_EFFECT_WAIT)
        self._effect_timer.timeout.connect(self.tell_effect)
        self._day.activated.connect(self._on_day)
        line = self._day.lineEdit()
        if line is not None:
            line.returnPressed.connect(self._on_day)
        self._table.selectionModel().currentChanged.connect(self._on_cursor)

    def _build_above(self) -> None:
        """The days for which the week holds, the ground, and what is done with the whole week."""
        self._day = QComboBox(self)
        self._day.setEditable(True)
        self._day.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._until = QLineEdit(self)
        self._until.setPlaceholderText(UNTIL_END)
        self._until.setToolTip("Последний день, до которого действует введённое; дальше — то, что было")
        self._until.textChanged.connect(lambda _text: self.judge())
        above = FlowLayout()
        self._day_pair = labelled(HOLDS_FROM, self._day, 124, self)
        self._until_pair = labelled("до", self._until, 96, self)
        above.addWidget(self._day_pair)
        above.addWidget(self._until_pair)
        self._ground_pair = labelled(GROUND, self.ground_line(), _GROUND_WIDTH, self)
        above.addWidget(self._ground_pair)
        self._week = QLabel(self)
        tone(self._week, "text2", fonts.SECOND)
        self._week.setToolTip(_WEEKS_TIP)
        above.addWidget(self._week)
        self._clear_button = self.flat_button("Очистить", self._on_clear, "Выбранные клетки: Delete")
        above.addWidget(self._clear_button)
        self.above = above
        self.right.addLayout(above)

    def take_output(self, write: Write) -> None:
        """Offer to save what is in the file as PDF and as calendars."""
        self._out = TimetableOut(self.office, self.doors, write, self)
        self._out.said.connect(self.say)
        self._out.failed.connect(self._on_not_saved)
        tip = "Файлы .ics для телефона: уроки каждого класса и каждого учителя"
        self.above.addWidget(self._paper_button())
        self.above.addWidget(self.flat_button("Календари…", lambda: self.out.calendars(self.year), tip))

    @property
    def out(self) -> TimetableOut:
        """What saves; only after `take_output`."""
        if self._out is None:
            raise TypeError("nothing can be saved")
        return self._out

    def _paper_button(self) -> QPushButton:
        """What is typed is saved first, so that paper and file say the same."""
        menu = QMenu(self)
        for words, save in (
            ("Показанная неделя", self.out.week),
            ("Недели всех классов", self.out.classes),
            ("Недели всех учителей", self.out.teachers),
            ("Сводное расписание школы", self.out.board),
        ):
            menu.addAction(words).triggered.connect(partial(self._on_paper, save))
        button = QPushButton("PDF…", self)
        button.setProperty("kind", "flat")
        button.setAutoDefault(False)
        button.setToolTip("Расписание на листах А4")
        button.setMenu(menu)
        return button

    def _on_paper(self, save: Callable[[TimetablePage], None], _checked: bool = False) -> None:
        self.first_saved(lambda: save(self._page) if self._page is not None else None)

    def _on_not_saved(self, why: EzhError) -> None:
        self.say(why.text, "block")

    def done(self, result: int) -> None:
        """Waits for what is being saved; what a change would do is not asked any more."""
        self._effect_timer.stop()
        if self._out is not None:
            self._out.close()
        super().done(result)

    # Reading and judging

    def parts(self) -> list[Part]:
        """The classes with their lessons a week, then the teachers with theirs."""
        year, self._classes = read_classes(self.office, self.year)
        self.show_year(year.year, year.label)
        self._writable = may_write(self.office, year)
        day = max(self.office.clock.today(), date.fromisoformat(year.start))
        lessons, self._teachers = read_loads(self.office, year.year, day)
        classes = [Part(one.school_class, one.name, str(lessons.get(one.school_class, ""))) for one in self._classes]
        staff = [Part(one.person, one.name, hours_text(one.tenths) if one.tenths else "") for one in self._teachers]
        return [*classes, Part(_HEADING, "Учителя", heading=True), *staff] if staff else classes

    def show_part(self, part: int) -> None:
        """The week of a class or of a teacher; the day stays while the part stays."""
        for widget in (self._table, self._clear_button, self._until):
            widget.setEnabled(bool(part))
        self._let_write()
        day = self._page.day if self.again and self._page is not None else None
        self._page = self._read(part, day) if part else None
        if self._page is not None:
            self._show_page(self._page)
        self._show_or_hide_hours()

    def _let_write(self) -> None:
        """Who only reads sees neither buttons nor fields that write; the day is chosen all the same."""
        for widget in (self._until_pair, self._ground_pair, self._clear_button, self.save_button):
            widget.setVisible(self._writable)
        words = HOLDS_FROM if self._writable else ON_DAY
        for label in self._day_pair.findChildren(QLabel):
            label.setText(words)
        for field in (self._day, self._day.lineEdit()):
            if field is not None:
                field.setAccessibleName(words)
        self._day.setToolTip(_FROM_TIP if self._writable else _ON_TIP)
        self.hours.let_place(writable=self._writable)

    def _read(self, part: int, day: date | None) -> TimetablePage:
        if part in {one.person for one in self._teachers}:
            return read_teacher_timetable(self.office, part, self.year, day)
        return read_timetable(self.office, part, day)

    def _show_page(self, page: TimetablePage) -> None:
        columns = [
            Column(str(at), name.capitalize(), _DAY_WIDTH, self._choices, editable=self._writable, stretch=True)
            for at, name in enumerate(WEEKDAYS[: page.week_days], 1)
        ]
        fields = [int(column.field) for column in columns]
        lines = [Line(number, {str(at): page.cells.get((at, number), "") for at in fields}) for number in page.numbers]
        self._table.lines.row_names = [str(number) for number in page.numbers]
        self._table.show_lines(tuple(lines), columns, again=self.again)
        self._day.clear()
        self._day.addItems([dotted(day) for day in _days(page)])
        self._day.setEditText(dotted(page.day))
        self._week.setText(_week_words(page, self.office.clock.today()))
        self._until.clear()
        self._until.setPlaceholderText(dotted(page.last) if page.last is not None else UNTIL_END)

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
        self._planned_now, self._notes = Plan(None), {}
        if self._page is not None:
            cells = self.cells
            self._notes = conflicts(ending(self._page, self._until.text()), cells)
            if self._writable:
                self._planned_now = plan_timetable(self.office, self._page, cells, until=self._until.text())
        return self._planned_now

    def notes(self, table: str) -> Cells:
        """Who would be in two places at once."""
        if table != TABLE or self._page is None:
            return {}
        rows = {number: row for row, number in enumerate(self._page.numbers)}
        return {(rows[number], str(weekday)): words for (weekday, number), words in self._notes.items()}

    def judge(self) -> None:
        """Says the conflicts, the hours of each course, what else holds later, and soon what becomes of the lessons."""
        super().judge()
        page = self._page
        if not self.message.text():
            self.say(self._state())
        if page is not None:
            cells = self.cells
            self.hours.show_hours(hours_lines(page, cells), hours_in_all(page, cells))
        self._effect_timer.start()

    def _state(self) -> str:
        """What there is to know of a week in which nothing was typed."""
        page = self._page
        if not self._classes:
            return f"{NO_CLASSES} {MAKE_CLASSES}" if self._writable else NO_CLASSES
        if page is not None and not page.courses and not page.of_teacher:
            return f"{NO_COURSES} {ENTER_COURSES}" if self._writable else NO_COURSES
        told = [f"С {day_month(page.later)} действует другое расписание."] if page is not None and page.later else []
        if not self._writable and page is not None:
            told = [*([] if page.cells else [NO_HOURS]), *told, self._why_not()]
        return " ".join(told)

    def _why_not(self) -> str:
        """Why nothing can be changed here."""
        if self.office.may(Action.WRITE, Thing.TIMETABLE):
            return "Журнал открыт для просмотра." if self.office.readonly else "Учебный год закрыт."
        return SENTENCES[Thing.TIMETABLE, Action.WRITE]

    def tell_effect(self) -> None:
        """What saving would do to the lessons, behind the conflicts."""
        plan = self._planned_now
        if plan.command is None or not self.settled:
            return
        try:
            effect = foresee(self.office, plan).text or "Уроки не изменятся."
        except EzhError as why:
            self.say(why.text, "block")
            return
        told = (*plan.warnings, effect, self.ground_told)
        self.say(" ".join(one for one in told if one), "warn_text" if plan.warnings else "text2")

    def run_plan(self, plan: Plan, then: Callable[[], None] | None = None) -> None:
        """Lessons with entries are cancelled only when the person has been told of them."""
        try:
            kept = foresee(self.office, plan).kept
        except EzhError as why:
            self.say(why.text, "block")
            return
        words = f"Уроков с записями отменится: {len(kept)}."
        names = "; ".join(kept[:_NAMED]) + (f" и ещё {len(kept) - _NAMED}" if len(kept) > _NAMED else "")
        detail = f"{names}. Они останутся на страницах с пометкой, записи не пропадут."
        if not kept or self.doors.ask(self, words, detail, act="Сохранить", keep="Вернуться"):
            super().run_plan(plan, then)
        else:
            self.back_to_part()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window there is no room for the list of courses."""
        super().resizeEvent(event)
        self._show_or_hide_hours()

    def _show_or_hide_hours(self) -> None:
        self.hours.setVisible(self.width() >= NARROW)

    # What the person does

    def _clashes(self, source: Cell | str, copy: bool) -> Mapping[Cell, str]:
        if self._page is None:
            return {}
        page = ending(self._page, self._until.text())
        if isinstance(source, str):
            return clashes_of_text(page, self.cells, source)
        return clashes_of(page, self.cells, source, copy=copy)

    def _on_hovered(self, words: str) -> None:
        """What would collide where the lesson is held; let go, the message is what it was."""
        if words:
            self.say(words, "warn_text")
        else:
            super().judge()
            self._effect_timer.start()

    def _on_cursor(self, *_: object) -> None:
        """The words of a conflict are said where the cursor stands."""
        at = self._table.currentIndex()
        words = self.notes(TABLE).get((at.row(), str(at.column() + 1)), "") if at.isValid() else ""
        if words and self._table.lines.columns:
            self._effect_timer.stop()
            self.say(words, "warn_text")

    def _joined(self, there: str, title: str) -> str:
        """A subgroup comes beside what stands there; all else takes its place."""
        page = self._page
        divided = page is not None and any(one.subgroup and one.title == title for one in page.courses)
        return f"{there}{BETWEEN}{title}" if there and divided else title

    def _on_place(self, title: str) -> None:
        """The chosen course goes into the cell of the cursor, which goes on."""
        at = self._table.currentIndex()
        if self._page is None or not at.isValid():
            return
        text = self._joined(str(at.data() or ""), title)
        self._table.lines.setData(at, text)
        if BETWEEN not in text and not any(one.subgroup and one.title == title for one in self._page.courses):
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
        if self._page is not None:
            self._page = self._read(self._page.ident, day)
            self._show_page(self._page)
        self.judge()
        self._table.setFocus()


def _days(page: TimetablePage) -> list[date]:
    """Days worth choosing: the year's first, the shown one, and those on which a slot begins."""
    first = date.fromisoformat(page.year.start)
    return sorted({first, page.day, *page.starts})


def _week_words(page: TimetablePage, today: date) -> str:
    """«Сегодня нечётная неделя»; of a day outside the year the week of the shown one: «01.09 нечётная неделя»."""
    current = page.year.start <= today.isoformat() <= page.year.end
    day = today if current else page.day
    return f"{'Сегодня' if current else dotted_short(day)} {WEEK_WORDS[page.parity(day)]} неделя"
