"""Help on F1 (7.1): every page and dialog has it, in Russian, with the keys the program itself knows."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QDialog, QTextBrowser

import ezh_desktop.ui
from ezh_desktop import assets
from ezh_desktop.ui.help import HelpWindow, contents, help_key, help_text
from ezh_desktop.ui.menus import COMMANDS
from ezh_desktop.ui.pages.registry import PAGES

UI = Path(ezh_desktop.ui.__path__[0])
WITHOUT = {"HelpWindow": "is the help", "BusyDialog": "a progress bar over a dialog that has it"}


def dialogs() -> list[tuple[str, str]]:
    """(class, source) of every dialog of the program."""
    found = []
    for path in sorted(UI.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ClassDef) and any(getattr(base, "id", "") == "QDialog" for base in node.bases):
                found.append((node.name, source))  # noqa: PERF401 - two loops read better
    return found


@pytest.mark.parametrize("kind", PAGES, ids=lambda kind: kind.name)
def test_7_1_every_page_of_the_window_has_help_with_its_keys(kind):
    words = help_text(kind.help_page)
    assert words.startswith("# ")
    assert "| Команда | Клавиши |" in words
    for command in COMMANDS:
        if command.name in kind.own_commands:
            assert command.keys[0] in words, command.name


def test_7_1_keys_of_other_pages_stand_only_with_them():
    marks, summary = help_text("marks"), help_text("summary")
    assert "Заполнить вниз" in marks
    assert "Заполнить вниз" not in summary
    assert "| Отменить решение совета |" in summary
    assert "| Отменить решение совета |" not in marks
    assert "| Отменить | Ctrl+Z |" in marks


@pytest.mark.parametrize("page", ["delegations", "extra", "home", "modes", "plans", "requests"])
def test_7_1_a_dialog_with_a_table_has_the_keys_of_its_table_and_not_those_of_the_window(page):
    words = help_text(page)
    assert "| Убрать строку | Ctrl+Delete |" in words
    assert "| Команда | Клавиши |" not in words


@pytest.mark.parametrize(("name", "source"), dialogs(), ids=[name for name, _ in dialogs()])
def test_7_1_every_dialog_has_help_on_f1(name, source):
    assert name in WITHOUT or "help_key(self" in source or '"F1"' in source


@pytest.mark.parametrize("page", [page for page, _ in contents()])
def test_7_1_help_begins_with_one_heading_in_russian(page):
    assert re.match(r"# [А-ЯЁ]", assets.help_page(page).read_text(encoding="utf-8"))


def test_7_1_one_goes_from_one_page_of_help_to_another(qtbot, qapp):
    window = HelpWindow()
    qtbot.addWidget(window)
    window.show_page("marks")
    text = window.findChild(QTextBrowser)
    assert "Сводная ведомость" in text.toPlainText()
    text.anchorClicked.emit(QUrl("summary"))
    assert window.windowTitle() == "Справка: сводная ведомость — ЭЖ"


def test_7_1_f1_in_a_dialog_shows_its_page(qtbot, qapp):
    dialog = QDialog()
    qtbot.addWidget(dialog)
    help_key(dialog, "signin")
    dialog.show()
    dialog.activateWindow()
    qapp.processEvents()
    qtbot.keyClick(dialog, Qt.Key.Key_F1)
    shown = dialog.findChild(HelpWindow)
    assert shown is not None
    assert shown.windowTitle() == "Справка: вход — ЭЖ"
    shown.close()
