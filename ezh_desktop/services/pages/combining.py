"""The final mark of Математика in grade 9: a column of the summary sheet alone, counted and never typed (4.4.5).

Алгебра, Геометрия, Вероятность и статистика are marked on pages of their own and share one exam. Their year marks and
that exam make one final mark; it is formed as the rest of the sheet is (5.33), so nobody enters it. The year's setting
`final.mathematics` lets the column stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ezh_desktop.domain.calendar import PeriodKind
from ezh_desktop.domain.figures import final_mark
from ezh_desktop.domain.kinds import SubjectKind
from ezh_desktop.services.pages.summary import Marks, Slot, SummaryMark, SummarySubject

GRADE: Final = 9
NAME: Final = "Математика"
SUBJECT: Final = 0
"""The column's key: no subject of the file has it."""
PARTS: Final = frozenset({SubjectKind.ALGEBRA, SubjectKind.GEOMETRY, SubjectKind.STATISTICS})
YEAR, EXAM, FINAL = (Slot(kind, 1) for kind in (PeriodKind.YEAR, PeriodKind.EXAM, PeriodKind.FINAL))


def combined(
    subjects: tuple[SummarySubject, ...], kinds: Mapping[int, SubjectKind], grade: int
) -> tuple[SummarySubject, ...]:
    """The subjects with the column behind the last of its parts; as they were where there is none to make."""
    parts = [one for one in subjects if kinds[one.subject] in PARTS]
    if grade != GRADE or len(parts) < 2:
        return subjects
    slots = {slot: 0 for slot in (EXAM, FINAL) if any(slot in one.periods for one in parts)}
    column = SummarySubject(SUBJECT, NAME, (), MappingProxyType(slots), tuple(one.subject for one in parts))
    after = subjects.index(parts[-1]) + 1
    return (*subjects[:after], column, *subjects[after:])


def combined_marks(
    subjects: tuple[SummarySubject, ...], marks: Marks, exempt: frozenset[tuple[int, int]]
) -> dict[tuple[int, int, Slot], SummaryMark]:
    """The marks of the combined columns: the exam of any part, and the final once every part has its year mark."""
    found: dict[tuple[int, int, Slot], SummaryMark] = {}
    for subject in (one for one in subjects if one.parts):
        for pupil in {pupil for part, pupil, _ in marks if part in subject.parts}:
            years, exam = combined_from(subject, pupil, marks, exempt)
            if exam is not None:
                found[subject.subject, pupil, EXAM] = SummaryMark(str(exam), None)
            if years:
                found[subject.subject, pupil, FINAL] = SummaryMark(str(final_mark(years, exam)), None)
    return found


def combined_from(
    subject: SummarySubject, pupil: int, marks: Marks, exempt: frozenset[tuple[int, int]]
) -> tuple[tuple[int, ...], int | None]:
    """The year marks and the exam that a pupil's final is counted from; no year marks while one of them is owed."""
    owed = [part for part in subject.parts if (pupil, part) not in exempt]
    years = tuple(int(marks[part, pupil, YEAR].value) for part in owed if (part, pupil, YEAR) in marks)
    exams = (marks.get((part, pupil, EXAM)) for part in subject.parts)
    exam = next((int(mark.value) for mark in exams if mark is not None), None)
    return (years if len(years) == len(owed) else ()), exam
