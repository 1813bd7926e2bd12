"""What a lesson's row takes beside its two texts: the kind of work, and homework templates of one's own (5.22)."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from ezh_desktop.domain.calendar import AcademicYear
from ezh_desktop.domain.kinds import LESSON_KINDS
from ezh_desktop.domain.russian import day_month, dotted, dotted_short, weekday_day_month
from ezh_desktop.domain.typed import typed_day
from ezh_desktop.errors import BadInput, Refusal, RightRefused, RuleRefused
from ezh_desktop.services.acts import SetLessonKind, WriteLesson, WriteTemplate
from ezh_desktop.services.deciding import kind_of_lesson
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.pages.course import LessonColumn
from ezh_desktop.ui.desk import Desk
from ezh_desktop.ui.grids.topics import TopicsGrid
from ezh_desktop.ui.models.topics import Column
from ezh_desktop.ui.pages.beside import AskFloat
from ezh_desktop.ui.pages.lessonfields import LessonFields

RESULTS = "results"
"""What the menu of kinds gives for «Дата результатов…»; no kind has this code."""


class LessonExtras(QObject):
    """Acts on the current row; what is refused is said under its field."""

    said = Signal(str)

    def __init__(self, grid: TopicsGrid, fields: LessonFields, desk: Desk) -> None:
        super().__init__(grid)
        self._grid, self._fields, self._desk = grid, fields, desk
        self._new_id = system_ids()
        self._question: AskFloat | None = None
        grid.typed.connect(self._say_why_not)

    def _say_why_not(self, text: str) -> None:
        """Why a lesson without fields takes nothing typed: it is another's, closed or cancelled."""
        lesson = self._grid.lesson()
        if lesson is None or self._grid.edits:
            return
        live = self._grid.topics.live
        try:
            self._desk.office.decide(WriteLesson(live.course, lesson.lesson, text, None, lesson.record_entry), live)
        except RightRefused as why:
            self.said.emit(why.remedy or why.what)
        except Refusal as why:
            self.said.emit(why.text)

    def keep_template(self) -> None:
        """Keeps the homework that is typed as a template."""
        page = self._grid.topics.live
        text = self._fields.homework.text().strip()
        if any(one.text == text for one in page.templates):
            self.said.emit("Такой шаблон уже есть")
            return
        position = max((one.position for one in page.templates), default=0) + 1
        act = WriteTemplate(page.course, self._new_id(), text, position, ended=False, seen=None)
        decision = self._desk.ask(act)
        if decision.refused:
            self._fields.refuse(self._fields.homework, decision.refused[0].why)
        else:
            self.said.emit("Шаблон сохранён")

    def drop_template(self) -> bool:
        """Lets go the template that is chosen in the list: whether there was one."""
        chosen, page = self._fields.completion.chosen(), self._grid.topics.live
        kept = next((one for one in page.templates if chosen and one.template == chosen.template), None)
        if kept is None:
            return False
        act = WriteTemplate(page.course, kept.template, kept.text, kept.position, ended=True, seen=kept.entry)
        return not self._desk.ask(act).refused

    def ask_kind(self) -> None:
        """The kinds of work as a menu under the row."""
        lesson = self._grid.lesson()
        if lesson is None or not self._grid.edits:
            return
        menu = QMenu(self._grid)
        for kind in LESSON_KINDS:
            action = QAction(f"{kind.name}\t{kind.abbreviation}", menu)
            action.setData(kind.code)
            action.setCheckable(True)
            action.setChecked(kind.code == (lesson.kind or "plain"))
            menu.addAction(action)
        if kind_of_lesson(lesson.kind).control:
            self._add_results(menu, lesson)
        menu.triggered.connect(self._on_kind_chosen)
        menu.aboutToHide.connect(menu.deleteLater)
        rect = self._grid.field_rect(Column.KIND)
        menu.popup(self._grid.viewport().mapToGlobal(QPoint(rect.left(), rect.bottom() + 4)))

    def _add_results(self, menu: QMenu, lesson: LessonColumn) -> None:
        """Below the kinds of work: the day on which its results are known."""
        menu.addSeparator()
        known = f" ({dotted_short(lesson.results_due)})" if lesson.results_due else ""
        action = QAction(f"Дата результатов{known}…", menu)
        action.setData(RESULTS)
        menu.addAction(action)

    def _on_kind_chosen(self, action: QAction) -> None:
        if action.data() == RESULTS:
            # The menu closes first: it would take the keys from the question.
            QTimer.singleShot(0, self, self.ask_results)
        else:
            self._set_kind(str(action.data()))

    def ask_results(self) -> None:
        """The date of results of a control work in one line beside the row (4.4.8)."""
        lesson = self._grid.lesson()
        if lesson is None:
            return
        detail = f"{weekday_day_month(lesson.day)}, {kind_of_lesson(lesson.kind).name.lower()}; п. 4.4.8"
        known = dotted(lesson.results_due) if lesson.results_due else ""
        question = self._question = AskFloat(self._grid.window(), "Дата результатов", detail, known, needed=True)
        # A refusal is said under the topic, which has the keys again once the question is gone.
        question.answered.connect(lambda text: QTimer.singleShot(0, self, lambda: self._on_results(lesson, text)))
        question.gone.connect(self._on_gone)
        question.show_beside(self._grid.viewport(), self._grid.field_rect(Column.KIND))
        question.field.setFocus()
        question.field.selectAll()

    def _on_gone(self) -> None:
        self._question = None
        self._fields.topic.setFocus()

    def _on_results(self, lesson: LessonColumn, text: str) -> None:
        try:
            day = typed_day(text, AcademicYear.from_label(self._grid.topics.live.year_label))
            if day < lesson.day:
                why = f"Результаты не могут быть известны раньше работы: она {day_month(lesson.day)}."
                raise RuleRefused(why, "Назовите день работы или позже.", "4.4.8")
        except BadInput as error:
            self._fields.refuse(self._fields.topic, RuleRefused(error.what, error.remedy, "4.4.8"))
        except RuleRefused as refusal:
            self._fields.refuse(self._fields.topic, refusal)
        else:
            self._set_kind(lesson.kind, day)

    def _set_kind(self, kind: str, results: date | None = None) -> None:
        lesson, model = self._grid.lesson(), self._grid.topics
        if lesson is None:
            return
        seen = model.ground.lesson_by_id[lesson.lesson].record_entry
        decision = self._desk.ask(SetLessonKind(model.scope, lesson.lesson, kind, seen, results))
        if decision.refused:
            self._fields.refuse(self._fields.topic, decision.refused[0].why)
