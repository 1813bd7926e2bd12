"""What a rule of the regulation is: one clause, its words, and how hard it stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ezh_desktop.errors import RuleRefused


class Severity(StrEnum):
    """How a rule meets a person: `REFUSE` before anything is written, the others as a finding (недочёт) afterwards."""

    REFUSE = "refuse"
    OVERDUE = "overdue"
    WARN = "warn"
    ADVICE = "advice"


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
