"""The table of «Журнал индивидуальных занятий»: rows in the order of days, typed over where the reader teaches."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QColor

from ezh_desktop.domain.calendar import AcademicYear
from ezh_desktop.domain.rules.individual import IndividualRow
from ezh_desktop.domain.russian import dotted, dotted_short
from ezh_desktop.domain.typed import typed_day
from ezh_desktop.errors import BadInput
from ezh_desktop.services.individual import row_of
from ezh_desktop.services.pages.individual import IndividualLesson, IndividualPage
from ezh_desktop.ui import theme
from ezh_desktop.ui.models.marks import Index
from ezh_desktop.ui.qttypes import (
    ACCESSIBLE_TEXT_ROLE,
    ALIGN_CENTER,
    ALIGN_LEFT,
    ALIGN_TOP,
    DISPLAY_ROLE,
    EDIT_ROLE,
    HORIZONTAL,
    TOOLTIP_ROLE,
)

TITLES: Final = ("Дата", "Ученик", "Предмет", "Тема занятия", "Форма", "Отметка", "Причина", "Учитель")
DAY, PUPIL, SUBJECT, TOPIC, FORM, MARK, REASON, TEACHER = range(len(TITLES))
_FIELDS: Final = {DAY: "day", TOPIC: "topic", FORM: "form", MARK: "mark", REASON: "reason"}
_PLANNED: Final = "по плану"
_ROOT = QModelIndex()


class IndividualModel(QAbstractTableModel):
    """`typed` gives a row and what it is to become; `mistyped` why what was typed is nothing."""

    typed = Signal(object, object)
    mistyped = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page: IndividualPage | None = None
        self._rows: tuple[IndividualLesson, ...] = ()

    def show_page(self, page: IndividualPage) -> None:
        """Take a page read anew."""
        self.beginResetModel()
        self._page, self._rows = page, page.lessons
        self.endResetModel()

    def lesson(self, row: int) -> IndividualLesson | None:
        """The lesson of a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, lesson: int) -> int | None:
        """The row of a lesson."""
        return next((at for at, one in enumerate(self._rows) if one.lesson == lesson), None)

    def row_of_pupil(self, pupil: int) -> int | None:
        """The last row of a pupil."""
        return next((at for at, one in reversed(list(enumerate(self._rows))) if one.pupil == pupil), None)

    def row_on(self, pupil: int, day: date | None) -> int | None:
        """The row of a pupil on a day, one without a topic first."""
        own = [at for at, one in enumerate(self._rows) if (one.pupil, one.day) == (pupil, day)]
        return min(own, key=lambda at: bool(self._rows[at].topic), default=None)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Lessons."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Columns."""
        return 0 if parent.isValid() else len(TITLES)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What may be typed over."""
        flags = super().flags(index)
        one = self.lesson(index.row())
        if one is None or self._page is None or index.column() not in _FIELDS or not self._page.may_write(one):
            return flags
        return flags | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401 - what Qt asks for
        """Texts and colours."""
        one = self.lesson(index.row()) if index.isValid() else None
        if one is None or self._page is None:
            return None
        column = index.column()
        if role == DISPLAY_ROLE:
            return self._text(one, column)
        if role == EDIT_ROLE:
            return dotted(one.day) if column == DAY else self._plain(one, column)
        if role == ACCESSIBLE_TEXT_ROLE:
            return f"{TITLES[column]}: {self._text(one, column) or 'пусто'}"
        if role == TOOLTIP_ROLE:
            return self._text(one, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return ALIGN_CENTER if column == MARK else ALIGN_LEFT | ALIGN_TOP
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(theme.ink(getattr(theme.tokens(), self._ink(one, column))))
        return None

    def setData(self, index: Index, value: Any, role: int = EDIT_ROLE) -> bool:  # noqa: ANN401
        """What is typed is asked to be written; the table shows it once it is."""
        one = self.lesson(index.row())
        field = _FIELDS.get(index.column())
        if one is None or field is None or role != EDIT_ROLE:
            return False
        old = row_of(one)
        try:
            new = self._typed(old, field, " ".join(str(value).split()))
        except BadInput as error:
            self.mistyped.emit(error.text)
            return False
        if new != old:
            self.typed.emit(one, new)
        return True

    def _typed(self, old: IndividualRow, field: str, text: str) -> IndividualRow:
        if field != "day":
            return replace(old, **{field: text})  # type: ignore[arg-type]  # the other fields are texts
        today = self._page.today if self._page is not None else date.min
        return replace(old, day=typed_day(text, AcademicYear.of(today)))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401
        """Titles of the columns."""
        return TITLES[section] if role == DISPLAY_ROLE and orientation == HORIZONTAL else None

    def _text(self, one: IndividualLesson, column: int) -> str:
        if column == DAY:
            return dotted_short(one.day)
        return self._plain(one, column) or (_PLANNED if column == TOPIC and self._is_planned(one) else "")

    @staticmethod
    def _plain(one: IndividualLesson, column: int) -> str:
        texts = {PUPIL: one.name, SUBJECT: one.subject, TEACHER: one.teacher, TOPIC: one.topic}
        return texts.get(column) or {FORM: one.form, MARK: one.mark, REASON: one.reason}.get(column, "")

    def _is_planned(self, one: IndividualLesson) -> bool:
        return self._page is not None and one.day > self._page.today

    def _ink(self, one: IndividualLesson, column: int) -> str:
        """What is only planned is quiet; a day that has gone by without a topic is not."""
        if column in {DAY, TOPIC} and not one.topic:
            return "text2" if self._is_planned(one) else "block"
        return "text2" if column in {SUBJECT, TEACHER} else "text"
