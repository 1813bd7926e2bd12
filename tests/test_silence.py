"""The rules of conftest catch what they are for: each breach fails in a run of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

BREACHES = """
import logging, os, warnings
import pytest

def test_a_quiet_test_passes(): pass
def test_folders_are_its_own(): assert "home" in os.environ["EZH_CONFIG_DIR"]
def test_an_expected_line_passes(expected_log): logging.getLogger("ezh_desktop").warning("disk")
def test_information_passes(): logging.getLogger("ezh_desktop").info("start")
def test_real_data_is_skipped_with_its_reason(real_data): assert False

def test_an_unexpected_line(): logging.getLogger("ezh_desktop").warning("disk")
def test_a_python_warning(): warnings.warn("old")
def test_a_window_left_open(qapp):
    from PySide6.QtWidgets import QWidget
    global left
    left = QWidget()
    left.show()
def test_a_qt_warning(qapp):
    from PySide6.QtCore import qWarning
    qWarning("bad parent")
"""


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.RunResult:
    monkeypatch.delenv("EZH_REAL_DATA", raising=False)
    here, there = Path(__file__).parent, pytester.mkdir("tests")
    shutil.copy(here.parent / "pyproject.toml", pytester.path)
    shutil.copy(here / "conftest.py", there)
    (there / "test_breaches.py").write_text(BREACHES, encoding="utf-8")
    return pytester.runpytest_subprocess("-p", "no:cacheprovider", "-p", "no:xdist")


def test_each_breach_fails_and_nothing_else_does(run: pytest.RunResult) -> None:
    said = run.stdout.str()
    for name in ("test_an_unexpected_line", "test_a_window_left_open"):
        assert f"ERROR tests/test_breaches.py::{name}" in said
    for name in ("test_a_python_warning", "test_a_qt_warning"):
        assert f"FAILED tests/test_breaches.py::{name}" in said
    run.assert_outcomes(passed=6, failed=2, errors=2, skipped=1)
    assert "EZH_REAL_DATA names no folder" in said
