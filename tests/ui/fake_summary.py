"""A summary sheet of 7А at the year's end, made up in memory: the same pupils as the fake office's pages."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

from ezh_desktop.domain.calendar import PeriodKind
from ezh_desktop.domain.change import EntryRef
from ezh_desktop.domain.council import Decided, DecisionKind
from ezh_desktop.domain.russian import Gender
from ezh_desktop.services.pages.course import Membership
from ezh_desktop.services.pages.summary import (
    CouncilEntry,
    Slot,
    SummaryMark,
    SummaryPage,
    SummaryPupil,
    SummarySubject,
)
from tests.ui.fake_office import NAMES, TERMS

CLASS = 900
QUARTERS = tuple(Slot(PeriodKind.QUARTER, number) for number in (1, 2, 3, 4))
HALVES = tuple(Slot(PeriodKind.HALF, number) for number in (1, 2))
YEAR, EXAM, FINAL = (Slot(kind, 1) for kind in (PeriodKind.YEAR, PeriodKind.EXAM, PeriodKind.FINAL))
SUBJECTS = (
    "Русский язык", "Литература", "Английский язык", "Алгебра", "Геометрия", "Вероятность и статистика",
    "Информатика", "История", "Обществознание", "География", "Физика", "Биология", "Изобразительное искусство",
    "Музыка", "Труд (технология)", "Физическая культура",
)  # fmt: skip
ALGEBRA = 3
MAY = date(2027, 5, 27)


def a_sheet(
    *, pupils: int = 27, subjects: int = len(SUBJECTS), grade: int = 7, decided: bool = True, may_decide: bool = True,
    today: date = MAY, halves: bool = False,
) -> SummaryPage:  # fmt: skip
    """`halves` gives the last subject half-years; Алгебра is course 1 of the fake office."""
    made = tuple(_subject(at, halves and at == subjects - 1) for at in range(subjects))
    rows = tuple(_pupil(number, name) for number, name in enumerate(NAMES[:pupils], 1))
    spans = dict(zip(QUARTERS, TERMS, strict=True)) | {
        HALVES[0]: (TERMS[0][0], TERMS[1][1]),
        HALVES[1]: (TERMS[2][0], TERMS[3][1]),
        **dict.fromkeys((YEAR, EXAM, FINAL), (TERMS[0][0], TERMS[3][1])),
    }
    page = SummaryPage(
        cursor=0, school_class=CLASS, class_name=f"{grade}А", grade=grade, ungraded_until=None,
        year_label="2026/2027", school_name="Школа", today=today, may_decide=may_decide, pupils=rows,
        subjects=made if grade > 1 else (), slots=(*QUARTERS, *(HALVES if halves else ()), YEAR, EXAM, FINAL),
        spans=MappingProxyType(spans), marks=MappingProxyType({}), exempt=frozenset(), decisions=(),
    )  # fmt: skip
    page = replace(page, marks=MappingProxyType(_marks(page)))
    return replace(page, decisions=_decisions(page)) if decided else page


def _subject(at: int, half: bool) -> SummarySubject:
    own = (*(HALVES if half else QUARTERS), YEAR, EXAM, FINAL)
    course = 1 if at == ALGEBRA else 40 + at
    return SummarySubject(at + 1, SUBJECTS[at], (course,), MappingProxyType({slot: _period(slot) for slot in own}))


def _period(slot: Slot) -> int:
    """The periods of the fake office's Алгебра."""
    return 100 + (slot.number if slot.is_term else {"year": 5, "exam": 7, "final": 6}[slot.kind.value])


def _pupil(number: int, name: str) -> SummaryPupil:
    left = date(2026, 11, 16) if name.startswith("Жуков") else None
    gender = Gender.FEMALE if name.split()[1][-1] in "ая" else Gender.MALE
    stays = (Membership(None, left - timedelta(days=1) if left else None),)
    return SummaryPupil(5000 + number, number, name, gender, stays, left, "№ 44 от 13.11.2026" if left else "")


def _marks(page: SummaryPage) -> dict[tuple[int, int, Slot], SummaryMark]:
    dice = random.Random(5)
    found = {}
    for pupil in page.pupils:
        level = dice.choice((3, 3, 3, 4, 4, 4, 5, 5))
        for subject in page.subjects:
            terms = []
            for slot in (one for one in page.slots if one.is_term):
                if not page.closed(pupil, subject, slot):
                    value = max(3, min(5, level + dice.choice((-1, 0, 0, 0, 0, 1))))
                    terms.append(2 if (pupil.number, subject.name) == (18, "Алгебра") and slot.number > 1 else value)
                    found[subject.subject, pupil.pupil, slot] = SummaryMark(str(terms[-1]), subject.courses[0])
            year = round(sum(terms) / len(terms)) if terms else 0
            skip = (pupil.number, subject.name) == (23, "Геометрия")
            if year and not page.closed(pupil, subject, YEAR) and not skip:
                found[subject.subject, pupil.pupil, YEAR] = SummaryMark(str(year), subject.courses[0])
    return found


def _decisions(page: SummaryPage) -> tuple[CouncilEntry, ...]:
    found = []
    for pupil in page.pupils:
        if pupil.left is None and pupil.number != 23:
            kind = DecisionKind.CONDITIONAL if pupil.number == 18 else DecisionKind.PROMOTED
            target = str(page.grade + 1) if kind is DecisionKind.PROMOTED else ""
            decided = Decided(kind, "8", date(2027, 5, 27), target)
            found.append(CouncilEntry(9000 + pupil.number, pupil.pupil, decided, EntryRef(1, pupil.number)))
    return tuple(found)
