"""The backup dialog (pictures 11 and 11b): choosing, running, done, failed, no stick."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication

from ezh_desktop.jobs.base import JobPhase, JobState
from ezh_desktop.services.packing import Stage
from ezh_desktop.ui.backupwork import BackupWork
from ezh_desktop.ui.dialogs.backup import BackupDialog
from ezh_desktop.ui.widgets.signs import Kind
from tests.factories import a_school, open_office
from tests.look.registry import Scene, Shot, shows
from tests.ui.media import PluggedMedia
from tests.ui.paper_doors import PaperDoors

_MEGABYTE = 1 << 20


@shows("backup")
def backup_dialog(_scene: Scene) -> Iterator[Shot]:
    """Each state of the dialog on a small journal."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        office = open_office(a_school(folder / "shkola-2026.ezh"), "admin")
        media = PluggedMedia(folder)

        def dialog() -> BackupDialog:
            return _settled(BackupDialog(BackupWork(office), media, PaperDoors()))

        yield Shot("none", dialog())
        media.plug("ЖУРНАЛ", drive="E:", maker="Kingston")
        media.plug("TRANSCEND", drive="F:", writable=False)
        yield Shot("choosing", dialog())
        yield Shot("running", _running(dialog()))
        done = dialog()
        done._go.click()
        yield Shot("done", _settled(done))
        failed = dialog()
        failed._say(
            Kind.FAULT,
            "Флешка «ЖУРНАЛ» недоступна или вынута.",
            "Копия не записана. Вставьте её снова и повторите; журнал и прежние копии целы.",
        )
        yield Shot("failed", failed)
        office.close()


def _running(dialog: BackupDialog) -> BackupDialog:
    """As in the picture: the third step at 72 per cent."""
    dialog._show_running()
    dialog._on_staged(Stage.WRITE, 0, int(34.8 * _MEGABYTE))
    dialog._on_staged(Stage.READ, int(21.6 * _MEGABYTE), int(34.8 * _MEGABYTE))
    dialog._on_moved(JobState(JobPhase.RUNNING, 72, 100, "", 5.2))
    return dialog


def _settled(dialog: BackupDialog) -> BackupDialog:
    dialog.look_again()
    while not dialog.settled:
        QApplication.processEvents()
    QApplication.processEvents()
    return dialog
