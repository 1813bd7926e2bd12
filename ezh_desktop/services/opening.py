"""From a file, a login and a password to a person's session; or, by the recovery code, to a new password."""

from __future__ import annotations

import platform
from collections.abc import MutableMapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from ezh_desktop.domain.clock import Clock
from ezh_desktop.domain.names import PersonName, name_key
from ezh_desktop.domain.rights_table import Role
from ezh_desktop.errors import EzhError, Refusal, SignInTrouble
from ezh_desktop.services.accounts import RECOVERED, raise_cost, recover_account, set_own_password
from ezh_desktop.services.clocks import clock_for
from ezh_desktop.services.doors import Person
from ezh_desktop.services.founding import PROGRAM
from ezh_desktop.services.health_keys import prepare
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.writing import Place
from ezh_desktop.storage.delays import SignInDelays
from ezh_desktop.storage.door import DISK, Door
from ezh_desktop.storage.keyfile import KeyFile, read_key_file
from ezh_desktop.storage.locks import Position
from ezh_desktop.storage.migrating import migrate
from ezh_desktop.storage.passwords import DEFAULT, KdfCost
from ezh_desktop.storage.places import read_only
from ezh_desktop.storage.proof import check_after_crash
from ezh_desktop.storage.protocol import Strand
from ezh_desktop.storage.reading.places import read_info, read_school
from ezh_desktop.storage.reading.standing import AccountRow, read_account_by_key, read_actor
from ezh_desktop.storage.recovery_code import RecoveryCode, check_group
from ezh_desktop.storage.schema import schema_revision
from ezh_desktop.storage.signin import How, SignedIn, sign_in, sign_in_by_code
from ezh_desktop.storage.slots import login_tag
from ezh_desktop.storage.writer import head_now


def position(connection: Any) -> Position | None:  # noqa: ANN401 - the driver's connection
    """How far the protocol of an open file has come."""
    journal = read_info(connection, "journal")
    if not journal:
        return None
    schema_revision(connection)
    return Position(bytes.fromhex(journal), *head_now(connection))


class Session:
    """An open journal in the hands of one person: what the sign-in window gives on to the main window."""

    recovers = ""

    def __init__(self, office: FileOffice, path: Path, *, temporary: bool, cost: KdfCost) -> None:
        """`temporary` tells that the password came from an administrator and must be changed now."""
        self.office = office
        self.path = path
        self.needs_own_password = temporary
        self._cost = cost

    def set_own_password(self, password: str) -> None:
        """Set the person's own password; the session then ends, because its key pair is replaced."""
        set_own_password(self.office, password, cost=self._cost)
        self.close()

    def close(self) -> None:
        """Give the journal back."""
        self.office.close()


class RecoverySession:
    """A journal opened by its recovery code: good for one act, a new password for one of `RECOVERED`."""

    needs_own_password = True

    def __init__(self, office: FileOffice, path: Path, login: str, *, cost: KdfCost) -> None:
        """`login` is whose password will be set."""
        self.office = office
        self.path = path
        self.recovers = login
        self._cost = cost

    def set_own_password(self, password: str) -> None:
        """Set that person's password and end the session."""
        recover_account(self.office, self.recovers, password, cost=self._cost)
        self.close()

    def close(self) -> None:
        """Give the journal back."""
        self.office.close()


class Opening:
    """Opens journals; which of them this computer remembers is another's concern (`journal`)."""

    def __init__(
        self,
        failures: MutableMapping[str, str],
        *,
        door: Door = DISK,
        cost: KdfCost = DEFAULT,
        today: date | None = None,
        clock: Clock | None = None,
    ) -> None:
        """`failures` keeps failed sign-ins; `today` is a command's option; `clock` replaces the journal's own."""
        self._door = door
        self._cost = cost
        self._today = today
        self._clock = clock
        self._delays = SignInDelays(failures)

    def sign_in(self, path: Path, login: str, password: str, *, readonly: bool = False, quiet: bool = False) -> Session:
        """Open the journal as `login`. A `readonly` or `quiet` session writes no entry (commands that only read).

        Where nothing can be written a `quiet` one is `readonly` too. Raises SignInTrouble and whatever stands in the
        way of opening the file.
        """
        readonly = readonly or (quiet and read_only(path))
        how = replace(self._how(), readonly=readonly, delays=self._delays)
        opened = sign_in(path, login, password, how)
        try:
            migrate(opened.sealed, opened.key)
            office, row = self._office(opened, login, writes=not (readonly or quiet))
        except BaseException:
            opened.sealed.close()
            raise
        if opened.must_raise and not office.readonly:
            # An older computer or program made the slot cheaper to guess; a failure here must not keep anyone out.
            with suppress(EzhError):
                raise_cost(office, password, cost=self._cost)
        if not row.temporary:
            prepare(office)
        return Session(office, path, temporary=bool(row.temporary) and not readonly, cost=self._cost)

    def recover(self, path: Path, code: str, login: str = "") -> RecoverySession:
        """Open the journal by its recovery code, to give somebody a new password.

        That is `login` when an administrator or medical worker of that name works here now, else the first
        administrator; one whose role has ended only when there is no other.
        """
        opened = sign_in_by_code(path, RecoveryCode.parse(code), self._how())
        try:
            migrate(opened.sealed, opened.key)
            with opened.sealed.connection(readonly=True) as db:
                today = self._clock_of(db).today()
                login = _recovered(db, login, today) or _first_administrator(db, today)
            office, _ = self._office(opened, login, writes=True)
        except BaseException:
            opened.sealed.close()
            raise
        return RecoverySession(office, path, login, cost=self._cost)

    def delay(self, path: Path, login: str) -> float:
        """Seconds until this login may be tried again; 0 for now."""
        try:
            journal = KeyFile.parse(read_key_file(path)).head.journal
        except EzhError:
            return 0.0
        return self._delays.remaining(journal, login_tag(journal, login))

    def check_group(self, number: int, text: str) -> object:
        """Raises SignInTrouble when group `number` (from 1) of a recovery code cannot be right."""
        return check_group(number, text)

    def _how(self) -> How:
        return How(door=self._door, position=position, check=check_after_crash, cost=self._cost)

    def _clock_of(self, db: Any) -> Clock:  # noqa: ANN401 - the driver's connection
        """The clock in the school's zone; of a demo on its day."""
        _, _, zone = read_school(db)
        return self._clock or clock_for(zone, read_info(db, "demo_day"), self._today)

    def _office(self, opened: SignedIn, login: str, *, writes: bool) -> tuple[FileOffice, AccountRow]:
        journal = opened.text.head.journal
        with opened.sealed.connection(readonly=True) as db:
            row = read_account_by_key(db, name_key(login))
            if row is None or row.state != "active":
                raise SignInTrouble("Эта учётная запись заблокирована.", "Обратитесь к администратору журнала.")
            clock = self._clock_of(db)
            if row.ended is not None and row.ended < clock.today().isoformat():
                raise SignInTrouble("Вы больше не работаете в этом журнале.", "Обратитесь к администратору журнала.")
            actor = read_actor(db, row.account, row.person)
        held = actor.roles(clock.today())
        roles = [role for role in Role if role in held]
        labels = [role.label for role in roles]
        words = ", ".join(f"{word[:1].lower()}{word[1:]}" for word in ([row.post] if row.post else labels))
        name = PersonName(row.surname, row.given, row.patronymic).full
        person = Person(row.account, row.person, name, words, tuple(role.value for role in roles))
        signer = opened.unlocked.pair.signing
        strand = Strand(system_ids()(), row.account, signer, platform.node(), PROGRAM) if writes else None
        place = Place(opened.sealed, journal, opened.key, opened.unlocked, opened.slot, self._cost)
        office = FileOffice(place, person, clock, strand)
        office.begin((opened.failures.count, 0.0))
        return office, row


def _recovered(db: Any, login: str, today: date) -> str:  # noqa: ANN401 - the driver's connection
    """The login when its account is active and of a role that the code may set the password of, else ""."""
    account = read_account_by_key(db, name_key(login))
    if account is None or account.state != "active":
        return ""
    return account.login if read_actor(db, account.account, account.person).roles(today) & RECOVERED else ""


def _first_administrator(db: Any, today: date) -> str:  # noqa: ANN401 - the driver's connection
    found = db.execute(
        "SELECT a.login FROM account AS a JOIN role_assignment AS r ON r.person = a.person"
        " JOIN person AS p ON p.id = a.person WHERE r.role = 'administrator' AND a.state = 'active'"
        " ORDER BY p.ended IS NULL AND coalesce(r.start, '') <= ?1 AND (r.end IS NULL OR r.end >= ?1) DESC, a.id"
        " LIMIT 1",
        (today.isoformat(),),
    ).fetchone()
    if found is None:
        raise Refusal("В журнале нет действующего администратора.")
    return str(found[0])
