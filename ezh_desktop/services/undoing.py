"""Undo and redo: new acts that write the inverse list, per person and session, under today's rights and rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from ezh_desktop.domain.change import SCHOOL_SCOPE, Change, EntryRef, Key, Row, inverse
from ezh_desktop.errors import Refusal, StaleRefused
from ezh_desktop.services.acts import (
    NO_ITEM,
    Act,
    CellEntry,
    CommentCell,
    EnterCells,
    EnterPeriodMarks,
    PeriodEntry,
    Redo,
    SetLessonKind,
    Undo,
    WriteLesson,
    WriteTemplate,
)
from ezh_desktop.services.commands import BLANK, KEPT, REWRITTEN, Command
from ezh_desktop.services.deciding import Desk, command_of, decide
from ezh_desktop.services.own import OwnRows, Planned
from ezh_desktop.services.pages.course import CoursePage
from ezh_desktop.services.writing import OfficeTicket

NOTHING: Final = "Отменять нечего."


@dataclass(frozen=True, slots=True)
class Done:
    """An own act that is durable: its entry, what it changed, and on which page of a course or class.

    `plain` is the command of an act that no page has decided: an import, an administrator's dialog. Then `course` is
    the class or course it is about, `SCHOOL_SCOPE` where it is about neither.
    """

    entry: EntryRef
    n: int
    changes: tuple[Change, ...]
    course: int
    plain: Command | None = None


class History:
    """The person's own acts of this session, across pages: what Ctrl+Z takes back and Ctrl+Y does again."""

    def __init__(self) -> None:
        self._done: list[Done] = []
        self._undone: list[Done] = []
        self._all: dict[EntryRef, Done] = {}
        self._stands_for: dict[tuple[EntryRef, str, Key], EntryRef | None] = {}

    def settle(self, ticket: OfficeTicket) -> None:
        """Take up a durable ticket."""
        if ticket.entry is None or (ticket.act is None and not can_be_undone(ticket.command)):
            return
        done = self._taken_up(ticket, ticket.entry)
        self._all[done.entry] = done
        if isinstance(ticket.act, Undo | Redo):
            self._note_restored(done.entry, self._all[ticket.act.entry])
        if isinstance(ticket.act, Undo):
            self._drop(self._done, ticket.act.entry)
            self._undone.append(done)
        elif isinstance(ticket.act, Redo):
            self._drop(self._undone, ticket.act.entry)
            self._done.append(done)
        else:
            self._undone.clear()
            self._done.append(done)

    def _taken_up(self, ticket: OfficeTicket, entry: EntryRef) -> Done:
        command = ticket.command
        earlier = self._all[ticket.act.entry] if isinstance(ticket.act, Undo | Redo) else None
        if ticket.act is None or (earlier is not None and earlier.plain is not None):
            scopes = (change.scope for change in ticket.changes)
            scope = next((one for one in scopes if one != SCHOOL_SCOPE), SCHOOL_SCOPE)
            return Done(entry, ticket.n, ticket.changes, scope, command)
        return Done(entry, ticket.n, ticket.changes, command.subject[1])

    def undoable(self) -> EntryRef | None:
        """The latest act that is not taken back."""
        return self._done[-1].entry if self._done else None

    def redoable(self) -> EntryRef | None:
        """The latest undo that is not done again."""
        return self._undone[-1].entry if self._undone else None

    def find(self, entry: EntryRef) -> Done | None:
        """An own act of this session."""
        return self._all.get(entry)

    def is_as_left(self, change: Change, present: EntryRef, done: EntryRef) -> bool:
        """Whether a row whose last entry is `present` is still as `done` left it, perhaps restored by undo or redo."""
        at: EntryRef | None = present
        while at is not None and at != done:
            at = self._stands_for.get((at, change.entity, change.key))
        return at == done

    def _note_restored(self, entry: EntryRef, taken_back: Done) -> None:
        for change in taken_back.changes:
            self._stands_for[entry, change.entity, change.key] = change.base

    @staticmethod
    def _drop(where: list[Done], entry: EntryRef) -> None:
        where[:] = [one for one in where if one.entry != entry]


def can_be_undone(command: Command) -> bool:
    """Whether an act that no page decided is taken back by Ctrl+Z: its rows have a blank state, and no key changed."""
    changes = [one.change for one in command.planned]
    known = (change.entity in BLANK or change.entity in (KEPT if change.inserts else REWRITTEN) for change in changes)
    goes = any(change.entity in BLANK or not change.inserts for change in changes)
    return command.keys is None and goes and all(known)


def inverse_command(act: Undo | Redo, done: Done, desk: Desk, history: History) -> Command:
    """The command that takes `done` back, decided as if the person typed the old values now.

    Raises StaleRefused when a row has changed since, and whatever today's rights and rules refuse. It is one act: what
    is refused of it refuses it whole.
    """
    back = inverse(done.changes, done.entry, BLANK)
    changes = tuple(replace(change, base=_present(change, done, desk, history)) for change in back)
    checked = _checked(changes, Desk(desk.page, desk.actor, OwnRows(), restoring=True))
    word = "отмена" if isinstance(act, Undo) else "возврат"
    return Command(
        action="undo" if isinstance(act, Undo) else "redo",
        subject=("course", done.course),
        planned=tuple(Planned(change) for change in changes),
        demands=tuple(dict.fromkeys(demand for one in checked for demand in one.demands)),
        periods=frozenset(period for one in checked for period in one.periods),
        reason=f"{word} № {done.n}",
    )


def _checked(changes: tuple[Change, ...], desk: Desk) -> list[Command]:
    """The commands of typing the values again: their rights and periods are asked once more by the writer."""
    found = []
    for act in _typed_again(changes, desk.page):
        refused = decide(act, desk).refused
        if refused:
            raise refused[0].why
        command = command_of(act, desk)
        if command is not None:
            found.append(command)
    return found


def _present(change: Change, done: Done, desk: Desk, history: History) -> EntryRef:
    """The row's last entry now; StaleRefused when somebody has changed the row since."""
    stored = desk.stored(change.entity, tuple(int(part) for part in change.key))
    if stored is not None and history.is_as_left(change, stored[1], done.entry):
        return stored[1]
    raise StaleRefused(
        "Эту запись после вас изменили, отменить её нельзя.",
        "Внесите нужное значение вручную.",
        seen=_first_value(change.old),
        present=_first_value(stored[0]) if stored else "",
    )


def _first_value(row: Row | None) -> str:
    return str(next(iter((row or {}).values()), "") or "")


def _typed_again(changes: tuple[Change, ...], page: CoursePage) -> list[Act]:
    """The acts a person would make to get the same values, so that the same rules judge them."""
    first = changes[0]
    if first.entity == "cell" and "value" in first.new:
        return [EnterCells(page.course, tuple(_cell(change, page) for change in changes))]
    if first.entity == "cell":
        lesson, pupil, slot = (int(part) for part in first.key)
        return [CommentCell(page.course, lesson, pupil, slot, str(first.new["comment"]), first.base)]
    if first.entity == "period_mark":
        return [EnterPeriodMarks(page.course, tuple(_mark(change, page) for change in changes))]
    if first.entity == "lesson_record":
        return [act for change in changes for act in _record(change, page)]
    if first.entity == "homework_template":
        return [_template(first, page)]
    raise Refusal("Это действие отменить нельзя.", "Исправьте значение вручную.")


def _record(change: Change, page: CoursePage) -> list[Act]:
    """A lesson's record is written by two acts: its kind, and its topic and homework."""
    lesson, new = int(change.key[0]), change.new
    acts: list[Act] = []
    if "kind" in new or "results_due" in new:
        kind = str(new["kind"]) if "kind" in new else _kind_of(page, lesson)
        acts.append(SetLessonKind(page.course, lesson, kind, change.base, _day(new.get("results_due"))))
    if "topic" in new or "homework" in new or "plan_item" in new:
        words = (_text(new.get("topic")), _text(new.get("homework")))
        item = int(new["plan_item"] or NO_ITEM) if "plan_item" in new else None
        acts.append(WriteLesson(page.course, lesson, *words, change.base, item))
    return acts


def _template(change: Change, page: CoursePage) -> WriteTemplate:
    """An insert is undone by ending the template; a template that was ended stands on the page no more."""
    ident = int(change.key[0])
    stored = next((one for one in page.templates if one.template == ident), None)
    if stored is None:
        raise Refusal("Это действие отменить нельзя.", "Сохраните шаблон ещё раз.")
    text, position = str(change.new.get("text", stored.text)), int(change.new.get("position", stored.position) or 0)
    return WriteTemplate(page.course, ident, text, position, bool(change.new.get("ended", 0)), change.base)


def _cell(change: Change, page: CoursePage) -> CellEntry:
    lesson, pupil, slot = (int(part) for part in change.key)
    stored = page.cells.get((lesson, pupil, slot))
    work = change.new.get("for_work", stored.for_work if stored else None)
    return CellEntry(lesson, pupil, slot, str(change.new["value"]), change.base, int(work) if work else None)


def _mark(change: Change, page: CoursePage) -> PeriodEntry:
    pupil, period = int(change.key[2]), int(change.key[3])
    stored = page.period_marks.get((pupil, period))
    value = str(change.new.get("value", stored.value if stored else ""))
    reason = str(change.new.get("reason", stored.reason if stored else "")) or "отмена"
    return PeriodEntry(pupil, period, value, change.base, reason)


def _kind_of(page: CoursePage, lesson: int) -> str:
    """The kind that the lesson's record has: one that only the КТП plans is not entered."""
    found = page.lesson_by_id.get(lesson)
    return found.kind if found is not None and not found.kind_planned else ""


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value else None


def _text(value: object) -> str | None:
    return None if value is None else str(value)
