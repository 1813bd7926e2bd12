"""Preliminary marks of a class, and the teacher's check list before a period is closed (4.4.4, 5.13, 6.2).

Everything is counted from the course pages as they stand: nobody ticks anything off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from ezh_desktop.domain.rights import About, demand, may
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.rules.finding import Finding
from ezh_desktop.services.checking import page_findings
from ezh_desktop.services.closing import Pick
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.course import CoursePage, PeriodColumn, PupilRow
from ezh_desktop.services.pages.preliminary import (
    PreliminaryMark,
    PreliminaryPage,
    PreliminaryPupil,
    ReadyLine,
    ReadyPage,
)
from ezh_desktop.services.pages.programme import programme_of
from ezh_desktop.services.pages.proposing import TERM_KINDS, period_absences, period_mean, period_proposal
from ezh_desktop.services.rule_numbers import numbers_in_force
from ezh_desktop.storage.reading.inspections import read_class_head
from ezh_desktop.storage.reading.places import CourseLine, read_courses, read_school, read_year

_NEAR = timedelta(days=10)
"""Terms of other schemes that end about the same day belong together."""
_DEVIATION = "5.13"
_DEBT = "5.7"


def may_see_preliminary(office: FileOffice, school_class: int) -> bool:
    """Whether the person may print the preliminary marks of a class: who leads it, and who controls the journals."""
    return office.may(Action.PRINT, Thing.SUMMARY, school_class)


def preliminary_page(office: FileOffice, school_class: int) -> PreliminaryPage:
    """The class's preliminary marks for the period that runs.

    A class without marks has no pupils on it (3.7). Raises RightRefused.
    """
    today = office.clock.today()
    demand(office.actor, Action.PRINT, About(Thing.SUMMARY, today, school_class=school_class))
    pages = [office.course_page(line.course) for line in _lines(office) if line.school_class == school_class]
    graded = [(page, term) for page in pages if page.graded and page.marks_allowed and (term := term_of(page))]
    first = min((term for _, term in graded), key=lambda term: term.end or date.max, default=None)
    end = first.end if first is not None and first.end is not None else today
    chosen = [(page, term) for page, term in graded if term.end is not None and term.end <= end + _NEAR]
    pupils = {row.pupil: row for page, _ in chosen for row in page.pupils if row.belongs(today)}
    pupils = {pupil: row for pupil, row in pupils.items() if row.school_class in {0, school_class}}
    with office.reading() as db:
        name, _, label = read_class_head(db, school_class) or ("", 0, "")
        school = read_school(db)[0]
    listed = sorted(pupils.values(), key=lambda row: (row.number, row.surname))
    return PreliminaryPage(
        school_class=school_class,
        class_name=name,
        year_label=label,
        school_name=school,
        today=today,
        title=first.title if first is not None else "",
        end=end,
        pupils=tuple(_pupil(row, chosen) for row in listed),
    )


def term_of(page: CoursePage) -> PeriodColumn | None:
    """The term that runs, else the last one that is over and open, else the next."""
    terms = [one for one in page.periods if one.kind in TERM_KINDS and one.start and one.end]
    ending = [one for one in terms if one.end and one.end >= page.today]
    over = [one for one in terms if one.end and one.end < page.today and not one.locked]
    return next(iter(ending or over[-1:]), None)


def _pupil(row: PupilRow, pages: Sequence[tuple[CoursePage, PeriodColumn]]) -> PreliminaryPupil:
    own = [(page, term) for page, term in pages if row.pupil in page.pupil_by_id]
    figures = [period_absences(page, row.pupil, term) for page, term in own]
    marks = tuple(_mark(page, term, row.pupil) for page, term in own if not _exempt(page, row.pupil, term))
    absent, held = sum(one.total for one in figures), sum(one.held for one in figures)
    return PreliminaryPupil(row.pupil, row.number, row.name, marks, absent, held)


def _exempt(page: CoursePage, pupil: int, term: PeriodColumn) -> bool:
    day = term.end or page.today
    return any(one.pupil == pupil and one.kind == "subject" and one.start <= day <= one.end for one in page.exemptions)


def _mark(page: CoursePage, term: PeriodColumn, pupil: int) -> PreliminaryMark:
    entered = page.period_marks.get((pupil, term.period))
    mean = period_mean(page, pupil, term)
    if entered is not None and entered.value:
        return PreliminaryMark(page.subject_name, entered.value, mean.text, entered=True)
    proposal = period_proposal(page, pupil, term)
    mark = str(proposal.mark) if proposal is not None and proposal.mark is not None else ""
    return PreliminaryMark(page.subject_name, mark, mean.text, entered=False)


# The check list


def ready_page(office: FileOffice) -> ReadyPage:
    """What each page lacks: one's own pages, those of one's class, all of them for who controls the journals."""
    today = office.clock.today()
    lines = _lines(office)
    answered = [line for line in lines if _answers(office, line)]
    found = [one for line in answered for one in _running(office, line)]
    classes = dict.fromkeys((line.school_class, line.class_name) for line in lines)
    return ReadyPage(
        today=today,
        lines=tuple(found),
        classes=tuple(one for one in classes if may_see_preliminary(office, one[0])),
        due=_due(office, [one.end for one in found]),
    )


def unready_lines(office: FileOffice, picks: Sequence[Pick]) -> tuple[ReadyLine, ...]:
    """The pages of the periods that still lack something: what the director is told before these are closed."""
    chosen = {(pick.school_class, pick.slot.kind.value, pick.slot.number) for pick in picks}
    classes = {school_class for school_class, *_ in chosen}
    found = []
    for line in _lines(office):
        if line.school_class in classes and _answers(office, line):
            page = office.course_page(line.course)
            terms = [one for one in page.periods if (line.school_class, one.kind, one.number) in chosen]
            found += [one for term in terms for one in _ready(office, line, page, term)]
    return tuple(one for one in found if not one.ready)


def due_of(office: FileOffice, pages: Sequence[CoursePage]) -> date | None:
    """The end of the nearest period of these pages, when preliminary marks are to be made by now; else None."""
    terms = (term_of(page) for page in pages)
    return _due(office, [term.end for term in terms if term is not None and term.end is not None])


def _due(office: FileOffice, ends: Sequence[date]) -> date | None:
    today, days = office.clock.today(), numbers_in_force(office).preliminary_days
    near = [end for end in ends if today <= end <= today + timedelta(days=days)]
    return min(near, default=None)


def _lines(office: FileOffice) -> list[CourseLine]:
    with office.reading() as db:
        year = read_year(db, office.clock.today().isoformat())
        return read_courses(db, year.year) if year is not None else []


def _answers(office: FileOffice, line: CourseLine) -> bool:
    return may(office.actor, Action.READ, _about(office, line))


def _about(office: FileOffice, line: CourseLine) -> About:
    return About(Thing.COURSE_PAGE, office.clock.today(), school_class=line.school_class, course=line.course)


def _running(office: FileOffice, line: CourseLine) -> Iterator[ReadyLine]:
    page = office.course_page(line.course)
    term = term_of(page)
    if term is not None:
        yield from _ready(office, line, page, term)


def _ready(office: FileOffice, line: CourseLine, page: CoursePage, term: PeriodColumn) -> Iterator[ReadyLine]:
    found = page_findings(office, line.course)
    if term.end is None or found is None:
        return
    own = [one for one in found.findings if _in_term(page, one, term)]
    other = [one for one in own if one.clause not in {_DEVIATION, _DEBT}]
    yield ReadyLine(
        course=line.course,
        class_name=line.class_name,
        subject=line.title,
        period=term.title,
        end=term.end,
        findings=len(other),
        unset=_unset(page, term),
        deviations=sum(one.clause == _DEVIATION for one in own),
        debts=sum(one.clause == _DEBT for one in own),
        lag=max(0, programme_of(page).lag),
        lesson=next((one.lesson for one in own if one.lesson is not None), None),
        teachers=_teachers(page, term.end),
    )


def _teachers(page: CoursePage, day: date) -> str:
    """Those who hold the page on the period's last day, or the last who did."""
    own = [one for one in page.teachers if one.holds(day)] or page.teachers[-1:]
    return ", ".join(one.name for one in own)


def _in_term(page: CoursePage, finding: Finding, term: PeriodColumn) -> bool:
    if finding.period is not None:
        return finding.period == term.period
    lesson = page.lesson_by_id.get(finding.lesson or 0)
    if lesson is not None:
        return lesson.period == term.period
    day = finding.day
    return day is None or (term.start or day) <= day <= (term.end or day)


def _unset(page: CoursePage, term: PeriodColumn) -> int:
    """Pupils on the list at the period's end who owe a mark for it: neither exempt nor left unattested (5.14)."""
    if not (page.graded and page.marks_allowed and term.end):
        return 0
    owed = [row for row in page.pupils if row.belongs(term.end) and not _exempt(page, row.pupil, term)]
    marks = (page.period_marks.get((row.pupil, term.period)) for row in owed)
    return sum(mark is None or not (mark.value or mark.not_attested) for mark in marks)
