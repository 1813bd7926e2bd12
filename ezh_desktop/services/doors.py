"""The doors of services that windows and commands know (design, «The doors of services»).

A server instead of a file changes nothing above these: the window never knows which one it talks to.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol, TypeAlias

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.domain.clock import Clock
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.errors import EzhError, Refusal
from ezh_desktop.services.acts import Act, EnterDecision, WriteHealth
from ezh_desktop.services.pages.course import CoursePage
from ezh_desktop.services.pages.health import HealthPage
from ezh_desktop.services.pages.summary import SummaryPage


class TicketState(StrEnum):
    """Where a submitted act stands."""

    QUEUED = "queued"
    DURABLE = "durable"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """One cell of an act that was not written, and why: lesson or period id (`column`), pupil, slot."""

    column: int
    pupil: int
    slot: int
    value: str
    why: Refusal


@dataclass(frozen=True, slots=True)
class Decision:
    """What `decide` gives: the part of the act that may be written (None: nothing), and the refused cells."""

    act: Act | None
    refused: tuple[RefusedCell, ...] = ()


class Ticket(Protocol):
    """A submitted act. `number` grows with submission; `error` is set when refused or failed late."""

    number: int
    act: Act | None
    state: TicketState
    entry: EntryRef | None
    error: EzhError | None

    def wait(self, seconds: float) -> bool:
        """Wait until the act is settled; False when the time ran out. Never call in the window's thread."""


NO_COURSE = 0
"""The course of a place that is a class alone."""


@dataclass(frozen=True, slots=True)
class CoursePlace:
    """A line of the navigation tree: a course of a class that the person may open, or a class alone.

    `group` is «Мои страницы», «Замены», «Мой класс», «Листки здоровья» or «Школа»; `running` marks a lesson running
    now, `done` a page with nothing left to do.
    A medical worker has no course pages: there `course` is `NO_COURSE`, and only pages of the class are shown.
    «Сегодня» has neither course nor class and stands first, in no group; its `note` tells of remarks to answer (6.2).
    `school_class` is the first of the course's classes.
    """

    course: int
    class_name: str
    subject_name: str
    subgroup: str
    group: str
    running: bool = False
    badge: int = 0
    overdue: bool = False
    note: str = ""
    school_class: int = 0
    done: bool = False

    @property
    def home(self) -> bool:
        """Whether it is the person's own day: no course and no class."""
        return self.course == NO_COURSE and not self.school_class

    @property
    def title(self) -> str:
        """Class, subject and subgroup; of a class alone «7А класс»."""
        if self.home:
            return self.class_name
        if self.course == NO_COURSE:
            return f"{self.class_name} класс"
        return f"{self.class_name} {self.subject_name}" + (f", {self.subgroup}" if self.subgroup else "")

    @property
    def key(self) -> tuple[int, int]:
        """What the place is told by: course and class."""
        return self.course, self.school_class


Place: TypeAlias = CoursePlace
"""What the main window shows: a course of a class, or a class alone."""


@dataclass(frozen=True, slots=True)
class Keyless:
    """A medical worker who cannot open the closed columns yet, and to whom a holder may pass the key."""

    account: int
    name: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One earlier or present value of a cell: shown value, when (local «21 ноября, 08:30»), who, reason, comment.

    `reopened` is why the director had opened the closed period again when this was entered, else empty (4.2).
    """

    shown: str
    when: str
    who: str
    reason: str
    comment: str
    entry: EntryRef
    reopened: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """The signed-in person: full name, words for the status bar («учитель»), login, role codes."""

    account: int
    person: int
    name: str
    roles_text: str
    roles: tuple[str, ...]


NOW: Final = (1 << 63) - 1
"""A cursor behind every entry."""


class Office(Protocol):
    """A signed-in person's session on one journal: everything a window may ask.

    `decide` is pure and in memory (microseconds); `submit` queues for the writer thread; callbacks given to
    `on_settled` are called in the writer's thread with the ticket when it is durable, refused or failed.
    """

    person: Person
    clock: Clock
    journal_title: str
    readonly: bool

    def roles(self) -> frozenset[str]:
        """Codes of the person's roles in force today, acting ones included, as of the last look at the changes."""

    def may(self, action: Action, thing: Thing, school_class: int | None = None) -> bool:
        """Whether the person may do this to some thing of the sort, by a role or by what they are to that class."""

    def places(self) -> Sequence[CoursePlace]:
        """Course pages the person may open, in the order of the tree."""

    def first_place(self) -> tuple[int, int] | None:
        """(course, lesson) to land on: the running lesson, else `(NO_COURSE, 0)` for the person's day, else the nearest
        lesson; None without a page.
        """

    def course_page(self, course: int) -> CoursePage:
        """Read a course page as the person may see it; RightRefused otherwise."""

    def class_courses(self, course: int) -> Sequence[int]:
        """All courses of the class(es) of that course in the journal's order: they decide the page numbers of paper."""

    def printable_courses(self, course: int) -> frozenset[int]:
        """Those of `class_courses` that the person may print."""

    def layout_pages(self, courses: Sequence[int]) -> Generator[CoursePage, None, None]:
        """Course pages for laying out paper: whole where the person may read one, else without people and marks.

        All are of one moment. RightRefused at a page of a class of which the person may print none.
        """

    def summary_page(self, school_class: int) -> SummaryPage:
        """Read a class's summary sheet; RightRefused for who may not read it."""

    def decide_council(self, act: EnterDecision) -> Decision:
        """Of which pupils a council decision may be entered, and which are refused; Refusal where nobody may get it."""

    def class_pupils(self, school_class: int) -> Sequence[tuple[int, str]]:
        """(pupil, name) of a class, for the search; nothing for who may not read its pupils."""

    def health_page(self, school_class: int) -> HealthPage:
        """Read a class's health sheet as the person may see it; RightRefused for who may read nothing of it."""

    def decide_health(self, act: WriteHealth) -> Decision:
        """Which cells of a health sheet may be written, and which are refused, before anything is submitted."""

    def keyless_medics(self) -> Sequence[Keyless]:
        """Medical workers who lack a health key that the person holds; see `health_keys.keyless`."""

    def pass_health_key(self, account: int) -> None:
        """Pass the health keys on to another medical worker: waits for the disk, never in the window's thread."""

    def decide(self, act: Act, page: CoursePage) -> Decision:
        """Check rights, rules, locks of an act against the page as the person sees it, pending acts laid over."""

    def submit(self, act: Act, page: CoursePage | None = None) -> Ticket:
        """Queue the act for the writer thread."""

    def on_settled(self, callback: Callable[[Ticket], None]) -> None:
        """Register the callback for settled tickets."""

    def pending(self) -> Sequence[Ticket]:
        """Acts not yet durable, oldest first."""

    def changes_since(self, cursor: int) -> tuple[frozenset[tuple[str, int]], int]:
        """Kinds and scopes changed after the cursor by anybody, and the new cursor; nothing after `NOW`."""

    def undoable(self) -> EntryRef | None:
        """The person's latest act of this session that Ctrl+Z would take back, across pages."""

    def redoable(self) -> EntryRef | None:
        """What Ctrl+Y would do again."""

    def entry_course(self, entry: EntryRef) -> int | None:
        """The course an own entry belongs to, so that the window can go to its page."""

    def cell_history(self, course: int, column: int, pupil: int) -> Sequence[HistoryLine]:
        """All values a cell (lesson id or period id) ever had, newest first; both slots together."""

    def head_text(self) -> str:
        """The protocol's head for paper: «12345:3f9ac41b77d0e2b8»."""

    def drain(self, seconds: float) -> bool:
        """Wait until nothing is pending; False when the time ran out."""

    def close(self) -> None:
        """End the session: drain, sign the end, checkpoint, release the file."""
