"""Triggers that keep our own code honest: no row without its entry, no entry changed, nothing entered deleted.

They guard against our own faults, not against attackers (file format, «The protocol»). Alembic drops triggers silently,
so migrations drop and create them again from here.
"""

from __future__ import annotations

from sqlalchemy import Table

from ezh_desktop.storage.tables import Nature, metadata, nature_of


def trigger_statements() -> dict[str, str]:
    """Name → CREATE TRIGGER statement of every trigger a journal has."""
    made: dict[str, str] = {}
    for table in metadata.sorted_tables:
        if nature_of(table) is Nature.ENTERED:
            made |= _of_entered(table)
    return made | _of_protocol()


def _refuse(name: str, when: str, table: str, condition: str, why: str) -> dict[str, str]:
    clause = f" WHEN {condition}" if condition else ""
    return {name: f"CREATE TRIGGER {name} {when} ON {table}{clause} BEGIN SELECT RAISE(ABORT, '{why}'); END"}


def _of_entered(table: Table) -> dict[str, str]:
    name = table.name
    same = "NEW.entry_session = OLD.entry_session AND NEW.entry_seq = OLD.entry_seq"
    update = _refuse(f"tr_{name}_names_entry", "BEFORE UPDATE", name, same, f"{name}: update without a new entry")
    return update | _refuse(f"tr_{name}_kept", "BEFORE DELETE", name, "", f"{name}: entered rows are never deleted")


def _of_protocol() -> dict[str, str]:
    made: dict[str, str] = {}
    for name in ("entry", "change"):
        made |= _refuse(f"tr_{name}_fixed", "BEFORE UPDATE", name, "", f"{name}: cannot be changed")
        made |= _refuse(f"tr_{name}_kept", "BEFORE DELETE", name, "", f"{name}: cannot be removed")
    made |= _refuse("tr_session_kept", "BEFORE DELETE", "session", "", "session: cannot be removed")
    fixed = " OR ".join(f"NEW.{c} IS NOT OLD.{c}" for c in ("id", "account", "computer", "program", "opened"))
    made |= _refuse("tr_session_fixed", "BEFORE UPDATE", "session", fixed, "session: only its end and head may change")
    next_seq = "NEW.seq <> 1 + (SELECT coalesce(max(seq), 0) FROM entry WHERE session = NEW.session)"
    made |= _refuse("tr_entry_next", "BEFORE INSERT", "entry", next_seq, "entry: not the next of its session")
    next_k = "NEW.k <> 1 + (SELECT coalesce(max(k), 0) FROM change WHERE session = NEW.session AND seq = NEW.seq)"
    return made | _refuse("tr_change_next", "BEFORE INSERT", "change", next_k, "change: not the next of its entry")
