"""Makes the rules' index of classes from the rows read in bulk and from the pages already made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from ezh_desktop.domain.rules.class_findings import CardFact, ClassIndex, ModeFact
from ezh_desktop.domain.rules.index import PupilFact
from ezh_desktop.services.checking.pages import CheckedPage, Surroundings, day_of
from ezh_desktop.storage.reading.checking import CheckedCourse, ClassRows, CourseRows
from ezh_desktop.storage.reading.rows import as_day


def class_indexes(
    courses: list[CheckedCourse], found: ClassRows, rows: CourseRows, pages: Iterable[CheckedPage], around: Surroundings
) -> list[ClassIndex]:
    """The classes in the journal's order. `pages` are all pages of them: absences and weeks come from there."""
    by_course = {page.course: page for page in pages}
    own: defaultdict[int, list[CheckedPage]] = defaultdict(list)
    heads: dict[int, CheckedCourse] = {}
    for line in courses:
        heads.setdefault(line.school_class, line)
        if line.course in by_course:
            own[line.school_class].append(by_course[line.course])
    cards = _cards(found)
    confirmed: defaultdict[int, set[date]] = defaultdict(set)
    for school_class, monday in found.confirmed:
        confirmed[school_class].add(day_of(monday))
    return [
        ClassIndex(
            school_class=ident,
            name=head.class_name,
            grade=head.grade,
            today=around.today,
            began=around.began,
            year_end=max((page.index.facts.year_end for page in own[ident]), default=around.year_end),
            numbers=around.numbers,
            pupils=tuple(cards[ident]),
            mondays=_mondays(own[ident]),
            confirmed=frozenset(confirmed[ident]),
            unexplained=_unexplained(own[ident], {card.pupil for card in cards[ident]}),
            modes=tuple(
                ModeFact(day_of(start), day_of(end), bool(order.strip()))
                for school_class, start, end, order in rows.modes
                if school_class is None or school_class == ident
            ),
        )
        for ident, head in heads.items()
    ]


def _cards(found: ClassRows) -> defaultdict[int, list[CardFact]]:
    decisions: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for school_class, pupil, kind in found.decisions:
        decisions[school_class, pupil].append(kind)
    ordered = {(school_class, pupil) for school_class, pupil in found.orders}
    elsewhere: defaultdict[int, set[int]] = defaultdict(set)
    for one in found.cards:
        elsewhere[one[1]].add(one[0])
    cards: defaultdict[int, list[CardFact]] = defaultdict(list)
    for one in sorted(found.cards, key=lambda one: one[5]):
        school_class, pupil = one[0], one[1]
        moved = (school_class, pupil) in ordered
        cards[school_class].append(_card(one, found, tuple(decisions[school_class, pupil]), departure=moved))
    return cards


def _card(one: Any, found: ClassRows, decisions: tuple[str, ...], *, departure: bool) -> CardFact:  # noqa: ANN401
    _, pupil, name, start, end, _, birth, file_number, checked, address, phone = one
    return CardFact(
        pupil,
        name,
        as_day(start),
        as_day(end),
        birth=bool(birth),
        file_number=bool(file_number),
        file_checked=bool(checked),
        address=bool(address),
        phone=bool(phone),
        guardian=pupil in found.guardians,
        health=pupil in found.health,
        decisions=decisions,
        departure=end is None or departure,
    )


def _mondays(pages: list[CheckedPage]) -> tuple[date, ...]:
    days = {lesson.day for page in pages for lesson in page.index.lessons}
    return tuple(sorted({day - timedelta(days=day.weekday()) for day in days}))


def _unexplained(pages: list[CheckedPage], members: set[int]) -> tuple[tuple[int, date], ...]:
    """«н» without a reason on any page of the class."""
    found = {
        (pupil.pupil, page.index.lessons[at].day)
        for page in pages
        for pupil in page.index.pupils
        if pupil.pupil in members
        for at in _silent(page, pupil)
    }
    return tuple(sorted(found))


def _silent(page: CheckedPage, pupil: PupilFact) -> Iterable[int]:
    row = page.index.row(pupil.pupil)
    return (at for at, cell in row.items() if cell.absent and not cell.reason)
