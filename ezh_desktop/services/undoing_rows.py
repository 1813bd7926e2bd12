"""Undo and redo of acts that no page decided: imports and what the administrator sets up.

Such an act is taken back whole, when every row of it is as it left it and nobody has built on what it brought. The
rights and the open year are asked anew, and an act that brought lessons along derives them anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from ezh_desktop.domain.change import Change, EntryRef, inverse
from ezh_desktop.domain.rights import About, Actor, demand
from ezh_desktop.domain.rights_table import Action
from ezh_desktop.errors import LockRefused, Refusal, StaleRefused
from ezh_desktop.services.acts import Redo, Undo
from ezh_desktop.services.commands import BLANK, KEPT, Command
from ezh_desktop.services.finding_texts import TABLES
from ezh_desktop.services.own import Planned
from ezh_desktop.services.undoing import Done, History
from ezh_desktop.storage.reading.away import has_lessons_at_home
from ezh_desktop.storage.reading.building import Built, built_on, closed_years, last_entry, rivals
from ezh_desktop.storage.reading.rows import Readable, rows

_MOST_TOLD: Final = 3


def rows_command(act: Undo | Redo, done: Done, db: Readable, signed: tuple[Actor, date], history: History) -> Command:
    """The command that takes a plain act back, or does it again; `signed` is the person and the day.

    Raises StaleRefused when a row has changed since, RightRefused, LockRefused in a closed year, and Refusal when other
    entries already stand on what would go.
    """
    command = done.plain
    if command is None:
        raise TypeError("the act was decided by a page")
    demands = tuple(_today(command, signed))
    changes = tuple(_as_left(db, done, history))
    _demand_open(db, done)
    _demand_free(db, done, changes)
    _demand_draft(db, command, done)
    if isinstance(act, Undo):
        _demand_no_lessons_at_home(db, command)
    word = "отмена" if isinstance(act, Undo) else "возврат"
    return replace(
        command,
        action="undo" if isinstance(act, Undo) else "redo",
        planned=tuple(Planned(change) for change in changes),
        demands=demands,
        reason=f"{word} № {done.n}",
        # A plan's guard asks the rows to be as they had been read; here they are asked to be as the act left them.
        guard=None if command.subject[0] == "plan" else command.guard,
    )


def _today(command: Command, signed: tuple[Actor, date]) -> Iterator[tuple[Action, About]]:
    """The rights the act was made under, as they stand today."""
    actor, today = signed
    for action, about in command.demands:
        asked = replace(about, today=today)
        demand(actor, action, asked)
        yield action, asked


def _as_left(db: Readable, done: Done, history: History) -> Iterator[Change]:
    """The inverse changes on the rows as they are; every row of the act must be as it left it."""
    present: dict[tuple[str, object], EntryRef] = {}
    for change in done.changes:
        entry = last_entry(db, change.entity, change.key)
        if entry is None or not history.is_as_left(change, entry, done.entry):
            raise StaleRefused(
                f"После вас изменили таблицу «{_table(change.entity)}», отменить действие нельзя.",
                "Исправьте нужное вручную.",
            )
        present[change.entity, change.key] = entry
    for change in inverse(done.changes, done.entry, BLANK | KEPT):
        yield replace(change, base=present[change.entity, change.key])


def _demand_open(db: Readable, done: Done) -> None:
    scopes = {change.scope for change in done.changes}
    closed = closed_years(db, scopes)
    if closed:
        raise LockRefused(f"Учебный год {closed[0]} закрыт.", "Открыть его может директор.")


def _demand_free(db: Readable, done: Done, back: tuple[Change, ...]) -> None:
    """Refuse to take away what others have built on, and to bring back what others have replaced."""
    own = {(change.entity, change.key) for change in done.changes}
    gone = [change for change in done.changes if change.inserts]
    found = [*built_on(db, gone, own, BLANK), *rivals(db, back, own)]
    if found:
        names = ", ".join(f"«{_table(name)}»" for name in _names(found))
        raise Refusal(
            f"Отменить нельзя: на внесённое уже опираются другие записи ({names}).", "Сначала отмените или уберите их."
        )


def _demand_draft(db: Readable, command: Command, done: Done) -> None:
    """Rows of a plan that was approved since are not changed behind the approval (5.18)."""
    approved = "SELECT 1 FROM plan WHERE id = ? AND state = 'approved'"
    entities = {change.entity for change in done.changes}
    if "plan_item" in entities and "plan" not in entities and rows(db, approved, command.subject[1]):
        raise Refusal("План уже утверждён, отменить его изменение нельзя.", "Исправьте строки в окне планов.")


def _demand_no_lessons_at_home(db: Readable, command: Command) -> None:
    """An order by which a pupil learns at home stays while lessons at home follow from it (4.3.4)."""
    if command.action == "pupil.away" and has_lessons_at_home(db, command.subject[1]):
        remedy = "Сначала уберите их: «Школа → Обучение на дому…»."
        raise Refusal("Отменить нельзя: ученику уже заданы уроки на дому.", remedy)


def _names(found: list[Built]) -> list[str]:
    return list(dict.fromkeys(one.entity for one in found))[:_MOST_TOLD]


def _table(entity: str) -> str:
    return TABLES.get(entity, entity)
