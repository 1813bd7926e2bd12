"""What printed pages looked like when somebody last looked at them: texts and rules of every page, in small text files.

`regenerate()` writes them anew; the difference is read before it is committed.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ezh_desktop.reports.course import CourseOptions
from tests.reports import pages, reading
from tests.reports.listening import Drawn

FOLDER = Path(__file__).parents[1] / "_reference" / "paper"


def dumps() -> dict[str, str]:
    """File name → text, of every reference."""
    cases = {
        "left-and-arrived": reading.drawn([pages.moving_page(weekdays=(1,))]),
        "closed-by-height": reading.drawn([pages.history_page()]),
        "substituted": reading.drawn([pages.substituted_page()], CourseOptions(term=1, blank_first=True)),
        "running": reading.drawn([pages.course_page(today=date(2026, 12, 2))], CourseOptions(term=2)),
        "grade-1": reading.drawn([pages.first_grade_page(weekdays=(0,))]),
        "ungraded": reading.drawn([pages.ungraded_page(weekdays=(4,))]),
    }
    return {f"{name}.txt": "\n".join(_dump(page) for page in drawn) for name, drawn in cases.items()}


def _dump(page: Drawn) -> str:
    """One line a base line of text, then the rules gathered by weight, mm to one decimal."""
    rows: dict[float, list[str]] = {}
    for text in page.texts:
        sign = "" if text.upright else "^"
        rows.setdefault(round(text.y, 1), []).append(f"{sign}{text.text}@{text.x:.1f}/{text.size:g}")
    lines = [f"{y:6.1f}  {'  '.join(texts)}" for y, texts in sorted(rows.items(), reverse=True)]
    weights: dict[float, list[str]] = {}
    for x1, y1, x2, y2, weight in page.lines:
        weights.setdefault(weight, []).append(f"{x1:.1f},{y1:.1f}-{x2:.1f},{y2:.1f}")
    lines += [f"line {weight}: {' '.join(found)}" for weight, found in sorted(weights.items())]
    return "\n".join([*lines, ""])


def regenerate() -> None:
    """Write every reference anew and remove those that are no longer made."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    made = dumps()
    for path in FOLDER.iterdir():
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
