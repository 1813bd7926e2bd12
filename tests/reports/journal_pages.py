"""Whole journals made up in memory, small or with everything in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ezh_desktop.services.pages.course import CoursePage
from ezh_desktop.services.pages.inspection import RemarksPage
from ezh_desktop.services.pages.journal import JournalPages, JournalTitle
from tests.reports import pages, sheet_pages
from tests.reports.health_pages import OPEN, health_page
from tests.reports.summary_pages import summary_page
from tests.reports.timetable_pages import CHANGES, week_page

SCHOOL = "Муниципальное бюджетное общеобразовательное учреждение «Средняя общеобразовательная школа № 12»"
HEAD = "12345:3f9ac41b77d0e2b8"
TITLE = JournalTitle(
    SCHOOL,
    "г. Светлогорск, Заречный район, Приозёрная область",
    "7А",
    "2026/2027",
    "Орлова Татьяна Викторовна",
    "Никитин Сергей Валентинович",
)


def journal(
    *,
    subjects: int = 2,
    pupils: int = 27,
    today: date = pages.YEAR_END,
    changes: int = 2,
    health: int = 27,
    title: JournalTitle = TITLE,
) -> JournalPages:
    """A class with so many subjects of one and four hours a week, and so many changes of the timetable."""
    return JournalPages(
        head=HEAD,
        title=title,
        week=week_page(changes=tuple(CHANGES[at % 2] for at in range(changes))),
        courses=tuple(_course(at, today) for at in range(subjects)),
        general=sheet_pages.general(pupils),
        attendance=sheet_pages.attendance(pupils, today=min(today, sheet_pages.YEAR_END)),
        summary=summary_page(),
        clubs=sheet_pages.clubs(pupils),
        health=health_page(columns=OPEN, pupils=health),
        remarks=RemarksPage(1, 7, "7А", "2026/2027", SCHOOL, today, 2, False, (), ()),
    )


def _course(at: int, today: date) -> CoursePage:
    weekdays = (0, 1, 2, 3) if at % 2 == 0 else (4,)
    page = pages.course_page(subject_name=f"Предмет {at + 1}", weekdays=weekdays, count=12, today=today)
    return replace(page, course=at + 1, subgroup="1" if at == 1 else "")
