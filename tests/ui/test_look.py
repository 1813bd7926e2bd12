"""The tool that looks: it finds cut and foreign labels, and every registered picture of ours is free of them."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton, QTabBar, QTableWidget, QWidget
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from ezh_desktop.ui import theme
from tests.look import checks, registry, run
from tests.look.registry import Shot

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> Iterator[None]:
    theme.apply(theme.Scheme.LIGHT)
    yield
    theme.apply(theme.Scheme.LIGHT)


def found(qtbot: QtBot, widget: QWidget) -> list[str]:
    qtbot.addWidget(widget)
    widget.show()
    QApplication.processEvents()
    return checks.faults(widget)


def test_a_cut_label_is_named(qtbot: QtBot) -> None:
    host = QWidget()
    label = QLabel("Сводная ведомость успеваемости", host)
    label.setObjectName("title")
    label.setFixedWidth(60)
    assert found(qtbot, host) == ["QWidget > QLabel title: cut: «Сводная ведомость успеваемости»"]


def test_a_label_that_wraps_needs_its_height(qtbot: QtBot) -> None:
    host = QWidget()
    label = QLabel("Сводная ведомость успеваемости класса", host)
    label.setWordWrap(True)
    label.setFixedSize(80, 16)
    assert len(found(qtbot, host)) == 1
    label.setFixedSize(80, 120)
    assert checks.faults(host) == []


@pytest.mark.parametrize("cls", [QPushButton, QCheckBox])
def test_a_cut_button_is_found(qtbot: QtBot, cls: type[QPushButton]) -> None:
    host = QWidget()
    button = cls("Подтвердить неделю", host)
    button.setFixedWidth(70)
    assert len(found(qtbot, host)) == 1


def test_cut_sections_of_a_header_are_found(qtbot: QtBot) -> None:
    table = QTableWidget(1, 2)
    table.setHorizontalHeaderLabels(["Домашнее задание", "№"])
    table.setColumnWidth(0, 30)
    assert [fault for fault in found(qtbot, table) if "Домашнее" in fault]


def test_a_foreign_label_is_found_wherever_it_stands(qtbot: QtBot) -> None:
    tabs = QTabBar()
    tabs.addTab("Marks")
    tabs.addTab("Темы")
    assert found(qtbot, tabs) == ["QTabBar: not Russian: «Marks»"]


def test_hidden_widgets_are_left_alone(qtbot: QtBot) -> None:
    host = QWidget()
    QLabel("Cancel", host).hide()
    assert found(qtbot, host) == []


@pytest.mark.parametrize(
    "text", ["Ctrl+K", "F1", "PDF", "XLSX", "II", "shkola-2026.ezh", "D:\\shkola.ezh", "5/4", "ENG"]
)
def test_words_that_are_latin_everywhere_are_allowed(text: str) -> None:
    assert not checks.is_foreign(text)


@pytest.mark.parametrize("text", ["Cancel", "OK then", "Ctrlx", "Save PDF", "Print"])
def test_other_latin_words_are_not(text: str) -> None:
    assert checks.is_foreign(text)


def pdf(path: Path) -> bytes:
    canvas = Canvas(str(path))
    for _ in range(2):
        canvas.drawString(100, 100, "1")
        canvas.showPage()
    canvas.save()
    return path.read_bytes()


def arguments(out: Path, **known: object) -> argparse.Namespace:
    return argparse.Namespace(
        **{"page": [], "scale": 100, "dark": False, "role": "", "out": out, "list": False, **known}
    )


def test_pages_of_a_pdf_are_drawn_like_any_picture(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    content = pdf(tmp_path / "two.pdf")
    monkeypatch.setattr(run, "registered", lambda: {"paper": lambda _scene: [Shot("sheet", content)]})
    assert run.run(arguments(tmp_path)) == 0
    assert {path.name for path in (tmp_path / "paper").iterdir()} == {"sheet-1.png", "sheet-2.png"}
    assert str(tmp_path / "paper.png") in capsys.readouterr().out
    sheet = QImage(str(tmp_path / "paper.png"))
    assert sheet.height() > 2 * QImage(str(tmp_path / "paper" / "sheet-1.png")).height()


def test_a_fault_makes_the_command_fail_and_names_page_picture_and_widget(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "registered", lambda: {"bad": lambda _scene: [Shot("one", QLabel("Settings"))]})
    assert run.run(arguments(tmp_path)) == 1
    assert "bad/one: QLabel: not Russian: «Settings»" in capsys.readouterr().out


def test_an_unknown_page_is_refused_with_the_list_of_those_there_are(
    qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run.run(arguments(tmp_path, page=["nowhere"])) == 2
    assert "signin" in capsys.readouterr().out


def test_a_name_is_registered_once() -> None:
    registry.registered()
    with pytest.raises(ValueError, match="signin"):
        registry.shows("signin")(lambda _scene: [])


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", ["signin", "own-password", "recovery-code", "widgets"])
def test_our_windows_are_whole_and_russian(qtbot: QtBot, tmp_path: Path, name: str, dark: bool) -> None:
    assert run.run(arguments(tmp_path, page=[name], dark=dark)) == 0


def test_the_command_lists_what_there_is() -> None:
    listed = subprocess.run(
        [sys.executable, "-m", "tests.look", "--list"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert {"signin", "own-password", "recovery-code", "widgets"} <= set(listed.stdout.split())
