"""What stands in a cell of a pupil's week at home: «3», «2, 3», «4 чёт» are the numbers of the day's lessons."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from ezh_desktop.domain.calendar import WeekParity
from ezh_desktop.errors import BadInput

_HOUR: Final = re.compile(
    r"(\d{1,2})(?:\s*-?й)?\s*(?:урок\w*)?\s*\(?\s*(?:((?:не)?ч[её]т)[а-яё]*\.?)?\)?", re.IGNORECASE
)
_WORDS: Final = {WeekParity.ODD: " нечёт", WeekParity.EVEN: " чёт", WeekParity.EVERY: ""}
_MOST: Final = 14
_WHOLE: Final = 10


class HomeHour(NamedTuple):
    """One lesson of a day: its number, and the weeks it is held in."""

    number: int
    week: WeekParity

    @property
    def tenths(self) -> int:
        """Lessons a week × 10."""
        return _WHOLE if self.week is WeekParity.EVERY else _WHOLE // 2

    def meets(self, other: HomeHour) -> bool:
        """Whether both are at the same time in some week."""
        return self.number == other.number and (self.week is other.week or WeekParity.EVERY in (self.week, other.week))


def typed_home_hours(text: str) -> tuple[HomeHour, ...]:
    """The lessons that a cell names, in order. Raises BadInput on what is no lesson, and on one named twice."""
    found: list[HomeHour] = []
    for part in re.split(r"[,;]", text):
        if part.strip():
            hour = _hour(part.strip())
            if any(hour.meets(other) for other in found):
                raise BadInput(f"{hour.number}-й урок назван дважды.", "Оставьте один.")
            found.append(hour)
    return tuple(sorted(found))


def _hour(text: str) -> HomeHour:
    read = _HOUR.fullmatch(text)
    if read is None or not 1 <= int(read[1]) <= _MOST:
        raise BadInput(f"«{text}» не номер урока.", "Запишите, например, 3, или 3 чёт, если он через неделю.")
    if not read[2]:
        return HomeHour(int(read[1]), WeekParity.EVERY)
    return HomeHour(int(read[1]), WeekParity.ODD if read[2].casefold().startswith("не") else WeekParity.EVEN)


def home_hours_text(hours: Iterable[HomeHour]) -> str:
    """«2, 3», «4 чёт»."""
    return ", ".join(f"{one.number}{_WORDS[one.week]}" for one in sorted(hours))
