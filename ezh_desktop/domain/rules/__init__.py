"""The regulation: one module a topic, one object a clause.

A refusal says no before anything is written: those stand here. A finding (недочёт) tells afterwards what is not as a
clause asks: those are asked by `checks`.
"""

from typing import Final

from ezh_desktop.domain.rules.base import Clause, Severity
from ezh_desktop.domain.rules.cells import (
    CELL_RULES,
    CellContext,
    CellValues,
    allows_two_marks,
    refuse_cell,
    refuse_locked,
    refuse_values,
)
from ezh_desktop.domain.rules.individual import RECORDED
from ezh_desktop.domain.rules.naming import FULL_NAME, SUBJECT_NAME, refuse_pupil_name, refuse_subject_name
from ezh_desktop.domain.rules.periods import (
    MEAN_KEPT,
    NO_NOT_ATTESTED,
    NOT_ATTESTED,
    PERIOD_BEGUN,
    PERIOD_SYMBOLS,
    PeriodContext,
    needs_reason,
    refuse_period_mark,
)
from ezh_desktop.domain.rules.records import (
    IN_RUSSIAN,
    RecordContext,
    is_in_russian,
    refuse_homework,
    refuse_topic,
    warn_topic,
)

CLAUSES: Final = tuple(
    dict.fromkeys(
        (
            *(rule.clause for rule in CELL_RULES),
            SUBJECT_NAME,
            FULL_NAME,
            PERIOD_SYMBOLS,
            PERIOD_BEGUN,
            MEAN_KEPT,
            NO_NOT_ATTESTED,
            NOT_ATTESTED,
            RECORDED,
            IN_RUSSIAN,
        )
    )
)
"""Every clause held by refusal; those held by findings are listed in `checks`."""

__all__ = [
    "CELL_RULES",
    "CLAUSES",
    "CellContext",
    "CellValues",
    "Clause",
    "PeriodContext",
    "RecordContext",
    "Severity",
    "allows_two_marks",
    "is_in_russian",
    "needs_reason",
    "refuse_cell",
    "refuse_homework",
    "refuse_locked",
    "refuse_period_mark",
    "refuse_pupil_name",
    "refuse_subject_name",
    "refuse_topic",
    "refuse_values",
    "warn_topic",
]
