"""Medical workers as the health key asks for them: who works now, who has left, who made keys."""

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
    """An act that made a health key: arrival number, time (µs UTC), reason."""

    n: int
    utc_us: int
    reason: str


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

_KEY_ACTS = (
    "SELECT e.n, e.utc_us, coalesce(json_extract(e.body, '$[6]'), '') FROM entry AS e WHERE e.action = 'health.key'"
    " AND e.session IN (SELECT s.id FROM session AS s JOIN account AS a ON a.id = s.account"
    f" WHERE a.person IN (SELECT person FROM ({_ROLES}))) ORDER BY e.n"
)


def read_medics(db: Readable, today: str) -> list[Medic]:
    """Medical workers who may sign in today, acting ones included."""
    return [Medic(*one) for one in rows(db, _MEDICS, today, today)]


def read_key_acts(db: Readable) -> list[KeyAct]:
    """The acts of medical workers that made health keys, in order: only their sessions are looked through."""
    return [KeyAct(*one) for one in rows(db, _KEY_ACTS)]


def someone_left(db: Readable, n: int, since: str, today: str) -> bool:
    """Whether a medical worker's account was closed after act `n`, or the role ran out between `since` and today."""
    by_account = row(db, _LEFT_BY_ACCOUNT, n)
    return by_account is not None or row(db, _LEFT_BY_ROLE, today, since, n, today, today) is not None
