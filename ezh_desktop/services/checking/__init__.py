"""The findings of a journal (недочёты): of one course page for the window, of the school for `check`."""

from ezh_desktop.services.checking.report import (
    CheckReport,
    CheckScope,
    ReportLine,
    check_journal,
    class_findings,
    line_facts,
    page_findings,
)

__all__ = ["CheckReport", "CheckScope", "ReportLine", "check_journal", "class_findings", "line_facts", "page_findings"]
