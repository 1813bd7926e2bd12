"""«Списки и выписки»: a class on a day with its movement, as table or paper; extracts of marks of chosen pupils."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ezh_desktop.domain.calendar import AcademicYear
from ezh_desktop.domain.russian import count, dotted
from ezh_desktop.domain.typed import typed_day
from ezh_desktop.errors import EzhError
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.roster import Roster, RosterLine
from ezh_desktop.services.rosters import extracts, roster, roster_classes
from ezh_desktop.ui import fitting, fonts, taborder
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.help import help_key
from ezh_desktop.ui.pdfsaving import PdfSaving
from ezh_desktop.ui.printcommands import Save
from ezh_desktop.ui.qttypes import USER_ROLE
from ezh_desktop.ui.widgets.flow import FlowLayout, labelled
from ezh_desktop.ui.widgets.signs import announce
from ezh_desktop.ui.widgets.softselection import SoftSelection
from ezh_desktop.ui.widgets.tone import tone

if TYPE_CHECKING:
    from ezh_desktop.jobs.book import Part

_SIZE = (720, 560)
_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked
_HEADS = ("Ученик", "Дата рождения", "Личное дело")
_ROW, _GAP = QSize(0, 24), 16
_KINDS = "Книга Excel (*.xlsx);;Таблица CSV (*.csv)"


class RostersDialog(QDialog):
    """Only for who may print the summary sheet of some class; `school_class` is the one to begin with."""

    def __init__(
        self, office: FileOffice, doors: Doors, save: Save, parent: QWidget | None = None, school_class: int = 0
    ) -> None:
        super().__init__(parent)
        self._office, self._doors, self._write = office, doors, save
        self._roster: Roster | None = None
        self._saving = PdfSaving(office, doors, save, self)
        self._saving.said.connect(self._say)
        self._saving.failed.connect(self._on_failed)
        self.setWindowTitle("Списки и выписки")
        self.setObjectName("rosters")
        self._build()
        for ident, name in roster_classes(office):
            self._class.addItem(name, ident)
        self._class.setCurrentIndex(max(0, self._class.findData(school_class)))
        self._day.setText(dotted(office.clock.today()))
        self._class.activated.connect(self._read)
        self._day.editingFinished.connect(self._read)
        self._read()
        self._list.setFocus()

    def _build(self) -> None:
        heading, self._message = QLabel("Списки и выписки", self), QLabel(self)
        tone(heading, px=fonts.TITLE, bold=True)
        tone(self._message, "text2", fonts.SECOND)
        self._message.setWordWrap(True)
        self._class, self._day, self._movement = QComboBox(self), QLineEdit(self), QLabel(self)
        tone(self._movement, "text2")
        above = FlowLayout()
        above.addWidget(labelled("Класс", self._class, 90, self))
        above.addWidget(labelled("на дату", self._day, 100, self))
        above.addWidget(self._movement)
        self._list = self._pupils()
        close = QPushButton("Закрыть", self)
        close.setDefault(True)
        close.clicked.connect(self.reject)
        self._buttons = FlowLayout(gap=6)
        self._extract = self._button("", self._on_extract)
        self._paper = self._button("Список на бумагу…", self._on_paper)
        self._table = self._button("Список в таблицу…", self._on_table)
        bottom = QHBoxLayout()
        bottom.addWidget(self._message, 1)
        bottom.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(10)
        column.addWidget(heading)
        column.addLayout(above)
        column.addWidget(self._list, 1)
        column.addLayout(self._buttons)
        column.addLayout(bottom)
        help_key(self, "rosters")
        self.resize(*_SIZE)
        fitting.fit(self)
        taborder.by_layout(self)

    def _pupils(self) -> QTreeWidget:
        pupils = QTreeWidget(self)
        pupils.setHeaderLabels(_HEADS)
        pupils.setItemDelegate(SoftSelection(pupils))
        pupils.setAccessibleName("Ученики класса на эту дату")
        pupils.setRootIsDecorated(False)
        pupils.setUniformRowHeights(True)
        pupils.header().setSectionsMovable(False)
        pupils.itemChanged.connect(self._show_buttons)
        return pupils

    def _button(self, words: str, slot: object) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        self._buttons.addWidget(button)
        return button

    # Reading

    def _day_typed(self) -> date:
        return typed_day(self._day.text(), AcademicYear.of(self._office.clock.today()))

    def _read(self) -> None:
        ident = self._class.currentData()
        if ident is None:
            self._say("Классов, списки которых вы печатаете, нет.")
            self._show_buttons()
            return
        try:
            self._roster = roster(self._office, int(ident), self._day_typed())
        except EzhError as why:
            self._roster = None
            self._on_failed(why)
            self._show_buttons()
            return
        self._say("")
        self._list.clear()
        self._list.addTopLevelItems([_item(line) for line in self._roster.lines])
        first = self._list.topLevelItem(0)
        if first is not None:
            self._list.setCurrentItem(first)
        for column in range(len(_HEADS) - 1):
            self._list.resizeColumnToContents(column)
            self._list.setColumnWidth(column, self._list.columnWidth(column) + _GAP)
        self._movement.setText(self._roster.movement)
        self._show_buttons()

    def _chosen(self) -> list[int]:
        """The ticked pupils, else the one of the cursor."""
        items = [self._list.topLevelItem(at) for at in range(self._list.topLevelItemCount())]
        ticked = [int(item.data(0, USER_ROLE)) for item in items if item is not None and item.checkState(0) is _CHECKED]
        current = self._list.currentItem()
        return ticked or ([int(current.data(0, USER_ROLE))] if current is not None else [])

    def _show_buttons(self) -> None:
        number = len(self._chosen())
        many = count(number, "выписка", "выписки", "выписок")
        self._extract.setText(f"{many[:1].upper()}{many[1:]} отметок…" if number > 1 else "Выписка отметок…")
        self._extract.setEnabled(number > 0)
        for button in (self._paper, self._table):
            button.setEnabled(self._roster is not None)

    # Giving out

    def _on_extract(self) -> None:
        from ezh_desktop.jobs.book import extracts_part  # noqa: PLC0415 - ReportLab loads when first asked for

        office, page, pupils = self._office, self._roster, self._chosen()
        if page is not None:
            part = extracts_part(lambda: extracts(office, page.school_class, pupils))
            self._save(f"{page.class_name}, {_whose(page, pupils)}", part)

    def _on_paper(self) -> None:
        from ezh_desktop.jobs.book import roster_part  # noqa: PLC0415 - as above

        page = self._roster
        if page is not None:
            self._save(f"{page.class_name}, список на {dotted(page.day)}", roster_part(lambda: page))

    def _save(self, title: str, part: Part) -> None:
        self._saving.save_part(title, part, self)

    def _on_table(self) -> None:
        from ezh_desktop.exchange.pages_out import Form, Stamp, roster_file  # noqa: PLC0415 - as above

        page = self._roster
        if page is None:
            return
        offered = Path(f"{page.class_name}, список на {dotted(page.day)}.xlsx")
        path = self._doors.save_file(self, "Список в таблицу", _KINDS, offered)
        if path is None:
            return
        form = Form.CSV if path.suffix.lower() == ".csv" else Form.XLSX
        try:
            self._write(
                path, roster_file(page, form, Stamp(self._office.clock.now_local(), self._office.person.name)).data
            )
        except EzhError as why:
            self._on_failed(why)
        else:
            self._say(f"Сохранено: {path.name}")

    def _say(self, text: str) -> None:
        tone(self._message, "text2", fonts.SECOND)
        self._message.setText(text)

    def _on_failed(self, error: EzhError) -> None:
        tone(self._message, "block", fonts.SECOND)
        self._message.setText(error.text)
        announce(self._message, error.text)

    def reject(self) -> None:
        """A file that is being written is given up."""
        self._saving.close()
        super().reject()


def _whose(page: Roster, pupils: Sequence[int]) -> str:
    """For the name of a file: «выписка, Абрамова Дарья Олеговна», of several «выписки, … и ещё 2»."""
    first = next((one.name for one in page.lines if one.pupil == pupils[0]), "")
    return f"выписки, {first} и ещё {len(pupils) - 1}" if len(pupils) > 1 else f"выписка, {first}"


def _item(line: RosterLine) -> QTreeWidgetItem:
    """A pupil who can be ticked."""
    birth = dotted(line.birth) if line.birth else ""
    item = QTreeWidgetItem([f"{line.number}. {line.name}", birth, line.file_number])
    item.setSizeHint(len(_HEADS) - 1, _ROW)
    item.setData(0, USER_ROLE, line.pupil)
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
    item.setCheckState(0, _UNCHECKED)
    return item
