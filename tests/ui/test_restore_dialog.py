"""Restoring from the window: the copy is chosen, its own password asked for, the journal replaced and opened again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from ezh_desktop.journal import JournalOpener
from ezh_desktop.services.backing_up import back_up
from ezh_desktop.services.packing import Destination
from ezh_desktop.services.restoring import Tools
from ezh_desktop.storage.passwords import FLOOR
from ezh_desktop.ui.app import Desktop
from ezh_desktop.ui.backupcommands import BackupDesk, restore_dialog
from ezh_desktop.ui.dialogs.backupparts import Card
from ezh_desktop.ui.dialogs.restore import RestoreDialog
from ezh_desktop.ui.signin.recovery import RecoveryDialog
from ezh_desktop.ui.widgets.linkbutton import LinkButton
from tests.factories import PASSWORD, School, a_school, fake_clock, open_office, raw
from tests.services.test_acts import mark, settled
from tests.ui.media import PluggedMedia
from tests.ui.test_backup_dialog import Answering, button, click, notice


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> School:
    return a_school(tmp_path_factory.mktemp("копии") / "shkola.ezh", signs_in=("teacher",))


@pytest.fixture
def school(made, tmp_path) -> School:
    (tmp_path / "journal").mkdir()
    return made.copied(tmp_path / "journal")


@pytest.fixture
def media(tmp_path, school) -> PluggedMedia:
    """A stick with a copy of yesterday; a mark was typed since."""
    (tmp_path / "media").mkdir()
    media = PluggedMedia(tmp_path / "media")
    folder = media.plug("ЖУРНАЛ").root / "ЭЖ"
    folder.mkdir()
    office = open_office(school, "teacher")
    copy = back_up(office, Destination(folder, "флешка «ЖУРНАЛ»")).path
    copy.rename(folder / "shkola_2026-12-01_1640.ezhb")
    page = office.course_page(school.courses["7А Алгебра"])
    settled(office.submit(mark(page, "5"), page))
    office.close()
    return media


@pytest.fixture
def doors() -> Answering:
    return Answering()


@pytest.fixture
def shown(qtbot, themed, school, media, doors):
    """The dialog over a journal."""
    dialogs = []

    def show(target: Path | None = None) -> RestoreDialog:
        dialog = RestoreDialog(target or school.path, media, doors, tools, lambda _number, _text: None)
        dialogs.append(dialog)
        dialog.show()
        settle(qtbot, dialog)
        return dialog

    yield show
    for dialog in dialogs:
        dialog._link.stop()
        dialog.reject()
        dialog.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def tools() -> Tools:
    return Tools(fake_clock().now_local())


def settle(qtbot, dialog: RestoreDialog) -> None:
    qtbot.waitUntil(lambda: dialog.settled, timeout=10_000)
    QTest.qWait(0)


def fill(dialog: RestoreDialog, login: str = "admin", password: str = PASSWORD) -> None:
    dialog.findChild(QLineEdit, "login").setText(login)
    dialog.findChild(QLineEdit, "password").setText(password)


def cards(dialog: RestoreDialog) -> list[str]:
    return [card.accessibleName() for card in dialog._cards.values()]


def test_copies_are_found_with_their_day_and_the_newest_is_chosen(shown):
    dialog = shown()
    (card,) = cards(dialog)
    assert card.startswith("Вчера в 16:40, флешка «ЖУРНАЛ», ")
    assert "протокол до записи" in card
    assert dialog.findChild(Card).isChecked()
    assert not button(dialog, "go").isEnabled()
    fill(dialog)
    assert button(dialog, "go").isEnabled()


def test_a_journal_is_restored_and_says_where_the_former_one_lies(qtbot, shown, school, doors):
    dialog = shown()
    fill(dialog)
    click(dialog, "go")
    settle(qtbot, dialog)
    assert doors.asked == ["Заменить журнал копией (вчера в 16:40)?"]
    assert dialog._heading.text() == "Журнал восстановлен"
    facts = dialog._facts.shown
    assert facts["Прежний"] == "shkola до восстановления 2026-12-02 10-43.ezh"
    assert facts["После копии"].startswith("в прежнем журнале ещё записей: ")
    with qtbot.waitSignal(dialog.restored) as told:
        click(dialog, "go")
    assert told.args == [school.path]
    assert raw(school, "SELECT count(*) FROM cell")[0][0] == 0


def test_who_keeps_the_journal_keeps_it(qtbot, shown, school, doors):
    doors.agrees = False
    dialog = shown()
    fill(dialog)
    click(dialog, "go")
    settle(qtbot, dialog)
    assert raw(school, "SELECT count(*) FROM cell")[0][0] == 1


@pytest.mark.parametrize(
    ("who", "says"),
    [(("admin", "не тот"), "Неверный логин или пароль"), (("teacher", PASSWORD), "не администратор")],
)
def test_a_refusal_stands_in_the_dialog_and_nothing_changes(qtbot, shown, school, who, says):
    dialog = shown()
    fill(dialog, *who)
    click(dialog, "go")
    settle(qtbot, dialog)
    assert says in notice(dialog)
    assert button(dialog, "go").isEnabled()
    assert raw(school, "SELECT count(*) FROM cell")[0][0] == 1


def test_the_code_restores_where_the_password_is_forgotten(qtbot, shown, school):
    dialog = shown()
    QTest.mouseClick(dialog.findChild(LinkButton, "code"), Qt.MouseButton.LeftButton)
    dialog.findChild(RecoveryDialog).entered.emit(" ".join(school.code.groups))
    settle(qtbot, dialog)
    assert dialog._heading.text() == "Журнал восстановлен"


def test_a_copy_can_be_chosen_as_a_file(qtbot, shown, media, tmp_path, doors):
    copy = next(Path(media.media[0].root / "ЭЖ").iterdir())
    moved = copy.rename(tmp_path / "от коллеги.ezhb")
    media.pull("ЖУРНАЛ")
    dialog = shown()
    assert cards(dialog) == []
    assert "Копий не видно" in dialog._none.text()
    doors.open_file = lambda *_: moved
    click(dialog, "other")
    assert dialog.chosen.path == moved
    fill(dialog)
    click(dialog, "go")
    settle(qtbot, dialog)
    assert dialog._heading.text() == "Журнал восстановлен"


def test_a_damaged_copy_and_one_of_another_journal_cannot_be_chosen(shown, media, made, tmp_path):
    folder = media.media[0].root / "ЭЖ"
    whole = next(folder.iterdir())
    whole.write_bytes(whole.read_bytes()[:-3])
    (tmp_path / "other").mkdir()
    other = a_school(tmp_path / "other" / "чужой.ezh")
    office = open_office(other, "admin")
    back_up(office, Destination(folder, "флешка «ЖУРНАЛ»"))
    office.close()
    dialog = shown()
    assert sorted(card.partition(", ")[2] for card in cards(dialog)) == [
        "копия другого журнала",
        "копия повреждена: возьмите другую",
    ]
    assert dialog.chosen is None
    fill(dialog)
    assert not button(dialog, "go").isEnabled()


def test_a_missing_journal_comes_back_where_the_person_says(qtbot, themed, media, tmp_path, doors):
    class Opener:
        restore_tools = staticmethod(tools)

        def check_group(self, number, text):
            return None

    target = tmp_path / "новый"
    doors.save_file = lambda *_: target
    dialog = restore_dialog(Opener(), doors, None, None, media)
    assert "Журнал появится здесь" in dialog._note.text()
    settle(qtbot, dialog)
    fill(dialog)
    click_hidden(dialog)
    settle(qtbot, dialog)
    assert doors.asked == []
    assert (tmp_path / "новый.ezh").exists()
    dialog.reject()
    doors.save_file = lambda *_: None
    assert restore_dialog(Opener(), doors, None, None, media) is None


def click_hidden(dialog: RestoreDialog) -> None:
    button(dialog, "go").click()


# From window to window


@pytest.fixture
def desktop(themed, settings, doors, school, monkeypatch):
    """The program on a real journal, with real passwords."""
    monkeypatch.setattr(QApplication, "quit", lambda: None)
    opener = JournalOpener(settings, cost=FLOOR, clock=fake_clock())
    made = Desktop(opener, settings, doors, lambda _path, _data: None, path=school.path)
    made.start()
    yield made
    made._drop_window()
    if made.sign_in is not None:
        made.sign_in.hide()
        made._drop_sign_in()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def plugged_in(media, monkeypatch):
    """The computer itself finds the stick."""
    monkeypatch.setattr("ezh_desktop.services.backups.SystemMedia", lambda: media)


def signs_in(qtbot, desktop, login: str = "admin") -> None:
    desktop.sign_in.findChild(QLineEdit, "login").setText(login)
    desktop.sign_in.findChild(QLineEdit, "password").setText(PASSWORD)
    desktop.sign_in.findChild(QPushButton, "enter").click()
    qtbot.waitUntil(lambda: desktop.window is not None, timeout=10_000)


def test_from_the_menu_the_session_ends_and_the_dialog_stands_over_the_sign_in(
    qtbot, desktop, doors, plugged_in, school
):
    signs_in(qtbot, desktop)
    desktop.window.commands["restore_backup"].trigger()
    assert doors.asked == ["Закрыть журнал и восстановить его из резервной копии?"]
    qtbot.waitUntil(lambda: desktop.window is None, timeout=5000)
    dialog = desktop.sign_in.findChild(RestoreDialog)
    settle(qtbot, dialog)
    fill(dialog)
    click(dialog, "go")
    settle(qtbot, dialog)
    assert dialog._heading.text() == "Журнал восстановлен"
    click(dialog, "go")
    assert desktop.sign_in.path == school.path
    signs_in(qtbot, desktop)
    assert desktop.window.status.backup.text == "Копии ещё нет"


def test_others_are_not_offered_to_restore(qtbot, desktop):
    signs_in(qtbot, desktop, "teacher")
    assert "restore_backup" not in desktop.window.commands
    assert desktop.window.findChild(BackupDesk) is not None


def test_a_damaged_journal_offers_its_copies_in_the_sign_in_window(qtbot, desktop, school):
    link = desktop.sign_in.findChild(LinkButton, "restoreBackup")
    assert link.isHidden()
    school.path.write_bytes(school.path.read_bytes()[:20_000] + bytes(100_000))
    desktop.sign_in.findChild(QLineEdit, "login").setText("admin")
    desktop.sign_in.findChild(QLineEdit, "password").setText(PASSWORD)
    desktop.sign_in.findChild(QPushButton, "enter").click()
    qtbot.waitUntil(lambda: not link.isHidden(), timeout=10_000)
    link.click()
    dialog = desktop.sign_in.findChild(RestoreDialog)
    settle(qtbot, dialog)
    assert str(school.path) in dialog._note.text()
    dialog.reject()
