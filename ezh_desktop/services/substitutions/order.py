"""The order of a day (распоряжение о замене уроков): every change of a lesson with who it concerns (4.4.3, 5.2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from ezh_desktop.domain.names import PersonName
from ezh_desktop.domain.rights import About, demand
from ezh_desktop.domain.rights_table import Action, Role, Thing
from ezh_desktop.domain.russian import dotted, weekday_day_month
from ezh_desktop.domain.timetable import room_words
from ezh_desktop.errors import BadInput
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.substitutions import DayEntry, DayOrder, LessonNote, NoteKind, OrderLine
from ezh_desktop.services.substitutions.days import SchoolDays, read_days
from ezh_desktop.storage.reading.places import read_school
from ezh_desktop.storage.reading.rows import rows

ACTING: Final = "И. о. заместителя директора по УВР"


def day_order(office: FileOffice, day: date) -> DayOrder:
    """The order of a day. Raises RightRefused for who does not read it, BadInput when nothing is changed that day."""
    demand(office.actor, Action.PRINT, About(Thing.SUBSTITUTION, office.clock.today()))
    days = read_days(office, day)
    entries = [one for one in days.entries(day) if one.notes]
    lines = tuple(line for one in entries for line in _lines(days, one))
    if not lines:
        raise BadInput(f"На {weekday_day_month(day)} ни замен, ни переносов нет.", "Выберите другой день.")
    with office.reading() as db:
        school, _, _ = read_school(db)
        deputies = rows(db, _DEPUTIES, day.isoformat(), day.isoformat())
    orders = dict.fromkeys(note.order for one in entries for note in one.notes if note.order)
    signer, post = _signer(office, deputies)
    return DayOrder(school, days.year.label, day, ", ".join(orders), lines, signer, signer_post=post)


def _signer(office: FileOffice, deputies: list[tuple[int, str, str, str, int]]) -> tuple[str, str]:
    """Name and post of the deputy who prints, else of the one there is; no name when there are several."""
    own = [one for one in deputies if one[0] == office.person.person]
    found = own or (deputies if len(deputies) == 1 else [])
    if not found:
        return "", Role.DEPUTY.label
    _, surname, given, patronymic, acting = found[0]
    return PersonName(surname, given, patronymic).full, ACTING if acting else Role.DEPUTY.label


def _lines(days: SchoolDays, entry: DayEntry) -> Iterator[OrderLine]:
    for note in entry.notes:
        instead = _instead(entry, note)
        if not instead or (note.kind is NoteKind.EXTRA and days.stands_in(entry.held)):
            continue
        room = f", {room_words(entry.room)}" if entry.room else ""
        who = ", ".join(entry.teachers)
        reason = "" if note.kind is NoteKind.EVENT else note.reason
        yield OrderLine(
            entry.shown_number,
            entry.time,
            entry.class_names,
            f"{entry.subject} (подгруппа {entry.subgroup}){room}" if entry.subgroup else f"{entry.subject}{room}",
            ", ".join(one for one in (who, reason) if one),
            instead,
        )


def _instead(entry: DayEntry, note: LessonNote) -> str:
    """Who replaces, or what becomes of the lesson; a lesson moved within its day is told at its old hour alone."""
    day, number = note.whither or (entry.shown_day, 0)
    if note.kind is NoteKind.MOVED_AWAY:
        return f"урок перенесён\nна {_where(entry, day, number)}"
    if note.kind is NoteKind.MOVED_HERE:
        return "" if day == entry.shown_day else f"урок перенесён\nс {_where(entry, day, number)}"
    if note.kind is NoteKind.SUBSTITUTED and note.joined:
        return f"объединение с подгруппой {note.joined}:\n{note.who}"
    return {
        NoteKind.SUBSTITUTED: note.who,
        NoteKind.OTHER_SUBJECT: f"{note.who},\nурок: {note.other}",
        NoteKind.CANCELLED: "урок отменён",
        NoteKind.EVENT: note.reason,
        NoteKind.EXTRA: "дополнительный урок",
    }[note.kind]


def _where(entry: DayEntry, day: date, number: int) -> str:
    if day == entry.shown_day:
        return f"{number}-й урок"
    return f"{dotted(day)}, {number}-й урок"


_DEPUTIES = (
    "SELECT p.id, p.surname, p.given, p.patronymic, MIN(r.acting) FROM person AS p JOIN (SELECT person, start, end,"
    " 0 AS acting FROM role_assignment WHERE role = 'deputy' UNION ALL SELECT person, start, end, 1 FROM delegation"
    " WHERE role = 'deputy' AND cancelled = 0) AS r ON r.person = p.id WHERE (r.start IS NULL OR r.start <= ?)"
    " AND (r.end IS NULL OR r.end >= ?) GROUP BY p.id ORDER BY p.name_key"
)
