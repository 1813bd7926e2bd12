"""The lessons of the whole school between two days with what the deputy has changed, in a handful of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from ezh_desktop.domain.calendar import BellTable, Calendar
from ezh_desktop.domain.lesson_changes import ChangeKind, LessonChange, settle
from ezh_desktop.domain.names import PersonName
from ezh_desktop.domain.russian import time_range
from ezh_desktop.domain.substituting import Duty, HeldLesson, Wanted, candidates, clashes, joins
from ezh_desktop.services.lesson_rows import read_calendars, read_lesson_changes
from ezh_desktop.services.navigation import read_bell_table
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.substitutions import Choice, DayEntry, LessonNote, NoteKind
from ezh_desktop.services.structure.base import Stored, chosen_year, read_stored
from ezh_desktop.storage.reading.places import YearLine, read_class_names
from ezh_desktop.storage.reading.rows import Readable, rows
from ezh_desktop.storage.reading.school_today import Duty as Taught
from ezh_desktop.storage.reading.school_today import read_duties
from ezh_desktop.storage.reading.substitutions import (
    SchoolLesson,
    read_course_facts,
    read_rooms,
    read_school_lessons,
    read_teachers,
    read_terms,
)


class CourseInfo(NamedTuple):
    """What a course is, and whose calendar and bells it follows."""

    course: int
    subject: int
    subject_name: str
    subgroup: str
    classes: tuple[int, ...]
    class_names: tuple[str, ...]
    shift: int
    scheme: int

    @property
    def groups(self) -> frozenset[tuple[int, str]]:
        """Who is taught."""
        return frozenset((school_class, self.subgroup) for school_class in self.classes)

    @property
    def title(self) -> str:
        """«Английский язык, 1»."""
        return f"{self.subject_name}, {self.subgroup}" if self.subgroup else self.subject_name


@dataclass(frozen=True)
class SchoolDays:
    """The school between two days. `lessons` holds every lesson of any state, also the empty ones that gave way."""

    year: YearLine
    first: date
    last: date
    today: date
    classes: tuple[tuple[int, str], ...]
    courses: Mapping[int, CourseInfo]
    lessons: Mapping[int, HeldLesson]
    parts: Mapping[int, int]
    duties: tuple[Taught, ...]
    teachers: frozenset[int]
    people: Mapping[int, PersonName]
    bells: BellTable
    calendars: Mapping[tuple[int, int], Calendar]
    rooms: tuple[tuple[int, int, int, str, str, str], ...]
    terms: Mapping[tuple[int, int], tuple[date, date]]
    substitutions: Mapping[int, Stored]
    """The substitution in force of a lesson, by the lesson that is missed or held for another."""
    changes: tuple[Stored, ...]
    """The deputy's changes in force of the lessons that are shown."""
    homes: Mapping[int, tuple[date, int]] = field(default_factory=dict)

    def name(self, person: int) -> str:
        """A person's full name."""
        return self.people[person].full if person in self.people else ""

    def calendar(self, course: int) -> Calendar:
        """The calendar the course follows."""
        info = self.courses[course]
        return self.calendars[info.classes[0], info.scheme]

    def time(self, course: int, number: int, day: date) -> str:
        """«08:30–09:15», empty when no bell rings then."""
        bell = self.bells.get(self.courses[course].shift, number, day)
        return time_range(bell.start, bell.end) if bell else ""

    def room(self, course: int, number: int, day: date) -> str:
        """The room of the timetable's hour, empty when it names none."""
        own, text = self._rooms_of.get(course), day.isoformat()
        if own is None:
            return ""
        weekday = self.calendar(course).weekday_of(day) or day.isoweekday()
        return next((room for room, first, last in own[weekday, number] if first <= text <= last), "")

    @cached_property
    def _rooms_of(self) -> Mapping[int, defaultdict[tuple[int, int], list[tuple[str, str, str]]]]:
        found: dict[int, defaultdict[tuple[int, int], list[tuple[str, str, str]]]] = {}
        for course, weekday, number, *room in self.rooms:
            name, first, last = room
            found.setdefault(course, defaultdict(list))[weekday, number].append((name, first, last))
        return found

    def numbers(self, day: date) -> tuple[int, ...]:
        """The hours of the day: those that bells ring for or lessons stand in."""
        shifts = {info.shift for info in self.courses.values()} or {1}
        rung = {number for number in range(13) for shift in shifts if self.bells.get(shift, number, day)}
        used = {one.shown_number for one in self.entries(day)}
        return tuple(sorted(rung | used))

    def periods(self, lesson: HeldLesson) -> frozenset[tuple[int, int]]:
        """The (class, term) pairs a lesson's day lies in."""
        scheme = self.courses[lesson.course].scheme
        terms = [period for (own, period), (a, b) in self.terms.items() if own == scheme and a <= lesson.day <= b]
        return frozenset((one, term) for one in self.courses[lesson.course].classes for term in terms)

    # What is shown

    def entries(self, day: date | None = None, person: int = 0) -> tuple[DayEntry, ...]:
        """Lessons of a day (None: of all), or those of a teacher alone, by hour and class; moved ones twice."""
        found = [one for one in self._all_entries() if day in {None, one.shown_day}]
        if person:
            found = [one for one in found if person in one.held.teachers | one.held.holders]
        order = {ident: place for place, (ident, _) in enumerate(self.classes)}
        return tuple(
            sorted(
                found,
                key=lambda one: (
                    one.shown_day,
                    one.shown_number,
                    min((order.get(ident, 0) for ident in one.held.classes), default=0),
                    one.subject,
                    one.subgroup,
                ),
            )
        )

    def _all_entries(self) -> Iterator[DayEntry]:
        notes = self._notes()
        for held in self.lessons.values():
            own = notes.get(held.lesson, ())
            if (held.living or own or held.entries) and self.first <= held.day <= self.last:
                yield self._entry(held, held.day, held.number, tuple(own))
        for stored in self.changes:
            away = self._away(stored)
            if away is not None:
                yield away

    def _away(self, stored: Stored) -> DayEntry | None:
        """The hour that a moved lesson has left."""
        held = self.lessons.get(stored.number("lesson"))
        day, number = stored.day("day"), stored.number("number")
        here = held is not None and (held.day, held.number) == (day, number)
        if held is None or day is None or here or stored.text("kind") != ChangeKind.CANCEL:
            return None
        if not self.first <= day <= self.last:
            return None
        note = LessonNote(NoteKind.MOVED_AWAY, stored.text("reason"), whither=(held.day, held.number))
        return self._entry(held, day, number, (note,))

    def _entry(self, held: HeldLesson, day: date, number: int, notes: tuple[LessonNote, ...]) -> DayEntry:
        info = self.courses[held.course]
        return DayEntry(
            held,
            day,
            number,
            ", ".join(info.class_names),
            info.subject_name,
            info.subgroup,
            self.room(held.course, number, day),
            self.time(held.course, number, day),
            tuple(self.name(one) for one in sorted(held.teachers)),
            notes,
        )

    def _notes(self) -> dict[int, list[LessonNote]]:
        found: defaultdict[int, list[LessonNote]] = defaultdict(list)
        for stored in self.changes:
            note = self._change_note(stored)
            if note is not None:
                found[stored.number("lesson")].append(note)
        for lesson, stored in self.substitutions.items():
            held = self.lessons.get(lesson)
            if held is not None:
                found[lesson] = [one for one in found[lesson] if one.kind is not NoteKind.CANCELLED]
                found[lesson].append(self._substitution_note(held, stored))
        return dict(found)

    def _change_note(self, stored: Stored) -> LessonNote | None:
        lesson, kind = stored.number("lesson"), ChangeKind(stored.text("kind"))
        held, day, number = self.lessons.get(lesson), stored.day("day"), stored.number("number")
        if held is None or (held.day, held.number) != (day, number):
            return None
        reason = stored.text("reason")
        if kind is ChangeKind.TRANSFER:
            return LessonNote(NoteKind.MOVED_HERE, reason, whither=self.homes.get(lesson))
        words = {ChangeKind.CANCEL: NoteKind.CANCELLED, ChangeKind.EVENT: NoteKind.EVENT}
        return LessonNote(words.get(kind, NoteKind.EXTRA), reason)

    def _substitution_note(self, held: HeldLesson, stored: Stored) -> LessonNote:
        other, person = stored.number("other_course"), stored.number("person")
        same = [one for one in self.lessons.values() if one.living and joins(held, one) and person in one.teachers]
        return LessonNote(
            NoteKind.OTHER_SUBJECT if other else NoteKind.SUBSTITUTED,
            stored.text("reason"),
            stored.text("order_text"),
            self.name(person),
            self.courses[other].title if other in self.courses else "",
            self.courses[same[0].course].subgroup if same and not other else "",
        )

    def stands_in(self, held: HeldLesson) -> int | None:
        """The lesson in whose hour this lesson of another subject is held for a substitution; None: for none."""
        extra = any(
            one.number("lesson") == held.lesson and one.text("kind") == ChangeKind.EXTRA for one in self.changes
        )
        for lesson, stored in self.substitutions.items() if extra else ():
            missed = self.lessons.get(lesson)
            there = missed is not None and (missed.day, missed.number) == (held.day, held.number)
            if there and stored.number("other_course") == held.course:
                return lesson
        return None

    def conflicts(self, day: date) -> dict[int, str]:
        """Lessons of a day that ask somebody to be in two places, with the others in words."""
        by_hour: defaultdict[tuple[int, int, int], list[HeldLesson]] = defaultdict(list)
        for one in self.lessons.values():
            if one.living and one.day == day:
                for person in one.holders:
                    by_hour[one.number, 0, person].append(one)
                for school_class in one.classes:
                    by_hour[one.number, 1, school_class].append(one)
        pairs = {(one, other) for meeting in by_hour.values() for one in meeting for other in meeting if one != other}
        found: defaultdict[int, list[str]] = defaultdict(list)
        for one, other in sorted(pairs, key=lambda pair: (pair[0].lesson, pair[1].lesson)):
            wanted = Wanted(one.day, one.number, one.groups, one.holders)
            if clashes(wanted, [other]) and not joins(one, other):
                found[one.lesson].append(other.title)
        return {lesson: ", ".join(titles) for lesson, titles in found.items()}

    # Who could hold a lesson

    def choices(self, lesson: int, absent: Iterable[int] = ()) -> tuple[Choice, ...]:
        """Who could hold the lesson, the best first, who is away that day last; `absent` are left out."""
        held = self.lessons[lesson]
        found = candidates(held, self.lessons.values(), self.duties_on(held.day), frozenset(absent))
        able = [one for one in found if one.person in self.teachers - held.holders]
        away = self.away_on(held.day)
        ordered = sorted(able, key=lambda one: (one.person in away, *one.rank, self.name(one.person)))
        return tuple(
            Choice(
                one.person,
                self.name(one.person),
                one.fitness,
                away.get(one.person) or ", ".join(one.reasons),
                one.joined,
                away=one.person in away,
            )
            for one in ordered
        )

    def away_on(self, day: date) -> dict[int, str]:
        """Teachers whose lessons of a day are all held by others, with why: «в этот день не работает: болезнь»."""
        today = [one for one in self.lessons.values() if one.day == day]
        there = frozenset[int]().union(*(one.holders for one in today if one.living))
        found: dict[int, str] = {}
        for one in today:
            if one.lesson in self.substitutions:
                why = f"в этот день не работает: {self.substitutions[one.lesson].text('reason')}"
                found |= dict.fromkeys(one.teachers - there, why)
        return found

    def best(self, lessons: Iterable[int], absent: Iterable[int] = ()) -> dict[int, Choice]:
        """The best substitute of each lesson; nobody is asked to two classes in one hour, and the one who has taken
        a lesson of a page takes its others too where that is as good.
        """
        gone, taken, pages = frozenset(absent), set[tuple[date, int, int]](), dict[int, int]()
        found: dict[int, Choice] = {}
        for lesson in sorted(lessons, key=lambda one: (self.lessons[one].day, self.lessons[one].number, one)):
            held = self.lessons[lesson]
            here = [one for one in self.choices(lesson, gone) if not one.away]
            free = [one for one in here if (held.day, held.number, one.person) not in taken]
            again = [one for one in free if one.person == pages.get(held.course) and one.fitness <= free[0].fitness]
            if free:
                choice = (again or free)[0]
                found[lesson] = choice
                taken.add((held.day, held.number, choice.person))
                pages.setdefault(held.course, choice.person)
        return found

    def duties_on(self, day: date) -> tuple[Duty, ...]:
        """Who teaches which page on a day."""
        return tuple(
            Duty(one.person, one.course, info.subject, info.subject_name, frozenset(info.classes))
            for one in self.duties
            if _holds(one, day) and (info := self.courses.get(one.course)) is not None
        )

    def pages_of(self, person: int, lesson: int) -> tuple[CourseInfo, ...]:
        """The pages of other subjects that the substitute could teach in the hour of a lesson: own ones first."""
        held = self.lessons[lesson]
        own = {duty.course for duty in self.duties_on(held.day) if duty.person == person}
        subjects = {self.courses[course].subject for course in own if course in self.courses}
        fitting = [
            info
            for info in self.courses.values()
            if info.groups == held.groups and info.subject != held.subject and info.subject in subjects
        ]
        return tuple(sorted(fitting, key=lambda info: (info.course not in own, info.subject_name)))


def _holds(one: Taught, day: date) -> bool:
    return (one.start or "") <= day.isoformat() and (one.end is None or day.isoformat() <= one.end)


def read_days(office: FileOffice, first: date, last: date | None = None, year: int = 0) -> SchoolDays:
    """The school from one day to another. Raises BadInput when the journal has no year."""
    last = last or first
    with office.reading() as db:
        return days_of(db, office.clock.today(), (first, last), year)


def days_of(db: Readable, today: date, span: tuple[date, date], year: int = 0) -> SchoolDays:
    """`read_days` on a connection: also of the writer, to look again before an act is written."""
    first, last = span
    line = chosen_year(db, first, year)
    courses = _courses(db, line.year)
    duties = tuple(read_duties(db, line.year))
    changes = read_lesson_changes(db, line.year)
    found = {one.lesson: one for one in read_school_lessons(db, line.year, first.isoformat(), last.isoformat())}
    named = [one.lesson for one in changes if not one.over and first.isoformat() <= one.day <= last.isoformat()]
    for one in _missing(db, line.year, [lesson for lesson in named if lesson not in found]):
        found[one.lesson] = one
    parts = {one.lesson: one.part for one in found.values()}
    substitutions = {one.number("lesson"): one for one in _in_force(db, "substitution", line.year, found)}
    return SchoolDays(
        line,
        first,
        last,
        today,
        tuple(read_class_names(db, line.year)),
        courses,
        _held(found.values(), courses, duties, substitutions),
        parts,
        duties,
        read_teachers(db, first.isoformat(), last.isoformat()),
        {ident: PersonName(*name) for ident, *name in rows(db, "SELECT id, surname, given, patronymic FROM person")},
        read_bell_table(db, line.year),
        read_calendars(db, line.year),
        tuple(read_rooms(db, line.year)),
        {
            (one.scheme, one.period): (date.fromisoformat(one.start), date.fromisoformat(one.end))
            for one in read_terms(db, line.year)
        },
        substitutions,
        tuple(_in_force(db, "lesson_change", line.year, found)),
        _homes(changes, parts),
    )


def _courses(db: Readable, year: int) -> dict[int, CourseInfo]:
    found: dict[int, CourseInfo] = {}
    for one in read_course_facts(db, year):
        old = found.get(one.course)
        classes = (*old.classes, one.school_class) if old else (one.school_class,)
        names = (*old.class_names, one.class_name) if old else (one.class_name,)
        # A course of several classes follows the calendar and the bells of the first of them.
        shift, scheme = (old.shift, old.scheme) if old else (one.shift, one.scheme)
        found[one.course] = CourseInfo(
            one.course, one.subject, one.subject_name, one.subgroup, classes, names, shift, scheme
        )
    return found


def _missing(db: Readable, year: int, lessons: list[int]) -> list[SchoolLesson]:
    """Lessons that a change names on these days though they stand on others now."""
    days = {day for lesson in lessons for (day,) in rows(db, "SELECT day FROM lesson WHERE id = ?", lesson)}
    wanted = set(lessons)
    return [one for day in sorted(days) for one in read_school_lessons(db, year, day, day) if one.lesson in wanted]


def _held(
    found: Iterable[SchoolLesson],
    courses: Mapping[int, CourseInfo],
    duties: Iterable[Taught],
    substitutions: Mapping[int, Stored],
) -> dict[int, HeldLesson]:
    teachers: defaultdict[int, list[Taught]] = defaultdict(list)
    for duty in duties:
        teachers[duty.course].append(duty)
    lessons = [one for one in found if one.course in courses]
    stand_in = _stand_ins(lessons, substitutions)
    made = {}
    for one in lessons:
        info, day = courses[one.course], date.fromisoformat(one.day)
        own = frozenset(duty.person for duty in teachers[one.course] if _holds(duty, day))
        who = stand_in.get(one.lesson)
        made[one.lesson] = HeldLesson(
            one.lesson,
            one.course,
            day,
            one.number,
            info.subject,
            f"{', '.join(info.class_names)} {info.title}",
            info.groups,
            own,
            None if who in own else who,
            one.state == "living",
            bool(one.entries),
        )
    return made


def _stand_ins(lessons: Iterable[SchoolLesson], substitutions: Mapping[int, Stored]) -> dict[int, int]:
    """Who holds a lesson for another: with another subject, the lesson on its page."""
    places = {(one.course, one.day, one.number): one.lesson for one in lessons if one.state == "living"}
    missed = {one.lesson: one for one in lessons}
    found = {}
    for lesson, stored in substitutions.items():
        own, other = missed.get(lesson), stored.number("other_course")
        held = places.get((other, own.day, own.number)) if own is not None and other else lesson
        if held is not None:
            found[held] = stored.number("person")
    return found


def _in_force(db: Readable, entity: str, year: int, lessons: Collection[int]) -> list[Stored]:
    """The year's substitutions or changes that are not taken back, of these lessons."""
    own = "cancelled = 0 AND course IN (SELECT id FROM course WHERE year = ?)"
    return [one for one in read_stored(db, entity, own, year).values() if one.number("lesson") in lessons]


def _homes(changes: list[LessonChange], parts: Mapping[int, int]) -> dict[int, tuple[date, int]]:
    return {
        lesson: (date.fromisoformat(place.day), place.number) for lesson, place in settle(changes, parts).homes.items()
    }
