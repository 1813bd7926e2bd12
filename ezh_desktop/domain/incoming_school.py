"""A whole school that comes in at once: staff, classes, pupils and courses of one workbook or roster, row by row.

Names are as the file has them: `services.importing.school` finds or makes ours.
"""

from __future__ import annotations

from dataclasses import dataclass

from ezh_desktop.domain.incoming import Flaw, PupilRow, Spot


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A member of staff: full name, post («Учитель химии»), gender f, m or «»."""

    spot: Spot
    line: int
    name: str
    post: str = ""
    gender: str = ""
    flaws: tuple[Flaw, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class with its class teacher, shift and room; `leader` and `room` may be empty."""

    spot: Spot
    line: int
    name: str
    leader: str = ""
    shift: int = 1
    room: str = ""
    flaws: tuple[Flaw, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A pupil and the class the file puts them in."""

    line: int
    school_class: str
    pupil: PupilRow


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A subject in one class, or in several taught at once: lessons a week in tenths (0: not said), who teaches it.

    `members` are lines of pupils who make the subgroup; none: nobody is put into it by the file.
    """

    spot: Spot
    line: int
    classes: tuple[str, ...]
    subject: str
    subgroup: str = ""
    hours_tenths: int = 0
    teachers: tuple[str, ...] = ()
    members: tuple[int, ...] = ()
    flaws: tuple[Flaw, ...] = ()


@dataclass(frozen=True, slots=True)
class SchoolRows:
    """All rows of a file, each kind in its order; `line` is the place in the table that a person is shown."""

    staff: tuple[StaffRow, ...] = ()
    classes: tuple[ClassRow, ...] = ()
    members: tuple[MemberRow, ...] = ()
    courses: tuple[CourseRow, ...] = ()

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.staff) + len(self.classes) + len(self.members) + len(self.courses)
