"""«Закрытие периодов»: classes × periods; what is selected is closed, or opened again with a reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QWidget,
)

from ezh_desktop.domain.russian import count, day_month, plural
from ezh_desktop.errors import EzhError
from ezh_desktop.services.closing import (
    Pick,
    close_periods,
    close_year,
    closing_page,
    open_year,
    unlock_periods,
)
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.closing import ClosingCell, ClosingPage, PeriodState
from ezh_desktop.services.pages.preliminary import ReadyLine
from ezh_desktop.services.preliminary import unready_lines
from ezh_desktop.services.structure.base import read_years
from ezh_desktop.ui import fitting, fonts, forms, taborder, theme
from ezh_desktop.ui.background import Background
from ezh_desktop.ui.help import help_key
from ezh_desktop.ui.qttypes import (
    ACCESSIBLE_TEXT_ROLE,
    ALIGN_CENTER,
    DISPLAY_ROLE,
    HORIZONTAL,
    TOOLTIP_ROLE,
)
from ezh_desktop.ui.widgets.plain import ElidedLabel
from ezh_desktop.ui.widgets.signs import announce
from ezh_desktop.ui.widgets.softselection import SoftSelection
from ezh_desktop.ui.widgets.tone import tone, tone_children

_SIZE = (860, 560)
_ROW_HEIGHT = 28
_COLUMN = 104
_HEAD_WIDTH = 52
_INK = {PeriodState.RUNNING: "text3", PeriodState.OPEN: "text", PeriodState.CLOSED: "text2"}

CLOSE_ANYWAY = "Всё равно закрыть"
NOBODY = "без учителя"
_NAMED = 3
"""More teachers would not fit under the table."""

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Unready:
    """What the director is told instead of closing at once: the periods chosen, and the pages not ready for it."""

    picks: tuple[Pick, ...]
    lines: tuple[ReadyLine, ...]


class ClosingModel(QAbstractTableModel):
    """Classes × periods, each with its state in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = ClosingPage("", (), ())

    def show(self, page: ClosingPage) -> None:
        """Show a page anew."""
        self.beginResetModel()
        self.page = page
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Classes."""
        return 0 if parent.isValid() else len(self.page.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Periods."""
        return 0 if parent.isValid() else len(self.page.slots)

    def cell(self, index: Index) -> ClosingCell | None:
        """The period behind a cell; None where the class has no such period."""
        return self.page.lines[index.row()].cells.get(self.page.slots[index.column()])

    def pick(self, index: Index) -> Pick:
        """The period as the services name it."""
        return Pick(self.page.lines[index.row()].school_class, self.page.slots[index.column()])

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A period that the class does not have cannot be chosen."""
        return super().flags(index) if self.cell(index) is not None else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401 - what Qt asks for
        """Words, colours and hints of a cell."""
        if not index.isValid() or (cell := self.cell(index)) is None:
            return None
        if role == DISPLAY_ROLE:
            return _short(cell)
        if role == TOOLTIP_ROLE:
            return _whole(cell)
        if role == ACCESSIBLE_TEXT_ROLE:
            line, slot = self.page.lines[index.row()], self.page.slots[index.column()]
            return f"{line.name}, {slot.title}: {_whole(cell)}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return ALIGN_CENTER
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(theme.ink(getattr(theme.tokens(), _INK[cell.state])))
        if role == Qt.ItemDataRole.BackgroundRole and cell.state is PeriodState.CLOSED:
            return QColor(theme.ink(theme.tokens().closed_bg))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401
        """Periods above, classes beside."""
        if role != DISPLAY_ROLE:
            return None
        return self.page.slots[section].title if orientation == HORIZONTAL else self.page.lines[section].name


def _short(cell: ClosingCell) -> str:
    if cell.state is PeriodState.RUNNING:
        return f"до {cell.end:%d.%m}"
    if cell.state is PeriodState.CLOSED:
        return "закрыт"
    return f"открыт, нет {_marks(cell.missing)}" if cell.missing else "открыт"


def _marks(number: int) -> str:
    return count(number, "отметки", "отметок", "отметок")


def _whole(cell: ClosingCell) -> str:
    if cell.state is PeriodState.RUNNING:
        return f"идёт до {day_month(cell.end)}"
    if cell.state is PeriodState.CLOSED:
        return "закрыт"
    parts = ["открыт"]
    if cell.missing:
        parts.append(f"не хватает {_marks(cell.missing)} за период")
    if cell.reason:
        parts.append(f"снова открыт: {cell.reason}")
    return "; ".join(parts)


class ClosingDialog(QDialog):
    """Only for who closes periods. Acts wait for the disk in a thread of their own."""

    def __init__(self, office: FileOffice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._background = Background(self)
        self._said = ""
        self._warned: tuple[Pick, ...] = ()
        forms.fill(self, known=(ElidedLabel,))
        self._heading = forms.child(self, ElidedLabel, "heading")
        self._table = forms.child(self, QTableView, "table")
        self._reason = forms.child(self, QLineEdit, "reason")
        self._message = forms.child(self, QLabel, "message")
        self._unlock, self._close, self._done = (
            forms.child(self, QPushButton, name) for name in ("unlock", "closePeriods", "cancel")
        )
        self._years, self._year = QComboBox(self), QPushButton(self)
        self._year.setAutoDefault(False)
        self._model = ClosingModel(self)
        self._dress()
        self._connect()
        self.resize(*_SIZE)
        fitting.fit(self)
        taborder.by_layout(self)
        self._start(lambda: closing_page(office))

    @property
    def settled(self) -> bool:
        """Whether nothing is being read or written."""
        return not self._background.running

    def _dress(self) -> None:
        tone_children(self)
        self._table.setModel(self._model)
        self._table.setItemDelegate(SoftSelection(self._table))
        self._table.horizontalHeader().setDefaultSectionSize(_COLUMN)
        self._table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._table.horizontalHeader().setMinimumSectionSize(72)
        self._table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self._table.verticalHeader().setDefaultAlignment(ALIGN_CENTER)
        self._table.verticalHeader().setMinimumWidth(_HEAD_WIDTH)
        self._heading.show_whole(self.windowTitle())
        self._years.setAccessibleName("Учебный год")
        for ident, label in read_years(self._office):
            self._years.addItem(label, ident)
        self._years.setVisible(self._years.count() > 1)
        top = forms.child(self, QHBoxLayout, "top")
        top.addWidget(self._years)
        top.addWidget(self._year)

    def _connect(self) -> None:
        self._background.done.connect(self._on_done)
        self._background.failed.connect(self._on_failed)
        self._table.selectionModel().selectionChanged.connect(self._show_buttons)
        self._model.modelReset.connect(self._show_buttons)
        self._reason.textChanged.connect(self._show_buttons)
        self._close.clicked.connect(self._on_close)
        self._unlock.clicked.connect(self._on_unlock)
        self._done.clicked.connect(self.reject)
        self._year.clicked.connect(self._on_year)
        self._years.activated.connect(self._on_year_chosen)
        help_key(self, "closing")

    def _start(self, work: Callable[[], ClosingPage | Unready], said: str = "") -> None:
        if self.settled:
            self._said = said
            self._background.start(work)
            self._show_buttons()

    def _on_done(self, page: object) -> None:
        if isinstance(page, Unready):
            self._warn(page)
            return
        if not isinstance(page, ClosingPage):
            raise TypeError(type(page))
        at = self._table.currentIndex()
        row, column = max(at.row(), 0), max(at.column(), 0)
        self._model.show(page)
        self._years.setCurrentIndex(self._years.findData(page.year))
        label = f"Закрытие периодов, {page.year_label}" if page.year_label else self.windowTitle()
        self._heading.show_whole(label)
        self._table.setCurrentIndex(self._model.index(row, column))
        self._table.setFocus()
        self._say(self._said)

    def _on_failed(self, error: EzhError) -> None:
        self._say(error.text, fault=True)
        self._show_buttons()

    def _picked(self, state: PeriodState) -> list[Pick]:
        return [
            self._model.pick(index)
            for index in self._table.selectionModel().selectedIndexes()
            if (cell := self._model.cell(index)) is not None and cell.state is state
        ]

    def _warn(self, left: Unready) -> None:
        """Say who is not ready; the same choice, pressed again, is closed all the same."""
        self._warned = left.picks
        self._show_buttons()
        self._say(unready_words(left.lines))
        self._message.setToolTip("\n".join(f"{one.class_name} {one.subject}: {one.teachers}" for one in left.lines))

    def _show_buttons(self) -> None:
        closing, opening = len(self._picked(PeriodState.OPEN)), len(self._picked(PeriodState.CLOSED))
        anyway = bool(self._warned) and self._warned == tuple(self._picked(PeriodState.OPEN))
        words = CLOSE_ANYWAY if anyway else "Закрыть"
        self._close.setText(f"{words} {closing}" if closing > 1 and not anyway else words)
        self._close.setEnabled(self.settled and closing > 0)
        self._unlock.setText(f"Открыть {opening}" if opening > 1 else "Открыть")
        reasoned = bool(self._reason.text().strip())
        self._unlock.setEnabled(self.settled and opening > 0 and reasoned)
        page = self._model.page
        self._year.setText("Открыть учебный год" if page.year_closed else "Закрыть учебный год")
        self._year.setEnabled(self.settled and bool(page.year) and (reasoned if page.year_closed else True))

    def _on_close(self) -> None:
        office, picks, year = self._office, self._picked(PeriodState.OPEN), self._model.page.year

        warned, self._warned = self._warned == tuple(picks), ()

        def work() -> ClosingPage | Unready:
            left = () if warned else unready_lines(office, picks)
            if left:
                return Unready(tuple(picks), left)
            close_periods(office, picks, year)
            return closing_page(office, year)

        self._start(work, f"{_periods(len(picks), 'Закрыт', 'Закрыты', 'Закрыто')}.")

    def _on_unlock(self) -> None:
        office, picks, reason = self._office, self._picked(PeriodState.CLOSED), self._reason.text()
        year = self._model.page.year

        def work() -> ClosingPage:
            unlock_periods(office, picks, reason, year)
            return closing_page(office, year)

        self._start(work, f"{_periods(len(picks), 'Открыт', 'Открыты', 'Открыто')} для исправлений.")
        self._reason.clear()

    def _on_year(self) -> None:
        office, page, reason = self._office, self._model.page, self._reason.text()

        def work() -> ClosingPage:
            if page.year_closed:
                open_year(office, reason, page.year)
            else:
                close_year(office, page.year)
            return closing_page(office, page.year)

        said = "Учебный год открыт для исправлений." if page.year_closed else "Учебный год закрыт, его только смотрят."
        self._start(work, said)
        self._reason.clear()

    def _on_year_chosen(self, index: int) -> None:
        office, year = self._office, int(self._years.itemData(index))
        self._start(lambda: closing_page(office, year))

    def _say(self, text: str, *, fault: bool = False) -> None:
        tone(self._message, "block" if fault else "text2", fonts.SECOND)
        self._message.setText(text)
        self._message.setToolTip("")
        if text:
            announce(self._message, text)

    def reject(self) -> None:
        """Close; while something is being written the dialog stays."""
        if self.settled:
            super().reject()


def unready_words(lines: Sequence[ReadyLine]) -> str:
    """Who has not made their pages ready, those with most pages first; the rest as a number."""
    pages: defaultdict[str, list[str]] = defaultdict(list)
    for line in lines:
        pages[line.teachers or NOBODY].append(f"{line.class_name} {line.subject}")
    order = sorted(pages.items(), key=lambda one: -len(one[1]))
    named = [f"{who} ({_pages(own)})" for who, own in order[:_NAMED]]
    rest = len(order) - len(named)
    more = f" и ещё {count(rest, 'учитель', 'учителя', 'учителей')}" if rest else ""
    return f"Не готовы: {', '.join(named)}{more}. Что осталось, показывает «Готовность к концу периода»."


def _pages(own: Sequence[str]) -> str:
    return own[0] if len(own) == 1 else count(len(own), "страница", "страницы", "страниц")


def _periods(number: int, one: str, few: str, many: str) -> str:
    return f"{plural(number, one, few, many)} {count(number, 'период', 'периода', 'периодов')}"
