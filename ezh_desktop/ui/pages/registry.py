"""The tabs of the main window in their order: subject pages, then pages of the class."""

from __future__ import annotations

from typing import Final

from ezh_desktop.ui.pages.absences import AbsencesTab
from ezh_desktop.ui.pages.base import WindowPage
from ezh_desktop.ui.pages.health import HealthTab
from ezh_desktop.ui.pages.individual import IndividualTab
from ezh_desktop.ui.pages.marks import MarksPage
from ezh_desktop.ui.pages.remarks import RemarksTab
from ezh_desktop.ui.pages.school import SchoolTab
from ezh_desktop.ui.pages.setup import SetupTab
from ezh_desktop.ui.pages.summary import SummaryPageTab
from ezh_desktop.ui.pages.today import TodayTab
from ezh_desktop.ui.pages.topics import TopicsPage

PAGES: Final[tuple[type[WindowPage], ...]] = (
    MarksPage,
    TopicsPage,
    SummaryPageTab,
    HealthTab,
    RemarksTab,
    AbsencesTab,
    IndividualTab,
    SetupTab,
    TodayTab,
    SchoolTab,
)
