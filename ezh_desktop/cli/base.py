"""What commands are given from outside: journals opened for reading, and the tools to make new ones."""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    # Whoever only asks for help, or opens a window, waits for no database.
    from ezh_desktop.services.founding import Maker
    from ezh_desktop.services.office import FileOffice


class Session(Protocol):
    """An open journal in the hands of a signed-in person; unless opened for writing it writes no entry."""

    @property
    def office(self) -> FileOffice:
        """The person's doors."""

    @property
    def needs_own_password(self) -> bool:
        """Whether the password was a one-time one, which must be replaced before anything is written."""

    def close(self) -> None:
        """Give the journal back."""


class Tools(Protocol):
    """Made by `journal`, where the parts are joined."""

    @property
    def maker(self) -> Maker:
        """The tools by which a new journal is made and files are written."""

    @property
    def failures(self) -> MutableMapping[str, str]:
        """Where failed passwords are counted on this computer."""

    def sign_in(
        self, path: Path, login: str, password: str, today: date | None = None, *, writes: bool = False
    ) -> Session:
        """Open the journal, for reading unless `writes`; `today` stands for the clock's day. Raises an EzhError."""
