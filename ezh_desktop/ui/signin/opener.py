"""What the sign-in window needs from the outside: an `Opener` that `journal` makes, and its answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ezh_desktop.services.passwords import Estimate

if TYPE_CHECKING:
    # The window is painted before the database is loaded.
    from ezh_desktop.services.restoring import Tools


@dataclass(frozen=True, slots=True)
class JournalLine:
    """The journal that will be opened: what this computer remembers of it, as nothing is readable before sign-in."""

    path: Path
    school: str = ""

    @property
    def title(self) -> str:
        """«Школа № 12, 2026–2027», or the file's name on the first time."""
        return self.school or self.path.stem


@dataclass(frozen=True, slots=True)
class OpenNotice:
    """What stands in the way before anyone signs in. `read_only`: signing in is possible for reading alone."""

    title: str
    detail: str = ""
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class NewJournal:
    """What a person says of a journal to be made: where, the school's name, «2026/2027», the first administrator."""

    path: Path
    school: str
    year: str
    login: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class MadeJournal:
    """The only copy of the recovery code of a journal that was made; `draw` gives the sheet for the safe, a PDF."""

    groups: tuple[str, ...] = field(repr=False)
    draw: Callable[[], bytes] = field(repr=False)


class SignedIn(Protocol):
    """A signed-in person's session, as far as this window knows it."""

    @property
    def needs_own_password(self) -> bool:
        """Whether the password came from an administrator and must be changed now."""

    @property
    def recovers(self) -> str:
        """The login whose password is set by the recovery code; "" of a usual session."""

    def set_own_password(self, password: str, /) -> None:
        """Changes the person's password; raises an EzhError. Runs in a worker thread."""

    def close(self) -> None:
        """Gives the journal back."""


class Opener(Protocol):
    """Opens journals; all but `sign_in` and `recover` are quick."""

    def sign_in(self, path: Path, login: str, password: str, *, readonly: bool) -> SignedIn:
        """Opens the journal for the person; raises SignInTrouble or another EzhError. Runs in a worker thread."""

    def recover(self, path: Path, code: str, login: str) -> SignedIn:
        """Opens the journal by the recovery code, to give a person a new password; raises an EzhError.

        That is `login` when the code may set that person's password. Runs in a worker thread.
        """

    def make(self, new: NewJournal) -> MadeJournal:
        """Makes a new journal; raises an EzhError, and then nothing lies there. Runs in a worker thread."""

    def today(self) -> date:
        """The day in the school, by which a year is offered."""

    def delay(self, path: Path, login: str) -> float:
        """Seconds until this login may be tried again; 0 for now."""

    def restore_tools(self) -> Tools:
        """The means to restore a journal from a copy."""

    def line(self, path: Path) -> JournalLine:
        """What this computer remembers of the journal."""

    def notice(self, path: Path) -> OpenNotice | None:
        """What a person should know before signing in, for example that the folder can only be read."""

    def check_group(self, number: int, text: str) -> object:
        """Raises SignInTrouble when group `number` (from 1) of a recovery code cannot be right."""

    def estimate(self, password: str, words: list[str]) -> Estimate:
        """How hard the password is to guess for one who knows `words` (login, school)."""
