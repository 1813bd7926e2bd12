"""What one cell of the marks page looks like: text and signs by name, no pixel and no colour value (look, «Signs»)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ezh_desktop.domain.marks import Mark, is_weak, shown
from ezh_desktop.domain.russian import day_month
from ezh_desktop.services.pages.course import CellMark, CoursePage, LessonColumn, PeriodMark, PupilRow
from ezh_desktop.services.pages.debts import missed, paid_debt

_UNDER = {"": "dotted", "none": "solid"}
_REASONS = {"ill": "по болезни", "valid": "по уважительной причине", "none": "без уважительной причины"}


class Face(NamedTuple):
    """Text, the tokens of ink and ground, and the signs of a cell.

    `weight` is "", "bold" or "italic"; `under` is "", "dotted" or "solid".
    """

    text: str
    ink: str = "text"
    weight: str = ""
    small: bool = False
    ground: str = ""
    under: str = ""
    comment: bool = False
    pending: bool = False
    failed: bool = False
    reopened: bool = False
    """Entered after a closed period had been opened again (4.2)."""


class Slots(NamedTuple):
    """The three places of one cell as the page holds them, None where nothing was ever entered."""

    first: CellMark | None
    second: CellMark | None
    debt: CellMark | None

    @property
    def text(self) -> str:
        """«5», «н», «5/4», with the mark of a debt after the cell's own: «5 4» (5.7)."""
        own = shown(_value(self.first), _value(self.second))
        debt = _value(self.debt)
        return f"{own} {debt}".strip() if debt else own

    @property
    def comment(self) -> str:
        """The comment of the first place that has one."""
        return next((mark.comment for mark in self if mark and mark.comment), "")


def _value(mark: CellMark | None) -> str:
    return mark.value if mark else ""


def slots_of(cells: Mapping[tuple[int, int, int], CellMark], lesson: int, pupil: int) -> Slots:
    """The three places of one cell."""
    get = cells.get
    # Plain numbers: iterating an enumeration costs more than the three look-ups.
    return Slots(get((lesson, pupil, 0)), get((lesson, pupil, 1)), get((lesson, pupil, 2)))


def lesson_face(slots: Slots, *, pending: bool, failed: bool, reopened: bool = False) -> Face | None:
    """The face of a lesson's cell; None of an empty cell without any sign."""
    text = slots.text
    if not text and not pending and not failed and not reopened and not slots.comment:
        return None
    if slots.first and slots.first.value == Mark.ABSENT:
        face = Face(text, "absent", weight="bold", ground="absent_bg", under=_UNDER.get(slots.first.reason, ""))
    elif any(is_weak(char) for char in text):
        face = Face(text, "weak", weight="bold")
    else:
        face = Face(text)
    if pending and face.ink == "text":
        face = face._replace(ink="accent_text")
    face = face._replace(small=len(text) > 1, comment=bool(slots.comment), reopened=reopened)
    return face._replace(pending=pending, failed=failed)


def period_face(
    mark: PeriodMark | None, suggested: str, *, pending: bool, failed: bool, reopened: bool = False
) -> Face | None:
    """The face of a period's cell: the entered mark, else the suggested one in pencil."""
    signs = Face("", pending=pending, failed=failed, reopened=reopened)
    if mark and mark.value:
        ink = "weak" if is_weak(mark.value) else "accent_text" if pending else "text"
        return signs._replace(text=mark.value, ink=ink, weight="bold", comment=bool(mark.reason))
    if suggested:
        return signs._replace(text=suggested, ink="text3", weight="italic", under="dotted")
    return signs if pending or failed or reopened else None


def draft_face(text: str) -> Face:
    """The face of a cell whose first digit waits for the second (5.5)."""
    return Face(text, "accent_text", small=len(text) > 1)


def spoken(slots: Slots) -> str:
    """The cell's content for a screen reader."""
    if slots.first and slots.first.value == Mark.ABSENT:
        return f"отсутствие {_REASONS.get(slots.first.reason, 'без указания причины')}"
    return f"отметка {slots.text}" if slots.text else "пусто"


def mark_words(mark: PeriodMark | None, *, female: bool) -> str:
    """What the hint of a period's cell says: why the mark stands so, or what was decided where none does (5.14)."""
    if mark is None:
        return ""
    if mark.value or not mark.state:
        return f"Причина: {mark.reason}" if mark.reason else ""
    denied = "Не аттестована" if female else "Не аттестован"
    return f"{denied if mark.not_attested else 'Сроки обучения продлены'}: {mark.reason}"


def hint(page: CoursePage, slots: Slots) -> str:
    """What the hint of a cell says beyond its picture: comment, reason of an absence, work that a debt was for."""
    parts = []
    if slots.first and slots.first.value == Mark.ABSENT:
        parts.append(f"Отсутствие {_REASONS.get(slots.first.reason, 'без указания причины')}")
    work = page.lesson_by_id.get(slots.debt.for_work or 0) if slots.debt else None
    if slots.debt and work:
        parts.append(f"Отметка {slots.debt.value} за работу {work.day:%d.%m}")
    if slots.comment:
        parts.append(slots.comment)
    return "\n".join(parts)


def reopened_hint(page: CoursePage, column: int, pupil: int) -> str:
    """That a cell was changed after its period had been closed, and why it was opened; F9 tells by whom and when."""
    why = page.reopened.get((column, pupil), "")
    return f"Изменено после открытия закрытого периода, основание: {why}. История: F9" if why else ""


def debt_hint(page: CoursePage, lesson: int, pupil: int) -> str:
    """Beside «н» of a control work: the mark the pupil got for it later, or that it is owed (5.7)."""
    if not missed(page, page.lesson_by_id[lesson], pupil):
        return ""
    paid = paid_debt(page, lesson, pupil)
    if paid is None:
        return "Отметки за эту работу ещё нет"
    return f"За эту работу: {paid.mark.value}, {day_month(paid.lesson.day)}"


def before_hint(page: CoursePage, lesson: int, pupil: int) -> str:
    """In an empty cell of a day before the journal is kept here: what paper says (5.14)."""
    reason = page.missed_before.get((lesson, pupil))
    return "" if reason is None else f"Пропуск с бумаги, {_REASONS[reason]}"


def before_face(page: CoursePage, lesson: int, pupil: int) -> Face | None:
    """The quiet «н» of such a cell: it stands on no page, and a mark may be typed over it."""
    missed_there = (lesson, pupil) in page.missed_before
    return Face(Mark.ABSENT, "text3", weight="italic") if missed_there else None


def head_hint(lesson: LessonColumn) -> str:
    """What the deputy has ordered of a lesson: «Дистанционно, замена: Иванов Пётр Ильич», "" of a usual one."""
    words = ", ".join(part for part in ("дистанционно" if lesson.distance else "", lesson.told) if part)
    return words[:1].upper() + words[1:]


def essay_hint(page: CoursePage, lesson: int, pupil: int) -> str:
    """In either cell of an essay: the other mark, its subject and date (5.9)."""
    note = page.essays.get((lesson, pupil))
    if note is None:
        return ""
    where = f"«{note.subject}», {day_month(note.day)}"
    if not note.waiting:
        side = "За грамотность" if note.content else "За содержание сочинения"
        return f"{side}: {note.mark}, {where}"
    if note.content:
        return f"За грамотность предложено {note.value}: {where}. Ждёт учителя русского языка"
    return f"Предложено за грамотность: {note.value}. Сочинение, {where}. Принять: Ctrl+U"


def outside_hint(pupil: PupilRow) -> str:
    """Why a cell lies outside membership: date and order of arrival or departure (5.4 knows no sign for it)."""
    parts = []
    if pupil.arrived:
        order = f", {pupil.arrival_order}" if pupil.arrival_order else ""
        parts.append(f"В списке с {pupil.arrived:%d.%m.%Y}{order}")
    if pupil.left:
        order = f", {pupil.departure_order}" if pupil.departure_order else ""
        parts.append(f"{pupil.gone_words} {pupil.left:%d.%m.%Y}{order}")
    return "\n".join(parts) or "Ученика не было в списке"
