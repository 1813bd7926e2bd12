"""Dialogs that are one table: what it holds is read and saved as a whole, lines are added below and taken out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from ezh_desktop.services.structure.base import Lines, Plan
from ezh_desktop.ui.dialogs.structure.frame import Part, StructureDialog
from ezh_desktop.ui.dialogs.structure.linemodel import Column, LineModel
from ezh_desktop.ui.dialogs.structure.linetable import LineTable
from ezh_desktop.ui.widgets.flow import FlowLayout
from ezh_desktop.ui.widgets.tone import tone

_ONLY = 1


class OneTableDialog(StructureDialog):
    """Subclasses call `lay_out` once, read in `read`, show by `show_table`, and answer `planned`."""

    key = ""
    """Of the table in faults."""
    name = ""
    """Of the table, for a screen reader."""
    remove_words = "Убрать строку"

    def lay_out(
        self, columns: Sequence[Column], above: Sequence[QWidget] = (), more: Sequence[QPushButton] = ()
    ) -> None:
        """The words above the table, the table, and its buttons below."""
        self.list.hide()
        for widget in above:
            self.right.addWidget(widget)
        self.table = LineTable(LineModel(columns, self), self.doors, self.name, self)
        self.right.addWidget(self.add_table(self.key, self.table), 1)
        below = FlowLayout(gap=4)
        self._writing = [self.flat_button(self.remove_words, self.table.remove_chosen, "Ctrl+Delete"), self.save_button]
        for button in (self._writing[0], *more):
            below.addWidget(button)
        self.right.addLayout(below)
        self.fill_list()
        self.table.setFocus()

    def words(self, text: str = "", *, strong: bool = False) -> QLabel:
        """Words above the table, in as many lines as they take."""
        label = QLabel(text, self)
        label.setWordWrap(True)
        tone(label, "text" if strong else "text2", bold=strong)
        return label

    def show_table(self, lines: Lines, columns: Sequence[Column], *, writable: bool) -> None:
        """The lines as they are stored; who only reads has neither an empty line nor buttons that write."""
        self.table.lines.grows = writable
        self.table.show_lines(lines, columns, again=self.again)
        for widget in self._writing:
            widget.setVisible(writable)

    @property
    def lines(self) -> Lines:
        """What is typed."""
        return self.table.lines.lines()

    @property
    def writable(self) -> bool:
        """Whether the person may change the table."""
        raise NotImplementedError

    def read(self) -> None:
        """Read what is stored, and say of what it is. Raises Refusal, Trouble."""
        raise NotImplementedError

    def planned(self) -> Plan:
        """What saving would do; asked only of who may write."""
        raise NotImplementedError

    def parts(self) -> list[Part]:
        """The whole is one part."""
        self.read()
        return [Part(_ONLY, self.title)]

    def plan(self) -> Plan:
        """The whole table is one act."""
        return self.planned() if self.writable else Plan(None)
