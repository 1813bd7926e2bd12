"""Sheets of a class that are formed from what was entered elsewhere: general information, clubs.

Each is for who may read what it is formed from; whoever may read it may print it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from ezh_desktop.domain.names import PersonName
from ezh_desktop.domain.rights import About, demand
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.russian import DASH, dotted
from ezh_desktop.services.class_head import class_head
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.build_summary import listed_pupils, order_words
from ezh_desktop.services.pages.general import Club, ClubRow, ClubsPage, GeneralPage, GeneralRow
from ezh_desktop.services.pages.summary import SummaryPupil
from ezh_desktop.storage.reading.class_sheets import (
    read_cards,
    read_clubs,
    read_group_members,
    read_guardians,
    read_moves,
    read_terms,
    read_year_span,
)
from ezh_desktop.storage.reading.places import read_school
from ezh_desktop.storage.reading.protocol import read_cursor
from ezh_desktop.storage.reading.rows import as_day
from ezh_desktop.storage.reading.summary import read_list

GROUP_PLACE: Final = "в школе, внеурочная деятельность"
"""Where a group of the school itself meets."""


def general_page(office: FileOffice, school_class: int) -> GeneralPage:
    """The cards of a class (5.28). Raises RightRefused for who may not read them."""
    about = About(Thing.GENERAL_INFORMATION, office.clock.today(), school_class=school_class)
    demand(office.actor, Action.READ, about)
    with office.reading() as db:
        name, _, label = class_head(db, school_class)
        pupils = listed_pupils(*read_list(db, school_class), school_class)
        cards = {one[0]: one for one in read_cards(db, school_class)}
        guardians, moves = read_guardians(db, school_class), read_moves(db, school_class)
        cursor, school = read_cursor(db), read_school(db)[0]
    parents: defaultdict[int, list[str]] = defaultdict(list)
    for pupil, relation, parent, phone in guardians:
        said = f"{relation[:1].upper()}{relation[1:]}: {parent}" if relation else parent
        parents[pupil].append(", ".join(part for part in (said, phone) if part))
    came, gone = _moved(moves, school_class)
    rows = tuple(_card(one, cards[one.pupil], tuple(parents[one.pupil]), (came, gone)) for one in pupils)
    return GeneralPage(cursor, school_class, name, label, school, rows)


def _card(
    pupil: SummaryPupil,
    card: Any,  # noqa: ANN401 - a row of the driver
    parents: tuple[str, ...],
    moved: tuple[Mapping[int, str], Mapping[int, str]],
) -> GeneralRow:
    _, surname, given, patronymic, birth, file_number, address, phone = card
    home = ", ".join(part for part in (address, f"тел. {phone}" if phone else "") if part)
    full = PersonName(surname, given, patronymic).full
    came, gone = (found.get(pupil.pupil, "") for found in moved)
    left = gone if pupil.left is not None else ""
    if pupil.left is not None and not left:
        left = dotted(pupil.left)
    return GeneralRow(pupil.pupil, pupil.number, full, as_day(birth), file_number, parents, home, came, left)


def _moved(moves: Iterable[Any], school_class: int) -> tuple[dict[int, str], dict[int, str]]:
    """By pupil, where from and where to with day and order; of several the last."""
    came: dict[int, str] = {}
    gone: dict[int, str] = {}
    for pupil, _, day, number, order_day, source, source_name, target, target_name, place in moves:
        order = order_words(number, order_day)
        tail = [dotted(date.fromisoformat(day)), f"приказ {order}" if order else ""]
        if target == school_class and source != school_class:
            origin = f"из {source_name}" if source_name else place
            came[pupil] = ", ".join(part for part in (origin, *tail) if part)
        elif source == school_class and target != school_class:
            goal = f"в {target_name}" if target_name else place
            gone[pupil] = ", ".join(part for part in (goal, *tail) if part)
    return came, gone


def clubs_page(office: FileOffice, school_class: int) -> ClubsPage:
    """Clubs as the class teacher entered them, and the school's extracurricular groups (4.3.6).

    Raises RightRefused for who may not read them.
    """
    demand(office.actor, Action.READ, About(Thing.CLUB, office.clock.today(), school_class=school_class))
    with office.reading() as db:
        name, year, label = class_head(db, school_class)
        pupils = listed_pupils(*read_list(db, school_class), school_class)
        entered, groups = read_clubs(db, school_class, year), read_group_members(db, school_class, year)
        start, end, _ = read_year_span(db, year)
        terms = read_terms(db, school_class)
        cursor, school = read_cursor(db), read_school(db)[0]
    over = terms[-1][4] if terms else end
    clubs: defaultdict[int, list[Club]] = defaultdict(list)
    for pupil, *words in entered:
        clubs[pupil].append(Club(*words))
    for pupil, title, surname, given, patronymic, first, last in groups:
        days = f"{dotted(date.fromisoformat(first or start))} {DASH} {dotted(date.fromisoformat(last or over))}"
        clubs[pupil].append(Club(title, GROUP_PLACE, PersonName(surname, given, patronymic).full, days))
    rows = tuple(ClubRow(one.pupil, one.number, one.name, tuple(clubs[one.pupil])) for one in pupils)
    return ClubsPage(cursor, school_class, name, label, school, rows)
