"""Period marks that come in from a table (отметки за периоды с бумаги): a row a pupil, a column a period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from ezh_desktop.domain.calendar import PeriodKind
from ezh_desktop.domain.incoming import Spot
from ezh_desktop.domain.names import PersonName

PeriodName: TypeAlias = tuple[PeriodKind, int]
"""Kind and number: (quarter, 1)."""


@dataclass(frozen=True, slots=True)
class PeriodMarksRow:
    """A pupil by name with what stands in the columns of periods; empty cells are left out."""

    spot: Spot
    name: PersonName
    marks: Mapping[PeriodName, str]
    columns: Mapping[PeriodName, str] = field(default_factory=dict)
    """Period → letter of its column."""


@dataclass(frozen=True, slots=True)
class ClassMark:
    """A mark of one subject and period; `column` is its letter in the file, `shown` that in the shown table.

    `of` is the greatest number of the subject's columns: half-years may stand under II and IV of four quarters.
    """

    subject: str
    period: PeriodName
    value: str
    of: int = 0
    column: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class ClassMarksRow:
    """A pupil in a table of the whole class: marks of all subjects; `line` is the row's line in the shown table."""

    spot: Spot
    line: int
    name: PersonName
    marks: tuple[ClassMark, ...]
