"""The table of «Пропуски»: pupils × the school days of a week, then the week as a whole and the documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from ezh_desktop.domain.figures import AbsenceReason
from ezh_desktop.domain.russian import full_day, weekday_day_month, weekday_dotted
from ezh_desktop.services.pages.absences import AbsencesPage, DayCell
from ezh_desktop.ui.models.marks import Index
from ezh_desktop.ui.qttypes import ACCESSIBLE_TEXT_ROLE, DISPLAY_ROLE, HORIZONTAL, TOOLTIP_ROLE

NUMBER, NAME, FIRST_DAY = 0, 1, 2
LETTERS: Final = {AbsenceReason.ILLNESS: "Б", AbsenceReason.VALID: "У", AbsenceReason.UNEXCUSED: "П"}
"""The keys of reasons, and what stands beside the number of lessons."""
_WORDS: Final = {
    AbsenceReason.ILLNESS: "по болезни",
    AbsenceReason.VALID: "по уважительной причине",
    AbsenceReason.UNEXCUSED: "без уважительной причины",
    AbsenceReason.NOT_GIVEN: "причина не указана",
}
_UNDER: Final = {AbsenceReason.NOT_GIVEN: "dotted", AbsenceReason.UNEXCUSED: "solid"}
_OUTSIDE: Final = "в списке класса не было"
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Face:
    """How a cell looks: words with the reasons' letters, token of ink, ground, the line under «н», a sign of doubt."""

    text: str = ""
    letters: str = ""
    ink: str = "text"
    absent: bool = False
    under: str = ""
    doubtful: bool = False
    outside: bool = False


class AbsencesModel(QAbstractTableModel):
    """One week of a class."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.page: AbsencesPage | None = None
        self._brief = False

    def show_page(self, page: AbsencesPage) -> None:
        """Take a page read anew; the same pupils and days keep cursor and selection."""
        old, self.page = self.page, page
        if old is not None and (old.pupils, old.days) == (page.pupils, page.days):
            if page.pupils:
                self.dataChanged.emit(self.index(0, 0), self.index(len(page.pupils) - 1, self.columnCount() - 1))
            return
        self.beginResetModel()
        self.endResetModel()

    def day_at(self, column: int) -> date | None:
        """The day of a column; None of the others."""
        days = self.page.days if self.page else ()
        return days[column - FIRST_DAY] if FIRST_DAY <= column < FIRST_DAY + len(days) else None

    def cell(self, row: int, column: int) -> DayCell | None:
        """The pupil's day; None outside days and the list."""
        day = self.day_at(column)
        return self.page.cells.get((self.page.pupils[row].pupil, day)) if self.page and day else None

    def place(self, index: Index) -> tuple[int, date] | None:
        """Pupil and day of a cell."""
        day = self.day_at(index.column())
        return (self.page.pupils[index.row()].pupil, day) if self.page and day else None

    def silent(self) -> list[tuple[int, int]]:
        """(row, column) of the cells with an absence whose reason is not given, row by row."""
        return [
            (row, column)
            for row in range(self.rowCount())
            for column in range(FIRST_DAY, self.columnCount() - 2)
            if (cell := self.cell(row, column)) and cell.figures.not_given
        ]

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Pupils."""
        return len(self.page.pupils) if self.page and not parent.isValid() else 0

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Number, name, days, the week, documents."""
        return len(self.page.days) + 4 if self.page and not parent.isValid() else 0

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> object:
        """Texts, hints, and the sentence for a screen reader."""
        if not index.isValid() or self.page is None:
            return None
        row, column = index.row(), index.column()
        if role == DISPLAY_ROLE:
            return self.face(row, column).text
        if role == TOOLTIP_ROLE:
            return self._hint(row, column) or None
        return self._spoken(row, column) if role == ACCESSIBLE_TEXT_ROLE else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY_ROLE) -> object:
        """Days and titles."""
        if role not in (DISPLAY_ROLE, ACCESSIBLE_TEXT_ROLE) or orientation != HORIZONTAL:
            return None
        day = self.day_at(section)
        if day is not None:
            shown = weekday_dotted(day) if self._brief else weekday_day_month(day)
            return shown if role == DISPLAY_ROLE else full_day(day)
        named = {NUMBER: "№", NAME: "Фамилия, имя", self.columnCount() - 2: "За неделю"}
        return named.get(section, "Документы")

    def name_days(self, *, brief: bool) -> None:
        """Days in figures where their columns are narrow."""
        if brief != self._brief and self.page is not None:
            self._brief = brief
            self.headerDataChanged.emit(HORIZONTAL, FIRST_DAY, self.columnCount() - 1)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The cursor stands in days alone."""
        if not index.isValid() or self.day_at(index.column()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def face(self, row: int, column: int) -> Face:
        """How a cell looks."""
        page = self.page
        if page is None:
            return Face()
        pupil, cell = page.pupils[row], self.cell(row, column)
        if cell is not None:
            return _face(cell)
        if self.day_at(column) is not None:
            return Face(outside=True)
        if column == NUMBER:
            return Face(str(pupil.number), ink="text3")
        if column == NAME:
            return Face(pupil.name)
        if column == self.columnCount() - 2:
            figures = page.figures(pupil.pupil)
            return Face(figures.text if figures.total else "", ink="text2")
        return Face("; ".join(page.documents(pupil.pupil)), ink="text2")

    def _hint(self, row: int, column: int) -> str:
        """The lessons of the day one by one: where «н» stands, and where the pupil was."""
        cell = self.cell(row, column)
        if cell is None or not (cell.missed or cell.known):
            return self.face(row, column).text if column == self.columnCount() - 1 else ""
        lines = [f"{one.number}-й урок, {one.subject}: {_there(one.reason)}" for one in cell.lessons]
        if cell.doubtful:
            lines.append("«н» стоит не на всех уроках: уточните у учителей.")
        if not cell.missed and cell.known:
            lines = [f"Известно заранее: {_WORDS[cell.known]}"]
        return "\n".join([*lines, *([cell.document] if cell.document else [])])

    def _spoken(self, row: int, column: int) -> str:
        """«Ёлкин Фёдор, среда, 2 декабря: пропущено 2 из 6, по болезни»."""
        page = self.page
        if page is None:
            return ""
        name, day, cell = page.pupils[row].name, self.day_at(column), self.cell(row, column)
        if day is None:
            return f"{name}, {self.headerData(column, HORIZONTAL)}: {self.face(row, column).text or 'пусто'}"
        if cell is None:
            return f"{name}, {full_day(day)}: {_OUTSIDE}"
        if not cell.missed:
            return f"{name}, {full_day(day)}: {_WORDS[cell.known] if cell.known else 'пропусков нет'}"
        words = ", ".join(_WORDS[reason] for reason in cell.reasons)
        doubt = ", не на всех уроках" if cell.doubtful else ""
        return f"{name}, {full_day(day)}: пропущено {cell.figures.text}, {words}{doubt}"


def _there(reason: AbsenceReason | None) -> str:
    return "на уроке" if reason is None else f"н, {_WORDS[reason]}"


def _face(cell: DayCell) -> Face:
    if not cell.missed:
        return Face(letters=LETTERS[cell.known]) if cell.known else Face()
    reasons = cell.reasons
    under = next((_UNDER[one] for one in _UNDER if one in reasons), "")
    letters = "".join(LETTERS[one] for one in LETTERS if one in reasons)
    return Face(cell.figures.text, letters, "absent", absent=True, under=under, doubtful=cell.doubtful)
