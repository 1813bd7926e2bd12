"""What a rule of the regulation is: one clause, its words, and how hard it stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ezh_desktop.errors import RuleRefused


class Severity(StrEnum):
    """How a rule meets a person: `REFUSE` before anything is written, the others as a finding (недочёт) afterwards."""

    REFUSE = "refuse"
    OVERDUE = "overdue"
    """The time to do it is over."""
    WARN = "warn"
    """Something is not as the clause asks."""
    ADVICE = "advice"
    """Worth knowing, or past mending."""
    REMINDER = "reminder"
    """Not yet a finding: there is still time. Shown where the person works, counted nowhere."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of the regulation as the program holds to it."""

    clause: str
    """The number, «5.4»."""
    text: str
    """What the clause asks, in Russian: a whole sentence for help and the list of rules."""
    severity: Severity = Severity.REFUSE

    def refuse(self, what: str, remedy: str = "") -> RuleRefused:
        """The refusal of an entry: what is not possible, what is allowed, and this clause."""
        return RuleRefused(what, remedy, clause=self.clause)
