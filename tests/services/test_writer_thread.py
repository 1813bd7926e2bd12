"""The writer's thread: it outlives what others do wrong, says what is true, and lets nobody wait for ever."""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ezh_desktop.domain.change import Change, EntryRef
from ezh_desktop.domain.names import PersonName
from ezh_desktop.errors import DeviceTrouble, DiskFullTrouble, Refusal, RightRefused
from ezh_desktop.services import writing
from ezh_desktop.services.accounts import NewStaff, add_account
from ezh_desktop.services.commands import Command
from ezh_desktop.services.doors import Ticket, TicketState
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.opening import Opening
from ezh_desktop.services.own import Planned
from ezh_desktop.storage.door import Door
from ezh_desktop.storage.locks import FileLock
from ezh_desktop.storage.passwords import FLOOR
from tests.factories import PASSWORD, School, a_school, fake_clock, raw
from tests.services.test_acts import SECONDS, mark, settled, value
from tests.services.test_failing_disk import FullDoor

Opens = Callable[..., FileOffice]


class Gate(Door):
    """A disk whose commits wait while the gate is shut."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.open.set()

    def before_commit(self) -> None:
        """See `Door`."""
        assert self.open.wait(SECONDS)


@pytest.fixture
def gate() -> Iterator[Gate]:
    made = Gate()
    yield made
    made.open.set()


@pytest.fixture
def algebra(tiny: School) -> int:
    return tiny.courses["7А Алгебра"]


def test_a_listener_that_fails_stops_neither_the_writer_nor_the_others(
    opens: Opens, algebra: int, expected_log: pytest.LogCaptureFixture
) -> None:
    office = opens()
    heard: list[Ticket] = []

    def fails(_: Ticket) -> None:
        raise RuntimeError("the window is gone")

    office.on_settled(fails)
    office.on_settled(heard.append)
    page = office.course_page(algebra)
    for shown in "54":
        settled(office.submit(mark(page, shown), page))
    assert len(heard) == 2
    assert value(office.course_page(algebra)) == "4"
    assert "RuntimeError" in expected_log.text
    assert "window is gone" not in expected_log.text


def test_what_can_be_undone_is_told_only_when_every_settled_act_is_known(
    opens: Opens, algebra: int, gate: Gate
) -> None:
    office = opens(door=gate)
    page = office.course_page(algebra)
    listening, free = threading.Event(), threading.Event()

    gate.open.clear()
    first = office.submit(mark(page, "5"), page)

    def dawdles(ticket: Ticket) -> None:
        if ticket is not first:
            listening.set()
            assert free.wait(SECONDS)

    office.on_settled(dawdles)
    both = [office.submit(mark(page, shown, row=row), page) for row, shown in enumerate("43", 1)]
    gate.open.set()
    try:
        assert listening.wait(SECONDS)
        assert office.undoable() in {None, both[1].entry}
    finally:
        free.set()
    settled(both[1])
    assert office.undoable() == both[1].entry


def test_a_closed_office_takes_no_act(opens: Opens, algebra: int) -> None:
    office = opens()
    page = office.course_page(algebra)
    office.close()
    with pytest.raises(Refusal):
        office.submit(mark(page, "5"), page)


def test_an_act_stays_durable_when_only_the_lock_file_cannot_be_written(
    opens: Opens, algebra: int, monkeypatch: pytest.MonkeyPatch, expected_log: pytest.LogCaptureFixture
) -> None:
    office = opens()
    page = office.course_page(algebra)

    def full(*_: object) -> None:
        raise DiskFullTrouble("Нет места.")

    monkeypatch.setattr(FileLock, "remember", full)
    assert settled(office.submit(mark(page, "5"), page)).state is TicketState.DURABLE
    page = office.course_page(algebra)
    assert settled(office.submit(mark(page, "4"), page)).state is TicketState.DURABLE
    assert value(office.course_page(algebra)) == "4"
    assert "DiskFullTrouble" in expected_log.text


def test_own_rights_are_read_again_after_an_own_act_has_changed_them(opens: Opens, algebra: int, tiny: School) -> None:
    office = opens()
    page = office.course_page(algebra)
    ident, session, seq = raw(
        tiny, "SELECT id, entry_session, entry_seq FROM course_teacher WHERE course = ?", algebra
    )[0]
    ends = Change("course_teacher", (ident,), {"end": None}, {"end": "2026-09-01"}, algebra, EntryRef(session, seq))
    office.execute(Command("course.teacher", ("course", algebra), (Planned(ends),)))
    with pytest.raises(RightRefused):
        office.submit(mark(page, "5"), page)


@pytest.fixture
def school(tmp_path: Path) -> School:
    return a_school(tmp_path / "keys.ezh")


def test_a_key_file_that_cannot_be_written_fails_nothing_that_is_durable(
    school: School, monkeypatch: pytest.MonkeyPatch, expected_log: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "gone")

    session = Opening({}, cost=FLOOR, clock=fake_clock()).sign_in(school.path, "admin", PASSWORD)
    monkeypatch.setattr(writing, "project", broken)
    try:
        add_account(session.office, NewStaff(PersonName("Новикова", "Инна"), "f", "novikova", []), cost=FLOOR)
        add_account(session.office, NewStaff(PersonName("Новикова", "Инна"), "f", "petrova", []), cost=FLOOR)
    finally:
        session.close()
    assert raw(school, "SELECT count(*) FROM account WHERE login IN ('novikova', 'petrova')") == [(2,)]
    assert "DriveGoneTrouble" in expected_log.text


def test_a_sign_in_that_cannot_be_written_leaves_nothing_open(school: School) -> None:
    door = FullDoor()
    door.full = True
    with pytest.raises(DeviceTrouble) as caught:
        Opening({}, cost=FLOOR, clock=fake_clock(), door=door).sign_in(school.path, "admin", PASSWORD)
    assert not school.path.with_name(f"{school.path.name}-wal").exists()
    assert isinstance(caught.value, DiskFullTrouble)
