"""The desk at which one act on single lessons is made: what is asked of every one of them, and how it is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Final

from ezh_desktop.domain.lesson_changes import ChangeKind
from ezh_desktop.domain.occupied import Clash, ClashKind
from ezh_desktop.domain.rights_table import Thing
from ezh_desktop.domain.russian import weekday_day_month
from ezh_desktop.domain.substituting import HeldLesson, Wanted, clashes
from ezh_desktop.errors import BadInput, StaleRefused
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import Plan, Stored, Work, asks, demand_open
from ezh_desktop.services.substitutions.days import SchoolDays, days_of, read_days
from ezh_desktop.storage.reading.rows import row

TABLE: Final = "lessons"
REASON: Final = "reason"
_THINGS: Final = {"substitution": Thing.SUBSTITUTION, "lesson_change": Thing.LESSON}


@dataclass
class Desk:
    """One act being made on the days that `days` holds; `hours` are those the act depends on."""

    office: FileOffice
    days: SchoolDays
    reason: str
    work: Work = field(default_factory=lambda: Work(system_ids()))
    hours: set[tuple[date, int]] = field(default_factory=set)
    touched: list[HeldLesson] = field(default_factory=list)

    def fault(self, where: int, what: str, remedy: str = "") -> None:
        """Note what stands in the way of the lesson in this place of the list."""
        self.work.fault(TABLE, where, "lesson", what, remedy)

    def take(self, lesson: int) -> HeldLesson:
        """A lesson that the act is about."""
        held = self.days.lessons[lesson]
        self.touched.append(held)
        self.hours.add((held.day, held.number))
        return held

    def living(self, where: int, lesson: int) -> HeldLesson | None:
        """A lesson that is held; None with a fault noted when it is not."""
        held = self.take(lesson)
        if not held.living:
            self.fault(where, f"{held.title}: урок не проводится.", "Сначала верните его.")
            return None
        return held

    def own(self, where: int, held: HeldLesson) -> bool:
        """Whether the lesson is no stand-in for one of another subject: such a one goes with its substitution."""
        missed = self.days.stands_in(held)
        if missed is None:
            return True
        what = f"{held.title} идёт вместо урока: {self.days.lessons[missed].title}."
        self.fault(where, what, "Сначала снимите замену.")
        return False

    def rows_of(self, lesson: int, *kinds: ChangeKind) -> list[Stored]:
        """The changes in force of a lesson."""
        return [
            one for one in self.days.changes if one.number("lesson") == lesson and ChangeKind(one.text("kind")) in kinds
        ]

    def change(self, held: HeldLesson, kind: ChangeKind, day: date, number: int) -> None:
        """A new row of the deputy's changes."""
        self.change_of((held.lesson, held.course), kind, day, number)

    def change_of(self, lesson: tuple[int, int], kind: ChangeKind, day: date, number: int) -> None:
        """The same for (lesson, course) of a lesson that is still to be made."""
        ident, course = lesson
        place = {"lesson": ident, "course": course, "kind": kind.value, "day": day.isoformat(), "number": number}
        self.work.add("lesson_change", {**place, "reason": self.reason, "cancelled": 0}, scope=course)

    def take_back(self, rows: Iterable[Stored]) -> None:
        """Changes or substitutions that no longer hold."""
        for stored in rows:
            self.work.put(stored, {"cancelled": 1}, stored.number("course"))

    def teaches_then(self, where: int, course: int, day: date, number: int) -> bool:
        """Whether the classes of a course are taught at all at that day and hour; a fault is noted otherwise."""
        if not self.days.calendar(course).is_school_day(day):
            self.fault(where, f"{weekday_day_month(day)} — не учебный день.", "Выберите учебный день.")
            return False
        if not self.days.time(course, number, day):
            self.fault(where, f"{number}-го урока в звонках нет.", "Выберите час, на который есть звонок.")
            return False
        return True

    def free(self, where: int, wanted: Wanted, leaving: Iterable[int] = (), joined: Iterable[int] = ()) -> bool:
        """Whether nobody is busy then; else the first who is, is noted. `joined` are lessons that subgroups share."""
        self.hours.add((wanted.day, wanted.number))
        known = set(joined)
        found = [
            one for one in clashes(wanted, self.days.lessons.values(), set(leaving)) if one.holder.lesson not in known
        ]
        if found:
            remedy = (
                "Сначала освободите этот час или выберите другой." if wanted.groups else "Выберите другого учителя."
            )
            self.fault(where, clash_words(self.days, found[0]), remedy)
        return not found

    def plan(self, action: str, subject: int, *, reasoned: bool = True) -> Plan:
        """The act; its rights, the open terms and the unchanged hours are asked again when it is written."""
        demand_open(self.days.year)
        if reasoned and not self.reason:
            self.work.fault(REASON, 0, REASON, "Впишите причину.")
        demands = asks(self.office, *(_THINGS[entity] for entity in sorted(self.work.touched)))
        derives = self.days.year.year if "lesson_change" in self.work.touched else None
        plan = self.work.plan(action, ("lesson", subject), demands, derives)
        if plan.command is None:
            return plan
        periods = frozenset(pair for one in self.touched for pair in self.days.periods(one))
        command = replace(plan.command, periods=periods, guard=_SameHours(self.days, frozenset(self.hours)))
        return replace(plan, command=command)


@dataclass
class _SameHours:
    """Refuses an act when somebody has changed the hours it depends on since they were read.

    Asked once: whether the act may be taken back later depends on its rows alone.
    """

    days: SchoolDays
    hours: frozenset[tuple[date, int]]
    asked: bool = False

    def __call__(self, db: Any) -> None:  # noqa: ANN401 - the writer's connection
        """See `commands.Command.guard`."""
        if not self.asked:
            now = days_of(db, self.days.today, (self.days.first, self.days.last), self.days.year.year)
            if self._seen(now) != self._seen_before:
                raise StaleRefused(
                    "За это время уроки этого часа изменили.", "Нажмите F5 и посмотрите, что стоит там сейчас."
                )
        self.asked = True

    @cached_property
    def _seen_before(self) -> frozenset[tuple[Any, ...]]:
        return self._seen(self.days)

    def _seen(self, days: SchoolDays) -> frozenset[tuple[Any, ...]]:
        return frozenset(
            (one.lesson, one.day, one.number, one.holders, one.living)
            for one in days.lessons.values()
            if (one.day, one.number) in self.hours
        )


def desk_for(office: FileOffice, lessons: Iterable[int], reason: str, days: Iterable[date] = ()) -> Desk:
    """A desk on the days of these lessons and some others. Raises BadInput for a lesson there is none of."""
    wanted = list(dict.fromkeys(lessons))
    with office.reading() as db:
        stored = [row(db, "SELECT day FROM lesson WHERE id = ?", lesson) for lesson in wanted]
    if None in stored:
        raise BadInput("Такого урока уже нет.", "Нажмите F5, чтобы увидеть день заново.")
    known = [*days, *(date.fromisoformat(day) for (day,) in stored)]
    return Desk(office, read_days(office, min(known), max(known)), " ".join(reason.split()))


def clash_words(days: SchoolDays, clash: Clash[HeldLesson]) -> str:
    """Who is busy, in words: «Кольцова И. А. в этот час ведёт: 7Б Алгебра»."""
    if clash.kind is ClashKind.TEACHER:
        name = days.people[clash.who].initials if clash.who in days.people else "Учитель"
        return f"{name} в этот час ведёт: {clash.holder.title}."
    name = next((words for ident, words in days.classes if ident == clash.who), "")
    who = "та же подгруппа" if clash.kind is ClashKind.SUBGROUP else "класс"
    return f"{name}: {who} в этот час на уроке {clash.holder.title}."
