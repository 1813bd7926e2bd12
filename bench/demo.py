"""How long a demo school takes: ten classes and a whole year into an encrypted file, against the limit of 8 seconds.

Each round is a process of its own, as the command is: SQLCipher's memory guards, once on, stay on in a process.
Run: `python -m bench.demo`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.ratio import Taken
from ezh_desktop.domain.clock import FrozenClock
from ezh_desktop.domain.ids import IdSource
from ezh_desktop.services.demo.build import DemoFacts, fill_demo
from ezh_desktop.services.demo.options import ZONE, DemoOptions
from ezh_desktop.services.demo.staff import LOGIN_SEATS
from ezh_desktop.services.founding import Begun, Maker, NewAccount, found_journal

LIMIT_SECONDS = 8.0
ROUNDS = 5


def make(folder: Path) -> tuple[float, DemoFacts]:
    """Seconds for both files of a whole demo school, passwords included."""
    options = DemoOptions()
    new_id = IdSource(lambda: options.opening_us // 1000, options.chance("ids").getrandbits)
    accounts = [NewAccount(login, "проверка связи 27") for login in ("admin", *(seat.key for seat in LOGIN_SEATS))]
    made: list[DemoFacts] = []

    def fill(begun: Begun) -> None:
        made.append(fill_demo(begun, options, new_id))

    start = time.perf_counter()
    found_journal(folder / "demo.ezh", accounts, fill, Maker(FrozenClock(options.opening_us, ZONE), new_id), bulk=True)
    return time.perf_counter() - start, made[0]


def once() -> None:
    """One round: prints its seconds and numbers."""
    with tempfile.TemporaryDirectory() as folder:
        seconds, facts = make(Path(folder))
    print(seconds, facts.filled, facts.entries)


def main() -> None:
    """Print the row."""
    seconds, last = [], ""
    for _ in range(ROUNDS):
        command = [sys.executable, "-c", "from bench.demo import once; once()"]
        last = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        seconds.append(float(last.split()[0]))
    _, filled, entries = last.split()
    name = f"учебная школа, 10 классов, год: {filled} уроков, {entries} записей"
    print(Taken(name, LIMIT_SECONDS, "с", tuple(seconds)).line)


if __name__ == "__main__":
    main()
