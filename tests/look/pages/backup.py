"""The backup dialog (pictures 11 and 11b): choosing, running, done, failed, no stick."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication

from ezh_desktop.jobs.base import JobPhase, JobState
from ezh_desktop.services.backing_up import back_up
from ezh_desktop.services.packing import Destination, Stage
from ezh_desktop.services.restoring import Tools
from ezh_desktop.ui.backupwork import BackupWork
from ezh_desktop.ui.dialogs.backup import BackupDialog
from ezh_desktop.ui.dialogs.restore import RestoreDialog
from ezh_desktop.ui.widgets.signs import Kind
from tests.factories import PASSWORD, a_school, fake_clock, open_office
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
        failed.say(
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


@shows("restore")
def restore_dialog(_scene: Scene) -> Iterator[Shot]:
    """Choosing among copies, no copy, refused, done."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        school = a_school(folder / "shkola-2026.ezh")
        media = PluggedMedia(folder)
        yield Shot("none", _looked(_restore(school.path, media)))
        stick = media.plug("ЖУРНАЛ")
        office = open_office(school, "admin")
        (stick.root / "ЭЖ").mkdir()
        for day in ("2026-12-01_1640", "2026-11-30_1635"):
            made = back_up(office, Destination(stick.root / "ЭЖ", "флешка «ЖУРНАЛ»")).path
            made.rename(made.with_name(f"shkola-2026_{day}.ezhb"))
        office.close()
        (stick.root / "ЭЖ" / "shkola-2026_2026-11-27_1201.ezhb").write_bytes(b"half")
        yield Shot("choosing", _looked(_restore(school.path, media)))
        refused = _looked(_restore(school.path, media))
        refused._login.setText("admin")
        refused._password.setText("не тот")
        refused._go.click()
        yield Shot("refused", _looked(refused))
        done = _looked(_restore(school.path, media))
        done._login.setText("admin")
        done._password.setText(PASSWORD)
        done._go.click()
        yield Shot("done", _looked(done))


def _restore(target: Path, media: PluggedMedia) -> RestoreDialog:
    return RestoreDialog(target, media, Agreeing(), lambda: Tools(fake_clock().now_local()), lambda _n, _t: None)


class Agreeing(PaperDoors):
    """Agrees to whatever is asked."""

    def ask(self, parent, question, detail, *, act, keep="Отмена"):
        return True


def _looked(dialog: RestoreDialog) -> RestoreDialog:
    while not dialog.settled:
        QApplication.processEvents()
    QApplication.processEvents()
    return dialog
