"""Fifty thousand calls and scrolls: a binding that loses a reference to None at each void call dies of it (6.12)."""

from __future__ import annotations

import sys
import tracemalloc

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.teacher import Teacher

CALLS = 50_000
DRIFT = 2_000
"""References to None that come and go with Qt's objects; a binding that loses one a call would lose fifty thousand."""
ROUND = 5_000
GROWTH = 256 * 1024
"""Bytes that the second half may add to the first; one small object kept a frame would add some megabytes."""


def scroll(teacher: Teacher, calls: int) -> None:
    """So many void calls to Qt; every tenth frame is really painted."""
    grid = teacher.window.marks.grid
    bar = grid.horizontalScrollBar()
    for turn in range(calls):
        bar.setValue(turn % max(1, bar.maximum()))
        grid.viewport().update()
        if turn % 10 == 0:
            grid.viewport().repaint()
        if turn % 500 == 0:
            QApplication.processEvents()


@pytest.mark.long
@pytest.mark.timeout(600)
def test_fifty_thousand_scrolls_lose_no_reference_to_none(teacher: Teacher) -> None:
    before = sys.getrefcount(None)
    scroll(teacher, CALLS)
    assert abs(sys.getrefcount(None) - before) < DRIFT


@pytest.mark.long
@pytest.mark.timeout(600)
def test_scrolling_on_takes_no_more_memory(teacher: Teacher) -> None:
    """What is kept between frames (pictures of marks, names of days) is there after the first thousands."""
    scroll(teacher, ROUND)
    tracemalloc.start()
    try:
        scroll(teacher, ROUND)
        held, _ = tracemalloc.get_traced_memory()
        scroll(teacher, ROUND)
        now, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert now - held < GROWTH
