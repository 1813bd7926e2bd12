"""The loop of `python -m tests.look`: each page is drawn, saved, checked."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from ezh_desktop.ui import theme
from tests.look import render
from tests.look.registry import Scene, Shows, registered


def run(wanted: argparse.Namespace) -> int:
    """Draws the wanted pages; the exit code of the command."""
    app = QApplication.instance() or QApplication([])
    theme.apply(theme.Scheme.DARK if wanted.dark else theme.Scheme.LIGHT)
    pages = registered()
    if wanted.list:
        print("\n".join(pages))
        return 0
    unknown = [name for name in wanted.page if name not in pages]
    if unknown:
        print(f"no such page: {', '.join(unknown)}; there are: {', '.join(pages)}")
        return 2
    chosen = {name: pages[name] for name in (wanted.page or pages)}
    faults = [fault for name, show in chosen.items() for fault in _page(name, show, wanted)]
    print("\n".join(faults))
    app.processEvents()
    return 1 if faults else 0


def _page(name: str, show: Shows, wanted: argparse.Namespace) -> Iterable[str]:
    scale = wanted.scale / 100
    tail = ("-dark" if wanted.dark else "") + (f"-{wanted.scale}" if wanted.scale != 100 else "")
    drawn: list[tuple[str, QImage]] = []
    for shot in show(Scene(wanted.role, wanted.dark)):
        for title, image, faults in render.pictures(shot, scale):
            drawn.append((title, image))
            render.save(image, wanted.out / name / f"{title}{tail}.png")
            yield from (f"{name}/{title}: {fault}" for fault in faults)
    t = theme.tokens()
    path = wanted.out / f"{name}{tail}.png"
    render.save(render.contact_sheet(drawn, t.hover, t.text, scale), path)
    print(path)
