"""«График контрольных работ»: the works of a class by date, with what stands too close, too often, too many."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ezh_desktop.domain.russian import count, weekday_day_month
from ezh_desktop.services.pages.works import WorkLine, WorksPage
from ezh_desktop.ui import fitting, fonts, theme
from ezh_desktop.ui.help import help_key
from ezh_desktop.ui.qttypes import ACCESSIBLE_TEXT_ROLE, DISPLAY_ROLE, HORIZONTAL, TOOLTIP_ROLE
from ezh_desktop.ui.widgets.softselection import SoftSelection
from ezh_desktop.ui.widgets.tone import tone

Index = QModelIndex | QPersistentModelIndex

TITLES = ("Дата", "Предмет", "Работа", "Тема", "Что учесть")
_WIDTHS = {0: 100, 1: 130, 2: 175}
_ROOT = QModelIndex()
_SIZE = (980, 560)
_ROW_HEIGHT = 26


class WorksModel(QAbstractTableModel):
    """Lines of a schedule."""

    def __init__(self, page: WorksPage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = page

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Works."""
        return 0 if parent.isValid() else len(self.page.lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Columns."""
        return 0 if parent.isValid() else len(TITLES)

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401 - what Qt asks for
        """Texts; works that were held are quiet, warnings warm."""
        if not index.isValid():
            return None
        line, column = self.page.lines[index.row()], index.column()
        texts = _texts(line)
        if role in {DISPLAY_ROLE, TOOLTIP_ROLE}:
            return texts[column]
        if role == ACCESSIBLE_TEXT_ROLE:
            return f"{TITLES[column]}: {texts[column] or 'нет'}"
        if role == Qt.ItemDataRole.ForegroundRole:
            warns = column == len(TITLES) - 1
            ink = "warn_text" if warns else "text2" if line.held else "text"
            return QColor(theme.ink(getattr(theme.tokens(), ink)))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401
        """Titles of the columns."""
        return TITLES[section] if role == DISPLAY_ROLE and orientation == HORIZONTAL else None


def _texts(line: WorkLine) -> tuple[str, ...]:
    warnings = "; ".join(line.warnings)
    return weekday_day_month(line.day), line.subject, line.kind, line.topic, warnings[:1].upper() + warnings[1:]


class WorksDialog(QDialog):
    """`chosen` gives the line whose lesson is to be opened, by Enter or a double click; the dialog then closes."""

    chosen = Signal(object)

    def __init__(self, page: WorksPage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("График контрольных работ")
        heading = QLabel(f"График контрольных работ, {page.class_name}, {page.year_label}")
        tone(heading, px=fonts.TITLE, bold=True)
        words = QLabel(_summary(page))
        tone(words, "text2")
        self.table = QTableView(self)
        self._model = WorksModel(page, self)
        self._dress()
        close = QPushButton("Закрыть")
        close.setDefault(True)
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(words, 1)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(10)
        column.addWidget(heading)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)
        self.table.activated.connect(self._on_activated)
        help_key(self, "works")
        self.resize(*_SIZE)
        fitting.fit(self)

    def _dress(self) -> None:
        table = self.table
        table.setModel(self._model)
        table.setItemDelegate(SoftSelection(table))
        table.setAccessibleName("Контрольные работы класса")
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        table.verticalHeader().setMinimumSectionSize(_ROW_HEIGHT)
        for column, width in _WIDTHS.items():
            table.setColumnWidth(column, width)
        for column in (3, 4):
            table.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        ahead = next((row for row, line in enumerate(self._model.page.lines) if not line.held), 0)
        table.setCurrentIndex(self._model.index(ahead, 0))
        table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows are as high as their words at this width, once the columns have shared it."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self.table.resizeRowsToContents)

    def _on_activated(self, index: QModelIndex) -> None:
        line = self._model.page.lines[index.row()]
        if line.readable:
            self.chosen.emit(line)
            self.accept()


def _summary(page: WorksPage) -> str:
    if not page.lines:
        return "Контрольных работ нет ни в КТП, ни в журнале."
    works = count(len(page.lines), "работа", "работы", "работ")
    ahead = sum(not line.held for line in page.lines)
    warned = f", обратите внимание: {page.warned}" if page.warned else ""
    return f"{works}, впереди {ahead}{warned}"
