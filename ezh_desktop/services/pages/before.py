"""What came with a pupil from another class, subgroup or school, put in order for the page (4.3.4).

And what was missed before the journal was kept here: of those days nobody sets «н», a reason that paper gives is the
absence itself (5.14).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from ezh_desktop.domain.away import HOME, away_on
from ezh_desktop.services.pages.course import CellMark, LessonColumn, MarkBefore, PeriodColumn, PupilRow


def marks_before(
    found: Iterable[Sequence[Any]], pupils: Iterable[PupilRow], course: int
) -> Mapping[int, tuple[MarkBefore, ...]]:
    """By pupil, in the order of days: marks of days before the pupil came to this page, those of lessons at home, and
    those noted.
    """
    by_pupil = {one.pupil: one for one in pupils}
    made: defaultdict[int, list[MarkBefore]] = defaultdict(list)
    for _, given_in, pupil, day_text, value, source, subgroup, *_ in found:
        day, row = date.fromisoformat(day_text), by_pupil.get(pupil)
        if row is not None and given_in != course and (not given_in or _learned_there(row, day)):
            made[pupil].append(MarkBefore(day, value, _where(source, subgroup)))
    return {pupil: tuple(sorted(marks, key=lambda one: one.day)) for pupil, marks in made.items()}


def periods_before(
    found: Iterable[Sequence[Any]], pupils: Iterable[PupilRow], periods: Iterable[PeriodColumn]
) -> Iterator[Sequence[Any]]:
    """The marks of terms that were over before the pupil came to the page, without their subject."""
    by_pupil, terms = {one.pupil: one for one in pupils}, {one.period: one for one in periods}
    for pupil, period, *rest in found:
        row, term = by_pupil.get(pupil), terms.get(period)
        if row is not None and term is not None and _came_after(row, term):
            yield (pupil, period, *rest[:-1])


def _where(source: str, subgroup: str) -> str:
    """«7А», «7А, подгруппа 1»; a subgroup that is named by a word needs no more: «7А, девочки»."""
    return f"{source}, {'подгруппа ' if subgroup.isdecimal() else ''}{subgroup}" if subgroup else source


def _learned_there(row: PupilRow, day: date) -> bool:
    """Whether the day lies before a stay on the page, and in none, or is one of learning at home.

    What is given after a pupil left stays there.
    """
    if row.belongs(day):
        away = away_on(row.away, day)
        return away is not None and away.kind == HOME
    return any(stay.start is not None and day < stay.start for stay in row.stays)


def _came_after(row: PupilRow, term: PeriodColumn) -> bool:
    """Whether the pupil came to the page when the term was over; otherwise its mark is this page's."""
    end = term.end
    return end is not None and all(stay.start is not None and stay.start > end for stay in row.stays)


def missed_before(
    found: Iterable[Sequence[Any]],
    people: Iterable[PupilRow],
    lessons: Iterable[LessonColumn],
    cells: Mapping[tuple[int, int, int], CellMark],
    began: date,
) -> Mapping[tuple[int, int], str]:
    """By (lesson, pupil), the reason of each lesson before `began` that a reason covers and no entry speaks of.

    `found` are rows (pupil, first day, last day, first lesson, last lesson, reason), the later ones last.
    """
    early = [one for one in lessons if one.day < began and not one.cancelled]
    by_pupil = {one.pupil: one for one in people} if early else {}
    made: dict[tuple[int, int], str] = {}
    for pupil, start, end, first, last, kind in found:
        row = by_pupil.get(pupil)
        for lesson in early if row is not None else ():
            covered = start <= lesson.day.isoformat() <= end and (first or 0) <= lesson.number <= (
                last or lesson.number
            )
            entered = any((one := cells.get((lesson.lesson, pupil, slot))) and one.value for slot in (0, 1, 2))
            if covered and not entered and row is not None and row.belongs(lesson.day):
                made[lesson.lesson, pupil] = kind
    return made
