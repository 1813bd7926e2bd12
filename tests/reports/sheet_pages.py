"""Attendance, cards and clubs made up in memory: a class with a leaver, an arrival, and every reason."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

from ezh_desktop.domain.figures import AbsenceReason
from ezh_desktop.domain.russian import Gender
from ezh_desktop.domain.spans import Span
from ezh_desktop.reports.document import Document
from ezh_desktop.services.pages.attendance import AttendancePage, Term
from ezh_desktop.services.pages.course import Membership
from ezh_desktop.services.pages.general import Club, ClubRow, ClubsPage, GeneralPage, GeneralRow
from ezh_desktop.services.pages.summary import SummaryPupil
from tests.reports.listening import Drawn, ListeningInk
from tests.reports.pages import INFO, NAMES, SCHOOL
from tests.reports.summary_pages import HALVES, QUARTERS

YEAR_END = date(2027, 5, 26)
LEFT_ON, CAME_ON = date(2026, 11, 22), date(2027, 1, 11)
ILL, VALID, NONE, SILENT = AbsenceReason.ILLNESS, AbsenceReason.VALID, AbsenceReason.UNEXCUSED, AbsenceReason.NOT_GIVEN
EVERY = (ILL, ILL, VALID, NONE, SILENT, SILENT)
PARENT = "Абдурахманова-Преображенская Екатерина Ивановна, +7 900 859-55-98"


def people(count: int) -> tuple[SummaryPupil, ...]:
    """A list whose last but one leaves in November and whose last comes in January."""
    made = []
    for number in range(1, count + 1):
        name = NAMES[(number - 1) % len(NAMES)]
        left = LEFT_ON if number == count - 1 else None
        start = CAME_ON if number == count else None
        gender = Gender.FEMALE if name.endswith("а") else Gender.MALE
        order = "№ 41-у от 20.11.2026" if left else ""
        made.append(SummaryPupil(number, number, name, gender, (Membership(start, left),), left, order))
    return tuple(made)


def _days(last: date, saturdays: bool) -> list[date]:
    return [
        day
        for start, end in QUARTERS
        for day in (start + timedelta(days=n) for n in range((end - start).days + 1))
        if day <= last and day.weekday() < 5 + saturdays
    ]


def attendance(
    count: int = 27,
    *,
    today: date = YEAR_END,
    halves: bool = False,
    saturdays: bool = True,
    away: tuple[str, ...] = (),
    began: date | None = None,
) -> AttendancePage:
    """A year up to today; the second pupil misses one day for every reason at once."""
    chance, pupils = random.Random(7), people(count)
    days = _days(today, saturdays)
    held, missed = {}, {}
    for pupil in pupils:
        for day in days:
            if any(stay.holds(day) for stay in pupil.stays):
                held[pupil.pupil, day] = 6
                if chance.random() < 0.06:
                    missed[pupil.pupil, day] = (chance.choice((ILL, VALID, NONE, SILENT)),) * chance.choice((6, 6, 2))
    mixed = {(2, days[0]): EVERY, (3, days[0]): (ILL, ILL, VALID, VALID, VALID)}
    missed |= {pupil_day: reasons for pupil_day, reasons in mixed.items() if pupil_day in held}
    terms = [(f"{'I' * at if at < 4 else 'IV'} четверть", span) for at, span in enumerate(QUARTERS, 1)]
    if halves:
        terms = [(f"{'I' * at} полугодие", span) for at, span in enumerate(HALVES, 1)]
    return AttendancePage(
        cursor=1,
        school_class=7,
        class_name="7А",
        year_label="2026/2027",
        school_name=SCHOOL,
        today=today,
        began=began,
        pupils=pupils,
        terms=tuple(Term(title, Span(*span)) for title, span in terms),
        hours=dict.fromkeys(days, 6),
        held=held,
        missed=missed,
        away=away,
    )


def general(count: int = 27) -> GeneralPage:
    """Cards with one parent, two, a very long one, and none."""
    rows = tuple(_card(one) for one in people(count))
    return GeneralPage(1, 7, "7А", "2026/2027", SCHOOL, rows)


def _card(one: SummaryPupil) -> GeneralRow:
    mother, father = f"Мать: {PARENT}", "Отец: Алексеев Владимир Сергеевич, +7 900 113-37-62"
    parents = ((mother, father), (father,), (mother, father, f"Опекун: {PARENT}"), ())[one.number % 4]
    home = "г. Светлогорск, Заречный район, пр-т Строителей, д. 24, корп. 2, кв. 118, тел. 3-24-57"
    moved = "МБОУ «Гимназия № 3 имени академика Лихачёва» г. Приозёрска, 11.01.2027, приказ № 2-у от 11.01.2027"
    came = moved if one.stays[0].start else ""
    left = moved if one.left else ""
    name = f"{one.name} Константиновна"
    return GeneralRow(one.pupil, one.number, name, date(2013, 3, 14), "А-231/2019", parents, home, came, left)


def clubs(count: int = 27) -> ClubsPage:
    """Pupils with no club, one, and three."""
    chess = Club("Шахматный клуб «Ладья»", "Дворец творчества, ул. Мира, д. 8", "Ковалёв Игорь Петрович", "учебный год")
    robots = Club(
        "Робототехника", "в школе, внеурочная деятельность", "Кравцов Денис Олегович", "01.10.2026 – 26.05.2027"
    )
    art = Club("Художественная школа, живопись", "Детская школа искусств № 2", "", "")
    rows = tuple(
        ClubRow(one.pupil, one.number, one.name, ((), (chess,), (chess, robots, art))[one.number % 3])
        for one in people(count)
    )
    return ClubsPage(1, 7, "7А", "2026/2027", SCHOOL, rows)


def drawn(add: Callable[..., None], page: object, first: int | None = None) -> list[Drawn]:
    """The pages that `add` draws, as lines and texts."""
    inks: list[ListeningInk] = []

    def listen(canvas: object) -> ListeningInk:
        inks.append(ListeningInk(canvas))
        return inks[-1]

    document = Document("", INFO, make_ink=listen)
    add(document, page, INFO, first)
    document.data()
    return inks[0].pages
