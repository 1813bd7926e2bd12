"""What is known of a pupil without a mark for a term: the grounds of 5.14 and 5.15, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.domain.figures import AbsenceFigures, share, share_text
from ezh_desktop.domain.russian import count
from ezh_desktop.errors import Refusal
from ezh_desktop.services.pages.course import PeriodColumn, PupilRow
from ezh_desktop.services.pages.individual import IndividualLesson, IndividualPage

EXTENDED, DENIED = "extended", "not_attested"


@dataclass(frozen=True)
class AttestingPage:
    """One pupil, one term of one course. `state` is "" | "not_attested" | "extended", `reason` its words.

    `refused` is why the pupil may not stay not attested; `lessons` are the individual lessons since the term began.
    """

    course: int
    school_class: int
    subject: int
    today: date
    pupil: PupilRow
    period: PeriodColumn
    value: str
    state: str
    reason: str
    entry: EntryRef | None
    absences: AbsenceFigures
    marks: int
    refused: Refusal | None
    journal: IndividualPage
    lessons: tuple[IndividualLesson, ...]

    @property
    def key(self) -> tuple[int, int, int, int]:
        """The key of the period mark's row."""
        school_class = self.pupil.school_class or self.school_class
        return (school_class, self.subject, self.pupil.pupil, self.period.period)

    @property
    def grounds(self) -> str:
        """«Пропущено 12 из 14 уроков, без уважительной причины 11 (78,57 %); текущих отметок нет.»."""
        missed = self.absences
        lessons = count(missed.held, "урока", "уроков", "уроков")
        part = share_text(share(missed.unexcused, missed.held))
        marks = count(self.marks, "текущая отметка", "текущие отметки", "текущих отметок") if self.marks else ""
        return (
            f"Пропущено {missed.total} из {lessons}, без уважительной причины {missed.unexcused} ({part}); "
            f"{marks or 'текущих отметок нет'}."
        )
