"""A signed-in person's session on a journal file: everything a window or command may ask (`doors.Office`)."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, time
from itertools import count
from typing import Any, Final
from zoneinfo import ZoneInfo

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.domain.clock import Clock, FrozenClock
from ezh_desktop.domain.rights import About, Actor, demand, may
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.errors import Refusal, RightRefused
from ezh_desktop.services import council, health
from ezh_desktop.services.acts import Act, CancelDecision, EnterDecision, Redo, Undo, WriteHealth
from ezh_desktop.services.cell_history import history_lines
from ezh_desktop.services.commands import Command
from ezh_desktop.services.deciding import Desk, command_of, weigh
from ezh_desktop.services.doors import CoursePlace, Decision, HistoryLine, Keyless, Person, Ticket, TicketState
from ezh_desktop.services.health_keys import KeyRing, keyless, pass_on
from ezh_desktop.services.navigation import read_class_pupils, read_landing, read_places
from ezh_desktop.services.own import OwnRows
from ezh_desktop.services.pages.build_course import Setting, build_course
from ezh_desktop.services.pages.build_summary import SummarySetting, build_summary
from ezh_desktop.services.pages.course import CoursePage, HomeworkTemplate, without_people
from ezh_desktop.services.pages.health import HealthPage
from ezh_desktop.services.pages.summary import SummaryPage
from ezh_desktop.services.undoing import NOTHING, History, inverse_command
from ezh_desktop.services.undoing_rows import rows_command
from ezh_desktop.services.writing import OfficeTicket, Place, WriterThread, read_authority
from ezh_desktop.storage.faults import as_trouble
from ezh_desktop.storage.protocol import Strand, head_text
from ezh_desktop.storage.reading.course import read_classes, read_course, read_head, read_templates
from ezh_desktop.storage.reading.places import (
    CourseLine,
    read_began,
    read_courses,
    read_school,
    read_settings,
    read_year,
)
from ezh_desktop.storage.reading.protocol import read_changed, read_cursor
from ezh_desktop.storage.reading.rows import Readable, Remembering
from ezh_desktop.storage.reading.standing import STANDING_TABLES
from ezh_desktop.storage.reading.summary import read_summary
from ezh_desktop.storage.writer import head_now

_EVENING: Final = time(20)
QUICK_SECONDS: Final = 0.08
"""How long the window's thread may wait for a pending act before it asks what can be undone."""


class FileOffice:
    """One person's session on one journal file. Made by `journal`; `close` gives the file back."""

    def __init__(self, place: Place, person: Person, clock: Clock, strand: Strand | None) -> None:
        """`strand` is None for a session that only reads: it writes no entry and leaves the head as it is."""
        self.person = person
        self.clock = clock
        self.readonly = strand is None
        self.session = 0 if strand is None else strand.session
        self.key_ring: KeyRing | None = None
        self.health_sheet: HealthPage | None = None
        self._place = place
        self._weighed: tuple[Act | None, CoursePage, Command | None] | None = None
        self._own = OwnRows()
        self._history = History()
        self._numbers = count(1)
        self._closed = False
        self._owns = True
        self._writer: WriterThread | None = None
        with self._reading() as db:
            self.journal_title = self._title(db)
            self._actor = read_authority(db, person.account, person.person).actor
        if strand is not None:
            self._writer = WriterThread(place, strand, clock, person.person)
            self._writer.listeners.append(self._on_ticket)

    def begin(self, failures: tuple[int, float] = (0, 0.0)) -> None:
        """Write the session's opening entry; nothing for a session that only reads.

        Raises Trouble when it cannot be written, and has then given the file back.
        """
        if self._writer is None:
            return
        try:
            self._writer.open_session(self.person.name, failures)
        except BaseException:
            self.close()
            raise

    @property
    def actor(self) -> Actor:
        """The person as rights see them: as of the last own act or the last look at what others changed."""
        return self._actor

    def roles(self) -> frozenset[str]:
        """See `doors.Office`."""
        return frozenset(role.value for role in self.actor.roles(self.clock.today()))

    def may(self, action: Action, thing: Thing, school_class: int | None = None) -> bool:
        """See `doors.Office`."""
        return may(self.actor, action, About(thing, self.clock.today(), school_class=school_class))

    def places(self) -> Sequence[CoursePlace]:
        """See `doors.Office`."""
        with self._reading() as db:
            return read_places(db, self.actor, self.clock)

    def first_place(self) -> tuple[int, int] | None:
        """See `doors.Office`."""
        with self._reading() as db:
            return read_landing(db, self.actor, self.clock)

    def course_page(self, course: int) -> CoursePage:
        """See `doors.Office`."""
        with self._reading() as db:
            return self._read_page(db, course)

    def class_courses(self, course: int) -> Sequence[int]:
        """See `doors.Office`."""
        with self._reading() as db:
            return [line.course for line in self._class_lines(db, course)]

    def printable_courses(self, course: int) -> frozenset[int]:
        """See `doors.Office`."""
        with self._reading() as db:
            return frozenset(line.course for line in self._class_lines(db, course) if self._may_print(line))

    def layout_pages(self, courses: Sequence[int]) -> Generator[CoursePage, None, None]:
        """See `doors.Office`."""
        with self._reading() as connection:
            db = Remembering(connection)
            for course in courses:
                yield self._layout_page(db, course)

    def _layout_page(self, db: Readable, course: int) -> CoursePage:
        try:
            return self._read_page(db, course)
        except RightRefused:
            # Whoever prints no page of the class has nothing to lay out in its journal.
            if not any(self._may_print(line) for line in self._class_lines(db, course)):
                raise
            return without_people(self._read_page(db, course, demanded=False))

    def summary_page(self, school_class: int) -> SummaryPage:
        """See `doors.Office`."""
        today = self.clock.today()
        demand(self.actor, Action.READ, About(Thing.SUMMARY, today, school_class=school_class))
        about = About(Thing.COUNCIL_DECISION, today, school_class=school_class)
        with self._reading() as db:
            found = read_summary(db, school_class)
            if found is None:
                raise RightRefused("Такого класса в журнале нет.", "Выберите класс в списке слева.")
            may_decide = not self.readonly and may(self.actor, Action.WRITE, about)
            numbers = read_settings(db, found.head.year)
            return build_summary(found, SummarySetting(read_cursor(db), today, read_school(db)[0], may_decide, numbers))

    def class_pupils(self, school_class: int) -> Sequence[tuple[int, str]]:
        """See `doors.Office`."""
        with self._reading() as db:
            return read_class_pupils(db, self.actor, self.clock.today(), school_class)

    def health_page(self, school_class: int) -> HealthPage:
        """See `doors.Office`."""
        return health.health_page(self, school_class)

    def decide_health(self, act: WriteHealth) -> Decision:
        """See `doors.Office`."""
        self._demand_writable()
        return health.decide_health(act, self._health_desk(act.school_class))

    def keyless_medics(self) -> Sequence[Keyless]:
        """See `doors.Office`."""
        return keyless(self)

    def pass_health_key(self, account: int) -> None:
        """See `doors.Office`."""
        pass_on(self, account)

    def decide_council(self, act: EnterDecision) -> Decision:
        """See `doors.Office`."""
        self._demand_writable()
        return council.decide_council(act, self.summary_page(act.school_class), self.actor)

    def decide(self, act: Act, page: CoursePage) -> Decision:
        """See `doors.Office`."""
        self._demand_writable()
        decision, command = weigh(act, Desk(page, self.actor, self._own))
        self._weighed = (decision.act, page, command)
        return decision

    def submit(self, act: Act, page: CoursePage | None = None) -> Ticket:
        """See `doors.Office`. Raises Refusal when nothing of the act may be written."""
        self._demand_writable()
        weighed, self._weighed = self._weighed, None
        if weighed is not None and weighed[0] is act and weighed[1] is page:
            # Nothing was submitted since: what was decided a moment ago holds, and the writer checks it again.
            command = weighed[2]
        else:
            command = self._command(act, page)
        ticket = OfficeTicket(next(self._numbers), act, command or Command("nothing", ("course", 0), ()))
        if command is None or self._writer is None:
            ticket.state = TicketState.DURABLE
            ticket.settled.set()
            return ticket
        self._own.note(ticket, command.planned)
        self._writer.submit(ticket)
        return ticket

    def execute(self, command: Command) -> EntryRef:
        """Write a command that belongs to no course page and wait for it, in a job or a command: never in the window.

        Raises what refused or failed it.
        """
        self._demand_writable()
        ticket = OfficeTicket(next(self._numbers), None, command)
        assert self._writer is not None  # noqa: S101 - _demand_writable has seen to it
        self._writer.submit(ticket)
        ticket.settled.wait()
        if ticket.error is not None:
            raise ticket.error
        if ticket.entry is None:
            raise Refusal("Ничего не изменилось.")
        return ticket.entry

    @property
    def frozen(self) -> bool:
        """Whether nothing can be written where the journal lies: a protected stick."""
        return self._place.sealed.frozen

    @property
    def place(self) -> Place:
        """The open file."""
        return self._place

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """A connection for reads of services, in one transaction."""
        with self._reading() as db:
            yield db

    def on_settled(self, callback: Callable[[Ticket], None]) -> None:
        """See `doors.Office`."""
        if self._writer is not None:
            self._writer.listeners.append(callback)

    def pending(self) -> Sequence[Ticket]:
        """See `doors.Office`."""
        return self._writer.pending() if self._writer is not None else ()

    def changes_since(self, cursor: int) -> tuple[frozenset[tuple[str, int]], int]:
        """See `doors.Office`."""
        with self._reading() as db:
            now = read_cursor(db)
            changed = frozenset(read_changed(db, cursor)) if now > cursor else frozenset()
            if not STANDING_TABLES.isdisjoint(entity for entity, _ in changed):
                self._actor = read_authority(db, self.person.account, self.person.person).actor
        return changed, now

    def undoable(self) -> EntryRef | None:
        """See `doors.Office`. None while an act is still being written."""
        return self._history.undoable() if self.drain(QUICK_SECONDS) else None

    def redoable(self) -> EntryRef | None:
        """See `doors.Office`."""
        return self._history.redoable() if self.drain(QUICK_SECONDS) else None

    def entry_course(self, entry: EntryRef) -> int | None:
        """See `doors.Office`."""
        done = self._history.find(entry)
        return done.course if done else None

    def cell_history(self, course: int, column: int, pupil: int) -> Sequence[HistoryLine]:
        """See `doors.Office`."""
        with self._reading() as db:
            page = self._read_page(db, course)
            lesson = page.lesson_by_id.get(column)
            about = About(
                Thing.CELL_HISTORY,
                self.clock.today(),
                school_class=page.school_class,
                course=course,
                lesson=column if lesson else None,
                day=lesson.day if lesson else self.clock.today(),
            )
            demand(self.actor, Action.READ, about)
            school_class = page.pupil_by_id[pupil].school_class or page.school_class
            if lesson is None:
                mark = ("period_mark", (school_class, page.subject, pupil, column))
                return history_lines(db, [mark], (school_class, column))
            slots = [("cell", (column, pupil, slot)) for slot in range(3)]
            return history_lines(db, slots, (school_class, lesson.period))

    def head_text(self) -> str:
        """See `doors.Office`."""
        with self._reading() as db:
            return head_text(*head_now(db))

    def drain(self, seconds: float) -> bool:
        """See `doors.Office`."""
        return self._writer.drain(seconds) if self._writer is not None else True

    def looking_back(self, day: date) -> FileOffice:
        """The journal as it stood in a former year, to be looked at alone (2.4): the same file, another day.

        It must be closed before this one is.
        """
        with self._reading() as db:
            zone = ZoneInfo(read_school(db)[2])
        past = FileOffice(self._place, self.person, FrozenClock.at(day, _EVENING, zone), None)
        past._owns = False
        return past

    def close(self) -> None:
        """See `doors.Office`."""
        if self._closed:
            return
        self._closed = True
        if self._writer is not None:
            self._writer.close()
        if self._owns:
            self._place.sealed.close()

    @contextmanager
    def _reading(self) -> Iterator[Any]:
        """A connection of the engine's pool, in one deferred transaction, given back after the block."""
        with as_trouble():
            connection = self._place.sealed.engine.raw_connection()
            try:
                connection.driver_connection.execute("BEGIN")  # type: ignore[union-attr]
                yield connection.driver_connection
            finally:
                connection.rollback()
                connection.close()

    def _title(self, db: Any) -> str:  # noqa: ANN401 - the driver's connection
        name, short, _ = read_school(db)
        year = read_year(db, self.clock.today().isoformat())
        return ", ".join(part for part in (short or name, year.label.replace("/", "–") if year else "") if part)

    def _read_page(self, db: Any, course: int, *, demanded: bool = True) -> CoursePage:  # noqa: ANN401
        head = read_head(db, course)
        classes = read_classes(db, course) if head else []
        if head is None or not classes:
            raise RightRefused("Такой страницы в журнале нет.", "Выберите страницу в списке слева.")
        today = self.clock.today()
        if demanded:
            self._demand_read(today, course, [one.school_class for one in classes])
        year = read_year(db, today.isoformat())
        name, _, zone = read_school(db)
        setting = Setting(
            cursor=read_cursor(db),
            today=today,
            school_name=name,
            year_label=year.label if year else "",
            zone=zone,
            numbers=read_settings(db, head.year),
            templates=self._templates(db) if demanded else (),
            began=read_began(db, today.isoformat()),
        )
        return build_course(read_course(db, head, classes), setting, self.actor)

    def _templates(self, db: Any) -> tuple[HomeworkTemplate, ...]:  # noqa: ANN401 - the driver's connection
        return tuple(
            HomeworkTemplate(ident, text, position, EntryRef(session, seq))
            for ident, text, position, session, seq in read_templates(db, self.person.person)
        )

    def _demand_read(self, today: Any, course: int, classes: list[int]) -> None:  # noqa: ANN401 - a date
        abouts = [About(Thing.COURSE_PAGE, today, school_class=one, course=course) for one in classes]
        if not any(may(self.actor, Action.READ, about) for about in abouts):
            demand(self.actor, Action.READ, abouts[0])

    def _class_lines(self, db: Any, course: int) -> list[CourseLine]:  # noqa: ANN401 - the driver's connection
        """The courses of the class(es) of a course, one line each, in the journal's order."""
        year = read_year(db, self.clock.today().isoformat())
        lines = read_courses(db, year.year) if year else []
        classes = {line.school_class for line in lines if line.course == course}
        found: dict[int, CourseLine] = {}
        for line in lines:
            if line.school_class in classes:
                found.setdefault(line.course, line)
        return list(found.values())

    def _may_print(self, line: CourseLine) -> bool:
        about = About(Thing.COURSE_PAGE, self.clock.today(), school_class=line.school_class, course=line.course)
        return may(self.actor, Action.PRINT, about)

    def _command(self, act: Act, page: CoursePage | None) -> Command | None:
        if isinstance(act, Undo | Redo):
            done = self._history.find(act.entry)
            if done is None:
                raise Refusal(NOTHING)
            if done.plain is not None:
                with self._reading() as db:
                    return rows_command(act, done, db, (self.actor, self.clock.today()), self._history)
            if done.changes[0].entity == council.ENTITY:
                return council.take_back(act, done, self.summary_page(done.course), self.actor, self._history)
            if done.changes[0].entity == health.ENTITY:
                return health.take_back(act, done, self._health_desk(done.course), self._history)
            desk = Desk(self.course_page(done.course), self.actor, self._own)
            return inverse_command(act, done, desk, self._history)
        if isinstance(act, EnterDecision | CancelDecision):
            return council.council_command(act, self.summary_page(act.school_class), self.actor)
        if isinstance(act, WriteHealth):
            return health.health_command(act, self._health_desk(act.school_class))
        return command_of(act, Desk(page or self.course_page(act.course), self.actor, self._own))

    def _health_desk(self, school_class: int) -> health.HealthDesk:
        return health.HealthDesk.of(self, school_class, self._own)

    def _demand_writable(self) -> None:
        if self._writer is None:
            raise RightRefused(
                "Журнал открыт только для чтения.", "Войдите без «Только для чтения», чтобы вносить записи."
            )

    def _on_ticket(self, ticket: OfficeTicket) -> None:
        if self._writer is not None:
            self._actor = self._writer.authority.actor
        if ticket.state is TicketState.DURABLE:
            self._history.settle(ticket)
        else:
            self._own.forget(ticket)
