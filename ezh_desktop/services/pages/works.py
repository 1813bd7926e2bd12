"""What «График контрольных работ» shows of a class: planned and held works by date, each with its warnings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One work. `held` when its lesson is over or has a topic; `warnings` are Russian words, none when all is well.

    A page that is not `readable` is not opened, and tells no topic.
    """

    course: int
    lesson: int
    day: date
    subject: str
    kind: str
    topic: str
    held: bool
    warnings: tuple[str, ...]
    readable: bool = True


@dataclass(frozen=True, slots=True)
class WorksPage:
    """The works of a class in order of their days."""

    class_name: str
    year_label: str
    today: date
    lines: tuple[WorkLine, ...]

    @property
    def warned(self) -> int:
        """Works with something to look at."""
        return sum(bool(line.warnings) for line in self.lines)
