"""«Внеурочная деятельность»: the groups, who comes to each, its lessons with topics and who was absent."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QComboBox, QLabel, QStackedWidget, QVBoxLayout, QWidget

from ezh_desktop.domain.russian import count
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import NEW, Line, Plan
from ezh_desktop.services.structure.extra import (
    GROUPS,
    LESSONS,
    MEMBERS,
    ExtraGroup,
    ExtraGroups,
    plan_groups,
    plan_lessons,
    plan_members,
    read_group,
    read_groups,
)
from ezh_desktop.ui.dialogs.structure.frame import Part, StructureDialog
from ezh_desktop.ui.dialogs.structure.linemodel import Column, LineModel
from ezh_desktop.ui.dialogs.structure.linetable import LineTable
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.pdfsaving import PdfSaving
from ezh_desktop.ui.printcommands import Save
from ezh_desktop.ui.widgets.flow import FlowLayout
from ezh_desktop.ui.widgets.tone import tone

ALL = -1
_LESSONS, _MEMBERS, _GROUPS = range(3)
_KEYS = (LESSONS, MEMBERS, GROUPS)
ADD_CLASS = "Добавить класс…"
NOBODY = "В группе никого нет: впишите учеников во вкладке «Состав»."
NO_GROUPS = "У вас нет групп. Их составляет администратор ЭЖ или заместитель директора."


class ExtraDialog(StructureDialog):
    """The list of groups for who composes them; lessons and members of one group."""

    title = "Внеурочная деятельность"
    help_page = "extra"
    list_name = "Группы"

    def __init__(
        self,
        office: FileOffice,
        doors: Doors,
        parent: QWidget | None = None,
        year: int = 0,
        save: Save | None = None,
    ) -> None:
        self._groups: ExtraGroups = read_groups(office, year)
        self._group: ExtraGroup | None = None
        self._mode = _LESSONS
        self._save_file = save
        self._saving: PdfSaving | None = None
        super().__init__(office, doors, parent, year)
        self._build()
        first = next((line.ident for line in self._groups.lines), ALL)
        self.fill_list(first)

    # Building

    def _build(self) -> None:
        switch = FlowLayout(gap=4)
        buttons = QButtonGroup(self)
        self._modes = [self.flat_button("Занятия", self._on_lessons), self.flat_button("Состав", self._on_members)]
        for button in self._modes:
            button.setCheckable(True)
            buttons.addButton(button)
            switch.addWidget(button)
        self._note = QLabel(self)
        tone(self._note, "text2")
        switch.addWidget(self._note)
        self.right.addLayout(switch)
        self._stack = QStackedWidget(self)
        for mode in range(len(_KEYS)):
            self._stack.addWidget(self._part_of(mode))
        self.right.addWidget(self._stack, 1)
        below = FlowLayout(gap=4)
        self._add_class = QComboBox(self)
        self._add_class.setAccessibleName(ADD_CLASS)
        self._add_class.activated.connect(self._on_add_class)
        self._remove = self.flat_button("Убрать строку", self._on_remove, "Ctrl+Delete")
        self._pdf = self.flat_button("Страница журнала в PDF…", self._on_pdf)
        for widget in (self._add_class, self._remove, self._pdf):
            below.addWidget(widget)
        self.right.addLayout(below)

    def _part_of(self, mode: int) -> QWidget:
        part = QWidget(self)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        name = ("Занятия", "Состав группы", "Группы")[mode]
        table = LineTable(LineModel(self._columns(mode), self), self.doors, name, part)
        column.addWidget(self.add_table(_KEYS[mode], table), 1)
        return part

    def _columns(self, mode: int) -> tuple[Column, ...]:
        group = self._group
        if mode == _GROUPS:
            writes = self._groups.writable
            return (
                Column("title", "Название", 220, editable=writes, stretch=True),
                Column("leader", "Руководитель", 220, self._staff, editable=writes, stretch=True),
                Column("hours", "Часов", 60, editable=writes, hint="В неделю"),
                Column("size", "Учеников", 80, editable=False),
            )
        if mode == _MEMBERS:
            writes = group is not None and group.may_compose
            return (
                Column("name", "Ученик, класс", 260, self._learners, editable=writes, stretch=True),
                Column("start", "С", 90, editable=writes, hint="Пусто: с начала"),
                Column("end", "По", 90, editable=writes, hint="Последний день, если ушёл"),
            )
        writes = group is not None and group.may_record
        return (
            Column("day", "Дата", 90, editable=writes, hint="Например, 2.12"),
            Column("topic", "Что было на занятии", 280, editable=writes, stretch=True),
            Column(
                "absent", "Отсутствовали", 220, editable=writes, stretch=True, hint="Номера или фамилии через запятую"
            ),
        )

    def _staff(self) -> tuple[str, ...]:
        return self._groups.staff.choices

    def _learners(self) -> tuple[str, ...]:
        return tuple(one.words for one in self._group.learners) if self._group is not None else ()

    # Reading and judging

    def parts(self) -> list[Part]:
        """The groups, and for who composes them the list of all."""
        self._groups = read_groups(self.office, self.year)
        self.show_year(self._groups.year.year, self._groups.year.label)
        composes = [Part(ALL, "Все группы")] if self._groups.writable else []
        return [*composes, *(Part(line.ident, line.text("title"), line.text("size")) for line in self._groups.lines)]

    def show_part(self, part: int) -> None:
        """A group in the mode that was in view, or the list of groups."""
        known = {line.ident for line in self._groups.lines}
        self._group = read_group(self.office, self._groups, part) if part in known else None
        group, groups = self._group, self._groups
        for mode, lines, writes in (
            (_LESSONS, group.lesson_lines if group else (), group is not None and group.may_record),
            (_MEMBERS, group.member_lines if group else (), group is not None and group.may_compose),
            (_GROUPS, groups.lines, groups.writable),
        ):
            table = self.tables[_KEYS[mode]]
            table.lines.grows = writes
            table.show_lines(lines, self._columns(mode), again=self.again)
        if group is not None and not self.again:
            last = max(0, self.tables[LESSONS].lines.rowCount() - 1)
            self.tables[LESSONS].stand_at(last)
        self._show_classes()
        self._show_mode()

    def _show_classes(self) -> None:
        self._add_class.clear()
        self._add_class.addItem(ADD_CLASS)
        names = sorted({one.class_name for one in self._group.learners}) if self._group is not None else []
        self._add_class.addItems(names)

    def _shown(self) -> int:
        return self._mode if self._group is not None else _GROUPS

    def _show_mode(self) -> None:
        mode, group = self._shown(), self._group
        self._stack.setCurrentIndex(mode)
        for button in self._modes:
            button.setVisible(group is not None)
        self._modes[min(self._mode, _MEMBERS)].setChecked(True)
        writes = self.tables[_KEYS[mode]].lines.grows
        self._remove.setVisible(writes)
        self.save_button.setVisible(writes)
        self._add_class.setVisible(mode == _MEMBERS and writes)
        self._pdf.setVisible(group is not None and self._save_file is not None)

    def plan(self) -> Plan:
        """What is in view is one act."""
        mode = self._shown()
        lines, group = self.tables[_KEYS[mode]].lines.lines(), self._group
        if mode == _GROUPS:
            return plan_groups(self.office, self._groups, lines) if self._groups.writable else Plan(None)
        if group is None or not self.tables[_KEYS[mode]].lines.grows:
            return Plan(None)
        return plan_lessons(group, lines) if mode == _LESSONS else plan_members(self.office, group, lines)

    def judge(self) -> None:
        """Says beside the faults how many come, and that nobody does."""
        super().judge()
        group = self._group
        if group is None:
            self._note.setText("")
            if not self._groups.lines and not self._groups.writable:
                self.say(NO_GROUPS)
            return
        pupils = count(len(group.members), "ученик", "ученика", "учеников")
        held = count(len(group.stored_lessons), "занятие", "занятия", "занятий")
        self._note.setText(f"{pupils}, {held}")
        if self._mode == _LESSONS and not group.members:
            self.say(NOBODY)

    # What the person does

    def _on_lessons(self) -> None:
        self.first_saved(lambda: self._turn(_LESSONS))

    def _on_members(self) -> None:
        self.first_saved(lambda: self._turn(_MEMBERS))

    def _turn(self, mode: int) -> None:
        self._mode = mode
        self._show_mode()
        self.judge()
        self.tables[_KEYS[mode]].setFocus()

    def back_to_part(self) -> None:
        """The mode stays too."""
        super().back_to_part()
        self._modes[min(self._mode, _MEMBERS)].setChecked(True)

    def _on_add_class(self, index: int) -> None:
        name = self._add_class.itemText(index)
        self._add_class.setCurrentIndex(0)
        if index < 1 or self._group is None:
            return
        model = self.tables[MEMBERS].lines
        there = {line.text("name") for line in model.lines()}
        own = [one for one in self._group.learners if one.class_name == name and one.words not in there]
        model.add(tuple(Line(NEW, {"name": one.words}) for one in own))
        self.tables[MEMBERS].setFocus()

    def _on_remove(self) -> None:
        self.tables[_KEYS[self._shown()]].remove_chosen()

    def _on_pdf(self) -> None:
        self.first_saved(self._write_pdf)

    def _write_pdf(self) -> None:
        # ReportLab loads when it is first asked for.
        from ezh_desktop.jobs.book import CoursesPart  # noqa: PLC0415
        from ezh_desktop.services.extra_page import extra_page  # noqa: PLC0415

        group, save, office = self._group, self._save_file, self.office
        if group is None or save is None:
            return
        if self._saving is None:
            self._saving = PdfSaving(office, self.doors, save, self)
            self._saving.said.connect(self.say)
            self._saving.failed.connect(lambda why: self.say(why.text, "block"))
        part = CoursesPart(
            lambda _groups: (page for page in (extra_page(office, group),)),
            (group.group,),
            chosen=frozenset({group.group}),
        )
        self._saving.save_part(f"{group.title}, {group.year.label}", part, self)

    def reject(self) -> None:
        """A file that is being written is given up."""
        if self._saving is not None:
            self._saving.close()
        super().reject()
