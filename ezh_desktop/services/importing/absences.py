"""Absences from paper, of days before the journal is kept here (4.3.1, 5.14): the class teacher enters them at once.

Of those days nobody sets «н»: the reason of the days is the absence itself, on every page of the class. What is
entered replaces what stood for the same days of the pupil.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from ezh_desktop.domain.away import away_on, has_lessons
from ezh_desktop.domain.calendar import AcademicYear
from ezh_desktop.domain.figures import AbsenceReason
from ezh_desktop.domain.incoming import Flaw, Judged, Outcome
from ezh_desktop.domain.incoming_absences import AbsencesRow, MissedDays
from ezh_desktop.domain.rights import About, demand, may
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.russian import count, dotted
from ezh_desktop.domain.spans import Span, any_holds
from ezh_desktop.errors import BadInput
from ezh_desktop.services.absence_rows import Given, ReasonBook
from ezh_desktop.services.absences import reason_row
from ezh_desktop.services.commands import Command
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.importing.base import Import
from ezh_desktop.services.importing.class_list import ClassList, class_list
from ezh_desktop.services.importing.people import demand_year
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.own import Planned
from ezh_desktop.storage.reading.absences import WeekRows, read_absence_week
from ezh_desktop.storage.reading.places import YearLine, read_began, read_class_names, read_year
from ezh_desktop.storage.reading.rows import as_day

ACTION: Final = "absences.import"
NO_BEGINNING: Final = (
    "Журнал ведут в программе с начала года: пропусков с бумаги у него нет.",
    "День, с которого начали, вписывает администратор ЭЖ: «Школа → Учебный год…», раздел «Школа и год».",
)
_TITLES: Final = {
    AbsenceReason.ILLNESS: "по болезни",
    AbsenceReason.VALID: "по уважительной причине",
    AbsenceReason.UNEXCUSED: "без уважительной причины",
}
_MOST: Final = 200
_DAY: Final = timedelta(days=1)

Hours = dict[int, AbsenceReason | None]
"""Number of a lesson → why it was missed, None: it was not."""


def classes_led(office: FileOffice) -> dict[str, int]:
    """The classes of whose absences the person gives the reasons, by name."""
    today = office.clock.today()
    with office.reading() as db:
        year = read_year(db, today.isoformat())
        names = read_class_names(db, year.year) if year is not None and year.state == "open" else []
    return {name: one for one, name in names if may(office.actor, Action.WRITE, About(Thing.ABSENCES, today, one))}


def year_of(office: FileOffice) -> AcademicYear:
    """The school year that days without a year lie in. Raises BadInput without one."""
    with office.reading() as db:
        return AcademicYear.from_label(demand_year(db, office.clock.today().isoformat()).label)


def plan_absences(office: FileOffice, incoming: Sequence[AbsencesRow], school_class: int) -> Import:
    """Judge every row and make the one act of the good ones.

    Raises RightRefused for who does not lead the class, BadInput when the journal was begun with the year.
    """
    about = About(Thing.ABSENCES, office.clock.today(), school_class)
    demand(office.actor, Action.WRITE, about)
    names = class_list(office, school_class)
    today = office.clock.today().isoformat()
    with office.reading() as db:
        year, began = demand_year(db, today), read_began(db, today)
        if began.isoformat() <= year.start:
            raise BadInput(*NO_BEGINNING)
        found = read_absence_week(db, school_class, year.start, began.isoformat())
    work = _Work(names, year, began, found)
    judged = work.judge(incoming)
    changes = tuple(Planned(one) for one in work.book.changes(system_ids()))
    command = Command(ACTION, ("school_class", school_class), changes, ((Action.WRITE, about),)) if changes else None
    return Import(judged, command, work.notes())


@dataclass(frozen=True, slots=True)
class _Day:
    """A day that a row gives a reason: the lessons of the pupil on it, and those that were missed."""

    day: date
    numbers: tuple[int, ...]
    missed: tuple[int, ...]
    said: MissedDays

    @property
    def lessons(self) -> tuple[int | None, int | None]:
        """As a reason says it: from–to, both None of the whole day."""
        return (None, None) if self.missed == self.numbers else (self.missed[0], self.missed[-1])


@dataclass
class _Wanted:
    """A good row with its days, and what of them stands there otherwise."""

    row: AbsencesRow
    pupil: int
    days: list[_Day] = field(default_factory=list)
    new: list[_Day] = field(default_factory=list)
    changed: bool = False


class _Work:
    """A table being judged against the lessons of the class before its journal began."""

    def __init__(self, names: ClassList, year: YearLine, began: date, found: WeekRows) -> None:
        self._names, self._year, self._began = names, year, began
        self.book = ReasonBook.of(map(reason_row, found.reasons), names.school_class)
        self._hours: defaultdict[date, list[tuple[int, int, str]]] = defaultdict(list)
        for _, course, subgroup, day, number, _ in found.lessons:
            self._hours[date.fromisoformat(day)].append((number, course, subgroup))
        self._members: defaultdict[tuple[int, int], list[Span]] = defaultdict(list)
        for course, pupil, start, end in found.members:
            self._members[course, pupil].append(Span(as_day(start) or date.min, as_day(end)))
        self._stays: defaultdict[int, list[Span]] = defaultdict(list)
        for pupil, _, _, start, end in found.pupils:
            self._stays[pupil].append(Span(as_day(start) or date.min, as_day(end)))
        self._away = found.away
        self._parts = False

    def judge(self, incoming: Sequence[AbsencesRow]) -> tuple[Judged, ...]:
        """The outcomes in the table's order. Of two rows about one day of a pupil the later is refused."""
        taken: dict[tuple[int, date], int] = {}
        judged = []
        for row in incoming:
            one = self._wanted(row, taken)
            if isinstance(one, Judged):
                judged.append(one)
                continue
            taken |= {(one.pupil, day.day): row.spot.row for day in one.days}
            self._take_up(one)
            judged.append(_told(one))
        return tuple(judged)

    def _wanted(self, row: AbsencesRow, taken: dict[tuple[int, date], int]) -> _Wanted | Judged:
        pupil = self._names.find(row.name)
        if isinstance(pupil, Flaw):
            return _refused(row, pupil, "A")
        if row.flaws:
            return _refused(row, *row.flaws[0])
        one = _Wanted(row, pupil)
        for said in row.missed:
            found = self._days(pupil, said)
            if isinstance(found, Flaw):
                return _refused(row, found, said.shown)
            first = next((taken[pupil, day.day] for day in found if (pupil, day.day) in taken), None)
            if first is not None:
                flaw = Flaw(f"Этот день ученика уже стоит в строке {first}.", "Оставьте одну из строк.", said.column)
                return _refused(row, flaw, said.shown)
            one.days += found
        return one

    def _days(self, pupil: int, said: MissedDays) -> list[_Day] | Flaw:
        """The school days of the pupil that are meant, or why they cannot be."""
        flaw = self._outside(said)
        if flaw is not None:
            return flaw
        days = [day for day in sorted(self._hours) if said.first <= day <= said.last]
        own = {day: self._numbers(pupil, day) for day in days if any_holds(self._stays[pupil], day)}
        held = {day: numbers for day, numbers in own.items() if numbers}
        if not held:
            why = "уроков у ученика нет" if own else "ученика не было в списке класса"
            what = f"{_span_words(said)} {why if days else 'уроков у класса нет'}."
            return Flaw(what, "Проверьте день.", said.column)
        return self._lessons_of(held, said)

    def _outside(self, said: MissedDays) -> Flaw | None:
        if len(said.document) > _MOST:
            return Flaw("Название документа слишком длинно.", f"Не больше {_MOST} знаков.", said.column)
        if said.first.isoformat() < self._year.start or said.last.isoformat() > self._year.end:
            return Flaw(f"{_span_words(said)} — не в этом учебном году.", "Проверьте день.", said.column)
        if said.last >= self._began:
            what = f"С {dotted(self._began)} журнал ведут здесь: пропуски ставят «н» на уроках."
            page = "укажите на странице «Пропуски»."
            last = dotted(self._began - _DAY)
            over = said.first < self._began
            remedy = f"Впишите «По» {last}, причину остальных дней {page}" if over else f"Причину этого дня {page}"
            return Flaw(what, remedy, said.column)
        return None

    def _lessons_of(self, held: dict[date, tuple[int, ...]], said: MissedDays) -> list[_Day] | Flaw:
        found = []
        for day, numbers in held.items():
            missed = numbers
            if said.lessons is not None:
                missed = tuple(one for one in numbers if said.lessons[0] <= one <= said.lessons[1])
                if not missed:
                    return Flaw(f"{dotted(day)} таких уроков у ученика нет.", "Проверьте номера.", said.column)
            elif said.count > len(numbers):
                had = count(len(numbers), "урок", "урока", "уроков")
                remedy = f"Впишите не больше {len(numbers)} или букву без числа: весь день."
                return Flaw(f"{dotted(day)} у ученика {had}, а пропущено {said.count}.", remedy, said.column)
            elif said.count:
                missed = numbers[-said.count :]
                self._parts = self._parts or said.count < len(numbers)
            found.append(_Day(day, numbers, missed, said))
        return found

    def _numbers(self, pupil: int, day: date) -> tuple[int, ...]:
        """The numbers of the pupil's lessons on a day."""
        elsewhere = away_on(self._away.get(pupil, ()), day) is not None
        own = {
            number
            for number, course, subgroup in self._hours[day]
            if has_lessons(subgroup, listed=any_holds(self._members[course, pupil], day), elsewhere=elsewhere)
        }
        return tuple(sorted(own))

    def _take_up(self, one: _Wanted) -> None:
        """Write what differs into the book, days beside each other as one stretch."""
        for day in one.days:
            standing = self._standing(one.pupil, day)
            wanted: Hours = {number: day.said.reason if number in day.missed else None for number in day.numbers}
            document = self._document(one.pupil, day)
            if standing == wanted and day.said.document in {"", document}:
                continue
            one.new.append(day)
            one.changed = one.changed or any(standing.values())
        for given in self._stretches(one):
            self.book.give(given)

    def _standing(self, pupil: int, day: _Day) -> Hours:
        found: Hours = dict.fromkeys(day.numbers)
        for given in self.book.standing(pupil, day.day):
            first, last = given.lessons
            found |= {number: given.kind for number in day.numbers if (first or 0) <= number <= (last or number)}
        return found

    def _document(self, pupil: int, day: _Day) -> str:
        return next((one.document for one in reversed(self.book.standing(pupil, day.day)) if one.document), "")

    def _stretches(self, one: _Wanted) -> Iterator[Given]:
        order = {day: at for at, day in enumerate(sorted(self._hours))}
        days = sorted(one.new, key=lambda day: day.day)

        def key(pair: tuple[int, _Day]) -> object:
            at, day = pair
            return order[day.day] - at, day.said.reason, day.said.document, day.lessons

        for _, run in groupby(enumerate(days), key=key):
            own = [day for _, day in run]
            span = Span(own[0].day, own[-1].day)
            yield Given(one.pupil, span, own[0].said.reason, own[0].said.document, own[0].lessons)

    def notes(self) -> tuple[str, ...]:
        """What is assumed where paper tells only how many lessons were missed."""
        said = "«2Б» — последние два урока дня; другие впишите номерами: «1-2Б»."
        return (said,) if self._parts else ()


def _span_words(said: MissedDays) -> str:
    return dotted(said.first) if said.first == said.last else f"{dotted(said.first)} – {dotted(said.last)}"


def _told(one: _Wanted) -> Judged:
    """«пропущено 12 уроков за 2 дня: по болезни 10, без уважительной причины 2»."""
    row = one.row
    if not one.days:
        return Judged(row.spot, row.name.full, Outcome.SAME, "Пропусков нет", shown=(row.line, ""))
    lessons: defaultdict[AbsenceReason, int] = defaultdict(int)
    for day in one.days:
        lessons[day.said.reason] += len(day.missed)
    hours = count(sum(lessons.values()), "урок", "урока", "уроков")
    days = count(len(one.days), "день", "дня", "дней")
    kinds = ", ".join(f"{_TITLES[kind]} {number}" for kind, number in lessons.items())
    words = f"{hours} за {days}: {kinds}" if len(lessons) > 1 else f"{hours} за {days} {_TITLES[next(iter(lessons))]}"
    outcome = Outcome.CHANGE if one.changed else Outcome.NEW if one.new else Outcome.SAME
    return Judged(row.spot, row.name.full, outcome, words, shown=(row.line, ""))


def _refused(row: AbsencesRow, flaw: Flaw, shown: str) -> Judged:
    return Judged(
        row.spot, row.name.full, Outcome.REFUSED, flaw.what, flaw.remedy, flaw.column, shown=(row.line, shown)
    )
