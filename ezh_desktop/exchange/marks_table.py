"""The marks of a course as sheets: one a term with means and absences as formulas, one of the year's period marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ezh_desktop.domain.figures import Mean, mean
from ezh_desktop.domain.kinds import kind_or_plain
from ezh_desktop.domain.marks import is_mark, is_weak, shown
from ezh_desktop.domain.russian import month_name
from ezh_desktop.exchange import outgoing as out
from ezh_desktop.exchange.outgoing import Counted, Look, Plain, Records, Table, across, down
from ezh_desktop.services.pages.course import CellMark, CoursePage, LessonColumn, PeriodColumn, PupilRow
from ezh_desktop.services.pages.proposing import TERM_KINDS, lessons_of, period_absences, period_mean

YEAR_SHEET: Final = "Год"
_TITLE, _SUBTITLE, _MONTHS, _DAYS, _KINDS, _BODY = range(6)
_NUMBER, _NAME, _FIRST = range(3)
_SLOTS: Final = (0, 1, 2)
_TOTALS: Final = (5, 4, 3, 2)
_SHARES: Final = (("Успеваемость", 3), ("Качество", 4))
"""What a share is called, and the least mark that counts for it."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of marks: a lesson and its place in the cell; a lesson with double marks has two columns or three."""

    at: int
    lesson: LessonColumn
    slot: int


def marks_tables(page: CoursePage) -> list[Table]:
    """A sheet for each term that has lessons, then the year with its period marks."""
    terms = [period for period in page.periods if period.kind in TERM_KINDS]
    made = [_term_table(page, term) for term in terms if any(one.period == term.period for one in page.lessons)]
    return [*made, _year_table(page)]


def marks_records(page: CoursePage) -> Records:
    """All lessons of the year, each a column named by its date, then means, absences and marks of the periods."""
    lessons = _shown_lessons(page)
    header = ["№", "Фамилия, имя", *_dated(lessons)]
    for period in page.periods:
        counted = (f"{period.title}, средний балл", f"{period.title}, пропущено") if _is_term(period) else ()
        header += [*counted, period.title]
    return Records(header, [_record(page, pupil, lessons) for pupil in page.pupils])


def _dated(lessons: Sequence[LessonColumn]) -> Iterator[str]:
    """The date of each lesson; those of one day are counted: «14.10.2026 (2)»."""
    days = [lesson.day for lesson in lessons]
    for index, day in enumerate(days):
        nth = f" ({days[: index + 1].count(day)})" if days.count(day) > 1 else ""
        yield f"{day:%d.%m.%Y}{nth}"


def _record(page: CoursePage, pupil: PupilRow, lessons: Sequence[LessonColumn]) -> list[Plain]:
    row: list[Plain] = [pupil.number, pupil.name, *(_shown(page, lesson, pupil) for lesson in lessons)]
    for period in page.periods:
        if _is_term(period):
            missed = period_absences(page, pupil.pupil, period).total
            row += [period_mean(page, pupil.pupil, period).value, missed]
        row.append(_period_value(page, pupil, period))
    return row


def _shown(page: CoursePage, lesson: LessonColumn, pupil: PupilRow) -> str:
    first, second, debt = (_value(page, lesson, pupil, slot) for slot in _SLOTS)
    return f"{shown(first, second)} {debt}".strip()


def _value(page: CoursePage, lesson: LessonColumn, pupil: PupilRow, slot: int) -> str:
    mark = page.cells.get((lesson.lesson, pupil.pupil, slot))
    return mark.value if mark else ""


def _is_term(period: PeriodColumn) -> bool:
    return period.kind in TERM_KINDS


def _period_value(page: CoursePage, pupil: PupilRow, period: PeriodColumn) -> int | None:
    mark = page.period_marks.get((pupil.pupil, period.period))
    return int(mark.value) if mark and mark.value else None


def _shown_lessons(page: CoursePage, period: int | None = None) -> list[LessonColumn]:
    """Lessons of a term or of the year; a cancelled one only while marks stand in it."""
    marked = {lesson for (lesson, _, _), mark in page.cells.items() if mark.value}
    return [
        lesson
        for lesson in page.lessons
        if (period is None or lesson.period == period) and (not lesson.cancelled or lesson.lesson in marked)
    ]


# A term


def _term_table(page: CoursePage, term: PeriodColumn) -> Table:
    columns = _columns(page, _shown_lessons(page, term.period))
    table = Table(out.sheet_name(term.title), head=_BODY, names=_FIRST, rows=len(page.pupils))
    _put_titles(table, page, term.title)
    _put_names(table, page, _KINDS)
    _put_heads(table, columns)
    for index, pupil in enumerate(page.pupils):
        for column in columns:
            _put_mark(table, page, (_BODY + index, column), pupil)
    _put_figures(table, page, term, columns)
    table.widths = {_NUMBER: 5, _NAME: 28, **{column.at: 4.2 for column in columns}, **_side_widths(columns)}
    return table


def _columns(page: CoursePage, lessons: Sequence[LessonColumn]) -> list[_Column]:
    """Each lesson with the places in which somebody has a mark, the first one always."""
    used = {(lesson, slot) for (lesson, _, slot), mark in page.cells.items() if mark.value}
    places = [(one, slot) for one in lessons for slot in _SLOTS if slot == 0 or (one.lesson, slot) in used]
    return [_Column(_FIRST + at, lesson, slot) for at, (lesson, slot) in enumerate(places)]


def _put_titles(table: Table, page: CoursePage, tail: str) -> None:
    table.put(_TITLE, 0, f"{page.title}, {tail}", out.TITLE)
    teachers = f"учитель: {', '.join(page.teacher_names)}" if page.teachers else ""
    parts = (page.school_name, f"{page.year_label} учебный год", teachers)
    table.put(_SUBTITLE, 0, " · ".join(part for part in parts if part), out.SUBTITLE)


def _put_names(table: Table, page: CoursePage, last: int) -> None:
    table.head_over((_MONTHS, _NUMBER, last, _NUMBER), "№")
    table.head_over((_MONTHS, _NAME, last, _NAME), "Фамилия, имя")
    for row, pupil in enumerate(page.pupils, last + 1):
        table.put(row, _NUMBER, pupil.number, out.NUMBER)
        table.put(row, _NAME, pupil.name, out.TEXT, note=_stay(pupil))


def _stay(pupil: PupilRow) -> str:
    """When the pupil came and went, for the note beside the name."""
    came = f"В списке с {pupil.arrived:%d.%m.%Y}" if pupil.arrived else ""
    gone = f"{pupil.gone_words} {pupil.left:%d.%m.%Y}" if pupil.left else ""
    return "\n".join(part for part in (came, gone) if part)


def _put_heads(table: Table, columns: Sequence[_Column]) -> None:
    """Months over days over kinds of work; a lesson of several columns has one heading over them."""
    for _, own in _runs([(column.lesson.day.year, column.lesson.day.month) for column in columns]):
        day = columns[own[0]].lesson.day
        table.head_over((_MONTHS, columns[own[0]].at, _MONTHS, columns[own[-1]].at), _month(day, len(own)))
    for _, own in _runs([column.lesson.lesson for column in columns]):
        first, last, lesson = columns[own[0]].at, columns[own[-1]].at, columns[own[0]].lesson
        table.head_over((_DAYS, first, _DAYS, last), lesson.day, out.HEAD_DAY)
        words = kind_or_plain(lesson.kind).abbreviation
        table.head_over((_KINDS, first, _KINDS, last), words or None)


def _month(day: date, width: int) -> str:
    name = month_name(day)
    return name if width > 1 else name[:3].lower()


def _runs(keys: Sequence[object]) -> Iterator[tuple[object, list[int]]]:
    """Neighbours of one key: the key and their indexes."""
    run: list[int] = []
    for index, key in enumerate(keys):
        if run and keys[run[-1]] != key:
            yield keys[run[-1]], run
            run = []
        run.append(index)
    if run:
        yield keys[run[-1]], run


def _put_mark(table: Table, page: CoursePage, where: tuple[int, _Column], pupil: PupilRow) -> None:
    row, column = where
    mark = page.cells.get((column.lesson.lesson, pupil.pupil, column.slot))
    if mark is None or not mark.value:
        belongs = pupil.belongs(column.lesson.day) and not column.lesson.cancelled
        table.put(row, column.at, None, out.CENTRE if belongs else out.CLOSED, note=mark.comment if mark else "")
        return
    value = int(mark.value) if is_mark(mark.value) else mark.value
    table.put(row, column.at, value, _look(mark.value), note=_note(page, mark))


def _note(page: CoursePage, mark: CellMark) -> str:
    work = page.lesson_by_id.get(mark.for_work or 0)
    said = f"Отметка за работу {work.day:%d.%m.%Y}" if work else ""
    return "\n".join(part for part in (said, mark.comment) if part)


def _look(value: str) -> Look:
    if not is_mark(value):
        return out.ABSENT
    return out.WEAK if is_weak(value) else out.CENTRE


def _put_figures(table: Table, page: CoursePage, term: PeriodColumn, columns: Sequence[_Column]) -> None:
    """Mean and absences counted by the sheet itself, then the term's mark."""
    held = sum(lesson.day <= page.today for lesson in lessons_of(page, term))
    at = _FIRST + len(columns)
    graded = page.graded and page.marks_allowed
    heads = [*(["Средний балл"] if graded else []), f"Пропущено из {held}", *([term.title] if graded else [])]
    for index, words in enumerate(heads):
        table.head_over((_MONTHS, at + index, _KINDS, at + index), words)
    counted = [column.at for column in columns if not column.lesson.cancelled]
    firsts = [column.at for column in columns if not column.lesson.cancelled and column.slot == 0]
    for row, pupil in enumerate(page.pupils, _BODY):
        if graded:
            _put_mean(table, (row, at), across(row, counted), period_mean(page, pupil.pupil, term))
            table.put(row, at + 2, _period_value(page, pupil, term), _period_look(page, pupil, term))
        formula = "+".join(f'COUNTIF({part},"н")' for part in across(row, firsts).split(",")) if firsts else "0"
        table.count(row, at + int(graded), Counted(formula, period_absences(page, pupil.pupil, term).total))


def _put_mean(table: Table, place: tuple[int, int], cells: str, counted: Mean) -> None:
    """A plain mean is counted by the sheet; a weighted one is told as the program counts it (5.13)."""
    if counted.weighted and counted.value is not None:
        table.put(*place, float(counted.value), out.MEAN)
    else:
        table.count(*place, mean_of(cells, counted), out.MEAN)


def _side_widths(columns: Sequence[_Column]) -> dict[int, float]:
    at = _FIRST + len(columns)
    return {at: 10, at + 1: 12, at + 2: 12}


def mean_of(cells: str, counted: Mean) -> Counted:
    """The formula of a mean that stays empty where there is no mark."""
    formula = f'IF(COUNT({cells})=0,"",AVERAGE({cells}))' if cells else '""'
    return Counted(formula, None if counted.value is None else float(counted.value))


def _period_look(page: CoursePage, pupil: PupilRow, period: PeriodColumn) -> Look:
    value = _period_value(page, pupil, period)
    return out.WEAK.on(out.STRONG.fill) if value is not None and is_weak(str(value)) else out.STRONG


# The year


def _year_table(page: CoursePage) -> Table:
    """Period marks with the mean of the terms, and below them how many of each mark."""
    table = Table(YEAR_SHEET, head=_DAYS, names=_FIRST, rows=len(page.pupils))
    _put_titles(table, page, "итоги года")
    _put_names(table, page, _MONTHS)
    terms = [index for index, period in enumerate(page.periods) if _is_term(period)]
    mean_at = _FIRST + len(page.periods)
    for index, period in enumerate(page.periods):
        table.head_over((_MONTHS, _FIRST + index, _MONTHS, _FIRST + index), period.title)
    table.head_over((_MONTHS, mean_at, _MONTHS, mean_at), "Среднее по периодам")
    for row, pupil in enumerate(page.pupils, _DAYS):
        for index, period in enumerate(page.periods):
            table.put(row, _FIRST + index, _period_value(page, pupil, period), _period_look(page, pupil, period))
        entered = [_period_value(page, pupil, page.periods[index]) for index in terms]
        counted = mean([mark for mark in entered if mark is not None])
        table.count(row, mean_at, mean_of(across(row, [_FIRST + index for index in terms]), counted), out.MEAN)
    put_totals(table, range(_FIRST, mean_at))
    table.widths = {_NUMBER: 5, _NAME: 28, **{_FIRST + index: 13 for index in range(len(page.periods) + 1)}}
    return table


def put_totals(table: Table, columns: Sequence[int]) -> None:
    """Below the rows: how many of each mark, and the shares of those who pass and of «4» and «5»."""
    below, first, last = table.head + table.rows + 1, table.head, table.head + table.rows - 1
    if not table.rows:
        return
    for index, words in enumerate([*(f"«{mark}»" for mark in _TOTALS), *(words for words, _ in _SHARES)]):
        table.put(below + index, _NAME, words, out.TOTAL)
    for column in columns:
        marks = [value for row in range(first, last + 1) if isinstance(value := table.value(row, column), int)]
        cells = down(column, first, last)
        for index, mark in enumerate(_TOTALS):
            table.count(below + index, column, Counted(f"COUNTIF({cells},{mark})", marks.count(mark)))
        for index, (_, least) in enumerate(_SHARES, len(_TOTALS)):
            formula = f'IF(COUNT({cells})=0,"",COUNTIF({cells},">={least}")/COUNT({cells}))'
            part = sum(mark >= least for mark in marks)
            table.count(below + index, column, Counted(formula, part / len(marks) if marks else None), out.SHARE)
