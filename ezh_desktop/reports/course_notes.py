"""Small print of the course pages: signs, kinds of work, who left and arrived, who substituted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ezh_desktop.domain.away import AWAY_WORDS, Away, is_home_group
from ezh_desktop.domain.kinds import lesson_kind
from ezh_desktop.domain.russian import dotted, dotted_short
from ezh_desktop.reports.base import FLOOR, Sheet
from ezh_desktop.reports.course_plan import CoursePlan, Spread
from ezh_desktop.reports.fonts import Font
from ezh_desktop.reports.ink import Ink
from ezh_desktop.reports.text import wrap
from ezh_desktop.services.pages.course import LessonColumn, PupilRow, SubstitutionNote

SIZE, STEP, GAP = 7.0, 3.15, 4.0
"""Small print in pt, its distance of base lines and from the table, mm."""
_SIZES = (SIZE, 6.2)
_LAST_RESORT = 5.5
_ORDER = re.compile(r"^(?:приказ|пр\.)?\s*(?:№\s*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Note:
    """A paragraph below a table. Where room is short the highest `spare` is left out first; 0 never is."""

    text: str
    spare: int = 0


def name_note(pupil: PupilRow, end: date | None, subgroup: str = "") -> str:
    """«выб. 23.11.2026, пр. № 41-у» beside the name once the pupil has left by `end`; empty otherwise.

    Who left but the `subgroup` of the page has «по 23.11.2026» there.
    """
    if pupil.left is None or (end is not None and pupil.left > end):
        return ""
    if subgroup and not pupil.departure_order:
        return f"по {dotted(pupil.left)}"
    number = _ORDER.sub("", pupil.departure_order).split(" от ", maxsplit=1)[0].strip()
    return f"выб. {dotted(pupil.left)}" + (f", пр. № {number}" if number else "")


def left_notes(plan: CoursePlan, spread: Spread, substitutes: Sequence[str] = ()) -> list[Note]:
    """What stands below the left table.

    Without room the kinds of work go first, then who left (it stands beside the name as well), then the signs.
    """
    subgroup = plan.page.subgroup
    notes = (
        Note(_signs(plan, spread), 1),
        Note(_kinds(spread), 3),
        Note(_left(spread, subgroup), 2),
        Note(_arrived(spread, subgroup)),
        Note(_elsewhere(spread)),
        *(Note(line) for line in substitutes),
    )
    return [note for note in notes if note.text]


def draw_notes(ink: Ink, sheet: Sheet, below: float, notes: Sequence[Note]) -> None:
    """Draw the notes from `below` mm downward: smaller when they need it, then without those that can be spared."""
    room = below - FLOOR
    size, lines = _fitting(notes, sheet.x1 - sheet.x0, room)
    for index, line in enumerate(lines):
        ink.text(sheet.x0, below - GAP - index * STEP * size / SIZE, line, Font.SANS, size)


def notes_height(notes: Sequence[Note], sheet: Sheet) -> float:
    """How much room the notes need at their usual size, mm."""
    return GAP + STEP * (len(_lines(notes, sheet.x1 - sheet.x0, SIZE)) - 1)


def _fitting(notes: Sequence[Note], wide: float, room: float) -> tuple[float, list[str]]:
    kept = list(notes)
    while True:
        for size in _SIZES:
            lines = _lines(kept, wide, size)
            if GAP + STEP * size / SIZE * (len(lines) - 1) <= room:
                return size, lines
        spare = max(note.spare for note in kept)
        if not spare:
            return _LAST_RESORT, _lines(kept, wide, _LAST_RESORT)
        kept = [note for note in kept if note.spare < spare]
        if not kept:
            return SIZE, []


def _lines(notes: Sequence[Note], wide: float, size: float) -> list[str]:
    return [line for note in notes for line in wrap(note.text, Font.SANS, size, wide)]


def _signs(plan: CoursePlan, spread: Spread) -> str:
    signs = ["н — отсутствие на уроке", f"черта — {_not_listed(plan.page.subgroup)}"]
    if plan.page.double_marks and plan.page.marks_allowed:
        signs.append("5/4 — две отметки за одну работу (п. 5.5)")
    if _has_debts(plan, spread):
        signs.append("4 5 — вторая отметка за пропущенную ранее работу (п. 5.7)")
    return f"Обозначения: {'; '.join(signs)}."


def _not_listed(subgroup: str) -> str:
    if is_home_group(subgroup):
        return "не обучается на дому"
    return "не числится в подгруппе" if subgroup else "не числится в классе"


def _has_debts(plan: CoursePlan, spread: Spread) -> bool:
    return not plan.debt_lessons.isdisjoint(row.lesson.lesson for row in spread.rows)


def _kinds(spread: Spread) -> str:
    """The kinds of work of this spread, each once, in order of appearance."""
    kinds = {slot.kind: None for slot in _held(spread) if slot.kind}
    named = [lesson_kind(code) for code in kinds]
    words = [f"{kind.abbreviation} — {kind.name[:1].lower()}{kind.name[1:]}" for kind in named if kind.abbreviation]
    return f"Виды работ: {'; '.join(words)}." if words else ""


def _held(spread: Spread) -> list[LessonColumn]:
    return [row.lesson for row in spread.rows if not row.coming]


def _left(spread: Spread, subgroup: str) -> str:
    """«Выбыл: Тарасов Кирилл (№ 22), 23.11.2026, приказ № 41-у от 20.11.2026.» of all who left by the spread's end."""
    left = [(one.left, one) for one in spread.pupils if one.left and _until(one.left, spread.end)]
    return " ".join(
        _moved(_gone(one, subgroup), one, day, one.departure_order) for day, one in sorted(left, key=_by_day)
    )


def _gone(pupil: PupilRow, subgroup: str) -> str:
    """What became of who left; without an order of the school it was the page's subgroup alone that was left."""
    if not subgroup or pupil.departure_order:
        return pupil.gone_words
    if is_home_group(subgroup):
        return "Обучение на дому окончено"
    return f"{'Вышла' if pupil.female else 'Вышел'} из подгруппы"


def _arrived(spread: Spread, subgroup: str) -> str:
    """The same of all who arrived by the spread's end."""
    arrived = [(one.arrived, one) for one in spread.pupils if one.arrived and _until(one.arrived, spread.end)]
    return " ".join(
        _moved(_come(one, subgroup), one, day, one.arrival_order) for day, one in sorted(arrived, key=_by_day)
    )


def _come(pupil: PupilRow, subgroup: str) -> str:
    if not subgroup or pupil.arrival_order:
        return "Прибыла" if pupil.female else "Прибыл"
    if is_home_group(subgroup):
        return "Обучение на дому начато"
    return f"{'Вошла' if pupil.female else 'Вошёл'} в подгруппу"


def _elsewhere(spread: Spread) -> str:
    """«Обучалась на дому: Абрамова Дарья (№ 1), 30.11.2026–30.01.2027, приказ № 118-у.» of days within the spread."""
    days = [row.lesson.day for row in spread.rows]
    held = [
        (stay, one)
        for one in spread.pupils
        for stay in one.away
        if days and stay.span.first <= days[-1] and (stay.span.last is None or days[0] <= stay.span.last)
    ]
    return " ".join(_away(stay, one) for stay, one in held)


def _away(stay: Away, pupil: PupilRow) -> str:
    last = f"–{dotted(stay.span.last)}" if stay.span.last else ""
    since = dotted(stay.span.first) if last else f"с {dotted(stay.span.first)}"
    order = f", приказ № {_ORDER.sub('', stay.number)}" if stay.number else ""
    over = "Обучалась" if pupil.female else "Обучался"
    verb = over if last else "Обучается"
    return f"{verb} {AWAY_WORDS[stay.kind]}: {pupil.name} (№ {pupil.number}), {since}{last}{order}."


def _by_day(moved: tuple[date, PupilRow]) -> tuple[date, int]:
    return moved[0], moved[1].number


def _until(day: date, end: date | None) -> bool:
    return end is None or day <= end


def _moved(verb: str, pupil: PupilRow, day: date, order: str) -> str:
    number = _ORDER.sub("", order).strip()
    by_order = f", приказ № {number}" if number else ""
    return f"{verb}: {pupil.name} (№ {pupil.number}), {dotted(day)}{by_order}."


def substitute_texts(plan: CoursePlan, spread: Spread) -> list[str]:
    """«21.09–22.09 замещала Кольцова Инна Андреевна» of the substitutions within the spread (4.4.3)."""
    days = [row.lesson.day for row in spread.rows]
    texts = []
    for note in plan.page.substitutions:
        held = [day for day in note.days if days and days[0] <= day <= days[-1]]
        if held:
            texts.append(_substituted(note, held, days))
    return texts


def _substituted(note: SubstitutionNote, held: Sequence[date], days: Sequence[date]) -> str:
    verb = "замещала" if note.female else "замещал"
    return f"{_day_runs(sorted(set(held)), sorted(set(days)))} {verb} {note.name}"


def _day_runs(held: Sequence[date], days: Sequence[date]) -> str:
    """Dates as runs of neighbouring lessons: «21.09–22.09, 05.10»."""
    place = {day: index for index, day in enumerate(days)}
    runs: list[list[date]] = []
    for day in held:
        if runs and place.get(day, -1) == place.get(runs[-1][-1], -9) + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(dotted_short(run[0]) + (f"–{dotted_short(run[-1])}" if len(run) > 1 else "") for run in runs)
