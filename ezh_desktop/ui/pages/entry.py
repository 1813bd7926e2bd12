"""What a typed character, a paste and a fill mean for cells of the marks page: pure, without widgets.

A typed cell, a range and a paste are all lists of entries; what may be written is decided by the services.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ezh_desktop.domain.marks import Slot, Typed, read_cell, read_key
from ezh_desktop.errors import Refusal, RuleRefused
from ezh_desktop.services.acts import CellEntry, EnterCells, EnterPeriodMarks, PeriodEntry
from ezh_desktop.services.doors import RefusedCell
from ezh_desktop.ui.models.marks import MarksModel, Place, may_double

Area = tuple[int, int, int, int]
"""(top, left, bottom, right)."""


@dataclass(frozen=True, slots=True)
class Wait:
    """The first digit stays in the cell and waits for the second (5.5); `text` is what the cell shows."""

    digit: str
    text: str


@dataclass(frozen=True, slots=True)
class Enter:
    """Both places of the cell are to hold these values. They may be refused: `first` is any typed text."""

    first: str
    second: str = ""


def press(text: str, waiting: str, *, doubles: bool) -> Wait | Enter:
    """What one typed character asks for, with the digit that waits in the cell ("" when none does)."""
    key = read_key(text)
    if key is None:
        return Enter(waiting + text)
    if key is Typed.SLASH:
        return Wait(waiting, f"{waiting}/") if waiting else Enter(text)
    if waiting:
        # «н» beside a waiting digit is refused, not taken instead of it: the digit would vanish unseen.
        return Enter(waiting + key.value) if key is Typed.ABSENT else Enter(waiting, key.value)
    if doubles and key is not Typed.ABSENT:
        return Wait(key.value, key.value)
    return Enter(key.value)


def doubles_at(model: MarksModel, column: int) -> bool:
    """Whether cells of this column may take two marks (5.5)."""
    lesson = model.columns[column].lesson
    return lesson is not None and may_double(model.live, lesson)


def entries(model: MarksModel, place: Place, first: str, second: str = "") -> tuple[CellEntry, ...]:
    """The entries that give a lesson's cell these values; places that already hold theirs are left out.

    A second mark is taken away before the first, and written after it: no step between breaks 5.5.
    """
    row, column = place
    lesson, pupil = model.columns[column].key, model.page.pupils[row].pupil
    slots = model.slots(row, column)
    held = {Slot.FIRST: slots.first, Slot.SECOND: slots.second}
    wanted = {Slot.FIRST: first, Slot.SECOND: second}
    order = (Slot.FIRST, Slot.SECOND) if second else (Slot.SECOND, Slot.FIRST)
    found = []
    for slot in order:
        mark = held[slot]
        if wanted[slot] != (mark.value if mark else ""):
            key = (lesson, pupil, int(slot))
            found.append(CellEntry(*key, wanted[slot], model.seen_entry(key)))
    return tuple(found)


def clearing(model: MarksModel, place: Place) -> tuple[CellEntry, ...]:
    """The entries that clear a lesson's cell, the mark of a debt too."""
    row, column = place
    debt = model.slots(row, column).debt
    key = (model.columns[column].key, model.page.pupils[row].pupil, int(Slot.DEBT))
    own = (CellEntry(*key, "", model.seen_entry(key)),) if debt and debt.value else ()
    return (*own, *entries(model, place, ""))


def period_entry(model: MarksModel, place: Place, value: str, reason: str = "") -> PeriodEntry:
    """The entry of a period's cell."""
    row, column = place
    pupil, period = model.page.pupils[row].pupil, model.columns[column].key
    return PeriodEntry(pupil, period, value, model.seen_mark_entry((pupil, period)), reason)


@dataclass(frozen=True, slots=True)
class Batch:
    """What a paste or a fill asks for: one act, and what cannot even be asked."""

    act: EnterCells | EnterPeriodMarks | None
    refused: tuple[RefusedCell, ...] = ()


def to_text(model: MarksModel, area: Area) -> str:
    """A range as a spreadsheet takes it: tabs between columns, one line a pupil."""
    top, left, bottom, right = area
    rows = ("\t".join(model.text(row, column) for column in range(left, right + 1)) for row in range(top, bottom + 1))
    return "\n".join(rows)


def from_text(text: str) -> list[list[str]]:
    """The table of a spreadsheet's text."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    while lines and not lines[-1].strip("\t "):
        lines.pop()
    return [line.split("\t") for line in lines]


def spread(table: Sequence[Sequence[str]], area: Area) -> list[tuple[Place, str]]:
    """Where the texts of a pasted table go: from the area's corner on; a single text fills the whole area."""
    top, left, bottom, right = area
    if len(table) == 1 and len(table[0]) == 1:
        return [((row, column), table[0][0]) for row in range(top, bottom + 1) for column in range(left, right + 1)]
    return [((top + r, left + c), text) for r, line in enumerate(table) for c, text in enumerate(line)]


def fill_down(model: MarksModel, area: Area) -> list[tuple[Place, str]]:
    """The first row of the range into all rows below; of one row, the row above into it."""
    top, left, bottom, right = area
    source = top if bottom > top else max(0, top - 1)
    rows = range(source + 1, bottom + 1)
    return [((row, column), model.text(source, column)) for row in rows for column in range(left, right + 1)]


def fill_right(model: MarksModel, area: Area) -> list[tuple[Place, str]]:
    """The first column of the range into all columns to the right; of one column, the one before into it."""
    top, left, bottom, right = area
    source = left if right > left else max(0, left - 1)
    columns = range(source + 1, right + 1)
    return [((row, column), model.text(row, source)) for row in range(top, bottom + 1) for column in columns]


def batch(model: MarksModel, texts: Iterable[tuple[Place, str]]) -> Batch:
    """One act of all texts that can be read. A blank text changes nothing, so that a paste never wipes out marks.

    Period marks are another act: beside lessons they are refused, alone they are entered.
    """
    inside = [
        (place, text.strip())
        for place, text in texts
        if text.strip() and place[0] < model.rowCount() and place[1] < model.columnCount()
    ]
    if inside and all(model.columns[column].lesson is None for (_, column), _ in inside):
        marks = tuple(period_entry(model, place, text) for place, text in inside)
        return Batch(EnterPeriodMarks(model.page.course, marks))
    found: list[CellEntry] = []
    refused: list[RefusedCell] = []
    for place, text in inside:
        why = _read_into(model, place, text, found)
        if why is not None:
            refused.append(RefusedCell(model.columns[place[1]].key, model.page.pupils[place[0]].pupil, 0, text, why))
    return Batch(EnterCells(model.page.course, tuple(found)) if found else None, tuple(refused))


def _read_into(model: MarksModel, place: Place, text: str, found: list[CellEntry]) -> Refusal | None:
    """Adds the entries of one pasted text; gives the refusal when it can be none."""
    if model.columns[place[1]].lesson is None:
        return RuleRefused("Отметки за период вставляются отдельно.", "Выберите один столбец периода.", clause="5.12")
    try:
        first, second = read_cell(text)
    except RuleRefused as refusal:
        return refusal
    found.extend(entries(model, place, first.value, second.value))
    return None
