"""School details, terms, days off, moved days and bells of a year: read for the dialog, judged, saved as one act.

Whatever of it lessons depend on derives them anew: a lesson about which something is entered is cancelled, never lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ezh_desktop.domain.calendar import AcademicYear
from ezh_desktop.domain.change import Key, Row
from ezh_desktop.domain.names import ClassName
from ezh_desktop.domain.rights_table import Thing
from ezh_desktop.domain.russian import WEEKDAYS, date_range, dotted
from ezh_desktop.domain.typed import several, typed_day, typed_time
from ezh_desktop.errors import BadInput, EzhError
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import (
    NEW,
    OVER,
    Line,
    Lines,
    Plan,
    Stored,
    Work,
    academic_of,
    asks,
    chosen_year,
    demand_open,
    read_stored,
    read_years,
    stands,
)
from ezh_desktop.services.year_setup import DEFAULT_ZONE
from ezh_desktop.storage.reading.places import YearLine
from ezh_desktop.storage.reading.rows import rows

ACTION: Final = "calendar.write"
SCHOOL, YEAR, TERMS, HOLIDAYS, MOVED, BELLS = "school", "year", "terms", "holidays", "moved", "bells"
DETAILS: Final = ("name", "short_name", "place", "address", "phone", "zone")
WEEKS: Final = ("пятидневная", "шестидневная")
LESSON: Final = timedelta(minutes=45)
_TERM_KINDS: Final = ("quarter", "half")
_LESSONS_FOLLOW: Final = frozenset({"academic_year", "period", "holiday", "moved_day"})
DAY_OFF: Final = "Выходной"
_SHIFTS: Final = range(1, 4)
_NUMBERS: Final = range(13)


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """A year's calendar as the dialog shows it, by table, and the rows behind it."""

    year: YearLine
    years: tuple[tuple[int, str], ...]
    """All years of the journal: id and label."""
    tables: Mapping[str, Lines]
    stored: Mapping[str, Mapping[Key, Stored]]
    classes: Mapping[str, int]

    @property
    def academic(self) -> AcademicYear:
        """The year as the calendar knows it."""
        return academic_of(self.year)

    def of(self, entity: str, ident: int) -> Stored:
        """The stored row of an entity."""
        return self.stored[entity][ident,]


def read_calendar(office: FileOffice, year: int = 0) -> CalendarPage:
    """The calendar of the year (0: the one in which the program works). Raises BadInput without a year."""
    with office.reading() as db:
        line = chosen_year(db, office.clock.today(), year)
        of_year = {
            name: read_stored(db, name, "year = ?", line.year)
            for name in ("term_scheme", "holiday", "moved_day", "bell")
        }
        stored = {
            "school": read_stored(db, "school", "1"),
            "academic_year": read_stored(db, "academic_year", "id = ?", line.year),
            "period": read_stored(db, "period", "scheme IN (SELECT id FROM term_scheme WHERE year = ?)", line.year),
            **of_year,
        }
        found = rows(
            db, "SELECT name, id FROM school_class WHERE year = ? AND ended = 0 ORDER BY grade, letter", line.year
        )
    classes = dict(found)
    # Days off of a class that was taken out concern nobody.
    living = {None, *classes.values()}
    stored["holiday"] = {key: one for key, one in stored["holiday"].items() if one.row["school_class"] in living}
    return CalendarPage(line, read_years(office), calendar_tables(line, stored, classes), stored, classes)


def calendar_tables(
    year: YearLine, stored: Mapping[str, Mapping[Key, Stored]], classes: Mapping[str, int]
) -> dict[str, Lines]:
    """The rows of a year as the tables of a dialog show them."""
    names = {ident: name for name, ident in classes.items()}
    schools = list(stored["school"].values())
    school = {name: schools[-1].text(name) if schools else "" for name in DETAILS}
    own = stored["academic_year"][year.year,]
    began = own.day("began")
    week = {"week": WEEKS[year.week_days - 5], "began": dotted(began) if began else ""}
    holidays = [one for one in stored["holiday"].values() if not one.number("cancelled")]
    moved = [one for one in stored["moved_day"].values() if not one.number("cancelled")]
    return {
        SCHOOL: (Line(int(schools[-1].key[0]) if schools else NEW, school),),
        YEAR: (Line(year.year, week),),
        TERMS: tuple(_term_line(one, stored) for one in _terms(stored)),
        HOLIDAYS: tuple(_holiday_line(one, names) for one in sorted(holidays, key=lambda one: one.text("start"))),
        MOVED: tuple(_moved_line(one) for one in sorted(moved, key=lambda one: one.text("day"))),
        BELLS: tuple(_bell_line(one) for one in bells_in_order(stored["bell"].values())),
    }


def bells_in_order(bells: Iterable[Stored]) -> list[Stored]:
    """The bells that ring, by shift and number."""
    ringing = [one for one in bells if stands(one, "valid_to")]
    return sorted(ringing, key=lambda one: (one.number("shift"), one.number("number")))


def _terms(stored: Mapping[str, Mapping[Key, Stored]]) -> list[Stored]:
    found = [one for one in stored["period"].values() if one.row["kind"] in _TERM_KINDS]
    return sorted(found, key=lambda one: (one.number("scheme"), one.number("number")))


def _term_line(one: Stored, stored: Mapping[str, Mapping[Key, Stored]]) -> Line:
    scheme = stored["term_scheme"][one.number("scheme"),].text("title")
    return Line(int(one.key[0]), {"scheme": scheme, "title": one.text("title"), **_span(one)})


def _holiday_line(one: Stored, names: Mapping[int, str]) -> Line:
    return Line(
        int(one.key[0]),
        {**_span(one), "title": one.text("title"), "classes": names.get(one.number("school_class"), "")},
    )


def _span(one: Stored) -> dict[str, str]:
    return {name: dotted(day) if (day := one.day(name)) else "" for name in ("start", "end")}


def _moved_line(one: Stored) -> Line:
    day = one.day("day")
    texts = {
        "day": dotted(day) if day else "",
        "as": WEEKDAYS[one.number("as_weekday") - 1],
        "reason": one.text("reason"),
    }
    return Line(int(one.key[0]), texts)


def _bell_line(one: Stored) -> Line:
    return Line(int(one.key[0]), {name: one.text(name) for name in ("shift", "number", "starts", "ends")})


def plan_calendar(office: FileOffice, page: CalendarPage, tables: Mapping[str, Lines]) -> Plan:
    """What saving these tables would do; a table that is not given stays as it is."""
    demand_open(page.year)
    work = Work(system_ids())
    judge_calendar(work, page, tables)
    derives = page.year.year if work.touched & _LESSONS_FOLLOW else None
    return work.plan(ACTION, ("academic_year", page.year.year), asks(office, Thing.SCHOOL), derives)


def judge_calendar(work: Work, page: CalendarPage, tables: Mapping[str, Lines]) -> None:
    """Read these tables into rows of the year."""
    page = replace(page, tables={**page.tables, **tables})
    for name, judge in _JUDGES.items():
        if name in tables:
            judge(work, page, tables[name])


# School and year


def _school(work: Work, page: CalendarPage, lines: Lines) -> None:
    line = lines[0]
    new = {name: line.text(name) for name in DETAILS}
    new["zone"] = new["zone"] or DEFAULT_ZONE
    if not new["name"]:
        work.fault(SCHOOL, 0, "name", "Название школы пустое.", "Впишите полное название: оно стоит на бумаге.")
    new["short_name"] = new["short_name"] or new["name"]
    try:
        ZoneInfo(new["zone"])
    except (ZoneInfoNotFoundError, ValueError, OSError):
        work.fault(SCHOOL, 0, "zone", f"Часового пояса «{new['zone']}» нет.", "Выберите пояс из списка.")
    if line.ident == NEW:
        work.add("school", new)
    else:
        work.put(page.of("school", line.ident), new)


def _year(work: Work, page: CalendarPage, lines: Lines) -> None:
    line, new = lines[0], dict[str, int | str | None]()
    if line.text("week") in WEEKS:
        new["week_days"] = WEEKS.index(line.text("week")) + 5
    else:
        work.fault(YEAR, 0, "week", "Неделя бывает пятидневной или шестидневной.")
    with work.reading(YEAR, 0, "began"):
        new["began"] = _day(page, line.text("began")).isoformat() if line.text("began") else None
    work.put(page.of("academic_year", page.year.year), new)


def _day(page: CalendarPage, text: str) -> date:
    day = typed_day(text, page.academic)
    if day not in page.academic:
        raise BadInput(f"{dotted(day)} не в учебном году {page.year.label}.", "Исправьте дату.")
    return day


def _stretch(work: Work, page: CalendarPage, at: tuple[str, int], line: Line) -> tuple[date, date] | None:
    """The days of a line; one day when only the first is typed."""
    found: dict[str, date] = {}
    for name in ("start", "end"):
        with work.reading(*at, name):
            found[name] = _day(page, line.text(name) or (line.text("start") if name == "end" else ""))
    if len(found) < len(("start", "end")):
        return None
    if found["end"] < found["start"]:
        work.fault(*at, "end", "Конец раньше начала.", "Исправьте даты.")
        return None
    return found["start"], found["end"]


def typed_stretch(academic: AcademicYear, line: Line) -> tuple[date, date] | None:
    """The days of a line, None while they cannot be read."""
    try:
        start = typed_day(line.text("start"), academic)
        return start, typed_day(line.text("end") or line.text("start"), academic)
    except BadInput:
        return None


# Terms


def _term_rows(work: Work, page: CalendarPage, lines: Lines) -> None:
    last: dict[int, tuple[date, date]] = {}
    first: dict[int, date] = {}
    for row, line in enumerate(lines):
        stored = page.of("period", line.ident)
        scheme = stored.number("scheme")
        stretch = _stretch(work, page, (TERMS, row), line)
        if stretch is None:
            continue
        if scheme in last and stretch[0] <= last[scheme][1]:
            work.fault(
                TERMS, row, "start", f"{stored.text('title')} начинается раньше, чем кончается предыдущий период."
            )
        last[scheme] = stretch
        first.setdefault(scheme, stretch[0])
        work.put(stored, _dates(*stretch))
        _title_of_scheme(work, page, (row, line), scheme)
    for one in page.stored["period"].values():
        scheme = one.number("scheme")
        if one.row["kind"] in {"year", "attestation"} and scheme in last:
            work.put(one, _dates(first[scheme], last[scheme][1]))


def _dates(start: date, end: date) -> Row:
    return {"start": start.isoformat(), "end": end.isoformat()}


def _title_of_scheme(work: Work, page: CalendarPage, at: tuple[int, Line], scheme: int) -> None:
    """A scheme is renamed in any of its lines."""
    row, line = at
    stored = page.of("term_scheme", scheme)
    title = line.text("scheme")
    if not title:
        work.fault(TERMS, row, "scheme", "Название пустое.", "По нему периоды выбирают для класса и предмета.")
    elif title != stored.text("title"):
        taken = any(one.text("title") == title for one in page.stored["term_scheme"].values())
        if taken:
            work.fault(TERMS, row, "scheme", f"«{title}» уже есть.", "Назовите иначе.")
        work.put(stored, {"title": title})


def plan_scheme(office: FileOffice, page: CalendarPage, kind: str) -> Plan:
    """One more scheme of «quarter» or «half», a copy of the first of its kind, for a class or course of its own."""
    demand_open(page.year)
    work = Work(system_ids())
    add_scheme(work, page, kind)
    return work.plan(ACTION, ("academic_year", page.year.year), asks(office, Thing.SCHOOL))


def add_scheme(work: Work, page: CalendarPage, kind: str) -> None:
    """The rows of a scheme that is a copy of the first of its kind, under a title of its own."""
    like = next(one for one in page.stored["term_scheme"].values() if one.row["kind"] == kind)
    titles = {one.text("title") for one in page.stored["term_scheme"].values()}
    plain = like.text("title")
    title = next(name for number in range(2, 1000) if (name := f"{plain} ({number})") not in titles)
    scheme = work.add("term_scheme", {**like.row, "title": title})
    for one in page.stored["period"].values():
        if one.number("scheme") == like.key[0]:
            work.add("period", {**one.row, "scheme": scheme})


# Days off and moved days


def _holidays(work: Work, page: CalendarPage, lines: Lines) -> None:
    kept, off, above = set[int](), set[date](), list[_DaysOff]()
    for row, line in enumerate(lines):
        if line.blank:
            continue
        kept.add(line.ident)
        stretch = _stretch(work, page, (HOLIDAYS, row), line)
        classes = _classes(work, page, (HOLIDAYS, row), line)
        if stretch is None or classes is None:
            continue
        days = _days(*stretch)
        own = _DaysOff(row, line.text("title") or DAY_OFF, stretch, frozenset(classes))
        _twice(work, own, above)
        above.append(own)
        _whole_term(work, page, row, (days, off))
        if not line.text("classes"):
            off |= days
        new = {"title": own.title, **_dates(*stretch)}
        for number, school_class in enumerate(classes):
            values: Row = {**new, "school_class": school_class, "cancelled": 0}
            if number == 0 and line.ident != NEW:
                work.put(page.of("holiday", line.ident), values)
            else:
                work.add("holiday", {**values, "year": page.year.year})
    _cancel(work, page, "holiday", kept)


class _DaysOff(NamedTuple):
    """Days off of a line; `classes` holds None alone when they are the whole school's."""

    row: int
    title: str
    stretch: tuple[date, date]
    classes: frozenset[int | None]


def _twice(work: Work, own: _DaysOff, above: Iterable[_DaysOff]) -> None:
    """Nobody has the same day off twice. Days off of single classes may lie over the school's: those of grade 1 do."""
    start, end = own.stretch
    for other in above:
        if own.classes & other.classes and start <= other.stretch[1] and other.stretch[0] <= end:
            what = (
                f"«{own.title}» и «{other.title}» (строка {other.row + 1}, {date_range(*other.stretch)}) пересекаются."
            )
            work.fault(HOLIDAYS, own.row, "start", what, "Исправьте даты или уберите одну из строк.")
            return


def _days(start: date, end: date) -> frozenset[date]:
    return frozenset(start + timedelta(days=step) for step in range((end - start).days + 1))


def _whole_term(work: Work, page: CalendarPage, row: int, days: tuple[Set[date], Set[date]]) -> None:
    """Days off may not leave a term without a day: those of a line, beside the school's days off above it."""
    own, others = days
    for term in page.tables[TERMS]:
        stretch = typed_stretch(page.academic, term)
        whole = _days(*stretch) if stretch is not None else frozenset()
        if whole & own and whole <= own | others:
            what = f"Выходные закрывают весь период: {term.text('title')}."
            work.fault(HOLIDAYS, row, "end", what, "Исправьте даты или измените сам период.")
            return


def _classes(work: Work, page: CalendarPage, at: tuple[str, int], line: Line) -> list[int | None] | None:
    """The classes named in a line: names or a year of study («1»); nothing is the whole school."""
    found: list[int | None] = []
    for name in several(line.text("classes")):
        own = [
            ident
            for other, ident in page.classes.items()
            if name.isdecimal() and ClassName.read(other).grade == int(name)
        ]
        if not own:
            try:
                own = [page.classes[str(ClassName.read(name))]]
            except (EzhError, KeyError):
                work.fault(*at, "classes", f"Класса «{name}» в этом году нет.", "Оставьте пустым для всей школы.")
                return None
        found += own
    return found or [None]


def _cancel(work: Work, page: CalendarPage, entity: str, kept: set[int]) -> None:
    """Rows that are no longer in the table stand for nothing from now on."""
    for (ident, *_), one in page.stored[entity].items():
        if ident not in kept:
            work.put(one, {"cancelled": 1})


def _moved(work: Work, page: CalendarPage, lines: Lines) -> None:
    kept, seen = set[int](), dict[date, int]()
    for row, line in enumerate(lines):
        if line.blank:
            continue
        kept.add(line.ident)
        weekday = line.text("as").casefold()
        names = [name.casefold() for name in WEEKDAYS[:6]]
        if weekday not in names:
            work.fault(MOVED, row, "as", "Заниматься можно по расписанию дня с понедельника по субботу.")
        with work.reading(MOVED, row, "day"):
            day = _day(page, line.text("day"))
            if day in seen:
                raise BadInput(f"{dotted(day)} уже стоит в строке {seen[day] + 1}.", "Уберите одну из строк.")
            seen[day] = row
            as_weekday = names.index(weekday) + 1 if weekday in names else 1
            new: Row = {"day": day.isoformat(), "as_weekday": as_weekday, "reason": line.text("reason")}
            if line.ident == NEW:
                work.add("moved_day", {**new, "year": page.year.year, "cancelled": 0})
            else:
                work.put(page.of("moved_day", line.ident), new)
    _cancel(work, page, "moved_day", kept)


# Bells


def _bells(work: Work, page: CalendarPage, lines: Lines) -> None:
    kept, before, above = set[int](), dict[int, tuple[int, str]](), "1"
    for row, line in enumerate(lines):
        if line.blank:
            continue
        kept.add(line.ident)
        above = line.text("shift") or above
        new = _bell(work, (row, above), line, before)
        if new is None:
            continue
        before[int(new["shift"] or 0)] = (int(new["number"] or 0), str(new["ends"]))
        if line.ident == NEW:
            work.add("bell", {**new, "year": page.year.year, "valid_from": None, "valid_to": None})
        else:
            work.put(page.of("bell", line.ident), new)
    for one in bells_in_order(page.stored["bell"].values()):
        if one.key[0] not in kept:
            work.put(one, {"valid_to": OVER})


def _bell(work: Work, at: tuple[int, str], line: Line, before: Mapping[int, tuple[int, str]]) -> Row | None:
    """The bell of a line at a row in a shift: without an end 45 minutes, without a number the next one."""
    faults, (row, in_shift) = len(work.faults), at
    shift = _whole(work, (row, "shift"), in_shift, _SHIFTS)
    last, last_end = before.get(shift, (0, ""))
    number = _whole(work, (row, "number"), line.text("number") or str(last + 1), _NUMBERS)
    starts = ends = ""
    with work.reading(BELLS, row, "starts"):
        starts = f"{typed_time(line.text('starts')):%H:%M}"
    with work.reading(BELLS, row, "ends"):
        ends = f"{typed_time(line.text('ends')):%H:%M}" if line.text("ends") else _later(starts)
    if starts and ends and ends <= starts:
        work.fault(BELLS, row, "ends", f"{number}-й урок кончается раньше, чем начинается.", "Исправьте время.")
    if last_end and starts and starts < last_end:
        work.fault(
            BELLS, row, "starts", f"{number}-й урок начинается раньше, чем кончается {last}-й.", "Исправьте время."
        )
    if last_end and number <= last:
        work.fault(BELLS, row, "number", "Номера уроков идут не по порядку.", "Исправьте номер.")
    if len(work.faults) > faults:
        return None
    return {"shift": shift, "number": number, "starts": starts, "ends": ends}


def _whole(work: Work, at: tuple[int, str], text: str, allowed: range) -> int:
    if text.isdecimal() and int(text) in allowed:
        return int(text)
    work.fault(BELLS, *at, f"«{text}» не подходит.", f"Впишите число от {allowed[0]} до {allowed[-1]}.")
    return allowed[0]


def _later(starts: str) -> str:
    if not starts:
        return ""
    begin = datetime.fromisoformat(f"2000-01-01T{starts}")
    return f"{begin + LESSON:%H:%M}"


_JUDGES: Final = {
    SCHOOL: _school,
    YEAR: _year,
    TERMS: _term_rows,
    HOLIDAYS: _holidays,
    MOVED: _moved,
    BELLS: _bells,
}
