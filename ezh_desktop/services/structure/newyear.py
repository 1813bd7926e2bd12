"""The assistant «Новый учебный год» (4.1.4): a year as it would be, judged page by page, written as one act.

The year is drafted first: with the usual terms, days off, bells and numbers, in rows that no file holds yet. Those are
read into the same tables as the rows of a year that is there, and judged by the same rules. A year that was made with
the journal and has no class yet is gone over in the same way, in its own rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from ezh_desktop.domain.calendar import AcademicYear
from ezh_desktop.domain.change import SCHOOL_SCOPE, Change, EntryRef, Key, Row
from ezh_desktop.domain.default_year import default_holidays
from ezh_desktop.domain.ids import NewId
from ezh_desktop.domain.names import GRADES as ALL_GRADES
from ezh_desktop.domain.names import ClassName
from ezh_desktop.domain.rights import About, demand
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.rules.numbers import NUMBERS, read_number
from ezh_desktop.domain.russian import dotted, number_ranges
from ezh_desktop.domain.typed import several, typed_day
from ezh_desktop.errors import BadInput, RuleRefused
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.rule_numbers import NumberLine, NumbersPage
from ezh_desktop.services.structure.base import (
    NEW,
    OVER,
    Line,
    Lines,
    Plan,
    Stored,
    Work,
    asks,
    demand_open,
    read_stored,
    read_years,
)
from ezh_desktop.services.structure.calendar import (
    BELLS,
    HOLIDAYS,
    TERMS,
    CalendarPage,
    add_scheme,
    bells_in_order,
    calendar_tables,
    judge_calendar,
    read_calendar,
)
from ezh_desktop.services.structure.nextyear import (
    HALF,
    SENIOR,
    TABLE,
    CarriedPage,
    Frame,
    Moving,
    Terms,
    read_carried,
)
from ezh_desktop.services.year_setup import LAST_GRADE_TITLE, new_year
from ezh_desktop.storage.reading.places import YearLine, read_year_lines
from ezh_desktop.storage.reading.rows import Readable, row

ADD, NEXT = "year.add", "year.next"
"""The act that makes a year by itself, and the one that carries over what the year before it had."""
GRADES, NUMBERS_TABLE = "grades", "numbers"
THINGS: Final = (
    Thing.SCHOOL,
    Thing.SCHOOL_CLASS,
    Thing.ACCOUNT,
    Thing.MOVEMENT,
    Thing.SUBJECT,
    Thing.COURSE_TEACHER,
    Thing.SUBGROUP,
)
_LAST_GRADE: Final = 9
_USUAL_WEEK: Final = 5
_FIRST_GRADE: Final = "1"
_UNSEEN: Final = EntryRef(0, 0)
"""Of a row that no entry has made yet."""
_CALENDAR: Final = ("academic_year", "term_scheme", "period", "holiday", "moved_day", "bell")
_STRETCH: Final = re.compile(r"(\d{1,2})\s*[-\u2013\u2014]\s*(\d{1,2})")


@dataclass(frozen=True, slots=True)
class YearDraft:
    """A year as it would be made: its calendar, terms by grade, numbers, and what comes from the year before it."""

    page: CalendarPage
    carried: CarriedPage
    grades: Lines
    """A line for each term scheme: its title and the grades that take it."""
    numbers: NumbersPage
    settings: Mapping[str, Stored]
    drafted: tuple[Change, ...]
    """Rows that the act will make; of a year that is there, none."""
    there: bool
    """Whether the year was made with the journal and has no class yet."""
    ended: Mapping[str, Stored]

    @property
    def label(self) -> str:
        """«2027/2028»."""
        return self.page.year.label

    @property
    def tables(self) -> Mapping[str, Lines]:
        """Every table of the assistant as it is proposed."""
        return {**self.page.tables, GRADES: self.grades, TABLE: self.carried.lines}


@dataclass(frozen=True, slots=True)
class YearTyped:
    """What stands on the pages: tables (one that is not given is as proposed), numbers by name, a tick."""

    tables: Mapping[str, Lines] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)
    with_undecided: bool = True


@dataclass
class DraftWork(Work):
    """A work some of whose rows no file holds yet: what is typed into those changes what will be inserted."""

    drafted: dict[tuple[str, Key], Change] = field(default_factory=dict)

    @classmethod
    def over(cls, new_id: NewId, drafted: Iterable[Change]) -> DraftWork:
        """A work over the rows of a draft."""
        return cls(new_id, drafted={(one.entity, one.key): one for one in drafted})

    def put(self, stored: Stored, new: Row, scope: int = SCHOOL_SCOPE) -> None:
        """A drafted row that is taken out again is never made."""
        at = (stored.entity, stored.key)
        if at not in self.drafted:
            super().put(stored, new, scope)
        elif new.get("cancelled") == 1 or new.get("valid_to") == OVER:
            del self.drafted[at]
        else:
            one = self.drafted[at]
            self.drafted[at] = replace(one, new={**one.new, **new})

    @property
    def changes(self) -> tuple[Change, ...]:
        """The drafted rows come first: all others refer to them."""
        return (*self.drafted.values(), *super().changes)


# Drafting


def draft_year(office: FileOffice, label: str = "") -> YearDraft:
    """The year of that label as it would be made; without one, the year that is empty yet, else the next one.

    Raises RightRefused, BadInput for what is no year, or one that is there and has classes; LockRefused for a closed
    one.
    """
    demand(office.actor, Action.WRITE, About(Thing.SCHOOL, office.clock.today()))
    with office.reading() as db:
        years = read_year_lines(db)
        last = years[-1] if years else None
        label = AcademicYear.from_label(label or _usual_label(db, last, office.clock.today())).label
        there = next((one for one in years if one.label == label), None)
        if there is not None and _has_classes(db, there):
            raise BadInput(f"Учебный год {label} уже есть.", "Впишите другой; этот меняют в окне «Учебный год».")
    carried = read_carried(office, label)
    if there is not None:
        demand_open(there)
        return _draft_there(office, there, carried)
    return _draft_new(office, AcademicYear.from_label(label), carried, carried.before or last)


def _usual_label(db: Readable, last: YearLine | None, today: date) -> str:
    if last is None:
        return AcademicYear.of(today).label
    return AcademicYear.from_label(last.label).next().label if _has_classes(db, last) else last.label


def _has_classes(db: Readable, year: YearLine) -> bool:
    return row(db, "SELECT 1 FROM school_class WHERE year = ? AND ended = 0", year.year) is not None


def _draft_there(office: FileOffice, year: YearLine, carried: CarriedPage) -> YearDraft:
    page = read_calendar(office, year.year)
    with office.reading() as db:
        stored = read_stored(db, "year_setting", "year = ?", year.year)
        ended = read_stored(db, "school_class", "year = ?", year.year)
    by_name = {one.text("name"): one for one in ended.values()}
    draft = _draft(page, carried, stored.values(), (), by_name)
    if page.tables[HOLIDAYS] and page.tables[BELLS]:
        return draft
    return _as_proposed(draft, _draft_new(office, page.academic, carried, carried.before))


def _as_proposed(draft: YearDraft, usual: YearDraft) -> YearDraft:
    """A year whose making was undone lacks what a year has: it is proposed once more."""
    tables = {
        key: tuple(replace(line, ident=NEW) for line in usual.page.tables[key])
        for key in (HOLIDAYS, BELLS)
        if all(line.ident == NEW for line in draft.page.tables[key])
    }
    page = replace(draft.page, tables={**draft.page.tables, **tables})
    values = {line.name: line.value for line in usual.numbers.lines}
    lines = tuple(
        line if one is not None and one.text("value") else replace(line, value=values[line.name])
        for line in draft.numbers.lines
        for one in (draft.settings.get(line.name),)
    )
    return replace(draft, page=page, numbers=replace(draft.numbers, lines=lines))


def _draft_new(office: FileOffice, academic: AcademicYear, carried: CarriedPage, like: YearLine | None) -> YearDraft:
    """A year with the week, the bells and the numbers of another, if there is one."""
    new_id = system_ids()
    week_days, other = (like.week_days, like.year) if like is not None else (_USUAL_WEEK, NEW)
    made = new_year(new_id, academic, week_days=week_days)
    with office.reading() as db:
        bells = bells_in_order(read_stored(db, "bell", "year = ?", other).values())
        numbers = read_stored(db, "year_setting", "year = ?", other)
        school = read_stored(db, "school", "1")
    own = {str(one.key[1]): one.text("value") for one in numbers.values() if one.text("value")}
    rung: Row = {"year": made.year, "valid_from": None, "valid_to": None}
    changes = [
        replace(one, new={"value": own.get(str(one.key[1]), str(one.new["value"]))})
        if one.entity == "year_setting"
        else one
        for one in made.changes
        if not (bells and one.entity == "bell")
    ]
    changes += [Change("bell", (new_id(),), None, {**one.row, **rung}) for one in bells]
    stored = {name: _drafted_rows(changes, name) for name in _CALENDAR}
    line = YearLine(made.year, academic.label, academic.start.isoformat(), academic.end.isoformat(), week_days, "open")
    tables = calendar_tables(line, {**stored, "school": school}, {})
    page = CalendarPage(line, read_years(office), tables, {**stored, "school": school}, {})
    return _draft(page, carried, _drafted_rows(changes, "year_setting").values(), tuple(changes), {})


def _drafted_rows(changes: Iterable[Change], entity: str) -> dict[Key, Stored]:
    return {one.key: Stored(entity, one.key, one.new, _UNSEEN) for one in changes if one.entity == entity}


def _draft(
    page: CalendarPage,
    carried: CarriedPage,
    settings: Iterable[Stored],
    drafted: tuple[Change, ...],
    ended: Mapping[str, Stored],
) -> YearDraft:
    days = (*page.tables[HOLIDAYS], _february(page.academic))
    days = tuple(sorted(days, key=lambda line: typed_day(line.text("start"), page.academic)))
    page = replace(page, tables={**page.tables, HOLIDAYS: days})
    by_name = {str(one.key[1]): one for one in settings}
    grades = _grades(page, carried)
    numbers = NumbersPage(page.year.label, tuple(_number_lines(by_name)))
    carried = _proposed(page, carried, grades)
    return YearDraft(page, carried, grades, numbers, by_name, drafted, not drafted, ended)


def _february(academic: AcademicYear) -> Line:
    """The additional break of grade 1, for whichever classes of it there will be."""
    own = next(one for one in default_holidays(academic, frozenset({0})) if one.classes)
    texts = {"start": dotted(own.start), "end": dotted(own.end), "title": own.title, "classes": _FIRST_GRADE}
    return Line(NEW, texts)


def _number_lines(settings: Mapping[str, Stored]) -> Iterable[NumberLine]:
    for one in NUMBERS:
        stored = settings.get(one.name)
        value = (stored.text("value") if stored is not None else "") or one.default
        yield NumberLine(one.name, one.label, one.clause, value, one.default)


def _grades(page: CalendarPage, carried: CarriedPage) -> Lines:
    """Half-years for grades 10 and 11, the scheme of its own for grade 9; half-years for all where all had them."""
    schemes = list(page.stored["term_scheme"].values())
    halves = [one for one in schemes if one.row["kind"] == HALF]
    quarters = [one for one in schemes if one.row["kind"] != HALF]
    classes = carried.classes.values()
    only_halves = bool(classes) and all(one.scheme == HALF for one in classes)
    taken: dict[int, list[int]] = {int(one.key[0]): [] for one in schemes}
    for grade in ALL_GRADES:
        kind = halves if halves and (grade >= SENIOR or only_halves) else quarters or halves
        own = [one for one in kind if grade == _LAST_GRADE and one.text("title") == LAST_GRADE_TITLE]
        taken[int((own or kind)[0].key[0])].append(grade)
    return tuple(
        Line(int(one.key[0]), {"scheme": one.text("title"), "grades": number_ranges(taken[int(one.key[0])])})
        for one in schemes
    )


def _proposed(page: CalendarPage, carried: CarriedPage, grades: Lines) -> CarriedPage:
    """What goes over, where a class that had half-years keeps them though its grade has quarters."""
    halves = next((one for one in page.stored["term_scheme"].values() if one.row["kind"] == HALF), None)
    if halves is None:
        return carried
    usual = {grade: one.ident for one in grades for grade in read_grades(one.text("grades"))}

    def terms(line: Line) -> str:
        source = carried.classes[line.ident]
        grade = min(source.name.grade + 1, ALL_GRADES[-1])
        keeps = source.scheme == HALF and grade < SENIOR and usual.get(grade) != halves.key[0]
        return halves.text("title") if keeps else ""

    return replace(
        carried, lines=tuple(replace(one, texts={**one.texts, "scheme": terms(one)}) for one in carried.lines)
    )


def read_again(office: FileOffice, draft: YearDraft, typed: Lines) -> tuple[YearDraft, Lines]:
    """The draft with what goes over as it stands now, and its lines with what was typed into them.

    While the assistant is open, the council's decisions go on being entered.
    """
    carried = _proposed(draft.page, read_carried(office, draft.label), draft.grades)
    own = {line.ident: line for line in typed if line.ident != NEW}
    kept = ("target", "scheme", "leader")
    lines = tuple(
        replace(line, texts={**line.texts, **{name: own[line.ident].text(name) for name in kept}})
        if line.ident in own
        else line
        for line in carried.lines
    )
    return replace(draft, carried=carried), (*lines, *(line for line in typed if line.ident == NEW))


def with_scheme(draft: YearDraft, kind: str) -> YearDraft:
    """The draft with one more scheme of «quarter» or «half», which no grade takes yet."""
    work = Work(system_ids())
    add_scheme(work, draft.page, kind)
    stored = dict(draft.page.stored)
    for name in ("term_scheme", "period"):
        stored[name] = {**stored[name], **_drafted_rows(work.changes, name)}
    new = {int(one.key[0]): str(one.new["title"]) for one in work.changes if one.entity == "term_scheme"}
    shown = calendar_tables(draft.page.year, stored, {})[TERMS]
    lines = tuple(line for line in shown if line.text("scheme") in new.values())
    tables = {**draft.page.tables, TERMS: (*draft.page.tables[TERMS], *lines)}
    grades = tuple(Line(ident, {"scheme": title, "grades": ""}) for ident, title in new.items())
    return replace(
        draft,
        page=replace(draft.page, stored=stored, tables=tables),
        grades=(*draft.grades, *grades),
        drafted=(*draft.drafted, *work.changes),
    )


# Grades


def read_grades(text: str) -> list[int]:
    """The grades of «1–8, 10». Raises BadInput for what is none of 1 to 11."""
    found: list[int] = []
    for part in several(text):
        stretch = _STRETCH.fullmatch(part)
        ends = [int(one) for one in stretch.groups()] if stretch else [int(part)] if part.isdecimal() else []
        if not ends or ends[0] > ends[-1] or any(one not in ALL_GRADES for one in ends):
            raise BadInput(f"«{part}» не годы обучения.", "Запишите, например: 1–8, 10.")
        found += range(ends[0], ends[-1] + 1)
    return found


# Planning


def plan_new_year(office: FileOffice, draft: YearDraft, typed: YearTyped) -> Plan:
    """The one act that makes the year with all that stands on the pages, or what stands in its way."""
    demand_open(draft.page.year)
    work = DraftWork.over(system_ids(), draft.drafted)
    tables = {**draft.tables, **typed.tables}
    page = draft.page
    frame = Frame(page.year.year, page.academic, _terms(work, draft, tables), draft.ended)
    moving = Moving(office, draft.carried, work, frame, with_undecided=typed.with_undecided)
    moving.classes(tables[TABLE])
    moving.people()
    moving.teaching()
    page = replace(page, classes={str(one.name): one.school_class for one in moving.targets})
    tables[HOLIDAYS] = of_classes_there(tables[HOLIDAYS], page.classes)
    judge_calendar(work, page, {name: tables[name] for name in draft.page.tables})
    _numbers(work, draft, typed.numbers)
    numbers = (Action.SET_UP, About(Thing.RULE_NUMBERS, office.clock.today()))
    action = NEXT if draft.carried.before is not None else ADD
    return work.plan(action, ("academic_year", page.year.year), (*asks(office, *THINGS), numbers))


def _terms(work: Work, draft: YearDraft, tables: Mapping[str, Lines]) -> Terms:
    """Which scheme each grade takes; every grade takes one and only one."""
    # Whoever renames a scheme does it in any of its lines.
    typed = {line.text("scheme"): draft.page.of("period", line.ident).number("scheme") for line in tables[TERMS]}
    kinds = {int(one.key[0]): one.text("kind") for one in draft.page.stored["term_scheme"].values()}
    proposed = {one.text("title"): int(one.key[0]) for one in draft.page.stored["term_scheme"].values()}
    of_grade: dict[int, int] = {}
    for at, line in enumerate(tables[GRADES]):
        with work.reading(GRADES, at, "grades"):
            for grade in read_grades(line.text("grades")):
                if of_grade.setdefault(grade, line.ident) != line.ident:
                    raise RuleRefused(f"{grade} класс уже стоит в другой схеме.", "Оставьте его в одной из них.")
    left = [grade for grade in ALL_GRADES if grade not in of_grade]
    if left and not any(one.table == GRADES for one in work.faults):
        work.fault(GRADES, 0, "grades", f"Без периодов остались классы: {number_ranges(left)}.", "Впишите их в схему.")
    return Terms(kinds, proposed | typed, dict.fromkeys(left, next(iter(kinds))) | of_grade)


def of_classes_there(lines: Lines, classes: Iterable[str]) -> Lines:
    """Days off of a whole grade of which there is no class are nobody's: their lines are empty ones."""
    there = {str(ClassName.read(name).grade) for name in classes}

    def nobody(line: Line) -> bool:
        named = several(line.text("classes"))
        return bool(named) and all(one.isdecimal() and one not in there for one in named)

    return tuple(Line(NEW, {}) if nobody(line) else line for line in lines)


def _numbers(work: Work, draft: YearDraft, values: Mapping[str, str]) -> None:
    for at, line in enumerate(draft.numbers.lines):
        with work.reading(NUMBERS_TABLE, at, "value"):
            value = read_number(line.name, values.get(line.name, line.value))
            stored = draft.settings.get(line.name)
            if stored is not None:
                work.put(stored, {"value": value})
            elif value != line.default:
                work.add("year_setting", {"value": value}, (draft.page.year.year, line.name))
