"""The recovery sheet of a journal that has just been made, for the command and for the window."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from ezh_desktop.reports.base import PrintInfo
from ezh_desktop.reports.recovery_sheet import RecoveryPaper, recovery_sheet
from ezh_desktop.services.founding import Founded

_FIRST_ENTRY: Final = 1
_HEAD_DIGITS: Final = 16


def draw_recovery_sheet(  # noqa: PLR0917 - what the sheet says
    found: Founded, school: str, year: str, file_name: str, login: str, now: datetime
) -> bytes:
    """The PDF of the sheet: `login` is the first administrator's, `now` the school's time."""
    paper = RecoveryPaper(
        groups=found.code.groups,
        journal_id=found.journal.hex(),
        genesis=found.genesis.hex(),
        school=school,
        year=year,
        file_name=file_name,
    )
    return recovery_sheet(paper, PrintInfo(now, login, f"{_FIRST_ENTRY}:{found.genesis.hex()[:_HEAD_DIGITS]}"))
