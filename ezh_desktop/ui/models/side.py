"""The model of the narrow view beside the marks: mean of the term and lessons missed of those held."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from ezh_desktop.domain.figures import AbsenceFigures, Mean
from ezh_desktop.services.pages.course import LessonColumn
from ezh_desktop.ui.models.marks import Index, MarksModel
from ezh_desktop.ui.models.term import absences_of, held_of, lessons_of, mean_of
from ezh_desktop.ui.qttypes import ACCESSIBLE_TEXT_ROLE, DISPLAY_ROLE, HORIZONTAL, TOOLTIP_ROLE

_ROOT = QModelIndex()
MEAN, MISSED = 0, 1


class SideModel(QAbstractTableModel):
    """Two columns for the same pupils; figures are counted when first asked for and again when a row's cells change."""

    def __init__(self, marks: MarksModel, today: date, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._marks = marks
        self._today = today
        self._rows: dict[int, tuple[Mean, AbsenceFigures]] = {}
        self._lessons: tuple[LessonColumn, ...] = ()
        self._held: tuple[LessonColumn, ...] = ()
        self._period: int | None = None
        marks.dataChanged.connect(self._on_marks_changed)
        marks.modelReset.connect(self.renew)

    @property
    def graded(self) -> bool:
        """Whether there is a mean at all (3.7, 3.8)."""
        return self._marks.page.graded and self._marks.page.marks_allowed

    @property
    def held(self) -> int:
        """Lessons of the term held so far."""
        return len(self._held)

    def show_term(self, period: int | None) -> None:
        """Counts for this term from now on."""
        self._period = period
        self.renew()

    def renew(self) -> None:
        """Counts everything anew: other rows, another term, another day."""
        self.beginResetModel()
        self._rows.clear()
        page, period = self._marks.live, self._period
        self._lessons = lessons_of(page, period) if period is not None else ()
        self._held = held_of(page, period, self._today) if period is not None else ()
        self.endResetModel()

    def figures(self, row: int) -> tuple[Mean, AbsenceFigures]:
        """Mean and absences of one pupil in the term."""
        if row not in self._rows:
            page = self._marks.live
            pupil = page.pupils[row]
            self._rows[row] = (mean_of(page, pupil.pupil, self._lessons), absences_of(page, pupil, self._held))
        return self._rows[row]

    def text(self, row: int, column: int) -> str:
        """«3,25», «2», or nothing where there is nothing to count."""
        mean, missed = self.figures(row)
        if column == MEAN:
            return mean.text if mean.value is not None and self.graded else ""
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
        mean, missed = self.figures(row)
        if column == MEAN:
            return f"средний балл {mean.sum_text}" if mean.value is not None else "отметок нет"
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
