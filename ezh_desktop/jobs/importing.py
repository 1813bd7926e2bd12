"""Reading a table for an import, beside the window's thread: the file is opened, its sheet and columns are found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ezh_desktop.domain.calendar import AcademicYear
from ezh_desktop.exchange import period_marks, plan, pupils, schoolbook
from ezh_desktop.exchange.absences_table import AbsencesTable, read_absences
from ezh_desktop.exchange.class_marks import ClassMarksTable, read_class_marks
from ezh_desktop.exchange.oneroster import is_roster, read_roster
from ezh_desktop.exchange.period_marks import PeriodMarksTable
from ezh_desktop.exchange.plan import PlanTable
from ezh_desktop.exchange.pupils import PupilTable
from ezh_desktop.exchange.school import SchoolTable
from ezh_desktop.exchange.tables import read_book
from ezh_desktop.exchange.timetable import TimetableTable
from ezh_desktop.exchange.timetables import read_timetable


@dataclass(frozen=True)
class ReadPupils:
    """Reads a class list; `school_class` chooses among sheets and rows of several classes. Raises BadInput."""

    path: Path
    today: date
    school_class: str = ""

    def __call__(self) -> PupilTable:
        """The list as it was recognised."""
        sheet, layout = pupils.choose_sheet(read_book(self.path), self.school_class)
        return pupils.read_pupils(sheet, layout, self.today, self.school_class)


@dataclass(frozen=True)
class ReadPlan:
    """Reads a lesson plan. Raises BadInput."""

    path: Path

    def __call__(self) -> PlanTable:
        """The plan as it was recognised."""
        return plan.read_plan(*plan.choose_sheet(read_book(self.path)))


@dataclass(frozen=True)
class ReadPeriodMarks:
    """Reads period marks of one course. Raises BadInput."""

    path: Path

    def __call__(self) -> PeriodMarksTable:
        """The marks as they were recognised."""
        return period_marks.read_marks(*period_marks.choose_sheet(read_book(self.path)))


@dataclass(frozen=True)
class ReadClassMarks:
    """Reads period marks of a whole class. Raises BadInput."""

    path: Path

    def __call__(self) -> ClassMarksTable:
        """The marks as they were recognised."""
        return read_class_marks(read_book(self.path))


@dataclass(frozen=True)
class ReadAbsences:
    """Reads absences of paper: by days or as a list; `year` gives days their year. Raises BadInput."""

    path: Path
    year: AcademicYear

    def __call__(self) -> AbsencesTable:
        """The absences as they were recognised."""
        return read_absences(read_book(self.path), self.year)


@dataclass(frozen=True)
class ReadTimetable:
    """Reads a timetable of FET or of a spreadsheet. Raises BadInput."""

    path: Path

    def __call__(self) -> TimetableTable:
        """The timetable as it was recognised."""
        return read_timetable(self.path)


@dataclass(frozen=True)
class ReadSchool:
    """Reads a whole school: a workbook of sheets, or a OneRoster folder, plain or packed. Raises BadInput."""

    path: Path
    today: date

    def __call__(self) -> SchoolTable:
        """The school as it was recognised."""
        if self.path.is_dir() or is_roster(self.path):
            return read_roster(self.path, self.today)
        return schoolbook.read_book(read_book(self.path), self.today)
