"""What the deputy has done to the lessons of a page, in words (5.2): «перенесён с 02.12, 3-й урок (курсы)»."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeAlias

from ezh_desktop.domain.lesson_changes import ChangeKind, LessonChange, hours_missed
from ezh_desktop.domain.russian import dotted_short

ChangeRow: TypeAlias = tuple[int, int, str, str, int, str]
"""(id, lesson, kind, day, number, reason) of a change in force."""


def changes_told(rows: Iterable[ChangeRow]) -> dict[tuple[int, str, int], str]:
    """The words by lesson, day and number at which it stands; rows in the order of their making."""
    found: dict[tuple[int, str, int], str] = {}
    left: dict[int, tuple[str, int]] = {}
    for _, lesson, kind, day, number, reason in rows:
        if kind == ChangeKind.CANCEL:
            left.setdefault(lesson, (day, number))
        found[lesson, day, number] = _words(ChangeKind(kind), reason, left.get(lesson, (day, number)))
    return found


def page_hours_missed(rows: Iterable[ChangeRow], course: int, today: date) -> int:
    """Hours by which the page falls behind through the deputy's changes; see `lesson_changes.hours_missed`."""
    changes = (
        LessonChange(ident, lesson, course, ChangeKind(kind), day, number, over=False)
        for ident, lesson, kind, day, number, _ in rows
    )
    return hours_missed(changes, "", today.isoformat())


def _words(kind: ChangeKind, reason: str, home: tuple[str, int]) -> str:
    if kind is ChangeKind.EVENT:
        return f"вместо урока: {reason}"
    day, number = home
    words = {
        ChangeKind.TRANSFER: f"перенесён с {dotted_short(date.fromisoformat(day))}, {number}-й урок",
        ChangeKind.EXTRA: "дополнительный урок",
    }.get(kind, "урок отменён")
    return f"{words} ({reason})" if reason else words
