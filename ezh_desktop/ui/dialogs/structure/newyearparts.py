"""Parts of the assistant «Новый учебный год»: which grades take which terms, and what will be written, in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from ezh_desktop.services.structure.base import Fault, Line, Lines
from ezh_desktop.services.structure.newyear import GRADES
from ezh_desktop.services.structure.newyear_words import Said
from ezh_desktop.ui.dialogs.structure.yearparts import noted, ring
from ezh_desktop.ui.widgets.flow import FlowLayout, labelled
from ezh_desktop.ui.widgets.tone import tone

_LAST_NOTE = "Будет записано сразу всё. До этой кнопки в журнале ничего не изменилось; потом всё можно исправить."
_GRADES_WIDTH = 76


class GradesForm(QWidget):
    """A field for each term scheme: the grades that take it."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self)
        self._fields: list[tuple[int, QLineEdit]] = []

    def show_lines(self, lines: Lines) -> None:
        """Show the schemes with their grades."""
        while (item := self._flow.takeAt(0)) is not None:
            if (pair := item.widget()) is not None:
                pair.hide()
                pair.deleteLater()
        self._fields = []
        for line in lines:
            field = QLineEdit(line.text("grades"))
            field.textEdited.connect(self.edited)
            pair = labelled(line.text("scheme"), field, _GRADES_WIDTH, self)
            self._flow.addWidget(pair)
            pair.show()
            self._fields.append((line.ident, field))

    def lines(self) -> Lines:
        """What is typed."""
        return tuple(
            Line(ident, {"scheme": field.accessibleName(), "grades": field.text()}) for ident, field in self._fields
        )

    def field(self, row: int) -> QLineEdit:
        """The field of a scheme."""
        return self._fields[row][1]

    def show_faults(self, faults: Sequence[Fault]) -> None:
        """Ring the fields that are wrong."""
        said = {one.row: one.text for one in faults if one.table == GRADES}
        for row, (_, field) in enumerate(self._fields):
            ring(field, said.get(row, ""))


class SummaryPart(QWidget):
    """What is written, a line a thing; what should be looked at stands out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = noted(_LAST_NOTE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.note)
        self._form = QFormLayout()
        self._form.setVerticalSpacing(6)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        column.addLayout(self._form)
        column.addStretch(1)

    def show_said(self, said: Sequence[Said]) -> None:
        """Show the lines anew."""
        while self._form.rowCount():
            self._form.removeRow(0)
        for one in said:
            title, words = QLabel(one.title, self), QLabel(one.words, self)
            title.setAlignment(Qt.AlignmentFlag.AlignTop)
            title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
            tone(title, "text2")
            tone(words, "warn_text" if one.warns else "text")
            words.setWordWrap(True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._form.addRow(title, words)
