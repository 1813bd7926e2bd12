"""«Новый учебный год…»: the assistant that sets a school year up page by page and writes it with one act (4.1.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QLineEdit, QPushButton, QSizePolicy, QTableView, QVBoxLayout, QWidget

from ezh_desktop.domain.names import ClassName
from ezh_desktop.errors import EzhError
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import Fault, Line, Lines, Plan
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
)
from ezh_desktop.services.structure.daysoff import missing_days_off, missing_moved_days
from ezh_desktop.services.structure.newyear import (
    GRADES,
    NUMBERS_TABLE,
    YearDraft,
    YearTyped,
    draft_year,
    plan_new_year,
    read_again,
    read_grades,
    with_scheme,
)
from ezh_desktop.services.structure.newyear_words import ATTENTION, Said, what_is_written
from ezh_desktop.services.structure.nextyear import TABLE
from ezh_desktop.ui import taborder
from ezh_desktop.ui.dialogs.numberstable import NumbersModel, show_numbers
from ezh_desktop.ui.dialogs.structure.assistant import CANCEL, CLOSE, AssistantDialog
from ezh_desktop.ui.dialogs.structure.carrypart import CarryPart
from ezh_desktop.ui.dialogs.structure.newyearparts import GradesForm, SummaryPart
from ezh_desktop.ui.dialogs.structure.yearparts import (
    BEGAN,
    HALVES,
    LABEL,
    NOTES,
    PUBLIC,
    QUARTERS,
    REMOVE,
    REMOVE_KEYS,
    WEEK,
    YearForm,
    add_public_days,
    noted,
    table_part,
    year_table,
)
from ezh_desktop.ui.doors import Doors

TITLE = "Новый учебный год"
SCHOOL_PAGE, TERMS_PAGE, DAYS_PAGE, BELLS_PAGE, NUMBERS_PAGE, CLASSES_PAGE, LAST_PAGE = range(1, 8)
_PAGE_OF = {
    SCHOOL: SCHOOL_PAGE,
    YEAR: TERMS_PAGE,
    TERMS: TERMS_PAGE,
    GRADES: TERMS_PAGE,
    HOLIDAYS: DAYS_PAGE,
    MOVED: DAYS_PAGE,
    BELLS: BELLS_PAGE,
    NUMBERS_TABLE: NUMBERS_PAGE,
    TABLE: CLASSES_PAGE,
}
_TABLES = (TERMS, HOLIDAYS, MOVED, BELLS)
_SCHOOL_NOTE = "Так школа называется на титульных листах и в отчётах."
_GRADES_NOTE = "Какие классы учатся по каким периодам, например: 1–8, 10. Предмету потом можно дать свою схему."
_NUMBERS_NOTE = "По этим числам программа предлагает отметки и находит недочёты. Обычно их не меняют."
_MOVED_HEIGHT = 92
"""Two rows: most years have no more."""
_DONE_NOTE = "Записано. Всё можно исправить в окнах меню «Школа»."


class NewYearDialog(AssistantDialog):
    """Raises EzhError when no year can be begun. `made` is the year once it is written."""

    title = TITLE
    help_page = "new-year"

    def __init__(self, office: FileOffice, doors: Doors, parent: QWidget | None = None) -> None:
        self.draft = draft_year(office)
        self.made = 0
        self._label_fault = ""
        self._saturdays: Lines = ()
        self._said: Sequence[Said] = ()
        self._moved: tuple[str, ...] = ()
        super().__init__(office, doors, parent)
        self._build()
        self._first_label = self.draft.label
        self._take(self.draft)
        self._school.show_texts(self.draft.page.tables[SCHOOL][0].texts)
        self._begun = self.typed()
        self.fill_list(SCHOOL_PAGE)
        self.first_field().setFocus()

    # Building

    def _build(self) -> None:
        self._school, self._year, self._week = YearForm(DETAILS), YearForm((LABEL, BEGAN)), YearForm((WEEK,))
        self._school.edited.connect(self.judge)
        self._year.edited.connect(self._on_year)
        self._week.edited.connect(self._on_week)
        self._grades = GradesForm(self)
        self._grades.edited.connect(self.judge)
        for key in _TABLES:
            year_table(self, key, self._class_names)
        self._carry = CarryPart(self, lambda: self.draft.carried.staff.choices, self._scheme_names)
        self._carry.edited.connect(self.judge)
        self._summary = SummaryPart(self)
        self.add_page("Школа", _stacked(noted(_SCHOOL_NOTE), self._school, None))
        self.add_page("Год и периоды", self._terms_page())
        self.add_page("Каникулы", self._days_page())
        self.add_page("Неделя и звонки", _stacked(self._week, self._table_part(BELLS)))
        self.add_page("Числа правил", self._numbers_page())
        self.add_page("Классы", self._carry)
        self.add_page("Что будет записано", self._summary)

    def _terms_page(self) -> QWidget:
        more = (
            self.flat_button(QUARTERS, lambda: self._add_scheme("quarter")),
            self.flat_button(HALVES, lambda: self._add_scheme("half")),
        )
        table = table_part(self.tables[TERMS], "Даты периодов каждой схемы.", more)
        return _stacked(self._year, noted(_GRADES_NOTE), self._grades, table)

    def _days_page(self) -> QWidget:
        public = self.flat_button(PUBLIC, self._on_public)
        moved = self._table_part(MOVED)
        self.tables[MOVED].setFixedHeight(_MOVED_HEIGHT)
        moved.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        return _stacked(self._table_part(HOLIDAYS, public), moved)

    def _table_part(self, key: str, *buttons: QPushButton) -> QWidget:
        remove = self.flat_button(REMOVE, self.tables[key].remove_chosen, REMOVE_KEYS)
        return table_part(self.tables[key], NOTES[key], (*buttons, remove))

    def _numbers_page(self) -> QWidget:
        self._numbers_table = QTableView(self)
        self._numbers_table.setAccessibleName("Числа правил")
        self._numbers_table.setTabKeyNavigation(False)
        self._numbers_table.setMinimumHeight(self.tables[TERMS].minimumHeight())
        default = self.flat_button("Как в Положении", self._on_default)
        return table_part(self._numbers_table, _NUMBERS_NOTE, (default,))

    def _class_names(self) -> tuple[str, ...]:
        return tuple(line.text("target") for line in self._carry.table.lines.lines() if line.text("target"))

    def _scheme_names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(line.text("scheme") for line in self.tables[TERMS].lines.lines()))

    # The year in hand

    def _take(self, draft: YearDraft) -> None:
        """Show a year as it is proposed; the school stays as it is typed."""
        self.draft, self._saturdays = draft, ()
        self.heading.show_whole(f"{TITLE}, {draft.label}")
        year = draft.page.tables[YEAR][0]
        if self._year.texts()[LABEL] == "":
            self._year.show_texts({LABEL: draft.label})
        self._year.show_texts({BEGAN: year.text("began")})
        self._year.set_field_shown(BEGAN, shown=draft.there)
        self._week.show_texts({WEEK: year.text("week")})
        self._show_grades(draft.grades)
        for key in _TABLES:
            self.tables[key].lines.show(draft.page.tables[key])
        self._carry.show_draft(draft)
        self._numbers = NumbersModel(draft.numbers, self)
        self._numbers.refused.connect(lambda why: self.say(why.text, "block"))
        self._numbers.changed.connect(self.judge)
        show_numbers(self._numbers_table, self._numbers)

    def typed(self) -> YearTyped:
        """What stands on the pages."""
        page = self.draft.page
        texts = self._week.texts() | {BEGAN: self._year.texts()[BEGAN]}
        tables = {
            SCHOOL: (Line(page.tables[SCHOOL][0].ident, self._school.texts()),),
            YEAR: (Line(page.year.year, texts),),
            GRADES: self._grades.lines(),
            TABLE: self._carry.table.lines.lines(),
        }
        tables |= {key: self.tables[key].lines.lines() for key in _TABLES}
        return YearTyped(tables, dict(self._numbers.values), self._carry.undecided.isChecked())

    def typed_something(self) -> bool:
        """Whether anything differs from what was proposed at first."""
        return self.draft.label != self._first_label or bool(self._label_fault) or self.typed() != self._begun

    # Pages

    def page_of(self, fault: Fault) -> int:
        """See `AssistantDialog`."""
        return _PAGE_OF[fault.table]

    def field_of(self, fault: Fault) -> QWidget:
        """See `AssistantDialog`."""
        if fault.table == GRADES:
            return self._grades.field(fault.row)
        return (self._school if fault.table == SCHOOL else self._year).fields[fault.field]

    @property
    def last_words(self) -> str:
        """«Создать 2027/2028»; a year that is there is not made, only written anew."""
        return f"{'Записать' if self.draft.there else 'Создать'} {self.draft.label}"

    def first_field(self) -> QWidget:
        """The first empty field of the school, else the button."""
        empty = [field for field in self._school.fields.values() if isinstance(field, QLineEdit) and not field.text()]
        return empty[0] if self.part == SCHOOL_PAGE and empty else self.save_button

    def spoken(self) -> str:
        """See `AssistantDialog`."""
        return " ".join(f"{one.title}: {one.words}." for one in self._said) if self.at_end else ""

    def show_part(self, part: int) -> None:
        """Schemes are shown by the titles they have been given, and days that a decree moves are offered."""
        if part == TERMS_PAGE:
            self._show_grades(self._named(self._grades.lines()))
        elif part == CLASSES_PAGE:
            self._read_decisions()
        self._moved = self._moved_days() if part == DAYS_PAGE else ()
        super().show_part(part)

    def _read_decisions(self) -> None:
        """What the council has decided since stands on the page too."""
        draft, lines = read_again(self.office, self.draft, self._carry.table.lines.lines())
        if draft.carried != self.draft.carried:
            self.draft = draft
            self._carry.table.show_lines(lines, again=True)

    def _named(self, grades: Lines) -> Lines:
        """The schemes by their titles as they are typed now."""
        of = self.draft.page.of
        titles = {one.ident: one.text("scheme") for one in self.draft.grades}
        for line in self.tables[TERMS].lines.lines():
            scheme = of("period", line.ident).number("scheme")
            if line.text("scheme") != of("term_scheme", scheme).text("title"):
                titles[scheme] = line.text("scheme")
        return tuple(replace(one, texts={**one.texts, "scheme": titles[one.ident]}) for one in grades)

    # Judging

    def plan(self) -> Plan:
        """Everything that is typed, as one act."""
        if self.finished_work:
            return Plan(None)
        plan = plan_new_year(self.office, self.draft, self.typed())
        if self._label_fault:
            return Plan(None, (Fault(YEAR, 0, LABEL, self._label_fault), *plan.faults), plan.warnings)
        return plan

    def show_faults(self, plan: Plan) -> None:
        """Ring the fields of the forms."""
        self._school.show_faults({one.field: one.text for one in plan.faults if one.table == SCHOOL})
        self._year.show_faults({one.field: one.text for one in plan.faults if one.table == YEAR})
        self._grades.show_faults(plan.faults)

    def tell(self, plan: Plan) -> None:
        """On the last page the whole act in words."""
        super().tell(plan)
        self._show_usual_terms()
        if self.at_end and not plan.faults and not self.finished_work:
            self._said = what_is_written(self.draft, self.typed(), plan)
            self._summary.show_said(self._said)
            self._offer(plan)

    def _offer(self, plan: Plan) -> None:
        """With nothing to write there is only the way out."""
        writes = plan.command is not None
        self.save_button.setVisible(writes)
        self.close_button.setText(CANCEL if writes else CLOSE)
        if not writes:
            self.say("")
            self.close_button.setFocus()

    def _show_usual_terms(self) -> None:
        """A class without terms of its own shows those of its grade."""
        model = self._carry.table.lines
        usual = {grade: line.text("scheme") for line in self._grades.lines() for grade in _grades_of(line)}
        model.show_told(
            {
                (row, "scheme"): usual.get(_grade_of(line), "")
                for row, line in enumerate(model.lines())
                if not line.text("scheme")
            }
        )

    def warnings_here(self, plan: Plan) -> Sequence[str]:
        """About whom the council has not decided, and who goes nowhere; days that a decree makes working days."""
        there = {line.text("day") for line in self.tables[MOVED].lines.lines()}
        moved = [day for day in self._moved if day not in there]
        if moved:
            return (f"По указу о переносах учебный день: {', '.join(moved)}. Внести: «{PUBLIC}».",)
        return plan.warnings if self.part == CLASSES_PAGE else ()

    def _moved_days(self) -> tuple[str, ...]:
        page = self._page_typed(self._week_days())
        try:
            found = missing_moved_days(page, self.tables[HOLIDAYS].lines.lines(), ())
        except EzhError:
            return ()
        return tuple(line.text("day") for line in found)

    def after_save(self) -> None:
        """The year is made."""
        super().after_save()
        self.made = self.draft.page.year.year
        self._summary.note.setText(_DONE_NOTE)
        self._summary.show_said([one for one in self._said if one.title != ATTENTION])
        self.close_button.setFocus()

    # What the person does

    def _on_year(self) -> None:
        """Another year is drafted as soon as its name is whole."""
        text, self._label_fault = self._year.texts()[LABEL], ""
        try:
            draft = draft_year(self.office, text or "?")
        except EzhError as why:
            self._label_fault = why.text
        else:
            if draft.label != self.draft.label:
                self._take(draft)
                self.save_button.setText(self.last_words if self.at_end else self.save_button.text())
        self.judge()

    def _on_week(self) -> None:
        """In a week of six days a public day off may fall on a Saturday: it comes with it and goes with it."""
        model = self.tables[HOLIDAYS].lines
        if self._saturdays:
            model.replace(tuple(line for line in model.lines() if line not in self._saturdays))
            self._saturdays = ()
        found = self._missing(self._week_days())
        if found:
            self._saturdays = found
            model.add(found)
        self.judge()
        if found:
            self.say(f"В праздники добавлено: {', '.join(line.text('start') for line in found)}.")

    def _week_days(self) -> int:
        return WEEKS.index(self._week.texts()[WEEK]) + 5

    def _page_typed(self, week_days: int) -> CalendarPage:
        """The calendar with the terms as they are typed and a week of so many days."""
        page = self.draft.page
        tables = {**page.tables, TERMS: self.tables[TERMS].lines.lines()}
        return replace(page, year=page.year._replace(week_days=week_days), tables=tables)

    def _missing(self, week_days: int) -> Lines:
        try:
            return missing_days_off(self._page_typed(week_days), self.tables[HOLIDAYS].lines.lines())
        except EzhError:
            # Terms that are wrong are put right on their own page first.
            return ()

    def _on_public(self) -> None:
        try:
            told = add_public_days(self._page_typed(self._week_days()), self.tables)
        except EzhError as why:
            told = why.text
        if told:
            self.say(told)

    def _show_grades(self, lines: Lines) -> None:
        """The fields are made anew: Tab goes through them in their order."""
        self._grades.show_lines(lines)
        taborder.by_layout(self)

    def _add_scheme(self, kind: str) -> None:
        """One more scheme, behind those as they are typed."""
        grades, lines = self._grades.lines(), self.tables[TERMS].lines.lines()
        self.draft = with_scheme(self.draft, kind)
        self._show_grades((*grades, *self.draft.grades[len(grades) :]))
        self.tables[TERMS].lines.add(self.draft.page.tables[TERMS][len(lines) :])
        self.judge()

    def _on_default(self) -> None:
        self._numbers.by_default(self._numbers_table.currentIndex().row())


def _grades_of(line: Line) -> list[int]:
    try:
        return read_grades(line.text("grades"))
    except EzhError:
        return []


def _grade_of(line: Line) -> int:
    try:
        return ClassName.read(line.text("target")).grade
    except EzhError:
        return 0


def _stacked(*parts: QWidget | None) -> QWidget:
    """Parts of a page one below another; None is the room left."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for part in parts:
        if part is None:
            column.addStretch(1)
        else:
            column.addWidget(part)
    return page
