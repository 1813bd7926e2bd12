"""The model of «Листок здоровья»: a row a pupil, the columns the person may read, own pending acts laid over (5.38)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.domain.health import MARKED_GROUPS, MARKED_PE_GROUPS, HealthColumn, PeGroup, read_value
from ezh_desktop.domain.russian import dotted, dotted_short
from ezh_desktop.services.acts import Act, WriteHealth
from ezh_desktop.services.pages.health import HealthPage, HealthRow
from ezh_desktop.ui.models.marks import Index
from ezh_desktop.ui.qttypes import ACCESSIBLE_TEXT_ROLE, DISPLAY_ROLE, HORIZONTAL, TOOLTIP_ROLE

_ROOT = QModelIndex()
WANTING: Final = "не заполнено"
LOCKED: Final = "закрыто"
LOCKED_HINT: Final = "Ключ к этой записи есть у прежнего медицинского работника и у кода восстановления."


class Column(StrEnum):
    """What stands in a column of the screen."""

    NUMBER = "number"
    NAME = "name"
    BIRTH = "birth"
    GROUP = "group"
    PE_GROUP = "pe_group"
    DESK = "desk"
    PLACE = "place"
    ADVICE = "advice"
    ENTERED = "entered"
    FILL = "fill"

    @property
    def health(self) -> HealthColumn | None:
        """The column of the sheet, None of what is not entered on it."""
        return _HEALTH.get(self)


_HEALTH: Final = MappingProxyType({Column(one.value): one for one in HealthColumn})
TITLES: Final = MappingProxyType(
    {
        Column.NUMBER: "№",
        Column.NAME: "Фамилия, имя",
        Column.BIRTH: "Год рожд.",
        Column.GROUP: "Группа здоровья",
        Column.PE_GROUP: "Группа для физкультуры",
        Column.DESK: "Парта",
        Column.PLACE: "Место",
        Column.ADVICE: "Рекомендации",
        Column.ENTERED: "Внесено",
        Column.FILL: "Заполнено",
    }
)
SHORT_TITLES: Final = MappingProxyType({Column.GROUP: "Гр. здор.", Column.PE_GROUP: "Физкультура"})
"""Titles where the whole ones have no room."""
_MARKED: Final = frozenset({*MARKED_GROUPS, *(group.value for group in MARKED_PE_GROUPS)})


@dataclass(frozen=True, slots=True)
class Face:
    """How a cell looks: its words, their token and weight, and the signs of what is to be done or being written."""

    text: str = ""
    ink_of: str = "text"
    bold: bool = False
    wanting: bool = False
    outside: bool = False
    pending: bool = False
    failed: bool = False


class HealthModel(QAbstractTableModel):
    """Rows change as a whole; `changed` are the pupils whose rows the last reading changed."""

    def __init__(self, page: HealthPage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ground = self.page = page
        self._laid: dict[int, WriteHealth] = {}
        self._failed: set[tuple[int, str]] = set()
        self.changed: frozenset[int] = frozenset()
        self.columns: tuple[Column, ...] = ()
        self._arrange()

    def _arrange(self) -> None:
        live = self._ground
        for act in self._laid.values():
            live = written(live, act, None)
        self.page = live
        self.columns = columns_of(live)
        self.row_of = {one.pupil: row for row, one in enumerate(live.rows)}
        self._pending = {(cell.pupil, cell.column) for act in self._laid.values() for cell in act.cells}

    @property
    def scope(self) -> int:
        """See `desk.Ground`: the class."""
        return self._ground.school_class

    @property
    def live(self) -> None:
        """See `desk.Ground`: acts are decided by the office, which alone holds the keys."""
        return None

    def seen(self, pupil: int) -> EntryRef | None:
        """The entry of a pupil's row as it was read."""
        return self._ground.row_by_pupil[pupil].entry

    # What changes

    def take(self, page: HealthPage) -> None:
        """Takes the sheet as read anew."""
        before, columns = self._ground, self.columns
        self._ground = page
        self._arrange()
        old = before.row_by_pupil
        self.changed = frozenset(
            one.pupil for one in page.rows if one.pupil in old and old[one.pupil].entry != one.entry
        )
        if columns != self.columns or [one.pupil for one in before.rows] != [one.pupil for one in page.rows]:
            self.beginResetModel()
            self.endResetModel()
        else:
            self._tell(self.row_of)

    def lay(self, number: int, act: Act) -> int:
        """See `desk.Ground`."""
        if not isinstance(act, WriteHealth):
            return 0
        self._laid[number] = act
        self._failed -= {(cell.pupil, cell.column) for cell in act.cells}
        self._arrange()
        self._tell([cell.pupil for cell in act.cells])
        return len(act.cells)

    def settle(self, number: int, entry: EntryRef | None, *, failed: bool = False) -> None:
        """See `desk.Ground`."""
        act = self._laid.pop(number, None)
        if act is None:
            return
        if entry is not None:
            self._ground = written(self._ground, act, entry)
        if failed:
            self._failed |= {(cell.pupil, cell.column) for cell in act.cells}
        self._arrange()
        self._tell([cell.pupil for cell in act.cells])

    def _tell(self, pupils: Sequence[int] | dict[int, int]) -> None:
        last = len(self.columns) - 1
        for row in sorted({self.row_of[pupil] for pupil in pupils if pupil in self.row_of}):
            self.dataChanged.emit(self.index(row, 0), self.index(row, last), [DISPLAY_ROLE])

    # What the view asks

    def rowCount(self, parent: Index = _ROOT) -> int:
        """The pupils of the list."""
        return 0 if parent.isValid() else len(self.page.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """The columns that the person may read."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> object:
        """The shown words, the whole of them as hint, the sentence for a screen reader."""
        if not index.isValid():
            return None
        row, column = index.row(), self.columns[index.column()]
        if role == DISPLAY_ROLE:
            return self.face(row, column).text
        if role == ACCESSIBLE_TEXT_ROLE:
            return self.spoken(row, column)
        if role == TOOLTIP_ROLE:
            return self._hint(row, column) or None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY_ROLE) -> object:
        """Titles of the columns."""
        if role in (DISPLAY_ROLE, ACCESSIBLE_TEXT_ROLE) and orientation == HORIZONTAL:
            return TITLES[self.columns[section]]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The cursor stands in columns of the sheet alone."""
        if not index.isValid() or self.columns[index.column()].health is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def writable(self, row: int, column: Column) -> bool:
        """Whether the person fills this cell."""
        return column.health in self.page.writes and self.page.rows[row].present(self.page.today)

    def value(self, row: int, column: Column) -> str:
        """What the sheet holds in a cell, as it is typed."""
        health = column.health
        return self.page.rows[row].value(health) if health else ""

    def shown(self, row: int, column: Column) -> str:
        """The same as the screen words it: a group begins with a capital."""
        value = self.value(row, column)
        return PeGroup(value).label if value in list(PeGroup) else value

    def face(self, row: int, column: Column) -> Face:
        """How a cell looks."""
        one = self.page.rows[row]
        gone = not one.present(self.page.today)
        if column is Column.NUMBER:
            return Face(str(one.number), "text3")
        if column is Column.NAME:
            return Face(one.name, "text2" if gone else "text")
        if gone:
            return Face(outside=True)
        return replace(
            self._face(one, column),
            pending=(one.pupil, column.value) in self._pending,
            failed=(one.pupil, column.value) in self._failed,
        )

    def _face(self, one: HealthRow, column: Column) -> Face:
        if column is Column.BIRTH:
            return Face(one.birth_year, "text2")
        if column is Column.ENTERED:
            return Face(dotted(one.entered) if one.entered else "", "text2")
        if column is Column.FILL:
            return Face("да", "ok") if one.filled else Face(WANTING, "warn_text", wanting=True)
        health = column.health
        if health is None:
            return Face()
        text = one.value(health)
        if not text and one.locked and health.closed:
            return Face(LOCKED, "text3")
        if not text and column is self._asked(one):
            return Face(WANTING, "warn_text", wanting=True)
        return Face(self.shown(self.row_of[one.pupil], column), bold=text in _MARKED)

    def _asked(self, one: HealthRow) -> Column | None:
        """The column that says a row is still to be filled: the first of the two that count."""
        if one.filled or not self.page.shows_fill or Column.GROUP not in self.columns:
            return None
        return Column.PE_GROUP if one.closed.group or one.locked else Column.GROUP

    def spoken(self, row: int, column: Column) -> str:
        """«Иванова Мария, группа здоровья: III»."""
        one, face = self.page.rows[row], self.face(row, column)
        if face.outside:
            return f"{one.name}, {self.departure(one)}"
        if column in (Column.NUMBER, Column.NAME):
            return f"{one.number}, {one.name}"
        return f"{one.name}, {TITLES[column][:1].lower()}{TITLES[column][1:]}: {face.text or 'пусто'}"

    def _hint(self, row: int, column: Column) -> str:
        one, face = self.page.rows[row], self.face(row, column)
        if face.outside or (column is Column.NAME and face.ink_of == "text2"):
            return self.departure(one)
        if face.text == LOCKED:
            return LOCKED_HINT
        return face.text if column in (Column.NAME, Column.ADVICE, Column.PLACE) else ""

    def departure(self, one: HealthRow) -> str:
        """«выб. 16.11.2026, приказ № 27-д», or that the pupil has not come yet."""
        if one.left is None or one.left >= self.page.today:
            start = one.stays[0].start
            return f"в классе с {dotted_short(start)}" if start else ""
        return ", ".join(
            part for part in (f"выб. {dotted(one.left)}", f"приказ {one.order}" if one.order else "") if part
        )


def columns_of(page: HealthPage) -> tuple[Column, ...]:
    """The columns of the screen for this reader."""
    shown = [Column.NUMBER, Column.NAME]
    shown += [Column.BIRTH] if page.shows_birth else []
    shown += [column for column, health in _HEALTH.items() if health in page.columns]
    if page.whole:
        shown.append(Column.ENTERED)
    elif page.shows_fill:
        shown.append(Column.FILL)
    return tuple(shown)


def written(page: HealthPage, act: WriteHealth, entry: EntryRef | None) -> HealthPage:
    """The sheet after an act that was decided; `entry` recorded it, None while it is not durable."""
    rows = dict(page.row_by_pupil)
    for cell in act.cells:
        if cell.pupil in rows:
            column = HealthColumn(cell.column)
            rows[cell.pupil] = rows[cell.pupil].with_value(column, read_value(column, cell.value))
    touched = {cell.pupil for cell in act.cells}
    if entry is not None:
        rows |= {pupil: replace(rows[pupil], entry=entry, entered=page.today) for pupil in touched if pupil in rows}
    return replace(page, rows=tuple(rows[one.pupil] for one in page.rows))
