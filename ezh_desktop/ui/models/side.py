"""The model of the narrow view beside the marks: mean of the term and lessons missed of those held."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from ezh_desktop.domain.figures import AbsenceFigures, Mean, mean
from ezh_desktop.services.pages.course import PeriodColumn
from ezh_desktop.services.pages.proposing import period_absences, period_mean
from ezh_desktop.ui.models.marks import Index, MarksModel
from ezh_desktop.ui.models.term import held_in
from ezh_desktop.ui.qttypes import ACCESSIBLE_TEXT_ROLE, DISPLAY_ROLE, HORIZONTAL, TOOLTIP_ROLE

_ROOT = QModelIndex()
MEAN, MISSED = 0, 1


class SideModel(QAbstractTableModel):
    """Two columns for the same pupils; figures are counted when first asked for and again when a row's cells change."""

    def __init__(self, marks: MarksModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._marks = marks
        self._rows: dict[int, tuple[Mean, AbsenceFigures]] = {}
        self._term: PeriodColumn | None = None
        self.held = 0
        marks.dataChanged.connect(self._on_marks_changed)
        marks.modelReset.connect(self.renew)

    @property
    def graded(self) -> bool:
        """Whether there is a mean at all (3.7, 3.8)."""
        return self._marks.page.graded and self._marks.page.marks_allowed

    def show_term(self, period: int | None) -> None:
        """Counts for this term from now on; `held` is how many of its lessons were held so far."""
        self._term = next((one for one in self._marks.page.periods if one.period == period), None)
        self.renew()

    def renew(self) -> None:
        """Counts everything anew: other rows, another term, another day."""
        self.beginResetModel()
        self._rows.clear()
        self.held = held_in(self._marks.live, self._term) if self._term else 0
        self.endResetModel()

    def figures(self, row: int) -> tuple[Mean, AbsenceFigures]:
        """Mean and absences of one pupil in the term."""
        if row not in self._rows:
            self._rows[row] = self._count(row)
        return self._rows[row]

    def _count(self, row: int) -> tuple[Mean, AbsenceFigures]:
        if self._term is None:
            return mean(()), AbsenceFigures(0)
        page = self._marks.live
        pupil = page.pupils[row].pupil
        return period_mean(page, pupil, self._term), period_absences(page, pupil, self._term)

    def text(self, row: int, column: int) -> str:
        """«3,25», «2», or nothing where there is nothing to count."""
        average, missed = self.figures(row)
        if column == MEAN:
            return average.text if average.value is not None and self.graded else ""
        return str(missed.total) if missed.total else ""

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Pupils of the list."""
        return 0 if parent.isValid() else self._marks.rowCount()

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Mean and absences."""
        return 0 if parent.isValid() else 2

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> object:
        """Shown text, the sum behind it, the sentence for a screen reader."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == DISPLAY_ROLE:
            return self.text(row, column)
        if role == ACCESSIBLE_TEXT_ROLE:
            return f"{self._marks.page.pupils[row].name}, {self.sentence(row, column)}"
        if role == TOOLTIP_ROLE:
            return self.sentence(row, column)
        return None

    def sentence(self, row: int, column: int) -> str:
        """The sum behind the number, written out."""
        average, missed = self.figures(row)
        if column == MEAN:
            return f"средний балл {average.sum_text}" if average.value is not None else "отметок нет"
        return f"пропущено уроков {missed.text}"

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY_ROLE) -> object:
        """Titles of the two columns."""
        if role not in (DISPLAY_ROLE, ACCESSIBLE_TEXT_ROLE):
            return None
        if orientation == HORIZONTAL:
            return "Средний балл" if section == MEAN else f"Пропущено из {self.held}"
        return self._marks.headerData(section, orientation, role)

    def _on_marks_changed(self, top: QModelIndex, bottom: QModelIndex) -> None:
        for row in range(top.row(), bottom.row() + 1):
            self._rows.pop(row, None)
        self.dataChanged.emit(self.index(top.row(), 0), self.index(bottom.row(), 1), [DISPLAY_ROLE])
