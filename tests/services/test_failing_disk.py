"""What happens when the disk is slow, full or gone while a teacher types: nothing half-written, everything said."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ezh_desktop.errors import DiskFullTrouble, DriveGoneTrouble, StaleRefused
from ezh_desktop.services.doors import TicketState
from ezh_desktop.services.office import FileOffice
from ezh_desktop.storage.door import Door
from tests.factories import School, open_office, raw
from tests.services.test_acts import mark, settled, value

Opens = Callable[..., FileOffice]
SYNC_SECONDS = 0.03


class SlowDoor(Door):
    """A school's hard disk: every commit takes 30 ms."""

    def before_commit(self) -> None:
        """See `Door`."""
        time.sleep(SYNC_SECONDS)


class FullDoor(Door):
    """A disk that is full while `full` is set."""

    def __init__(self) -> None:
        self.full = False

    def before_commit(self) -> None:
        """See `Door`."""
        if self.full:
            raise OSError(errno.ENOSPC, "full")


@pytest.fixture
def algebra(tiny: School) -> int:
    return tiny.courses["7А Алгебра"]


def test_with_a_slow_disk_the_next_key_is_taken_at_once(opens: Opens, algebra: int) -> None:
    office = opens(door=SlowDoor())
    page = office.course_page(algebra)
    began = time.perf_counter()
    tickets = [office.submit(mark(page, shown, row=row), page) for row, shown in enumerate("54321")]
    taken = time.perf_counter() - began
    assert taken < SYNC_SECONDS * len(tickets)
    assert [one.state for one in tickets].count(TicketState.QUEUED) > 0
    assert all(settled(one).state is TicketState.DURABLE for one in tickets)


def test_a_full_disk_fails_the_act_and_what_stood_on_it(opens: Opens, algebra: int) -> None:
    door = FullDoor()
    office = opens(door=door)
    page = office.course_page(algebra)
    settled(office.submit(mark(page, "4"), page))
    door.full = True
    failed = settled(office.submit(mark(page, "5"), page))
    assert failed.state is TicketState.FAILED
    assert isinstance(failed.error, DiskFullTrouble)
    assert value(office.course_page(algebra)) == "4"
    door.full = False
    page = office.course_page(algebra)
    assert settled(office.submit(mark(page, "3"), page)).state is TicketState.DURABLE


def test_later_acts_on_a_failed_cell_are_dropped_with_it(opens: Opens, algebra: int) -> None:
    class FailsOnce(Door):
        left = 1

        def before_commit(self) -> None:
            if self.left == 0:
                self.left = -1
                time.sleep(SYNC_SECONDS)
                raise OSError(errno.ENOSPC, "full")
            self.left -= self.left > 0

    office = opens(door=FailsOnce())
    page = office.course_page(algebra)
    first = office.submit(mark(page, "4"), page)
    time.sleep(SYNC_SECONDS / 3)
    second = office.submit(mark(page, "5"), page)
    assert settled(first).state is TicketState.FAILED
    dropped = settled(second)
    assert dropped.state in {TicketState.REFUSED, TicketState.FAILED}
    assert isinstance(dropped.error, StaleRefused | DiskFullTrouble)
    assert value(office.course_page(algebra)) == ""


def test_a_file_replaced_under_the_window_takes_no_more_acts(opens: Opens, algebra: int, tiny: School) -> None:
    office = opens()
    page = office.course_page(algebra)
    moved = tiny.path.with_name("moved.ezh")
    tiny.path.rename(moved)
    failed = settled(office.submit(mark(page, "5"), page))
    assert failed.state is TicketState.FAILED
    assert isinstance(failed.error, DriveGoneTrouble)
    moved.rename(tiny.path)


def test_no_file_left_on_disk_says_what_it_is_or_whom_it_is_about(opens: Opens, algebra: int, tiny: School) -> None:
    office = opens()
    page = office.course_page(algebra)
    settled(office.submit(mark(page, "5"), page))
    for file in tiny.path.parent.iterdir():
        if file.is_file() and file.suffix != ".ezh-shm":
            _looked_at(file)
    office.close()
    for file in tiny.path.parent.iterdir():
        _looked_at(file)


def _looked_at(file: Path) -> None:
    data = file.read_bytes()
    for secret in (b"SQLite format 3", "Абрамова".encode(), "Алгебра".encode(), "Абрамова".encode("utf-16-le")):
        assert secret not in data, file.suffix


WRITES = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from tests.services.test_failing_disk import write_until_killed
write_until_killed(Path(sys.argv[2]))
"""


def write_until_killed(pickled: Path) -> None:
    """Type marks for ever; print each one that was shown as durable."""
    import pickle  # noqa: PLC0415 - this runs in a process of its own

    school, course = pickle.loads(pickled.read_bytes())  # noqa: S301 - made by the test
    office = open_office(school)
    for turn in range(100_000):
        page = office.course_page(course)
        row = turn % len(page.pupils)
        shown = "2345"[turn % 4] if value(page, row) != "2345"[turn % 4] else "н"
        settled(office.submit(mark(page, shown, row=row), page))
        print(page.pupils[row].pupil, shown, flush=True)


@pytest.mark.long
@pytest.mark.parametrize("turn", range(20))
def test_kill_9_loses_nothing_that_was_shown_as_durable(tiny: School, algebra: int, turn: int) -> None:
    import pickle  # noqa: PLC0415 - only here

    handed = tiny.path.with_name("school.pickle")
    plain = School(tiny.path, tiny.journal, tiny.code, {}, tiny.courses, tiny.pupils, tiny.classes)
    plain.people = {"teacher": tiny.people["teacher"]}
    handed.write_bytes(pickle.dumps((plain, algebra)))
    root = str(Path(__file__).parents[2])
    command = [sys.executable, "-c", WRITES, root, str(handed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        shown = [child.stdout.readline() for _ in range(10 + 7 * turn)]
        os.kill(child.pid, signal.SIGKILL)
        shown += child.stdout.readlines()
    last = dict(line.split() for line in shown if line.endswith("\n"))
    stored = {str(pupil): mark for pupil, mark in raw(tiny, "SELECT pupil, value FROM cell WHERE slot = 0")}
    # The act in flight when the process died may have become durable without having been shown.
    differing = [pupil for pupil, mark in last.items() if stored.get(pupil) != mark]
    assert len(differing) <= 1
    (entries,) = raw(tiny, "SELECT count(*) FROM entry WHERE action = 'cells.enter'")[0]
    assert len(shown) <= entries <= len(shown) + 1
