"""Loads Qt Designer forms: the dialog fills itself and takes its children out typed.

`uic` would start a program and fail in a bundle; `QUiLoader` alone makes a second widget inside ours and puts a
QWidget silently in the place of a class it does not know.
"""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtUiTools import QUiLoader
from PySide6.QtWidgets import QWidget

from ezh_desktop import assets
from ezh_desktop.ui.widgets.tone import tone_children

Child = TypeVar("Child", bound=QObject)


class _Loader(QUiLoader):
    """Gives the base instance in place of the form's outermost widget, and our classes by name."""

    def __init__(self, base: QWidget, known: dict[str, type[QWidget]]) -> None:
        super().__init__()
        self._base: QWidget | None = base
        self._known = known
        # Qt's own list is long to ask for; it is asked once for each form.
        self._of_qt = set(self.availableWidgets())
        self.unknown: list[str] = []

    def createWidget(self, class_name: str, parent: QWidget | None = None, name: str = "") -> QWidget:
        if parent is None and self._base is not None:
            base, self._base = self._base, None
            return base
        made = self._known.get(class_name)
        if made is not None:
            widget = made(parent)
            widget.setObjectName(name)
            return widget
        if class_name not in self._of_qt:
            # An exception would be lost in Qt's frames: it is raised when the loader is back.
            self.unknown.append(class_name)
        return super().createWidget(class_name, parent, name)


def fill(base: QWidget, *, known: tuple[type[QWidget], ...] = (), name: str | None = None) -> None:
    """Fills `base` from the form named after its class (or `name`).

    `known` are the classes of ours that the form uses; labels with a property `tone` get their colour and size.
    Raises FileNotFoundError without the form, LookupError on a class that is neither Qt's nor known, and RuntimeError
    on a form that Qt cannot read.
    """
    path = assets.form(name or type(base).__name__)
    loader = _Loader(base, {cls.__name__: cls for cls in known})
    if loader.load(str(path)) is None:
        raise RuntimeError(f"{path.name}: {loader.errorString()}")
    if loader.unknown:
        raise LookupError(f"{path.name} uses unknown classes: {', '.join(sorted(set(loader.unknown)))}")
    tone_children(base)


def child(base: QWidget, cls: type[Child], name: str) -> Child:
    """The form's child of that class and name; LookupError when the form has none."""
    found = base.findChild(cls, name)
    if found is None:
        raise LookupError(f"{type(base).__name__} has no {cls.__name__} named {name}")
    return found
