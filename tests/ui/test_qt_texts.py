"""Qt's own dialogs speak Russian whatever the computer's language is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPlainTextEdit, QTreeView, QWidget

from ezh_desktop.ui import theme
from ezh_desktop.ui.qttexts import speak_russian
from tests.look import checks


@pytest.fixture
def russian(qapp: QApplication) -> Iterator[None]:
    before = set(qapp.findChildren(QTranslator))
    theme.apply(theme.Scheme.LIGHT)
    speak_russian(qapp)
    yield
    for translator in set(qapp.findChildren(QTranslator)) - before:
        qapp.removeTranslator(translator)
        translator.deleteLater()
    QLocale.setDefault(QLocale.system())


def foreign(root: QWidget) -> list[str]:
    """Every text of a dialog, hints and menus too, that is not Russian."""
    found = [fault for fault in checks.faults(root) if "not Russian" in fault]
    for widget in (root, *root.findChildren(QWidget)):
        texts = [widget.toolTip(), widget.accessibleName(), *(action.text() for action in widget.actions())]
        found += [text for text in texts if checks.is_foreign(text.replace("&", ""))]
    return found


@pytest.mark.parametrize("save", [True, False])
def test_the_file_dialog_of_plain_x_has_no_english_word(qtbot, russian, tmp_path: Path, save: bool):
    (tmp_path / "папка").mkdir()
    (tmp_path / "список.csv").write_text("Фамилия;Имя")
    dialog = QFileDialog(None, "Сохранить PDF", str(tmp_path))
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave if save else QFileDialog.AcceptMode.AcceptOpen)
    dialog.setViewMode(QFileDialog.ViewMode.Detail)
    dialog.setNameFilter("Все файлы (*)")
    dialog.show()
    files = dialog.findChild(QTreeView, "treeView")
    qtbot.waitUntil(lambda: files.model().rowCount(files.rootIndex()) == 2)
    kinds = [files.model().index(row, 2, files.rootIndex()).data() for row in range(2)]
    assert not [kind for kind in kinds if checks.is_foreign(kind)], kinds
    # The path is shown as it is.
    assert [text for text in foreign(dialog) if str(tmp_path) not in text] == []


@pytest.mark.parametrize("field", [QLineEdit, QPlainTextEdit])
def test_the_menu_of_a_field_has_no_english_word(qtbot, russian, field):
    widget = field()
    qtbot.addWidget(widget)
    menu = widget.createStandardContextMenu()
    texts = [action.text().split("\t")[0].replace("&", "") for action in menu.actions() if action.text()]
    menu.deleteLater()
    assert texts
    assert not [text for text in texts if checks.is_foreign(text)]
