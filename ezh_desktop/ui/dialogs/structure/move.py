"""The order by which a pupil comes, leaves or goes to another class (3.7, 4.3.4); gives the act, writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ezh_desktop.domain.russian import dotted
from ezh_desktop.errors import EzhError
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import NEW, Line, Plan
from ezh_desktop.services.structure.classes import ClassLine
from ezh_desktop.services.structure.movement import Member, plan_move
from ezh_desktop.ui import fitting, fonts
from ezh_desktop.ui.help import help_key
from ezh_desktop.ui.widgets.tone import tone

_WIDTH = 460
ORDER = (("order", "Приказ №"), ("order_day", "от"))
LEAVING = (("day", "Последний день в классе"), *ORDER, ("place", "Куда"), ("reason", "Причина"))
_WITHIN = tuple(one for one in LEAVING if one[0] != "place")


class OrderDialog(QDialog):
    """A form of what is decided about one pupil. `planned` brings the act when the person has agreed."""

    planned = Signal(object)

    def __init__(  # noqa: PLR0917 - the words of one form
        self,
        title: str,
        name: str,
        fields: Sequence[tuple[str, str]],
        plan: Callable[[Line], Plan],
        words: str,
        parent: QWidget | None = None,
    ) -> None:
        """`fields` are keys and words; `plan` judges what is typed; `words` stand on the button that agrees."""
        super().__init__(parent)
        self._planner, self._plan = plan, Plan(None)
        self._typed = False
        self.setObjectName("move")
        self.setWindowTitle(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        heading = QLabel(name, self)
        heading.setWordWrap(True)
        tone(heading, "text", fonts.SECTION, bold=True)
        column.addWidget(heading)
        self.form = QFormLayout()
        self.form.setVerticalSpacing(8)
        self.fields = {key: QLineEdit(self) for key, _ in fields}
        for key, told in fields:
            self.fields[key].setAccessibleName(told)
            self.fields[key].textEdited.connect(self._on_typed)
            self.form.addRow(told, self.fields[key])
        column.addLayout(self.form)
        self.message = QLabel(self)
        self.message.setWordWrap(True)
        self.message.setMinimumHeight(34)
        column.addWidget(self.message)
        column.addLayout(self._buttons(words))
        help_key(self, "school")

    def _buttons(self, words: str) -> QHBoxLayout:
        self.cancel, self.enter = QPushButton("Отмена", self), QPushButton(words, self)
        self.cancel.setAutoDefault(False)
        self.enter.setProperty("kind", "primary")
        self.enter.setDefault(True)
        self.cancel.clicked.connect(self.reject)
        self.enter.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.enter)
        return row

    def begin(self, texts: Mapping[str, str]) -> None:
        """Show the form with what is known already."""
        for key, text in texts.items():
            self.fields[key].setText(text)
        self.resize(_WIDTH, self.sizeHint().height())
        self.fields.get("order", next(iter(self.fields.values()))).setFocus()
        self.judge()
        fitting.fit(self)

    def _on_typed(self) -> None:
        self._typed = True
        self.judge()

    def judge(self, *_: object) -> None:
        """What the order would do, or why it cannot: in red once something was typed, before that as a hint."""
        fault = "block" if self._typed else "text2"
        try:
            plan = self._planner(Line(NEW, {key: field.text() for key, field in self.fields.items()}))
        except EzhError as why:
            self._say(why.text, fault)
            self.enter.setEnabled(False)
            return
        faulty = {one.field for one in plan.faults}
        for key, field in self.fields.items():
            field.setProperty("fault", "true" if key in faulty and self._typed else "false")
            field.style().polish(field)
        if plan.faults:
            self._say(plan.faults[0].text, fault)
        else:
            self._say(" ".join(plan.warnings), "warn_text")
        self._plan = plan
        self.enter.setEnabled(plan.command is not None)

    def _say(self, text: str, ink: str) -> None:
        tone(self.message, ink, fonts.SECOND)
        self.message.setText(text)

    def accept(self) -> None:
        """Hand the act on."""
        if self._plan.command is not None:
            super().accept()
            self.planned.emit(self._plan)


class MoveDialog(OrderDialog):
    """Departure, or with `classes` transfer to one of them."""

    def __init__(
        self, office: FileOffice, member: Member, classes: Sequence[ClassLine] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(
            "Перевод ученика" if classes else "Выбытие ученика",
            member.name,
            _WITHIN if classes else LEAVING,
            lambda form: plan_move(office, member, form, int(self.target.currentData() or 0)),
            "Перевести" if classes else "Оформить выбытие",
            parent,
        )
        self.target = QComboBox(self)
        self.target.setAccessibleName("В класс")
        for one in classes:
            self.target.addItem(one.name, one.school_class)
        self.target.setVisible(bool(classes))
        self.target.activated.connect(self.judge)
        if classes:
            self.form.insertRow(0, "В класс", self.target)
        self.begin({"day": dotted(member.page.today)})
