"""«Учебный год…»: school details, terms, days off, moved days, bells (4.1.4); lessons follow what is saved."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QWidget

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
    YEAR,
    CalendarPage,
    plan_calendar,
    plan_scheme,
    read_calendar,
)
from ezh_desktop.ui.dialogs.structure.frame import Part, StructureDialog
from ezh_desktop.ui.dialogs.structure.newyear import TITLE, NewYearDialog
from ezh_desktop.ui.dialogs.structure.yearparts import (
    BEGAN,
    HALVES,
    NOTES,
    PUBLIC,
    QUARTERS,
    REMOVE,
    REMOVE_KEYS,
    TABLES,
    WEEK,
    YearForm,
    add_public_days,
    scrolled,
    table_part,
    year_table,
)
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.widgets.groundline import NAME as GROUND

_TABLES = (TERMS, HOLIDAYS, MOVED, BELLS)
_PARTS = ("Школа и год", *(TABLES[key] for key in _TABLES))


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
        self.left.addWidget(self.flat_button(f"{TITLE}…", self._on_new_year))
        self._stack = QStackedWidget(self)
        self._form = YearForm()
        self._form.edited.connect(self.judge)
        self._stack.addWidget(scrolled(self._form))
        for key in _TABLES:
            table = year_table(self, key, self._class_names)
            self._stack.addWidget(table_part(table, NOTES[key], self._buttons(key)))
        self.right.addWidget(self._stack, 1)
        ground = QHBoxLayout()
        ground.setSpacing(6)
        words, line = QLabel(GROUND, self), self.ground_line()
        words.setBuddy(line)
        ground.addWidget(words)
        ground.addWidget(line, 1)
        self.right.addLayout(ground)

    def _class_names(self) -> tuple[str, ...]:
        return tuple(self.page.classes) if self.page else ()

    def _buttons(self, key: str) -> list[QPushButton]:
        if key == TERMS:
            return [
                self.flat_button(QUARTERS, lambda: self._add_scheme("quarter")),
                self.flat_button(HALVES, lambda: self._add_scheme("half")),
            ]
        public = [self.flat_button(PUBLIC, self._on_public)] if key == HOLIDAYS else []
        return [*public, self.flat_button(REMOVE, self.tables[key].remove_chosen, REMOVE_KEYS)]

    # Reading and saving

    def parts(self) -> list[Part]:
        """The sections."""
        return [Part(number, words) for number, words in enumerate(_PARTS, 1)]

    def _read(self) -> None:
        self.page = page = read_calendar(self.office, self.year)
        self.show_year(page.year.year, page.year.label)
        self.heading.show_whole(f"Учебный год {page.year.label}")
        self._form.show_texts({**page.tables[SCHOOL][0].texts, **page.tables[YEAR][0].texts})
        for key in _TABLES:
            self.tables[key].lines.show(page.tables[key])

    def show_part(self, part: int) -> None:
        """Turn to a section; what was saved is read anew."""
        self._stack.setCurrentIndex(max(0, part - 1))

    def plan(self) -> Plan:
        """All sections together are one act."""
        if self.page is None:
            return Plan(None)
        return plan_calendar(self.office, self.page, self._typed(self.page))

    def _typed(self, page: CalendarPage) -> dict[str, Lines]:
        texts = self._form.texts()
        details = {name: texts[name] for name in DETAILS}
        year = {name: texts[name] for name in (WEEK, BEGAN)}
        forms = {SCHOOL: (Line(page.tables[SCHOOL][0].ident, details),), YEAR: (Line(page.year.year, year),)}
        return forms | {key: self.tables[key].lines.lines() for key in _TABLES}

    def show_faults(self, plan: Plan) -> None:
        """Ring the fields of the form."""
        self._form.show_faults({one.field: one.text for one in plan.faults if one.table in {SCHOOL, YEAR}})

    def after_save(self) -> None:
        """Read the year anew."""
        self._read()

    # What the person does

    def to_year(self, year: int) -> None:
        """The section stays."""
        self.year = year
        self._read()
        self.judge()

    def _on_new_year(self) -> None:
        self.first_saved(self._open_assistant)

    def _open_assistant(self) -> None:
        try:
            dialog = NewYearDialog(self.office, self.doors, self)
        except EzhError as why:
            self.say(why.text, "block")
            return
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(lambda: self.to_year(dialog.made or self.year))
        dialog.open()

    def _add_scheme(self, kind: str) -> None:
        if self.page is not None:
            plan = plan_scheme(self.office, self.page, kind)
            self.first_saved(lambda: self.run_plan(plan))

    def _on_public(self) -> None:
        if self.page is not None:
            told = add_public_days(self.page, self.tables)
            if told:
                self.say(told)
