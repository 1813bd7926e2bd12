"""«Классы и ученики…»: classes at the left, form and list of the chosen one at the right (4.1.4, 4.3.4, 5.3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from ezh_desktop.domain.names import PersonName
from ezh_desktop.domain.russian import Gender, dotted, gender_of
from ezh_desktop.errors import EzhError
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import NEW, Line, Plan
from ezh_desktop.services.structure.classes import (
    ClassForm,
    ClassLine,
    grades_apart,
    plan_classes,
    plan_end,
    read_class,
    read_classes,
)
from ezh_desktop.services.structure.leftout import left_out_words
from ezh_desktop.services.structure.movement import Member, plan_removal, plan_return
from ezh_desktop.services.structure.pupils import PupilsPage, plan_class, read_pupils
from ezh_desktop.ui.dialogs.structure.awayform import away_dialog
from ezh_desktop.ui.dialogs.structure.frame import Part, StructureDialog
from ezh_desktop.ui.dialogs.structure.linemodel import Column, LineModel
from ezh_desktop.ui.dialogs.structure.linetable import LineTable
from ezh_desktop.ui.dialogs.structure.move import MoveDialog, OrderDialog
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.widgets.flow import FlowLayout, labelled

EMPTY = "Классов ещё нет. Впишите их слева внизу, через запятую: 1А, 1Б, 7А. Списки берёт и «Из файла…»."
NOBODY = "В классе никого нет. Впишите первого ученика или вставьте столбец имён: Ctrl+V."
_NAMES = ("surname", "given", "patronymic")


def _genders() -> tuple[str, ...]:
    return ("ж", "м")


def spread_name(line: Line, field: str, text: str) -> Mapping[str, str]:
    """A whole name typed into the first field goes into three; the gender is told by the name where it can be."""
    new = {field: text}
    if field == "surname" and " " in text.strip():
        name = PersonName.read(text)
        new = {"surname": name.surname, "given": name.given, "patronymic": name.patronymic}
    texts = {**line.texts, **new}
    if field in _NAMES and not texts.get("gender") and texts.get("given"):
        gender = gender_of(texts["given"], texts.get("patronymic", ""))
        new |= {"gender": {Gender.FEMALE: "ж", Gender.MALE: "м"}[gender]} if gender else {}
    return new


class ClassesDialog(StructureDialog):
    """Classes of a year, each with its class teacher and pupils."""

    title = "Классы и ученики"
    list_name = "Классы"

    def __init__(self, office: FileOffice, doors: Doors, parent: QWidget | None = None, year: int = 0) -> None:
        self._classes: tuple[ClassLine, ...] = ()
        self._form: ClassForm | None = None
        self._page: PupilsPage | None = None
        self._quiet_form = False
        self._moved_to = 0
        super().__init__(office, doors, parent, year)
        self._build()
        self.fill_list()
        if not self._classes:
            self._new.setFocus()

    # Building

    def _build(self) -> None:
        self._new = QLineEdit(self)
        self._new.setAccessibleName("Новые классы")
        self._new.setPlaceholderText("Новые: 5А, 5Б…")
        self._new.returnPressed.connect(self._on_new)
        self.left.addWidget(self._new)
        self._name, self._room = QLineEdit(self), QLineEdit(self)
        self._shift, self._scheme, self._graded, self._leader = (QComboBox(self) for _ in range(4))
        self._shift.addItems(["1", "2", "3"])
        self._leader.setEditable(True)
        self._leader.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.right.addLayout(self._fields())
        model = LineModel(_columns(), self)
        model.spread = spread_name
        model.dim = self._has_left
        self._table = self.add_table("pupils", LineTable(model, self.doors, "Ученики", self))
        self._table.by_row = True
        self.right.addWidget(self._table, 1)
        self.right.addLayout(self._enrolment())
        self.right.addLayout(self._buttons())
        for line in (self._name, self._room, *self._enrol.values()):
            line.textEdited.connect(self.judge)
        self._scheme.activated.connect(self._on_scheme)
        for box in (self._shift, self._graded):
            box.activated.connect(self._on_form)
        self._leader.editTextChanged.connect(self._on_form)

    def _fields(self) -> FlowLayout:
        flow = FlowLayout()
        for words, field, width in (
            ("Класс", self._name, 56),
            ("Классный руководитель", self._leader, 240),
            ("Смена", self._shift, 56),
            ("Кабинет", self._room, 80),
            ("Периоды", self._scheme, 150),
            ("Отметки", self._graded, 130),
        ):
            flow.addWidget(labelled(words, field, width, self))
        self._form_fields = (self._name, self._leader, self._shift, self._room, self._scheme, self._graded)
        return flow

    def _enrolment(self) -> FlowLayout:
        self._enrol = {name: QLineEdit(self) for name in ("day", "order", "order_day", "place")}
        flow = FlowLayout()
        self._enrol_parts = [
            labelled(words, self._enrol[name], width, self)
            for name, words, width in (
                ("day", "Новых зачислить с", 96),
                ("order", "приказ №", 72),
                ("order_day", "от", 96),
                ("place", "откуда", 150),
            )
        ]
        for part in self._enrol_parts:
            flow.addWidget(part)
        return flow

    def _buttons(self) -> FlowLayout:
        flow = FlowLayout(gap=4)
        self._moves = [
            self.flat_button("Выбытие…", self._on_depart),
            self.flat_button("Перевод…", self._on_transfer),
            self.flat_button("На дому, санаторий…", self._on_away, "Обучение вне класса по приказу, возвращение"),
            self.flat_button("Вернуть в класс", self._on_return),
            self.flat_button("Внесён по ошибке", self._on_removal),
        ]
        self._end = self.flat_button("Убрать класс", self._on_end)
        for button in (*self._moves, self._end):
            flow.addWidget(button)
        return flow

    # Reading and judging

    def parts(self) -> list[Part]:
        """The classes with the number of pupils."""
        year, self._classes = read_classes(self.office, self.year)
        self.show_year(year.year, year.label)
        return [Part(one.school_class, one.name, str(one.pupils or "")) for one in self._classes]

    def show_part(self, part: int) -> None:
        """The form and the list of a class."""
        shown = bool(part)
        for widget in (self._table, self._end, *self._moves, *self._form_fields):
            widget.setEnabled(shown)
        for enrol in self._enrol_parts:
            enrol.setVisible(False)
        self._form = read_class(self.office, part) if shown else None
        self._page = read_pupils(self.office, part) if shown else None
        if self._form is not None and self._page is not None:
            self._show_form(self._form)
            self._show_enrolment(self._page)
            self._table.show_lines(self._page.lines, again=self.again)

    def _show_form(self, form: ClassForm) -> None:
        texts = form.line.texts
        self._quiet_form = True
        self._name.setText(texts["name"])
        self._room.setText(texts["room"])
        self._shift.setCurrentText(texts["shift"])
        for box, choices, name in (
            (self._scheme, tuple(form.schemes), "scheme"),
            (self._graded, form.graded_choices(texts["scheme"]), "graded"),
            (self._leader, form.staff.choices, "leader"),
        ):
            box.clear()
            box.addItems(list(choices))
            box.setCurrentText(texts[name])
        self._leader.setEditText(texts["leader"])
        self._quiet_form = False

    def _show_enrolment(self, page: PupilsPage) -> None:
        """A class that already learns takes new pupils from a day on, by an order."""
        for part in self._enrol_parts:
            part.setVisible(page.began)
        for name, field in self._enrol.items():
            field.setText(dotted(page.today) if name == "day" and page.began else "")

    def plan(self) -> Plan:
        """Form and list together are one act."""
        if self._form is None or self._page is None:
            return Plan(None)
        line = Line(self._form.school_class, self._texts())
        enrol = Line(NEW, {name: field.text() for name, field in self._enrol.items()})
        return plan_class(self.office, self._form, self._page, line, self._table.lines.lines(), enrol)

    def _texts(self) -> dict[str, str]:
        return {
            "name": self._name.text(),
            "room": self._room.text(),
            "shift": self._shift.currentText(),
            "scheme": self._scheme.currentText(),
            "graded": self._graded.currentText(),
            "leader": self._leader.currentText(),
        }

    def show_faults(self, plan: Plan) -> None:
        """Ring the fields of the form."""
        faulty = {one.field: one.text for one in plan.faults if one.table in {"class", "enrol"}}
        fields: dict[str, QLineEdit | QComboBox] = {"name": self._name, "leader": self._leader, **self._enrol}
        for name, field in fields.items():
            field.setProperty("fault", "true" if name in faulty else "false")
            field.setToolTip(faulty.get(name, ""))
            field.style().polish(field)

    def judge(self) -> None:
        """An empty school says what to do first."""
        super().judge()
        if not self._classes:
            self.say(EMPTY)
        elif not self.message.text() and not self._table.lines.lines():
            self.say(NOBODY)

    def lacking(self) -> str:
        """Who came to the class, or went to another, and stands on no page of a divided subject."""
        classes = {one for one in (self.part, self._moved_to) if one}
        self._moved_to = 0
        return left_out_words(self.office, self.year, classes)

    def _has_left(self, line: Line) -> bool:
        return bool(self._page and line.ident != NEW and self._page.members[line.ident,].row["end"])

    # What the person does

    def _on_scheme(self, *_: object) -> None:
        """Quarters and half-years begin to be marked from other terms."""
        if self._form is not None:
            chosen = self._graded.currentText()
            self._graded.clear()
            self._graded.addItems(list(self._form.graded_choices(self._scheme.currentText())))
            self._graded.setCurrentText(chosen)
            self.judge()

    def _on_form(self, *_: object) -> None:
        if not self._quiet_form:
            self.judge()

    def _on_new(self) -> None:
        try:
            year, _ = read_classes(self.office, self.year)
            plan = plan_classes(self.office, self._new.text(), year)
        except EzhError as why:
            self.say(why.text, "block")
            return
        self.first_saved(lambda: self.run_plan(plan, self._to_new))

    def _to_new(self) -> None:
        """Stand at the first of the classes just made."""
        before = {one.school_class for one in self._classes}
        _, after = read_classes(self.office, self.year)
        made = [one.school_class for one in after if one.school_class not in before]
        self._new.clear()
        self.fill_list(made[0] if made else self.part)
        self._table.setFocus()

    def _chosen(self) -> int:
        """The stay of the pupil under the cursor; 0, and told, when there is none stored yet."""
        row = self._table.currentIndex().row()
        ident = self._table.lines.line(row).ident if row >= 0 else NEW
        if ident == NEW:
            self.say("Поставьте курсор на ученика, который уже сохранён.", "warn_text")
        return ident

    def _member(self, ident: int) -> Member | None:
        page = self._page
        line = next((one for one in page.lines if one.ident == ident), None) if page else None
        return Member(page, line) if page and line else None

    def _on_depart(self) -> None:
        self._move(())

    def _on_transfer(self) -> None:
        own = next((one.name for one in self._classes if one.school_class == self.part), "")
        others = [one for one in self._classes if one.school_class != self.part]
        self._move(tuple(sorted(others, key=lambda one: grades_apart(own, one.name))))

    def _move(self, classes: tuple[ClassLine, ...]) -> None:
        ident = self._chosen()
        if ident != NEW:
            self.first_saved(lambda: self._ask_order(ident, classes))

    def _ask_order(self, ident: int, classes: tuple[ClassLine, ...]) -> None:
        member = self._member(ident)
        if member is not None:
            dialog = MoveDialog(self.office, member, classes, self)
            dialog.planned.connect(lambda: self._note_target(dialog))
            self._open_order(dialog)

    def _note_target(self, dialog: MoveDialog) -> None:
        self._moved_to = int(dialog.target.currentData() or 0)

    def _on_away(self) -> None:
        ident = self._chosen()
        if ident != NEW:
            self.first_saved(lambda: self._ask_away(ident))

    def _ask_away(self, ident: int) -> None:
        member = self._member(ident)
        if member is not None:
            self._open_order(away_dialog(self.office, member, self))

    def _open_order(self, dialog: OrderDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.planned.connect(self.run_plan)
        dialog.open()

    def _on_return(self) -> None:
        self._about_member(plan_return)

    def _on_removal(self) -> None:
        self._about_member(plan_removal)

    def _about_member(self, act: Callable[[FileOffice, Member], Plan]) -> None:
        ident = self._chosen()
        if ident != NEW:
            self.first_saved(lambda: self._do(ident, act))

    def _do(self, ident: int, act: Callable[[FileOffice, Member], Plan]) -> None:
        member = self._member(ident)
        if member is None:
            return
        try:
            plan = act(self.office, member)
        except EzhError as why:
            self.say(why.text, "block")
        else:
            self.run_plan(plan)

    def _on_end(self) -> None:
        if self._form is None:
            return
        pupils = next((one.pupils for one in self._classes if one.school_class == self.part), 0)
        try:
            plan = plan_end(self.office, self._form, pupils=pupils)
        except EzhError as why:
            self.say(why.text, "block")
            return
        self.run_plan(plan)


def _columns() -> tuple[Column, ...]:
    return (
        Column("surname", "Фамилия", 120, hint="Можно вписать сразу фамилию, имя и отчество"),
        Column("given", "Имя", 96),
        Column("patronymic", "Отчество", 120),
        Column("gender", "Пол", 44, _genders, hint="Узнаётся по имени и отчеству"),
        Column("birth", "Дата рождения", 96),
        Column("file_number", "Личное дело", 90),
        Column("start", "С", 80, hint="Первый день в классе; пусто: с начала года"),
        Column("note", "Движение", 110, editable=False, stretch=True),
    )
