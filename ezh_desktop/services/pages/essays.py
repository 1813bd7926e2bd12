"""Essays (сочинение, 5.9) on a course page: which cell of the other subject belongs to one, and what that forbids."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.domain.marks import MARKS, Slot
from ezh_desktop.domain.rules.lesson_findings import ESSAY

if TYPE_CHECKING:
    from ezh_desktop.services.acts import CellEntry
    from ezh_desktop.services.pages.course import CoursePage

_FIRST: Final = int(Slot.FIRST)


@dataclass(frozen=True, slots=True)
class EssayNote:
    """What a cell knows of the essay it belongs to.

    `content` tells the side: True on the page of Литература. `course` to `mark` are the other side's; of a
    `waiting` one, which the teacher of Русский язык has not accepted yet, `value` is the literacy mark proposed.
    `ident` is the link's id, of a waiting one the proposal's.
    """

    ident: int
    entry: EntryRef
    content: bool
    course: int
    lesson: int
    day: date
    subject: str
    mark: str
    value: str
    waiting: bool = False


def essay_notes(found: Iterable[Any], course: int) -> dict[tuple[int, int], EssayNote]:
    """The notes of a page's cells by (lesson, pupil), from the rows of `read_essays`."""
    notes = {}
    for ident, session, seq, source, target, pupil, source_course, target_course, *rest in found:
        source_day, target_day, content, literacy, source_subject, target_subject, waiting = rest
        mine = source_course == course
        lesson, other = (source, target) if mine else (target, source)
        day, subject = (target_day, target_subject) if mine else (source_day, source_subject)
        mark = (literacy if mine else content) or ""
        notes[lesson, pupil] = EssayNote(
            ident,
            EntryRef(session, seq),
            mine,
            target_course if mine else source_course,
            other,
            date.fromisoformat(day),
            subject,
            mark,
            literacy or "",
            bool(waiting),
        )
    return notes


def demand_apart(entries: Iterable[CellEntry], page: CoursePage) -> None:
    """Pass when the entries leave an essay whole; RuleRefused (5.9) for a second mark, and for taking one half away."""
    for entry in entries:
        note = page.essays.get((entry.lesson, entry.pupil))
        if note is None or (note.waiting and not note.content):
            continue
        if entry.slot == Slot.SECOND and entry.value and note.content:
            raise ESSAY.refuse(
                "Отметка за грамотность уже стоит на странице «Русский язык».",
                "За одно сочинение её ставят в одном месте: в клетке или на той странице.",
            )
        if entry.slot == _FIRST and entry.value not in MARKS:
            raise ESSAY.refuse(
                "Это одна из двух отметок за сочинение.", "Сначала уберите отметку за грамотность (Ctrl+U)."
            )
