"""The right page of a subject (страница предмета, правая): dates, topics, homework, and the programme report (5.24)."""

from __future__ import annotations

from datetime import date

from ezh_desktop.domain.russian import dotted, dotted_short
from ezh_desktop.reports.base import FLOOR, Sheet, draw_title, title_room
from ezh_desktop.reports.course_left import BODY_TOP, TOP
from ezh_desktop.reports.course_notes import Note, draw_notes, notes_height, substitute_texts
from ezh_desktop.reports.course_plan import (
    DATE_WIDTH,
    HOMEWORK_WIDTH,
    PAD,
    TOPIC_SIZE,
    CoursePlan,
    LessonRow,
    Spread,
)
from ezh_desktop.reports.fonts import SMALL, Font, width
from ezh_desktop.reports.ink import CELL, FIELD, FRAME, GROUP, Ink
from ezh_desktop.reports.signature import draw_signature
from ezh_desktop.reports.spread import REPORT
from ezh_desktop.reports.text import Block, Step, fit, fit_words
from ezh_desktop.services.pages.course import CoursePage, TeacherSpan

LABEL = "Фамилия, имя, отчество учителя:"

_TITLE_STEPS: tuple[Step, ...] = ((Font.SERIF, 11), (Font.SERIF, 9))
_TITLE_LINES = 2
_SIGNATURE_ROOM = 16.0
"""Least room for a signature line below a table that is not the year's last, mm."""


def draw_right(ink: Ink, sheet: Sheet, plan: CoursePlan, spread: Spread, *, sign_lines: bool, report: bool) -> None:
    """Draw the page without its footer; `report` adds the programme report, `sign_lines` a line to sign on."""
    title, below = _title(sheet, plan, spread)
    draw_title(ink, sheet, LABEL, title)
    bottom = BODY_TOP - spread.height
    _draw_grid(ink, sheet, plan.page, spread, bottom)
    y = BODY_TOP
    for row in spread.rows:
        _draw_row(ink, sheet, plan.page, row, y)
        y -= row.height
    if below and _fits_below(sheet, spread, below, report):
        draw_notes(ink, sheet, bottom, below)
        bottom -= notes_height(below, sheet)
    if report:
        _draw_report(ink, sheet, plan.page, bottom)
    if sign_lines and (report or bottom - FLOOR >= _SIGNATURE_ROOM):
        draw_signature(ink, sheet.x0, bottom - (26.7 if report else 11.5), "Учитель", _signer(plan.page, spread))


def left_over_substitutes(sheet: Sheet, plan: CoursePlan, spread: Spread, *, report: bool) -> tuple[str, ...]:
    """Substitutions that fit neither into the title nor below the right table: they stand below the left one."""
    _title_block, below = _title(sheet, plan, spread)
    if not below or _fits_below(sheet, spread, below, report):
        return ()
    return tuple(note.text for note in below)


def _fits_below(sheet: Sheet, spread: Spread, notes: list[Note], report: bool) -> bool:
    return BODY_TOP - spread.height - FLOOR - (REPORT if report else 0) >= notes_height(notes, sheet)


def _title(sheet: Sheet, plan: CoursePlan, spread: Spread) -> tuple[Block, list[Note]]:
    """Teachers and substitutes in the title, or, where that takes more than two lines, substitutes as notes."""
    room = title_room(sheet, LABEL)
    teachers = "; ".join(_on_duty(plan.page.teachers, spread))
    substitutes = substitute_texts(plan, spread)
    whole = fit("; ".join([teachers, *substitutes]) if substitutes else teachers, room, _TITLE_STEPS)
    if len(whole.lines) <= _TITLE_LINES or not substitutes:
        return whole, []
    return fit(teachers, room, _TITLE_STEPS), [Note(f"{text[:1].upper()}{text[1:]}.") for text in substitutes]


def _on_duty(teachers: tuple[TeacherSpan, ...], spread: Spread) -> list[str]:
    """Names of the teachers of these lessons, with dates where the duty changes within the spread."""
    if not spread.rows:
        return [teacher.name for teacher in teachers]
    first, last = spread.rows[0].lesson.day, spread.rows[-1].lesson.day
    return [_dated(one, first, last) for one in teachers if (one.start or first) <= last and (one.end or last) >= first]


def _dated(teacher: TeacherSpan, first: date, last: date) -> str:
    """The name with the dates at which the duty begins or ends between two days."""
    since = f" с {dotted(teacher.start)}" if teacher.start and teacher.start > first else ""
    until = f" по {dotted(teacher.end)}" if teacher.end and teacher.end < last else ""
    return f"{teacher.name}{since}{until}"


def _columns(sheet: Sheet, page: CoursePage) -> tuple[float, float]:
    """Left edges of topic and homework; without homework (3.7) its column has no width."""
    return sheet.x0 + DATE_WIDTH, sheet.x1 - (HOMEWORK_WIDTH if page.homework_allowed else 0)


def _draw_grid(ink: Ink, sheet: Sheet, page: CoursePage, spread: Spread, bottom: float) -> None:
    topic, homework = _columns(sheet, page)
    middle = (TOP + BODY_TOP) / 2
    ink.box(sheet.x0, bottom, sheet.x1, TOP, FRAME)
    ink.line(sheet.x0, BODY_TOP, sheet.x1, BODY_TOP, GROUP)
    ink.line(topic, bottom, topic, TOP, CELL)
    ink.block_centred((sheet.x0 + topic) / 2, middle, fit_words("Число\nи месяц", DATE_WIDTH - 2, ((Font.SANS, 8),)))
    ink.cell((topic + homework) / 2, middle, "Что пройдено на уроке", Font.SANS, 9)
    if page.homework_allowed:
        ink.line(homework, bottom, homework, TOP, CELL)
        ink.cell((homework + sheet.x1) / 2, middle, "Домашнее задание", Font.SANS, 9)
    y = BODY_TOP
    for row in spread.rows[:-1]:
        y -= row.height
        ink.line(sheet.x0, y, sheet.x1, y, FRAME if row.ends_term else CELL)


def _draw_row(ink: Ink, sheet: Sheet, page: CoursePage, row: LessonRow, top: float) -> None:
    if row.coming:
        return
    topic, homework = _columns(sheet, page)
    middle = top - row.height / 2
    x = sheet.x0 + DATE_WIDTH / 2
    rise = 1.4 if row.note else 0
    ink.cell(x, middle + rise, dotted_short(row.lesson.day), Font.SANS, TOPIC_SIZE)
    if row.note:
        note = fit(row.note, DATE_WIDTH - 1, ((Font.SANS, 6.5), (Font.NARROW, 6.3)))
        ink.cell(x, middle - 2.2, " ".join(note.lines), note.font, note.size, height=SMALL)
    ink.block(topic + PAD, middle, Block(row.topic, Font.SANS, TOPIC_SIZE))
    ink.block(homework + PAD, middle, Block(row.homework, Font.SANS, TOPIC_SIZE))


def _signer(page: CoursePage, spread: Spread) -> str:
    """Who taught the last lesson of the spread; of a page that has no lessons its last teacher."""
    names = page.teachers_on(spread.rows[-1].lesson.day) if spread.rows else ()
    return (names or page.teacher_names or ("",))[-1]


def _draw_report(ink: Ink, sheet: Sheet, page: CoursePage, bottom: float) -> None:
    """«По программе 136 ч., по факту 134 ч. Программа выполнена …»: the words are the teacher's (5.24)."""
    base = bottom - 8.2
    held = sum(not lesson.cancelled and lesson.day <= page.today for lesson in page.lessons)
    x = _words(ink, sheet.x0, base, "По программе")
    x = _number(ink, x, base, page.hours_planned)
    x = _words(ink, x, base, "ч., по факту")
    x = _number(ink, x, base, held)
    x = _words(ink, x, base, "ч.") + 1.6
    x = _words(ink, x, base, "Программа выполнена")
    ink.line(x, base - 1.1, sheet.x1, base - 1.1, FIELD)
    ink.line(sheet.x0, base - 7.5, sheet.x1, base - 7.5, FIELD)


def _words(ink: Ink, x: float, base: float, words: str) -> float:
    """Draw words of a form line; give where what follows begins."""
    ink.text(x, base, words, Font.SANS, 9)
    return x + width(words, Font.SANS, 9) + 1.2


def _number(ink: Ink, x: float, base: float, number: int) -> float:
    ink.line(x, base - 1.1, x + 14, base - 1.1, FIELD)
    if number:
        ink.centre(x + 7, base, str(number), Font.SERIF_BOLD, 11)
    return x + 14 + 1.8
