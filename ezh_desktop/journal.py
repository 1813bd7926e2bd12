"""The one place where the parts are joined: opens the file, makes the session of a signed-in person, hands it out.

The window is painted before the database is loaded, so whatever needs it is imported where it is first asked for.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, MutableMapping
from contextlib import suppress
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from ezh_desktop.domain.clock import Clock
from ezh_desktop.domain.names import name_key
from ezh_desktop.errors import DeviceTrouble
from ezh_desktop.services.passwords import Estimate, estimate
from ezh_desktop.settings import LAST_JOURNAL, Settings
from ezh_desktop.ui.signin.opener import JournalLine, MadeJournal, NewJournal, OpenNotice

if TYPE_CHECKING:
    from ezh_desktop.services.founding import Maker
    from ezh_desktop.services.opening import Opening, RecoverySession, Session
    from ezh_desktop.services.restoring import Tools as RestoreTools
    from ezh_desktop.storage.door import Door
    from ezh_desktop.storage.passwords import KdfCost

_SCHOOLS: Final = "journal-titles"
_DELAYS: Final = "sign-in"
_LOAD_AFTER_SECONDS: Final = 0.5


class JournalOpener:
    """Opens journals for the window and the commands."""

    def __init__(
        self,
        settings: Settings,
        *,
        door: Door | None = None,
        cost: KdfCost | None = None,
        today: date | None = None,
        clock: Clock | None = None,
        remember: bool = True,
    ) -> None:
        """`today` is a command's option; `clock` replaces the journal's own in tests; `cost` is that of a password.

        With `remember` the next start offers the journal opened last; a demo school that goes away is not remembered.
        """
        self._settings = settings
        self._door, self._cost = door, cost
        self._today, self._clock = today, clock
        self._remembers = remember
        self._memory: MutableMapping[str, str] = settings.memory(_SCHOOLS)

    @cached_property
    def opening(self) -> Opening:
        """The part that needs the database; the first use loads it."""
        from ezh_desktop.services.opening import Opening  # noqa: PLC0415
        from ezh_desktop.storage.door import DISK  # noqa: PLC0415
        from ezh_desktop.storage.passwords import DEFAULT  # noqa: PLC0415

        return Opening(
            self._settings.memory(_DELAYS),
            door=self._door or DISK,
            cost=self._cost or DEFAULT,
            today=self._today,
            clock=self._clock,
        )

    def load(self) -> None:
        """Load the database now, in the thread that calls."""
        _ = self.opening

    def sign_in(self, path: Path, login: str, password: str, *, readonly: bool = False, quiet: bool = False) -> Session:
        """Open the journal as `login`. A `readonly` or `quiet` session writes no entry (commands that only read).

        Raises SignInTrouble and whatever stands in the way of opening the file.
        """
        session = self.opening.sign_in(path, login, password, readonly=readonly, quiet=quiet)
        if self._remembers and not quiet:
            self._remember(path, session.office.journal_title)
        return session

    def recover(self, path: Path, code: str, login: str = "") -> RecoverySession:
        """Open the journal by its recovery code, to give `login`, else its first administrator, a new password."""
        return self.opening.recover(path, code, login)

    def make(self, new: NewJournal) -> MadeJournal:
        """Make a new journal of a school. Raises BadInput where something lies already, DeviceTrouble and its kinds."""
        from ezh_desktop.jobs.founding import draw_recovery_sheet  # noqa: PLC0415
        from ezh_desktop.services.founding import NewAccount, found_school  # noqa: PLC0415

        maker = _maker(self._door, self._cost, self._clock)
        first = NewAccount(new.login, new.password, root=True)
        found = found_school(new.path, new.school, new.year, first, maker)
        now = maker.clock.now_local()
        draw = partial(draw_recovery_sheet, found, new.school, new.year, new.path.name, new.login, now)
        return MadeJournal(found.code.groups, draw)

    def today(self) -> date:
        """The day in the school."""
        return self._today or _maker(self._door, self._cost, self._clock).clock.today()

    def delay(self, path: Path, login: str) -> float:
        """Seconds until this login may be tried again; 0 for now."""
        return self.opening.delay(path, login)

    def restore_tools(self) -> RestoreTools:
        """The means to restore a journal from a copy."""
        from ezh_desktop.services.clocks import SystemClock  # noqa: PLC0415
        from ezh_desktop.services.restoring import Tools  # noqa: PLC0415
        from ezh_desktop.services.year_setup import DEFAULT_ZONE  # noqa: PLC0415
        from ezh_desktop.storage.door import DISK  # noqa: PLC0415

        clock = self._clock or SystemClock(ZoneInfo(DEFAULT_ZONE))
        return Tools(clock.now_local(), self._door or DISK, self._settings.memory(_DELAYS))

    def line(self, path: Path) -> JournalLine:
        """What this computer remembers of the journal."""
        return JournalLine(path, self._memory.get(_tag(path), ""))

    def notice(self, path: Path) -> OpenNotice | None:
        """What stands in the way before anyone signs in."""
        from ezh_desktop.storage.places import cloud_of, read_only  # noqa: PLC0415

        if read_only(path):
            return OpenNotice(
                "Там, где лежит журнал, писать нельзя",
                "Откроется только для чтения. Чтобы вносить записи, скопируйте журнал и файл ключей в другую папку.",
                read_only=True,
            )
        cloud = cloud_of(path)
        if cloud:
            return OpenNotice(
                f"Журнал лежит в папке «{cloud}»",
                "Облако не знает замков: пусть журнал открывает только один компьютер, или перенесите его.",
            )
        return None

    def check_group(self, number: int, text: str) -> object:
        """Raises SignInTrouble when group `number` (from 1) of a recovery code cannot be right."""
        return self.opening.check_group(number, text)

    def estimate(self, password: str, words: list[str]) -> Estimate:
        """How hard the password is to guess."""
        return estimate(password, words)

    def _remember(self, path: Path, title: str) -> None:
        """What the next start shows; settings that cannot be written are no reason to keep a teacher out."""
        with suppress(DeviceTrouble):
            self._settings.put(LAST_JOURNAL, str(path))
            self._memory[_tag(path)] = title


class CommandTools:
    """What the command line is given (`cli.base.Tools`): journals opened for reading, and tools to make new ones."""

    def __init__(self, settings: Settings, *, door: Door | None = None, cost: KdfCost | None = None) -> None:
        """`door` and `cost` are the disk and the price of a password, as in `JournalOpener`."""
        self._settings, self._door, self._cost = settings, door, cost

    @cached_property
    def maker(self) -> Maker:
        """The tools by which a new journal is made and files are written."""
        return _maker(self._door, self._cost, None)

    @property
    def failures(self) -> MutableMapping[str, str]:
        """Where failed passwords are counted on this computer."""
        return self._settings.memory(_DELAYS)

    def sign_in(
        self, path: Path, login: str, password: str, today: date | None = None, *, writes: bool = False
    ) -> Session:
        """Open the journal; unless it `writes` no entry is written, so the head stays as it is."""
        opener = JournalOpener(self._settings, door=self._door, cost=self._cost, today=today, remember=False)
        return opener.sign_in(path, login, password, quiet=not writes)


def _maker(door: Door | None, cost: KdfCost | None, clock: Clock | None) -> Maker:
    """Time, ids, price of a password and disk of a making; those of this computer where none are given."""
    from ezh_desktop.services.clocks import SystemClock  # noqa: PLC0415
    from ezh_desktop.services.founding import Maker  # noqa: PLC0415
    from ezh_desktop.services.ids import system_ids  # noqa: PLC0415
    from ezh_desktop.services.year_setup import DEFAULT_ZONE  # noqa: PLC0415
    from ezh_desktop.storage.door import DISK  # noqa: PLC0415
    from ezh_desktop.storage.passwords import DEFAULT  # noqa: PLC0415

    return Maker(clock or SystemClock(ZoneInfo(DEFAULT_ZONE)), system_ids(), cost or DEFAULT, door or DISK)


def run_windowed(path: Path | None, overrides: Mapping[str, str], *, login: str = "", password: str = "") -> int:
    """Join opener and window and run them; gives the exit code.

    A `password` signs in at once: it is that of a demo school, which leaves no trace in what this computer remembers.
    """
    from ezh_desktop.ui.app import run  # noqa: PLC0415

    settings = Settings(overrides=overrides)
    opener = JournalOpener(settings, remember=not password)
    signed = opener.sign_in(path, login, password) if path is not None and password else None
    _load_beside(opener)
    return run(opener, settings, _save, path, login, signed=signed)


def _load_beside(opener: JournalOpener) -> None:
    """Load database and pages while the person types the password, after the window was painted."""

    def load() -> None:
        import ezh_desktop.ui.mainwindow  # noqa: F401, PLC0415

        opener.load()

    timer = threading.Timer(_LOAD_AFTER_SECONDS, load)
    timer.daemon = True
    timer.start()


def _save(path: Path, data: bytes) -> None:
    from ezh_desktop.services.files import write_file  # noqa: PLC0415

    write_file(path, data)


def _tag(path: Path) -> str:
    """A name for a path in the settings of this computer."""
    return name_key(str(path.absolute()))
