"""Arithmetic about a drawn page: no text outside the sheet's text area, over another text, or cut by a rule."""

from __future__ import annotations

from itertools import pairwise

from tests.reports.listening import Drawn, Text

LEFT, RIGHT, WHOLE = (10.0, 190.0), (20.0, 200.0), (10.0, 200.0)
TOP, LOWEST = 292.0, 6.2
_TOUCH = 0.05


def faults(page: Drawn, *, left: bool | None) -> list[str]:
    """What is wrong with the page, in words; [] when nothing is. `left` is None for a sheet that is not bound."""
    return [*_outside(page, left=left), *_overlaps(page.texts), *_cut(page)]


def _outside(page: Drawn, *, left: bool | None) -> list[str]:
    x0, x1 = WHOLE if left is None else LEFT if left else RIGHT
    found = []
    for text in page.texts:
        a, b, c, d = text.box
        if a < x0 - _TOUCH or c > x1 + _TOUCH or b < LOWEST or d > TOP:
            found.append(f"outside: {text.text} {text.box}")
    found += [
        f"line outside: {line}"
        for line in page.lines
        if min(line[0], line[2]) < x0 - _TOUCH or max(line[0], line[2]) > x1 + _TOUCH
    ]
    return found


def _overlaps(texts: list[Text]) -> list[str]:
    """Boxes that share room; swept from left to right so that a page takes milliseconds."""
    boxes = sorted(((*text.box, text.text) for text in texts), key=lambda box: box[0])
    found, alive = [], []
    for box in boxes:
        alive = [other for other in alive if other[2] > box[0] + _TOUCH]
        found += [
            f"over: {other[4]} / {box[4]}"
            for other in alive
            if other[1] < box[3] - _TOUCH and box[1] < other[3] - _TOUCH
        ]
        alive.append(box)
    return found


def _cut(page: Drawn) -> list[str]:
    """Rules through letters. Slanting lines (the diagonal, the Z) stand in cells of their own."""
    found = []
    upright = sorted(((x1, min(y1, y2), max(y1, y2)) for x1, y1, x2, y2, _ in page.lines if x1 == x2))
    level = sorted(((y1, min(x1, x2), max(x1, x2)) for x1, y1, x2, y2, _ in page.lines if y1 == y2))
    for text in page.texts:
        a, b, c, d = text.box
        if any(b < high - _TOUCH and d > low + _TOUCH for _x, low, high in _between(upright, a, c)):
            found.append(f"cut upright: {text.text}")
        if any(a < high - _TOUCH and c > low + _TOUCH for _y, low, high in _between(level, b, d)):
            found.append(f"cut level: {text.text}")
    return found


def _between(lines: list[tuple[float, float, float]], low: float, high: float) -> list[tuple[float, float, float]]:
    return [line for line in lines if low + _TOUCH < line[0] < high - _TOUCH]


def evenly(counts: list[int]) -> bool:
    """Whether neighbouring shares differ by at most one."""
    return all(abs(a - b) <= 1 for a, b in pairwise(counts))
