"""A typed mark from key to durable, with rights, rules, protocol and signature, against a bare commit of the same cell.

Both sides write an encrypted file on the same disk (WAL, FULL); ours goes through `decide`, `submit`, the writer thread
and back. Run: `python -m bench.mark`.
"""

from __future__ import annotations

import secrets
import tempfile
from itertools import count
from pathlib import Path

from bench.ratio import Figure, compare
from ezh_desktop.services.acts import CellEntry, EnterCells
from ezh_desktop.storage.engine import APPLICATION_ID, Connection, open_connection, open_new
from tests.factories import a_class, a_lesson, a_school, open_office

PUPILS = tuple(f"Ученик{'абвгдежзиклмнопрстуфхцчшщэюя'[i]} Иван Петрович" for i in range(28))
MARKS_A_ROUND = 20
LIMIT = 4.0


def measure(folder: Path) -> Figure:
    """The ratio; each side writes 20 marks a round, one commit each."""
    school = a_school(folder / "bench.ezh", [a_class(pupils=PUPILS)])
    office = open_office(school)
    course = school.courses["7А Алгебра"]
    page = office.course_page(course)
    lesson = a_lesson(page).lesson
    bare = _bare(folder / "bare.ezh", lesson, [pupil.pupil for pupil in page.pupils])
    our_turn, their_turn = count(), count()

    def ours() -> None:
        turn = next(our_turn)
        for pupil in page.pupils[:MARKS_A_ROUND]:
            act = EnterCells(course, (CellEntry(lesson, pupil.pupil, 0, "2345"[turn % 4], None),))
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

    figure = compare("отметка от клавиши до диска / голый commit", ours, theirs, limit=LIMIT)
    bare.close()
    office.close()
    return figure


def _bare(path: Path, lesson: int, pupils: list[int]) -> Connection:
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
    """Print the row."""
    with tempfile.TemporaryDirectory() as folder:
        print(measure(Path(folder)).line)


if __name__ == "__main__":
    main()
