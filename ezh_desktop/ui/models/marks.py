"""The model of the marks page: one course page as read, with the person's own pending acts laid over it.

The page that was read never changes; `live` is the page as the person sees it, and is what rules are asked about. Acts
that are not yet durable lie over it in order of submission, again after each reading anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.domain.russian import day_month
from ezh_desktop.services.acts import Act, CommentCell, EnterCells, EnterPeriodMarks
from ezh_desktop.services.deciding import kind_of_lesson
from ezh_desktop.services.pages.course import CoursePage, LessonColumn, PeriodMark
from ezh_desktop.ui.findings.rows import NO_SIGNS
from ezh_desktop.ui.models.columns import Column, columns_of
from ezh_desktop.ui.models.faces import (
    Face,
    Slots,
    before_face,
    before_hint,
    debt_hint,
    draft_face,
    essay_hint,
    head_hint,
    hint,
    lesson_face,
    mark_words,
    outside_hint,
    period_face,
    reopened_hint,
    slots_of,
    spoken,
)
from ezh_desktop.ui.models.laid import CellKey, Laid, MarkKey, laid_by, made_durable
from ezh_desktop.ui.qttypes import ACCESSIBLE_TEXT_ROLE, DISPLAY_ROLE, HORIZONTAL, TOOLTIP_ROLE

Index: TypeAlias = QModelIndex | QPersistentModelIndex
Place: TypeAlias = tuple[int, int]
"""(row, column) of the grid."""

_ROOT = QModelIndex()
_FEW = 12
_K = TypeVar("_K")
_V = TypeVar("_V")


def may_double(page: CoursePage, lesson: LessonColumn) -> bool:
    """Whether a cell of this lesson may hold two marks (5.5): the subject's kind and the kind of the work allow it."""
    return page.double_marks and page.graded and kind_of_lesson(lesson.kind).double


def _differing(old: Mapping[_K, _V], new: Mapping[_K, _V]) -> set[_K]:
    """Keys whose values differ or that only one of the two has."""
    return {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}


def _relay(keys: Iterable[_K], ground: Mapping[_K, _V], seen: dict[_K, _V], laid: Iterable[Mapping[_K, _V]]) -> None:
    """Lays the values of `keys` again: the latest of `laid`, else the ground's, else none."""
    layers = (*reversed(tuple(laid)), ground)
    for key in keys:
        layer = next((layer for layer in layers if key in layer), None)
        if layer is None:
            seen.pop(key, None)
        else:
            seen[key] = layer[key]


class MarksModel(QAbstractTableModel):
    """Rows are pupils, columns lessons and periods. Faces of cells are made when first painted and kept by place."""

    def __init__(self, page: CoursePage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._laid: dict[int, Laid] = {}
        self._failed: set[Place] = set()
        self._suggested: dict[MarkKey, str] = {}
        self._draft: tuple[Place, str] | None = None
        self.changed: frozenset[Place] = frozenset()
        self.signs = NO_SIGNS
        """The findings that are drawn; whoever changes them paints anew."""
        self._take(page)

    def _take(self, page: CoursePage) -> None:
        """Makes `page` the ground on which the pending acts lie."""
        self.page = page
        self._cells = dict(page.cells)
        self._marks = dict(page.period_marks)
        self._kinds: dict[int, str] = {}
        self._seen_cells = dict(self._cells)
        self._seen_marks = dict(self._marks)
        for laid in self._laid.values():
            self._seen_cells.update(laid.cells)
            self._seen_marks.update(laid.marks)
            self._kinds.update(laid.kinds)
        self._arrange()

    def _arrange(self) -> None:
        """Builds columns and places anew from the page and the kinds laid over it."""
        lessons = tuple(self._with_kind(lesson) for lesson in self.page.lessons) if self._kinds else self.page.lessons
        self.live = replace(self.page, cells=self._seen_cells, period_marks=self._seen_marks, lessons=lessons)
        self.columns: tuple[Column, ...] = columns_of(self.live)
        self.row_of = {pupil.pupil: row for row, pupil in enumerate(self.page.pupils)}
        self.lesson_at = {column.lesson.lesson: index for index, column in enumerate(self.columns) if column.lesson}
        self.period_at = {column.period.period: index for index, column in enumerate(self.columns) if column.period}
        self._faces: dict[Place, Face | None] = {}
        self._outside: dict[int, frozenset[int]] = {}

    def _with_kind(self, lesson: LessonColumn) -> LessonColumn:
        kind = self._kinds.get(lesson.lesson)
        return replace(lesson, kind=kind, kind_planned=False) if kind is not None else lesson

    # What the views ask

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Pupils of the list."""
        return 0 if parent.isValid() else len(self.page.pupils)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Lessons and periods."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> object:
        """Shown text, the hint, and the sentence for a screen reader."""
        if not index.isValid():
            return None
        place = (index.row(), index.column())
        if role == DISPLAY_ROLE:
            return self.text(*place)
        if role == ACCESSIBLE_TEXT_ROLE:
            return self.spoken(*place)
        if role == TOOLTIP_ROLE:
            return self.hint(*place) or None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY_ROLE) -> object:
        """Full names of pupils, dates and titles of columns; a hint of what the deputy ordered (5.2, 5.16)."""
        if role == TOOLTIP_ROLE and orientation == HORIZONTAL and section < len(self.columns):
            lesson = self.columns[section].lesson
            return head_hint(lesson) if lesson else None
        if role not in (DISPLAY_ROLE, ACCESSIBLE_TEXT_ROLE):
            return None
        if orientation == HORIZONTAL:
            return self.column_name(section) if section < len(self.columns) else None
        return self.page.pupils[section].name if section < len(self.page.pupils) else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be chosen; which may be written is the decision of the services."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if index.isValid() else Qt.ItemFlag.NoItemFlags

    # What painting and pages ask

    def column_name(self, column: int) -> str:
        """«14 октября» or «II четверть»; the lesson's number is named where a day has two."""
        thing = self.columns[column]
        if thing.lesson is None:
            return thing.the_period.title
        twice = any(
            other.lesson and other.lesson.day == thing.lesson.day
            for other in (self.columns[column - 1 : column] + self.columns[column + 1 : column + 2])
        )
        return day_month(thing.lesson.day) + (f", {thing.lesson.number}-й урок" if twice else "")

    def slots(self, row: int, column: int) -> Slots:
        """The three places of a lesson's cell as the person sees them."""
        lesson = self.columns[column].lesson
        return slots_of(self._seen_cells, lesson.lesson if lesson else 0, self.page.pupils[row].pupil)

    def period_mark(self, row: int, column: int) -> PeriodMark | None:
        """The period mark of a period's cell as the person sees it."""
        return self._seen_marks.get((self.page.pupils[row].pupil, self.columns[column].the_period.period))

    def text(self, row: int, column: int) -> str:
        """What stands in the cell: «5», «н», «5/4» or nothing; never a suggestion."""
        if self._draft and self._draft[0] == (row, column):
            return self._draft[1]
        if self.columns[column].lesson:
            return self.slots(row, column).text
        mark = self.period_mark(row, column)
        return mark.value if mark else ""

    def face(self, row: int, column: int) -> Face | None:
        """How the cell looks; None of an empty cell."""
        place = (row, column)
        try:
            return self._faces[place]
        except KeyError:
            face = self._faces[place] = self._make_face(place)
            return face

    def _make_face(self, place: Place) -> Face | None:
        if self._draft and self._draft[0] == place:
            return draft_face(self._draft[1])
        row, column = place
        thing = self.columns[column]
        failed = place in self._failed
        if thing.lesson and not failed and not self._holds(thing.lesson.lesson, self.page.pupils[row].pupil):
            return before_face(self.page, thing.lesson.lesson, self.page.pupils[row].pupil)
        pending = bool(self._laid) and place in self.pending_places()
        pupil = self.page.pupils[row].pupil
        reopened = (thing.key, pupil) in self.page.reopened
        if thing.lesson:
            face = lesson_face(self.slots(row, column), pending=pending, failed=failed, reopened=reopened)
            return face or before_face(self.page, thing.lesson.lesson, pupil)
        mark, suggested = self.period_mark(row, column), self._suggested.get((pupil, thing.key), "")
        return period_face(mark, suggested, pending=pending, failed=failed, reopened=reopened)

    def _holds(self, lesson: int, pupil: int) -> bool:
        """Whether anything was ever entered in a lesson's cell: most cells are empty, and are told so quickly."""
        cells = self._seen_cells
        return (lesson, pupil, 0) in cells or (lesson, pupil, 1) in cells or (lesson, pupil, 2) in cells

    def outside(self, row: int) -> frozenset[int]:
        """Columns of a row that lie outside membership; of a period, when the pupil had left before its end."""
        known = self._outside.get(row)
        if known is None:
            known = self._outside[row] = self._find_outside(row)
        return known

    def _find_outside(self, row: int) -> frozenset[int]:
        pupil = self.page.pupils[row]
        if any(stay.start is None and stay.end is None for stay in pupil.stays):
            return frozenset()
        ends = [stay.end for stay in pupil.stays]
        last = None if None in ends else max((end for end in ends if end), default=None)
        found = set()
        for index, column in enumerate(self.columns):
            if column.lesson:
                if not pupil.belongs(column.lesson.day):
                    found.add(index)
            elif last and (column.the_period.end is None or last < column.the_period.end):
                found.add(index)
        return frozenset(found)

    def spoken(self, row: int, column: int) -> str:
        """«Иванова Мария, 14 октября, отметка 4»."""
        if column in self.outside(row):
            content = "вне списка класса"
        elif self.columns[column].lesson:
            content = spoken(self.slots(row, column))
            key = (self.columns[column].key, self.page.pupils[row].pupil)
            content = (before_hint(self.page, *key).lower() or content) if content == "пусто" else content
        else:
            text, mark = self.text(row, column), self.period_mark(row, column)
            decided = mark_words(mark, female=self.page.pupils[row].female) if mark and mark.state else ""
            content = f"отметка {text}" if text else decided or "пусто"
        if (self.columns[column].key, self.page.pupils[row].pupil) in self.page.reopened:
            content += ", изменено после закрытия периода"
        words = f"{self.page.pupils[row].name}, {self.column_name(column)}, {content}"
        found = self._found(row, column)
        return f"{words}, недочёт: {found}" if found else words

    def _found(self, row: int, column: int) -> str:
        """The findings of a cell, a line each."""
        return self.signs.words.get((self.page.pupils[row].pupil, self.columns[column].key), "")

    def hint(self, row: int, column: int) -> str:
        """The hint of a cell, "" when the picture says all."""
        if column in self.outside(row):
            return outside_hint(self.page.pupils[row])
        parts: tuple[str, ...]
        key = (self.columns[column].key, self.page.pupils[row].pupil)
        if self.columns[column].lesson:
            works = (debt_hint(self.live, *key), essay_hint(self.live, *key), before_hint(self.live, *key))
            parts = (self._exempt(row, column), hint(self.live, self.slots(row, column)), *works)
        else:
            mark = self.period_mark(row, column)
            parts = (mark_words(mark, female=self.page.pupils[row].female),)
        told = (*parts, reopened_hint(self.page, *key), self._found(row, column))
        return "\n".join(part for part in told if part)

    def _exempt(self, row: int, column: int) -> str:
        """«Освобождение» while an exemption runs (5.11)."""
        lesson, pupil = self.columns[column].lesson, self.page.pupils[row].pupil
        runs = any(
            exempt.pupil == pupil and lesson and exempt.start <= lesson.day <= exempt.end
            for exempt in self.page.exemptions
        )
        return "Освобождение" if runs else ""

    def wide_columns(self) -> frozenset[int]:
        """Columns that need room for a double mark: it is allowed there (5.5) or stands there."""
        held = {lesson for (lesson, _, slot), cell in self._seen_cells.items() if slot and cell.value}
        doubles = held | {lesson.lesson for lesson in self.live.lessons if may_double(self.live, lesson)}
        return frozenset(index for lesson, index in self.lesson_at.items() if lesson in doubles)

    # What changes

    def put(self, page: CoursePage) -> bool:
        """Takes the page as read anew; signals the smallest change. True when rows or columns are others now."""
        before, cells, marks, reopened = self.columns, self._seen_cells, self._seen_marks, self.page.reopened
        keys = tuple(column.key for column in before)
        if page.pupils != self.page.pupils or tuple(column.key for column in columns_of(page)) != keys:
            self.beginResetModel()
            self._take(page)
            self.changed = frozenset()
            self.endResetModel()
            return True
        faces = self._faces
        self._take(page)
        self._faces = faces
        self.changed = self._places(_differing(cells, self._seen_cells), _differing(marks, self._seen_marks))
        signs = _differing(reopened, page.reopened)
        signed = self._places(((at, pupil, 0) for at, pupil in signs), ((pupil, at) for at, pupil in signs))
        self._tell(self.changed | signed)
        if self.columns != before:
            self.headerDataChanged.emit(HORIZONTAL, 0, len(self.columns) - 1)
        return False

    @property
    def scope(self) -> int:
        """The course."""
        return self.page.course

    def lay(self, number: int, act: Act) -> int:
        """Lays an own act over the page under its ticket's number; gives how many cells it writes."""
        laid = self._laid[number] = laid_by(act, self.live)
        places = self._places(laid.cells, laid.marks)
        self._failed -= places
        self._lay_again(laid, places)
        return len(laid.touched())

    def settle(self, number: int, entry: EntryRef | None, *, failed: bool = False) -> None:
        """Takes an own act off: under its entry it becomes part of the page; None puts the old values back."""
        laid = self._laid.pop(number, None)
        if laid is None:
            return
        if entry is not None:
            durable = made_durable(laid, entry)
            self._cells.update(durable.cells)
            self._marks.update(durable.marks)
            self._fold_kinds(durable.kinds)
        places = self._places(laid.cells, laid.marks)
        if failed:
            self._failed |= places
        self._lay_again(laid, places)

    def _fold_kinds(self, kinds: Mapping[int, str]) -> None:
        if kinds:
            self._kinds.update(kinds)
            self.page = replace(self.page, lessons=tuple(self._with_kind(lesson) for lesson in self.page.lessons))

    def _lay_again(self, laid: Laid, places: frozenset[Place]) -> None:
        """Lays everything pending over the places of one act again and tells the views."""
        pending = tuple(self._laid.values())
        _relay(laid.cells, self._cells, self._seen_cells, [own.cells for own in pending])
        _relay(laid.marks, self._marks, self._seen_marks, [own.marks for own in pending])
        if laid.kinds:
            self._kinds = {lesson: kind for own in self._laid.values() for lesson, kind in own.kinds.items()}
            self._arrange()
            for lesson in laid.kinds:
                column = self.lesson_at[lesson]
                self.headerDataChanged.emit(HORIZONTAL, column, column)
        self._tell(places)

    def draft(self, place: Place | None, text: str = "") -> None:
        """Shows a digit that waits in a cell, or none."""
        before = self._draft
        self._draft = (place, text) if place else None
        self._tell(frozenset(at[0] for at in (before, self._draft) if at))

    def suggest(self, marks: Mapping[MarkKey, str]) -> None:
        """Shows suggested period marks in pencil; an empty mapping hides them."""
        keys = self._suggested.keys() | marks.keys()
        self._suggested = dict(marks)
        self._tell(self._places((), keys))

    @property
    def suggesting(self) -> bool:
        """Whether suggested marks are shown."""
        return bool(self._suggested)

    def seen_entry(self, key: CellKey) -> EntryRef | None:
        """The durable entry of a cell that the person saw last; own pending acts have none yet."""
        cell = self._cells.get(key)
        return cell.entry if cell else None

    def seen_mark_entry(self, key: MarkKey) -> EntryRef | None:
        """The durable entry of a period mark that the person saw last."""
        mark = self._marks.get(key)
        return mark.entry if mark else None

    def pending_places(self) -> frozenset[Place]:
        """Places of the grid that own acts are writing."""
        return frozenset().union(*(self._places(laid.cells, laid.marks) for laid in self._laid.values()))

    def _places(self, cells: Iterable[CellKey], marks: Iterable[MarkKey]) -> frozenset[Place]:
        """Places of the grid where these cells and period marks stand; those not on the page are left out."""
        rows, lessons, periods = self.row_of, self.lesson_at, self.period_at
        at_lessons = ((rows.get(pupil), lessons.get(lesson)) for lesson, pupil, _ in cells)
        at_periods = ((rows.get(pupil), periods.get(period)) for pupil, period in marks)
        found = (*at_lessons, *at_periods)
        return frozenset((row, column) for row, column in found if row is not None and column is not None)

    def places_of(self, act: Act | None) -> frozenset[Place]:
        """Places of the grid that an act writes."""
        if isinstance(act, EnterCells):
            return self._places(((cell.lesson, cell.pupil, cell.slot) for cell in act.cells), ())
        if isinstance(act, EnterPeriodMarks):
            return self._places((), ((mark.pupil, mark.period) for mark in act.marks))
        if isinstance(act, CommentCell):
            return self._places([(act.lesson, act.pupil, act.slot)], ())
        return frozenset()

    def _tell(self, places: frozenset[Place]) -> None:
        """Signals the places one by one while they are few, else the rectangle around them."""
        for place in places:
            self._faces.pop(place, None)
        if not places:
            return
        if len(places) <= _FEW:
            for row, column in sorted(places):
                index = self.index(row, column)
                self.dataChanged.emit(index, index, [DISPLAY_ROLE])
            return
        rows, columns = [place[0] for place in places], [place[1] for place in places]
        self.dataChanged.emit(self.index(min(rows), min(columns)), self.index(max(rows), max(columns)), [DISPLAY_ROLE])
