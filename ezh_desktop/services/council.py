"""Council decisions (5.35): deciding them against the class's summary sheet, cancelling, undo and redo.

A decision is never removed: it is cancelled, and stands on the sheet no more.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ezh_desktop.domain.change import Change, Row, inverse
from ezh_desktop.domain.council import COUNCIL, Decided, refuse_decision
from ezh_desktop.domain.rights import About, Actor, demand
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.errors import Refusal, StaleRefused
from ezh_desktop.services.acts import CancelDecision, EnterDecision, NewDecision, Redo, Undo
from ezh_desktop.services.commands import BLANK, Command
from ezh_desktop.services.doors import Decision, RefusedCell
from ezh_desktop.services.own import Planned
from ezh_desktop.services.pages.summary import CouncilEntry, SummaryPage, decided_by
from ezh_desktop.services.undoing import Done, History

ENTITY: Final = "council_decision"


def decide_council(act: EnterDecision, page: SummaryPage, actor: Actor) -> Decision:
    """Of which pupils the decision may be entered, and which are refused, each with its reason.

    Raises Refusal where nobody may get it: no right, wrong class to go to, wrong date.
    """
    demand(actor, Action.WRITE, _about(page))
    decided = decided_by(act, page.grade)
    kept, refused = [], []
    for one in act.pupils:
        why = _refusal(one, decided, page)
        if why is None:
            kept.append(one)
        else:
            refused.append(RefusedCell(0, one.pupil, 0, decided.kind.label, why))
    return Decision(replace(act, pupils=tuple(kept)) if kept else None, tuple(refused))


def council_command(act: EnterDecision | CancelDecision, page: SummaryPage, actor: Actor) -> Command:
    """The command of an act. Raises Refusal when nothing of it may be written."""
    if isinstance(act, CancelDecision):
        return _cancel(act, page, actor)
    decision = decide_council(act, page, actor)
    if not isinstance(decision.act, EnterDecision):
        raise decision.refused[0].why if decision.refused else Refusal("Не выбран ни один ученик.")
    decided = decided_by(act, page.grade)
    planned = tuple(Planned(_insert(one, decided, page)) for one in decision.act.pupils)
    return _command("council.enter", page, planned)


def take_back(act: Undo | Redo, done: Done, page: SummaryPage, actor: Actor, history: History) -> Command:
    """The command that takes a council act back or does it again, under today's rights and rules.

    Raises StaleRefused when somebody has changed a decision since.
    """
    demand(actor, Action.WRITE, _about(page))
    back = inverse(done.changes, done.entry, BLANK)
    changes = [replace(change, base=_checked(change, done, page, history).entry) for change in back]
    word = "отмена" if isinstance(act, Undo) else "возврат"
    command = _command("undo" if isinstance(act, Undo) else "redo", page, tuple(Planned(one) for one in changes))
    return replace(command, reason=f"{word} № {done.n}")


def _about(page: SummaryPage) -> About:
    return About(Thing.COUNCIL_DECISION, page.today, school_class=page.school_class)


def _command(action: str, page: SummaryPage, planned: tuple[Planned, ...]) -> Command:
    return Command(action, ("school_class", page.school_class), planned, ((Action.WRITE, _about(page)),))


def _refusal(one: NewDecision, decided: Decided, page: SummaryPage) -> Refusal | None:
    pupil = page.pupil_by_id.get(one.pupil)
    if pupil is None:
        return COUNCIL.refuse("Этого ученика в классе нет.", "Обновите страницу.")
    if decided.protocol_day > page.today:
        return COUNCIL.refuse("Дата протокола ещё не наступила.", "Решение вносят после педсовета.")
    earlier = [entry.decided for entry in page.decisions_of(one.pupil)]
    return refuse_decision(page.grade, decided, earlier, pupil.left, pupil.moved_to)


def _insert(one: NewDecision, decided: Decided, page: SummaryPage) -> Change:
    row: Row = {
        "pupil": one.pupil,
        "school_class": page.school_class,
        "kind": decided.kind.value,
        "target": decided.target,
        "free_text": decided.text,
        "protocol_number": decided.protocol_number,
        "protocol_day": decided.protocol_day.isoformat(),
        "order_number": "",
        "order_day": None,
        "position": len(page.decisions_of(one.pupil)),
        "cancelled": 0,
    }
    return Change(ENTITY, (one.decision,), None, row, page.school_class)


def _cancel(act: CancelDecision, page: SummaryPage, actor: Actor) -> Command:
    demand(actor, Action.WRITE, _about(page))
    entry = page.decision_by_id.get(act.decision)
    if entry is None or entry.cancelled or entry.entry != act.seen:
        raise StaleRefused("Это решение уже изменили.", "Обновите страницу.")
    if page.decisions_of(entry.pupil)[-1].decision != act.decision:
        raise COUNCIL.refuse("За этим решением стоит другое.", "Сначала отмените последнее.")
    change = Change(ENTITY, (act.decision,), {"cancelled": 0}, {"cancelled": 1}, page.school_class, entry.entry)
    return _command("council.cancel", page, (Planned(change),))


def _checked(change: Change, done: Done, page: SummaryPage, history: History) -> CouncilEntry:
    """The decision as it stands; what comes back is judged as if it were entered now."""
    entry = page.decision_by_id.get(int(change.key[0]))
    if entry is None or not history.is_as_left(change, entry.entry, done.entry):
        raise StaleRefused("Это решение после вас изменили, отменить его нельзя.", "Обновите страницу.")
    if not change.new["cancelled"]:
        why = _refusal(NewDecision(entry.decision, entry.pupil), entry.decided, page)
        if why is not None:
            raise why
    return entry
