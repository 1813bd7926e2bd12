"""Triggers that keep our own code honest: no row without its entry, no entry changed, nothing entered deleted.

They guard against our own faults, not against attackers (file format, «The protocol»). That an entry is the next of
its session is kept by a foreign key to its predecessor (`tables/protocol.py`). Alembic drops triggers silently, so
migrations drop and create them again from here.

They FAIL instead of ABORT: nothing of a row is changed yet when they speak, whoever hears them rolls back, and a
statement that may ABORT keeps a journal of its own (measured: 62 against 25 µs for a mark).
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
    return {name: f"CREATE TRIGGER {name} {when} ON {table}{clause} BEGIN SELECT RAISE(FAIL, '{why}'); END"}


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
    # A column list keeps the trigger silent when only the head moves: a trigger costs more than the update itself.
    fixed = "BEFORE UPDATE OF id, account, computer, program, opened"
    return made | _refuse("tr_session_fixed", fixed, "session", "", "session: only its end and head may change")
