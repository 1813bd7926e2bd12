"""From an empty folder to a class of 24 with its subjects, all in the window, with the keys and clicks counted (4.1.4)."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QTableView

from ezh_desktop.journal import JournalOpener
from ezh_desktop.services.files import write_file
from ezh_desktop.settings import Settings
from ezh_desktop.storage.passwords import FLOOR
from ezh_desktop.ui import theme
from ezh_desktop.ui.app import Desktop
from tests.factories import fake_clock
from tests.ui.newcomer import Newcomer, NewcomerDoors

AUGUST = date(2026, 8, 25)
PASSWORD = "ромашка кирпич облако 5"

@pytest.fixture
def newcomer(qapp, qtbot, tmp_path):
    theme.apply(theme.Scheme.LIGHT)
    settings, doors = Settings(tmp_path / "settings.ini"), NewcomerDoors(tmp_path)
    opener = JournalOpener(settings, cost=FLOOR, clock=fake_clock(AUGUST))
    desktop = Desktop(opener, settings, doors, write_file)
    desktop.stay_open()
    desktop.start()
    yield Newcomer(desktop, doors, qtbot)
    if desktop.window is not None:
        desktop.window.close()
    if desktop.sign_in is not None:
        desktop.sign_in.reject()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_walk(newcomer, tmp_path):
    me = newcomer
    me.begins("новый журнал")
    me.clicks("Новый журнал…")
    me.writes("МБОУ «СОШ № 12»")
    me.presses("Tab", "Tab", "Tab")
    me.writes(PASSWORD)
    me.presses("Tab")
    me.writes(PASSWORD)
    me.presses("Return")
    me.waits_until(lambda: type(me.front()).__name__ == "RecoveryPaperDialog")
    code = me.front()
    me.clicks("Сохранить лист в PDF…")
    me.writes(code._made.groups[code.asked - 1])
    me.presses("Return")
    me.waits_until(lambda: me.desktop.window is not None)
    print(me.desktop.window.windowTitle(), me.said())
    me.desktop.window.grab().save("/tmp/nu/w1.png")
    print(me.spent, me.letters)
