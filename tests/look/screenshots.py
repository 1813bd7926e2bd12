"""The pictures of docs/screenshots: which shots of `tests.look` are kept in the repository, and under what names."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
RUNS: tuple[tuple[tuple[str, ...], dict[str, str]], ...] = (
    (
        (),
        {
            "signin/caps-lock.png": "01-signin.png",
            "marks/opened.png": "02-marks.png",
            "marks/refused.png": "03-refusal.png",
            "marks/reason.png": "04-period-mark.png",
            "marks-russian/history.png": "05-history.png",
            "print/preview.png": "06-print.png",
            "cells/states.png": "07-cell-states.png",
            "marks-empty/no-page.png": "08-no-page.png",
            "help/marks.png": "09-help.png",
            "topics/offered.png": "11-topics.png",
            "summary/opened.png": "12-summary.png",
            "summary/council.png": "13-council.png",
            "health/groups.png": "14-health.png",
            "backup/running.png": "15-backup.png",
            "findings/panel.png": "16-findings.png",
            "demo/class-teacher.png": "17-today.png",
            "demo/deputy.png": "18-school.png",
            "demo/timetable.png": "19-timetable.png",
            "demo/substitutions.png": "20-substitutions.png",
            "demo/new-year.png": "21-new-year.png",
            "home/week.png": "22-home.png",
            "import/plan.png": "23-import.png",
            "print/journal.png": "24-journal.png",
        },
    ),
    (("--dark",), {"marks/opened-dark.png": "02-marks-dark.png", "signin/caps-lock-dark.png": "01-signin-dark.png"}),
    (("--scale", "200"), {"marks-narrow/opened-200.png": "10-narrow-200.png"}),
)
"""Options of a run, and of its pictures those that are kept: path in the output → name in docs/screenshots."""


def make() -> None:
    """Draw the kept pictures anew. Raises CalledProcessError when a label is cut or not Russian."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for options, kept in RUNS:
        pages = sorted({name.split("/", 1)[0] for name in kept})
        with tempfile.TemporaryDirectory() as out:
            command = [sys.executable, "-m", "tests.look", *pages, *options, "--out", out]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for source, name in kept.items():
                shutil.copyfile(Path(out) / source, FOLDER / name)
