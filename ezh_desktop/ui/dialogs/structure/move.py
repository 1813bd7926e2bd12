"""The order by which a pupil leaves a class or goes to another one (3.7, 4.3.4); gives the act, writes nothing."""

from __future__ import annotations

from collections.abc import Sequence

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
_FIELDS = (
    ("day", "Последний день в классе"),
    ("order", "Приказ №"),
    ("order_day", "от"),
    ("place", "Куда"),
    ("reason", "Причина"),
)


class MoveDialog(QDialog):
    """Departure, or with `classes` transfer to one of them. `planned` brings the act when the person has agreed."""

    planned = Signal(object)

    def __init__(
        self, office: FileOffice, member: Member, classes: Sequence[ClassLine] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._office, self._member = office, member
        self._plan = Plan(None)
        self.setObjectName("move")
        self.setWindowTitle("Перевод ученика" if classes else "Выбытие ученика")
        self._build(classes)
        self._connect()
        self._judge()
        fitting.fit(self)
        help_key(self, "school")

    def _build(self, classes: Sequence[ClassLine]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        name = QLabel(self._member.name, self)
        tone(name, "text", fonts.SECTION, bold=True)
        column.addWidget(name)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        self.target = QComboBox(self)
        self.target.setAccessibleName("В класс")
        for one in classes:
            self.target.addItem(one.name, one.school_class)
        self.target.setVisible(bool(classes))
        if classes:
            form.addRow("В класс", self.target)
        self.fields = {key: QLineEdit(self) for key, _ in _FIELDS}
        self.fields["day"].setText(dotted(self._member.page.today))
        for key, words in _FIELDS:
            self.fields[key].setAccessibleName(words)
            self.fields[key].setVisible(key != "place" or not classes)
            if key != "place" or not classes:
                form.addRow(words, self.fields[key])
        column.addLayout(form)
        self.message = QLabel(self)
        self.message.setWordWrap(True)
        self.message.setMinimumHeight(34)
        column.addWidget(self.message)
        column.addLayout(self._buttons("Перевести" if classes else "Выбыть из класса"))
        self.resize(_WIDTH, self.sizeHint().height())
        self.fields["order"].setFocus()

    def _buttons(self, words: str) -> QHBoxLayout:
        self.cancel, self.enter = QPushButton("Отмена", self), QPushButton(words, self)
        self.cancel.setAutoDefault(False)
        self.enter.setProperty("kind", "primary")
        self.enter.setDefault(True)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.enter)
        return row

    def _connect(self) -> None:
        for field in self.fields.values():
            field.textEdited.connect(self._judge)
        self.target.activated.connect(self._judge)
        self.cancel.clicked.connect(self.reject)
        self.enter.clicked.connect(self.accept)

    def _judge(self, *_: object) -> None:
        """What the order would do, or why it cannot."""
        form = Line(NEW, {key: field.text() for key, field in self.fields.items()})
        target = int(self.target.currentData() or 0)
        try:
            plan = plan_move(self._office, self._member, form, target)
        except EzhError as why:
            self._say(why.text, "block")
            self.enter.setEnabled(False)
            return
        faulty = {one.field for one in plan.faults}
        for key, field in self.fields.items():
            field.setProperty("fault", "true" if key in faulty else "false")
            field.style().polish(field)
        if plan.faults:
            self._say(plan.faults[0].text, "block")
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
