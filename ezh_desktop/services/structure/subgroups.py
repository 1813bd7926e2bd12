"""Who learns in which subgroup: pupils of a class against its subjects that are taught in subgroups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from ezh_desktop.domain.change import Key, Row
from ezh_desktop.domain.names import PersonName, name_key
from ezh_desktop.domain.rights_table import Thing
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
)
from ezh_desktop.services.structure.courses import CoursesPage
from ezh_desktop.storage.reading.rows import SHOWN_GIVEN, rows

ACTION: Final = "subgroup.write"
TABLE: Final = "subgroups"


@dataclass(frozen=True, slots=True)
class SubgroupsPage:
    """Pupils who are in the class now or will be, by alphabet; a field for each divided subject, by its id as text."""

    courses: CoursesPage
    subjects: Mapping[int, Mapping[str, int]]
    """Subject → subgroup's name → course."""
    lines: Lines
    members: Mapping[Key, Stored]
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
    page = SubgroupsPage(courses, subjects, (), members, courses.today)
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
        present = [one for one in _present(page, pupil) if one.number("course") in titles]
        texts[str(subject)] = titles[present[-1].number("course")] if present else ""
    return Line(pupil, texts)


def _present(page: SubgroupsPage, pupil: int) -> list[Stored]:
    today = page.today.isoformat()
    return [
        one
        for one in page.members.values()
        if one.number("pupil") == pupil and (not one.row["end"] or one.text("end") >= today)
    ]


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
    present = next((one for one in _present(page, line.ident) if one.number("course") in groups.values()), None)
    wanted = groups.get(title)
    if present is not None and present.number("course") == wanted:
        return
    if present is not None and wanted is not None and start is None:
        work.put(present, {"course": wanted}, wanted)
        return
    if present is not None:
        _leave(work, present, start)
    if wanted is not None:
        stay: Row = {"course": wanted, "pupil": line.ident, "start": start.isoformat() if start else None, "end": None}
        work.add("subgroup_member", stay, scope=wanted)


def _leave(work: Work, present: Stored, start: date | None) -> None:
    ended = start is not None and present.text("start") < start.isoformat()
    work.put(present, {"end": day_before(start) if start and ended else OVER}, present.number("course"))


_PUPILS: Final = (
    f"SELECT DISTINCT p.id, p.surname, p.given, p.patronymic, {SHOWN_GIVEN} FROM membership AS m"  # noqa: S608 - text of ours
    " JOIN pupil AS p ON p.id = m.pupil WHERE m.school_class = ? AND (m.end IS NULL OR m.end >= ?)"
)
