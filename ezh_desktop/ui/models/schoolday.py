"""The day of the school as a grid, hours × classes, and the lessons of one teacher as a list with their substitutes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QWidget

from ezh_desktop.domain.russian import dotted_short, weekday_day_month
from ezh_desktop.services.pages.substitutions import Choice, DayEntry, NoteKind
from ezh_desktop.services.substitutions.days import SchoolDays
from ezh_desktop.ui import fonts, theme
from ezh_desktop.ui.qttypes import (
    ACCESSIBLE_TEXT_ROLE,
    ALIGN_TOP,
    DISPLAY_ROLE,
    HORIZONTAL,
    TOOLTIP_ROLE,
)

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_GONE = frozenset({NoteKind.MOVED_AWAY, NoteKind.CANCELLED, NoteKind.EVENT, NoteKind.OTHER_SUBJECT})


class DayModel(QAbstractTableModel):
    """Hours × classes; a divided class has several lessons in a cell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.days: SchoolDays | None = None
        self.numbers: tuple[int, ...] = ()
        self.classes: tuple[tuple[int, str], ...] = ()
        self._cells: Mapping[tuple[int, int], Sequence[DayEntry]] = {}
        self._carried = 0
        self._conflicts: Mapping[int, str] = {}

    def show(self, days: SchoolDays, day: date, carried: int = 0) -> None:
        """Show a day; `carried` is the lesson that was taken to be put elsewhere."""
        self.beginResetModel()
        self.days, self.classes, self._carried = days, days.classes, carried
        self.numbers = days.numbers(day)
        self._conflicts = days.conflicts(day)
        cells: defaultdict[tuple[int, int], list[DayEntry]] = defaultdict(list)
        for one in days.entries(day):
            for school_class in one.held.classes:
                cells[one.shown_number, school_class].append(one)
        self._cells = dict(cells)
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Hours."""
        return 0 if parent.isValid() else len(self.numbers)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Classes."""
        return 0 if parent.isValid() else len(self.classes)

    def place(self, index: Index) -> tuple[int, int]:
        """(hour, class) of a cell."""
        return self.numbers[index.row()], self.classes[index.column()][0]

    def entries(self, index: Index) -> Sequence[DayEntry]:
        """The lessons of a cell."""
        return self._cells.get(self.place(index), ()) if index.isValid() else ()

    def movable(self) -> list[DayEntry]:
        """The lessons of the day that may be moved."""
        return [one for found in self._cells.values() for one in found if one.movable]

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A cell with a lesson that may be moved is taken by the mouse."""
        flags = super().flags(index)
        movable = any(one.movable for one in self.entries(index))
        return flags | Qt.ItemFlag.ItemIsDragEnabled if movable else flags

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401 - what Qt asks for
        """Words; what is changed has a warm ground, what is not held is struck through."""
        if not index.isValid() or self.days is None:
            return None
        found, days = self.entries(index), self.days
        if role == DISPLAY_ROLE:
            return cell_words(found, days)
        if role == TOOLTIP_ROLE:
            return "\n".join(self._words(one) for one in found)
        if role == ACCESSIBLE_TEXT_ROLE:
            hour, name = self.numbers[index.row()], self.classes[index.column()][1]
            return f"{name}, {hour}-й урок: {' '.join(self._words(one) for one in found) or 'урока нет'}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return ALIGN_TOP
        if role == Qt.ItemDataRole.FontRole:
            font = QFont(fonts.font(fonts.SECOND))
            font.setStrikeOut(bool(found) and all(_gone(one) for one in found))
            return font
        return self._colour(found, role)

    def _words(self, entry: DayEntry) -> str:
        clash = self._conflicts.get(entry.held.lesson, "") if not entry.away else ""
        return f"{entry_words(entry)} В тот же час: {clash}." if clash else entry_words(entry)

    def _colour(self, found: Sequence[DayEntry], role: int) -> QColor | None:
        tokens = theme.tokens()
        if role == Qt.ItemDataRole.BackgroundRole:
            if any(one.held.lesson == self._carried for one in found):
                return QColor(theme.ink(tokens.accent_soft))
            if any(one.held.lesson in self._conflicts and not one.away for one in found):
                return QColor(theme.ink(tokens.block_bg))
            if any(not one.plain for one in found):
                return QColor(theme.ink(tokens.warn_bg))
        if role == Qt.ItemDataRole.ForegroundRole and found and all(_gone(one) for one in found):
            return QColor(theme.ink(tokens.text2))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401
        """Classes above, hours beside."""
        if role != DISPLAY_ROLE:
            return None
        return self.classes[section][1] if orientation == HORIZONTAL else str(self.numbers[section])


TITLES = ("День", "Урок", "Класс, предмет", "Кто заменит", "Почему")


class AbsentModel(QAbstractTableModel):
    """The lessons of a teacher who is away, each with who would hold it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[DayEntry, ...] = ()
        self.picks: dict[int, Choice] = {}
        self.others: dict[int, tuple[int, str]] = {}
        """Pages of other subjects that an hour is to be given to, with their titles."""
        self.marks: set[int] = set()
        """Lessons with which the period marks go."""

    def show(self, entries: tuple[DayEntry, ...], picks: dict[int, Choice]) -> None:
        """Show the lessons; `picks` are the substitutes offered, by lesson."""
        self.beginResetModel()
        self.entries, self.picks = entries, picks
        self.others.clear()
        self.marks.clear()
        self.endResetModel()

    def pick(self, row: int, choice: Choice) -> None:
        """Another substitute for the lesson of a row."""
        lesson = self.entries[row].held.lesson
        if self.picks.get(lesson) != choice:
            self.picks[lesson] = choice
            self.others.pop(lesson, None)
            self._tell(row)

    def give(self, row: int, other: tuple[int, str], *, marks: bool) -> None:
        """The other page (0: none) of the hour of a row, and whether the period marks go with it."""
        lesson = self.entries[row].held.lesson
        self.others.pop(lesson, None)
        if other[0]:
            self.others[lesson] = other
        (self.marks.add if marks else self.marks.discard)(lesson)
        self._tell(row)

    def _tell(self, row: int) -> None:
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(TITLES) - 1))

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Lessons."""
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Columns."""
        return 0 if parent.isValid() else len(TITLES)

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401 - what Qt asks for
        """Texts; a lesson nobody is found for is told."""
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        texts = self._texts(entry)
        if role in {DISPLAY_ROLE, TOOLTIP_ROLE}:
            return texts[index.column()]
        if role == ACCESSIBLE_TEXT_ROLE:
            return f"{TITLES[index.column()]}: {texts[index.column()] or 'нет'}"
        if role == Qt.ItemDataRole.ForegroundRole and index.column() >= TITLES.index("Кто заменит"):
            lost = entry.plain and entry.held.lesson not in self.picks
            return QColor(theme.ink(theme.tokens().warn_text if lost else theme.tokens().text))
        return None

    def _texts(self, entry: DayEntry) -> tuple[str, ...]:
        choice = self.picks.get(entry.held.lesson)
        hour = f"{entry.shown_number}-й" + (f", {entry.time}" if entry.time else "")
        head = (weekday_day_month(entry.shown_day), hour, f"{entry.class_names} {entry.title}")
        if choice is None and not entry.plain:
            return (*head, note_words(entry), "уже решено")
        if choice is None:
            return (*head, "некому", "все заняты: перенесите или отмените урок")
        _, other = self.others.get(entry.held.lesson, (0, ""))
        tail = ", отметки за период" if entry.held.lesson in self.marks else ""
        return (*head, f"{choice.name}, {other}" if other else choice.name, f"{choice.words}{tail}")

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401
        """Titles of the columns."""
        return TITLES[section] if role == DISPLAY_ROLE and orientation == HORIZONTAL else None


def _gone(entry: DayEntry) -> bool:
    return not entry.held.living or any(note.kind in _GONE for note in entry.notes)


def cell_words(found: Sequence[DayEntry], days: SchoolDays) -> str:
    """What a cell of the grid says: one lesson in two lines, several in a line each."""
    if len(found) == 1:
        (one,) = found
        return f"{one.title}\n{note_words(one, days) or _teachers(one, days)}"
    return "\n".join(_in_a_line(one.title, note_words(one, days)) for one in found)


def _in_a_line(title: str, note: str) -> str:
    """«Русский язык → Геометрия», «Геометрия, дополнительный урок»."""
    return f"{title}{' ' if note.startswith('→') else ', '}{note}" if note else title


def _teachers(entry: DayEntry, days: SchoolDays) -> str:
    return ", ".join(days.people[one].initials for one in sorted(entry.held.holders) if one in days.people)


def note_words(entry: DayEntry, days: SchoolDays | None = None) -> str:
    """What is changed, shortly: «→ Кольцова И. А.», «отменён», «→ 03.12, 5-й урок»; with `days` names are short."""
    parts = []
    for note in entry.notes:
        where = f"{dotted_short(note.whither[0])}, {note.whither[1]}-й урок" if note.whither else ""
        who = _teachers(entry, days) if days is not None and note.kind is NoteKind.SUBSTITUTED else note.who
        parts.append(
            {
                NoteKind.SUBSTITUTED: f"→ {who}" + (f" (с подгруппой {note.joined})" if note.joined else ""),
                NoteKind.OTHER_SUBJECT: f"→ {note.other}",
                NoteKind.MOVED_AWAY: f"→ {where}",
                NoteKind.MOVED_HERE: f"с {where}",
                NoteKind.CANCELLED: "отменён",
                NoteKind.EVENT: note.reason,
                NoteKind.EXTRA: "дополнительный урок",
            }[note.kind]
        )
    if not parts and not entry.held.living:
        return "не проводится"
    return ", ".join(parts)


def entry_words(entry: DayEntry) -> str:
    """All about a lesson, for the panel, the tooltip and the screen reader."""
    where = f", каб. {entry.room}" if entry.room else ""
    when = f"{entry.shown_number}-й урок" + (f", {entry.time}" if entry.time else "")
    parts = [f"{entry.class_names} {entry.title}, {when}{where}."]
    if entry.teachers:
        parts.append(f"Ведёт: {', '.join(entry.teachers)}.")
    parts += [_note_sentence(entry, number) for number in range(len(entry.notes))]
    if entry.held.entries:
        parts.append("На уроке есть записи.")
    return " ".join(parts)


def _note_sentence(entry: DayEntry, number: int) -> str:
    note = entry.notes[number]
    where = f"{weekday_day_month(note.whither[0])}, {note.whither[1]}-й урок" if note.whither else ""
    joined = f" вместе с подгруппой {note.joined}" if note.joined else ""
    words = {
        NoteKind.SUBSTITUTED: f"Заменяет: {note.who}{joined}",
        NoteKind.OTHER_SUBJECT: f"Час отдан: {note.other}, {note.who}",
        NoteKind.MOVED_AWAY: f"Перенесён: {where}",
        NoteKind.MOVED_HERE: f"Перенесён сюда: {where}",
        NoteKind.CANCELLED: "Отменён",
        NoteKind.EVENT: f"Вместо урока: {note.reason}",
        NoteKind.EXTRA: "Дополнительный урок",
    }[note.kind]
    why = "" if note.kind is NoteKind.EVENT else note.reason
    tail = "; ".join(one for one in (why, note.order) if one)
    return f"{words} ({tail})." if tail else f"{words}."
