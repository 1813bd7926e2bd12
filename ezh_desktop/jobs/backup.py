"""Backup and restore as jobs: the stages of the service as one measure of progress, with cancel between pieces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

from ezh_desktop.jobs.base import Progress
from ezh_desktop.services.backing_up import BackupDone, back_up
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.packing import Destination, Report, Stage, silent
from ezh_desktop.services.restoring import Claim, Restored, Tools, restore

WHOLE: Final = 1000
_Shares = Mapping[Stage, tuple[int, int, str]]
_MAKING: Final[_Shares] = MappingProxyType(
    {
        Stage.CHECK: (0, 150, "Журнал проверяется"),
        Stage.WRITE: (150, 600, "Копия записывается"),
        Stage.READ: (600, 950, "Копия читается и сверяется"),
        Stage.OPEN: (950, WHOLE, "Копия открывается для пробы"),
    }
)
_RESTORING: Final[_Shares] = MappingProxyType(
    {
        Stage.READ: (0, 400, "Копия читается"),
        Stage.CHECK: (400, 700, "Копия проверяется"),
        Stage.WRITE: (700, WHOLE, "Журнал заменяется"),
    }
)
"""From and to of WHOLE for each stage. A stick is slower than the computer: what waits for it takes most."""


@dataclass(frozen=True)
class BackupJob:
    """The work of a backup: `Job(title, BackupJob(…))` gives a `BackupDone`. `listen` hears each stage in its thread.

    A cancel leaves nothing under the final name.
    """

    office: FileOffice
    destination: Destination
    listen: Report = field(default=silent)

    def __call__(self, progress: Progress) -> BackupDone:
        """Make it; raises what `back_up` raises, JobCancelled when stopped."""
        return back_up(self.office, self.destination, _told(progress, self.listen, _MAKING))


@dataclass(frozen=True)
class RestoreJob:
    """The work of a restore: gives a `Restored`. A cancel is heard only before the journal is replaced."""

    package: Path
    target: Path
    claim: Claim
    tools: Tools

    def __call__(self, progress: Progress) -> Restored:
        """Restore; raises what `restore` raises, JobCancelled when stopped."""
        return restore(self.package, self.target, self.claim, self.tools, _told(progress, silent, _RESTORING))


def _told(progress: Progress, listen: Report, shares: _Shares) -> Report:
    def report(stage: Stage, done: int, total: int) -> None:
        start, end, words = shares[stage]
        listen(stage, done, total)
        progress(start + (end - start) * done // max(total, 1), WHOLE, words)

    return report
