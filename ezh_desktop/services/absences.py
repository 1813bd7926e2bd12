"""Absences of a class by week: the class teacher gives the reasons and confirms the week (4.3.1, 4.3.7, 5.14).

A reason is given for whole days. What stood for these days before is cut away from older rows, so that no two rows
speak of one day; nothing is removed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final

from ezh_desktop.domain.away import away_on, has_lessons
from ezh_desktop.domain.change import Change, EntryRef, Row
from ezh_desktop.domain.figures import AbsenceReason
from ezh_desktop.domain.rights import About, demand, may
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.spans import Span, any_holds
from ezh_desktop.errors import RuleRefused
from ezh_desktop.services.absence_rows import Given, ReasonBook
from ezh_desktop.services.class_head import class_head
from ezh_desktop.services.commands import Command
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.own import Planned
from ezh_desktop.services.pages.absences import (
    AbsencesPage,
    DayCell,
    DayLesson,
    ListedPupil,
    ReasonRow,
    Week,
    reason_of,
)
from ezh_desktop.storage.reading.absences import (
    WeekRows,
    read_absence_week,
    read_confirmations,
    read_lesson_days,
    read_unexplained,
)
from ezh_desktop.storage.reading.places import read_began, read_year
from ezh_desktop.storage.reading.protocol import read_cursor
from ezh_desktop.storage.reading.rows import Readable, as_day

EXPLAIN: Final = "absence.explain"
CONFIRM: Final = "week.confirm"
_SUNDAY: Final = timedelta(days=6)
_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Duties:
    """What the class teacher owes: weeks that are over and not confirmed, pupils with an absence not explained."""

    unconfirmed: tuple[Week, ...]
    unexplained: int
    earliest: date | None
    """The first day that asks for something."""


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def may_read_absences(office: FileOffice, school_class: int) -> bool:
    """Whether the person sees the absences of a class as a page: the class's own teacher, and who controls (4.3)."""
    return may(office.actor, Action.READ, About(Thing.WEEK_CONFIRMATION, office.clock.today(), school_class))


def duties(db: Readable, school_class: int, today: date) -> Duties:
    """What is still to be done about the absences of a class. Weeks before the journal's beginning are not asked."""
    began = read_began(db, today.isoformat())
    weeks = _weeks(db, school_class, began, today)
    open_weeks = tuple(one for one in weeks if not one.confirmed and one.monday + _SUNDAY < today)
    silent = read_unexplained(db, school_class, began.isoformat(), today.isoformat())
    days = [date.fromisoformat(day) for _, day in silent] + [one.first for one in open_weeks]
    return Duties(open_weeks, len(silent), min(days, default=None))


def absences_page(office: FileOffice, school_class: int, monday: date | None = None) -> AbsencesPage:
    """The week of a class that begins on `monday`; None gives the one where something is to be done, else the present.

    Raises RightRefused for who may not see the class's absences.
    """
    today = office.clock.today()
    confirms = About(Thing.WEEK_CONFIRMATION, today, school_class)
    demand(office.actor, Action.READ, confirms)
    explains = About(Thing.ABSENCES, today, school_class)
    writes = not office.readonly
    with office.reading() as db:
        head = class_head(db, school_class)
        may_explain = writes and may(office.actor, Action.WRITE, explains)
        began = read_began(db, today.isoformat())
        weeks = _weeks(db, school_class, began, today, whole=True)
        asked = duties(db, school_class, today).earliest if monday is None and may_explain else None
        week = _chosen(weeks, monday or monday_of(asked or today))
        found = _week_rows(db, school_class, week)
        entries = {one[0]: EntryRef(one[2], one[3]) for one in read_confirmations(db, school_class)}
        cursor = read_cursor(db)
    made = _Making(found, today)
    days = tuple(dict.fromkeys(date.fromisoformat(one[3]) for one in found.lessons))
    return AbsencesPage(
        cursor=cursor,
        school_class=school_class,
        class_name=head[0],
        today=today,
        week=week,
        weeks=weeks,
        days=days,
        pupils=made.pupils_of(days),
        cells=made.cells(days),
        reasons=made.reasons,
        entry=entries.get(week.monday.isoformat()) if week else None,
        began=began,
        may_explain=may_explain,
        may_confirm=writes and may(office.actor, Action.WRITE, confirms),
    )


def _weeks(db: Readable, school_class: int, began: date, today: date, *, whole: bool = False) -> tuple[Week, ...]:
    """The weeks with lessons from the journal's beginning to the present one; `whole`: those before it, too."""
    year = read_year(db, today.isoformat())
    first = year.start if whole and year is not None else began.isoformat()
    until = monday_of(today) + _SUNDAY
    confirmed = {monday for monday, holds, *_ in read_confirmations(db, school_class) if holds}
    by_week: defaultdict[date, list[date]] = defaultdict(list)
    for text in read_lesson_days(db, school_class, first, until.isoformat()):
        day = date.fromisoformat(text)
        by_week[monday_of(day)].append(day)
    return tuple(
        Week(monday, days[0], days[-1], monday.isoformat() in confirmed, before=days[-1] < began)
        for monday, days in sorted(by_week.items())
    )


def _chosen(weeks: Sequence[Week], monday: date) -> Week | None:
    """The week that begins on that day, else the nearest before it, else the first."""
    before = [one for one in weeks if one.monday <= monday]
    return before[-1] if before else next(iter(weeks), None)


def _week_rows(db: Readable, school_class: int, week: Week | None) -> WeekRows:
    if week is None:
        return WeekRows([], [], [], [], [])
    return read_absence_week(db, school_class, week.first.isoformat(), week.last.isoformat())


class _Making:
    """Makes the cells of a week from its rows."""

    def __init__(self, found: WeekRows, today: date) -> None:
        self._found, self._today = found, today
        self._absent = {(lesson, pupil) for lesson, pupil in found.absent}
        self.reasons = tuple(reason_row(one) for one in found.reasons)
        self._reasons: defaultdict[int, list[ReasonRow]] = defaultdict(list)
        for one in self.reasons:
            self._reasons[one.pupil].append(one)
        self._members: defaultdict[tuple[int, int], list[Span]] = defaultdict(list)
        for course, pupil, start, end in found.members:
            self._members[course, pupil].append(_span(start, end))
        self._pupils = _listed(found.pupils)

    def pupils_of(self, days: Sequence[date]) -> tuple[ListedPupil, ...]:
        """Who was on the list on one of the days."""
        return tuple(one for one in self._pupils if any(one.present(day) for day in days))

    def cells(self, days: Sequence[date]) -> Mapping[tuple[int, date], DayCell]:
        """Each day of each pupil who was on the list."""
        by_day: defaultdict[date, list[Any]] = defaultdict(list)
        for one in self._found.lessons:
            by_day[date.fromisoformat(one[3])].append(one)
        return {
            (one.pupil, day): self._cell(one.pupil, day, by_day[day])
            for one in self._pupils
            for day in days
            if one.present(day)
        }

    def _cell(self, pupil: int, day: date, lessons: Iterable[Any]) -> DayCell:
        spoken = [one for one in self._reasons[pupil] if one.span.holds(day)]
        known = spoken[-1].kind if spoken and day >= self._today else None
        held = tuple(self._lessons(pupil, day, lessons)) if day <= self._today else ()
        return DayCell(held, known, spoken[-1].document if spoken else "")

    def _lessons(self, pupil: int, day: date, lessons: Iterable[Any]) -> Iterator[DayLesson]:
        elsewhere = away_on(self._found.away.get(pupil, ()), day) is not None
        for lesson, course, subgroup, _, number, subject in lessons:
            listed = any_holds(self._members[course, pupil], day)
            if has_lessons(subgroup, listed=listed, elsewhere=elsewhere):
                absent = (lesson, pupil) in self._absent
                yield DayLesson(number, subject, reason_of(self._reasons[pupil], day, number) if absent else None)


def _listed(found: Iterable[Any]) -> tuple[ListedPupil, ...]:
    stays: defaultdict[int, list[Span]] = defaultdict(list)
    names: dict[int, str] = {}
    for pupil, surname, given, start, end in found:
        names[pupil] = f"{surname} {given}"
        stays[pupil].append(_span(start, end))
    return tuple(ListedPupil(one, at, name, tuple(stays[one])) for at, (one, name) in enumerate(names.items(), 1))


def _span(start: str | None, end: str | None) -> Span:
    return Span(as_day(start) or date.min, as_day(end))


def reason_row(one: Any) -> ReasonRow:  # noqa: ANN401 - a row of the driver
    """A reason from its row, as `read_absence_week` gives it."""
    reason, pupil, start, end, first, last, kind, document, session, seq = one
    span = Span(date.fromisoformat(start), date.fromisoformat(end))
    return ReasonRow(reason, pupil, span, first, last, AbsenceReason(kind), document, EntryRef(session, seq))


# Acts


def explain(
    office: FileOffice, school_class: int, places: Sequence[tuple[int, date]], kind: AbsenceReason, document: str = ""
) -> EntryRef:
    """Give the days of some pupils, all of one week, a reason; `NOT_GIVEN` takes it away. One act; waits.

    Raises RightRefused for who does not lead the class, RuleRefused where nothing was missed or nothing changes.
    """
    page = _demanded(office, school_class, places)
    book = ReasonBook.of(page.reasons, school_class)
    for pupil, span in _spans(page, places, kind):
        if kind is AbsenceReason.NOT_GIVEN:
            book.take(pupil, span)
        else:
            book.give(Given(pupil, span, kind, document.strip()))
    changes = list(book.changes(system_ids()))
    if not changes:
        raise RuleRefused("Здесь ничего не меняется.", "Выберите день с пропуском.", "5.14")
    return _execute(office, EXPLAIN, changes, Thing.ABSENCES, page)


def name_document(office: FileOffice, school_class: int, places: Sequence[tuple[int, date]], text: str) -> EntryRef:
    """Write the document of the reasons that stand on these days: a certificate, an application. One act; waits.

    Raises RuleRefused where no reason is given yet or the words are too long.
    """
    page, text = _demanded(office, school_class, places), text.strip()
    if len(text) > _MOST:
        raise RuleRefused("Название документа слишком длинно.", f"Не больше {_MOST} знаков.", "5.14")
    found = [one for one in page.reasons if any(one.pupil == who and one.span.holds(day) for who, day in places)]
    if not found:
        raise RuleRefused("Причина здесь ещё не указана.", "Сначала укажите её: б, у или п.", "5.14")
    changes = [_update(page, one, {"document": one.document}, {"document": text}) for one in found]
    changed = [one for one in changes if one.old != one.new]
    if not changed:
        raise RuleRefused("Здесь ничего не меняется.", "Измените название документа.", "5.14")
    return _execute(office, EXPLAIN, changed, Thing.ABSENCES, page)


def confirm_week(office: FileOffice, school_class: int, monday: date) -> EntryRef:
    """Confirm that the absences of a week are looked through (4.3.1). Waits.

    Raises RightRefused for who does not lead the class, RuleRefused before the week's last school day or twice.
    """
    page = absences_page(office, school_class, monday)
    demand(office.actor, Action.WRITE, About(Thing.WEEK_CONFIRMATION, page.today, school_class))
    week = page.week
    if week is None or week.monday != monday:
        raise RuleRefused("В этой неделе у класса нет уроков.", "Выберите другую неделю.", "4.3.7")
    if week.before:
        raise RuleRefused("Эта неделя прошла до начала журнала.", "Подтверждать её не нужно.", "4.3.7")
    if week.last > page.today:
        raise RuleRefused("Учебная неделя ещё не закончилась.", "Подтвердите её в последний учебный день.", "4.3.7")
    if week.confirmed:
        raise RuleRefused("Эта неделя уже подтверждена.", "Выберите другую неделю.", "4.3.7")
    old: Row | None = {"confirmed": 0} if page.entry else None
    change = Change(
        "week_confirmation", (school_class, monday.isoformat()), old, {"confirmed": 1}, school_class, page.entry
    )
    return _execute(office, CONFIRM, [change], Thing.WEEK_CONFIRMATION, page)


def _demanded(office: FileOffice, school_class: int, places: Sequence[tuple[int, date]]) -> AbsencesPage:
    """The week of these places, for who may write in it."""
    demand(office.actor, Action.WRITE, About(Thing.ABSENCES, office.clock.today(), school_class))
    return absences_page(office, school_class, monday_of(places[0][1]) if places else None)


def _spans(page: AbsencesPage, places: Sequence[tuple[int, date]], kind: AbsenceReason) -> Iterator[tuple[int, Span]]:
    """From the first to the last chosen day of each pupil that has something to explain, or something to take away.

    Before the journal's beginning a reason is the absence: only days chosen beside each other make a span.
    """
    days: defaultdict[int, list[date]] = defaultdict(list)
    for pupil, day in places:
        cell = page.cells.get((pupil, day))
        told = day >= page.today or day < page.began
        if cell is not None and (kind is AbsenceReason.NOT_GIVEN or cell.missed or told):
            days[pupil].append(day)
    for pupil, chosen in days.items():
        late = [day for day in chosen if day >= page.began]
        runs = [*_runs(page, set(chosen) - set(late)), *([late] if late else [])]
        yield from ((pupil, Span(min(run), max(run))) for run in runs)


def _runs(page: AbsencesPage, chosen: Collection[date]) -> list[list[date]]:
    """The chosen days, those beside each other in the week together."""
    groups = groupby(page.days, key=lambda day: day in chosen)
    return [list(run) for wanted, run in groups if wanted]


def _update(page: AbsencesPage, one: ReasonRow, old: Row, new: Row) -> Change:
    return Change("absence_reason", (one.reason,), old, new, page.school_class, one.entry)


def _execute(office: FileOffice, action: str, changes: Sequence[Change], thing: Thing, page: AbsencesPage) -> EntryRef:
    wanted = (Action.WRITE, About(thing, page.today, page.school_class))
    planned = tuple(Planned(one) for one in changes)
    return office.execute(Command(action, ("school_class", page.school_class), planned, (wanted,)))
