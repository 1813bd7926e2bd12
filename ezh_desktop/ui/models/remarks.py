"""The table of «Замечания по ведению журнала»: remarks of a class, the newest first."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QColor

from ezh_desktop.domain.russian import dotted, dotted_short
from ezh_desktop.services.pages.inspection import Remark, RemarksPage, RemarkState
from ezh_desktop.ui import fonts, theme
from ezh_desktop.ui.models.marks import Index
from ezh_desktop.ui.qttypes import ACCESSIBLE_TEXT_ROLE, ALIGN_TOP, DISPLAY_ROLE, HORIZONTAL, TOOLTIP_ROLE

TITLES = ("Дата", "Замечание", "Кому", "Срок", "Ответ", "Состояние")
TEXT, ANSWER = 1, 4
_ROOT = QModelIndex()
_LEFT = Qt.AlignmentFlag.AlignLeft
_WORDS = {
    RemarkState.OPEN: "ждёт ответа",
    RemarkState.ANSWERED: "ждёт приёмки",
    RemarkState.ACCEPTED: "выполнено",
    RemarkState.CANCELLED: "отменено",
}


class RemarksModel(QAbstractTableModel):
    """Cancelled remarks are left out: they stay in the protocol alone."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page: RemarksPage | None = None
        self._rows: list[Remark] = []

    def show_page(self, page: RemarksPage) -> None:
        """Take a page read anew."""
        self.beginResetModel()
        self._page = page
        self._rows = [one for one in page.remarks if one.state is not RemarkState.CANCELLED]
        self.endResetModel()

    def remark(self, row: int) -> Remark | None:
        """The remark of a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, remark: int) -> int | None:
        """The row of a remark."""
        return next((at for at, one in enumerate(self._rows) if one.remark == remark), None)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Remarks."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Columns."""
        return 0 if parent.isValid() else len(TITLES)

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401 - what Qt asks for
        """Texts and colours."""
        if not index.isValid() or self._page is None:
            return None
        one, column = self._rows[index.row()], index.column()
        if role == DISPLAY_ROLE:
            return self._text(one, column)
        if role == ACCESSIBLE_TEXT_ROLE:
            return f"{TITLES[column]}: {self._text(one, column) or 'пусто'}"
        if role == TOOLTIP_ROLE:
            return one.author
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT | ALIGN_TOP
        overdue = one.overdue(self._page.today)
        if role == Qt.ItemDataRole.ForegroundRole:
            late = overdue and column in {3, 5}
            quiet = one.state is RemarkState.ACCEPTED
            return QColor(theme.ink(getattr(theme.tokens(), "block" if late else "text2" if quiet else "text")))
        if role == Qt.ItemDataRole.FontRole and overdue and column in {3, 5}:
            return fonts.font(bold=True)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401
        """Titles of the columns."""
        return TITLES[section] if role == DISPLAY_ROLE and orientation == HORIZONTAL else None

    def _text(self, one: Remark, column: int) -> str:
        if column == 0:
            return dotted(one.made)
        if column == TEXT:
            return one.text
        if column == 2:
            return one.teacher_name
        if column == 3:
            return dotted_short(one.deadline) if one.deadline else ""
        if column == ANSWER:
            return f"{one.answer} ({dotted_short(one.answered)})" if one.answered else ""
        late = self._page is not None and one.overdue(self._page.today)
        return "просрочено" if late else _WORDS[one.state]
