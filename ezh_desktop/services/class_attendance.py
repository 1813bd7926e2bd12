"""The attendance of a class in a year, counted from lessons, «н» and reasons (5.37): for whoever reads absences."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from ezh_desktop.domain.away import Away, away_on, is_home_group
from ezh_desktop.domain.calendar import Period, PeriodKind
from ezh_desktop.domain.figures import AbsenceReason
from ezh_desktop.domain.rights import About, demand
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.russian import dotted
from ezh_desktop.domain.spans import Span, any_holds
from ezh_desktop.services.absences import reason_row
from ezh_desktop.services.class_head import class_head
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.absences import ReasonRow, reason_of
from ezh_desktop.services.pages.attendance import AttendancePage, PupilDay, Term
from ezh_desktop.services.pages.build_summary import listed_pupils
from ezh_desktop.services.pages.summary import SummaryPupil
from ezh_desktop.storage.reading.absences import WeekRows, read_absence_week, read_absent_before
from ezh_desktop.storage.reading.away import read_away
from ezh_desktop.storage.reading.class_sheets import read_terms, read_year_span
from ezh_desktop.storage.reading.places import read_school
from ezh_desktop.storage.reading.protocol import read_cursor
from ezh_desktop.storage.reading.rows import as_day
from ezh_desktop.storage.reading.summary import read_list


def attendance_page(office: FileOffice, school_class: int) -> AttendancePage:
    """What the pupils of a class missed this year up to today. Raises RightRefused for who may not read absences."""
    today = office.clock.today()
    demand(office.actor, Action.READ, About(Thing.ABSENCES, today, school_class=school_class))
    with office.reading() as db:
        name, year, label = class_head(db, school_class)
        start, end, began = read_year_span(db, year)
        from_paper = bool(began) and bool(read_absent_before(db, school_class, start, began or start))
        first = start if from_paper else began or start
        found = read_absence_week(db, school_class, first, min(end, today.isoformat()))
        pupils = listed_pupils(*read_list(db, school_class), school_class)
        away = read_away(db, year, (school_class,))
        terms = read_terms(db, school_class)
        cursor, school = read_cursor(db), read_school(db)[0]
    counted = _Counting(found, pupils, away)
    return AttendancePage(
        cursor=cursor,
        school_class=school_class,
        class_name=name,
        year_label=label,
        school_name=school,
        today=today,
        began=as_day(began),
        from_paper=from_paper,
        pupils=pupils,
        terms=tuple(_term(one) for one in terms),
        hours=counted.hours,
        held=counted.held(),
        missed=counted.missed(),
        away=tuple(_away_words(pupils, away)),
    )


def _term(one: Any) -> Term:  # noqa: ANN401 - a row of the driver
    kind, number, title, start, end = one
    span = Span(date.fromisoformat(start), date.fromisoformat(end))
    return Term(title or Period(PeriodKind(kind), number, span.first, span.last or span.first).title, span)


class _Counting:
    """Counts the lessons of a class by day and pupil; the rows of a year are looked at once."""

    def __init__(self, found: WeekRows, pupils: tuple[SummaryPupil, ...], away: Mapping[int, tuple[Away, ...]]) -> None:
        self._found, self._pupils, self._away = found, pupils, away
        self._groups: defaultdict[int, dict[int, list[Span]]] = defaultdict(dict)
        for course, pupil, start, end in found.members:
            self._groups[pupil].setdefault(course, []).append(Span(as_day(start) or date.min, as_day(end)))
        self._day = {text: date.fromisoformat(text) for text in dict.fromkeys(one[3] for one in found.lessons)}
        hours: defaultdict[date, set[int]] = defaultdict(set)
        for _, _, subgroup, day, number, _ in found.lessons:
            # A day on which one pupil alone was taught at home is one without an hour of the class.
            hours[self._day[day]] |= set() if is_home_group(subgroup) else {number}
        self.hours = {day: len(numbers) for day, numbers in hours.items()}

    def held(self) -> dict[PupilDay, int]:
        """The lessons of each pupil on each day in the class; those of subgroups count for their members."""
        whole: Counter[date] = Counter()
        parts: defaultdict[date, list[tuple[int, str]]] = defaultdict(list)
        for _, course, subgroup, day, *_ in self._found.lessons:
            if subgroup:
                parts[self._day[day]].append((course, subgroup))
            else:
                whole[self._day[day]] += 1
        return {
            (one.pupil, day): whole[day] * self._in_class(one.pupil, day) + self._in_groups(one.pupil, day, parts[day])
            for one in self._pupils
            for day in self._days(one)
        }

    def missed(self) -> dict[PupilDay, tuple[AbsenceReason, ...]]:
        """The reasons of the lessons with «н», in the order of the day."""
        reasons: defaultdict[int, list[ReasonRow]] = defaultdict(list)
        for row in map(reason_row, self._found.reasons):
            reasons[row.pupil].append(row)
        lessons = {one[0]: one for one in self._found.lessons}
        counted = {one.pupil: set(self._days(one)) for one in self._pupils}
        made: defaultdict[PupilDay, list[tuple[int, AbsenceReason]]] = defaultdict(list)
        for lesson, pupil in self._found.absent:
            _, course, subgroup, text, number, _ = lessons[lesson]
            day = self._day[text]
            own = self._in_groups(pupil, day, [(course, subgroup)]) if subgroup else self._in_class(pupil, day)
            if own and day in counted.get(pupil, ()):
                made[pupil, day].append((number, reason_of(reasons[pupil], day, number)))
        return {place: tuple(reason for _, reason in sorted(found)) for place, found in made.items()}

    def _in_class(self, pupil: int, day: date) -> bool:
        """Whether the pupil learns with the class: not at home or elsewhere by order."""
        return pupil not in self._away or away_on(self._away[pupil], day) is None

    def _in_groups(self, pupil: int, day: date, courses: Iterable[tuple[int, str]]) -> int:
        """How many of a day's lessons of subgroups are the pupil's; at home those at home alone."""
        own = self._groups[pupil]
        return sum(
            any_holds(own[course], day) and (is_home_group(subgroup) or self._in_class(pupil, day))
            for course, subgroup in courses
            if course in own
        )

    def _days(self, pupil: SummaryPupil) -> Iterable[date]:
        """The days on which the pupil is on the list."""
        if any(stay.start is None and stay.end is None for stay in pupil.stays):
            return self.hours
        return [day for day in self.hours if any(stay.holds(day) for stay in pupil.stays)]


def _away_words(pupils: Iterable[SummaryPupil], away: Mapping[int, tuple[Away, ...]]) -> Iterator[str]:
    """«№ 5 обучается на дому, приказ № 3, с 12.01.2027» of who learns elsewhere: lessons of the class do not count."""
    for pupil in pupils:
        for one in away.get(pupil.pupil, ()):
            until = f" по {dotted(one.span.last)}" if one.span.last else ""
            yield f"№ {pupil.number} {one.words}, с {dotted(one.span.first)}{until}"
