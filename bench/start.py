"""Starting: the sign-in window painted against bare QtWidgets, sign-in at its real cost, memory of an open demo.

Each round starts two fresh programs in turn: the journal's window, and an empty window of QtWidgets alone.
Run: `python -m bench.start`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.ratio import Taken, compare

LIMIT = 3.0
SIGN_INS = 5
PASSWORD = "проверка связи 27"  # noqa: S105 - of a demo school made for the measurement
OURS = """
from ezh_desktop.settings import Settings
from ezh_desktop.journal import JournalOpener
from ezh_desktop.ui.app import make_application
from ezh_desktop.ui.doors import SystemDoors
from ezh_desktop.ui.signin.window import SignInWindow
settings = Settings()
app = make_application(settings)
window = SignInWindow(JournalOpener(settings), SystemDoors())
window.show()
app.processEvents()
"""
THEIRS = """
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
window.show()
app.processEvents()
"""
DEMO = """
import sys, time
from pathlib import Path
from ezh_desktop.settings import Settings
from ezh_desktop.journal import JournalOpener
from ezh_desktop.ui.app import make_application
from ezh_desktop.ui.doors import SystemDoors
from ezh_desktop.ui.mainwindow import MainWindow
settings = Settings()
app = make_application(settings)
began = time.perf_counter()
session = JournalOpener(settings).sign_in(Path(sys.argv[1]), "class_teacher", sys.argv[2])
taken = time.perf_counter() - began
window = MainWindow(session.office, settings, SystemDoors())
window.resize(1366, 705)
window.show()
app.processEvents()
# What is resident now: the peak is the 128 MiB that Argon2id takes for a moment.
print(taken, int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20)
session.close()
"""


def _run(code: str, *arguments: str) -> str:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True, env=environment
    )
    return done.stdout


def main() -> None:
    """Print the rows."""
    figure = compare("окно показано / пустое окно QtWidgets", lambda: _run(OURS), lambda: _run(THEIRS), limit=LIMIT)
    print(figure.line)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.ezh"
        os.environ |= {"EZH_PASSWORD": PASSWORD, "EZH_CONFIG_DIR": folder, "EZH_STATE_DIR": folder}
        subprocess.run([sys.executable, "-m", "ezh_desktop", "demo", str(path)], check=True, capture_output=True)
        taken, memory = zip(
            *(map(float, _run(DEMO, str(path), PASSWORD).split()) for _ in range(SIGN_INS)), strict=True
        )
    print(Taken("вход, Argon2id 128 МиБ × 3", 1, "с", taken).line)
    print(Taken("память открытой учебной школы", 200, "МиБ", memory).line)


if __name__ == "__main__":
    main()
