"""Many members of staff at once: a list of names read, each with a login of its own, and the table that shows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from ezh_desktop.domain.logins import demand_login, login_of
from ezh_desktop.domain.names import PersonName, is_initial, name_key
from ezh_desktop.domain.russian import Gender, gender_of
from ezh_desktop.errors import BadInput
from ezh_desktop.services.pages.staff import StaffLine, StaffPage
from ezh_desktop.ui import theme
from ezh_desktop.ui.qttypes import ACCESSIBLE_TEXT_ROLE, DISPLAY_ROLE, EDIT_ROLE, HORIZONTAL, TOOLTIP_ROLE

HEADS = ("Сотрудник", "Должность", "Пол", "Имя для входа", "Что будет")
WHO, POST, GENDER, LOGIN, WILL = range(len(HEADS))
_LETTERS = {"f": "ж", "m": "м"}
_PARTS = re.compile(r"[;\t]")
_FEMALE_SURNAME = ("ова", "ева", "ёва", "ина", "ына", "ая", "яя")

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Entry:
    """One person to be given an account; `fault` says why not. `known` is one who stands in the journal already."""

    name: PersonName
    post: str
    gender: str
    login: str
    fault: str = ""
    known: StaffLine | None = None


def read_list(text: str) -> list[tuple[PersonName, str]]:
    """Name and post of each line that holds something: «Иванова Мария Петровна; учитель музыки»."""
    found = []
    for line in text.splitlines():
        name, *rest = [part.strip() for part in _PARTS.split(line)]
        if name:
            found.append((PersonName.read(name), " ".join(next(filter(None, rest), "").split())))
    return found


def entries_of(listed: Sequence[tuple[PersonName, str]], page: StaffPage) -> list[Entry]:
    """People who are not in the journal yet, each with a login that nobody has."""
    present = {line.name.key for line in page.lines if not line.gone(page.today)}
    taken, seen = set(page.logins), set[str]()
    found = []
    for name, post in listed:
        fault = _fault(name, present, seen)
        login = "" if fault else login_of(name, taken)
        seen.add(name.key)
        taken.add(name_key(login))
        found.append(Entry(name, post, _gender(name), login, fault))
    return found


def known_entries(lines: Sequence[StaffLine], page: StaffPage) -> list[Entry]:
    """People of the journal who have no account."""
    taken = set(page.logins)
    found = []
    for line in lines:
        login = login_of(line.name, taken)
        taken.add(name_key(login))
        found.append(Entry(line.name, line.post, line.gender, login, known=line))
    return found


def judged(entries: Sequence[Entry], page: StaffPage) -> list[Entry]:
    """The same entries after a login was changed by hand: a login that cannot stand or stands twice is a fault."""
    taken = set(page.logins)
    found = []
    for entry in entries:
        if not entry.login:
            found.append(entry)
            continue
        key = name_key(entry.login)
        found.append(replace(entry, fault=_login_fault(entry.login, taken)))
        taken.add(key)
    return found


def _fault(name: PersonName, present: set[str], seen: set[str]) -> str:
    if not name.given or is_initial(name.given):
        return "нет полного имени"
    if name.key in present:
        return "уже есть в журнале"
    return "стоит в списке дважды" if name.key in seen else ""


def _login_fault(login: str, taken: set[str]) -> str:
    if name_key(login) in taken:
        return "имя для входа занято"
    try:
        demand_login(login)
    except BadInput:
        return "имя для входа не подходит"
    return ""


def _gender(name: PersonName) -> str:
    told = gender_of(name.given, name.patronymic)
    if told is None:
        return "f" if name.surname.casefold().endswith(_FEMALE_SURNAME) else "m"
    return "m" if told is Gender.MALE else "f"


class ManyModel(QAbstractTableModel):
    """The entries; gender and login may be put right by hand. `edited` comes after that."""

    edited = Signal()

    def __init__(self, page: StaffPage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self.entries: list[Entry] = []

    @property
    def good(self) -> list[Entry]:
        """Those that can be made."""
        return [entry for entry in self.entries if not entry.fault]

    def show(self, entries: Sequence[Entry]) -> None:
        """Changes what is shown."""
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """People of the list."""
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The five columns."""
        return 0 if parent.isValid() else len(HEADS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A login can be chosen, and the gender of whom the journal does not know yet."""
        entry = self.entries[index.row()]
        editable = (index.column() == LOGIN and bool(entry.login)) or (index.column() == GENDER and not entry.known)
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable if editable else super().flags(index)

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401 - what Qt asks for
        """Texts and colours of a cell."""
        if not index.isValid():
            return None
        entry, column = self.entries[index.row()], index.column()
        if role in {DISPLAY_ROLE, EDIT_ROLE, TOOLTIP_ROLE}:
            return self._texts(entry)[column]
        if role == ACCESSIBLE_TEXT_ROLE:
            return f"{HEADS[column]}: {self._texts(entry)[column] or 'нет'}"
        if role == Qt.ItemDataRole.ForegroundRole and (entry.fault or column == WILL):
            return QColor(theme.ink(theme.tokens().block if entry.fault else theme.tokens().text2))
        return None

    def setData(self, index: Index, value: Any, role: int = EDIT_ROLE) -> bool:  # noqa: ANN401
        """Another login or gender; letters that are no gender are not taken."""
        entry, text = self.entries[index.row()], str(value).strip()
        if role != EDIT_ROLE or text == self._texts(entry)[index.column()]:
            return False
        if index.column() == LOGIN and text:
            self.entries[index.row()] = replace(entry, login=text)
            self.entries = judged(self.entries, self._page)
        elif index.column() == GENDER and text[:1].casefold() in _LETTERS.values():
            gender = next(key for key, letter in _LETTERS.items() if letter == text[:1].casefold())
            self.entries[index.row()] = replace(entry, gender=gender)
        else:
            return False
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.entries) - 1, WILL))
        self.edited.emit()
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401
        """The names of the columns."""
        if role == DISPLAY_ROLE and orientation == HORIZONTAL:
            return HEADS[section]
        return None

    def _texts(self, entry: Entry) -> tuple[str, ...]:
        will = entry.fault or ("учётная запись" if entry.known else "сотрудник и учётная запись")
        return entry.name.full, entry.post, _LETTERS[entry.gender], entry.login, will
