"""What a tab of the main window is. A new page touches three files and never the window itself.

1. `pages/<name>.py`: a subclass of `WindowPage` with its class attributes filled in; it is made when first shown.
2. `pages/registry.py`: one line; subject pages stand before the divider, class pages after it, in that order.
3. `menus.COMMANDS`: one line for each command that no page had before; a page answers those named in `own_commands`.
`available` says who gets the tab (a right asked of the office, a place with or without a course); `show_place` reads
from the office and shows; an `EzhError` raised there becomes one grey line. `reload` reads anew after acts of others
(`scopes` says whose concern the page is) and keeps the cursor. `leave` finishes what waits and takes floats away: the
page is out of sight. The window calls nothing else, and a page never calls the window: it emits its signals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from ezh_desktop.errors import Refusal
from ezh_desktop.services.doors import Office, Place, Ticket
from ezh_desktop.ui.appearance import Appearance
from ezh_desktop.ui.desk import Desk
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.filesaving import FileSaving
from ezh_desktop.ui.menus import Commands
from ezh_desktop.ui.printcommands import Save


class Scope(StrEnum):
    """What a page is of: a subject of a class, the class, or the person at the window."""

    SUBJECT = "subject"
    CLASS = "class"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Tools:
    """What the window lends its pages. `save` writes a file safely; without it there is nothing to print."""

    office: Office
    desk: Desk
    doors: Doors
    looks: Appearance
    save: Save | None = None


@dataclass(frozen=True, slots=True)
class CommandState:
    """How a page's command stands now."""

    enabled: bool = True
    checked: bool = False


class WindowPage(QWidget):
    """One tab. `zoom_asked` gives +1 or -1; `commands_changed` when `command_state` would answer otherwise."""

    name: ClassVar[str]
    """Stable name, also the widget's object name."""
    title: ClassVar[str]
    """Words of the tab."""
    scope: ClassVar[Scope] = Scope.SUBJECT
    help_page: ClassVar[str]
    """The file of `resources/help` without its ending."""
    own_commands: ClassVar[frozenset[str]] = frozenset()
    """Names of `menus.COMMANDS` that do something here."""
    prints: ClassVar[bool] = True
    """Whether `print_dialog` and `save_pdf` give anything."""

    zoom_asked = Signal(int)
    commands_changed = Signal()
    said = Signal(str)
    """A quiet word for the status bar."""
    place_asked = Signal(object, object, str)
    """Another place is to be opened: course or class, lesson or None, tab or "" for the one in view."""
    cell_asked = Signal(object, object, object)
    """To the marks page of a course (id), at a lesson or period (id) and a pupil (id)."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(self.name)
        self.tools = tools

    @classmethod
    def available(cls, office: Office, place: Place) -> bool:
        """Whether the person may read this page of the place. Asked for each tab at each change of place."""
        raise NotImplementedError

    @property
    def teachers_told(self) -> str:
        """Who teaches the course in view, a line for each; "" of a class."""
        return ""

    @property
    def read_to(self) -> int:
        """The protocol's arrival number up to which the page is read."""
        raise NotImplementedError

    def scopes(self) -> frozenset[int]:
        """Courses and classes whose changes by anybody concern the page."""
        raise NotImplementedError

    def show_place(self, place: Place, lesson: int | None = None) -> None:
        """Read and show the page of a place, at a lesson where the page has lessons. Raises EzhError."""
        raise NotImplementedError

    def reload(self) -> None:
        """Read anew what is shown; cursor and pending acts stay. Raises EzhError."""
        raise NotImplementedError

    def leave(self) -> None:
        """Finish what waits and take away what floats."""

    def finish(self) -> None:
        """Send what waits in a cell: the window has lost the focus, the page stays in view."""

    def focus_widget(self) -> QWidget:
        """Where the keys go when the page is shown."""
        raise NotImplementedError

    def areas(self) -> Sequence[QWidget]:
        """The widgets F6 walks through on this page."""
        return (self.focus_widget(),)

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """What each of `own_commands` does."""
        return {}

    def take_commands(self, commands: Commands) -> None:
        """The window's actions, once, for the buttons that stand on the page itself."""

    def command_state(self, name: str) -> CommandState:
        """Whether a command of `own_commands` can be given now, and whether it is checked."""
        return CommandState(enabled=name in self.own_commands)

    def give_up(self) -> bool:
        """Take back what is typed and not yet sent, before undo is asked: whether there was any."""
        return False

    def go_changed(self) -> None:
        """To what the last reading changed: an undo is seen where it happened."""

    def refuse(self, why: Refusal) -> None:
        """Say beside the cursor why an undo was refused."""

    def show_lost(self, ticket: Ticket) -> None:
        """A late failure: say beside its place why an entry was refused after all."""

    def go_pupil(self, pupil: int) -> None:
        """To a pupil's row, on pages that have pupils."""

    def set_narrow(self, narrow: bool) -> None:
        """The layout under 900 px."""

    def set_zoom(self, percent: int) -> None:
        """Scale grid and lists."""

    def print_dialog(self, parent: QWidget) -> QDialog | None:  # noqa: ARG002 - for those that print
        """The dialog of «Печать…» of what is shown; None when nothing is. Raises EzhError."""
        return None

    def save_pdf(self, parent: QWidget) -> None:
        """«Сохранить страницу в PDF…»: asks where, writes, and says so by `said`. Raises EzhError."""

    def end(self) -> None:
        """The session ends: wait for what still runs, files that are being saved too."""
        for saving in self.findChildren(FileSaving):
            saving.close()
