"""«Планы уроков»: the КТП of each course: written, copied, fitted to the lessons left, approved (5.18)."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from ezh_desktop.domain.russian import count
from ezh_desktop.errors import BadInput
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import Plan
from ezh_desktop.services.structure.plans import (
    TABLE,
    PlanCourse,
    PlanPage,
    PlanSource,
    fitted,
    given_days,
    kind_names,
    lines_of,
    plan_approval,
    plan_rows,
    plan_sources,
    planned_days,
    planned_hours,
    read_plan_courses,
    read_plan_page,
    state_words,
)
from ezh_desktop.ui.dialogs.structure.frame import Part, StructureDialog
from ezh_desktop.ui.dialogs.structure.linemodel import Column, LineModel
from ezh_desktop.ui.dialogs.structure.linetable import LineTable
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.widgets.flow import FlowLayout
from ezh_desktop.ui.widgets.tone import tone

COPY = "Взять план…"
APPROVE, WITHDRAW = "Утвердить", "Снять утверждение"
NO_COURSES = "Предметов с КТП у вас нет."
ONLY_READ = "План пишет учитель предмета."
SIZE = QSize(1320, 640)
"""Wider than its neighbours: topics are long."""
_LESSONS = ("урок", "урока", "уроков")
_TAILS = {"": "нет КТП", "draft": "черновик", "approved": "утв."}


class PlansDialog(StructureDialog):
    """The courses whose plan the person may read, and the rows of one; `course` is the one to begin with."""

    title = "Планы уроков (КТП)"
    help_page = "plans"
    list_name = "Предметы"

    def __init__(
        self, office: FileOffice, doors: Doors, parent: QWidget | None = None, year: int = 0, course: int = 0
    ) -> None:
        self._courses: tuple[PlanCourse, ...] = ()
        self._page: PlanPage | None = None
        self._sources: tuple[PlanSource, ...] = ()
        super().__init__(office, doors, parent, year)
        self._build()
        self.resize(SIZE)
        self.fill_list(course)

    # Building

    def _build(self) -> None:
        self._state, self._sum = QLabel(self), QLabel(self)
        tone(self._state, "text", bold=True)
        tone(self._sum, "text2")
        above = FlowLayout(gap=12)
        above.addWidget(self._state)
        above.addWidget(self._sum)
        self.right.addLayout(above)
        table = self.add_table(TABLE, LineTable(LineModel(_columns(writable=True), self), self.doors, "План", self))
        table.let_move()
        self.right.addWidget(table, 1)
        below = FlowLayout(gap=4)
        self._copy = QComboBox(self)
        self._copy.setAccessibleName(COPY)
        self._copy.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._copy.activated.connect(self._on_copy)
        self._fit = self.flat_button(
            "Подогнать под уроки", self._on_fit, "Часы тем, которых ещё не давали, станут равны числу оставшихся уроков"
        )
        self._remove = self.flat_button("Убрать строку", self._on_remove, "Ctrl+Delete")
        self._approve = self.flat_button(APPROVE, self._on_approve)
        for widget in (self._copy, self._fit, self._remove, self._approve):
            below.addWidget(widget)
        self.right.addLayout(below)

    # Reading and judging

    def parts(self) -> list[Part]:
        """The courses under their classes."""
        year, self._courses = read_plan_courses(self.office, self.year)
        self.show_year(year.year, year.label)
        self._year = year
        found, heading = [], ""
        for one in self._courses:
            if one.class_name != heading:
                heading = one.class_name
                found.append(Part(-one.school_class, heading, heading=True))
            found.append(Part(one.course, one.title, _TAILS.get(one.state, "")))
        return found

    def show_part(self, part: int) -> None:
        """The rows of a course; a heading, or nobody's course, shows none."""
        course = next((one for one in self._courses if one.course == part), None)
        if course is None and self._courses:
            self.fill_list(self._courses[0].course)
            return
        self._page = None if course is None else read_plan_page(self.office, course, self._year)
        writable = self._page is not None and self._page.writable
        table = self.tables[TABLE]
        table.lines.grows = writable
        table.show_lines(self._page.lines if self._page else (), _columns(writable=writable), again=self.again)
        if not self.again:
            table.stand_at(self._next_row(), "topic")
        self._show_sources(writable=writable)
        for button in (self._fit, self._remove, self.save_button):
            button.setVisible(writable)
        self._approve.setVisible(self._page is not None and self._page.approvable)
        self._approve.setText(WITHDRAW if self._page is not None and self._page.approved else APPROVE)

    def _next_row(self) -> int:
        """The row that comes next in the lessons."""
        page = self._page
        if page is None:
            return 0
        given = page.given
        last = max((row for row, line in enumerate(page.lines) if line.ident in given), default=-1)
        return min(last + 1, max(0, len(page.lines) - 1))

    def _show_sources(self, *, writable: bool) -> None:
        self._sources = plan_sources(self.office, self._page) if self._page is not None and writable else ()
        self._copy.clear()
        self._copy.addItem(COPY)
        for one in self._sources:
            self._copy.addItem(one.words)
        self._copy.setVisible(bool(self._sources))

    def plan(self) -> Plan:
        """The rows in view are one act."""
        if self._page is None or not self._page.writable:
            return Plan(None)
        return plan_rows(self.office, self._page, self.tables[TABLE].lines.lines())

    def judge(self) -> None:
        """Says beside the faults when each row is due and was given, and how the hours compare."""
        super().judge()
        page, model = self._page, self.tables[TABLE].lines
        if page is None:
            self._state.setText("")
            self._sum.setText("")
            self.say(NO_COURSES)
            return
        lines = model.lines()
        due, given = planned_days(page, lines), given_days(page, lines)
        model.show_told(
            {(row, "due"): words for row, words in due.items() if words}
            | {(row, "given"): words for row, words in given.items() if words}
        )
        self._state.setText(state_words(page))
        self._show_sum(planned_hours(lines), len(page.lessons))
        if not page.writable:
            self.say("" if page.approvable else ONLY_READ)

    def _show_sum(self, hours: int, lessons: int) -> None:
        words = f"В плане {hours} ч, в году {count(lessons, *_LESSONS)}"
        if hours and hours != lessons:
            more = "длиннее" if hours > lessons else "короче"
            words += f": план {more} на {abs(hours - lessons)} ч"
        tone(self._sum, "warn_text" if hours and hours != lessons else "text2")
        self._sum.setText(words)

    # What the person does

    def _on_copy(self, index: int) -> None:
        self._copy.setCurrentIndex(0)
        if 0 < index <= len(self._sources):
            self.tables[TABLE].lines.add(lines_of(self.office, self._sources[index - 1]))
            self.tables[TABLE].setFocus()

    def _on_fit(self) -> None:
        model = self.tables[TABLE].lines
        if self._page is None:
            return
        try:
            model.replace(fitted(self._page, model.lines()))
        except BadInput as why:
            self.say(why.text, "block")
        self.tables[TABLE].setFocus()

    def _on_remove(self) -> None:
        self.tables[TABLE].remove_chosen()

    def _on_approve(self) -> None:
        if self._page is not None:
            self.run_plan(plan_approval(self.office, self._page))


def _columns(*, writable: bool) -> tuple[Column, ...]:
    return (
        Column("section", "Раздел", 100, editable=writable),
        Column("topic", "Тема урока", 190, editable=writable, stretch=True),
        Column("hours", "Часы", 46, editable=writable, hint="Сколько уроков занимает тема"),
        Column("kind", "Вид", 100, kind_names, editable=writable, hint="Пусто: обычный урок"),
        Column("homework", "Домашнее задание", 170, editable=writable),
        Column("due", "По плану", 86, editable=False, hint="На какие уроки года приходится тема"),
        Column("given", "Дано", 86, editable=False, hint="Когда тема записана в журнал"),
        Column("note", "Примечание", 80, editable=writable),
    )
