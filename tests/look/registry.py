"""What there is to see: functions marked `@shows("name")` yield named widgets, or the bytes of a PDF.

    @shows("signin")
    def signin(scene: Scene) -> Iterator[Shot]:
        yield Shot("empty", SignInWindow(...))

A widget is shown, painted, checked for cut and foreign labels, and closed. The module lies in `tests/look/pages/`;
nothing else has to be told about it.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from PySide6.QtWidgets import QWidget

from tests.look import pages


@dataclass(frozen=True, slots=True)
class Scene:
    """For whom it is shown: `role` as the command line names it (`teacher`), empty for the page's usual one."""

    role: str = ""
    dark: bool = False


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: a widget, or a PDF whose pages are all drawn. `size` makes a window of that many pixels.

    `ready` runs after the widget is shown, for floats and menus that need the geometry of their window.
    """

    name: str
    what: QWidget | bytes
    size: tuple[int, int] | None = None
    ready: Callable[[], object] | None = field(default=None)


Shows = Callable[[Scene], Iterable[Shot]]
_registered: dict[str, Shows] = {}


def shows(name: str) -> Callable[[Shows], Shows]:
    """Registers a function under the page's name; ValueError when the name is taken."""

    def register(function: Shows) -> Shows:
        if name in _registered:
            raise ValueError(f"{name} is registered twice")
        _registered[name] = function
        return function

    return register


def registered() -> dict[str, Shows]:
    """All pages by name, after importing every module of `tests/look/pages`."""
    for module in pkgutil.iter_modules(pages.__path__):
        importlib.import_module(f"{pages.__name__}.{module.name}")
    return dict(sorted(_registered.items()))
