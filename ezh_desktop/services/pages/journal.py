"""The whole journal of a class as it is printed: its title leaf and every page (6.4)."""

from __future__ import annotations

from dataclasses import dataclass

from ezh_desktop.services.pages.attendance import AttendancePage
from ezh_desktop.services.pages.course import CoursePage
from ezh_desktop.services.pages.general import ClubsPage, GeneralPage
from ezh_desktop.services.pages.health import HealthPage
from ezh_desktop.services.pages.inspection import RemarksPage
from ezh_desktop.services.pages.summary import SummaryPage
from ezh_desktop.services.pages.timetable import WeekPage


@dataclass(frozen=True, slots=True)
class JournalTitle:
    """What the title leaf says; `place` is the town with district and region, `leader` and `director` full names;
    `director_post` is «Директор» or «И. о. директора».
    """

    school_name: str
    place: str
    class_name: str
    year_label: str
    leader: str
    director: str
    director_post: str = "Директор"


@dataclass(frozen=True, slots=True)
class JournalPages:
    """Everything that a class's journal prints. `head` is the head of the protocol that all of it was read at.

    `disturbed`: somebody wrote again and again while it was read, so later pages may know more than earlier ones.
    """

    head: str
    title: JournalTitle
    week: WeekPage
    courses: tuple[CoursePage, ...]
    general: GeneralPage
    attendance: AttendancePage
    summary: SummaryPage
    clubs: ClubsPage
    health: HealthPage
    remarks: RemarksPage
    disturbed: bool = False
