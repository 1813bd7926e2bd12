"""Quarantine and distance mode (3.10, 4.4.10, 5.16): whom it holds for, from when to when, by which order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from ezh_desktop.domain.change import SCHOOL_SCOPE, Key, Row
from ezh_desktop.domain.names import name_key
from ezh_desktop.domain.rights import About, demand
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.russian import count, dotted
from ezh_desktop.services.ids import system_ids
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
from ezh_desktop.storage.reading.places import YearLine, read_class_names
from ezh_desktop.storage.reading.rows import row

ACTION: Final = "mode.write"
TABLE: Final = "modes"
SCHOOL: Final = "вся школа"
KINDS: Final[Mapping[str, str]] = {"distance": "дистанционное обучение", "quarantine": "карантин"}
_MOST: Final = 300


@dataclass(frozen=True, slots=True)
class ModesPage:
    """The modes of a year in the order of their days."""

    year: YearLine
    today: date
    classes: Mapping[str, int]
    stored: Mapping[Key, Stored]
    lines: Lines
    writable: bool

    @property
    def running(self) -> tuple[str, ...]:
        """Whom a mode holds for today."""
        today = self.today.isoformat()
        return tuple(
            line.text("what")
            for line in self.lines
            if (one := self.stored[line.ident,]) and one.text("start") <= today <= one.text("end")
        )


def read_modes(office: FileOffice, year: int = 0) -> ModesPage:
    """The modes of a year. Raises RightRefused for the medical worker, BadInput without a year."""
    today = office.clock.today()
    demand(office.actor, Action.READ, About(Thing.LEARNING_MODE, today))
    with office.reading() as db:
        line = chosen_year(db, today, year)
        stored = read_stored(db, "learning_mode", "year = ? AND cancelled = 0", line.year)
        names = dict(read_class_names(db, line.year))
    listed = sorted(stored.values(), key=lambda one: (one.text("start"), one.key))
    lines = tuple(_line(one, names) for one in listed)
    writes = is_open(office, line) and office.may(Action.WRITE, Thing.LEARNING_MODE)
    return ModesPage(line, today, {name: ident for ident, name in names.items()}, stored, lines, writes)


def _line(one: Stored, names: Mapping[int, str]) -> Line:
    start, end = one.day("start"), one.day("end")
    texts = {
        "what": names.get(one.number("school_class"), SCHOOL),
        "kind": KINDS[one.text("kind")],
        "start": dotted(start) if start else "",
        "end": dotted(end) if end else "",
        "order": one.text("order_text"),
    }
    return Line(int(one.key[0]), texts)


def plan_modes(office: FileOffice, page: ModesPage, lines: Lines) -> Plan:
    """What saving the table would do; lessons stay as they are, only how they are held is told."""
    work = Work(system_ids())
    spans: list[tuple[int, int | None, str, str]] = []
    for at, line in rows_typed(lines):
        faults = len(work.faults)
        fields = _fields(work, page, at, line)
        if len(work.faults) > faults:
            continue
        _apart(work, spans, (at, fields))
        scope = int(fields["school_class"] or SCHOOL_SCOPE)
        if line.ident == NEW:
            work.add("learning_mode", {"year": page.year.year, **fields, "cancelled": 0}, scope=scope)
        else:
            work.put(page.stored[line.ident,], fields, scope)
    for one in rows_taken_out(page.stored, lines):
        work.put(one, {"cancelled": 1}, one.number("school_class") or SCHOOL_SCOPE)
    return work.plan(ACTION, ("academic_year", page.year.year), asks(office, Thing.LEARNING_MODE))


def _fields(work: Work, page: ModesPage, at: int, line: Line) -> Row:
    typed = name_key(line.text("kind"))
    kind = next((code for code, words in KINDS.items() if typed and name_key(words).startswith(typed)), None)
    if kind is None:
        what = "Такого режима нет." if typed else "Не назван режим."
        work.fault(TABLE, at, "kind", what, "Выберите из списка.")
    start = noted_day(work, (TABLE, at, "start"), line.text("start"), page.year)
    end = noted_day(work, (TABLE, at, "end"), line.text("end"), page.year)
    if start is not None and end is not None and end < start:
        work.fault(TABLE, at, "end", "Последний день раньше первого.", "Исправьте даты.")
    order = line.text("order")
    if not order:
        work.warnings.append("Без приказа это недочёт (п. 5.16): впишите номер и дату.")
    elif len(order) > _MOST:
        work.fault(TABLE, at, "order", "Слишком длинно.", f"Оставьте не больше {_MOST} знаков.")
    return {
        "school_class": _class(work, page, at, line),
        "kind": kind,
        "start": stored_day(start),
        "end": stored_day(end),
        "order_text": order,
    }


def _class(work: Work, page: ModesPage, at: int, line: Line) -> int | None:
    text = line.text("what")
    if not text or name_key(text) == name_key(SCHOOL):
        return None
    name = class_called(text)
    if name not in page.classes:
        work.fault(TABLE, at, "what", f"Класса «{text}» нет.", f"Выберите класс или «{SCHOOL}».")
    return page.classes.get(name)


def _apart(work: Work, spans: list[tuple[int, int | None, str, str]], one: tuple[int, Row]) -> None:
    """Two modes of the same class do not meet: which of them would hold?"""
    at, fields = one
    school_class, start, end = fields["school_class"], str(fields["start"]), str(fields["end"])
    for other, held, first, last in spans:
        same = held is None or school_class is None or held == school_class
        if same and start <= last and first <= end:
            work.fault(TABLE, at, "start", f"Дни пересекаются со строкой {other + 1}.", "Исправьте даты.")
            break
    spans.append((at, int(school_class) if school_class is not None else None, start, end))


def lessons_within(office: FileOffice, page: ModesPage, line: Line) -> str:
    """«24 урока» that a stored mode holds for, "" of a new one."""
    one = page.stored.get((line.ident,))
    if one is None:
        return ""
    school_class = one.number("school_class")
    with office.reading() as db:
        found = row(
            db,
            "SELECT count(DISTINCT l.id) FROM lesson AS l JOIN course_class AS c ON c.course = l.course AND c.ended = 0"
            " JOIN school_class AS k ON k.id = c.school_class AND k.year = ? WHERE l.state = 'living'"
            " AND l.day BETWEEN ? AND ? AND (? = 0 OR c.school_class = ?)",
            page.year.year,
            one.text("start"),
            one.text("end"),
            school_class,
            school_class,
        )
    return count(int(found[0]), "урок", "урока", "уроков")
