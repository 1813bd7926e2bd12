"""The table of staff: who, in what roles, by what login, how the account stands and when it was last used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QTableView, QWidget

from ezh_desktop.domain.russian import clock_time, dotted
from ezh_desktop.services.pages.staff import StaffLine, StaffPage, Stand
from ezh_desktop.ui import theme
from ezh_desktop.ui.qttypes import ACCESSIBLE_TEXT_ROLE, ALIGN_LEFT, DISPLAY_ROLE, HORIZONTAL, TOOLTIP_ROLE
from ezh_desktop.ui.widgets.softselection import SoftSelection

HEADS = ("Сотрудник", "Роли", "Имя для входа", "Учётная запись", "Последний вход")
WHO, ROLES, LOGIN, STAND, SEEN = range(len(HEADS))
_INK = {
    Stand.NONE: "text2",
    Stand.BARE: "text2",
    Stand.WAITING: "warn_text",
    Stand.BLOCKED: "block",
    Stand.ENDED: "text3",
}
_ROW_HEIGHT = 26

Index = QModelIndex | QPersistentModelIndex


def stand_words(line: StaffLine, today: date) -> str:
    """«работает», «ждёт первого входа», «работает до 31.05.2027», «срок работы вышел»."""
    if line.stand in {Stand.ACTIVE, Stand.WAITING} and line.ended is not None:
        return "срок работы вышел" if line.gone(today) else f"{line.stand.label} до {dotted(line.ended)}"
    if line.stand is Stand.ENDED and line.ended is not None:
        return f"завершена {dotted(line.ended)}"
    return line.stand.label


def moment_words(moment: datetime | None) -> str:
    """«02.12.2026 10:43», empty for never."""
    return f"{dotted(moment.date())} {clock_time(moment.time())}" if moment else ""


def dress(table: QTableView) -> None:
    """What tables of people have in common: rows without numbers, headings at the left, soft selection."""
    table.setItemDelegate(SoftSelection(table))
    table.setWordWrap(False)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setDefaultAlignment(ALIGN_LEFT)


class StaffModel(QAbstractTableModel):
    """Shows some lines of the page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[StaffLine] = []
        self._today = date.min

    def show(self, page: StaffPage, lines: Sequence[StaffLine]) -> None:
        """Changes what is shown."""
        self.beginResetModel()
        self.lines, self._today = list(lines), page.today
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """People shown."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The five columns."""
        return 0 if parent.isValid() else len(HEADS)

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401 - what Qt asks for
        """Texts and colours of a cell."""
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        if role in {DISPLAY_ROLE, TOOLTIP_ROLE}:
            return self._texts(line)[column]
        if role == ACCESSIBLE_TEXT_ROLE:
            return f"{HEADS[column]}: {self._texts(line)[column] or 'нет'}"
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._ink(line, column)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401
        """The names of the columns."""
        if role == DISPLAY_ROLE and orientation == HORIZONTAL:
            return HEADS[section]
        return None

    def _texts(self, line: StaffLine) -> tuple[str, ...]:
        roles = [role.words(self._today) for role in line.lasting(self._today)]
        return (
            line.name.full,
            ", ".join([*roles[:1], *(f"{words[:1].lower()}{words[1:]}" for words in roles[1:])]) or line.post,
            line.login,
            stand_words(line, self._today),
            moment_words(line.last_sign_in),
        )

    def _ink(self, line: StaffLine, column: int) -> QColor | None:
        name = "text3" if line.gone(self._today) or line.stand is Stand.ENDED else ""
        if column == STAND:
            name = (
                "warn_text" if line.gone(self._today) and line.stand is not Stand.ENDED else _INK.get(line.stand, name)
            )
        return QColor(theme.ink(getattr(theme.tokens(), name))) if name else None
