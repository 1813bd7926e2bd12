"""What the workbook holds into which a class is copied from its paper journal: pupils, subjects, days to be filled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PaperSubject:
    """A graded subject and its terms that began before the journal did, as the paper heads them: «I», «II п/г»."""

    name: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperBook:
    """A class before `began`, the day from which its journal is kept in the program; `days` had lessons."""

    class_name: str
    year_label: str
    began: date
    pupils: tuple[str, ...]
    subjects: tuple[PaperSubject, ...]
    days: tuple[date, ...]
