"""The frame of the administrator's dialogs: a list at the left, its part of the school at the right, one act to save.

What is typed is judged at once: faults are ringed where they stand, and the message says the first of them. Going to
another line of the list saves what was typed before; closing with something unsaved asks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ezh_desktop.errors import EzhError, StaleRefused
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import Fault, Plan, grounded, read_years, save
from ezh_desktop.ui import fitting, fonts, taborder
from ezh_desktop.ui.background import Background
from ezh_desktop.ui.dialogs.structure.linemodel import Cells
from ezh_desktop.ui.dialogs.structure.linetable import LineTable
from ezh_desktop.ui.dialogs.structure.partslist import PartsList
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.help import help_key
from ezh_desktop.ui.qttypes import USER_ROLE
from ezh_desktop.ui.widgets.groundline import GroundLine
from ezh_desktop.ui.widgets.linkbutton import LinkButton
from ezh_desktop.ui.widgets.plain import ElidedLabel
from ezh_desktop.ui.widgets.signs import announce
from ezh_desktop.ui.widgets.tone import tone

Imports = Callable[[QWidget], QDialog | None]
"""Gives the dialog that enters from a file, or None when the person chose none."""
SIZE = QSize(1120, 640)
LIST_WIDTH, NARROW_LIST = 190, 132
NARROW = 760
REREAD = "F5 покажет то, что стоит там сейчас; введённое здесь впишите снова."
SAVES = "Ctrl+S сохраняет всё одной записью протокола."
UNSAVED = "Изменения не сохранены."
_MOST_WARNINGS = 2


class Part(NamedTuple):
    """A line of the list at the left: its id, words, what stands behind them («24»); a heading cannot be chosen."""

    ident: int
    words: str
    tail: str = ""
    heading: bool = False


class StructureDialog(QDialog):
    """Subclasses build the right side and answer `plan`, `show_part`, `parts`."""

    title = ""
    help_page = "school"
    list_name = "Разделы"
    reread = REREAD
    """What to do when somebody else has changed the same meanwhile."""

    def __init__(self, office: FileOffice, doors: Doors, parent: QWidget | None = None, year: int = 0) -> None:
        """`year` is the school year to begin with; 0: the one in which the program works."""
        super().__init__(parent)
        self.office, self.doors, self.year = office, doors, year
        self.tables: dict[str, LineTable] = {}
        self._background = Background(self)
        self._after: Callable[[], None] | None = None
        self._part = 0
        self._quiet = False
        self.again = False
        self._imports: Imports | None = None
        self._ground: GroundLine | None = None
        self._build_frame()
        self._connect_frame()
        self.list.setFocus()
        self.resize(SIZE)
        fitting.fit(self)
        help_key(self, self.help_page)

    # To be answered by each dialog

    def parts(self) -> list[Part]:
        """The lines of the list."""
        raise NotImplementedError

    def show_part(self, part: int) -> None:
        """Read that part of the school and show it; `again` when it is in view already. Raises Refusal, Trouble."""
        raise NotImplementedError

    def plan(self) -> Plan:
        """What saving would do now."""
        raise NotImplementedError

    def after_save(self) -> None:
        """Read anew what is kept beside the part in view."""

    # The frame

    def _build_frame(self) -> None:
        self.setWindowTitle(self.title)
        self.setObjectName(type(self).__name__)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(8)
        self.heading, self.years = ElidedLabel(self), QComboBox(self)
        tone(self.heading, "text", fonts.TITLE, bold=True)
        self.years.setAccessibleName("Учебный год")
        self.years.hide()
        self.import_button = LinkButton(self, "Из файла…")
        self.import_button.hide()
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.heading, 1)
        top.addWidget(self.import_button)
        top.addWidget(self.years)
        column.addLayout(top)
        self.list = PartsList(self.list_name, self)
        self.left = QVBoxLayout()
        self.left.setSpacing(6)
        self.left.addWidget(self.list, 1)
        self.right = QVBoxLayout()
        self.right.setSpacing(6)
        self.middle = QHBoxLayout()
        self.middle.setSpacing(12)
        self.middle.addLayout(self.left)
        self.middle.addLayout(self.right, 1)
        column.addLayout(self.middle, 1)
        self.bottom = self._bottom()
        column.addLayout(self.bottom)

    def _bottom(self) -> QHBoxLayout:
        self.message = QLabel(self)
        self.message.setWordWrap(True)
        self.message.setObjectName("message")
        tone(self.message, "text2", fonts.SECOND)
        self.close_button, self.save_button = QPushButton("Закрыть", self), QPushButton("Сохранить", self)
        self.save_button.setProperty("kind", "primary")
        self.save_button.setObjectName("save")
        self.close_button.setObjectName("close")
        for button in (self.close_button, self.save_button):
            button.setAutoDefault(False)
        bottom = QHBoxLayout()
        bottom.setSpacing(8)
        bottom.addWidget(self.message, 1)
        bottom.addWidget(self.close_button)
        bottom.addWidget(self.save_button)
        return bottom

    def _connect_frame(self) -> None:
        self._background.done.connect(self._on_saved)
        self._background.failed.connect(self._on_failed)
        self.list.currentRowChanged.connect(self._on_part_chosen)
        self.years.activated.connect(self._on_year_chosen)
        self.close_button.clicked.connect(self.reject)
        self.save_button.clicked.connect(self.save)
        self.import_button.clicked.connect(self._on_import)
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self.save)
        QShortcut(QKeySequence("F5"), self).activated.connect(self.read_again)
        QShortcut(QKeySequence("F6"), self).activated.connect(self.next_area)

    def take_import(self, imports: Imports) -> None:
        """Offer to enter the same from a file."""
        self._imports = imports
        self.import_button.show()

    def ground_line(self) -> GroundLine:
        """Ask for the ground of what is changed; the dialog puts the line where it has room."""
        self._ground = GroundLine(self)
        self._ground.textChanged.connect(lambda _text: self.judge())
        return self._ground

    @property
    def ground(self) -> str:
        """The order by which what is typed is changed, "" for none. It stays for the next act of the same order."""
        return self._ground.ground if self._ground is not None else ""

    @property
    def ground_told(self) -> str:
        """«Основание: приказ № 5.», "" without one."""
        return f"Основание: {self.ground.removesuffix('.')}." if self.ground else ""

    def flat_button(self, words: str, slot: Callable[[], None], tip: str = "") -> QPushButton:
        """A quiet button of the right side."""
        button = QPushButton(words, self)
        button.setProperty("kind", "flat")
        button.setAutoDefault(False)
        button.setToolTip(tip)
        button.clicked.connect(slot)
        return button

    def add_table(self, key: str, table: LineTable) -> LineTable:
        """Watch a table: every change is judged."""
        self.tables[key] = table
        table.lines.edited.connect(self.judge)
        return table

    def showEvent(self, event: QShowEvent) -> None:
        """Tab follows what is seen, whatever was made first."""
        super().showEvent(event)
        taborder.by_layout(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the list gives way."""
        super().resizeEvent(event)
        self.list.setFixedWidth(NARROW_LIST if self.width() < NARROW else LIST_WIDTH)

    # The year

    def show_year(self, year: int, label: str) -> None:
        """Say which year is in view; with several in the journal another may be chosen."""
        self.year = year
        self.heading.show_whole(f"{self.title}, {label}")
        years = read_years(self.office)
        self.years.clear()
        for ident, words in years:
            self.years.addItem(words, ident)
        self.years.setCurrentIndex(self.years.findData(year))
        self.years.setVisible(len(years) > 1)

    def _on_year_chosen(self, index: int) -> None:
        year = int(self.years.itemData(index))
        if year != self.year:
            self.first_saved(lambda: self.to_year(year))

    def to_year(self, year: int) -> None:
        """Show another year."""
        self.year = year
        self.fill_list()

    # The list

    @property
    def part(self) -> int:
        """The part that is shown; 0 for none."""
        return self._part

    def fill_list(self, chosen: int = 0) -> None:
        """Show the parts anew and stay at, or go to, one of them."""
        parts = self.parts()
        self._quiet = True
        self.list.clear()
        for one in parts:
            item = QListWidgetItem(f"{one.words}   {one.tail}".rstrip())
            item.setData(USER_ROLE, one.ident)
            item.setSizeHint(QSize(0, 28))
            if one.heading:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
                item.setFont(fonts.font(fonts.SMALL, bold=True))
            self.list.addItem(item)
        idents = [one.ident for one in parts]
        row = idents.index(chosen) if chosen in idents else 0
        self.list.setCurrentRow(row if parts else -1)
        self._quiet = False
        self.go_to(idents[row] if parts else 0)

    def _on_part_chosen(self, row: int) -> None:
        if self._quiet or row < 0 or not self.list.item(row).flags():
            return
        ident = int(self.list.item(row).data(USER_ROLE))
        if ident != self._part:
            self.leave_for(ident)

    def leave_for(self, part: int) -> None:
        """Go from the part in view to another: what is typed is saved first."""
        self.first_saved(lambda: self.go_to(part))

    def go_to(self, part: int) -> None:
        """Show a part."""
        self.again = part == self._part
        self._part = part
        try:
            self.show_part(part)
        except EzhError as why:
            self.say(why.text, "block")
            return
        self.judge()

    # Judging and saving

    @property
    def settled(self) -> bool:
        """Whether nothing is being written."""
        return not self._background.running

    def judge(self) -> None:
        """Judge what is typed: ring the faults, say the first, let what is whole be saved."""
        plan = self._planned()
        if plan is None:
            return
        for key, table in self.tables.items():
            faults = {(one.row, one.field): one.text for one in plan.faults if one.table == key}
            table.lines.show_faults(faults, self.notes(key))
        self.show_faults(plan)
        self.tell(plan)

    def tell(self, plan: Plan) -> None:
        """Say below what stands in the way of saving, or that it may be done."""
        if plan.faults:
            self.say(where_words(plan.faults, self.tables), "block")
        elif plan.command is not None:
            self.say(
                " ".join(part for part in (warned(plan.warnings) or SAVES, self.ground_told) if part),
                "warn_text" if plan.warnings else "text2",
            )
        else:
            self.say("")
        self.save_button.setEnabled(plan.command is not None and self.settled)

    def show_faults(self, plan: Plan) -> None:
        """For faults outside the tables: a dialog with a form rings its fields."""

    def notes(self, _table: str) -> Cells:
        """What is doubtful in the cells of a table, and may be saved."""
        return {}

    def _planned(self) -> Plan | None:
        try:
            return self.plan()
        except EzhError as why:
            self.say(why.text, "block")
            self.save_button.setEnabled(False)
            return None

    def save(self) -> None:
        """Write what is typed as one act, off the window's thread."""
        self._end_editing()
        plan = self._planned()
        if plan is not None and plan.command is not None and self.settled:
            self.run_plan(plan)

    def run_plan(self, plan: Plan, then: Callable[[], None] | None = None) -> None:
        """Write the act of a plan, then read anew and go on."""
        if not self.settled:
            return
        office, plan, self._after = self.office, grounded(plan, self.ground), then
        self.save_button.setEnabled(False)
        self.say("Записываю…")
        self._background.start(lambda: save(office, plan))

    def first_saved(self, then: Callable[[], None]) -> None:
        """Save what is typed and go on; with faults stay, so that they can be put right."""
        self._end_editing()
        plan = self._planned()
        if plan is None or plan.faults:
            self.back_to_part()
        elif plan.command is not None:
            self.run_plan(plan, then)
        else:
            then()

    def back_to_part(self) -> None:
        """Stay where something is still to be put right."""
        self._quiet = True
        for row in range(self.list.count()):
            if self.list.item(row).data(USER_ROLE) == self._part:
                self.list.setCurrentRow(row)
        self._quiet = False
        self.judge()

    def _end_editing(self) -> None:
        """What still stands in an open field is typed too."""
        for table in self.tables.values():
            if table.state() == table.State.EditingState:
                table.setFocus()

    def _on_saved(self, told: object) -> None:
        after, self._after = self._after, None
        self.after_save()
        self.fill_list(self._part)
        if after is not None:
            after()
        lacking = self.lacking()
        words = " ".join(part for part in ("Сохранено.", str(told), lacking) if part)
        if self.settled:
            self.say(words, "warn_text" if lacking else "ok")
        announce(self.message, words)

    def lacking(self) -> str:
        """What is still to be done in another window after what was saved, in words; "" as a rule."""
        return ""

    def _on_failed(self, error: EzhError) -> None:
        self._after = None
        self.back_to_part()
        words = f"{error.what} {self.reread}" if isinstance(error, StaleRefused) else error.text
        self.say(words, "block")
        announce(self.message, words)

    def read_again(self) -> None:
        """Show what is stored now; what is typed and not saved is given up."""
        if self.settled:
            self.after_save()
            self.fill_list(self._part)

    def _on_import(self) -> None:
        self.first_saved(self._show_import)

    def _show_import(self) -> None:
        dialog = self._imports(self) if self._imports is not None else None
        if dialog is not None:
            dialog.finished.connect(dialog.deleteLater)
            dialog.finished.connect(self.read_again)
            dialog.open()

    def next_area(self) -> None:
        """From the list to the table in view and back."""
        tables = [table for table in self.tables.values() if table.isVisible()]
        (tables[0] if tables and self.list.hasFocus() else self.list).setFocus()

    def say(self, text: str, ink: str = "text2") -> None:
        """The message below."""
        tone(self.message, ink, fonts.SECOND)
        self.message.setText(text)

    # The end

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field is no wish to close."""
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)

    def reject(self) -> None:
        """Close; what is unsaved is asked about, and while something is written the dialog stays."""
        if not self.settled:
            return
        self._end_editing()
        plan = self._planned()
        unsaved = plan is not None and (plan.command is not None or plan.faults)
        if unsaved and not self.doors.ask(
            self,
            UNSAVED,
            "Сохранить их можно кнопкой «Сохранить» или Ctrl+S.",
            act="Закрыть без сохранения",
            keep="Вернуться",
        ):
            return
        super().reject()


def warned(warnings: Sequence[str]) -> str:
    """The first warnings, and how many more there are: a list of new teachers would push the window apart."""
    more = len(warnings) - _MOST_WARNINGS
    return " ".join((*warnings[:_MOST_WARNINGS], *((f"И ещё {more}.",) if more > 0 else ())))


def where_words(faults: Sequence[Fault], tables: dict[str, LineTable]) -> str:
    """The first fault with its row."""
    first = faults[0]
    row = f"{tables[first.table].named(first.row)}. " if first.table in tables else ""
    more = f" Всего ошибок: {len(faults)}." if len(faults) > 1 else ""
    return f"{row}{first.text}{more}"
