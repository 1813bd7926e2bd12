"""Chains and replay of a whole protocol, against merely reading the same rows.

The other side fetches every entry, change and entered row once, as the check must; ours also hashes them, decodes them,
writes them into tables in memory and compares. Signatures and rights are not in the figure.
Run: `python -m bench.verify`.
"""

from __future__ import annotations

import tempfile
from datetime import date, time
from pathlib import Path

from bench.ratio import Figure, compare
from ezh_desktop.domain.clock import FrozenClock
from ezh_desktop.services.demo.options import ZONE
from ezh_desktop.services.demo_school import make_demo_school, options_of
from ezh_desktop.services.founding import Maker
from ezh_desktop.services.ids import system_ids
from ezh_desktop.storage.engine import Connection
from ezh_desktop.storage.flaws import Flaws
from ezh_desktop.storage.passwords import FLOOR
from ezh_desktop.storage.proof import prove
from ezh_desktop.storage.signin import How, sign_in
from ezh_desktop.storage.tables import Nature, metadata, nature_of

DAY = date(2027, 5, 26)
PASSWORD = "проверка связи 27"  # noqa: S105 - of a school that lasts as long as the measurement
ROUNDS = 30
LIMIT = 4.0
_CHUNK = 4096
_READS = (
    "SELECT n, session, seq, body, hash FROM entry",
    "SELECT session, seq, k, scope, body FROM change",
    *(f"SELECT * FROM {table.name}" for table in metadata.sorted_tables if nature_of(table) is Nature.ENTERED),  # noqa: S608
)


def measure(folder: Path, classes: int = 3) -> Figure:
    """The ratio for a demo school of so many classes at the end of its year."""
    path = folder / "verify.ezh"
    clock = FrozenClock.at(DAY, time(12), ZONE)
    make_demo_school(path, PASSWORD, options_of(classes, None, None, DAY), Maker(clock, system_ids(), FLOOR))
    opened = sign_in(path, "director", PASSWORD, How(cost=FLOOR))
    with opened.sealed.connection(readonly=True) as db:
        db.execute("BEGIN")
        (entries,) = db.execute("SELECT count(*) FROM entry").fetchone()
        (changes,) = db.execute("SELECT count(*) FROM change").fetchone()
        name = f"цепи и повтор протокола ({entries} записей, {changes} изменений) / чтение тех же строк"
        figure = compare(name, lambda: _prove(db), lambda: _read(db), limit=LIMIT, rounds=ROUNDS)
        db.execute("ROLLBACK")
    opened.sealed.close()
    return figure


def _prove(db: Connection) -> None:
    flaws = Flaws()
    prove(db, flaws, signatures=False)
    assert not flaws.serious


def _read(db: Connection) -> int:
    count = 0
    for sql in _READS:
        cursor = db.execute(sql)
        while found := cursor.fetchmany(_CHUNK):
            count += len(found)
    return count


def main() -> None:
    """Print the row."""
    with tempfile.TemporaryDirectory() as folder:
        print(measure(Path(folder)).line)


if __name__ == "__main__":
    main()
