"""The menu «Школа» stands between «Журнал» and «Справка» for those alone who have a command in it."""

from __future__ import annotations

from PySide6.QtWidgets import QMenuBar

from ezh_desktop.ui import schoolmenu


def menus(teacher) -> list[str]:
    bar = teacher.window.findChild(QMenuBar)
    return [action.text().replace("&", "") for action in bar.actions()]


def test_a_menu_without_commands_is_not_shown(sits, office, monkeypatch):
    monkeypatch.setattr(schoolmenu, "PROVIDERS", ())
    assert menus(sits(office)) == ["Файл", "Правка", "Вид", "Журнал", "Справка"]
