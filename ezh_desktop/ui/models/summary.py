"""The model of «Сводная ведомость»: pupils × periods of subjects, then group and council decision (5.33–5.36).

Nothing but decisions is entered here; own decisions that are not durable yet lie over the page as it was read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from ezh_desktop.domain.calendar import PeriodKind
from ezh_desktop.domain.change import EntryRef
from ezh_desktop.domain.council import Decided, DecisionKind
from ezh_desktop.domain.figures import PupilGroup
from ezh_desktop.domain.marks import is_weak
from ezh_desktop.domain.russian import DASH, by_gender, into_class, roman
from ezh_desktop.services.acts import Act, CancelDecision, EnterDecision
from ezh_desktop.services.pages.summary import (
    CouncilEntry,
    Slot,
    SummaryPage,
    SummaryPupil,
    SummarySubject,
    decided_by,
)
from ezh_desktop.ui.models.faces import Face
from ezh_desktop.ui.models.laid import NOT_DURABLE
from ezh_desktop.ui.models.marks import Index
from ezh_desktop.ui.qttypes import ACCESSIBLE_TEXT_ROLE, DISPLAY_ROLE, HORIZONTAL, TOOLTIP_ROLE

_ROOT = QModelIndex()
SIDE: Final = 2
"""How many columns stand behind the marks: group and decision."""
GROUP_TITLE, DECISION_TITLE = "Группа", "Решение педагогического совета"
_CLOSING: Final = {PeriodKind.YEAR: "год", PeriodKind.EXAM: "экз.", PeriodKind.FINAL: "итог."}
_SHORT: Final = {
    PupilGroup.EXCELLENT: "отл.",
    PupilGroup.ONE_FOUR: "одна «4»",
    PupilGroup.GOOD: "хор.",
    PupilGroup.ONE_THREE: "одна «3»",
    PupilGroup.PASSING: "усп.",
    PupilGroup.FAILING: "неусп.",
    PupilGroup.NOT_ATTESTED: "не атт.",
    PupilGroup.NO_MARKS: DASH,
}
_GENITIVE: Final = {PeriodKind.YEAR: "годовой", PeriodKind.EXAM: "экзамена", PeriodKind.FINAL: "итоговой"}
_GRAVE: Final = frozenset({DecisionKind.CONDITIONAL, DecisionKind.REPEAT})


@dataclass(frozen=True, slots=True)
class Column:
    """One period of one subject; `closes` is true of the subject's last one."""

    subject: SummarySubject
    slot: Slot
    closes: bool

    @property
    def bold(self) -> bool:
        """Whether the mark closes the year: bold and tinted."""
        return not self.slot.is_term

    @property
    def label(self) -> str:
        """«IV», «год», «экз.»."""
        return roman(self.slot.number) if self.slot.is_term else _CLOSING[self.slot.kind]


def columns_of(page: SummaryPage, shown: Slot | None) -> tuple[Column, ...]:
    """The columns of all periods, or of one: a term, or the year with exam and final."""
    found: list[Column] = []
    for subject in page.subjects:
        slots = [slot for slot in page.shown_slots if page.shows(subject, slot) and _wanted(slot, shown)]
        found += [Column(subject, slot, slot is slots[-1]) for slot in slots]
    return tuple(found)


def _wanted(slot: Slot, shown: Slot | None) -> bool:
    """Whether a slot belongs to the period chosen; a half-year stands with the quarter that ends it."""
    if shown is None:
        return True
    if not shown.is_term or not slot.is_term:
        return slot.is_term == shown.is_term
    if slot.kind is shown.kind:
        return slot == shown
    ends = slot.number * 2 if slot.kind is PeriodKind.HALF else slot.number / 2
    return ends == shown.number


class SummaryModel(QAbstractTableModel):
    """Rows are pupils. `shown` is the period in view, None of all."""

    def __init__(self, page: SummaryPage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ground = page
        self._laid: dict[int, Act] = {}
        self._failed: set[int] = set()
        self.changed: frozenset[int] = frozenset()
        self.shown: Slot | None = None
        self._arrange()

    def _arrange(self) -> None:
        page = self._ground
        for act in self._laid.values():
            page = decided(page, act, None)
        self.page = page
        self.columns = columns_of(page, self.shown)
        self.row_of = {pupil.pupil: row for row, pupil in enumerate(page.pupils)}
        self._faces: dict[tuple[int, int], Face | None] = {}
        self._outside: dict[int, frozenset[int]] = {}
        self.__dict__.pop("_groups", None)

    @property
    def group_column(self) -> int:
        """Where the group stands."""
        return len(self.columns)

    @property
    def decision_column(self) -> int:
        """Where the decision stands."""
        return len(self.columns) + 1

    # What changes

    def show_slot(self, slot: Slot | None) -> None:
        """Shows one period, or all."""
        self.beginResetModel()
        self.shown = slot
        self._arrange()
        self.endResetModel()

    def take(self, page: SummaryPage) -> bool:
        """Takes the page as read anew. True when rows or columns are others now."""
        before, columns = self.page, self.columns
        self._ground = page
        self._arrange()
        self.changed = frozenset(
            pupil.pupil for pupil in page.pupils if _decisions(before, pupil) != _decisions(self.page, pupil)
        )
        if self.columns == columns and self.page.pupils == before.pupils:
            self._tell(range(len(self.page.pupils)))
            return False
        self.beginResetModel()
        self.endResetModel()
        return True

    @property
    def scope(self) -> int:
        """See `desk.Ground`."""
        return self._ground.school_class

    @property
    def live(self) -> None:
        """See `desk.Ground`: the office reads the sheet itself."""
        return None

    def forget_pending(self) -> None:
        """The page comes back into sight: the desk lays again what is still pending, the rest was settled meanwhile."""
        self._laid.clear()
        self._arrange()

    def lay(self, number: int, act: Act) -> int:
        """See `desk.Ground`."""
        self._laid[number] = act
        pupils = self._pupils_of(act)
        self._failed -= pupils
        self._arrange()
        self._tell(self.row_of[pupil] for pupil in pupils)
        return len(pupils)

    def settle(self, number: int, entry: EntryRef | None, *, failed: bool = False) -> None:
        """See `desk.Ground`."""
        act = self._laid.pop(number, None)
        if act is None:
            return
        pupils = self._pupils_of(act)
        if entry is not None:
            self._ground = decided(self._ground, act, entry)
        if failed:
            self._failed |= pupils
        self._arrange()
        self._tell(self.row_of[pupil] for pupil in pupils)

    def _pupils_of(self, act: Act) -> set[int]:
        """The pupils on the sheet whose decisions an act changes."""
        if isinstance(act, EnterDecision):
            return {one.pupil for one in act.pupils} & self.row_of.keys()
        if isinstance(act, CancelDecision):
            entry = self._ground.decision_by_id.get(act.decision)
            return {entry.pupil} if entry else set()
        return set()

    def _tell(self, rows: Iterable[int]) -> None:
        for row in rows:
            self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1), [DISPLAY_ROLE])

    # What the views ask

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Pupils of the list."""
        return 0 if parent.isValid() else len(self.page.pupils)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Periods of subjects, group, decision."""
        return 0 if parent.isValid() else len(self.columns) + SIDE

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> object:
        """Shown text, hint, and the sentence for a screen reader."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == DISPLAY_ROLE:
            return self.text(row, column)
        if role == ACCESSIBLE_TEXT_ROLE:
            return self.spoken(row, column)
        if role == TOOLTIP_ROLE:
            return self.hint(row, column) or None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY_ROLE) -> object:
        """«Алгебра, II четверть», and full names of pupils."""
        if role not in (DISPLAY_ROLE, ACCESSIBLE_TEXT_ROLE):
            return None
        if orientation == HORIZONTAL:
            return self.column_name(section)
        return self.page.pupils[section].name if section < len(self.page.pupils) else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be chosen; none is typed into."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if index.isValid() else Qt.ItemFlag.NoItemFlags

    def column_name(self, column: int) -> str:
        """«Алгебра, II четверть», «Группа»."""
        if column < len(self.columns):
            one = self.columns[column]
            return f"{one.subject.name}, {one.slot.title.lower() if one.bold else one.slot.title}"
        return GROUP_TITLE if column == self.group_column else DECISION_TITLE

    # What painting and the page ask

    def text(self, row: int, column: int) -> str:
        """What stands in the cell."""
        pupil = self.page.pupils[row]
        if column < len(self.columns):
            one = self.columns[column]
            return self.page.value(one.subject.subject, pupil.pupil, one.slot)
        return self.group(row) if column == self.group_column else self.decision(row)[0]

    def face(self, row: int, column: int) -> Face | None:
        """How a mark looks; None of an empty cell."""
        place = (row, column)
        if place not in self._faces:
            text = self.text(row, column)
            weak, bold = is_weak(text), self.columns[column].bold
            self._faces[place] = Face(text, _ink(weak, bold), weight="bold" if weak or bold else "") if text else None
        return self._faces[place]

    def outside(self, row: int) -> frozenset[int]:
        """Columns in which no mark of the pupil can stand."""
        known = self._outside.get(row)
        if known is None:
            page, pupil = self.page, self.page.pupils[row]
            known = frozenset(at for at, one in enumerate(self.columns) if page.closed(pupil, one.subject, one.slot))
            self._outside[row] = known
        return known

    def finding(self, row: int, column: int) -> str:
        """The token of the corner's triangle: "warn" of a mark that is owed, "block" of a weak one for the year."""
        pupil, one = self.page.pupils[row], self.columns[column]
        if self.page.missing(pupil, one.subject, one.slot):
            return "warn"
        return "block" if one.bold and is_weak(self.text(row, column)) else ""

    @cached_property
    def _groups(self) -> tuple[str, ...]:
        counted = self.counted
        return tuple(self._group_of(pupil, counted) for pupil in self.page.pupils)

    def _group_of(self, pupil: SummaryPupil, counted: Slot | None) -> str:
        standing = self.page.standing(pupil, counted) if counted else None
        if standing is None and pupil.left and pupil.moved_to:
            return into_class(pupil.moved_to)
        if standing is None:
            return self.page.note(pupil).split(" ", 1)[0] if counted or pupil.left else ""
        return _SHORT[standing.group]

    @property
    def counted(self) -> Slot | None:
        """The period that groups and figures are counted of: the one in view, else the latest that has marks."""
        return self.shown or self.page.counted

    def group(self, row: int) -> str:
        """«хор.», «одна «3»», «выбыл», «в 7Б»."""
        return self._groups[row]

    def in_group(self, row: int, group: PupilGroup) -> bool:
        """Whether the pupil belongs to a group that is counted at the foot."""
        counted = self.counted
        standing = self.page.standing(self.page.pupils[row], counted) if counted else None
        return standing is not None and standing.group is group

    def decision(self, row: int) -> tuple[str, str]:
        """Words of the decision's column and their token; without a decision what the pupil owes."""
        page, pupil = self.page, self.page.pupils[row]
        line = page.council_line(pupil)
        if line:
            entries = page.decisions_of(pupil.pupil)
            return line, "weak" if entries and entries[-1].decided.kind in _GRAVE else "text"
        counted = page.counted
        return (without_mark(page, pupil, counted), "warn_text") if counted else ("", "text")

    def pending(self, row: int) -> bool:
        """Whether the pupil's decision is being written."""
        return any(self.page.pupils[row].pupil in self._pupils_of(act) for act in self._laid.values())

    def failed(self, row: int) -> bool:
        """Whether a decision of the pupil was not written."""
        return self.page.pupils[row].pupil in self._failed

    def common_protocol(self) -> str:
        """«протокол № 8 от 27.05.2027» when all decisions have one, else ""."""
        found = {one.decided.protocol for pupil in self.page.pupils for one in self.page.decisions_of(pupil.pupil)}
        return found.pop().replace("Протокол педсовета", "протокол") if len(found) == 1 else ""

    def spoken(self, row: int, column: int) -> str:
        """«Комаров Артём, Алгебра, год, отметка 3»."""
        text = self.text(row, column)
        if column < len(self.columns):
            closed = column in self.outside(row)
            text = "вне списка класса" if closed else f"отметка {text}" if text else "отметки нет"
        return f"{self.page.pupils[row].name}, {self.column_name(column)}, {text or 'пусто'}"

    def hint(self, row: int, column: int) -> str:
        """What the hint of a cell says beyond its picture."""
        page, pupil = self.page, self.page.pupils[row]
        if column == self.decision_column:
            return "\n".join(page.council_texts(pupil)) or self.decision(row)[0]
        if column == self.group_column:
            return group_words(page, pupil, self.counted)
        if column in self.outside(row):
            return page.note(pupil) or "В этом периоде отметки нет"
        one = self.columns[column]
        state = page.states.get((one.subject.subject, pupil.pupil, one.slot), "")
        missing = "Отметка не выставлена" if self.finding(row, column) == "warn" else ""
        return "\n".join(part for part in (state_words(state, pupil), missing) if part)


def _ink(weak: bool, bold: bool) -> str:
    return "weak" if weak else "text" if bold else "text2"


def _decisions(page: SummaryPage, pupil: SummaryPupil) -> tuple[Decided, ...]:
    return tuple(one.decided for one in page.decisions_of(pupil.pupil))


def group_words(page: SummaryPage, pupil: SummaryPupil, counted: Slot | None) -> str:
    """«с одной «3»: Алгебра, за II четверть»: the group, and the subject of its single mark."""
    words = group_label(page, pupil, counted)
    return f"{words}, {when_of(counted)}" if counted and words != page.note(pupil) else words


def group_label(page: SummaryPage, pupil: SummaryPupil, counted: Slot | None) -> str:
    """«с одной «3»: Алгебра», «выбыл 16.11»."""
    standing = page.standing(pupil, counted) if counted else None
    if standing is None:
        return page.note(pupil)
    if standing.group is PupilGroup.NOT_ATTESTED and counted:
        names = ", ".join(one.name for one in page.unattested(pupil, counted))
        return f"{state_words('not_attested', pupil).lower()}: {names}"
    single = next((one.name for one in page.subjects if one.subject == standing.single), "")
    return f"{standing.group.label}{f': {single}' if single else ''}"


def without_mark(page: SummaryPage, pupil: SummaryPupil, slot: Slot) -> str:
    """«не аттестована за II четверть: Физика; нет отметки за II четверть: Химия»: what the council has to know."""
    of = _GENITIVE.get(slot.kind, f"за {slot.title}")
    extended = page.extended(pupil, slot)
    groups = (
        (f"{state_words('not_attested', pupil).lower()} {when_of(slot)}", page.unattested(pupil, slot)),
        (f"сроки обучения продлены {when_of(slot)}", extended),
        (f"нет {of}", tuple(one for one in page.owed(pupil, slot) if one not in extended)),
    )
    return "; ".join(f"{words}: {', '.join(one.name for one in subjects)}" for words, subjects in groups if subjects)


def state_words(state: str, pupil: SummaryPupil) -> str:
    """«Не аттестована», «Сроки обучения продлены», "" of none."""
    denied = by_gender(pupil.gender, "Не аттестован", "Не аттестована")
    return {"not_attested": denied, "extended": "Сроки обучения продлены"}.get(state, "")


def when_of(slot: Slot) -> str:
    """«за год», «за II четверть»."""
    return "за год" if slot.kind is PeriodKind.YEAR else f"за {slot.title}"


def decided(page: SummaryPage, act: Act, entry: EntryRef | None) -> SummaryPage:
    """The page after an act of the council; `entry` recorded it, None while it is not durable."""
    ref = entry or NOT_DURABLE
    if isinstance(act, CancelDecision):
        rest = tuple(
            replace(one, cancelled=True, entry=ref) if one.decision == act.decision else one for one in page.decisions
        )
        return replace(page, decisions=rest)
    if isinstance(act, EnterDecision):
        words = decided_by(act, page.grade)
        # What was read a moment ago may hold the act already, before word of it has come from the writer.
        new = (one for one in act.pupils if one.decision not in page.decision_by_id)
        return replace(
            page, decisions=(*page.decisions, *(CouncilEntry(one.decision, one.pupil, words, ref) for one in new))
        )
    return page
