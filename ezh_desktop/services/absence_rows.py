"""The reasons of a class's absences, changed by one act: what stood for a day gives way, nothing is removed.

A reason is given for days. Older rows of these days are cancelled, shortened or parted in two, so that no two rows
speak of one day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from ezh_desktop.domain.change import Change, Row, Value
from ezh_desktop.domain.figures import AbsenceReason
from ezh_desktop.domain.ids import NewId
from ezh_desktop.domain.spans import Span
from ezh_desktop.services.pages.absences import ReasonRow

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Given:
    """A reason for the days of a pupil; `lessons` are the first and last of the day, both None: the whole day."""

    pupil: int
    span: Span
    kind: AbsenceReason
    document: str = ""
    lessons: tuple[int | None, int | None] = (None, None)

    @property
    def last(self) -> date:
        """The last day."""
        return self.span.last or self.span.first

    @property
    def row(self) -> Row:
        """As it is stored."""
        days: Row = {"pupil": self.pupil, "start": self.span.first.isoformat(), "end": self.last.isoformat()}
        rest: Row = {"first_lesson": self.lessons[0], "last_lesson": self.lessons[1], "kind": str(self.kind)}
        return {**days, **rest, "document": self.document, "cancelled": 0}


@dataclass
class _Held:
    """A reason as it is to be; `stored` is what stands in the file, None of a new one."""

    now: Given
    stored: ReasonRow | None = None
    cancelled: bool = False


@dataclass
class ReasonBook:
    """The reasons of a class while an act is made; `changes` tell what it does to the file."""

    school_class: int
    held: list[_Held] = field(default_factory=list)

    @classmethod
    def of(cls, rows: Iterable[ReasonRow], school_class: int) -> ReasonBook:
        """The reasons as they stand."""
        return cls(school_class, [_Held(_given(one), one) for one in rows])

    def standing(self, pupil: int, day: date) -> tuple[Given, ...]:
        """What is said of a pupil's day, the later ones last."""
        return tuple(
            one.now for one in self.held if one.now.pupil == pupil and not one.cancelled and one.now.span.holds(day)
        )

    def take(self, pupil: int, span: Span) -> None:
        """Leave these days without a reason."""
        for one in [one for one in self.held if one.now.pupil == pupil and one.now.span.meets(span)]:
            if not one.cancelled:
                self._cut(one, span)

    def give(self, new: Given) -> None:
        """Give the days that reason. Nothing where this very reason stands for them already.

        Without a document the one of the same reason is kept.
        """
        older = [one for one in self.held if one.now.pupil == new.pupil and one.now.span.meets(new.span)]
        older = [one for one in older if not one.cancelled]
        kept = next((one.now.document for one in older if one.now.kind is new.kind), "")
        new = replace(new, document=new.document or kept)
        if len(older) == 1 and _says(older[0].now, new):
            return
        self.take(new.pupil, new.span)
        self.held.append(_Held(new))

    def _cut(self, one: _Held, gone: Span) -> None:
        was, end = one.now, gone.last or gone.first
        before, after = was.span.first < gone.first, end < was.last
        if before:
            one.now = replace(was, span=Span(was.span.first, gone.first - _DAY))
        elif after:
            one.now = replace(was, span=Span(end + _DAY, was.last))
        else:
            one.cancelled = True
        if before and after:
            self.held.append(_Held(replace(was, span=Span(end + _DAY, was.last))))

    def changes(self, new_id: NewId) -> Iterator[Change]:
        """The changes of the rows, older ones first."""
        for one in self.held:
            if one.stored is not None:
                yield from self._updated(one, one.stored)
            elif not one.cancelled:
                yield Change("absence_reason", (new_id(),), None, one.now.row, self.school_class)

    def _updated(self, one: _Held, stored: ReasonRow) -> Iterator[Change]:
        old = _given(stored).row
        new: Row = {**old, "cancelled": 1} if one.cancelled else one.now.row
        changed: dict[str, Value] = {name: value for name, value in new.items() if old[name] != value}
        if changed:
            before = {name: old[name] for name in changed}
            yield Change("absence_reason", (stored.reason,), before, changed, self.school_class, stored.entry)


def _given(row: ReasonRow) -> Given:
    lessons = (row.first_lesson, row.last_lesson)
    return Given(row.pupil, row.span, row.kind, row.document, lessons)


def _says(old: Given, new: Given) -> bool:
    """Whether an older reason says what a new one would."""
    within = old.span.first <= new.span.first and new.last <= old.last
    return within and (old.kind, old.document, old.lessons) == (new.kind, new.document, new.lessons)
