"""«Сотрудники и учётные записи»: who works here and how they get into the journal (3.1, 4.1.6, 4.1.7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QDialog,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableView,
    QWidget,
)

from ezh_desktop.domain.russian import count
from ezh_desktop.jobs.accounts import ResetPasswords, Slips, Unblock
from ezh_desktop.jobs.base import Progress
from ezh_desktop.services.accounts import block_account
from ezh_desktop.services.health_keys import loses_keys
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.staff import StaffLine, StaffPage, Stand
from ezh_desktop.services.staff import end_person, staff_page
from ezh_desktop.ui import fitting, forms
from ezh_desktop.ui.dialogs.leaving import LeavingDialog
from ezh_desktop.ui.dialogs.manystaff import ManyStaffDialog
from ezh_desktop.ui.dialogs.person import PersonDialog
from ezh_desktop.ui.dialogs.slips import SlipsDialog
from ezh_desktop.ui.dialogs.stafftable import LOGIN, ROLES, SEEN, STAND, WHO, StaffModel, dress
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.help import help_key
from ezh_desktop.ui.printcommands import Save
from ezh_desktop.ui.printer import Printer
from ezh_desktop.ui.widgets.workline import WorkLine

_SIZE = (1040, 600)
_WIDTHS = {WHO: 220, LOGIN: 110, STAND: 150, SEEN: 118}
_NARROW = 640
"""A table less wide leaves out roles and last sign-in: they stand in the dialog of each person."""
_LAST_MEDIC = (
    " Ключ закрытых сведений листка здоровья есть только у этого сотрудника: прежние записи следующий медицинский"
    " работник откроет лишь с кодом восстановления."
)
_LEAST_HOLDERS = 2
_ONE_HOLDER = (
    "Главный ключ журнала, кроме листа восстановления, есть только у одного человека. Его получает с ролью второй"
    " администратор или директор."
)
_LIVING = frozenset({Stand.ACTIVE, Stand.WAITING, Stand.BARE})
_FILTERS: tuple[tuple[str, str], ...] = (
    ("working", "Работают"),
    ("without", "Без пароля"),
    ("waiting", "Ждут входа"),
    ("closed", "Закрыты"),
)


def _belongs(name: str, line: StaffLine, today: date) -> bool:
    """Whether a line is shown under a filter."""
    gone = line.gone(today) or line.stand in {Stand.BLOCKED, Stand.ENDED}
    if name == "closed":
        return gone
    stands = {"without": {Stand.NONE, Stand.BARE}, "waiting": {Stand.WAITING}}.get(name, set(Stand))
    return line.stand in stands and not gone


class StaffDialog(QDialog):
    """The list and what may be done to the people chosen in it. Whatever is written is written at once."""

    def __init__(
        self,
        office: FileOffice,
        doors: Doors,
        save: Save,
        parent: QWidget | None = None,
        *,
        printer: Printer | None = None,
    ) -> None:
        """`save` writes the slips as PDF; `printer` is the system's unless a test gives its own."""
        super().__init__(parent)
        self._office, self._doors, self._save, self._printer = office, doors, save, printer
        self._filter = "working"
        forms.fill(self, known=(WorkLine,))
        self._take_out()
        self._dress()
        self._connect()
        self._page: StaffPage = staff_page(office)
        self._show_page()
        self._stand_at(0)
        self.resize(*_SIZE)
        fitting.fit(self)
        self._search.setFocus()

    @property
    def settled(self) -> bool:
        """Whether nothing is being written."""
        return not self._work.running

    @property
    def chosen(self) -> list[StaffLine]:
        """The people chosen in the list."""
        rows = sorted({index.row() for index in self._table.selectionModel().selectedRows()})
        return [self._model.lines[row] for row in rows]

    def _take_out(self) -> None:
        self._search = forms.child(self, QLineEdit, "search")
        self._table = forms.child(self, QTableView, "table")
        self._filters = {name: forms.child(self, QPushButton, name) for name, _ in _FILTERS}
        self._work = forms.child(self, WorkLine, "work")
        self._add, self._add_many, self._change, self._password, self._block, self._leave, self._close = (
            forms.child(self, QPushButton, name)
            for name in ("add", "addMany", "change", "password", "block", "leave", "close")
        )

    def _dress(self) -> None:
        self._model = StaffModel(self)
        table = self._table
        table.setModel(self._model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        dress(table)
        for column, width in _WIDTHS.items():
            table.setColumnWidth(column, width)
        table.horizontalHeader().setSectionResizeMode(ROLES, QHeaderView.ResizeMode.Stretch)
        group = QButtonGroup(self)
        for button in self._filters.values():
            group.addButton(button)

    def _connect(self) -> None:
        self._search.textChanged.connect(self._show_lines)
        for name, button in self._filters.items():
            button.clicked.connect(partial(self._on_filter, name))
        self._table.selectionModel().selectionChanged.connect(self._show_acts)
        self._table.doubleClicked.connect(self._on_change)
        self._work.busy.connect(self._show_acts)
        for button, keys, slot in self._commands():
            button.clicked.connect(slot)
            button.setToolTip(keys)
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(button.click)
        self._close.clicked.connect(self.reject)
        help_key(self, "accounts")
        for keys, slot in (("F5", self.read_again), ("Ctrl+F", self._search.setFocus)):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        for keys in ("Return", "Enter"):
            QShortcut(QKeySequence(keys), self._table).activated.connect(self._change.click)
        QShortcut(QKeySequence("Down"), self._search).activated.connect(self._table.setFocus)

    def _commands(self) -> tuple[tuple[QPushButton, str, Callable[[], None]], ...]:
        return (
            (self._add, "Ins", self._on_add),
            (self._add_many, "Ctrl+L", self._on_add_many),
            (self._change, "F2", self._on_change),
            (self._password, "F7", self._on_password),
            (self._block, "F8", self._on_block),
            (self._leave, "Ctrl+Delete", self._on_leave),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a small screen who it is and how the account stands are seen without scrolling."""
        super().resizeEvent(event)
        narrow = self.width() - 200 < _NARROW
        for column in (ROLES, SEEN):
            self._table.setColumnHidden(column, narrow)
        mode = QHeaderView.ResizeMode.Stretch if narrow else QHeaderView.ResizeMode.Interactive
        self._table.horizontalHeader().setSectionResizeMode(WHO, mode)

    # Showing

    def read_again(self) -> None:
        """Reads the list anew; the people chosen stay chosen."""
        kept = {line.person for line in self.chosen}
        self._page = staff_page(self._office)
        self._show_page()
        self._choose(kept)

    def _show_page(self) -> None:
        for name, words in _FILTERS:
            number = sum(_belongs(name, line, self._page.today) for line in self._page.lines)
            self._filters[name].setText(f"{words} {number}")
        self._show_lines()
        self._work.say(_ONE_HOLDER if self._page.root_holders < _LEAST_HOLDERS else "")

    def _show_lines(self) -> None:
        words = self._search.text()
        shown = [line for line in self._page.lines if _belongs(self._filter, line, self._page.today)]
        self._model.show(self._page, [line for line in shown if line.found_by(words)])
        self._stand_at(0)
        self._show_acts()

    def _on_filter(self, name: str) -> None:
        self._filter = name
        self._show_lines()
        self._table.setFocus()

    def _stand_at(self, row: int) -> None:
        if 0 <= row < len(self._model.lines):
            self._table.selectRow(row)

    def _choose(self, people: set[int]) -> None:
        rows = [row for row, line in enumerate(self._model.lines) if line.person in people]
        if not rows:
            return
        self._stand_at(rows[0])
        for row in rows[1:]:
            flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
            self._table.selectionModel().select(self._model.index(row, 0), flags)
        self._table.scrollTo(self._model.index(rows[0], 0))

    def _show_acts(self) -> None:
        """What can be done to the people chosen, and in what words."""
        chosen, free = self.chosen, self.settled
        one = chosen[0] if len(chosen) == 1 else None
        for button in (self._add, self._add_many, self._close, *self._filters.values()):
            button.setEnabled(free)
        self._change.setEnabled(free and one is not None)
        bare = bool(chosen) and all(line.stand is Stand.NONE for line in chosen)
        self._password.setText("Учётная запись…" if bare else "Новый пароль…")
        others = all(line.person != self._page.own for line in chosen)
        living = bool(chosen) and all(line.stand in _LIVING for line in chosen) and others
        self._password.setEnabled(free and (bare or living))
        shut = one is not None and (one.stand in {Stand.BLOCKED, Stand.ENDED} or one.gone(self._page.today))
        self._block.setText("Разблокировать…" if shut else "Заблокировать…")
        self._block.setEnabled(free and one is not None and one.stand is not Stand.NONE and others)
        self._leave.setEnabled(free and one is not None and one.stand is not Stand.ENDED and others)

    # What the person does

    def _on_add(self) -> None:
        self._open_person(None)

    def _on_change(self) -> None:
        if len(self.chosen) == 1 and self.settled:
            self._open_person(self.chosen[0])

    def _open_person(self, line: StaffLine | None) -> None:
        dialog = PersonDialog(self._office, self._page, line, self)
        dialog.made.connect(self._on_slips)
        self._open(dialog)

    def _on_add_many(self) -> None:
        self._open_many(())

    def _open_many(self, lines: Sequence[StaffLine]) -> None:
        dialog = ManyStaffDialog(self._office, self._page, lines, self)
        dialog.made.connect(self._on_slips)
        self._open(dialog)

    def _open(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self.read_again)
        dialog.open()

    def _on_password(self) -> None:
        chosen = self.chosen
        if chosen[0].stand is Stand.NONE:
            self._open_many(chosen)
            return
        question = f"Дать новый пароль: {who_words(chosen)}?"
        detail = "Прежний пароль перестанет действовать сразу. Одноразовый пароль будет напечатан на листке."
        if self._doors.ask(self, question, detail, act="Дать новый пароль"):
            work = ResetPasswords(self._office, [line.login for line in chosen])
            self._work.start("Готовится пароль", work, self._on_renewed, stops=len(chosen) > 1)

    def _on_block(self) -> None:
        line = self.chosen[0]
        if line.stand in _LIVING and not line.gone(self._page.today):
            detail = "Войти в журнал человек не сможет. Его записи и роли останутся, доступ можно вернуть."
            detail += self._lost_keys(line)
            if self._doors.ask(self, f"Заблокировать: {line.name.full}?", detail, act="Заблокировать"):
                self._write(lambda: block_account(self._office, line.login), "Заблокировано.")
            return
        detail = "Человек получит одноразовый пароль на листке. Закончившиеся роли нужно назначить заново."
        if self._doors.ask(self, f"Открыть доступ: {line.name.full}?", detail, act="Разблокировать"):
            self._work.start("Готовится пароль", Unblock(self._office, line.login), self._on_renewed)

    def _lost_keys(self, line: StaffLine) -> str:
        """What is said of the only medical worker who can open the closed columns (5.38)."""
        return _LAST_MEDIC if loses_keys(self._office, [line.slot]) else ""

    def _on_leave(self) -> None:
        line = self.chosen[0]
        dialog = LeavingDialog(line, self._page.today, _taught_words(line) + self._lost_keys(line), self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.chosen.connect(partial(self._end, line))
        dialog.open()

    def _end(self, line: StaffLine, day: date) -> None:
        self._write(lambda: end_person(self._office, line, day), "Записано.")

    def _write(self, act: Callable[[], None], words: str) -> None:
        def work(_progress: Progress) -> str:
            act()
            return words

        self._work.start("Записываю…", work, self._on_written)

    def _on_written(self, words: str) -> None:
        self.read_again()
        self._work.say(words)

    def _on_renewed(self, slips: Slips) -> None:
        self.read_again()
        self._on_slips(slips)

    def _on_slips(self, slips: Slips) -> None:
        """Passwords stand nowhere else: the slips are shown at once."""
        self._work.say(count(len(slips), "листок готов", "листка готовы", "листков готовы") + ".")
        dialog = SlipsDialog(self._office, slips, self._page, self._doors, self._save, self, printer=self._printer)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def reject(self) -> None:
        """Close; while something is being written the dialog stays."""
        if self.settled:
            super().reject()

    def done(self, result: int) -> None:
        """Let the thread of the work go."""
        self._work.close_down()
        super().done(result)


def _taught_words(line: StaffLine) -> str:
    """What still wants another teacher."""
    return (
        f" Ведёт: {', '.join(line.subjects)}. Назначьте другого учителя в окне «Предметы и учителя»."
        if line.subjects
        else ""
    )


def who_words(lines: Sequence[StaffLine]) -> str:
    """«Иванова Мария Петровна», or «12 сотрудников»."""
    return lines[0].name.full if len(lines) == 1 else count(len(lines), "сотрудник", "сотрудника", "сотрудников")
