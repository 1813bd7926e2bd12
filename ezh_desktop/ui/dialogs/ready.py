"""«Готовность к концу периода»: what each page still lacks before its period is closed, and the parents' slips."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ezh_desktop.domain.russian import count, day_month
from ezh_desktop.errors import EzhError
from ezh_desktop.services.pages.preliminary import ReadyLine, ReadyPage
from ezh_desktop.ui import fitting, fonts, theme
from ezh_desktop.ui.background import Background
from ezh_desktop.ui.help import help_key
from ezh_desktop.ui.qttypes import (
    ACCESSIBLE_TEXT_ROLE,
    ALIGN_CENTER,
    ALIGN_LEFT,
    DISPLAY_ROLE,
    HORIZONTAL,
    TOOLTIP_ROLE,
)
from ezh_desktop.ui.widgets.signs import announce
from ezh_desktop.ui.widgets.softselection import SoftSelection
from ezh_desktop.ui.widgets.tone import tone

Index = QModelIndex | QPersistentModelIndex
TITLES = ("Страница", "Учитель", "Период", "Недочёты", "Без отметки", "Без причины", "Долги", "Отставание", "Итог")
HINTS = (
    "",
    "",
    "Период и его последний день",
    "Недочёты страницы за этот период, кроме названных дальше",
    "Ученики без отметки за период",
    "Отметка расходится с предложенной, причина не указана (п. 5.13)",
    "Долги за контрольные работы (п. 5.7)",
    "Часов отставания от КТП (п. 5.18)",
    "",
)
READY, NOT_READY = "готово", "осталось"
COUNTING = "Считаю, чего не хватает…"
PRINT = "Предварительные отметки…"
_TEACHER = 1
_WIDTHS = (180, 180, 150, 84, 96, 96, 66, 96, 84)
_ROOT = QModelIndex()
_SIZE = (1180, 520)
_ROW_HEIGHT = 26


class ReadyModel(QAbstractTableModel):
    """The pages, those that lack something first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[ReadyLine] = []

    def show(self, page: ReadyPage) -> None:
        """Show these pages."""
        self.beginResetModel()
        self.lines = sorted(page.lines, key=lambda one: one.ready)
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Pages."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Columns."""
        return 0 if parent.isValid() else len(TITLES)

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401 - what Qt asks for
        """Numbers; nothing stands where nothing is left."""
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        text = _texts(line)[column]
        if role == DISPLAY_ROLE:
            return text
        if role == ACCESSIBLE_TEXT_ROLE:
            return f"{TITLES[column]}: {text or 'нет'}"
        if role == TOOLTIP_ROLE:
            return HINTS[column] or text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return ALIGN_LEFT if column <= _TEACHER + 1 else ALIGN_CENTER
        if role == Qt.ItemDataRole.ForegroundRole:
            t = theme.tokens()
            last = column == len(TITLES) - 1
            return QColor(theme.ink((t.ok if line.ready else t.warn_text) if last else t.text))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401
        """Titles of the columns."""
        if orientation != HORIZONTAL:
            return None
        return {DISPLAY_ROLE: TITLES[section], TOOLTIP_ROLE: HINTS[section]}.get(Qt.ItemDataRole(role))


def _texts(line: ReadyLine) -> tuple[str, ...]:
    numbers = (line.findings, line.unset, line.deviations, line.debts)
    lag = f"{line.lag} ч" if line.lag else ""
    left = tuple(str(one or "") for one in numbers)
    title = f"{line.class_name} {line.subject}"
    return title, line.teachers, f"{line.period}, до {line.end:%d.%m}", *left, lag, READY if line.ready else NOT_READY


class ReadyTable(QTableView):
    """The names of teachers, or of pages where no teacher is named, take the room that is left and give none away."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The room has changed."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Give the columns their widths."""
        wide = 0 if self.isColumnHidden(_TEACHER) else _TEACHER
        taken = sum(width for at, width in enumerate(_WIDTHS) if at != wide and not self.isColumnHidden(at))
        self.setColumnWidth(wide, max(_WIDTHS[wide], self.viewport().width() - taken))


class ReadyDialog(QDialog):
    """`chosen` gives the line whose page is to be opened; `print_asked` a class (id, name) for its slips.

    All pages of a school take a second or two, so that they are counted in a thread of their own.
    """

    chosen = Signal(object)
    print_asked = Signal(object, str)

    def __init__(self, work: Callable[[], ReadyPage], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page: ReadyPage | None = None
        self._background = Background(self)
        self._background.done.connect(self._on_counted)
        self._background.failed.connect(self._on_failed)
        self.setWindowTitle("Готовность к концу периода")
        self.setObjectName("ready")
        heading, self._words = QLabel("Готовность к концу периода", self), QLabel(COUNTING, self)
        tone(heading, px=fonts.TITLE, bold=True)
        tone(self._words, "text2")
        self._words.setWordWrap(True)
        self.table = ReadyTable(self)
        self._model = ReadyModel(self)
        self._dress()
        self._print, close = QPushButton(PRINT, self), QPushButton("Закрыть", self)
        close.setDefault(True)
        close.clicked.connect(self.reject)
        self._print.setAutoDefault(False)
        self._print.hide()
        self._print.clicked.connect(self._on_print)
        buttons = QHBoxLayout()
        buttons.addWidget(self._print)
        buttons.addStretch(1)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(10)
        for part in (heading, self._words):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)
        help_key(self, "closing")
        self.resize(*_SIZE)
        fitting.fit(self)
        self._background.start(work)

    @property
    def settled(self) -> bool:
        """Whether everything is counted."""
        return not self._background.running

    def _on_counted(self, page: object) -> None:
        if not isinstance(page, ReadyPage):
            raise TypeError(type(page))
        self._page = page
        self._model.show(page)
        self._words.setText(_summary(page))
        self._print.setVisible(bool(page.classes))
        self.table.setColumnHidden(_TEACHER, len({one.teachers for one in page.lines}) < 2)
        self.table.fit()
        if page.lines:
            self.table.setCurrentIndex(self._model.index(0, 0))
        announce(self._words, self._words.text())

    def _on_failed(self, error: EzhError) -> None:
        self._words.setText(error.text)
        announce(self._words, error.text)

    def _dress(self) -> None:
        table = self.table
        table.setModel(self._model)
        table.setItemDelegate(SoftSelection(table))
        table.setAccessibleName("Что осталось сделать до закрытия периода")
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        head = table.horizontalHeader()
        head.setHighlightSections(False)
        for column, width in enumerate(_WIDTHS):
            table.setColumnWidth(column, width)
        table.activated.connect(self._on_activated)
        table.setFocus()

    def _on_activated(self, index: QModelIndex) -> None:
        self.chosen.emit(self._model.lines[index.row()])
        self.accept()

    def _on_print(self) -> None:
        if self._page is None:
            return
        if len(self._page.classes) == 1:
            self.print_asked.emit(*self._page.classes[0])
            return
        menu = QMenu(self)
        for ident, name in self._page.classes:
            menu.addAction(name).triggered.connect(lambda _=False, one=(ident, name): self.print_asked.emit(*one))
        menu.popup(self._print.mapToGlobal(self._print.rect().bottomLeft()))


def _summary(page: ReadyPage) -> str:
    left = sum(not one.ready for one in page.lines)
    pages = count(len(page.lines), "страницы", "страниц", "страниц")
    words = f"Готово {len(page.lines) - left} из {pages}. Enter открывает страницу." if page.lines else "Страниц нет."
    if page.due is not None:
        words += f" Период кончается {day_month(page.due)}: пора выдать родителям предварительные отметки."
    return words
