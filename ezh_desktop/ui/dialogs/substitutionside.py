"""The right side of «Замены и переносы»: a lesson in words and who could hold it; at a free hour, what could be held.

Arrow keys go through the list, Enter takes the line.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QListWidgetItem, QVBoxLayout, QWidget

from ezh_desktop.services.pages.substitutions import Choice, DayEntry
from ezh_desktop.services.substitutions.days import SchoolDays
from ezh_desktop.ui import fonts
from ezh_desktop.ui.dialogs.structure.partslist import PartsList
from ezh_desktop.ui.models.schoolday import entry_words
from ezh_desktop.ui.qttypes import ACCESSIBLE_TEXT_ROLE, TOOLTIP_ROLE, USER_ROLE
from ezh_desktop.ui.widgets.tone import tone

WIDTH = 320
_OWN = "Предмет урока остаётся"
_TWO_LINES = 42
_ONE_LINE = 28


class SubstitutionSide(QWidget):
    """`taken` is emitted when a line is chosen by Enter or a double click, `moved` when another line is current,
    `changed` when the subject or the period marks are chosen.
    """

    taken = Signal()
    moved = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self._days: SchoolDays | None = None
        self._entries: tuple[DayEntry, ...] = ()
        self._choices: tuple[Choice, ...] = ()
        self._absent = frozenset[int]()
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setObjectName("words")
        tone(self.words, "text", fonts.SECOND)
        self.lessons, self.subjects = QComboBox(self), QComboBox(self)
        self.lessons.setAccessibleName("Урок подгруппы")
        self.subjects.setAccessibleName("Предмет замены")
        self.caption = QLabel(self)
        tone(self.caption, "text2", fonts.SMALL, bold=True)
        self.list = PartsList("Кто заменит", self)
        self.list.setUniformItemSizes(False)
        self.list.setMinimumHeight(_TWO_LINES + 4)
        self.with_marks = QCheckBox("Поручить и отметки за период", self)
        self.with_marks.setToolTip("Можно вместе с последним уроком четверти или полугодия (п. 4.4.3)")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (self.words, self.lessons, self.caption, self.list, self.subjects, self.with_marks):
            column.addWidget(widget, 1 if widget is self.list else 0)
        self.lessons.activated.connect(self._show_entry)
        self.subjects.activated.connect(self.changed)
        self.with_marks.clicked.connect(self.changed)
        self.list.currentRowChanged.connect(self._on_row)
        self.list.itemActivated.connect(lambda _item: self.taken.emit())

    # What is chosen

    @property
    def entry(self) -> DayEntry | None:
        """The lesson that is shown."""
        at = max(self.lessons.currentIndex(), 0)
        return self._entries[at] if at < len(self._entries) else None

    @property
    def choice(self) -> Choice | None:
        """Who is chosen for the lesson."""
        row = self.list.currentRow()
        return self._choices[row] if 0 <= row < len(self._choices) else None

    @property
    def course(self) -> int:
        """The page chosen for a free hour; 0 for none."""
        item = self.list.currentItem()
        return int(item.data(USER_ROLE)) if item is not None and not self._entries else 0

    @property
    def other_course(self) -> int:
        """The page of another subject that the hour is given to; 0: the lesson's own."""
        return int(self.subjects.currentData() or 0) if not self.subjects.isHidden() else 0

    @property
    def other_title(self) -> str:
        """The title of that page."""
        info = self._days.courses.get(self.other_course) if self._days is not None else None
        return info.title if info is not None else ""

    # Showing

    def show_lessons(
        self, days: SchoolDays, entries: Sequence[DayEntry], absent: frozenset[int] = frozenset(), person: int = 0
    ) -> None:
        """The lessons of an hour; `person` is the substitute to stand at."""
        self._days, self._entries, self._absent = days, tuple(entries), absent
        self.lessons.clear()
        self.lessons.addItems([one.title for one in entries])
        # A lesson that is held is what one came for.
        self.lessons.setCurrentIndex(next((at for at, one in enumerate(entries) if one.movable), 0))
        self.lessons.setVisible(len(entries) > 1)
        self._show_entry()
        at = next((row for row, one in enumerate(self._choices) if one.person == person), -1)
        if at >= 0:
            self.list.setCurrentRow(at)

    def show_given(self, other_course: int, *, marks: bool, may_marks: bool) -> None:
        """What was chosen for this lesson before; the period marks go with a term's last lesson alone (4.4.3)."""
        self.subjects.setCurrentIndex(max(0, self.subjects.findData(other_course)))
        self.with_marks.setVisible(bool(self._choices) and may_marks)
        self.with_marks.setChecked(marks and may_marks)

    def show_free(self, days: SchoolDays, number: int, school_class: int) -> None:
        """A free hour: the pages of the class."""
        self._days, self._entries, self._choices = days, (), ()
        name = next((words for ident, words in days.classes if ident == school_class), "")
        self._tell(f"{name}, {number}-й урок: урока нет.")
        self.caption.setText("Дополнительный урок")
        for widget in (self.lessons, self.subjects, self.with_marks):
            widget.hide()
        self.list.clear()
        for info in days.courses.values():
            if school_class in info.classes:
                self._add(info.title, "", info.course)
        self.list.setCurrentRow(0)
        self.moved.emit()

    def show_nothing(self) -> None:
        """No cell is current."""
        self._entries, self._choices = (), ()
        self._tell("")
        self.caption.clear()
        self.list.clear()
        for widget in (self.lessons, self.subjects, self.with_marks):
            widget.hide()
        self.moved.emit()

    def _show_entry(self) -> None:
        entry, days = self.entry, self._days
        if entry is None or days is None:
            return
        self._tell(entry_words(entry))
        self._choices = days.choices(entry.held.lesson, self._absent) if entry.movable else ()
        self.caption.setText("Кто заменит" if self._choices else "Заменить некому" if entry.movable else "")
        self.with_marks.setChecked(False)
        self.with_marks.hide()
        self.list.clear()
        for choice in self._choices:
            self._add(choice.name, choice.words, choice.person)
        self.list.setCurrentRow(0 if self._choices else -1)
        self._on_row()

    def be_low(self, *, low: bool) -> None:
        """In a low window the list alone stays: the row at its left says the rest."""
        for widget in (self.words, self.caption):
            widget.setVisible(not low)

    def _tell(self, words: str) -> None:
        """Words that are never cut: a low window scrolls instead."""
        self.words.setText(words)
        self.words.setMinimumHeight(self.words.heightForWidth(WIDTH))

    def _add(self, words: str, why: str, ident: int) -> None:
        item = QListWidgetItem(f"{words}\n{why}" if why else words)
        item.setData(USER_ROLE, ident)
        item.setData(ACCESSIBLE_TEXT_ROLE, f"{words}: {why}" if why else words)
        item.setData(TOOLTIP_ROLE, why)
        item.setSizeHint(QSize(0, _TWO_LINES if why else _ONE_LINE))
        self.list.addItem(item)

    def _on_row(self) -> None:
        """Pages of other subjects that this substitute could teach in the hour."""
        entry, choice, days = self.entry, self.choice, self._days
        self.subjects.clear()
        self.subjects.addItem(_OWN, 0)
        if entry is not None and choice is not None and days is not None and choice.joined is None:
            for info in days.pages_of(choice.person, entry.held.lesson):
                self.subjects.addItem(f"Вместо него: {info.title}", info.course)
        self.subjects.setVisible(self.subjects.count() > 1)
        self.moved.emit()
