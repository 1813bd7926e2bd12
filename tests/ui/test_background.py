"""Work beside the window's thread outlives the window and the program that asked for it, and says nothing."""

from __future__ import annotations

import subprocess
import sys
import threading

import shiboken6
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QWidget

from ezh_desktop.ui.background import Background

ENDS_FIRST = """
import threading
from PySide6.QtCore import QCoreApplication
from ezh_desktop.ui.background import Background
app, gate, background = QCoreApplication([]), threading.Event(), Background()
threading.Timer(0.3, gate.set).start()
background.start(gate.wait)
app.shutdown()
"""


def test_a_window_that_closes_is_told_nothing_and_the_work_ends(qtbot):
    window, gate, ended = QWidget(), threading.Event(), []
    background = Background(window)
    background.done.connect(ended.append)
    background.start(gate.wait)
    shiboken6.delete(window)
    gate.set()
    assert QThreadPool.globalInstance().waitForDone(5_000)
    qtbot.wait(1)
    assert ended == []


def test_a_program_that_ends_before_its_work_leaves_no_traceback():
    """The worker's signal is gone with the program: «Signal source has been deleted» stood in the terminal."""
    ran = subprocess.run([sys.executable, "-c", ENDS_FIRST], capture_output=True, text=True, timeout=30, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
