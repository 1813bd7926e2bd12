"""A reason of absence for a stretch of days, however many weeks: a certificate, an application, an illness (4.3.1).

Of days since the journal is kept here it explains the «н» that stand there or will; of earlier days, which paper knows
alone, it is the absence itself (5.14).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from ezh_desktop.domain.away import away_on, has_lessons
from ezh_desktop.domain.change import EntryRef
from ezh_desktop.domain.figures import AbsenceReason
from ezh_desktop.domain.rights import About, demand
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.spans import Span, any_holds
from ezh_desktop.errors import RuleRefused
from ezh_desktop.services.absence_rows import Given, ReasonBook
from ezh_desktop.services.absences import EXPLAIN, reason_row
from ezh_desktop.services.commands import Command
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.importing.people import demand_year
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.own import Planned
from ezh_desktop.storage.reading.absences import WeekRows, read_absence_week
from ezh_desktop.storage.reading.classlist import read_class_list
from ezh_desktop.storage.reading.places import read_began
from ezh_desktop.storage.reading.rows import as_day

CLAUSE: Final = "5.14"
_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class ClassYear:
    """What is chosen from: the pupils of a class by name, the days of the year, the day its journal here begins."""

    pupils: tuple[tuple[int, str], ...]
    year: Span
    began: date


def class_year(office: FileOffice, school_class: int) -> ClassYear:
    """Pupils and days for the one who leads the class. Raises RightRefused."""
    today = office.clock.today()
    demand(office.actor, Action.WRITE, About(Thing.ABSENCES, today, school_class))
    with office.reading() as db:
        year, began = demand_year(db, today.isoformat()), read_began(db, today.isoformat())
        lines = read_class_list(db, school_class)
    names = {one.pupil: f"{one.surname} {one.given} {one.patronymic}".strip() for one in lines}
    return ClassYear(tuple(names.items()), Span(date.fromisoformat(year.start), date.fromisoformat(year.end)), began)


def explain_days(office: FileOffice, school_class: int, given: Given) -> tuple[EntryRef, int]:
    """Give the days that reason, `NOT_GIVEN` takes it away; the entry and how many school days they are. Waits.

    Raises RightRefused for who does not lead the class, RuleRefused where the days hold no lesson of the pupil or
    nothing changes.
    """
    about = About(Thing.ABSENCES, office.clock.today(), school_class)
    year = class_year(office, school_class).year
    if not (year.holds(given.span.first) and year.holds(given.last)):
        raise RuleRefused("Эти дни не в нынешнем учебном году.", "Проверьте дни.", CLAUSE)
    if len(given.document) > _MOST:
        raise RuleRefused("Название документа слишком длинно.", f"Не больше {_MOST} знаков.", CLAUSE)
    with office.reading() as db:
        found = read_absence_week(db, school_class, given.span.first.isoformat(), given.last.isoformat())
    days = _school_days(found, given)
    if not days:
        raise RuleRefused("В эти дни у ученика нет таких уроков.", "Проверьте ученика, дни и номера уроков.", CLAUSE)
    book = ReasonBook.of(map(reason_row, found.reasons), school_class)
    if given.kind is AbsenceReason.NOT_GIVEN:
        book.take(given.pupil, given.span)
    else:
        book.give(given)
    changes = tuple(Planned(one) for one in book.changes(system_ids()))
    if not changes:
        raise RuleRefused("Здесь ничего не меняется.", "Эта причина за эти дни уже стоит.", CLAUSE)
    command = Command(EXPLAIN, ("school_class", school_class), changes, ((Action.WRITE, about),))
    return office.execute(command), len(days)


def _school_days(found: WeekRows, given: Given) -> set[date]:
    """The days on which the pupil was on the list and had one of the lessons."""
    stays = [
        Span(as_day(start) or date.min, as_day(end)) for who, _, _, start, end in found.pupils if who == given.pupil
    ]
    groups = {
        course: [Span(as_day(first) or date.min, as_day(last)) for of, who, first, last in found.members if of == course
                 and who == given.pupil]
        for course in {one[1] for one in found.lessons}
    }  # fmt: skip
    away = found.away.get(given.pupil, ())
    first, last = given.lessons
    return {
        day
        for _, course, subgroup, text, number, _ in found.lessons
        if (first or 0) <= number <= (last or number)
        and any_holds(stays, day := date.fromisoformat(text))
        and has_lessons(subgroup, listed=any_holds(groups[course], day), elsewhere=away_on(away, day) is not None)
    }
