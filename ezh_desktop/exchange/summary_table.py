"""The summary sheet (сводная ведомость) of a class as a sheet: pupils × subjects × periods, group and decision."""

from __future__ import annotations

from typing import Final, NamedTuple

from ezh_desktop.domain.calendar import PeriodKind
from ezh_desktop.domain.figures import PupilGroup, marks_in, mean
from ezh_desktop.domain.marks import is_weak
from ezh_desktop.domain.russian import roman
from ezh_desktop.exchange import outgoing as out
from ezh_desktop.exchange.marks_table import mean_of, put_totals
from ezh_desktop.exchange.outgoing import Counted, Look, Plain, Records, Table, across, down
from ezh_desktop.services.pages.summary import Slot, SummaryPage, SummaryPupil, SummarySubject

SHEET: Final = "Сводная ведомость"
_TITLE, _SUBTITLE, _SUBJECTS, _SLOTS, _BODY = range(5)
_NUMBER, _NAME, _FIRST = range(3)
_WORDS: Final = {PeriodKind.YEAR: "год", PeriodKind.EXAM: "экз.", PeriodKind.FINAL: "итог."}
_BOLD: Final = frozenset({PeriodKind.YEAR, PeriodKind.FINAL})


class _Column(NamedTuple):
    at: int
    subject: SummarySubject
    slot: Slot


def summary_table(page: SummaryPage) -> Table:
    """The sheet; the groups and shares below it are counted by formulas."""
    table = Table(SHEET, head=_BODY, names=_FIRST, rows=len(page.pupils))
    columns = _columns(page)
    table.put(_TITLE, 0, f"{page.class_name} класс, сводная ведомость учёта успеваемости", out.TITLE)
    table.put(_SUBTITLE, 0, f"{page.school_name} · {page.year_label} учебный год", out.SUBTITLE)
    _put_heads(table, page, columns)
    for row, pupil in enumerate(page.pupils, _BODY):
        _put_pupil(table, page, (row, pupil), columns)
    if page.pupils and columns:
        put_totals(table, [column.at for column in columns])
        _put_groups(table, page, _FIRST + len(columns) + 1)
    end = _FIRST + len(columns)
    narrow = {column.at: 4.4 for column in columns}
    table.widths = {_NUMBER: 5, _NAME: 28, **narrow, end: 10, end + 1: 15, end + 2: 46}
    if not columns:
        table.widths = {_NUMBER: 5, _NAME: 28, _FIRST: 60}
    return table


def summary_records(page: SummaryPage) -> Records:
    """The same as plain rows: a column a subject and period."""
    columns = _columns(page)
    header = ["№", "Фамилия, имя", *(f"{one.subject.name}, {one.slot.title}" for one in columns)]
    return Records([*header, "Группа", "Решение педагогического совета"], [_record(page, one) for one in page.pupils])


def _record(page: SummaryPage, pupil: SummaryPupil) -> list[Plain]:
    marks = [page.value(one.subject.subject, pupil.pupil, one.slot) for one in _columns(page)]
    row: list[Plain] = [pupil.number, pupil.name, *(int(mark) if mark else None for mark in marks)]
    return [*row, _group(page, pupil), "; ".join(page.council_texts(pupil))]


def _columns(page: SummaryPage) -> list[_Column]:
    pairs = [(one, slot) for one in page.subjects for slot in page.shown_slots if slot in one.periods]
    return [_Column(_FIRST + at, subject, slot) for at, (subject, slot) in enumerate(pairs)]


def _put_heads(table: Table, page: SummaryPage, columns: list[_Column]) -> None:
    table.head_over((_SUBJECTS, _NUMBER, _SLOTS, _NUMBER), "№")
    table.head_over((_SUBJECTS, _NAME, _SLOTS, _NAME), "Фамилия, имя")
    for subject in page.subjects:
        own = [column for column in columns if column.subject is subject]
        if own:
            table.head_over((_SUBJECTS, own[0].at, _SUBJECTS, own[-1].at), subject.name)
            table.groups.append(own[0].at)
    for column in columns:
        table.put(_SLOTS, column.at, _short(column.slot), out.HEAD)
    end = _FIRST + len(columns)
    if columns:
        counted = page.counted
        words = f"Средний балл, {counted.title}" if counted else "Средний балл"
        table.head_over((_SUBJECTS, end, _SLOTS, end), words)
        table.head_over((_SUBJECTS, end + 1, _SLOTS, end + 1), "Группа")
    table.groups.append(end)
    decision = end + 2 if columns else end
    table.head_over((_SUBJECTS, decision, _SLOTS, decision), "Решение педагогического совета")
    table.heights[_SUBJECTS] = 42


def _short(slot: Slot) -> str:
    if not slot.is_term:
        return _WORDS[slot.kind]
    return f"{roman(slot.number)} п/г" if slot.kind is PeriodKind.HALF else roman(slot.number)


def _put_pupil(table: Table, page: SummaryPage, where: tuple[int, SummaryPupil], columns: list[_Column]) -> None:
    row, pupil = where
    table.put(row, _NUMBER, pupil.number, out.NUMBER)
    table.put(row, _NAME, pupil.name, out.TEXT, note=page.note(pupil))
    for column in columns:
        value = page.value(column.subject.subject, pupil.pupil, column.slot)
        closed = not value and page.closed(pupil, column.subject, column.slot)
        table.put(row, column.at, int(value) if value else None, _look(column.slot, value, closed=closed))
    end = _FIRST + len(columns)
    if columns:
        counted = [column for column in columns if column.slot == page.counted]
        marks = [page.value(column.subject.subject, pupil.pupil, column.slot) for column in counted]
        own = mean(marks_in(marks))
        table.count(row, end, mean_of(across(row, [column.at for column in counted]), own), out.MEAN)
        table.put(row, end + 1, _group(page, pupil) or None, out.CENTRE)
    table.put(row, end + 2 if columns else end, "; ".join(page.council_texts(pupil)) or None, out.WRAPPED)


def _look(slot: Slot, value: str, *, closed: bool) -> Look:
    if closed:
        return out.CLOSED
    look = out.WEAK if is_weak(value) else out.CENTRE
    if slot.kind not in _BOLD:
        return look
    return out.WEAK.on(out.STRONG.fill) if is_weak(value) else out.STRONG


def _group(page: SummaryPage, pupil: SummaryPupil) -> str:
    found = page.standing(pupil, page.counted) if page.counted else None
    return found.group.label if found else ""


def _put_groups(table: Table, page: SummaryPage, at: int) -> None:
    """How many pupils are in each group, counted from the column of groups."""
    first, last = _BODY, _BODY + len(page.pupils) - 1
    groups = [table.value(row, at) for row in range(first, last + 1)]
    for index, group in enumerate(PupilGroup):
        formula = f'COUNTIF({down(at, first, last)},"{group.label}")'
        table.put(last + 2 + index, at, group.label, out.TOTAL)
        table.count(last + 2 + index, at + 1, Counted(formula, groups.count(group.label)))
