"""Hands of someone who holds the data key: raw SQL past the program, forged entries; and properly signed wrong acts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import time
from itertools import count
from typing import Any

from nacl.signing import SigningKey

from ezh_desktop.domain.change import Change, EntryRef
from ezh_desktop.services.acts import CellEntry, CommentCell, EnterCells, SetLessonKind, Undo, WriteLesson
from ezh_desktop.services.verifying import HeadClaim, VerifyReport, verify_file
from ezh_desktop.storage.protocol import Draft, Strand, chain
from ezh_desktop.storage.sealedfile import open_sealed
from ezh_desktop.storage.triggers import trigger_statements
from ezh_desktop.storage.writer import Writer
from tests.factories import School, a_lesson, fake_clock, open_office

Tamper = Callable[[Any], None]
_IDS = count(7_000_000_000_000_000)


def check(school: School, head: str = "") -> VerifyReport:
    """The whole check by raw key."""
    sealed = open_sealed(school.path, school.key)
    try:
        return verify_file(sealed, HeadClaim.parse(head) if head else None)
    finally:
        sealed.close()


def kinds(report: VerifyReport) -> set[str]:
    """Kinds of the findings."""
    return {finding.kind for finding in report.findings}


@contextmanager
def raw_hand(school: School) -> Iterator[Any]:
    """A connection with no trigger and no foreign key in the way; triggers stand again afterwards."""
    sealed = open_sealed(school.path, school.key)
    try:
        with sealed.connection() as db:
            db.execute("PRAGMA foreign_keys=OFF").fetchall()
            for name in trigger_statements():
                db.execute(f"DROP TRIGGER {name}")
            yield db
            for statement in trigger_statements().values():
                db.execute(statement)
    finally:
        sealed.close()


def an_evening(school: School) -> None:
    """Ordinary work of two teachers through the program: marks, «н», a comment, a kind, a topic, an undo."""
    for login, subject in (("teacher", "Алгебра"), ("class_teacher", "Русский язык")):
        office = open_office(school, login)
        course = school.courses[f"7А {subject}"]
        page = office.course_page(course)
        lesson = a_lesson(page)
        pupils = [one.pupil for one in page.pupils]
        office.submit(EnterCells(course, tuple(CellEntry(lesson.lesson, one, 0, "4", None) for one in pupils)), page)
        office.drain(5)
        page = office.course_page(course)
        seen = page.cells[lesson.lesson, pupils[0], 0].entry
        ticket = office.submit(EnterCells(course, (CellEntry(lesson.lesson, pupils[0], 0, "н", seen),)), page)
        ticket.wait(5)
        office.submit(Undo(ticket.entry))
        office.drain(5)
        page = office.course_page(course)
        seen = page.cells[lesson.lesson, pupils[0], 0].entry
        office.submit(CommentCell(course, lesson.lesson, pupils[0], 0, "Устный ответ", seen), page)
        office.submit(WriteLesson(course, lesson.lesson, "Многочлены", "№ 12", None), page)
        office.drain(5)
        page = office.course_page(course)
        record = a_lesson(page).record_entry
        office.submit(SetLessonKind(course, lesson.lesson, "independent", record), page).wait(5)
        office.close()


def signed(  # noqa: PLR0917 - an act and who writes it
    school: School,
    login: str,
    action: str,
    changes: Sequence[Change],
    signer: SigningKey | None = None,
    when: int | None = None,
) -> EntryRef:
    """An act written past all rules but properly entered and signed, in a session of its own."""
    who = school.people[login]
    now = when or fake_clock(at=time(15)).now_us()
    sealed = open_sealed(school.path, school.key)
    try:
        with sealed.connection() as db:
            db.execute("BEGIN IMMEDIATE")
            writer = Writer(db, school.journal)
            strand = Strand(next(_IDS), who.account, signer or who.signer, "чужой", "чужая программа")
            writer.begin([])
            heads = writer.untied()
            named = [[session, seq, head.hex()] for session, seq, head in heads]
            parents = {"account": who.account, "computer": "чужой", "heads": named, "name": login, "roles": []}
            writer.append(strand, Draft("session.open", ("account", who.account), (), now, parents=parents))
            writer.tie(heads)
            made = writer.append(strand, Draft(action, ("course", 0), tuple(changes), now + 1))
            writer.seal(strand)
            db.execute("COMMIT")
    finally:
        sealed.close()
    return made


def the_row(school: School, entity: str, where: str) -> tuple[dict[str, Any], EntryRef]:
    """A row of the file and its last entry."""
    sealed = open_sealed(school.path, school.key)
    try:
        with sealed.connection(readonly=True) as db:
            cursor = db.execute(f"SELECT * FROM {entity} WHERE {where} LIMIT 1")
            names = [one[0] for one in cursor.description]
            row = dict(zip(names, cursor.fetchone(), strict=True))
    finally:
        sealed.close()
    return row, EntryRef(row.pop("entry_session"), row.pop("entry_seq"))


def cell_change(school: School, subject: str, value: str) -> Change:
    """A mark changed in the first filled cell of that page, on its true base."""
    course = school.courses[f"7А {subject}"]
    row, base = the_row(school, "cell", f"course = {course} AND value <> ''")
    key = (row["lesson"], row["pupil"], row["slot"])
    return Change("cell", key, {"value": row["value"]}, {"value": value}, course, base)


def rehash(db: Any, school: School, session: int) -> None:
    """Make the chain of one session whole again after its entries were changed; the signature stays as it was."""
    previous = bytes(32)
    seq = 0
    for seq, body in db.execute("SELECT seq, body FROM entry WHERE session = ? ORDER BY seq", (session,)).fetchall():
        found = db.execute("SELECT body FROM change WHERE session = ? AND seq = ? ORDER BY k", (session, seq))
        previous = chain(school.journal, previous, body, [one[0] for one in found.fetchall()])
        db.execute("UPDATE entry SET hash = ? WHERE session = ? AND seq = ?", (previous, session, seq))
    db.execute("UPDATE session SET seq = ?, hash = ? WHERE id = ?", (seq, previous, session))


def last_session(db: Any) -> int:
    """The session of the newest entry."""
    return int(db.execute("SELECT session FROM entry ORDER BY n DESC LIMIT 1").fetchone()[0])


def other_account(school: School, login: str) -> Change:
    """A change that blocks an account, on its true base."""
    row, base = the_row(school, "account", f"login = '{login}'")
    return Change("account", (row["id"],), {"state": "active"}, {"state": "blocked"}, 0, base)


def forged(body: str, **fields: Any) -> str:
    """An entry's or change's body with some places overwritten: `p4="x"` sets the fifth."""
    parts = json.loads(body)
    for place, value in fields.items():
        parts[int(place[1:])] = value
    return json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def rebased(change: Change, base: EntryRef) -> Change:
    """The same change on another base."""
    return replace(change, base=base)
