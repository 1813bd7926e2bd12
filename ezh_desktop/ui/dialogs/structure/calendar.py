"""«Учебный год…»: school details, terms, days off, moved days, bells (4.1.4); lessons follow what is saved."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ezh_desktop.domain.russian import WEEKDAYS
from ezh_desktop.domain.zones import ZONES, zone_of, zone_words
from ezh_desktop.errors import EzhError
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import Line, Lines, Plan
from ezh_desktop.services.structure.calendar import (
    BELLS,
    DETAILS,
    HOLIDAYS,
    MOVED,
    SCHOOL,
    TERMS,
    WEEKS,
    YEAR,
    CalendarPage,
    plan_calendar,
    plan_scheme,
    read_calendar,
)
from ezh_desktop.services.structure.years import missing_days_off, missing_moved_days, next_label, plan_year
from ezh_desktop.ui.dialogs.structure.frame import Part, StructureDialog
from ezh_desktop.ui.dialogs.structure.linemodel import Column, LineModel
from ezh_desktop.ui.dialogs.structure.linetable import LineTable
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.qttypes import NO_FOCUS
from ezh_desktop.ui.widgets.groundline import NAME as GROUND
from ezh_desktop.ui.widgets.tone import tone

_PARTS = ("Школа и год", "Четверти", "Каникулы", "Переносы дней", "Звонки")
_TABLES = (TERMS, HOLIDAYS, MOVED, BELLS)
_FORM_WORDS = (
    "Полное название",
    "Краткое название",
    "Населённый пункт",
    "Адрес",
    "Телефон",
    "Часовой пояс",
    "Учебная неделя",
    "Журнал ведётся с",
)
_NOTES = {
    TERMS: "Даты периодов каждой схемы. Схему выбирают для класса, а если нужно, и для предмета.",
    HOLIDAYS: "Каникулы между четвертями видны сами. Сюда вносят праздники и дополнительные каникулы.",
    MOVED: "День, в который учатся по расписанию другого дня недели.",
    BELLS: "Достаточно начала: конец через 45 минут, номер следующий, смена та же, что в строке выше.",
}


def _weekdays() -> tuple[str, ...]:
    return WEEKDAYS[:6]


class CalendarDialog(StructureDialog):
    """Everything of the year that is no class."""

    title = "Учебный год"
    help_page = "school"

    def __init__(self, office: FileOffice, doors: Doors, parent: QWidget | None = None, year: int = 0) -> None:
        self.page: CalendarPage | None = None
        super().__init__(office, doors, parent, year)
        self._build()
        self._read()
        self.fill_list(1)

    # Building

    def _build(self) -> None:
        self.left.addWidget(self.flat_button("Новый учебный год…", self._on_new_year))
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._form())
        for key, columns in self._columns().items():
            self._stack.addWidget(self._table_part(key, columns))
        self.right.addWidget(self._stack, 1)
        ground = QHBoxLayout()
        ground.setSpacing(6)
        words, line = QLabel(GROUND, self), self.ground_line()
        words.setBuddy(line)
        ground.addWidget(words)
        ground.addWidget(line, 1)
        self.right.addLayout(ground)

    def _form(self) -> QScrollArea:
        self._fields = {name: QLineEdit(self) for name in DETAILS[:-1]}
        self._zone, self._week = QComboBox(self), QComboBox(self)
        self._zone.addItems(list(ZONES.values()))
        self._zone.setEditable(True)
        self._week.addItems(list(WEEKS))
        self._began = QLineEdit(self)
        self._began.setPlaceholderText("с начала года")
        holder = QWidget(self)
        form = QFormLayout(holder)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setVerticalSpacing(10)
        fields = (*self._fields.values(), self._zone, self._week, self._began)
        for words, field in zip(_FORM_WORDS, fields, strict=True):
            field.setAccessibleName(words)
            form.addRow(words, field)
        for line in (*self._fields.values(), self._began):
            line.textEdited.connect(self.judge)
        self._zone.editTextChanged.connect(self._on_form)
        self._week.activated.connect(self._on_form)
        area = QScrollArea(self)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(NO_FOCUS)
        area.setWidgetResizable(True)
        area.setWidget(holder)
        # The ground of the dialog shows through: that of a scroll area is another one.
        for ground in (area.viewport(), holder):
            ground.setAutoFillBackground(False)
        return area

    def _columns(self) -> Mapping[str, tuple[Column, ...]]:
        days = (Column("start", "С", 100), Column("end", "По", 100, hint="Пусто: один день"))
        names = self._class_names
        return {
            TERMS: (
                Column("scheme", "Схема", 180, stretch=True),
                Column("title", "Период", 130, editable=False),
                *days,
            ),
            HOLIDAYS: (
                *days,
                Column("title", "Что", 220, stretch=True),
                Column("classes", "Классы", 130, names, hint="Пусто: вся школа"),
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
        }

    def _class_names(self) -> tuple[str, ...]:
        return tuple(self.page.classes) if self.page else ()

    def _table_part(self, key: str, columns: tuple[Column, ...]) -> QWidget:
        part = QWidget(self)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        note = QLabel(_NOTES[key], part)
        note.setWordWrap(True)
        tone(note, "text2")
        column.addWidget(note)
        model = LineModel(columns, self, grows=key != TERMS)
        table = self.add_table(key, LineTable(model, self.doors, _PARTS[_TABLES.index(key) + 1], part))
        table.by_row = key != TERMS
        column.addWidget(table, 1)
        buttons = QHBoxLayout()
        if key == TERMS:
            buttons.addWidget(self.flat_button("Ещё схема четвертей", self._on_quarters))
            buttons.addWidget(self.flat_button("Ещё схема полугодий", self._on_halves))
        if key == HOLIDAYS:
            buttons.addWidget(self.flat_button("Добавить праздники года", self._on_public))
        if key != TERMS:
            buttons.addWidget(self.flat_button("Убрать строку", self._on_remove, "Ctrl+Delete"))
        buttons.addStretch(1)
        column.addLayout(buttons)
        return part

    # Reading and saving

    def parts(self) -> list[Part]:
        """The sections."""
        return [Part(number, words) for number, words in enumerate(_PARTS, 1)]

    def _read(self) -> None:
        self.page = page = read_calendar(self.office, self.year)
        self.show_year(page.year.year, page.year.label)
        self.heading.show_whole(f"Учебный год {page.year.label}")
        self._show_form(page)
        for key in _TABLES:
            self.tables[key].lines.show(page.tables[key])

    def _show_form(self, page: CalendarPage) -> None:
        school, year = page.tables[SCHOOL][0], page.tables[YEAR][0]
        for name, field in self._fields.items():
            field.setText(school.text(name))
        self._zone.blockSignals(True)
        self._zone.setEditText(zone_words(school.text("zone")))
        self._zone.blockSignals(False)
        self._week.setCurrentText(year.text("week"))
        self._began.setText(year.text("began"))

    def show_part(self, part: int) -> None:
        """Turn to a section; what was saved is read anew."""
        self._stack.setCurrentIndex(max(0, part - 1))

    def plan(self) -> Plan:
        """All sections together are one act."""
        if self.page is None:
            return Plan(None)
        return plan_calendar(self.office, self.page, self._tables(self.page))

    def _tables(self, page: CalendarPage) -> dict[str, Lines]:
        zone = zone_of(self._zone.currentText())
        details = {name: field.text() for name, field in self._fields.items()} | {"zone": zone}
        year = {"week": self._week.currentText(), "began": self._began.text()}
        forms = {SCHOOL: (Line(page.tables[SCHOOL][0].ident, details),), YEAR: (Line(page.year.year, year),)}
        return forms | {key: self.tables[key].lines.lines() for key in _TABLES}

    def show_faults(self, plan: Plan) -> None:
        """Ring the fields of the form."""
        faulty = {one.field: one.text for one in plan.faults if one.table in {SCHOOL, YEAR}}
        for name, field in (*self._fields.items(), ("began", self._began)):
            field.setProperty("fault", "true" if name in faulty else "false")
            field.setToolTip(faulty.get(name, ""))
            field.style().polish(field)

    def after_save(self) -> None:
        """Read the year anew."""
        self._read()

    # What the person does

    def _on_form(self, *_: object) -> None:
        self.judge()

    def to_year(self, year: int) -> None:
        """The section stays."""
        self.year = year
        self._read()
        self.judge()

    def _on_new_year(self) -> None:
        self.first_saved(self._make_year)

    def _make_year(self) -> None:
        if self.page is None:
            return
        label = next_label(self.page)
        try:
            plan = plan_year(self.office, self.page, label)
        except EzhError as why:
            self.say(why.text, "block")
            return
        detail = "Он получит обычные четверти и праздники, а неделю и звонки этого года. Всё можно изменить."
        if self.doors.ask(self, f"Создать учебный год {label}?", detail, act=f"Создать {label}"):
            self.run_plan(plan, self._to_last_year)

    def _to_last_year(self) -> None:
        if self.page is not None:
            self.to_year(self.page.years[-1][0])

    def _on_quarters(self) -> None:
        self._add_scheme("quarter")

    def _on_halves(self) -> None:
        self._add_scheme("half")

    def _add_scheme(self, kind: str) -> None:
        if self.page is not None:
            plan = plan_scheme(self.office, self.page, kind)
            self.first_saved(lambda: self.run_plan(plan))

    def _on_public(self) -> None:
        if self.page is None:
            return
        model = self.tables[HOLIDAYS].lines
        found = missing_days_off(self.page, model.lines())
        moved = missing_moved_days(self.page, (*model.lines(), *found), self.tables[MOVED].lines.lines())
        if found:
            model.add(found)
        if moved:
            self.tables[MOVED].lines.add(moved)
            days = ", ".join(line.text("day") for line in moved)
            self.say(f"По переносам учебный день: {days}. Смотрите раздел «Переносы дней».")
        elif not found:
            self.say("Все праздники и переносы этого года уже в списке.")

    def _on_remove(self) -> None:
        self.tables[_TABLES[self.part - 2]].remove_chosen()
