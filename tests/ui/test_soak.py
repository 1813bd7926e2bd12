"""Fifty thousand calls and scrolls: a binding that loses a reference to None at each void call dies of it (6.12)."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.teacher import Teacher

CALLS = 50_000
DRIFT = 2_000
"""References to None that come and go with Qt's objects; a binding that loses one a call would lose fifty thousand."""


@pytest.mark.long
def test_fifty_thousand_scrolls_lose_no_reference_to_none(teacher: Teacher) -> None:
    grid = teacher.window.marks.grid
    bar = grid.horizontalScrollBar()
    before = sys.getrefcount(None)
    for turn in range(CALLS):
        bar.setValue(turn % max(1, bar.maximum()))
        grid.viewport().update()
        if turn % 500 == 0:
            QApplication.processEvents()
    assert abs(sys.getrefcount(None) - before) < DRIFT
