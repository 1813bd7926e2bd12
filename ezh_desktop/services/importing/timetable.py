"""A timetable into the journal (5.2, 5.17): classes, subjects, courses, teachers and hours, one act, lessons with it.

A row is refused alone, with all hours of its activity; whoever stands in an hour first keeps it. The classes of the
file get its timetable from a day on; what they had before ends the day before, and other classes are left alone. A
second import of the same file changes nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final, NamedTuple, TypeAlias

from ezh_desktop.domain.away import is_home_group
from ezh_desktop.domain.calendar import WeekParity
from ezh_desktop.domain.change import EntryRef
from ezh_desktop.domain.incoming import Flaw, Judged, Outcome
from ezh_desktop.domain.incoming_timetable import ActivityRow
from ezh_desktop.domain.names import name_key
from ezh_desktop.domain.occupied import Clash, ClashKind, Meeting, Occupied
from ezh_desktop.domain.rights import About, demand, may
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.russian import count, long_date
from ezh_desktop.errors import BadInput
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.importing.base import AT_HOME, Import
from ezh_desktop.services.importing.people import demand_year
from ezh_desktop.services.importing.timetable_making import Making, Wanted
from ezh_desktop.services.importing.timetable_names import (
    LABELS,
    Choices,
    How,
    NameKind,
    NameLine,
    Stock,
    Understanding,
    read_choices,
    read_stocks,
)
from ezh_desktop.services.importing.timetable_pages import Page, divided, pages_of
from ezh_desktop.services.importing.timetable_state import (
    Course,
    CourseKey,
    Place,
    Slot,
    Start,
    merged,
    read_timetable,
    subgroup_key,
)
from ezh_desktop.services.office import FileOffice
from ezh_desktop.storage.reading.places import YearLine
from ezh_desktop.storage.reading.rows import Readable

THINGS: Final = (
    Thing.TIMETABLE,
    Thing.SCHOOL_CLASS,
    Thing.SUBJECT,
    Thing.COURSE_TEACHER,
    Thing.STAFF,
)
DAYS: Final = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
_WEEKS: Final = {WeekParity.EVERY: "", WeekParity.ODD: " нечётной недели", WeekParity.EVEN: " чётной недели"}
_BOTH: Final = "Исправьте одно из двух занятий."


@dataclass(frozen=True, slots=True)
class Options:
    """How a timetable is to come in.

    `since`: its first day; None: the whole year where the class has no timetable yet, else today. `make`: which unknown
    names are made new. `chosen`: what the person said of names, above what was kept.
    """

    since: date | None = None
    make: frozenset[NameKind] = frozenset(NameKind)
    chosen: Choices = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TimetableImport:
    """A timetable before it is written: the rows' outcomes with the act, each name and what it is taken for, from when.

    `skipped` are the rows left out on purpose. `stocks` are those of ours that a name may be matched with.
    """

    found: Import
    names: tuple[NameLine, ...]
    start: Start
    stocks: Mapping[NameKind, Stock]
    skipped: tuple[tuple[int, str], ...] = ()


def may_import_timetable(office: FileOffice) -> bool:
    """Whether the person may enter a timetable."""
    today = office.clock.today()
    return not office.readonly and all(may(office.actor, Action.WRITE, About(thing, today)) for thing in THINGS)


def plan_timetable(office: FileOffice, rows: Sequence[ActivityRow], options: Options) -> TimetableImport:
    """Judge every row and make the one act of the good ones. Raises RightRefused, BadInput without an open year."""
    today = office.clock.today()
    demands = tuple((Action.WRITE, About(thing, today)) for thing in THINGS)
    for action, about in demands:
        demand(office.actor, action, about)
    with office.reading() as db:
        year = demand_year(db, today.isoformat())
        work = _Work.begin(db, year, _first_day(year, options, today), options)
        judged = work.judge(rows)
        making = Making(db, year, work.start, system_ids(), work.stocks)
        wanted = work.wanted()
        made = making.make(wanted, work.kept_slots(wanted))
        outcomes = tuple(work.outcome(row, one, made) for row, one in zip(rows, judged, strict=True) if one is not None)
        command = making.command(demands, work.keep_choices(making.ids))
    notes = (*making.notes(), *work.notes(options))
    return TimetableImport(Import(outcomes, command, notes), work.names, work.start, work.stocks, tuple(work.skipped))


def _first_day(year: YearLine, options: Options, today: date) -> date:
    day = options.since or today
    if day.isoformat() > year.end:
        raise BadInput(
            f"День, с которого действует расписание, позже конца учебного года {year.label}.", "Исправьте дату."
        )
    return day


_Told: TypeAlias = Mapping[CourseKey, Mapping[Place, str]]


class _Ready(NamedTuple):
    """A row that is understood: its pages, several where it speaks of all subgroups, and its hours."""

    row: ActivityRow
    pages: tuple[Page, ...]
    places: tuple[Place, ...]


class _Refusal(NamedTuple):
    flaw: Flaw
    field: str


@dataclass
class _Work:
    """One file being judged, against the journal as it was read."""

    start: Start
    stocks: Mapping[NameKind, Stock]
    courses: list[Course]
    understanding: Understanding
    stored: tuple[Mapping[tuple[NameKind, str], int | str], EntryRef | None, str]
    week_days: int
    given: bool
    names: tuple[NameLine, ...] = ()
    skipped: list[tuple[int, str]] = field(default_factory=list)
    _by_key: dict[tuple[NameKind, str], NameLine] = field(default_factory=dict)
    _new: dict[tuple[NameKind, str], int] = field(default_factory=dict)
    _ready: list[_Ready] = field(default_factory=list)
    _hours: Occupied[str] = field(default_factory=Occupied)
    _refused_classes: set[int] = field(default_factory=set)
    _refused_keys: set[CourseKey] = field(default_factory=set)
    _left: int = 0
    _names_teachers: bool = True

    @classmethod
    def begin(cls, db: Readable, year: YearLine, day: date, options: Options) -> _Work:
        stocks, stored = read_stocks(db, year.year), read_choices(db, year.year)
        understanding = Understanding(stocks, options.chosen, stored[0], options.make)
        start = Start.of(year, day)
        courses = read_timetable(db, year.year)
        return cls(start, stocks, courses, understanding, stored, year.week_days, options.since is not None)

    # Judging

    def judge(self, rows: Sequence[ActivityRow]) -> list[_Ready | _Refusal | None]:
        """Each row: understood and free, refused, or None when it is left out on purpose."""
        self._understand(rows)
        self._names_teachers = any(row.teachers for row in rows)
        if not self.given and not self._timed(self._classes_in(rows)):
            self.start = Start(self.start.year_start, self.start.year_start)
        self._take_others(rows)
        units: defaultdict[str, list[ActivityRow]] = defaultdict(list)
        for row in rows:
            units[row.unit].append(row)
        found: dict[int, _Ready | _Refusal | None] = {}
        for unit in units.values():
            found |= self._judge_unit(unit)
        return [found[row.line] for row in rows]

    def _understand(self, rows: Sequence[ActivityRow]) -> None:
        used: Counter[tuple[NameKind, str]] = Counter()
        texts: dict[tuple[NameKind, str], str] = {}
        for row in rows:
            for kind, text in _names_of(row):
                used[kind, name_key(text)] += 1
                texts.setdefault((kind, name_key(text)), text)
        for key, text in texts.items():
            self._by_key[key] = self.understanding.line(key[0], text, used[key])
        self.names = tuple(sorted(self._by_key.values(), key=lambda one: (list(NameKind).index(one.kind), one.key[1])))

    def _ident(self, line: NameLine) -> int:
        """The id of ours; of a new one a number below zero, the same for all names that stand for it."""
        if line.ident:
            return line.ident
        return self._new.setdefault((line.kind, name_key(line.label)), -1 - len(self._new))

    def _take_others(self, rows: Sequence[ActivityRow]) -> None:
        """The hours of classes that the file does not speak of are taken."""
        own = self._classes_in(rows)
        for course in (one for one in self.courses if not one.classes & own):
            for slot in (one for one in course.slots if self.start.current(one.last)):
                self._hours.take(_meeting(slot.place, course.key, self._teachers(course)), self._of_journal(course))

    def _teachers(self, course: Course) -> frozenset[int]:
        """Who teaches the course; of several nobody knows whose hour is whose."""
        people = frozenset(one.person for one in course.duties if self.start.current(one.last))
        return people if len(people) == 1 else frozenset()

    def _classes_in(self, rows: Iterable[ActivityRow]) -> set[int]:
        lines = (self._line(NameKind.CLASS, one.school_class) for row in rows for one in row.students)
        return {line.ident for line in lines if line.ident}

    def _of_journal(self, course: Course) -> str:
        names = ", ".join(sorted(self.stocks[NameKind.CLASS].by_ident[one].label for one in course.classes))
        subject = self.stocks[NameKind.SUBJECT].by_ident.get(course.subject)
        return f"{names}, {subject.label if subject else 'предмет'} (уже в журнале)"

    def _line(self, kind: NameKind, text: str) -> NameLine:
        return self._by_key[kind, name_key(text)]

    def _judge_unit(self, unit: list[ActivityRow]) -> dict[int, _Ready | _Refusal | None]:
        """An activity comes in whole or not at all."""
        left = next((why for row in unit if (why := self._left_out(row))), "")
        if left:
            self.skipped += [(row.spot.row, left) for row in unit]
            return dict.fromkeys((row.line for row in unit), None)
        tried: dict[int, _Ready | _Refusal] = {row.line: self._understood(row) for row in unit}
        if not any(isinstance(one, _Refusal) for one in tried.values()):
            tried = self._place(list(tried.values()))
        bad = next((one for one in tried.values() if isinstance(one, _Refusal)), None)
        if bad is None:
            self._ready += [one for one in tried.values() if isinstance(one, _Ready)]
            return dict(tried)
        self._note_refused(unit, tried)
        sibling = _Refusal(Flaw(f"Другой час этого занятия отклонён: {bad.flaw.what}", bad.flaw.remedy), bad.field)
        return {line: one if isinstance(one, _Refusal) else sibling for line, one in tried.items()}

    def _note_refused(self, unit: Sequence[ActivityRow], tried: Mapping[int, _Ready | _Refusal]) -> None:
        self._refused_classes |= self._classes_in(unit)
        self._refused_keys |= {page.key for one in tried.values() if isinstance(one, _Ready) for page in one.pages}

    def _left_out(self, row: ActivityRow) -> str:
        """Why the row is left out on purpose: its subject is, or all its classes are."""
        subject = self._line(NameKind.SUBJECT, row.subject) if row.subject else None
        if subject is not None and subject.how is How.LEFT_OUT:
            return f"предмет «{row.subject}» не вносится"
        classes = [self._line(NameKind.CLASS, one.school_class) for one in row.students]
        if classes and all(one.how is How.LEFT_OUT for one in classes):
            return f"{_joined(one.text for one in classes)}: не вносится"
        return ""

    def _understood(self, row: ActivityRow) -> _Ready | _Refusal:
        if row.flaws:
            return _Refusal(row.flaws[0].flaw, row.flaws[0].field)
        if row.weekday > self.week_days:
            what = f"{DAYS[row.weekday - 1].capitalize()} — не учебный день: в школе учатся {self.week_days} дней."
            return _Refusal(Flaw(what, "Исправьте день или число учебных дней в настройках года."), "day")
        for kind, text in _names_of(row):
            line = self._line(kind, text)
            if line.flaw is not None and line.how is How.OPEN:
                return _Refusal(line.flaw, _FIELD[kind])
        pages = self._pages(row)
        if isinstance(pages, _Refusal):
            return pages
        return _Ready(row, pages, tuple((row.weekday, number, row.week) for number in row.lessons))

    def _pages(self, row: ActivityRow) -> tuple[Page, ...] | _Refusal:
        """The pages of a row whose names are known; a divided subject has one for each subgroup it speaks of."""
        groups = self._groups(row)
        subgroup = ", ".join(sorted({label for _, label in groups if label}))
        if any(is_home_group(label) for _, label in groups):
            return _Refusal(AT_HOME, "classes")
        subject = self._line(NameKind.SUBJECT, row.subject)
        key = (frozenset(one for one, _ in groups), self._ident(subject), subgroup_key(subgroup))
        lines = [self._line(NameKind.TEACHER, one) for one in row.teachers]
        teachers = frozenset(self._ident(line) for line in lines if line.usable)
        meets = frozenset((ident, subgroup_key(label)) for ident, label in groups)
        asked = Page(key, subgroup, teachers, meets, row.room)
        subgroups = divided(asked, self.courses)
        if not subgroups:
            return (asked,)
        names = ", ".join(one.subgroup for one in subgroups)
        what = f"{subject.label} делится на подгруппы ({names}), а учителя строки в них нет."
        remedy = f"Впишите подгруппу после класса: {_class_names(row)} {subgroups[0].subgroup}."
        return pages_of(asked, subgroups) or _Refusal(Flaw(what, remedy), "classes")

    def _groups(self, row: ActivityRow) -> list[tuple[int, str]]:
        lines = [(self._line(NameKind.CLASS, one.school_class), one.subgroup) for one in row.students]
        return [(self._ident(line), subgroup) for line, subgroup in lines if line.usable]

    def _place(self, unit: Sequence[_Ready | _Refusal]) -> dict[int, _Ready | _Refusal]:
        """Take the hours of an activity, if all are free."""
        found: dict[int, _Ready | _Refusal] = {}
        taken: set[Place] = set()
        meetings = []
        for one in (one for one in unit if isinstance(one, _Ready)):
            found[one.row.line] = one
            for place in one.places:
                held = [Meeting(*place, page.key, self._busy(page), page.groups) for page in one.pages]
                clash = next((clash for each in held if (clash := self._hours.clash(each)) is not None), None)
                if clash is not None:
                    found[one.row.line] = self._refuse(one, place, clash)
                elif place in taken:
                    found[one.row.line] = _Refusal(
                        Flaw(f"Этот час назван дважды ({_when(place)}).", "Уберите повтор."), "hour"
                    )
                taken.add(place)
                meetings += [(each, one) for each in held]
        if all(isinstance(one, _Ready) for one in found.values()):
            for meeting, one in meetings:
                self._hours.take(meeting, _holder(one.row))
        return found

    def _busy(self, page: Page) -> frozenset[int]:
        """Who teaches in the hours of a page; a file that names nobody leaves the teachers whom the journal has."""
        known = None if self._names_teachers else self._known.get(page.key)
        return page.teachers if known is None else self._teachers(known)

    @cached_property
    def _known(self) -> Mapping[CourseKey, Course]:
        return {course.key: course for course in self.courses}

    def _refuse(self, ready: _Ready, place: Place, clash: Clash[str]) -> _Refusal:
        when, holder = _when(place), clash.holder
        if clash.kind is ClashKind.COURSE:
            what = f"Этот предмет уже стоит в этот час ({when}): {holder}."
            return _Refusal(Flaw(what, "Уберите повтор."), "hour")
        if clash.kind is ClashKind.TEACHER:
            who = f"Учитель {self._label(NameKind.TEACHER, ready.row.teachers, clash.who)} занят"
            remedy = f"{_BOTH} Классы, которые учатся вместе, пишут через «+»."
            return _Refusal(Flaw(f"{who} в этот час ({when}): {holder}.", remedy), "teachers")
        name = self._label(NameKind.CLASS, (one.school_class for one in ready.row.students), clash.who)
        whom = f"У {name}" if clash.kind is ClashKind.CLASS else f"У этой подгруппы {name}"
        return _Refusal(Flaw(f"{whom} уже есть урок в этот час ({when}): {holder}.", _BOTH), "classes")

    def _label(self, kind: NameKind, texts: Iterable[str], ident: int) -> str:
        """How the journal calls the one of these names that has the id."""
        lines = (self._line(kind, text) for text in texts)
        named = next((line.label for line in lines if line.usable and self._ident(line) == ident), "")
        return named or self.stocks[kind].by_ident[ident].label

    # What is to be

    def wanted(self) -> list[Wanted]:
        """The courses of the good rows, each with its places and teachers."""
        named = {self._ident(line): line for line in self._by_key.values() if line.usable}
        grouped: defaultdict[CourseKey, list[tuple[Page, tuple[Place, ...]]]] = defaultdict(list)
        for one in self._ready:
            for page in one.pages:
                grouped[page.key].append((page, one.places))
        found = []
        for key, held in grouped.items():
            rooms = {place: page.room for page, hours in reversed(held) for place in hours}
            stays = merged(rooms)
            places = {stays[place]: room for place, room in rooms.items()}
            teachers: frozenset[int] = frozenset().union(*(page.teachers for page, _ in held))
            used = {ident: named[ident] for ident in (*key[0], key[1], *teachers)}
            course, whole = self._known.get(key), key in self._refused_keys
            found.append(Wanted(key, held[0][0].subgroup, course, places, teachers, used, self._start_of(key), whole))
        return found

    def _start_of(self, key: CourseKey) -> Start:
        """A class that has no timetable yet gets its first for the whole year, unless a day was named."""
        return self.start if self.given or self._timed(key[0]) else Start(self.start.year_start, self.start.year_start)

    def _timed(self, classes: Iterable[int]) -> bool:
        """Whether any of the classes has ever had a timetable this year."""
        return not self._with_slots.isdisjoint(classes)

    @cached_property
    def _with_slots(self) -> frozenset[int]:
        return frozenset(one for course in self.courses if course.timed for one in course.classes)

    def kept_slots(self, wanted: Sequence[Wanted]) -> list[tuple[Course, frozenset[int]]]:
        """The courses of the file's classes that have slots the file does not want, each with those that stay.

        Rows that were refused may be the very ones that seem to be missing: in their classes nothing is taken away but
        what stands in the way of the good rows.
        """
        mentioned = {one.key for one in wanted}
        own = {ident for one in self._by_key.values() if one.kind is NameKind.CLASS and (ident := one.ident)}
        found = []
        for course in (one for one in self.courses if one.classes & own):
            doubtful = course.classes & self._refused_classes
            if course.key in mentioned:
                doubtful = doubtful if course.key in self._refused_keys else frozenset()
            current = [slot for slot in course.slots if self.start.current(slot.last)]
            stay = [slot for slot in current if doubtful and self._stays(course, slot)]
            self._left += len(stay)
            found.append((course, frozenset(slot.slot for slot in stay)))
        return found

    def _stays(self, course: Course, slot: Slot) -> bool:
        meeting = _meeting(slot.place, course.key, self._teachers(course))
        return self._hours.clash(meeting) is None

    def keep_choices(self, ids: Mapping[int, int]) -> tuple[Choices, EntryRef | None, str]:
        """What the next import of such a file need not ask: every name that does not tell by itself whom it means."""
        kept, base, text = self.stored
        choices = dict(kept)
        for line in self._by_key.values():
            if line.how is How.LEFT_OUT:
                choices[line.key] = "-"
                continue
            ident = line.ident or (ids.get(self._ident(line), 0) if line.usable else 0)
            if line.tells:
                choices.pop(line.key, None)
            elif ident:
                choices[line.key] = ident
        return choices, base, text

    # What is told

    def outcome(self, row: ActivityRow, one: _Ready | _Refusal, made: _Told) -> Judged:
        """The row with what becomes of it."""
        who = f"{row.title}: {_class_names(row)}, {row.subject}".strip(": ")
        if isinstance(one, _Refusal):
            column = one.flaw.column or row.columns.get(one.field, row.spot.column)
            return Judged(
                row.spot, who, Outcome.REFUSED, one.flaw.what, one.flaw.remedy, column, "", row.shown(one.field)
            )
        states = {
            told.get(place) or told.get((place[0], place[1], WeekParity.EVERY), "same")
            for told in (made[page.key] for page in one.pages)
            for place in one.places
        }
        outcome = Outcome.NEW if "new" in states else Outcome.CHANGE if states != {"same"} else Outcome.SAME
        said = {
            Outcome.NEW: "будет внесено",
            Outcome.CHANGE: "изменится: другой час, кабинет или учитель",
            Outcome.SAME: "Уже в расписании",
        }
        return Judged(row.spot, who, outcome, said[outcome], "", "", "", row.shown("unit"))

    def notes(self, options: Options) -> Iterator[str]:
        """What holds for the whole file."""
        yield "Действует весь учебный год." if self.start.whole_year else f"Действует с {long_date(self.start.day)}"
        for line in self._by_key.values():
            if line.how is How.GUESSED:
                yield f"{LABELS[line.kind]} {line.words}."
        waiting = [line for line in self._by_key.values() if line.how is How.OPEN]
        if waiting and options.make != frozenset(NameKind):
            yield f"Без ответа {count(len(waiting), 'название', 'названия', 'названий')}."
        if self._left:
            yield f"В расписании остаётся прежних часов: {self._left}, строки этих классов отклонены."


_FIELD: Final = {NameKind.CLASS: "classes", NameKind.SUBJECT: "subject", NameKind.TEACHER: "teachers"}


def _names_of(row: ActivityRow) -> Iterator[tuple[NameKind, str]]:
    for one in row.students:
        yield NameKind.CLASS, one.school_class
    if row.subject:
        yield NameKind.SUBJECT, row.subject
    for teacher in row.teachers:
        yield NameKind.TEACHER, teacher


def _meeting(place: Place, key: CourseKey, teachers: frozenset[int]) -> Meeting:
    groups = frozenset((one, key[2]) for one in key[0])
    return Meeting(*place, key, teachers, groups)


def _when(place: Place) -> str:
    return f"{DAYS[place[0] - 1]}{_WEEKS[place[2]]}, {place[1]}-й урок"


def _holder(row: ActivityRow) -> str:
    where = f"строка {row.spot.row}" if row.spot.row else ""
    column = f"столбец {row.spot.column}" if row.spot.column else ""
    place = ", ".join(part for part in (where, column) if part)
    title = row.title[:1].lower() + row.title[1:]
    return f"{title} ({_class_names(row)}, {row.subject}; {place})"


def _class_names(row: ActivityRow) -> str:
    return "+".join(f"{one.school_class} {one.subgroup}".strip() for one in row.students)


def _joined(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))
