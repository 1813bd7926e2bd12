"""Topics and homework of a course as a sheet: a lesson a row, in the order of the year."""

from __future__ import annotations

from datetime import date
from typing import Final, TypeAlias

from ezh_desktop.domain.kinds import kind_or_plain
from ezh_desktop.exchange import outgoing as out
from ezh_desktop.exchange.outgoing import Counted, Plain, Records, Table, down
from ezh_desktop.services.pages.course import CoursePage, LessonColumn

SHEET: Final = "Темы и задания"
_HEADER: Final = ("№", "Дата", "Период", "Вид работы", "Тема урока", "Домашнее задание", "Примечание")
_WIDTHS: Final = (5, 12, 14, 20, 52, 40, 24)
_TITLE, _SUBTITLE, _HEAD, _BODY = range(4)
_TOPIC: Final = _HEADER.index("Тема урока")
_Known: TypeAlias = str | int | date | None
_LOOKS: Final = (out.NUMBER, out.DATE, out.CENTRE, out.WRAPPED, out.WRAPPED, out.WRAPPED, out.WRAPPED)


def lessons_table(page: CoursePage) -> Table:
    """The sheet, with a filter in its header and the number of topics written counted below."""
    rows = _rows(page)
    table = Table(SHEET, head=_BODY, names=2, rows=len(rows), filtered=True)
    table.put(_TITLE, 0, f"{page.title}, темы и задания", out.TITLE)
    parts = (page.school_name, f"{page.year_label} учебный год", ", ".join(page.teacher_names))
    table.put(_SUBTITLE, 0, " · ".join(part for part in parts if part), out.SUBTITLE)
    kept = _kept(page)
    for column, words in enumerate(_header(page)):
        table.put(_HEAD, kept.index(_HEADER.index(words)), words, out.HEAD)
        table.widths = {**table.widths, column: _WIDTHS[kept[column]]}
    for row, values in enumerate(rows, _BODY):
        for column, at in enumerate(kept):
            table.put(row, column, values[at] or None, _LOOKS[at])
    _put_totals(table, page)
    return table


def lessons_records(page: CoursePage) -> Records:
    """The same as plain rows."""
    kept = _kept(page)
    rows: list[list[Plain]] = [[values[at] for at in kept] for values in _rows(page)]
    return Records(_header(page), rows)


def _kept(page: CoursePage) -> list[int]:
    """The columns there are: without homework (3.7) its column goes."""
    return [at for at, words in enumerate(_HEADER) if page.homework_allowed or words != "Домашнее задание"]


def _header(page: CoursePage) -> list[str]:
    return [_HEADER[at] for at in _kept(page)]


def _rows(page: CoursePage) -> list[list[_Known]]:
    periods = {period.period: period.title for period in page.periods}
    rows: list[list[_Known]] = []
    number = 0
    for lesson in page.lessons:
        if lesson.cancelled and not lesson.topic and not lesson.homework:
            continue
        number += not lesson.cancelled
        kind = kind_or_plain(lesson.kind)
        words = "" if not kind.abbreviation or lesson.kind_planned else kind.name
        texts = (periods.get(lesson.period, ""), words, lesson.topic, lesson.homework, _note(lesson))
        rows.append([None if lesson.cancelled else number, lesson.day, *texts])
    return rows


def _note(lesson: LessonColumn) -> str:
    said = (
        ("отменён", lesson.cancelled),
        (f"замена: {lesson.substitute}", bool(lesson.substitute)),
        ("дистанционно", lesson.distance),
    )
    return ", ".join(words for words, holds in said if holds)


def _put_totals(table: Table, page: CoursePage) -> None:
    if not table.rows:
        return
    last = _BODY + table.rows - 1
    below, words_at = last + 2, _TOPIC - 1
    written = sum(bool(table.value(row, _TOPIC)) for row in range(_BODY, last + 1))
    table.put(below, words_at, "Записано тем", out.TOTAL)
    table.count(below, _TOPIC, Counted(f"COUNTA({down(_TOPIC, _BODY, last)})", written))
    if page.hours_planned:
        table.put(below + 1, words_at, "Уроков в КТП", out.TOTAL)
        table.put(below + 1, _TOPIC, page.hours_planned, out.CENTRE)
