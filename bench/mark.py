"""A typed mark from key to durable, with rights, rules, protocol and signature, against a bare commit of the same cell.

Both sides write an encrypted file on the same disk (WAL, FULL); ours goes through `decide`, `submit`, the writer thread
and back. A mark into an empty cell and a mark over another are two figures; the other side is a copy of the journal
whose cells are written bare, and, barer still, a file of that one table. Run: `python -m bench.mark`.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

from bench.ratio import Figure, Taken, compare
from ezh_desktop.services.acts import CellEntry, EnterCells
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.course import CoursePage
from ezh_desktop.storage.door import Door
from ezh_desktop.storage.engine import APPLICATION_ID, Connection, open_connection, open_new
from tests.factories import CoursePlan, School, a_class, a_school, fake_clock, open_office

PUPILS = tuple(f"Ученик{'абвгдежзиклмнопрстуфхцчшщэюя'[i]} Иван Петрович" for i in range(28))
COURSES = (CoursePlan("Алгебра", weekdays=(1, 2, 3, 4, 5)),)
LAST_DAY = date(2027, 5, 26)
MARKS_A_ROUND = 20
LIMIT = 4.0
SYNC_SECONDS = 0.03
FRAME_MS = 16.0
_UPDATE = "UPDATE cell SET value = ? WHERE lesson = ? AND pupil = ? AND slot = 0"


class Peer(NamedTuple):
    """A file whose cells are written bare, and what an insert takes after lesson, pupil and value."""

    name: str
    db: Connection
    insert: str
    rest: tuple[int, ...] = ()

    def write(self, sql: str, values: tuple[int | str, ...]) -> None:
        """One statement, one commit."""
        self.db.execute("BEGIN IMMEDIATE")
        self.db.execute(sql, values)
        self.db.execute("COMMIT")


def figures(folder: Path) -> Iterator[Figure]:
    """Empty cells, then marks over marks, each against both peers; 20 marks a round, one commit each."""
    school = a_school(folder / "bench.ezh", [a_class(pupils=PUPILS, courses=COURSES)])
    peers = (_copied(folder / "bare.ezh", school), _one_table(folder / "table.ezh"))
    office = open_office(school, clock=fake_clock(LAST_DAY))
    page = office.course_page(school.courses["7А Алгебра"])
    lessons = iter([lesson.lesson for lesson in page.lessons])
    for peer in peers:
        yield _empty_cells(peer, office, page, lessons)
    lesson = next(lessons)
    for peer in peers:
        yield _filled_cells(peer, office, page, lesson)
    office.close()
    for peer in peers:
        peer.db.close()


def _type(office: FileOffice, page: CoursePage, lesson: int, value: str) -> None:
    for pupil in page.pupils[:MARKS_A_ROUND]:
        act = EnterCells(page.course, (CellEntry(lesson, pupil.pupil, 0, value, None),))
        decision = office.decide(act, page)
        assert decision.act is not None
        ticket = office.submit(decision.act, page)
        assert ticket.wait(10)
        assert ticket.error is None


def _empty_cells(peer: Peer, office: FileOffice, page: CoursePage, lessons: Iterator[int]) -> Figure:
    """A lesson a round, its cells empty on both sides."""

    def ours() -> None:
        _type(office, page, next(lessons), "5")

    def theirs() -> None:
        lesson = next(lessons)
        for pupil in page.pupils[:MARKS_A_ROUND]:
            peer.write(peer.insert, (lesson, pupil.pupil, "5", *peer.rest))

    return compare(f"отметка в пустую клетку / голый commit, {peer.name}", ours, theirs, limit=LIMIT)


def _filled_cells(peer: Peer, office: FileOffice, page: CoursePage, lesson: int) -> Figure:
    """The cells of one lesson over and over, each time another mark: the same value again would write nothing."""
    our_marks, their_marks = cycle("2345"), cycle("2345")
    for pupil in page.pupils[:MARKS_A_ROUND]:
        peer.write(peer.insert, (lesson, pupil.pupil, "н", *peer.rest))

    def ours() -> None:
        _type(office, page, lesson, next(our_marks))

    def theirs() -> None:
        value = next(their_marks)
        for pupil in page.pupils[:MARKS_A_ROUND]:
            peer.write(_UPDATE, (value, lesson, pupil.pupil))

    return compare(f"отметка вместо прежней / голый commit, {peer.name}", ours, theirs, limit=LIMIT)


def _copied(path: Path, school: School) -> Peer:
    """A copy of the same journal, written bare: no triggers, no protocol, no signature, no thread."""
    shutil.copy2(school.path, path)
    db = open_connection(path, school.key)
    for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        db.execute(f"DROP TRIGGER {name}")
    entry = db.execute("SELECT session, seq FROM entry LIMIT 1").fetchone()
    insert = (
        "INSERT INTO cell (lesson, pupil, slot, value, course, comment, entry_session, entry_seq)"
        " VALUES (?, ?, 0, ?, ?, '', ?, ?)"
    )
    db.close()
    # Opened anew: a plain connection keeps every statement it ever ran, and those of the set-up are not its work.
    return Peer("копия журнала", open_connection(path, school.key), insert, (school.courses["7А Алгебра"], *entry))


def _one_table(path: Path) -> Peer:
    """The barest thing that can hold the cells: one table of four columns in a file of its own."""
    key = secrets.token_bytes(32)
    made = open_new(path, key)
    made.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    made.execute(
        "CREATE TABLE cell (lesson INTEGER, pupil INTEGER, slot INTEGER, value TEXT,"
        " PRIMARY KEY (lesson, pupil, slot)) STRICT, WITHOUT ROWID"
    )
    made.close()
    return Peer("файл из одной таблицы", open_connection(path, key), "INSERT INTO cell VALUES (?, ?, 0, ?)")


class _SlowDoor(Door):
    """A school's hard disk."""

    def before_commit(self) -> None:
        """See `Door`."""
        time.sleep(SYNC_SECONDS)


def next_key(folder: Path) -> Taken:
    """How long the window's thread is held by a key while the disk still works on the keys before it."""
    school = a_school(folder / "slow.ezh", [a_class(pupils=PUPILS, courses=COURSES)])
    office = open_office(school, clock=fake_clock(LAST_DAY), door=_SlowDoor())
    page = office.course_page(school.courses["7А Алгебра"])
    times = []
    for turn, pupil in enumerate(page.pupils * 2):
        act = EnterCells(page.course, (CellEntry(page.lessons[turn % 9].lesson, pupil.pupil, 0, "5", None),))
        began = time.perf_counter()
        decision = office.decide(act, page)
        assert decision.act is not None
        office.submit(decision.act, page)
        times.append((time.perf_counter() - began) * 1000)
    waiting = len(office.pending())
    assert office.drain(60)
    office.close()
    name = f"клавиша принята, диск отвечает за {SYNC_SECONDS * 1000:.0f} мс, ждут записи {waiting}"
    return Taken(name, FRAME_MS, "мс", tuple(times))


def main() -> None:
    """Print the rows."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for figure in figures(folder):
            print(figure.line, flush=True)
        print(next_key(folder).line)


if __name__ == "__main__":
    main()
