"""The year's plan of inspections (план проверок журнала, 3.5, 4.5.5): what is checked when, and what was held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from ezh_desktop.domain.change import SCHOOL_SCOPE, Key, Row
from ezh_desktop.domain.names import name_key
from ezh_desktop.domain.rights import About, demand
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.rules.numbers import read_numbers
from ezh_desktop.domain.russian import dotted
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.inspections import POINTS
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import (
    NEW,
    Line,
    Lines,
    Plan,
    Stored,
    Work,
    asks,
    chosen_year,
    class_called,
    is_open,
    noted_day,
    read_stored,
    rows_taken_out,
    rows_typed,
    stored_day,
)
from ezh_desktop.storage.reading.places import (
    CourseLine,
    YearLine,
    read_class_names,
    read_courses,
    read_last_lessons,
    read_settings,
)
from ezh_desktop.storage.reading.rows import rows

ACTION: Final = "inspection.plan"
TABLE: Final = "inspections"
SCHOOL: Final = "вся школа"
ALL_POINTS: Final = "все шесть"
_JOINT: Final = "; "
_SPOKEN: Final = "SELECT id, NULL, name FROM school_class WHERE year = ?"


class Place(NamedTuple):
    """A class, or one page of it."""

    school_class: int
    course: int | None = None


@dataclass(frozen=True, slots=True)
class InspectionPlan:
    """The inspections of a year in the order of their days; `least` is how many 3.5 wants."""

    year: YearLine
    today: date
    least: int
    last: date
    """The last day of lessons."""
    places: Mapping[str, Place]
    """What may be inspected besides the whole school, by the words typed: a class, «7А», or a page, «7А Алгебра»."""
    stored: Mapping[Key, Stored]
    lines: Lines
    writable: bool
    school_days: tuple[date, ...] = ()
    """The days of the year that have lessons, in order."""

    @property
    def overdue(self) -> int:
        """How many should have been held by now."""
        days = [one.day("planned") for one in self.stored.values() if one.row["held"] is None]
        return sum(day is not None and day < self.today for day in days)


def read_inspection_plan(office: FileOffice, year: int = 0) -> InspectionPlan:
    """The plan of a year. Raises RightRefused for who does not see all inspections, BadInput without a year."""
    today = office.clock.today()
    demand(office.actor, Action.READ, About(Thing.INSPECTION, today))
    with office.reading() as db:
        line = chosen_year(db, today, year)
        stored = read_stored(db, "inspection", "year = ? AND cancelled = 0", line.year)
        places = {name: Place(ident) for ident, name in read_class_names(db, line.year)}
        places |= {_page_title(one): Place(one.school_class, one.course) for one in read_courses(db, line.year)}
        numbers = read_numbers(read_settings(db, line.year))
        last = read_last_lessons(db, line)
        spoken = {Place(*one): name for *one, name in rows(db, _SPOKEN, line.year)}
        days = tuple(date.fromisoformat(day) for (day,) in rows(db, _SCHOOL_DAYS, line.year))
    spoken |= {place: name for name, place in places.items()}
    listed = sorted(stored.values(), key=lambda one: (one.text("planned"), one.key))
    writes = is_open(office, line) and office.may(Action.WRITE, Thing.INSPECTION)
    lines = tuple(_line(one, spoken) for one in listed)
    return InspectionPlan(line, today, numbers.inspections, last, places, stored, lines, writes, days)


def _page_title(line: CourseLine) -> str:
    """«7А Алгебра», «7А Английский язык, 1 группа»."""
    return f"{line.class_name} {line.title}"


def _line(one: Stored, names: Mapping[Place, str]) -> Line:
    held, planned = one.day("held"), one.day("planned")
    place = Place(one.number("school_class"), one.number("course") or None)
    points = one.text("points")
    texts = {
        "planned": dotted(planned) if planned else "",
        "what": names.get(place) or names.get(Place(place.school_class), SCHOOL),
        "points": ALL_POINTS if points == _JOINT.join(POINTS) else points,
        "held": dotted(held) if held else "",
        "conclusion": one.text("conclusion"),
    }
    return Line(int(one.key[0]), texts)


def spread_over(page: InspectionPlan, shown: Lines) -> Lines:
    """New lines that make the plan whole: of the school, on school days amid equal parts of the year left."""
    missing = page.least - sum(not line.blank for line in shown)
    first = max(page.today, date.fromisoformat(page.year.start))
    room = max(page.last, first) - first
    parts = [first + room * (2 * part + 1) / (2 * missing) for part in range(missing)] if missing > 0 else []
    days = [next((day for day in page.school_days if day >= part), part) for part in parts]
    return tuple(
        Line(NEW, {"planned": dotted(day), "what": SCHOOL, "points": ALL_POINTS, "held": "", "conclusion": ""})
        for day in days
    )


def plan_inspections(office: FileOffice, page: InspectionPlan, lines: Lines) -> Plan:
    """What saving the plan would do. What was held stays: it is a record."""
    work = Work(system_ids())
    for row, line in rows_typed(lines):
        faults = len(work.faults)
        fields = _fields(work, page, row, line)
        if len(work.faults) > faults:
            continue
        if line.ident == NEW:
            work.add("inspection", {"year": page.year.year, "person": None, **fields, "cancelled": 0})
        else:
            _put(work, page, (row, line), fields)
    for one in rows_taken_out(page.stored, lines):
        if one.row["held"] is not None:
            work.fault(TABLE, 0, "planned", f"Проверка {dotted(one.day('held') or page.today)} проведена.", _KEEP)
        work.put(one, {"cancelled": 1}, _scope(one.number("school_class")))
    return work.plan(ACTION, ("academic_year", page.year.year), asks(office, Thing.INSPECTION))


_SCHOOL_DAYS: Final = (
    "SELECT DISTINCT l.day FROM lesson AS l JOIN course AS c ON c.id = l.course"
    " WHERE c.year = ? AND l.state = 'living' ORDER BY l.day"
)
_KEEP: Final = "Проведённую проверку из плана не убирают: F5 вернёт её."


def _scope(school_class: int) -> int:
    return school_class or SCHOOL_SCOPE


def _fields(work: Work, page: InspectionPlan, row: int, line: Line) -> Row:
    place = _place(work, page, row, line)
    points = line.text("points") or ALL_POINTS
    if name_key(points) == name_key(ALL_POINTS):
        points = _JOINT.join(POINTS)
    planned = noted_day(work, (TABLE, row, "planned"), line.text("planned"), page.year)
    held = noted_day(work, (TABLE, row, "held"), line.text("held"), page.year) if line.text("held") else None
    if held is not None and held > page.today:
        work.fault(TABLE, row, "held", "Этот день ещё не наступил.", "Впишите день, когда проверка была.")
    return {
        "school_class": place.school_class if place else None,
        "course": place.course if place else None,
        "planned": stored_day(planned),
        "held": stored_day(held),
        "points": points,
        "conclusion": line.text("conclusion"),
    }


def _place(work: Work, page: InspectionPlan, row: int, line: Line) -> Place | None:
    """The class or page that is named; None for the whole school."""
    text = line.text("what")
    if not text or name_key(text) == name_key(SCHOOL):
        return None
    name = class_called(text)
    name = next((title for title in page.places if name_key(title) == name_key(name)), name)
    if name not in page.places:
        advice = f"Выберите класс, страницу («7А Алгебра») или «{SCHOOL}»."
        work.fault(TABLE, row, "what", f"Класса или страницы «{text}» нет.", advice)
    return page.places.get(name)


def _put(work: Work, page: InspectionPlan, at: tuple[int, Line], fields: Row) -> None:
    stored = page.stored[at[1].ident,]
    if stored.row["held"] is not None and fields["held"] is None:
        work.fault(TABLE, at[0], "held", "Эта проверка проведена.", "День можно исправить, но не убрать.")
    work.put(stored, fields, _scope(int(fields["school_class"] or 0)))
