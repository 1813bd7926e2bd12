"""What a year is shown in: the fields of the school and the year, the tables of its days. For dialog and assistant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ezh_desktop.domain.russian import WEEKDAYS
from ezh_desktop.domain.zones import ZONES, zone_of, zone_words
from ezh_desktop.services.structure.calendar import BELLS, DETAILS, HOLIDAYS, MOVED, TERMS, WEEKS, CalendarPage
from ezh_desktop.services.structure.daysoff import missing_days_off, missing_moved_days
from ezh_desktop.ui.dialogs.structure.frame import StructureDialog
from ezh_desktop.ui.dialogs.structure.linemodel import Choices, Column, LineModel
from ezh_desktop.ui.dialogs.structure.linetable import LineTable
from ezh_desktop.ui.qttypes import NO_FOCUS
from ezh_desktop.ui.widgets.flow import FlowLayout
from ezh_desktop.ui.widgets.tone import tone

LABEL, WEEK, BEGAN = "label", "week", "began"
FIELDS: Final[Mapping[str, str]] = {
    "name": "Полное название",
    "short_name": "Краткое название",
    "place": "Населённый пункт",
    "address": "Адрес",
    "phone": "Телефон",
    "zone": "Часовой пояс",
    LABEL: "Учебный год",
    WEEK: "Учебная неделя",
    BEGAN: "Журнал ведётся с",
}
"""Field → its words."""
TABLES: Final[Mapping[str, str]] = {
    TERMS: "Четверти",
    HOLIDAYS: "Каникулы",
    MOVED: "Переносы дней",
    BELLS: "Звонки",
}
NOTES: Final[Mapping[str, str]] = {
    TERMS: "Даты периодов каждой схемы. Схему выбирают для класса, а если нужно, и для предмета.",
    HOLIDAYS: "Каникулы между четвертями видны сами. Сюда вносят праздники и дополнительные каникулы.",
    MOVED: "День, в который учатся по расписанию другого дня недели.",
    BELLS: "Достаточно начала: конец через 45 минут, номер следующий, смена та же, что в строке выше.",
}
REMOVE, REMOVE_KEYS = "Убрать строку", "Ctrl+Delete"
PUBLIC = "Добавить праздники года"
QUARTERS, HALVES = "Ещё схема четвертей", "Ещё схема полугодий"


class YearForm(QWidget):
    """Fields of the school and the year, those named. `edited` comes when the person has changed one."""

    edited = Signal()

    def __init__(self, names: Sequence[str] = (*DETAILS, WEEK, BEGAN), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, QLineEdit | QComboBox] = {name: self._field(name) for name in names}
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._form.setVerticalSpacing(10)
        for name, field in self.fields.items():
            field.setAccessibleName(FIELDS[name])
            self._form.addRow(FIELDS[name], field)

    def _field(self, name: str) -> QLineEdit | QComboBox:
        if name in {"zone", WEEK}:
            box = QComboBox(self)
            box.addItems(list(ZONES.values() if name == "zone" else WEEKS))
            box.setEditable(name == "zone")
            (box.editTextChanged if name == "zone" else box.activated).connect(lambda _: self.edited.emit())
            return box
        line = QLineEdit(self)
        line.setPlaceholderText("с начала года" if name == BEGAN else "")
        line.textEdited.connect(self.edited)
        return line

    def set_field_shown(self, name: str, *, shown: bool) -> None:
        """Show a field or leave it out."""
        self._form.setRowVisible(self.fields[name], shown)

    def texts(self) -> dict[str, str]:
        """What stands in the fields; a zone by its IANA name."""
        found = {}
        for name, field in self.fields.items():
            text = field.currentText() if isinstance(field, QComboBox) else field.text()
            found[name] = zone_of(text) if name == "zone" else text
        return found

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Fill the fields that are named; nobody has edited them then."""
        for name, field in self.fields.items():
            if name not in texts:
                continue
            if isinstance(field, QLineEdit):
                field.setText(texts[name])
                continue
            field.blockSignals(True)
            if name == "zone":
                field.setEditText(zone_words(texts[name]))
            else:
                field.setCurrentText(texts[name])
            field.blockSignals(False)

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Ring fields, with what is wrong in their tooltips."""
        for name, field in self.fields.items():
            if isinstance(field, QLineEdit):
                ring(field, faults.get(name, ""))


def ring(field: QLineEdit, fault: str) -> None:
    """Show that a field is wrong, or no longer."""
    field.setProperty("fault", "true" if fault else "false")
    field.setToolTip(fault)
    field.style().polish(field)


def scrolled(inner: QWidget) -> QScrollArea:
    """A part of a dialog that scrolls where there is no room for it."""
    area = QScrollArea()
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setFocusPolicy(NO_FOCUS)
    area.setWidgetResizable(True)
    area.setWidget(inner)
    # The ground of the dialog shows through: that of a scroll area is another one.
    for ground in (area.viewport(), inner):
        ground.setAutoFillBackground(False)
    return area


# Tables


def _weekdays() -> tuple[str, ...]:
    return WEEKDAYS[:6]


def _columns(key: str, classes: Choices) -> tuple[Column, ...]:
    days = (Column("start", "С", 100), Column("end", "По", 100, hint="Пусто: один день"))
    return {
        TERMS: (Column("scheme", "Схема", 180, stretch=True), Column("title", "Период", 130, editable=False), *days),
        HOLIDAYS: (
            *days,
            Column("title", "Что", 220, stretch=True),
            Column("classes", "Классы", 130, classes, hint="Пусто: вся школа"),
        ),
        MOVED: (
            Column("day", "День", 110),
            Column("as", "По расписанию дня", 150, _weekdays),
            Column("reason", "Почему", 200, stretch=True),
        ),
        BELLS: (
            Column("shift", "Смена", 70),
            Column("number", "Урок", 70),
            Column("starts", "Начало", 90),
            Column("ends", "Конец", 90, stretch=True),
        ),
    }[key]


def year_table(dialog: StructureDialog, key: str, classes: Choices) -> LineTable:
    """A table of the year, watched by its dialog; `classes` are the names that days off may be for."""
    model = LineModel(_columns(key, classes), dialog, grows=key != TERMS)
    table = dialog.add_table(key, LineTable(model, dialog.doors, TABLES[key], dialog))
    table.by_row = key != TERMS
    return table


def table_part(table: QWidget, note: str, buttons: Sequence[QPushButton]) -> QWidget:
    """A table under its note and over its buttons."""
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(noted(note))
    column.addWidget(table, 1)
    row = FlowLayout(gap=4)
    for button in buttons:
        row.addWidget(button)
    column.addLayout(row)
    return part


def noted(words: str) -> QLabel:
    """Quiet words over a table, in as many lines as they take."""
    note = QLabel(words)
    note.setWordWrap(True)
    tone(note, "text2")
    return note


def add_public_days(page: CalendarPage, tables: Mapping[str, LineTable]) -> str:
    """Put the public days off and the moved days that are missing into the tables, and say which days are moved."""
    model = tables[HOLIDAYS].lines
    page = replace(page, tables={**page.tables, TERMS: tables[TERMS].lines.lines()})
    found = missing_days_off(page, model.lines())
    moved = missing_moved_days(page, (*model.lines(), *found), tables[MOVED].lines.lines())
    if found:
        model.add(found)
    if moved:
        tables[MOVED].lines.add(moved)
        return f"По переносам учебный день: {', '.join(line.text('day') for line in moved)}."
    return "" if found else "Все праздники и переносы этого года уже в списке."
