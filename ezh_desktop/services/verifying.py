"""The check of a whole journal (проверка журнала): file, references, protocol with replay, rights, lessons, keys.

It reads in one snapshot beside people who go on working, writes nothing, and names what it finds by entry numbers:
never by names or marks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from ezh_desktop.domain.rights import About, demand
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.errors import BadInput, DamageTrouble, KeyFileTrouble
from ezh_desktop.services.act_rights import ActRights
from ezh_desktop.services.finding_texts import finding_text
from ezh_desktop.services.health_keys import announced_keys
from ezh_desktop.services.lesson_rows import ACTION as DERIVE
from ezh_desktop.services.lesson_rows import LessonRow, digest
from ezh_desktop.services.office import FileOffice
from ezh_desktop.storage.chains import Act
from ezh_desktop.storage.faults import as_trouble
from ezh_desktop.storage.flaws import Flaw, FlawKind, Flaws
from ezh_desktop.storage.health import generations
from ezh_desktop.storage.integrity import check_file
from ezh_desktop.storage.keyfile import KeyFile, read_key_file
from ezh_desktop.storage.proof import Proof, prove, readable
from ezh_desktop.storage.reading.rows import row, rows
from ezh_desktop.storage.replay import Replay
from ezh_desktop.storage.sealedfile import SealedFile
from ezh_desktop.storage.triggers import trigger_statements

Progress = Callable[[int, int, str], None]
"""Steps done, steps in all, words. A job's progress fits, and stops the check by raising."""

_SHORT_HEX: Final = 16
_WHOLE_HEX: Final = 64


@dataclass(frozen=True, slots=True)
class HeadClaim:
    """A head remembered elsewhere, as paper prints it: after `n` entries, its first 16 or all 64 hex digits."""

    n: int
    digits: str

    @classmethod
    def parse(cls, text: str) -> HeadClaim:
        """Read «12345:3f9ac41b77d0e2b8»; raises BadInput."""
        number, _, digits = text.strip().lower().partition(":")
        known = number.isascii() and number.isdigit() and len(digits) in {_SHORT_HEX, _WHOLE_HEX}
        if not known or not set(digits) <= set("0123456789abcdef"):
            raise BadInput(
                "Вершина протокола записана неверно.", "Перепишите её с распечатки: например, 12345:3f9ac41b77d0e2b8."
            )
        return cls(int(number), digits)


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding or notice: its kind, the arrival number of the entry (0: none), and the text for people."""

    kind: str
    n: int
    text: str


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What the check found. `omitted` findings are counted but not listed; `head` is the head as paper prints it."""

    entries: int
    sessions: int
    rows: int
    head: str
    findings: tuple[Finding, ...]
    notices: tuple[Finding, ...]
    omitted: int = 0

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def verify(office: FileOffice, head: HeadClaim | None = None, progress: Progress | None = None) -> VerifyReport:
    """Check the journal of a signed-in person. Raises RightRefused, DeviceTrouble, and what `progress` raises."""
    demand(office.actor, Action.VERIFY, About(Thing.JOURNAL, office.clock.today()))
    return verify_file(office.place.sealed, head, progress)


def verify_file(sealed: SealedFile, head: HeadClaim | None = None, progress: Progress | None = None) -> VerifyReport:
    """Check an open journal, whoever opened it; see `verify`."""
    flaws = Flaws()
    if progress is not None:
        progress(0, 0, "Проверка файла")
    with sealed.connection(readonly=False) as db, as_trouble():
        found = check_file(db)
        for fault in found.faults:
            flaws.add(FlawKind.PAGES, 0, fault[:_WHOLE_HEX])
        if found.sound and not found.complete:
            flaws.add(FlawKind.UNCHECKED)
        proof = _Check(db, flaws, sealed).run(head, progress)
    return _report(flaws, proof)


class _Derivations:
    """Watches for derivations of lessons: the digest each left behind → the arrival number of its entry."""

    def __init__(self) -> None:
        self.vouched: dict[str, int] = {}

    def watch(self, act: Act, replay: Replay) -> None:  # noqa: ARG002 - see `proof.Watcher`
        """See `proof.Watcher`."""
        if act.body.action == DERIVE:
            self.vouched[act.body.reason.rpartition(" ")[2]] = act.stored.n


class _Check:
    """The part of the check that reads the tables, in one read transaction."""

    def __init__(self, db: Any, flaws: Flaws, sealed: SealedFile) -> None:  # noqa: ANN401 - the driver's connection
        self._db, self._flaws, self._sealed = db, flaws, sealed
        self._derived = _Derivations()

    def run(self, head: HeadClaim | None, progress: Progress | None) -> Proof | None:
        """All of it; None when the pages are so damaged that the tables cannot be read."""
        self._db.execute("BEGIN")
        try:
            with readable():
                proof = self._prove(head, progress)
                self._references()
                self._triggers()
                self._lessons()
                self._key_text()
        except DamageTrouble as trouble:
            if not self._flaws.counts[FlawKind.PAGES]:
                self._flaws.add(FlawKind.PAGES, 0, trouble.detail)
            return None
        finally:
            self._db.execute("ROLLBACK")
        return proof

    def _prove(self, head: HeadClaim | None, progress: Progress | None) -> Proof:
        wanted = head.n if head else 0
        rights = ActRights(self._flaws)
        proof = prove(self._db, self._flaws, watchers=(rights, self._derived), wanted=wanted, progress=progress)
        if head is not None and (proof.wanted_head or b"").hex()[: len(head.digits)] != head.digits:
            self._flaws.add(FlawKind.CUT, head.n)
        return proof

    def _references(self) -> None:
        for table, *_ in self._db.execute("PRAGMA foreign_key_check").fetchall():
            self._flaws.add(FlawKind.REFERENCE, 0, str(table))

    def _triggers(self) -> None:
        found = dict(rows(self._db, "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"))
        wanted = trigger_statements()
        for name in found.keys() ^ wanted.keys() | {one for one in found if found[one] != wanted.get(one)}:
            self._flaws.add(FlawKind.TRIGGERS, 0, name)

    def _lessons(self) -> None:
        """Lessons are no entered table: the newest derivation vouches for them by its digest."""
        years = [
            one[0]
            for one in rows(self._db, "SELECT DISTINCT c.year FROM lesson AS l JOIN course AS c ON c.id = l.course")
        ]
        vouched = self._derived.vouched
        present = {digest(self._lessons_of(year)) for year in years}
        newest = max(vouched.values(), default=0)
        lost = bool(years) and newest not in {vouched.get(one) for one in present}
        if lost or not present <= vouched.keys():
            self._flaws.add(FlawKind.LESSONS, newest)

    def _lessons_of(self, year: int) -> list[LessonRow]:
        found = rows(
            self._db,
            "SELECT l.id, l.course, l.day, l.number, l.part, l.state FROM lesson AS l"
            " JOIN course AS c ON c.id = l.course WHERE c.year = ?",
            year,
        )
        return [LessonRow(*one) for one in found]

    def _key_text(self) -> None:
        """The text in the database is the one the newest change of keys vouches for, and the key file shows it."""
        held = row(self._db, "SELECT text, serial FROM key_text WHERE id = 1")
        vouched = row(self._db, "SELECT digest, serial FROM key_change ORDER BY serial DESC LIMIT 1")
        if held is None or vouched is None or (sha256(held[0].encode()).hexdigest(), held[1]) != tuple(vouched):
            self._flaws.add(FlawKind.KEY_TEXT)
            return
        if generations(KeyFile.parse(held[0].encode())) != announced_keys(self._db).keys():
            # A health key that no medical worker has announced: what is sealed under it, others could open.
            self._flaws.add(FlawKind.KEY_TEXT)
        try:
            outside = read_key_file(self._sealed.path)
        except KeyFileTrouble:
            outside = b""
        if outside != held[0].encode():
            self._flaws.add(FlawKind.KEY_FILE)


def _report(flaws: Flaws, proof: Proof | None) -> VerifyReport:
    findings = [_finding(flaw) for flaw in flaws.kept if not flaw.kind.notice]
    notices = [_finding(flaw) for flaw in flaws.kept if flaw.kind.notice]
    return VerifyReport(
        entries=proof.entries if proof else 0,
        sessions=proof.sessions if proof else 0,
        rows=proof.rows if proof else 0,
        head=proof.head_text if proof else "",
        findings=tuple(findings),
        notices=tuple(notices),
        omitted=flaws.omitted,
    )


def _finding(flaw: Flaw) -> Finding:
    return Finding(flaw.kind.value, flaw.n, finding_text(flaw))
