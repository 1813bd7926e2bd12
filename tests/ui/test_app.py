"""The windows in turn: sign-in, main window, lock; what the computer is told of errors."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QMessageBox

from ezh_desktop import settings as preferences
from ezh_desktop.ui import theme
from ezh_desktop.ui.app import Desktop, IdleWatch, make_application
from tests.ui.fake_office import FakeOffice, a_page
from tests.ui.opener import StillOpener
from tests.ui.teacher import Teacher


@dataclass
class StillSigned:
    """What signing in gives."""

    office: FakeOffice
    path: Path = Path("school.ezh")
    needs_own_password: bool = False

    def set_own_password(self, password: str) -> None:
        self.needs_own_password = False

    def close(self) -> None:
        self.office.close()


@pytest.fixture
def office():
    return FakeOffice(pages={1: a_page()})


@pytest.fixture
def quits(monkeypatch):
    """How often the program was asked to end."""
    asked = []
    monkeypatch.setattr(QApplication, "quit", lambda: asked.append(1))
    return asked


@pytest.fixture
def desktop(themed, settings, doors, office, quits):
    opener = StillOpener(session=StillSigned(office))
    made = Desktop(opener, settings, doors, lambda _path, _data: None, path=Path("school.ezh"))
    made.start()
    yield made
    made._drop_window()
    if made.sign_in is not None:
        made.sign_in.hide()
        made._drop_sign_in()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def signs_in(desktop):
    desktop.sign_in.signed_in.emit(StillSigned(desktop._opener.session.office))
    return Teacher(desktop.window)


def test_signing_in_opens_the_main_window(desktop):
    assert desktop.sign_in.isVisible()
    teacher = signs_in(desktop)
    assert desktop.sign_in is None
    assert teacher.window.isVisible()
    assert teacher.title() == "7А, Алгебра — ЭЖ"


def test_the_collector_passes_over_what_is_loaded_and_not_over_the_window(desktop):
    gc.unfreeze()
    signs_in(desktop)
    assert gc.get_freeze_count() > 50_000
    assert any(one is desktop.window for one in gc.get_objects())
    gc.unfreeze()


def test_the_lock_ends_the_session_and_asks_for_the_password(desktop, office, quits):
    teacher = signs_in(desktop)
    teacher.settles()
    office.held = True
    teacher.types("5")
    teacher.presses("Ctrl+L")
    assert office.closed
    assert office.queue == []
    assert desktop.window is None
    assert desktop.sign_in.isVisible()
    assert not quits


def test_a_person_who_is_away_is_locked_out(desktop, office):
    signs_in(desktop)
    desktop._idle._timer.timeout.emit()
    assert office.closed
    assert desktop.sign_in.isVisible()


def test_keys_and_mouse_start_the_idle_time_anew(themed):
    watch = IdleWatch(themed, 10)
    watch._timer.start(1000)
    watch._timer.setInterval(600_000)
    watch.eventFilter(watch, QEvent(QEvent.Type.KeyPress))
    assert watch._timer.remainingTime() > 500_000
    watch.stop()
    assert not watch._timer.isActive()
    watch.deleteLater()


def test_closing_the_main_window_ends_the_program(desktop, office, quits):
    teacher = signs_in(desktop)
    teacher.window.close()
    assert office.closed
    assert quits


def test_giving_up_at_the_sign_in_ends_the_program(desktop, quits):
    desktop.sign_in.reject()
    assert quits


def test_a_new_own_password_asks_for_signing_in_with_it(desktop, office):
    desktop.sign_in.signed_in.emit(StillSigned(office, needs_own_password=True))
    assert desktop.window is None
    assert desktop.sign_in.isVisible()


def test_qts_own_buttons_are_russian_and_the_theme_is_the_settings(qapp, settings):
    settings.put(preferences.SCHEME, "dark")
    make_application(settings)
    assert theme.tokens().name == "dark"
    box = QMessageBox()
    box.setStandardButtons(QMessageBox.StandardButton.Cancel)
    assert box.buttons()[0].text().replace("&", "") == "Отмена"
    theme.apply(theme.Scheme.LIGHT)
