"""The frame of «Замены и переносы»: the day or the lessons of a teacher who is away, what is chosen, the buttons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ezh_desktop.domain.names import name_key
from ezh_desktop.domain.russian import count, weekday_day_month
from ezh_desktop.errors import BadInput, EzhError
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.substitutions import DayEntry
from ezh_desktop.services.substitutions.acts import Pick, last_of_term
from ezh_desktop.services.substitutions.days import read_days
from ezh_desktop.ui import fitting, fonts, taborder
from ezh_desktop.ui.background import Background
from ezh_desktop.ui.dialogs.daygrid import DayGrid
from ezh_desktop.ui.dialogs.substitutionside import SubstitutionSide
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.help import help_key
from ezh_desktop.ui.models.schoolday import AbsentModel, DayModel
from ezh_desktop.ui.qttypes import ALIGN_CENTER
from ezh_desktop.ui.widgets.dayfield import DayField
from ezh_desktop.ui.widgets.flow import FlowLayout, labelled
from ezh_desktop.ui.widgets.linkbutton import LinkButton
from ezh_desktop.ui.widgets.plain import ElidedLabel
from ezh_desktop.ui.widgets.signs import announce
from ezh_desktop.ui.widgets.softselection import SoftSelection
from ezh_desktop.ui.widgets.tone import tone

SIZE: Final = QSize(1180, 660)
TITLE: Final = "Замены и переносы"
REASONS: Final = ("болезнь", "курсы", "командировка", "соревнования", "личное заявление")
ALL: Final = "все учителя на месте"
_CELL = QSize(132, 40)
_ROW, _HEAD = 28, 32
_FEW_CLASSES = 5
_LOW = 460
_FAR = 60


class SubstitutionFrame(QDialog):
    """Shows the day and what is chosen; `SubstitutionsDialog` acts."""

    def __init__(self, office: FileOffice, doors: Doors, parent: QWidget | None = None) -> None:
        """It begins with today or the next school day."""
        super().__init__(parent)
        self.office, self.doors = office, doors
        self.background = Background(self)
        self.carried: DayEntry | None = None
        self.days = read_days(office, office.clock.today())
        self.shown = self._near(self.days.first, 1, itself=True)
        self._build()
        self._connect()
        self.show_day(self.shown)
        self.grid.setFocus()
        self.resize(SIZE)
        fitting.fit(self)
        help_key(self, "substitutions")

    # Building

    def _build(self) -> None:
        self.setWindowTitle(TITLE)
        self.setObjectName("substitutions")
        self.heading = ElidedLabel(self)
        tone(self.heading, "text", fonts.TITLE, bold=True)
        today = self.office.clock.today()
        self.day, self.till = DayField(self, today=today, name="День"), DayField(self, today=today, name="По день")
        self.people = QComboBox(self)
        self.reason = QComboBox(self)
        self.reason.setEditable(True)
        self.reason.addItems(list(REASONS))
        self.reason.setCurrentText("")
        self.order = QLineEdit(self)
        self.order.setPlaceholderText("№ 57 от 01.12.2026")
        top = FlowLayout()
        self.till_pair = labelled("по", self.till, self.till.width(), self)
        for pair in (
            labelled("День", self.day, self.day.width(), self),
            labelled("Нет учителя", self.people, 290, self),
            self.till_pair,
            labelled("Причина", self.reason, 170, self),
            labelled("Приказ", self.order, 150, self),
        ):
            top.addWidget(pair)
        self.side = SubstitutionSide(self)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self._tables(), 1)
        middle.addWidget(self.side)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(8)
        self.permanent = LinkButton(self, "Учитель меняется насовсем…")
        self.permanent.setToolTip("Предметы и учителя класса: новый учитель с даты, по приказу (п. 4.4.3)")
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.permanent)
        column.addLayout(head)
        column.addLayout(top)
        column.addLayout(middle, 1)
        column.addLayout(self._bottom())

    def _tables(self) -> QStackedWidget:
        self.model, self.absent = DayModel(self), AbsentModel(self)
        self.grid, self.listed = DayGrid(self.model, self), QTableView(self)
        self.listed.setModel(self.absent)
        for view, name in ((self.grid, "День школы"), (self.listed, "Уроки учителя")):
            view.setItemDelegate(SoftSelection(view))
            view.setAccessibleName(name)
            view.setTabKeyNavigation(False)
            view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
            view.setMinimumHeight(3 * _CELL.height())
        self.grid.setWordWrap(False)
        self.grid.horizontalHeader().setDefaultSectionSize(_CELL.width())
        self.grid.verticalHeader().setMinimumWidth(_HEAD)
        self.grid.verticalHeader().setDefaultAlignment(ALIGN_CENTER)
        self.grid.verticalHeader().setDefaultSectionSize(_CELL.height())
        self.listed.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.listed.verticalHeader().hide()
        self.listed.verticalHeader().setDefaultSectionSize(_ROW)
        self.listed.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.listed.horizontalHeader().setStretchLastSection(True)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.grid)
        self.stack.addWidget(self.listed)
        return self.stack

    def _bottom(self) -> QVBoxLayout:
        self.message = QLabel(self)
        self.message.setWordWrap(True)
        self.message.setObjectName("message")
        tone(self.message, "text2", fonts.SECOND)
        self.assign = self._button("Назначить замену", "Enter в списке справа")
        self.take = self._button("Взять урок", "Ctrl+X; мышью урок ведут по своему классу в другой час")
        self.put = self._button("Поставить сюда", "Ctrl+V")
        self.cancel = self._button("Отменить урок", "Delete")
        self.event_button = self._button("Мероприятие", "Ctrl+E")
        self.back = self._button("Вернуть", "Ctrl+R")
        self.paper = self._button("Распоряжение…", "Ctrl+P: распоряжение на день в PDF")
        self.hours = self._button("Часы…", "Ctrl+H: часы учителей за месяц для табеля")
        self.buttons = FlowLayout(gap=8)
        for button in (
            self.assign,
            self.take,
            self.put,
            self.cancel,
            self.event_button,
            self.back,
            self.paper,
            self.hours,
        ):
            self.buttons.addWidget(button)
        close = self._button("Закрыть", "Esc")
        close.clicked.connect(self.reject)
        self.buttons.addWidget(close)
        bottom = QVBoxLayout()
        bottom.setSpacing(6)
        bottom.addWidget(self.message)
        bottom.addLayout(self.buttons)
        return bottom

    def _button(self, words: str, keys: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.setToolTip(keys)
        return button

    def _connect(self) -> None:
        self.day.editingFinished.connect(self._on_day)
        self.till.editingFinished.connect(self._on_till)
        self.people.activated.connect(self._on_person)
        self.side.moved.connect(self._on_choice)
        self.side.changed.connect(self._on_given)
        self.side.lessons.activated.connect(lambda _at: self._show_given())
        for view in (self.grid, self.listed):
            view.selectionModel().currentChanged.connect(self._on_cursor)
            view.selectionModel().selectionChanged.connect(self.show_buttons)
            view.activated.connect(lambda _index: self.side.list.setFocus())
        keys: dict[str, Callable[[], None]] = {
            "F5": self.read_again,
            "PgUp": lambda: self._step(-1),
            "PgDown": lambda: self._step(1),
        }
        for key, slot in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(slot)

    # The day

    @property
    def settled(self) -> bool:
        """Whether nothing is being written."""
        return not self.background.running

    @property
    def person(self) -> int:
        """The teacher who is away; 0: nobody is."""
        return int(self.people.currentData() or 0)

    def show_day(self, day: date, last: date | None = None) -> None:
        """Read a day, or the days of a teacher who is away, and show them."""
        try:
            self.days = read_days(self.office, day, max(last or day, day))
        except EzhError as why:
            self.say(why.text, "block")
            return
        self.shown = day
        self.day.show_day(day)
        self.till.show_day(self.days.last)
        self.heading.show_whole(f"{TITLE}, {weekday_day_month(day)}")
        self._show_people()
        self.show_tables()

    def _show_people(self) -> None:
        chosen = self.person
        teach = {one.person for one in self.days.duties}
        names = sorted(((self.days.name(one), one) for one in teach), key=lambda one: name_key(one[0]))
        self.people.clear()
        self.people.addItem(ALL, 0)
        for name, person in names:
            self.people.addItem(name, person)
        self.people.setCurrentIndex(max(0, self.people.findData(chosen)))

    def show_tables(self) -> None:
        """The day, or the lessons of the teacher who is away."""
        at = self.grid.currentIndex()
        place = (at.row(), at.column())
        self.model.show(self.days, self.shown, self.carried.held.lesson if self.carried else 0)
        few = len(self.model.classes) <= _FEW_CLASSES
        modes = QHeaderView.ResizeMode
        self.grid.horizontalHeader().setSectionResizeMode(modes.Stretch if few else modes.Interactive)
        away = bool(self.person)
        self.stack.setCurrentWidget(self.listed if away else self.grid)
        self.till_pair.setVisible(away)
        row = max(0, self.listed.currentIndex().row())
        if away:
            # The hour that a moved lesson has left is nobody's to hold.
            entries = tuple(one for one in self.days.entries(person=self.person) if not one.away)
            # What the teacher was to hold for another needs somebody else, too.
            wanted = [one.held.lesson for one in entries if one.movable and self.person in one.held.holders]
            self.absent.show(entries, self.days.best(wanted, {self.person}))
            self.listed.setCurrentIndex(self.absent.index(min(row, len(entries) - 1), 0))
        else:
            self.grid.setCurrentIndex(self.model.index(max(0, place[0]), max(0, place[1])))
        self._on_cursor()

    def _near(self, day: date, step: int, *, itself: bool = False) -> date:
        """The next or previous day on which some class is taught; the day itself when there is none."""
        calendars = list(self.days.calendars.values())
        for far in range(0 if itself else 1, _FAR):
            near = day + timedelta(days=step * far)
            if any(one.is_school_day(near) for one in calendars):
                return near
        return day

    def _step(self, step: int) -> None:
        self.show_day(self._near(self.shown, step))

    def _on_day(self) -> None:
        day = self._typed(self.day, self.shown)
        if day != self.shown:
            self.show_day(day)

    def _on_till(self) -> None:
        last = self._typed(self.till, self.days.last)
        if last != self.days.last:
            self.show_day(self.shown, last)

    def _typed(self, field: DayField, present: date) -> date:
        try:
            return field.day() or present
        except BadInput as why:
            self.say(why.text, "block")
            return present

    def _on_person(self) -> None:
        if not self.person:
            # The illness of a teacher is no reason for what is done with the lessons of others afterwards.
            self.reason.setCurrentText("")
        self.show_tables()
        (self.listed if self.person else self.grid).setFocus()

    def read_again(self) -> None:
        """Show what is stored now."""
        if self.settled:
            self.show_day(self.shown, self.days.last)

    # The cursor

    def selected(self) -> list[DayEntry]:
        """The lessons that are selected; of one cell the one shown at the right."""
        if self.person:
            rows = sorted({index.row() for index in self.listed.selectionModel().selectedIndexes()})
            return [self.absent.entries[row] for row in rows]
        cells = self.grid.selectionModel().selectedIndexes()
        if len(cells) <= 1:
            return [self.side.entry] if self.side.entry is not None else []
        found = {one.held.lesson: one for index in cells for one in self.model.entries(index) if not one.away}
        return list(found.values())

    def _on_cursor(self, *_indexes: QModelIndex) -> None:
        if self.person:
            row = self.listed.currentIndex().row()
            entries = self.absent.entries[row : row + 1] if row >= 0 else ()
            pick = self.absent.picks.get(entries[0].held.lesson) if entries else None
            if entries:
                self.side.show_lessons(self.days, entries, frozenset({self.person}), pick.person if pick else 0)
            else:
                self.side.show_nothing()
        else:
            self._show_cell()
        self._show_given()
        self.show_buttons()

    def _show_given(self) -> None:
        """What was chosen for the lesson in view, and whether the period marks may go with it."""
        entry = self.side.entry
        if entry is not None and entry.movable:
            lesson = entry.held.lesson
            other, _ = self.absent.others.get(lesson, (0, ""))
            last = last_of_term(self.office, self.days, entry.held)
            self.side.show_given(other, marks=lesson in self.absent.marks, may_marks=last)

    def _on_given(self) -> None:
        row = self.listed.currentIndex().row()
        if self.person and row >= 0:
            other = (self.side.other_course, self.side.other_title)
            self.absent.give(row, other, marks=self.side.with_marks.isChecked())

    def _show_cell(self) -> None:
        at = self.grid.currentIndex()
        if not at.isValid():
            self.side.show_nothing()
        elif self.model.entries(at):
            self.side.show_lessons(self.days, self.model.entries(at))
        else:
            self.side.show_free(self.days, *self.model.place(at))

    def _on_choice(self) -> None:
        """In the list of a teacher who is away the line takes the substitute chosen at the right."""
        row, choice = self.listed.currentIndex().row(), self.side.choice
        if (
            self.person
            and row >= 0
            and choice is not None
            and self.absent.entries[row].movable
            and self.side.list.hasFocus()
        ):
            self.absent.pick(row, choice)
        self.show_buttons()

    def show_buttons(self, *_changes: object) -> None:
        """Each button says what it would do, and to how much."""
        found, free = self.selected(), self.settled
        movable = [one for one in found if one.movable]
        self.assign.setText(self._assign_words())
        carries = self.carried is not None
        offered = self.open_picks() if self.person else self.side.choice or self.side.course
        self.assign.setEnabled(free and not carries and bool(offered))
        self.side.setEnabled(not carries)
        for button, leads in ((self.put, carries), (self.assign, not carries)):
            _lead(button, leads=leads)
        self.take.setText("Не переносить" if self.carried else "Взять урок")
        self.take.setEnabled(free and (self.carried is not None or len(movable) == 1))
        self.put.setText("Поменять местами" if self.carried and movable else "Поставить сюда")
        self.put.setEnabled(free and self.carried is not None and not self.person)
        self.cancel.setText(
            "Отменить урок" if len(movable) < 2 else f"Отменить {count(len(movable), 'урок', 'урока', 'уроков')}"
        )
        self.cancel.setEnabled(free and bool(movable))
        self.event_button.setEnabled(free and bool(movable))
        self.back.setEnabled(free and len(found) == 1 and not found[0].plain)

    def _assign_words(self) -> str:
        if self.person:
            many = len(self.open_picks())
            return f"Назначить замены: {many}" if many else "Назначить замены"
        return "Добавить урок" if self.side.course else "Назначить замену"

    def open_picks(self) -> list[Pick]:
        """The substitutes of a teacher who is away: of the selected lessons when several are, else of all."""
        rows = {index.row() for index in self.listed.selectionModel().selectedIndexes()}
        shown = [one for row, one in enumerate(self.absent.entries) if len(rows) < 2 or row in rows]
        picks = self.absent.picks
        given, marks = self.absent.others, self.absent.marks
        lessons = [one.held.lesson for one in shown if one.held.lesson in picks]
        return [Pick(one, picks[one].person, given.get(one, (0, ""))[0], one in marks) for one in lessons]

    def say(self, text: str, ink: str = "text2") -> None:
        """The message below, read aloud."""
        tone(self.message, ink, fonts.SECOND)
        self.message.setText(text)
        if text:
            announce(self.message, text)

    # The end

    def showEvent(self, event: QShowEvent) -> None:
        """Tab follows what is seen, whatever was made first."""
        super().showEvent(event)
        taborder.by_layout(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low window keeps what one chooses from."""
        super().resizeEvent(event)
        self.side.be_low(low=self.height() < _LOW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field is no wish to close."""
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)

    def reject(self) -> None:
        """Close; while something is written the dialog stays."""
        if self.settled:
            super().reject()


def _lead(button: QPushButton, *, leads: bool) -> None:
    """The button of what is done next stands out; nothing is painted anew while it stays so."""
    kind = "primary" if leads else ""
    if (button.property("kind") or "") != kind:
        button.setProperty("kind", kind)
        button.style().unpolish(button)
        button.style().polish(button)
