"""Deciding is pure: an act, the page as the person sees it, the person's rights — a refusal or a command.

No query, no clock, no thread: this runs at every key in the window's thread. The writer checks rights, period and
versions again before it commits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import singledispatch
from typing import TypeAlias

from ezh_desktop.domain.change import Change, EntryRef, Row, Value
from ezh_desktop.domain.kinds import PLAIN, LessonKind, SubjectKind, kind_or_plain
from ezh_desktop.domain.marks import Mark, Slot
from ezh_desktop.domain.rights import About, Actor, demand
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.rules import (
    CellContext,
    CellValues,
    PeriodContext,
    RecordContext,
    needs_reason,
    refuse_homework,
    refuse_locked,
    refuse_period_mark,
    refuse_topic,
    refuse_values,
)
from ezh_desktop.domain.spans import Span
from ezh_desktop.errors import Refusal, RuleRefused, StaleRefused
from ezh_desktop.services.acts import (
    Act,
    CellEntry,
    CommentCell,
    EnterCells,
    EnterPeriodMarks,
    PeriodEntry,
    SetLessonKind,
    WriteLesson,
    WriteLessons,
    WriteTemplate,
)
from ezh_desktop.services.brought import brings
from ezh_desktop.services.commands import Command
from ezh_desktop.services.debts import demand_debt
from ezh_desktop.services.doors import Decision, RefusedCell
from ezh_desktop.services.own import Awaited, OwnRows, Planned
from ezh_desktop.services.pages.course import CoursePage, LessonColumn, PeriodColumn, PupilRow
from ezh_desktop.services.pages.essays import demand_apart
from ezh_desktop.services.pages.proposing import period_proposal

_Decided: TypeAlias = tuple[Decision, Command | None]
_NEW_RECORD: Row = {
    "topic": "",
    "homework": "",
    "kind": "",
    "results_due": None,
    "individual": 0,
    "plan_item": None,
    "note": "",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """What a decision looks at: the page, who asks, and the window's own rows that the page does not show yet."""

    page: CoursePage
    actor: Actor
    own: OwnRows
    restoring: bool = False
    """An own act is taken back or done again."""

    def about(self, thing: Thing, lesson: LessonColumn | None = None, period: int | None = None) -> About:
        """The facts rights ask for."""
        return About(
            thing,
            self.page.today,
            school_class=self.page.school_class,
            course=self.page.course,
            lesson=lesson.lesson if lesson else None,
            day=lesson.day if lesson else None,
            period=period,
        )

    def planned(self, entity: str, key: tuple[int, ...], new: Row, fresh: Row, seen: EntryRef | None) -> Planned | None:
        """One change of a row to `new`, based on what this window knows of it; None when nothing would change.

        `fresh` holds the other fields of a row that does not exist yet.
        """
        own = self.own.get(entity, key, self.page.cursor)
        stored = self.stored(entity, key)
        if own is not None:
            known = {**fresh, **(stored[0] if stored else {}), **own.row}
            before = {name: known[name] for name in new}
            return self._update(Change(entity, key, before, new, self.page.course), known, own.ticket)
        if stored is None:
            if all(new[name] == fresh.get(name) for name in new):
                return None
            return Planned(Change(entity, key, None, {**fresh, **new}, self.page.course))
        row, entry = stored
        if seen != entry:
            shown = str(next(iter(row.values())) or "")
            raise StaleRefused("Пока вы вводили, эту запись изменили.", present=shown)
        return self._update(Change(entity, key, {name: row[name] for name in new}, new, self.page.course, entry), row)

    @staticmethod
    def _update(whole: Change, known: Row, after: Awaited | None = None) -> Planned | None:
        """The update narrowed to the fields that really change; None when none does."""
        old = whole.old or {}
        names = [name for name, value in whole.new.items() if old[name] != value]
        if not names:
            return None
        narrow = {name: whole.new[name] for name in names}
        return Planned(replace(whole, old={name: old[name] for name in names}, new=narrow), after, known)

    def stored(self, entity: str, key: tuple[int, ...]) -> tuple[Row, EntryRef] | None:
        """The row as the page shows it, with its last entry."""
        return _STORED[entity](self.page, key)

    def value(self, lesson: int, pupil: int, slot: int) -> str:
        """What a cell's slot holds for this window: its own entry, else what the page shows."""
        own = self.own.get("cell", (lesson, pupil, slot), self.page.cursor)
        if own is not None and "value" in own.row:
            return str(own.row["value"])
        cell = self.page.cells.get((lesson, pupil, slot))
        return "" if cell is None else cell.value


def _stored_cell(page: CoursePage, key: tuple[int, ...]) -> tuple[Row, EntryRef] | None:
    lesson, pupil, slot = key
    cell = page.cells.get((lesson, pupil, slot))
    if cell is None:
        return None
    return {"value": cell.value, "comment": cell.comment, "for_work": cell.for_work}, cell.entry


def _stored_period_mark(page: CoursePage, key: tuple[int, ...]) -> tuple[Row, EntryRef] | None:
    mark = page.period_marks.get((key[2], key[3]))
    return None if mark is None else ({"value": mark.value, "reason": mark.reason}, mark.entry)


def _stored_record(page: CoursePage, key: tuple[int, ...]) -> tuple[Row, EntryRef] | None:
    lesson = page.lesson_by_id.get(key[0])
    if lesson is None or lesson.record_entry is None:
        return None
    kind = "" if lesson.kind_planned else lesson.kind
    row: Row = {
        "topic": lesson.topic,
        "homework": lesson.homework,
        "kind": kind,
        "results_due": _iso(lesson.results_due),
        "plan_item": lesson.plan_item,
    }
    return row, lesson.record_entry


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _stored_template(page: CoursePage, key: tuple[int, ...]) -> tuple[Row, EntryRef] | None:
    found = next((one for one in page.templates if one.template == key[0]), None)
    return None if found is None else ({"text": found.text, "position": found.position, "ended": 0}, found.entry)


_STORED: Mapping[str, Callable[[CoursePage, tuple[int, ...]], tuple[Row, EntryRef] | None]] = {
    "cell": _stored_cell,
    "period_mark": _stored_period_mark,
    "lesson_record": _stored_record,
    "homework_template": _stored_template,
}


def decide(act: Act, desk: Desk) -> Decision:
    """What of the act may be written, and which cells are refused, each with its reason.

    An act that has no cells is allowed or refused as a whole: then Refusal is raised.
    """
    return weigh(act, desk)[0]


def weigh(act: Act, desk: Desk) -> tuple[Decision, Command | None]:
    """`decide` together with the command of what it allows, so that a typed mark is judged once."""
    return _decide(act, desk)


def command_of(act: Act, desk: Desk) -> Command | None:
    """The command of what `decide` allows of an act; None when that would change nothing.

    Raises Refusal when nothing of it may be written.
    """
    decision, command = _decide(act, desk)
    if decision.act is None and decision.refused:
        raise decision.refused[0].why
    return command


@singledispatch
def _decide(act: object, desk: Desk) -> _Decided:
    raise TypeError(f"{type(act).__name__} is not decided against the page of course {desk.page.course}")


@_decide.register
def _cells(act: EnterCells, desk: Desk) -> _Decided:
    kept, planned, refused, demands, periods = [], [], [], {}, set()
    for entries in _by_cell(act.cells).values():
        lesson = desk.page.lesson_by_id.get(entries[0].lesson)
        try:
            about = _cell_allowed(entries, lesson, desk)
            made = [_cell_change(entry, desk) for entry in entries]
        except Refusal as why:
            refused += [RefusedCell(one.lesson, one.pupil, one.slot, one.value, why) for one in entries]
            continue
        if lesson is not None:
            demands[lesson.lesson] = (Action.WRITE, about)
            periods.add((desk.page.school_class, lesson.period))
        kept += list(entries)
        planned += [one for one in made if one is not None]
    decision = Decision(replace(act, cells=tuple(kept)) if kept else None, tuple(refused))
    if not planned:
        return decision, None
    command = Command(
        "cells.enter",
        ("course", act.course),
        tuple(planned),
        tuple(demands.values()),
        frozenset(periods),
        act.reason,
    )
    return decision, command


def _by_cell(cells: tuple[CellEntry, ...]) -> dict[tuple[int, int], list[CellEntry]]:
    found: dict[tuple[int, int], list[CellEntry]] = {}
    for one in cells:
        found.setdefault((one.lesson, one.pupil), []).append(one)
    return found


def _cell_allowed(entries: list[CellEntry], lesson: LessonColumn | None, desk: Desk) -> About:
    pupil = desk.page.pupil_by_id.get(entries[0].pupil)
    if lesson is None or pupil is None:
        raise RuleRefused("Этой клетки на странице нет.", "Обновите страницу.", "5.2")
    about = desk.about(Thing.CELL, lesson)
    demand(desk.actor, Action.WRITE, about)
    values = [desk.value(lesson.lesson, pupil.pupil, slot) for slot in range(3)]
    context = replace(_context(desk.page, lesson, pupil, CellValues(*values)), restoring=desk.restoring)
    demand_apart(entries, desk.page)
    for entry in entries:
        values[entry.slot] = entry.value
        if entry.slot == Slot.DEBT and entry.value:
            demand_debt(entry, lesson, desk.page, absent=desk.value(entry.work or 0, entry.pupil, 0) == Mark.ABSENT)
    refusal = refuse_values(context, CellValues(*values))
    if refusal is not None:
        raise refusal
    return about


def _context(page: CoursePage, lesson: LessonColumn, pupil: PupilRow, now: CellValues) -> CellContext:
    return CellContext(
        subject_kind=SubjectKind(page.subject_kind),
        lesson_kind=kind_of_lesson(lesson.kind),
        grade=page.grade,
        graded=page.graded,
        lesson_day=lesson.day,
        today=page.today,
        membership=tuple(Span(stay.start or lesson.day, stay.end) for stay in pupil.stays if stay.holds(lesson.day)),
        **now._asdict(),
        cancelled=lesson.cancelled,
        locked=_term_title(page, lesson.period) if lesson.locked else "",
        distance=lesson.distance,
        away=pupil.away_words(lesson.day),
    )


def kind_of_lesson(code: str) -> LessonKind:
    """The kind with this code; a lesson without one, or with a code of a later program, is a plain lesson."""
    return kind_or_plain(code)


def _lesson_of(page: CoursePage, lesson: int) -> LessonColumn:
    """The lesson's column; RuleRefused when a newer timetable has taken it off the page."""
    found = page.lesson_by_id.get(lesson)
    if found is None:
        raise RuleRefused("Этого урока на странице нет.", "Обновите страницу.", "5.2")
    return found


def _term_title(page: CoursePage, period: int) -> str:
    return next((one.title for one in page.periods if one.period == period), "период")


def _cell_change(entry: CellEntry, desk: Desk) -> Planned | None:
    key = (entry.lesson, entry.pupil, entry.slot)
    fresh: Row = {"course": desk.page.course, "value": "", "comment": "", "for_work": None}
    debt: Row = {"for_work": entry.work} if entry.slot == Slot.DEBT and entry.value else {}
    new: Row = {"value": entry.value, **debt}
    return desk.planned("cell", key, new, fresh, entry.seen)


@_decide.register
def _comment(act: CommentCell, desk: Desk) -> _Decided:
    lesson = _lesson_of(desk.page, act.lesson)
    about = desk.about(Thing.CELL, lesson)
    demand(desk.actor, Action.WRITE, about)
    if lesson.locked and (refusal := refuse_locked(_term_title(desk.page, lesson.period))):
        raise refusal
    if not desk.value(act.lesson, act.pupil, act.slot):
        raise RuleRefused("Клетка пуста.", "Примечание пишут к отметке или «н».")
    one = desk.planned("cell", (act.lesson, act.pupil, act.slot), {"comment": act.comment.strip()}, {}, act.seen)
    return _single(act, "cell.comment", one, about, lesson)


@_decide.register
def _kind(act: SetLessonKind, desk: Desk) -> _Decided:
    lesson = _lesson_of(desk.page, act.lesson)
    about = _record_allowed(lesson, desk)
    kind = kind_of_lesson(act.kind)
    doubled = any(desk.value(act.lesson, pupil.pupil, 1) for pupil in desk.page.pupils)
    if doubled and not kind.double:
        raise RuleRefused("В столбце есть клетки с двумя отметками.", "Сначала удалите в них вторую отметку.", "5.5")
    new: Row = {"kind": act.kind, "results_due": _iso(desk.page.results_due(lesson, kind, act.results))}
    one = desk.planned("lesson_record", (act.lesson,), new, _fresh_record(desk), act.seen)
    return _single(act, "lesson.kind", one, about, lesson)


@_decide.register
def _lesson(act: WriteLesson, desk: Desk) -> _Decided:
    return _single(act, "lesson.write", *_written(act, desk))


@_decide.register
def _lessons(act: WriteLessons, desk: Desk) -> _Decided:
    kept, refused, found = [], [], []
    for line in act.lessons:
        try:
            found.append(_written(line, desk))
            kept.append(line)
        except Refusal as why:
            refused.append(RefusedCell(line.lesson, 0, 0, line.topic or line.homework or "", why))
    decision = Decision(replace(act, lessons=tuple(kept)) if kept else None, tuple(refused))
    planned = tuple(one for one, _, _ in found if one is not None)
    demands = dict.fromkeys((Action.WRITE, about) for _, about, _ in found)
    periods = frozenset((about.school_class or 0, lesson.period) for _, about, lesson in found)
    command = Command("lesson.write", ("course", act.course), planned, tuple(demands), periods)
    return decision, command if planned else None


def _written(act: WriteLesson, desk: Desk) -> tuple[Planned | None, About, LessonColumn]:
    """The change of one lesson's record, None when nothing would change; with what rights and the writer ask of it."""
    lesson = _lesson_of(desk.page, act.lesson)
    about = _record_allowed(lesson, desk)
    locked = _term_title(desk.page, lesson.period) if lesson.locked else ""
    context = RecordContext(desk.page.grade, lesson.cancelled, locked)
    new: dict[str, Value] = _from_plan(act, lesson, desk)
    if act.topic is not None:
        new["topic"] = act.topic
    if act.homework is not None:
        new["homework"] = act.homework
    refusal = refuse_topic(context, act.topic or "") or refuse_homework(context, act.homework or "")
    if refusal is not None:
        raise refusal
    return desk.planned("lesson_record", (act.lesson,), new, _fresh_record(desk), act.seen), about, lesson


def _from_plan(act: WriteLesson, lesson: LessonColumn, desk: Desk) -> dict[str, Value]:
    """What taking a topic from the КТП writes beside its words: the row, and the planned kind with its date."""
    if act.plan_item is None:
        return {}
    item = desk.page.plan_by_item.get(act.plan_item)
    if item is None:
        return {"plan_item": None}
    kind = kind_of_lesson(item.kind)
    entered = bool(lesson.kind) and not lesson.kind_planned
    if entered or kind is PLAIN or not act.topic:
        return {"plan_item": item.item}
    return {"plan_item": item.item, "kind": kind.code, "results_due": _iso(desk.page.results_due(lesson, kind))}


@_decide.register
def _template(act: WriteTemplate, desk: Desk) -> _Decided:
    about = About(Thing.HOMEWORK_TEMPLATE, desk.page.today, person=desk.actor.person)
    demand(desk.actor, Action.WRITE, about)
    text = act.text.strip()
    refusal = refuse_homework(RecordContext(max(desk.page.grade, 2)), text)
    if refusal is not None:
        raise refusal
    if not text:
        raise RuleRefused("Шаблон пуст.", "Напишите задание, потом сохраните его шаблоном.", "5.22")
    new: Row = {"text": text, "position": act.position, "ended": int(act.ended)}
    fresh: Row = {"person": desk.actor.person, "text": "", "position": 0, "ended": 0}
    one = desk.planned("homework_template", (act.template,), new, fresh, act.seen)
    if one is None:
        return Decision(act), None
    return Decision(act), Command("homework_template.write", ("course", act.course), (one,), ((Action.WRITE, about),))


def _record_allowed(lesson: LessonColumn, desk: Desk) -> About:
    about = desk.about(Thing.LESSON_RECORD, lesson)
    demand(desk.actor, Action.WRITE, about)
    refusal = refuse_locked(_term_title(desk.page, lesson.period) if lesson.locked else "")
    if refusal is not None:
        raise refusal
    return about


def _fresh_record(desk: Desk) -> Row:
    return {"course": desk.page.course, **_NEW_RECORD}


def _single(act: Act, action: str, one: Planned | None, about: About, lesson: LessonColumn) -> _Decided:
    """An act of one row of one lesson, its right and period demanded again by the writer."""
    if one is None:
        return Decision(act), None
    periods = frozenset({(about.school_class or 0, lesson.period)})
    return Decision(act), Command(action, ("course", about.course or 0), (one,), ((Action.WRITE, about),), periods)


@_decide.register
def _period_marks(act: EnterPeriodMarks, desk: Desk) -> _Decided:
    kept, planned, refused, demands = [], [], [], {}
    guards: set[tuple[int, int]] = set()
    for entry in act.marks:
        try:
            period = _period_of(desk.page, entry)
            about = desk.about(Thing.PERIOD_MARK, period=entry.period)
            demand(desk.actor, Action.WRITE, about)
            one = _period_change(entry, period, desk)
        except Refusal as why:
            refused.append(RefusedCell(entry.period, entry.pupil, 0, entry.value, why))
            continue
        demands[entry.period] = (Action.WRITE, about)
        guards.add((desk.page.school_class, entry.period))
        kept.append(entry)
        if one is not None:
            planned.append(one)
    decision = Decision(replace(act, marks=tuple(kept)) if kept else None, tuple(refused))
    if not planned:
        return decision, None
    subject = ("course", act.course)
    rights = tuple(demands.values())
    return decision, Command("period_marks.enter", subject, tuple(planned), rights, frozenset(guards))


def _period_of(page: CoursePage, entry: PeriodEntry) -> PeriodColumn:
    """The column of the entry; RuleRefused when the page has no such column or pupil any more."""
    found = next((one for one in page.periods if one.period == entry.period), None)
    if found is None or entry.pupil not in page.pupil_by_id:
        raise RuleRefused("Этой клетки на странице нет.", "Обновите страницу.", "5.12")
    return found


def _period_change(entry: PeriodEntry, period: PeriodColumn, desk: Desk) -> Planned | None:
    page = desk.page
    pupil = page.pupil_by_id[entry.pupil]
    context = PeriodContext(
        grade=page.grade,
        graded=page.graded,
        begun=period.start is None or period.start <= page.today,
        member=_belongs_in(pupil, period) or brings(entry, pupil, period, page),
        unattested=(held := page.period_marks.get((entry.pupil, entry.period))) is not None and held.not_attested,
        locked=period.title if period.locked else "",
    )
    refusal = refuse_period_mark(context, entry.value)
    if refusal is not None:
        raise refusal
    proposed = _demand_reason(entry, period, page)
    fresh: Row = {"course": page.course, "value": "", "proposed": proposed, "reason": "", "state": ""}
    key = (pupil.school_class or page.school_class, page.subject, entry.pupil, entry.period)
    return desk.planned("period_mark", key, {"value": entry.value, "reason": entry.reason.strip()}, fresh, entry.seen)


def _demand_reason(entry: PeriodEntry, period: PeriodColumn, page: CoursePage) -> str:
    """The proposed mark; RuleRefused (5.13) when the entered one lies far from it and no reason is given."""
    proposal = period_proposal(page, entry.pupil, period)
    if proposal is None or proposal.mark is None or proposal.mean.value is None:
        return ""
    proposed = str(proposal.mark)
    if needs_reason(entry.value, proposed, proposal.mean.value) and not entry.reason.strip():
        raise RuleRefused(
            f"Отметка {entry.value} далека от среднего: {proposal.mean.sum_text}, предложена {proposed}.",
            "Напишите причину.",
            "5.13",
        )
    return proposed


def _belongs_in(pupil: PupilRow, period: PeriodColumn) -> bool:
    if period.start is None or period.end is None:
        return True
    return any(
        (stay.start is None or stay.start <= period.end) and (stay.end is None or period.start <= stay.end)
        for stay in pupil.stays
    )
