"""Who learns in which subgroup: pupils of a class against its subjects that are taught in subgroups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from ezh_desktop.domain.change import Key, Row
from ezh_desktop.domain.names import PersonName, name_key
from ezh_desktop.domain.rights_table import Thing
from ezh_desktop.domain.russian import dotted
from ezh_desktop.domain.typed import typed_day
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import (
    OVER,
    Line,
    Lines,
    Plan,
    Stored,
    Work,
    academic_of,
    asks,
    day_before,
    demand_open,
    read_stored,
    stands,
)
from ezh_desktop.services.structure.courses import CoursesPage
from ezh_desktop.storage.reading.rows import SHOWN_GIVEN, rows

ACTION: Final = "subgroup.write"
TABLE: Final = "subgroups"
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SubgroupsPage:
    """Pupils who are in the class now or will be, by alphabet; a field for each divided subject, by its id as text."""

    courses: CoursesPage
    subjects: Mapping[int, Mapping[str, int]]
    """Subject → subgroup's name → course."""
    lines: Lines
    members: Mapping[Key, Stored]
    entered: frozenset[tuple[int, int]]
    """(course, pupil) where something stands in the pupil's cells."""
    today: date

    def title(self, subject: int) -> str:
        """The subject's name."""
        return self.courses.subjects[subject,].text("name")


def read_subgroups(office: FileOffice, courses: CoursesPage) -> SubgroupsPage:
    """The subgroups of the class whose courses are given."""
    subjects: dict[int, dict[str, int]] = {}
    for line in courses.lines:
        if line.text("subgroup"):
            subject = courses.courses[line.ident,].number("subject")
            subjects.setdefault(subject, {})[line.text("subgroup")] = line.ident
    day = max(courses.today.isoformat(), courses.year.start)
    with office.reading() as db:
        pupils = rows(db, _PUPILS, courses.school_class, day)
        own = "course IN (SELECT course FROM course_class WHERE school_class = ? AND ended = 0)"
        members = read_stored(db, "subgroup_member", own, courses.school_class)
        entered = rows(db, _ENTERED, courses.school_class)
    members = {key: one for key, one in members.items() if stands(one)}
    page = SubgroupsPage(courses, subjects, (), members, frozenset(map(tuple, entered)), courses.today)
    people = sorted(((ident, _shown(parts)) for ident, *parts in pupils), key=lambda one: name_key(one[1]))
    return replace(page, lines=tuple(_line(page, ident, name) for ident, name in people))


def _shown(parts: Sequence[str]) -> str:
    """The full name; with what tells a namesake of the class apart where `SHOWN_GIVEN` needs more than patronymics."""
    surname, given, patronymic, shown = parts
    _, comma, birth = shown.partition(", ")
    return PersonName(surname, given, patronymic).full + comma + birth


def _line(page: SubgroupsPage, pupil: int, name: str) -> Line:
    texts = {"name": name}
    for subject, groups in page.subjects.items():
        titles = {course: title for title, course in groups.items()}
        present = _present(page, _stays(page, pupil, groups))
        texts[str(subject)] = titles[present.number("course")] if present is not None else ""
    return Line(pupil, texts)


def _stays(page: SubgroupsPage, pupil: int, groups: Mapping[str, int]) -> list[Stored]:
    """The pupil's stays in the subgroups of a subject, in order."""
    courses = set(groups.values())
    found = [one for one in page.members.values() if one.number("pupil") == pupil and one.number("course") in courses]
    return sorted(found, key=lambda one: one.text("start"))


def _present(page: SubgroupsPage, stays: Sequence[Stored]) -> Stored | None:
    """The stay that holds from today on in the end: a move that is to come is shown as done."""
    today = page.today.isoformat()
    return next((one for one in reversed(stays) if not one.row["end"] or one.text("end") >= today), None)


def halved(page: SubgroupsPage, lines: Lines) -> Lines:
    """Whoever is in no subgroup yet is put into one: the list by alphabet is cut into equal parts."""
    made = [dict(line.texts) for line in lines]
    for subject, groups in page.subjects.items():
        titles, field = list(groups), str(subject)
        for at, texts in enumerate(made):
            if not texts.get(field):
                texts[field] = titles[at * len(titles) // len(made)]
    return tuple(Line(line.ident, texts) for line, texts in zip(lines, made, strict=True))


def plan_subgroups(office: FileOffice, page: SubgroupsPage, lines: Lines, since: str = "") -> Plan:
    """What saving the table would do; `since` is the day of the change, "" for a correction from the start."""
    demand_open(page.courses.year)
    work = Work(system_ids())
    start: date | None = None
    with work.reading("since", 0, "day"):
        start = typed_day(since, academic_of(page.courses.year)) if since.strip() else None
    for row, line in enumerate(lines):
        for subject, groups in page.subjects.items():
            _judge(work, page, (row, line, subject), (groups, start))
    return work.plan(ACTION, ("school_class", page.courses.school_class), asks(office, Thing.SUBGROUP))


def _judge(
    work: Work, page: SubgroupsPage, at: tuple[int, Line, int], how: tuple[Mapping[str, int], date | None]
) -> None:
    (row, line, subject), (groups, start) = at, how
    title = line.text(str(subject))
    if title and title not in groups:
        work.fault(TABLE, row, str(subject), f"Подгруппы «{title}» нет.", f"Есть: {', '.join(groups)}.")
        return
    stays, wanted = _stays(page, line.ident, groups), groups.get(title)
    present = _present(page, stays)
    if (present.number("course") if present is not None else None) == wanted:
        return
    left = [one for one in ([present] if start is None else stays) if one is not None and _ends(one, start)]
    for one in left:
        if _never_was(page, one, start) and (one.number("course"), line.ident) in page.entered:
            why = "На странице этой подгруппы у ученика уже есть отметки или пропуски."
            work.fault(TABLE, row, str(subject), why, "Впишите день, с которого он учится в другой подгруппе.")
            return
    if start is None and present is not None and page.courses.filled.intersection(groups.values()):
        work.warnings.append(_corrected(present, title))
    if start is None and present is not None and wanted is not None:
        work.put(present, {"course": wanted}, wanted)
        return
    for one in left:
        end = OVER if start is None or _never_was(page, one, start) else day_before(start)
        work.put(one, {"end": end}, one.number("course"))
    if wanted is not None:
        stay: Row = {"course": wanted, "pupil": line.ident, "start": start.isoformat() if start else None, "end": None}
        work.add("subgroup_member", stay, scope=wanted)


def _corrected(present: Stored, title: str) -> str:
    """What a change without a day does: it was so all along."""
    since = f"с {dotted(date.fromisoformat(present.text('start')))}" if present.row["start"] else "с начала года"
    told = f"в подгруппе {title} ученик числится {since}" if title else f"ученик не числится в подгруппе {since}"
    return f"Дня смены нет, это исправление: {told}. Если он перешёл позже, впишите день."


def _ends(one: Stored, start: date | None) -> bool:
    """Whether a stay lasts into the days of the change."""
    return start is None or not one.row["end"] or one.text("end") >= start.isoformat()


def _never_was(page: SubgroupsPage, one: Stored, start: date | None) -> bool:
    """Whether nothing is left of a stay: it begins with the change or later, or was itself still to come."""
    return start is None or one.text("start") >= min(start.isoformat(), (page.today + _DAY).isoformat())


_PUPILS: Final = (
    f"SELECT DISTINCT p.id, p.surname, p.given, p.patronymic, {SHOWN_GIVEN} FROM membership AS m"  # noqa: S608 - text of ours
    " JOIN pupil AS p ON p.id = m.pupil WHERE m.school_class = ? AND (m.end IS NULL OR m.end >= ?)"
)
_ENTERED: Final = (
    "SELECT DISTINCT l.course, c.pupil FROM course_class AS k JOIN lesson AS l ON l.course = k.course"
    " JOIN cell AS c ON c.lesson = l.id WHERE k.school_class = ? AND k.ended = 0 AND c.value <> ''"
)
