"""What a start waits for: the sign-in window is painted before the database, the paper and the rest are loaded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAINT = """
import sys
from PySide6.QtWidgets import QWidget
from ezh_desktop.journal import JournalOpener
from ezh_desktop.settings import Settings
from ezh_desktop.ui.app import make_application
from ezh_desktop.ui.doors import SystemDoors
from ezh_desktop.ui.signin import window as signin

class SignInWindow(signin.SignInWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        if not seen:
            seen.extend(sorted({name.partition(".")[0] for name in sys.modules}))

seen = []
settings = Settings()
app = make_application(settings)
window = SignInWindow(JournalOpener(settings), SystemDoors())
window.show()
app.processEvents()
print(*seen)
"""
LATER = {"sqlalchemy", "alembic", "reportlab", "pikepdf", "pypdfium2", "zxcvbn", "holidays", "keyring"}
"""What costs tens of milliseconds each, and is not needed to ask for a password."""


def loaded(code: str, place: Path) -> set[str]:
    """The top packages that a program of its own names on its last line."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "EZH_CONFIG_DIR": str(place),
        "EZH_STATE_DIR": str(place),
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, env=environment)
    return set(done.stdout.split())


def test_the_sign_in_window_is_painted_before_database_and_paper_are_loaded(tmp_path: Path) -> None:
    seen = loaded(PAINT, tmp_path)
    assert "PySide6" in seen
    assert seen & LATER == set()


def test_help_needs_neither_window_nor_database(tmp_path: Path) -> None:
    code = "import sys; from ezh_desktop.__main__ import main; main(['--help']); print(*sys.modules)"
    assert {"PySide6", *LATER} & loaded(code, tmp_path) == set()
