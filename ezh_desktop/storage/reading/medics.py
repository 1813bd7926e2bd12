"""Medical workers as the health key asks for them: who works now, who has left, and the newest key act."""

from __future__ import annotations

from typing import NamedTuple

from ezh_desktop.storage.reading.rows import Readable, row, rows


class Medic(NamedTuple):
    """The active account of a medical worker; `slot` is the hex id of its slot, "" for none."""

    account: int
    person: int
    slot: str
    temporary: int
    name: str


class KeyAct(NamedTuple):
    """Arrival number and time (µs UTC) of an act."""

    n: int
    utc_us: int


_ROLES = (
    "SELECT person, start, end, entry_session, entry_seq FROM role_assignment WHERE role = 'medical_worker'"
    " UNION ALL SELECT person, start, end, entry_session, entry_seq FROM delegation"
    " WHERE role = 'medical_worker' AND cancelled = 0"
)
_NOW = f"SELECT person FROM ({_ROLES}) WHERE coalesce(start, '') <= ? AND coalesce(end, '9999-12-31') >= ?"
_MEDICS = (
    "SELECT a.id, a.person, a.slot, a.temporary, p.surname || ' ' || p.given || ' ' || p.patronymic"
    " FROM account AS a JOIN person AS p ON p.id = a.person"
    f" WHERE a.state = 'active' AND a.person IN ({_NOW}) ORDER BY a.id"
)
_LEFT_BY_ACCOUNT = (
    "SELECT 1 FROM account AS a JOIN entry AS e ON e.session = a.entry_session AND e.seq = a.entry_seq"
    f" WHERE a.state <> 'active' AND e.n > ? AND a.person IN (SELECT person FROM ({_ROLES})) LIMIT 1"
)
_LEFT_BY_ROLE = (
    f"SELECT 1 FROM ({_ROLES}) AS r JOIN entry AS e ON e.session = r.entry_session AND e.seq = r.entry_seq"
    f" WHERE r.end < ? AND (r.end >= ? OR e.n > ?) AND r.person NOT IN ({_NOW}) LIMIT 1"
)


def read_medics(db: Readable, today: str) -> list[Medic]:
    """Medical workers who may sign in today, acting ones included."""
    return [Medic(*one) for one in rows(db, _MEDICS, today, today)]


def newest_key_act(db: Readable) -> KeyAct | None:
    """The act that made the newest health key; None when it was made with the journal, or there is none."""
    found = row(db, "SELECT n, utc_us FROM entry WHERE action = 'health.key' ORDER BY n DESC LIMIT 1")
    return None if found is None else KeyAct(*found)


def someone_left(db: Readable, n: int, since: str, today: str) -> bool:
    """Whether a medical worker's account was closed after act `n`, or the role ran out between `since` and today."""
    by_account = row(db, _LEFT_BY_ACCOUNT, n)
    return by_account is not None or row(db, _LEFT_BY_ROLE, today, since, n, today, today) is not None
