"""The backup dialog as a person uses it: the stick is chosen, one types on, the copy is proved; faults are told."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from ezh_desktop.services.backing_up import back_up
from ezh_desktop.services.backups import last_backup
from ezh_desktop.services.packing import Destination
from ezh_desktop.storage.door import Door
from ezh_desktop.ui.backupcommands import BackupDesk
from ezh_desktop.ui.dialogs.backup import NEWER, BackupDialog
from ezh_desktop.ui.dialogs.backupparts import MediumCard
from ezh_desktop.ui.widgets.signs import Notice
from tests.factories import School, a_school, open_office, raw
from tests.services.sticks import frozen
from tests.ui.conftest import ClipDoors
from tests.ui.media import PluggedMedia


class Answering(ClipDoors):
    """Chooses `chosen` as a folder and agrees to what is asked, unless told otherwise."""

    def __init__(self, chosen: Path | None = None, *, agrees: bool = True) -> None:
        super().__init__()
        self.chosen, self.agrees = chosen, agrees
        self.asked: list[str] = []
        self.shown: list[Path] = []

    def folder(self, parent, title, start=None):
        return self.chosen

    def ask(self, parent, question, detail, *, act, keep="Отмена"):
        self.asked.append(question)
        return self.agrees

    def show_folder(self, folder):
        self.shown.append(folder)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> School:
    return a_school(tmp_path_factory.mktemp("копии") / "shkola.ezh")


@pytest.fixture
def school(made, tmp_path) -> School:
    (tmp_path / "journal").mkdir()
    return made.copied(tmp_path / "journal")


@pytest.fixture
def media(tmp_path) -> PluggedMedia:
    (tmp_path / "media").mkdir()
    return PluggedMedia(tmp_path / "media")


@pytest.fixture
def desk(sits, school, media):
    """A window of the administrator and its desk of backups."""
    window = sits(open_office(school, "admin"), grid=False).window
    desk = window.findChild(BackupDesk)
    desk.media = media
    return desk


def opened(qtbot, desk: BackupDesk) -> BackupDialog:
    desk._window.commands["backup"].trigger()
    qtbot.waitUntil(lambda: desk.dialog is not None and desk.dialog.settled, timeout=5000)
    return desk.dialog


def settle(qtbot, dialog: BackupDialog) -> None:
    qtbot.waitUntil(lambda: dialog.settled, timeout=10_000)
    QTest.qWait(0)


def look(qtbot, dialog: BackupDialog) -> None:
    dialog.look_again()
    settle(qtbot, dialog)


def cards(dialog: BackupDialog) -> list[str]:
    return [card.accessibleName() for card in dialog.findChildren(MediumCard) if not card.isHidden()]


def button(dialog: BackupDialog, name: str) -> QPushButton:
    return dialog.findChild(QPushButton, name)


def click(dialog: BackupDialog, name: str) -> None:
    assert button(dialog, name).isEnabled(), name
    QTest.mouseClick(button(dialog, name), Qt.MouseButton.LeftButton)


def notice(dialog: BackupDialog) -> str:
    shown = dialog.findChild(Notice)
    return f"{shown.accessibleName()} {shown.accessibleDescription()}".strip() if not shown.isHidden() else ""


def steps(dialog: BackupDialog) -> list[str]:
    return [step.text for step in dialog._steps.values()]


def test_a_stick_that_is_plugged_in_appears_and_is_chosen(qtbot, desk, media):
    dialog = opened(qtbot, desk)
    assert not button(dialog, "go").isEnabled()
    assert "Вставьте её" in dialog._none.text()
    media.plug("ЖУРНАЛ", drive="E:", maker="Kingston")
    look(qtbot, dialog)
    assert cards(dialog) == ["ЖУРНАЛ (E:), Kingston, свободно 14,2\u00a0ГБ из 29,3\u00a0ГБ, копий нет"]
    assert button(dialog, "go").isEnabled()
    media.pull("ЖУРНАЛ")
    look(qtbot, dialog)
    assert cards(dialog) == []
    assert not button(dialog, "go").isEnabled()


def test_a_copy_is_made_and_says_what_proves_it(qtbot, desk, media, school):
    media.plug("ЖУРНАЛ")
    dialog = opened(qtbot, desk)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    settle(qtbot, dialog)
    assert dialog._heading.text() == "Копия готова и проверена"
    head = raw_head(desk)
    assert steps(dialog)[0] == "Журнал проверен повреждений нет"
    assert steps(dialog)[2] == "Прочитана с флешки контрольная сумма совпала"
    assert steps(dialog)[3].replace(" ", "").endswith(head)
    facts = dialog._facts.shown
    assert facts["Файл"].endswith("ЭЖ/shkola_2026-12-02_1043.ezhb")
    assert facts["Содержит"].startswith("1 класс, 6 учеников, протокол до записи ")
    assert "Рядом лежат" not in facts
    click(dialog, "go")
    assert desk._status.backup.text == "Копия: сегодня в 10:43, флешка «ЖУРНАЛ»"
    desk._window.end_session()
    assert raw(school, "SELECT media FROM backup_run")[0][0] == "флешка «ЖУРНАЛ»"


def raw_head(desk: BackupDesk) -> str:
    with desk._office.reading() as db:
        return db.execute("SELECT head FROM backup_run").fetchone()[0][:16]


def test_the_folder_of_the_copy_can_be_opened(qtbot, sits, school, media, tmp_path):
    doors = Answering()
    office = open_office(school, "admin")
    window = sits(office, grid=False).window
    desk = window.findChild(BackupDesk)
    desk.media, desk._doors = media, doors
    media.plug("ЖУРНАЛ")
    dialog = opened(qtbot, desk)
    click(dialog, "go")
    settle(qtbot, dialog)
    click(dialog, "openFolder")
    assert [folder.name for folder in doors.shown] == ["ЭЖ"]


def test_a_protected_stick_is_grey_with_its_remedy_and_the_other_is_chosen(qtbot, desk, media):
    media.plug("A", writable=False)
    media.plug("B")
    dialog = opened(qtbot, desk)
    first, second = dialog.findChildren(MediumCard)
    assert (first.isEnabled(), second.isChecked()) == (False, True)
    assert "снимите защиту" in first.accessibleName()


def test_another_folder_is_chosen_and_shown_among_the_media(qtbot, desk, media, tmp_path):
    (tmp_path / "Копии").mkdir()
    desk._doors = Answering(tmp_path / "Копии")
    dialog = opened(qtbot, desk)
    click(dialog, "other")
    assert dialog.chosen.is_folder
    assert notice(dialog).startswith("Эта папка на том же диске, что и журнал")
    look(qtbot, dialog)
    assert dialog.chosen.medium.title == "Копии"
    click(dialog, "go")
    settle(qtbot, dialog)
    assert steps(dialog)[2].startswith("Прочитана из папки")
    assert [path.suffix for path in (tmp_path / "Копии").iterdir()] == [".ezhb"]
    assert last_backup(desk._office).words == "сегодня в 10:43, папка «Копии»"


def test_earlier_copies_are_told(qtbot, desk, media):
    stick = media.plug("ЖУРНАЛ")
    (stick.root / "ЭЖ").mkdir()
    first = back_up(desk._office, Destination(stick.root / "ЭЖ", "флешка «ЖУРНАЛ»")).path
    first.rename(first.with_name("shkola_2026-12-01_1640.ezhb"))
    dialog = opened(qtbot, desk)
    assert cards(dialog)[0].endswith("последняя копия вчера в 16:40")
    click(dialog, "go")
    settle(qtbot, dialog)
    assert dialog._facts.shown["Рядом лежат"] == "копия от 1 декабря"


@pytest.fixture
def yesterday(made, tmp_path) -> School:
    """The journal as it was before the copies of a test."""
    (tmp_path / "old").mkdir()
    return made.copied(tmp_path / "old")


def test_a_copy_that_is_newer_than_the_journal_is_a_warning(qtbot, sits, school, yesterday, media):
    office = open_office(school, "admin")
    stick = media.plug("ЖУРНАЛ")
    (stick.root / "ЭЖ").mkdir()
    for _ in range(3):
        back_up(office, Destination(stick.root / "ЭЖ", "флешка «ЖУРНАЛ»"))
    office.close()
    window = sits(open_office(yesterday, "admin"), grid=False).window
    desk = window.findChild(BackupDesk)
    desk.media = media
    assert NEWER in notice(opened(qtbot, desk))


class Held(Door):
    """Writes wait until they are let through; the journal's own do not."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.fails: OSError | None = None

    def write(self, descriptor: int, data: bytes) -> None:
        self.gate.wait(20)
        if self.fails is not None:
            raise self.fails
        super().write(descriptor, data)


@pytest.fixture
def held(desk) -> Held:
    door = Held()
    desk._office.place.sealed.door = door
    yield door
    door.gate.set()


def test_one_types_while_the_copy_is_made(qtbot, sits, school, media):
    teacher = sits(open_office(school, "teacher"))
    desk = teacher.window.findChild(BackupDesk)
    door = Held()
    desk._office.place.sealed.door, desk.media = door, media
    media.plug("ЖУРНАЛ")
    dialog = opened(qtbot, desk)
    click(dialog, "go")
    teacher.window.activateWindow()
    teacher.window.marks.grid.setFocus()
    teacher.types("5 4")
    teacher.waits_saved()
    assert desk.work.running
    door.gate.set()
    settle(qtbot, dialog)
    assert dialog._heading.text() == "Копия готова и проверена"
    teacher.window.end_session()
    assert len(raw(school, "SELECT 1 FROM cell")) == 2


def test_esc_folds_what_runs_and_the_bar_goes_on(qtbot, desk, media, held):
    media.plug("ЖУРНАЛ")
    dialog = opened(qtbot, desk)
    click(dialog, "go")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isHidden()
    held.gate.set()
    qtbot.waitUntil(lambda: not desk.work.running, timeout=10_000)
    assert desk._status.state_text == "Копия готова и проверена: флешка «ЖУРНАЛ»"
    assert not desk._strip.isVisible()
    desk._window.commands["backup"].trigger()
    assert dialog.isVisible()


def test_what_fails_is_told_in_the_dialog_even_when_it_was_folded(qtbot, desk, media, held):
    stick = media.plug("ЖУРНАЛ")
    dialog = opened(qtbot, desk)
    click(dialog, "go")
    dialog.hide()
    held.fails = OSError(28, "full")
    held.gate.set()
    qtbot.waitUntil(lambda: not desk.work.running, timeout=10_000)
    assert dialog.isVisible()
    assert notice(dialog).startswith("Флешка «ЖУРНАЛ»: не хватает места")
    assert list((stick.root / "ЭЖ").iterdir()) == []
    held.fails = None
    settle(qtbot, dialog)
    click(dialog, "go")
    settle(qtbot, dialog)
    assert dialog._heading.text() == "Копия готова и проверена"


def test_a_copy_can_be_stopped(qtbot, desk, media, held):
    stick = media.plug("ЖУРНАЛ")
    dialog = opened(qtbot, desk)
    click(dialog, "go")
    qtbot.waitUntil(lambda: desk.work.running, timeout=5000)
    click(dialog, "cancel")
    held.gate.set()
    qtbot.waitUntil(lambda: not desk.work.running, timeout=10_000)
    assert notice(dialog).startswith("Копирование прервано")
    assert list(stick.root.glob("**/*.*")) == []


def test_closing_the_window_asks_first_and_then_stops_the_copy(qtbot, desk, media, held):
    stick = media.plug("ЖУРНАЛ")
    desk._doors = Answering(agrees=False)
    dialog = opened(qtbot, desk)
    click(dialog, "go")
    qtbot.waitUntil(lambda: any((stick.root / "ЭЖ").glob("*.tmp")), timeout=5000)
    assert not desk._window.close()
    assert desk._doors.asked == ["Прервать резервную копию?"]
    assert desk.work.running
    desk._doors.agrees = True
    held.gate.set()
    assert desk._window.close()
    assert not desk.work.running
    assert all(path.suffix == ".ezhb" for path in (stick.root / "ЭЖ").iterdir())


def test_at_the_lock_a_copy_that_is_nearly_ready_becomes_ready(qtbot, desk, media):
    stick = media.plug("ЖУРНАЛ")
    click(opened(qtbot, desk), "go")
    desk._window.end_session()
    assert [path.suffix for path in (stick.root / "ЭЖ").iterdir()] == [".ezhb"]


@pytest.mark.parametrize("login", ["admin", "teacher", "medic"])
def test_everyone_makes_copies(sits, school, login):
    window = sits(open_office(school, login), grid=False).window
    assert "backup" in window.commands


def test_the_administrator_alone_is_told_how_old_the_newest_copy_is(sits, school):
    admin = sits(open_office(school, "admin"), grid=False).window
    assert admin.status.backup.text == "Копии ещё нет"
    teacher = sits(open_office(school, "teacher"), grid=False).window
    assert teacher.status.backup.text == ""


def test_restoring_asks_before_the_journal_is_closed(qtbot, desk):
    desk._doors = Answering(agrees=False)
    with qtbot.assertNotEmitted(desk.restore_asked):
        desk.ask_restore()
    desk._doors.agrees = True
    with qtbot.waitSignal(desk.restore_asked):
        desk.ask_restore()


def test_f1_shows_the_help_of_backups(qtbot, desk, media):
    from ezh_desktop.ui.help import HelpWindow  # noqa: PLC0415 - only here

    dialog = opened(qtbot, desk)
    QTest.keyClick(dialog, Qt.Key.Key_F1)
    assert "резервная копия" in dialog.findChild(HelpWindow).windowTitle().lower()


def test_a_journal_on_a_protected_stick_says_why_nothing_can_be_entered(sits, school):
    with frozen(school.path.parent):
        teacher = sits(open_office(school, "teacher", readonly=True), grid=False)
        assert teacher.status() == "Журнал открыт для чтения: там, где он лежит, писать нельзя"
        teacher.window.end_session()
