"""«Часы учителей»: lessons held and substituted in a month, by teacher, for the time sheet (1.4)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ezh_desktop.domain.russian import agreed, dotted, month_name
from ezh_desktop.errors import EzhError
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.substitutions import HoursPage
from ezh_desktop.services.substitutions.hours import hours_page, months_of
from ezh_desktop.ui import fitting, fonts, taborder
from ezh_desktop.ui.background import Background
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.help import help_key
from ezh_desktop.ui.printcommands import Save
from ezh_desktop.ui.qttypes import ACCESSIBLE_TEXT_ROLE, ALIGN_LEFT, ALIGN_RIGHT, DISPLAY_ROLE, HORIZONTAL
from ezh_desktop.ui.tablesaving import KINDS
from ezh_desktop.ui.widgets.flow import labelled
from ezh_desktop.ui.widgets.plain import ElidedLabel
from ezh_desktop.ui.widgets.signs import announce
from ezh_desktop.ui.widgets.softselection import SoftSelection
from ezh_desktop.ui.widgets.tone import tone

Index = QModelIndex | QPersistentModelIndex
TITLES = ("Учитель", "Своих", "Замещено", "Всего", "Заменяли", "Не проведено")
TITLE = "Часы учителей"
_ROOT = QModelIndex()
_HELD, _LESSONS = ("проведён", "проведено", "проведено"), ("урок", "урока", "уроков")
_SIZE = QSize(820, 560)
_ROW, _NUMBER = 26, 96


class HoursModel(QAbstractTableModel):
    """Teachers and their hours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page: HoursPage | None = None

    def show(self, page: HoursPage) -> None:
        """Show a month."""
        self.beginResetModel()
        self.page = page
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Teachers."""
        return 0 if parent.isValid() or self.page is None else len(self.page.lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Columns."""
        return 0 if parent.isValid() else len(TITLES)

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401 - what Qt asks for
        """A zero is empty: what is there stands out."""
        if not index.isValid() or self.page is None:
            return None
        line = self.page.lines[index.row()]
        value = (line.name, line.own, line.substituted, line.total, line.given, line.lost)[index.column()]
        if role == DISPLAY_ROLE:
            return str(value or "")
        if role == ACCESSIBLE_TEXT_ROLE:
            return f"{line.name}, {TITLES[index.column()].lower()}: {value}" if index.column() else line.name
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return ALIGN_RIGHT if index.column() else ALIGN_LEFT
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401
        """Titles of the columns."""
        return TITLES[section] if role == DISPLAY_ROLE and orientation == HORIZONTAL else None


class HoursDialog(QDialog):
    """A month at a time, saved as a workbook or a text table."""

    def __init__(self, office: FileOffice, doors: Doors, save: Save | None, parent: QWidget | None = None) -> None:
        """`save` writes the table; None: there is nothing to write with."""
        super().__init__(parent)
        self._office, self._doors, self._write = office, doors, save
        self._background = Background(self)
        self._next: Callable[[object], None] | None = None
        self._build()
        self._months = months_of(office)
        self.months.addItems([f"{month_name(one)} {one.year}" for one in self._months])
        self.months.setCurrentIndex(len(self._months) - 1)
        self.months.currentIndexChanged.connect(self.read)
        self.resize(_SIZE)
        fitting.fit(self)
        taborder.by_layout(self)
        help_key(self, "substitutions")
        self.read()

    @property
    def settled(self) -> bool:
        """Whether nothing is being read or written."""
        return not self._background.running

    def _build(self) -> None:
        self.setWindowTitle(TITLE)
        self.setObjectName("hours")
        heading = ElidedLabel(self)
        heading.show_whole(f"{TITLE} для табеля")
        tone(heading, "text", fonts.TITLE, bold=True)
        self.months = QComboBox(self)
        self.model, self.table = HoursModel(self), QTableView(self)
        self._dress()
        self.message = QLabel(self)
        self.message.setWordWrap(True)
        self.message.setObjectName("message")
        tone(self.message, "text2", fonts.SECOND)
        self.save_button, close = QPushButton("Сохранить в таблицу…", self), QPushButton("Закрыть", self)
        self.save_button.setVisible(self._write is not None)
        for button in (self.save_button, close):
            button.setAutoDefault(False)
        self.save_button.clicked.connect(self.on_save)
        QShortcut(QKeySequence("Ctrl+Shift+S"), self).activated.connect(self.on_save)
        close.clicked.connect(self.reject)
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.addWidget(heading, 1)
        top.addWidget(labelled("Месяц", self.months, 170, self))
        bottom.addWidget(self.message, 1)
        bottom.addWidget(self.save_button)
        bottom.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addLayout(bottom)
        self._background.done.connect(self._on_done)
        self._background.failed.connect(self._on_failed)

    def _dress(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setItemDelegate(SoftSelection(table))
        table.setAccessibleName("Часы учителей за месяц")
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW)
        table.horizontalHeader().setDefaultSectionSize(_NUMBER)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def read(self) -> None:
        """Count the chosen month, beside the window's thread."""
        office, month = self._office, self._months[self.months.currentIndex()]
        self._start(lambda: hours_page(office, month), self._show)

    def _show(self, page: object) -> None:
        if not isinstance(page, HoursPage):
            raise TypeError(type(page))
        if page.month != self._months[self.months.currentIndex()]:
            # Another month was chosen while this one was counted.
            self.read()
            return
        self.model.show(page)
        self.table.setCurrentIndex(self.model.index(0, 0))
        self.table.setFocus()
        held = sum(one.total for one in page.lines)
        substituted = sum(one.substituted for one in page.lines)
        words = f"По {dotted(page.last)} {agreed(held, _HELD, _LESSONS)}, из них замен {substituted}."
        self._say(words)

    def on_save(self) -> None:
        """Ask where, then make and write the table."""
        from ezh_desktop.exchange.hours_table import hours_title  # noqa: PLC0415 - makers of tables load when asked for
        from ezh_desktop.exchange.outgoing import file_stem  # noqa: PLC0415
        from ezh_desktop.exchange.pages_out import Form, Stamp, hours_file  # noqa: PLC0415

        page, write = self.model.page, self._write
        if page is None or write is None or not self.settled:
            return
        offered = Path(f"{file_stem(hours_title(page))}.{Form.XLSX.value}")
        path = self._doors.save_file(self, "Сохранить в таблицу", KINDS, offered)
        if path is None:
            return
        form = Form.CSV if path.suffix.lower() == ".csv" else Form.XLSX
        stamp = Stamp(self._office.clock.now_local(), self._office.person.name)

        def work() -> str:
            write(path, hours_file(page, form, stamp).data)
            return f"Сохранено: {path.name}"

        self._start(work, lambda said: self._say(str(said), "ok"))

    def _start(self, work: Callable[[], object], then: Callable[[object], None]) -> None:
        if self.settled:
            self._next = then
            self._background.start(work)

    def _on_done(self, result: object) -> None:
        then, self._next = self._next, None
        if then is not None:
            then(result)

    def _on_failed(self, error: EzhError) -> None:
        self._say(error.text, "block")

    def _say(self, text: str, ink: str = "text2") -> None:
        tone(self.message, ink, fonts.SECOND)
        self.message.setText(text)
        announce(self.message, text)

    def reject(self) -> None:
        """Close; what is being written is waited for."""
        if self.settled:
            super().reject()
