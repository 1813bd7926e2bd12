"""A typed mark from key to durable, with rights, rules, protocol and signature, against a bare commit of the same cell.

Both sides write an encrypted file on the same disk (WAL, FULL); ours goes through `decide`, `submit`, the writer thread
and back. Run: `python -m bench.mark`.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
from itertools import count
from pathlib import Path

from bench.ratio import Figure, compare
from ezh_desktop.services.acts import CellEntry, EnterCells
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.course import CoursePage
from ezh_desktop.storage.engine import APPLICATION_ID, Connection, open_connection, open_new
from tests.factories import School, a_class, a_lesson, a_school, open_office

PUPILS = tuple(f"Ученик{'абвгдежзиклмнопрстуфхцчшщэюя'[i]} Иван Петрович" for i in range(28))
MARKS_A_ROUND = 20
LIMIT = 4.0


def measure(folder: Path) -> list[Figure]:
    """The ratios; each side writes 20 marks a round, one commit each."""
    school = a_school(folder / "bench.ezh", [a_class(pupils=PUPILS)])
    reader = open_office(school, readonly=True)
    page = reader.course_page(school.courses["7А Алгебра"])
    reader.close()
    lesson, pupils = a_lesson(page).lesson, [pupil.pupil for pupil in page.pupils]
    peers = {
        "та же клетка в копии журнала": _bare(folder / "bare.ezh", school, lesson, pupils),
        "клетка в файле из одной таблицы": _bare_table(folder / "table.ezh", lesson, pupils),
    }
    office = open_office(school)
    page = office.course_page(page.course)
    figures = [_against(name, peer, office, page) for name, peer in peers.items()]
    office.close()
    for peer in peers.values():
        peer.close()
    return figures


def _against(name: str, bare: Connection, office: FileOffice, page: CoursePage) -> Figure:
    lesson, our_turn, their_turn = a_lesson(page).lesson, count(), count()

    def ours() -> None:
        turn = next(our_turn)
        for pupil in page.pupils[:MARKS_A_ROUND]:
            act = EnterCells(page.course, (CellEntry(lesson, pupil.pupil, 0, "2345"[turn % 4], None),))
            decision = office.decide(act, page)
            assert decision.act is not None
            office.submit(decision.act, page).wait(10)

    def theirs() -> None:
        turn = next(their_turn)
        for pupil in page.pupils[:MARKS_A_ROUND]:
            bare.execute("BEGIN IMMEDIATE")
            bare.execute(
                "UPDATE cell SET value = ? WHERE lesson = ? AND pupil = ? AND slot = 0",
                ("2345"[turn % 4], lesson, pupil.pupil),
            )
            bare.execute("COMMIT")

    return compare(f"отметка от клавиши до диска / голый commit, {name}", ours, theirs, limit=LIMIT)


def _bare(path: Path, school: School, lesson: int, pupils: list[int]) -> Connection:
    """A copy of the same journal whose cells are written bare: no triggers, no protocol, no signature, no thread."""
    shutil.copy2(school.path, path)
    db = open_connection(path, school.key)
    for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        db.execute(f"DROP TRIGGER {name}")
    (entry,) = db.execute("SELECT session, seq FROM entry LIMIT 1").fetchall()
    (course,) = db.execute("SELECT course FROM lesson WHERE id = ?", (lesson,)).fetchone()
    db.executemany(
        "INSERT INTO cell (lesson, pupil, slot, course, value, comment, entry_session, entry_seq)"
        " VALUES (?, ?, 0, ?, '3', '', ?, ?)",
        [(lesson, pupil, course, *entry) for pupil in pupils],
    )
    db.close()
    return open_connection(path, school.key)


def _bare_table(path: Path, lesson: int, pupils: list[int]) -> Connection:
    """The barest thing that can hold the cells: one table of four columns in a file of its own."""
    key = secrets.token_bytes(32)
    made = open_new(path, key)
    made.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    made.execute(
        "CREATE TABLE cell (lesson INTEGER, pupil INTEGER, slot INTEGER, value TEXT,"
        " PRIMARY KEY (lesson, pupil, slot)) STRICT, WITHOUT ROWID"
    )
    made.executemany("INSERT INTO cell VALUES (?, ?, 0, '3')", [(lesson, pupil) for pupil in pupils])
    made.close()
    return open_connection(path, key)


def main() -> None:
    """Print the rows."""
    with tempfile.TemporaryDirectory() as folder:
        print("\n".join(figure.line for figure in measure(Path(folder))))


if __name__ == "__main__":
    main()
