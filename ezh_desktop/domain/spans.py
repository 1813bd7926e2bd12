"""A stretch of days, both ends included: a membership, a teacher's time on a course, a role, a substitution."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

NEVER: Final = date(1900, 1, 1)
"""The end of a stretch that was entered by mistake and taken back: it holds no day, and nothing shows it."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days from `first` to `last`, both included; `last` None means that no end is known yet."""

    first: date
    last: date | None = None

    def __post_init__(self) -> None:
        """Refuse a span that ends before it begins."""
        if self.last is not None and self.last < self.first:
            raise ValueError("a span ends before it begins")

    def holds(self, day: date) -> bool:
        """Whether the day lies inside."""
        return self.first <= day and (self.last is None or day <= self.last)

    def meets(self, other: Span) -> bool:
        """Whether some day lies in both."""
        return self.first <= (other.last or date.max) and other.first <= (self.last or date.max)


def any_holds(spans: Iterable[Span], day: date) -> bool:
    """Whether one of the spans holds the day."""
    return any(span.holds(day) for span in spans)
