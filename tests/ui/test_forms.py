"""The form loader: fills the widget itself, hands children out typed, and refuses what it does not know."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from ezh_desktop import assets
from ezh_desktop.ui import forms

FORM = """<ui version="4.0"><class>Small</class><widget class="QDialog" name="Small">
<property name="windowTitle"><string>Малая форма</string></property>
<layout class="QVBoxLayout" name="column"><item><widget class="{cls}" name="part"/></item>
<item><widget class="QLabel" name="label"><property name="text"><string>Пароль</string></property>
<property name="px" stdset="0"><number>18</number></property></widget></item></layout></widget></ui>"""


class Small(QDialog):
    pass


class Own(QLineEdit):
    pass


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def write(cls: str) -> None:
        path = tmp_path / "Small.ui"
        path.write_text(FORM.format(cls=cls), encoding="utf-8")
        monkeypatch.setattr(assets, "form", lambda _name: path)

    return write


def test_a_form_fills_the_dialog_itself(qtbot: QtBot, written) -> None:
    written("Own")
    dialog = Small()
    qtbot.addWidget(dialog)
    forms.fill(dialog, known=(Own,))
    assert dialog.windowTitle() == "Малая форма"
    assert isinstance(forms.child(dialog, Own, "part"), Own)
    assert forms.child(dialog, QLabel, "label").font().pixelSize() == 18
    assert dialog.findChildren(QDialog) == []


@pytest.mark.qt_log_ignore("QFormBuilder was unable", "Empty widget item", extend=True)
def test_an_unknown_class_is_refused_by_name(qtbot: QtBot, written) -> None:
    written("Nowhere")
    dialog = Small()
    qtbot.addWidget(dialog)
    with pytest.raises(LookupError, match="Nowhere"):
        forms.fill(dialog)


def test_a_missing_child_is_refused_by_name(qtbot: QtBot, written) -> None:
    written("QLineEdit")
    dialog = Small()
    qtbot.addWidget(dialog)
    forms.fill(dialog)
    with pytest.raises(LookupError, match="enter"):
        forms.child(dialog, QPushButton, "enter")


def test_a_form_that_is_not_there_is_named(qtbot: QtBot) -> None:
    dialog = Small()
    qtbot.addWidget(dialog)
    with pytest.raises(FileNotFoundError, match="Small"):
        forms.fill(dialog)
