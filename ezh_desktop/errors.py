"""The two families of errors a person may meet, and the exit code each has on the command line.

A `Refusal` is the program saying no for a reason of the school: a right, a rule, a lock, a changed cell. A `Trouble` is
the world's fault: a full disk, a damaged or foreign file, a wrong password. Whatever is neither is our own fault and
becomes a crash report. Callers choose by class, never by text.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of the command line (design, «The command line»)."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    RIGHT = 3
    DAMAGED = 4
    BAD_INPUT = 5
    DEVICE = 6
    RULE = 7
    OWN_FAULT = 70
    """The program erred: a crash report was written. The customary number of such a fault (EX_SOFTWARE)."""
    INTERRUPTED = 130
    """Stopped by the person with Ctrl+C, as shells count it."""


class EzhError(Exception):
    """Base of both families: carries a Russian text for people and the command line's exit code."""

    exit_code: ExitCode = ExitCode.DAMAGED

    def __init__(self, what: str, remedy: str = "") -> None:
        """`what` says what happened, `remedy` what the person can do about it; both are whole sentences or empty."""
        super().__init__(what)
        self.what = what
        self.remedy = remedy

    @property
    def text(self) -> str:
        """The whole message for a person."""
        return f"{self.what} {self.remedy}".strip()


class Refusal(EzhError):
    """Something is not allowed; nothing was changed. `clause` is the regulation's number («5.4») or empty."""

    exit_code = ExitCode.RULE

    def __init__(self, what: str, remedy: str = "", clause: str = "") -> None:
        """See `EzhError`; `clause` is shown as «п. 5.4 Положения»."""
        super().__init__(what, remedy)
        self.clause = clause

    @property
    def text(self) -> str:
        """The message with its clause."""
        tail = f" (п. {self.clause} Положения)" if self.clause else ""
        return f"{super().text}{tail}"


class RightRefused(Refusal):
    """The person's role does not allow the act (regulation, III, IV, VII)."""

    exit_code = ExitCode.RIGHT


class RuleRefused(Refusal):
    """A clause of the regulation forbids the entry."""


class SourceRefused(RuleRefused):
    """A mark of another school is entered without the school and the document it is from (4.3.4)."""


class LockRefused(Refusal):
    """The period or the year is closed."""


class StaleRefused(Refusal):
    """The row has changed since the person saw it: both values are shown, nothing is overwritten silently."""

    def __init__(self, what: str, remedy: str = "", *, seen: str = "", present: str = "") -> None:
        """`seen` is the value the person saw, `present` the one that stands there now."""
        super().__init__(what, remedy)
        self.seen = seen
        self.present = present


class Trouble(EzhError):
    """The world's fault. `detail` goes to the log only and never holds personal data."""

    def __init__(self, what: str, remedy: str = "", detail: str = "") -> None:
        """See `EzhError`."""
        super().__init__(what, remedy)
        self.detail = detail


class UsageTrouble(Trouble):
    """The command line was written wrongly."""

    exit_code = ExitCode.USAGE


class SignInTrouble(Trouble):
    """Wrong login or password, a blocked account, a delay that still runs."""

    exit_code = ExitCode.RIGHT


class DamageTrouble(Trouble):
    """The file is damaged, foreign, cut, or does not prove itself."""

    exit_code = ExitCode.DAMAGED


class NewerFormatTrouble(DamageTrouble):
    """The file was written by a newer version of the program."""


class KeyFileTrouble(DamageTrouble):
    """The key file is missing, foreign, older or broken; the recovery code still opens the journal."""


class BadInput(Trouble):
    """What came in cannot be read or holds no good row; nothing was written."""

    exit_code = ExitCode.BAD_INPUT


class EmptyTable(BadInput):
    """A table of the right kind, by its header, of which nothing can be taken: it is empty, or says a thing twice."""


class DeviceTrouble(Trouble):
    """Disk full, drive gone, no permission to write."""

    exit_code = ExitCode.DEVICE


class DiskFullTrouble(DeviceTrouble):
    """No room is left on the disk."""


class DriveGoneTrouble(DeviceTrouble):
    """The drive or the file vanished, or the file was replaced by another program."""


class BusyTrouble(DeviceTrouble):
    """Another program or window holds the file longer than a person can wait."""


class MemoryTrouble(DeviceTrouble):
    """Not enough memory for the key derivation; never to be reported as a wrong password."""
