"""The roles of a person, one a row: what, in which class, from which day to which; rows are added and taken away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QToolButton, QWidget

from ezh_desktop.domain.rights_table import Role
from ezh_desktop.domain.roles import OF_A_CLASS, RolePlan
from ezh_desktop.services.pages.staff import RoleLine
from ezh_desktop.services.staff import Wanted
from ezh_desktop.ui import fonts, icons
from ezh_desktop.ui.qttypes import TAB_FOCUS
from ezh_desktop.ui.widgets.dayfield import DayField
from ezh_desktop.ui.widgets.tone import tone

_HEADS = ("Роль", "Класс", "С", "По")
_ROLE_WIDTH, _CLASS_WIDTH = 236, 84


class _Row:
    """The widgets of one role. A role that stands in the journal keeps what it is: only its days change."""

    def __init__(self, owner: RoleRows, line: RoleLine | None, plan: RolePlan) -> None:
        self.line = line
        self.role, self.school_class = QComboBox(owner), QComboBox(owner)
        self.since = DayField(owner, today=owner.today, name="Роль с какого дня")
        self.until = DayField(owner, today=owner.today, name="Роль по какой день")
        self.away = QToolButton(owner)
        self._fill(owner, plan)
        self.show_class()

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        """In the order of the columns."""
        return self.role, self.school_class, self.since, self.until, self.away

    @property
    def plan(self) -> RolePlan:
        """The role as typed; BadInput for a date that is none."""
        role = Role(self.role.currentData())
        school_class = self.school_class.currentData() if role in OF_A_CLASS else None
        return RolePlan(role, school_class, self.since.day(), self.until.day())

    def show_class(self) -> None:
        """A class is chosen only for a role that is held in one."""
        of_class = Role(self.role.currentData()) in OF_A_CLASS
        self.school_class.setEnabled(of_class and self.line is None)
        if not of_class:
            self.school_class.setCurrentIndex(0)

    def _fill(self, owner: RoleRows, plan: RolePlan) -> None:
        for role in Role:
            self.role.addItem(role.label, role.value)
        self.role.setCurrentIndex(self.role.findData(plan.role.value))
        self.school_class.addItem("", None)
        for ident, name in owner.classes:
            self.school_class.addItem(name, ident)
        if self.line is not None and self.line.class_name and self.school_class.findData(plan.school_class) < 0:
            self.school_class.addItem(self.line.class_name, plan.school_class)
        self.school_class.setCurrentIndex(max(0, self.school_class.findData(plan.school_class)))
        self.since.show_day(plan.start)
        self.until.show_day(plan.end)
        self.role.setEnabled(self.line is None)
        self.role.setAccessibleName("Роль")
        self.school_class.setAccessibleName("Класс роли")
        self.role.setFixedWidth(_ROLE_WIDTH)
        self.school_class.setFixedWidth(_CLASS_WIDTH)
        icons.dress(self.away, "dismiss", "text2")
        self.away.setFocusPolicy(TAB_FOCUS)
        self.away.setAccessibleName("Снять роль")
        self.away.setToolTip("Снять роль с сегодняшнего дня" if self.line else "Убрать строку")


class RoleRows(QWidget):
    """`changed` comes after each change; `wanted()` is what shall stand in the journal."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.classes: tuple[tuple[int, str], ...] = ()
        self.today = date.min
        self._rows: list[_Row] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(len(_HEADS) + 1, 1)
        for column, words in enumerate(_HEADS):
            head = QLabel(words, self)
            tone(head, "text2", fonts.SECOND)
            self._grid.addWidget(head, 0, column)

    def use(self, classes: tuple[tuple[int, str], ...], today: date) -> None:
        """The classes a role may be held in, and the day it is."""
        self.classes, self.today = classes, today

    def add(self, plan: RolePlan, line: RoleLine | None = None) -> None:
        """Adds a role; `line` is the one that stands in the journal."""
        row = _Row(self, line, plan)
        self._rows.append(row)
        row.role.activated.connect(row.show_class)
        for box in (row.role, row.school_class):
            box.activated.connect(self.changed)
        for field in (row.since, row.until):
            field.textChanged.connect(self.changed)
        row.away.clicked.connect(lambda: self._take_away(row))
        self._lay()
        self.changed.emit()

    def add_new(self) -> None:
        """Adds a row for one more role and goes there."""
        self.add(RolePlan(Role.SUBJECT_TEACHER))
        self._rows[-1].role.setFocus()

    def wanted(self) -> list[Wanted]:
        """The roles as they shall stand; BadInput for a date that is none."""
        return [(row.line, row.plan) for row in self._rows]

    def class_now(self) -> Sequence[int]:
        """The classes for which a new class teacher is named here."""
        return [
            row.school_class.currentData()
            for row in self._rows
            if row.line is None and row.school_class.currentData() is not None
        ]

    def _take_away(self, row: _Row) -> None:
        place = self._rows.index(row)
        self._rows.remove(row)
        for widget in row.widgets:
            widget.hide()
            widget.deleteLater()
        self._lay()
        if self._rows:
            self._rows[min(place, len(self._rows) - 1)].away.setFocus()
        self.changed.emit()

    def _lay(self) -> None:
        previous: QWidget | None = None
        for number, row in enumerate(self._rows, 1):
            for column, widget in enumerate(row.widgets):
                self._grid.addWidget(widget, number, column)
                widget.show()
                if previous is not None:
                    self.setTabOrder(previous, widget)
                previous = widget
