"""What a lesson's row takes beside its two texts: the kind of work, and homework templates of one's own (5.22)."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from ezh_desktop.domain.kinds import LESSON_KINDS
from ezh_desktop.services.acts import SetLessonKind, WriteTemplate
from ezh_desktop.services.ids import system_ids
from ezh_desktop.ui.desk import Desk
from ezh_desktop.ui.grids.topics import TopicsGrid
from ezh_desktop.ui.models.topics import Column
from ezh_desktop.ui.pages.lessonfields import LessonFields


class LessonExtras(QObject):
    """Acts on the current row; what is refused is said under its field."""

    said = Signal(str)

    def __init__(self, grid: TopicsGrid, fields: LessonFields, desk: Desk) -> None:
        super().__init__(grid)
        self._grid, self._fields, self._desk = grid, fields, desk
        self._new_id = system_ids()

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
        menu.triggered.connect(self._on_kind_chosen)
        menu.aboutToHide.connect(menu.deleteLater)
        rect = self._grid.field_rect(Column.KIND)
        menu.popup(self._grid.viewport().mapToGlobal(QPoint(rect.left(), rect.bottom() + 4)))

    def _on_kind_chosen(self, action: QAction) -> None:
        lesson, model = self._grid.lesson(), self._grid.topics
        if lesson is None:
            return
        seen = model.ground.lesson_by_id[lesson.lesson].record_entry
        decision = self._desk.ask(SetLessonKind(model.scope, lesson.lesson, str(action.data()), seen))
        if decision.refused:
            self._fields.refuse(self._fields.topic, decision.refused[0].why)
