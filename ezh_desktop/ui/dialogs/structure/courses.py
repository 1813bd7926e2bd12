"""«Предметы и учителя…»: the subjects of the school; what each class learns, from whom, and in which subgroups."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtWidgets import QButtonGroup, QComboBox, QLabel, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from ezh_desktop.domain.curriculum import hours_a_week
from ezh_desktop.domain.names import name_key
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.russian import dotted, short_decimal
from ezh_desktop.domain.typed import typed_hours
from ezh_desktop.errors import BadInput
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import Lines, Plan
from ezh_desktop.services.structure.classes import ClassLine, read_classes
from ezh_desktop.services.structure.courses import (
    NO,
    OWN_TERMS,
    YES,
    CoursesPage,
    duty_words,
    lines_like,
    plan_courses,
    read_courses,
    usual_lines,
)
from ezh_desktop.services.structure.subgroups import SubgroupsPage, halved, plan_subgroups, read_subgroups
from ezh_desktop.services.structure.subjects import SubjectsPage, plan_subjects, read_subjects
from ezh_desktop.ui.dialogs.structure.frame import Part, StructureDialog
from ezh_desktop.ui.dialogs.structure.linemodel import Choices, Column, LineModel
from ezh_desktop.ui.dialogs.structure.linetable import LineTable
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.widgets.flow import FlowLayout, labelled
from ezh_desktop.ui.widgets.tone import tone

SUBJECTS = -1
_COURSES, _SUBGROUPS, _SCHOOL = range(3)
_KEYS = ("courses", "subgroups", "subjects")
LIKE = "Как в классе…"
NO_CLASSES = "Классов ещё нет. Создайте их: «Школа → Классы и ученики…»."
NO_PUPILS = "В классе никого нет. Впишите учеников: «Школа → Классы и ученики…»."
NO_SUBGROUPS = "Ни один предмет не делится. Чтобы разделить, впишите подгруппы 1 и 2 в предметах класса."


def _yes_no() -> tuple[str, ...]:
    return YES, NO


class CoursesDialog(StructureDialog):
    """The school's subjects, and the courses and subgroups of each class."""

    title = "Предметы и учителя"
    list_name = "Классы"

    def __init__(self, office: FileOffice, doors: Doors, parent: QWidget | None = None, year: int = 0) -> None:
        self._classes: tuple[ClassLine, ...] = ()
        self._page: CoursesPage | None = None
        self._groups: SubgroupsPage | None = None
        self._school: SubjectsPage | None = None
        self._mode, self._idle = _COURSES, False
        super().__init__(office, doors, parent, year)
        self._build()
        first = read_classes(office, year)[1]
        self.fill_list(first[0].school_class if first else SUBJECTS)

    # Building

    def _build(self) -> None:
        self._switch = FlowLayout(gap=4)
        group = QButtonGroup(self)
        self._modes = [
            self.flat_button("Предметы класса", self._on_courses),
            self.flat_button("Подгруппы", self._on_subgroups),
        ]
        for button in self._modes:
            button.setCheckable(True)
            group.addButton(button)
            self._switch.addWidget(button)
        self._note = QLabel(self)
        tone(self._note, "text2")
        self._switch.addWidget(self._note)
        self.right.addLayout(self._switch)
        self._stack = QStackedWidget(self)
        for mode, key in enumerate(_KEYS):
            self._stack.addWidget(self._part_of(mode, key))
        self.right.addWidget(self._stack, 1)
        self.tables["courses"].selectionModel().currentChanged.connect(self._say_duties)
        self._since = QLineEdit(self)
        self._since.setPlaceholderText("с начала")
        self._since.setToolTip("Пусто: исправление, действует с самого начала")
        self._since.textEdited.connect(self.judge)
        self._since_part = labelled("Смена учителя или подгруппы с", self._since, 96, self)
        below = FlowLayout()
        below.addWidget(self._since_part)
        self._order = QLineEdit(self)
        self._order_part = labelled("приказ", self._order, 160, self)
        below.addWidget(self._order_part)
        self.right.addLayout(below)

    def _part_of(self, mode: int, key: str) -> QWidget:
        part = QWidget(self)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        grows = mode != _SUBGROUPS and self._may(Thing.SUBJECT)
        model = LineModel(self._columns(mode), self, grows=grows)
        table = self.add_table(
            key, LineTable(model, self.doors, ("Предметы класса", "Подгруппы", "Предметы школы")[mode], part)
        )
        if mode == _SCHOOL and grows:
            table.let_move()
        column.addWidget(table, 1)
        flow = FlowLayout(gap=4)
        may = self._may(Thing.SUBGROUP if mode == _SUBGROUPS else Thing.SUBJECT)
        for button in self._buttons(mode):
            flow.addWidget(button)
            button.setEnabled(may)
        column.addLayout(flow)
        return part

    def _buttons(self, mode: int) -> list[QWidget]:
        if mode == _SUBGROUPS:
            return [self.flat_button("Разделить пополам", self._on_halves)]
        remove = self.flat_button("Убрать строку", self._on_remove, "Ctrl+Delete")
        if mode == _SCHOOL:
            return [remove]
        self._usual, self._like = self.flat_button("", self._on_usual), QComboBox(self)
        # With a frame: an empty class begins here.
        self._usual.setProperty("kind", "")
        self._like.setAccessibleName(LIKE)
        self._like.activated.connect(self._on_like)
        return [self._usual, self._like, remove]

    def _columns(self, mode: int) -> tuple[Column, ...]:
        if mode == _SUBGROUPS:
            return (Column("name", "Ученик", 230, editable=False),)
        whole = self._may(Thing.SUBJECT)
        if mode == _SCHOOL:
            return (
                Column("name", "Предмет", 300, editable=whole, hint="Как в учебном плане, с прописной буквы (п. 5.1)"),
                Column("graded", "Отметки", 80, _yes_no, editable=whole),
                Column("used", "Курсов", 70, editable=False),
                Column("traits", "Особенности", 240, editable=False, stretch=True),
            )
        hours = whole or self._may(Thing.HOURS)
        return (
            Column("subject", "Предмет", 176, self._subjects, editable=whole, stretch=True),
            Column("subgroup", "Подгруппа", 84, editable=whole, hint="Пусто: весь класс"),
            Column("hours", "Часов", 60, editable=hours, hint="Уроков в неделю; 0,5 — через неделю"),
            Column("teacher", "Учитель", 196, self._staff, hint="Двух учителей пишут через запятую"),
            Column("graded", "Отметки", 72, _yes_no, editable=whole),
            Column("scheme", "Периоды", 100, self._schemes, editable=whole),
            Column(
                "classes",
                "Вместе с",
                76,
                self._class_names,
                editable=whole,
                hint="Классы, которые учатся на том же уроке",
            ),
        )

    def _may(self, thing: Thing) -> bool:
        return self.office.may(Action.WRITE, thing)

    def _subjects(self) -> tuple[str, ...]:
        return self._page.subject_names if self._page else ()

    def _staff(self) -> tuple[str, ...]:
        """Who works here, and whom other rows have just named."""
        known = self._page.staff.choices if self._page else ()
        cells = [line.text("teacher") for line in self.tables["courses"].lines.lines()]
        typed = {name for cell in cells for part in cell.split(",") if (name := part.strip())}
        return tuple(sorted(typed | set(known), key=name_key))

    def _schemes(self) -> tuple[str, ...]:
        return (OWN_TERMS, *self._page.schemes) if self._page else ()

    def _class_names(self) -> tuple[str, ...]:
        return tuple(self._page.classes) if self._page else ()

    # Reading and judging

    def parts(self) -> list[Part]:
        """The subjects of the school, then the classes."""
        year, self._classes = read_classes(self.office, self.year)
        self.show_year(year.year, year.label)
        return [Part(SUBJECTS, "Предметы школы"), *(Part(one.school_class, one.name) for one in self._classes)]

    def show_part(self, part: int) -> None:
        """A class in the mode that was in view, or the subjects of the school."""
        school = part == SUBJECTS
        for button in self._modes:
            button.setVisible(not school)
        if school:
            self._school, self._page = read_subjects(self.office), None
            self.tables["subjects"].show_lines(self._school.lines, again=self.again)
        else:
            self._page = page = read_courses(self.office, part)
            self.tables["courses"].show_lines(page.lines, again=self.again)
            self._usual.setText(f"Обычные предметы {page.name.grade} класса")
            self._show_parallels()
            self._since.setText(dotted(page.today) if page.filled else "")
            self._show_groups(page)
        self._since_part.setVisible(not school)
        self._show_mode()

    def _show_groups(self, page: CoursesPage) -> None:
        self._groups = groups = read_subgroups(self.office, page)
        own = [
            Column(str(subject), groups.title(subject), 130, _fixed(tuple(titles)))
            for subject, titles in groups.subjects.items()
        ]
        first = Column("name", "Ученик", 230, editable=False)
        self.tables["subgroups"].show_lines(groups.lines, (first, *own), again=self.again)

    def _show_mode(self) -> None:
        mode = _SCHOOL if self.part == SUBJECTS else self._mode
        self._stack.setCurrentIndex(mode)
        # An order changes a teacher; into a subgroup a pupil goes without one.
        self._order_part.setVisible(mode == _COURSES)
        self._modes[self._mode].setChecked(True)

    def plan(self) -> Plan:
        """What is in view is one act."""
        lines = self.tables[_KEYS[self._stack.currentIndex()]].lines.lines()
        if self._stack.currentIndex() == _SCHOOL:
            return plan_subjects(self.office, self._school, lines) if self._school else Plan(None)
        if self._page is None or self._groups is None:
            return Plan(None)
        if self._mode == _SUBGROUPS:
            return plan_subgroups(self.office, self._groups, lines, self._since.text())
        return plan_courses(self.office, self._page, lines, self._since.text(), self._order.text())

    def judge(self) -> None:
        """Says the hours beside the faults."""
        super().judge()
        self._note.setText(self._words())
        self._idle = not self.message.text()
        self._say_duties()
        if self.part == SUBJECTS and not self._classes:
            self.say(NO_CLASSES)
        elif self._stack.currentIndex() == _SUBGROUPS and self._groups is not None:
            self._say_why_empty(self._groups)
        elif self._page is not None and not (self._page.lines or self.tables["courses"].lines.lines()):
            self.say(f"Предметов ещё нет. «{self._usual.text()}» внесёт их с часами учебного плана.")

    def _say_duties(self, *_indexes: object) -> None:
        """Of the course under the cursor who taught it before and who will, when there is nothing else to say."""
        table = self.tables["courses"]
        row = table.currentIndex().row()
        if self._idle and self._page is not None and self._stack.currentIndex() == _COURSES and row >= 0:
            self.say(duty_words(self._page, table.lines.line(row).ident))

    def _say_why_empty(self, groups: SubgroupsPage) -> None:
        if not groups.subjects:
            self.say(NO_SUBGROUPS)
        elif not groups.lines:
            self.say(NO_PUPILS)

    def _words(self) -> str:
        if self._stack.currentIndex() != _COURSES or self._page is None:
            return ""
        hours, usual = _hours(self.tables["courses"].lines.lines()), hours_a_week(self._page.name.grade)
        plan = f", обычно {short_decimal(usual)}" if usual else ""
        return f"Часов в неделю: {short_decimal(hours)}{plan}"

    def show_faults(self, plan: Plan) -> None:
        """Ring the date."""
        wrong = [one.text for one in plan.faults if one.table == "since"]
        self._since.setProperty("fault", "true" if wrong else "false")
        self._since.style().polish(self._since)

    # What the person does

    def _on_courses(self) -> None:
        self.first_saved(lambda: self._turn(_COURSES))

    def _on_subgroups(self) -> None:
        self.first_saved(lambda: self._turn(_SUBGROUPS))

    def _turn(self, mode: int) -> None:
        self._mode = mode
        self._show_mode()
        self.judge()
        self.tables[_KEYS[mode]].setFocus()

    def back_to_part(self) -> None:
        """The mode stays too."""
        super().back_to_part()
        self._modes[self._mode].setChecked(True)

    def _on_usual(self) -> None:
        if self._page is not None:
            model = self.tables["courses"].lines
            self._add(usual_lines(self._page, model.lines()))

    def _add(self, lines: Lines) -> None:
        table = self.tables["courses"]
        first = len(table.lines.lines())
        table.lines.add(lines)
        table.stand_at(first if lines else 0, "teacher")
        table.setFocus()

    def _parallels(self) -> list[ClassLine]:
        """Other classes, those of the same grade first."""
        grade = str(self._page.name.grade) if self._page else ""
        others = [one for one in self._classes if one.school_class != self.part]
        return sorted(others, key=lambda one: one.name[:-1] != grade)

    def _show_parallels(self) -> None:
        self._like.clear()
        self._like.addItem(LIKE)
        for one in self._parallels():
            self._like.addItem(one.name, one.school_class)
        self._like.setVisible(self._like.count() > 1)

    def _on_like(self, index: int) -> None:
        if index > 0:
            other = read_courses(self.office, int(self._like.itemData(index)))
            self._like.setCurrentIndex(0)
            self._add(lines_like(other, self.tables["courses"].lines.lines()))

    def _on_halves(self) -> None:
        if self._groups is not None:
            model = self.tables["subgroups"].lines
            model.replace(halved(self._groups, model.lines()))

    def _on_remove(self) -> None:
        self.tables[_KEYS[self._stack.currentIndex()]].remove_chosen()


def _fixed(choices: tuple[str, ...]) -> Choices:
    return lambda: choices


def _hours(lines: Lines) -> Fraction:
    """Lessons a week of one pupil: subgroups of a subject learn at the same time."""
    found: dict[str, int] = {}
    for line in lines:
        try:
            tenths = typed_hours(line.text("hours"))
        except BadInput:
            continue
        key = name_key(line.text("subject"))
        found[key] = max(found.get(key, 0), tenths)
    return Fraction(sum(found.values()), 10)
