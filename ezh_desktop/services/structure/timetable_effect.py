"""What a change of the timetable would do to the lessons, told before it is saved (5.2, 5.17)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Final

from ezh_desktop.domain.russian import dotted, first_of
from ezh_desktop.services.lesson_rows import CANCELLED, LIVING, LessonRow, SlotRow, foresee_lessons, read_slots
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import Plan
from ezh_desktop.storage.reading.rows import Readable, rows

_SLOT: Final = "timetable_slot"
_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Effect:
    """Lessons that come, that go to another hour of their week, that go, and that are cancelled but kept.

    A lesson that goes to another hour is one less and one more of its course in a week. `kept` are named: «Алгебра,
    07.12.2026»; something is entered there. `revived` live again with what was entered.
    """

    added: int = 0
    moved: int = 0
    removed: int = 0
    revived: int = 0
    kept: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """«Уроков: добавится 5, перейдёт на другой час 17, уйдёт 2.»; "" when no lesson changes."""
        told = (
            (self.added, "добавится", ""),
            (self.moved, "перейдёт на другой час", ""),
            (self.removed, "уйдёт", ""),
            (self.revived, "вернётся с записями", ""),
            (len(self.kept), "отменится, но останется с записями", f" ({first_of(self.kept, _SHOWN, '; ')})"),
        )
        said = ", ".join(f"{words} {number}{names}" for number, words, names in told if number)
        return f"Уроков: {said}." if said else ""


def foresee(office: FileOffice, plan: Plan) -> Effect:
    """What the plan of a timetable would do to the lessons; nothing of a plan that changes nothing."""
    command = plan.command
    if command is None or command.derives is None:
        return Effect()
    with office.reading() as db:
        slots = read_slots(db)
        touched = {slots[key].course for key in _changed(plan, slots)}
        _apply(plan, slots)
        touched |= {slots[key].course for key in _changed(plan, slots)}
        seen = foresee_lessons(db, command.derives, touched, slots)
        return _effect(db, dict(seen.present), dict(seen.after))


def _changed(plan: Plan, slots: dict[int, SlotRow]) -> list[int]:
    planned = plan.command.planned if plan.command is not None else ()
    keys = [int(one.change.key[0]) for one in planned if one.change.entity == _SLOT]
    return [key for key in keys if key in slots]


def _apply(plan: Plan, slots: dict[int, SlotRow]) -> None:
    """Let the slots be those that the plan would leave."""
    planned = plan.command.planned if plan.command is not None else ()
    for change in (one.change for one in planned if one.change.entity == _SLOT):
        ident = int(change.key[0])
        new = {name: change.new[name] for name in SlotRow._fields if name in change.new}
        slots[ident] = SlotRow(**new) if change.old is None else slots[ident]._replace(**new)  # type: ignore[arg-type]


def _effect(db: Readable, present: dict[int, LessonRow], after: dict[int, LessonRow]) -> Effect:
    gone = [row for lesson, row in present.items() if row.state == LIVING and not _lives(after.get(lesson))]
    kept = [row for row in gone if row.lesson in after]
    come = [row for lesson, row in after.items() if row.state == LIVING and lesson not in present]
    back = [row for lesson, row in after.items() if _lives(row) and present.get(lesson, row).state == CANCELLED]
    lost, new = Counter(map(_week, gone)) - Counter(map(_week, kept)), Counter(map(_week, come))
    moved = (lost & new).total()
    names = dict(rows(db, "SELECT c.id, s.name FROM course AS c JOIN subject AS s ON s.id = c.subject"))
    told = sorted((row.day, f"{names[row.course]}, {dotted(date.fromisoformat(row.day))}") for row in kept)
    return Effect(new.total() - moved, moved, lost.total() - moved, len(back), tuple(words for _, words in told))


def _lives(row: LessonRow | None) -> bool:
    return row is not None and row.state == LIVING


def _week(row: LessonRow) -> tuple[int, int, int]:
    """The course and the week of a lesson."""
    year, week, _ = date.fromisoformat(row.day).isocalendar()
    return row.course, year, week
