"""Lists of a class by date and extracts of a pupil's marks: for who leads the class, and who controls the journals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ezh_desktop.domain.names import PersonName, name_key
from ezh_desktop.domain.rights import About, demand
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.russian import dotted
from ezh_desktop.errors import UsageTrouble
from ezh_desktop.services.class_head import class_head
from ezh_desktop.services.directing import Director, director_on
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.course import CoursePage, PeriodColumn, PupilRow
from ezh_desktop.services.pages.proposing import SLOTS, lessons_of, period_absences, period_mean
from ezh_desktop.services.pages.roster import Extract, Extracts, ExtractSubject, Roster, RosterLine
from ezh_desktop.services.preliminary import term_of
from ezh_desktop.storage.reading.inspections import read_class_head, read_class_teacher
from ezh_desktop.storage.reading.places import read_class_names, read_courses, read_school, read_year
from ezh_desktop.storage.reading.rows import as_day, row, rows, stands
from ezh_desktop.storage.reading.staff import read_name


def roster_classes(office: FileOffice) -> tuple[tuple[int, str], ...]:
    """(class, name) of the year's classes whose lists the person may print."""
    today = office.clock.today()
    with office.reading() as db:
        year = read_year(db, today.isoformat())
        found = read_class_names(db, year.year) if year is not None else []
    return tuple(one for one in found if office.may(Action.PRINT, Thing.SUMMARY, one[0]))


def _demand(office: FileOffice, school_class: int) -> None:
    demand(office.actor, Action.PRINT, About(Thing.SUMMARY, office.clock.today(), school_class=school_class))


def roster(office: FileOffice, school_class: int, day: date) -> Roster:
    """The class's list on a day, numbered anew by name. Raises RightRefused."""
    _demand(office, school_class)
    with office.reading() as db:
        head = class_head(db, school_class)
        start = row(db, "SELECT start FROM academic_year WHERE id = ?", head[1])[0]
        found = rows(
            db,
            "SELECT p.id, p.surname, p.given, p.patronymic, p.birth, p.file_number, m.start, m.end FROM membership AS m"  # noqa: S608
            f" JOIN pupil AS p ON p.id = m.pupil WHERE m.school_class = ? AND {stands('m')} ORDER BY p.name_key, p.id",
            school_class,
        )
        school = read_school(db)[0]
    stays = [(one, as_day(one[6]), as_day(one[7])) for one in found]
    there = [one for one, first, last in stays if (first is None or first <= day) and (last is None or last >= day)]
    opening = date.fromisoformat(start)
    lines = tuple(
        RosterLine(one[0], number, PersonName(*one[1:4]).full, as_day(one[4]), one[5])
        for number, one in enumerate(there, 1)
    )
    return Roster(
        school_class=school_class,
        class_name=head[0],
        year_label=head[2],
        school_name=school,
        day=day,
        lines=lines,
        began=sum(first is None or first <= opening for _, first, _ in stays),
        arrived=sum(first is not None and opening < first <= day for _, first, _ in stays),
        left=sum(last is not None and last < day for _, _, last in stays),
    )


def extracts(office: FileOffice, school_class: int, pupils: Sequence[int]) -> Extracts:
    """The current marks of pupils of a class, whoever left it among them. Raises RightRefused."""
    _demand(office, school_class)
    today = office.clock.today()
    with office.reading() as db:
        head = read_class_head(db, school_class) or ("", 0, "")
        lines = [one for one in read_courses(db, head[1]) if one.school_class == school_class]
        leader = read_class_teacher(db, school_class, today.isoformat())
        name = read_name(db, leader or 0)
        director = director_on(db, today, office.person.person)
        school = read_school(db)[0]
    pages = [office.course_page(line.course) for line in lines]
    facts = _Facts(head[0], head[2], school, name.full if name is not None else "", director)
    made = tuple(_extract(pages, pupil, facts) for pupil in pupils)
    return Extracts(head[0], head[2], school, tuple(one for one in made if one is not None))


class _Facts(NamedTuple):
    """What every extract of a class says alike."""

    class_name: str
    year_label: str
    school_name: str
    leader: str
    director: Director


def _extract(pages: Sequence[CoursePage], pupil: int, facts: _Facts) -> Extract | None:
    own = [page for page in pages if pupil in page.pupil_by_id]
    if not own:
        return None
    who = own[0].pupil_by_id[pupil]
    terms = {page.course: term_of(page) for page in own}
    counted = [period_absences(page, pupil, term) for page in own if (term := terms[page.course]) is not None]
    first = next((term for term in terms.values() if term is not None), None)
    return Extract(
        name=PersonName(who.surname, who.given, who.patronymic).full,
        class_name=facts.class_name,
        year_label=facts.year_label,
        school_name=facts.school_name,
        day=own[0].today,
        term=first.title if first is not None else "",
        leaving=_leaving(who),
        leader=facts.leader,
        director=facts.director.name,
        director_post=facts.director.post,
        absent=sum(one.total for one in counted),
        held=sum(one.held for one in counted),
        subjects=tuple(_subject(page, pupil, terms[page.course]) for page in own),
    )


def _leaving(who: PupilRow) -> str:
    if who.left is None:
        return ""
    order = f", {who.departure_order}" if who.departure_order else ""
    whither = " класс" if who.moved_to else ""
    return f"{who.gone_words}{whither} {dotted(who.left)}{order}"


def _subject(page: CoursePage, pupil: int, term: PeriodColumn | None) -> ExtractSubject:
    marks: list[str] = []
    for lesson in lessons_of(page, term) if term is not None else ():
        cells = (page.cells.get((lesson.lesson, pupil, slot)) for slot in SLOTS)
        value = "/".join(cell.value for cell in cells if cell is not None and cell.value)
        if value:
            marks.append(value)
    periods = tuple(
        (one.short, mark.value)
        for one in page.periods
        if (mark := page.period_marks.get((pupil, one.period))) is not None and mark.value
    )
    mean = period_mean(page, pupil, term).text if term is not None else ""
    return ExtractSubject(page.subject_title, ", ".join(page.teacher_names), tuple(marks), mean, periods)


def pupil_named(office: FileOffice, school_class: int, name: str) -> int:
    """The pupil of the class, whoever left it among them, whose name begins so. Raises UsageTrouble, RightRefused."""
    _demand(office, school_class)
    with office.reading() as db:
        found = rows(
            db,
            "SELECT DISTINCT p.id, p.surname, p.given, p.patronymic FROM membership AS m JOIN pupil AS p"  # noqa: S608
            f" ON p.id = m.pupil WHERE m.school_class = ? AND {stands('m')} ORDER BY p.name_key",
            school_class,
        )
    key = name_key(name)
    named = [one for one in found if name_key(PersonName(*one[1:4]).full).startswith(key)]
    if len(named) == 1:
        return int(named[0][0])
    what = f"«{name}» — начало нескольких имён." if named else f"Ученика «{name}» в классе нет."
    raise UsageTrouble(what, "Назовите фамилию, имя и отчество.")
