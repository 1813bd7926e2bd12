"""The doors to the system, answered as a person answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from ezh_desktop.ui import theme
from ezh_desktop.ui.doors import Doors, SystemDoors
from tests.look import checks

Answer = Callable[[QMessageBox], None]


@pytest.fixture
def doors(qtbot: QtBot) -> Doors:
    theme.apply(theme.Scheme.LIGHT)
    return SystemDoors()


@pytest.fixture
def when_asked() -> Iterator[Callable[[Answer], None]]:
    """Runs the steps in the box that comes; fails when none came."""
    answered: list[bool] = []
    expected: list[bool] = []

    def expect(answer: Answer) -> None:
        def run() -> None:
            box = QApplication.activeModalWidget()
            assert isinstance(box, QMessageBox)
            answered.append(True)
            assert checks.faults(box) == []
            answer(box)

        expected.append(True)
        QTimer.singleShot(0, run)

    yield expect
    assert answered == expected


def press_button(text: str) -> Answer:
    return lambda box: next(button for button in box.buttons() if button.text() == text).click()


def press_key(key: Qt.Key) -> Answer:
    return lambda box: QApplication.sendEvent(box, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier))


@pytest.mark.parametrize(
    ("answer", "done"),
    [
        (press_button("Прервать печать"), True),
        (press_button("Отмена"), False),
        (press_key(Qt.Key.Key_Escape), False),
        (press_key(Qt.Key.Key_Return), False),
    ],
)
def test_only_the_pressed_act_is_done(doors: Doors, when_asked, answer: Answer, done: bool) -> None:
    when_asked(answer)
    assert doors.ask(None, "Прервать печать журнала 7А?", "Напечатано 20 страниц.", act="Прервать печать") is done


def test_a_message_has_one_russian_button(doors: Doors, when_asked) -> None:
    def look(box: QMessageBox) -> None:
        assert [button.text() for button in box.buttons()] == ["Закрыть"]
        assert box.informativeText() == "Освободите место и повторите."
        box.buttons()[0].click()

    when_asked(look)
    doors.tell(None, "На диске нет места", "Освободите место и повторите.")


def test_the_clipboard_gives_back_what_was_put(doors: Doors) -> None:
    doors.copy("4\t5\nн\t3")
    assert doors.pasted() == "4\t5\nн\t3"


def test_the_usual_printer_stands_first(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Архив", "Учительская", "Канцелярия"])
    monkeypatch.setattr(QPrinterInfo, "defaultPrinterName", lambda: "Учительская")
    assert doors.printers() == ["Учительская", "Архив", "Канцелярия"]


def test_a_file_dialog_left_by_esc_gives_nothing(doors: Doors, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given = iter([("", ""), (str(tmp_path / "7А.ezh"), "Журнал (*.ezh)")])
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: next(given))
    assert doors.open_file(None, "Другой журнал", "Журнал (*.ezh)") is None
    assert doors.open_file(None, "Другой журнал", "Журнал (*.ezh)", tmp_path) == tmp_path / "7А.ezh"
    QTimer.singleShot(0, lambda: file_dialog().reject())
    assert doors.save_file(None, "Сохранить PDF", "PDF (*.pdf)", tmp_path / "7А.pdf") is None
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    assert doors.folder(None, "Папка для копии") is None


def file_dialog() -> QFileDialog:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    return dialog


def test_a_name_as_offered_is_kept(doors: Doors, tmp_path: Path) -> None:
    QTimer.singleShot(0, lambda: file_dialog().accept())
    assert doors.save_file(None, "Сохранить PDF", "PDF (*.pdf)", tmp_path / "7А.pdf") == tmp_path / "7А.pdf"


@pytest.mark.parametrize(("kind", "name"), [("Книга Excel (*.xlsx)", "7А.xlsx"), ("Таблица CSV (*.csv)", "7А.csv")])
def test_a_name_without_an_ending_gets_that_of_the_kind_chosen(
    doors: Doors, tmp_path: Path, kind: str, name: str
) -> None:
    def answer() -> None:
        dialog = file_dialog()
        dialog.selectNameFilter(kind)
        dialog.filterSelected.emit(kind)
        dialog.findChild(QLineEdit, "fileNameEdit").setText("7А")
        dialog.accept()

    QTimer.singleShot(0, answer)
    kinds = "Книга Excel (*.xlsx);;Таблица CSV (*.csv)"
    assert doors.save_file(None, "Сохранить в таблицу", kinds, tmp_path / "лист.xlsx") == tmp_path / name
