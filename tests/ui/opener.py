"""An opener and doors that answer by themselves, for tests and pictures of the sign-in window."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ezh_desktop.errors import EzhError, SignInTrouble
from ezh_desktop.services.passwords import Estimate
from ezh_desktop.ui.signin.opener import JournalLine, MadeJournal, NewJournal, OpenNotice

SCHOOL = "Школа № 12, 2026–2027"
GROUPS = tuple(f"{11 * (12340 + 7 * number):06d}" for number in range(1, 10))


@dataclass
class StillSession:
    """A session that remembers what was done to it."""

    needs_own_password: bool = False
    own_password: str = ""
    recovers: str = ""
    closed: bool = False

    def set_own_password(self, password: str) -> None:
        self.own_password = password

    def close(self) -> None:
        self.closed = True


class StillOpener:
    """Answers at once, or, with `holds`, when released."""

    def __init__(
        self,
        *,
        refuses: EzhError | None = None,
        waits: float = 0.0,
        notice: OpenNotice | None = None,
        line: JournalLine | None = None,
        session: StillSession | None = None,
        holds: bool = False,
    ) -> None:
        self.refuses, self.waits, self.holds = refuses, waits, holds
        self.session = session or StillSession()
        self.asked: list[tuple[object, ...]] = []
        self.threads: list[int] = []
        self._notice, self._line = notice, line
        self._gate = threading.Event()

    def release(self) -> None:
        self._gate.set()

    def sign_in(self, path: Path, login: str, password: str, *, readonly: bool) -> StillSession:
        return self._answer(path, login, password, readonly)

    def recover(self, path: Path, code: str, login: str) -> StillSession:
        return self._answer(path, code, login)

    def make(self, new: NewJournal) -> MadeJournal:
        self._answer(new.path, new.school, new.year, new.login)
        return MadeJournal(GROUPS, lambda: b"%PDF")

    def today(self) -> date:
        return date(2026, 8, 25)

    def delay(self, path: Path, login: str) -> float:
        return self.waits

    def line(self, path: Path) -> JournalLine:
        return self._line or JournalLine(path, SCHOOL)

    def notice(self, path: Path) -> OpenNotice | None:
        return self._notice

    def check_group(self, number: int, text: str) -> object:
        if int(text) % 11:
            raise SignInTrouble(f"Ошибка в группе {number}: «{text}».")
        return int(text) // 11

    def estimate(self, password: str, words: list[str]) -> Estimate:
        score = min(4, len(password) // 4)
        return Estimate(score, enough=score >= 3, advice="" if score >= 3 else "Добавьте ещё слово.")

    def _answer(self, *asked: object) -> StillSession:
        self.threads.append(threading.get_ident())
        self.asked.append(asked)
        if self.holds:
            self._gate.wait(10)
        if self.refuses is not None:
            raise self.refuses
        return self.session


class NoDoors:
    """Doors that a test opens: `file` is what a person would choose."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = file

    def open_file(self, parent: object, title: str, kinds: str, folder: Path | None = None) -> Path | None:
        return self.file
