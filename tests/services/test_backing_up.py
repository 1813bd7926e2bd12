"""Backups of an open journal (9.2.2): proved, recorded, made while people type; whatever fails leaves no half file."""

from __future__ import annotations

import errno
import random
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from ezh_desktop.domain.clock import SteppedClock
from ezh_desktop.errors import BusyTrouble, DamageTrouble, DriveGoneTrouble, Refusal
from ezh_desktop.jobs.backup import WHOLE, BackupJob
from ezh_desktop.jobs.base import Job, JobCancelled, JobPhase
from ezh_desktop.services.backing_up import back_up, free_name
from ezh_desktop.services.backups import (
    Medium,
    beside,
    destination_of,
    folder_line,
    how_it_stands,
    last_backup,
    lying_in,
    media_lines,
)
from ezh_desktop.services.doors import TicketState
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.packing import Destination, MediumTrouble, Stage, prove_pair
from ezh_desktop.services.verifying import verify_file
from ezh_desktop.storage.backupcopy import copy_database
from ezh_desktop.storage.door import Door
from ezh_desktop.storage.integrity import check_file
from ezh_desktop.storage.packages import open_package, read_manifest
from ezh_desktop.storage.sealedfile import open_sealed
from tests.factories import ZONE, School, fake_clock, open_office, raw
from tests.services.sticks import plugged, protect, unplug
from tests.services.test_acts import mark, settled
from tests.storage.faulty import FailsOnRename, FullDisk, Garbles

Opens = Callable[..., FileOffice]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder that stands for a stick."""
    root = tmp_path / "ЖУРНАЛ"
    root.mkdir()
    return root


@pytest.fixture
def algebra(tiny: School) -> int:
    return tiny.courses["7А Алгебра"]


def to(folder: Path) -> Destination:
    return Destination(folder, "флешка «ЖУРНАЛ»")


def names(folder: Path) -> list[str]:
    return sorted(found.name for found in folder.iterdir())


def test_a_backup_has_the_head_of_the_journal_and_opens(opens: Opens, stick: Path, tiny: School) -> None:
    office = opens()
    head = office.head_text()
    done = back_up(office, to(stick))
    assert done.head_text == head
    assert (done.path.name, done.classes, done.pupils) == (f"{tiny.path.stem}_2026-12-02_1043.ezhb", 1, 6)
    assert names(stick) == [done.path.name]
    assert done.size == done.path.stat().st_size
    with open_package(done.path) as package:
        package.unpack(stick / "out.ezh")
        prove_pair(stick / "out.ezh", tiny.key, package.manifest, whole=True)
    sealed = open_sealed(stick / "out.ezh", tiny.key)
    assert verify_file(sealed).sound
    sealed.close()


def test_the_protocol_keeps_when_and_where_to(opens: Opens, stick: Path, tiny: School) -> None:
    office = opens()
    assert last_backup(office).words == "копии ещё нет"
    done = back_up(office, to(stick))
    assert done.recorded
    assert last_backup(office).words == "сегодня в 10:43, флешка «ЖУРНАЛ»"
    assert not last_backup(office).old
    office.close()
    assert [tuple(row) for row in raw(tiny, "SELECT media, kind, n, head FROM backup_run")] == [
        ("флешка «ЖУРНАЛ»", "backup", done.n, done.head.hex())
    ]
    sealed = open_sealed(tiny.path, tiny.key)
    assert verify_file(sealed).sound
    sealed.close()


def test_after_a_week_without_a_backup_the_journal_says_so(tiny: School, stick: Path) -> None:
    office = open_office(tiny, "admin")
    back_up(office, to(stick))
    office.close()
    clock = SteppedClock(fake_clock().now_us() + 8 * 24 * 3600 * 1_000_000, ZONE)
    office = open_office(tiny, "admin", clock=clock)
    assert last_backup(office).old
    assert last_backup(office).words == "2 декабря, флешка «ЖУРНАЛ»"
    office.close()


def test_who_reads_makes_a_backup_that_is_not_recorded(opens: Opens, stick: Path) -> None:
    office = opens(readonly=True)
    assert not back_up(office, to(stick)).recorded


def test_two_backups_of_one_minute_lie_side_by_side(opens: Opens, stick: Path) -> None:
    office = opens()
    paths = [back_up(office, to(stick)).path for _ in range(2)]
    assert [path.stem.rpartition("_")[2] for path in paths] == ["1043", "2"]
    assert names(stick) == sorted(path.name for path in paths)


def test_a_name_that_a_stick_does_not_take_is_changed(stick: Path) -> None:
    now = fake_clock().now_local()
    assert free_name(stick, 'Школа: "7"?', now).name == "Школа_ _7___2026-12-02_1043.ezhb"


def test_marks_typed_while_the_copy_is_made_are_durable_and_not_in_it(
    opens: Opens, stick: Path, algebra: int, tiny: School
) -> None:
    office = opens()
    typed: list[TicketState] = []

    def types(stage: Stage, _done: int, _total: int) -> None:
        if stage is not Stage.CHECK:
            page = office.course_page(algebra)
            typed.append(settled(office.submit(mark(page, "54"[len(typed) % 2]), page)).state)

    before = office.head_text()
    done = back_up(office, to(stick), types)
    assert len(typed) >= 3
    assert set(typed) == {TicketState.DURABLE}
    assert done.head_text == before
    assert read_manifest(done.path).n == done.n
    office.close()
    assert len(raw(tiny, "SELECT 1 FROM entry WHERE action = 'cells.enter'")) == len(typed)


def test_marks_on_their_way_are_written_before_the_copy_is_taken(opens: Opens, stick: Path, algebra: int) -> None:
    office = opens()
    page = office.course_page(algebra)
    office.submit(mark(page, "5"), page)
    done = back_up(office, to(stick))
    assert done.head_text.startswith(f"{done.n}:")
    assert office.head_text().startswith(f"{done.n + 1}:")


class Stuck(Door):
    """A disk that does not answer until told."""

    def __init__(self) -> None:
        self.answers = threading.Event()
        self.answers.set()

    def before_commit(self) -> None:
        self.answers.wait(10)


def test_a_journal_whose_disk_does_not_answer_is_not_copied(
    opens: Opens, stick: Path, algebra: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ezh_desktop.services.draining.DRAIN_SECONDS", 0.05)
    door = Stuck()
    office = opens(door=door)
    page = office.course_page(algebra)
    door.answers.clear()
    office.submit(mark(page, "5"), page)
    with pytest.raises(BusyTrouble, match="ещё не на диске"):
        back_up(office, to(stick))
    door.answers.set()
    assert names(stick) == []


class Stick(Door):
    """The journal's own disk is sound; what goes wrong does so where the package is written."""

    def __init__(self, faulty: Door, at: Path) -> None:
        self._faulty, self._at = faulty, at

    def write(self, descriptor: int, data: bytes) -> None:
        (self._faulty if self._there(descriptor) else super()).write(descriptor, data)

    def fsync(self, descriptor: int) -> None:
        (self._faulty if self._there(descriptor) else super()).fsync(descriptor)

    def rename(self, source: Path, target: Path) -> None:
        (self._faulty if target.parent == self._at else super()).rename(source, target)

    def _there(self, descriptor: int) -> bool:
        return Path(f"/proc/self/fd/{descriptor}").readlink().parent == self._at


class Pulled(Door):
    """Pulled out in the middle of writing."""

    def __init__(self, number: int = errno.EIO) -> None:
        self.number, self.left = number, 2

    def write(self, descriptor: int, data: bytes) -> None:
        self.left -= 1
        if self.left < 0:
            raise OSError(self.number, "pulled")
        super().write(descriptor, data)


linux = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="tells files by their descriptors")


@linux
@pytest.mark.parametrize(
    ("faulty", "says"),
    [
        (FullDisk(50_000), "не хватает места"),
        (Pulled(), "недоступна или вынута"),
        (Pulled(errno.ENOENT), "недоступна или вынута"),
        (Pulled(errno.EROFS), "защищена от записи"),
        (FailsOnRename(), "защищена от записи"),
        (FailsOnRename(errno.EIO), "недоступна или вынута"),
        (Garbles(), "неисправна"),
    ],
    ids=["full", "pulled", "vanished", "read-only", "renamed-not", "pulled-last", "garbled"],
)
def test_whatever_a_stick_does_leaves_no_half_file_and_is_told_of_the_stick(
    opens: Opens, stick: Path, faulty: Door, says: str
) -> None:
    office = opens(door=Stick(faulty, stick))
    with pytest.raises(MediumTrouble, match=says) as told:
        back_up(office, to(stick))
    assert told.value.text.startswith("Флешка «ЖУРНАЛ»")
    assert told.value.remedy
    assert names(stick) == []
    assert last_backup(office).when is None


def test_a_stick_that_is_too_small_is_refused_before_anything_is_written(opens: Opens, tmp_path: Path) -> None:
    office = opens()
    with plugged(tmp_path, "64k") as root:
        with pytest.raises(MediumTrouble, match="не хватает места"):
            back_up(office, to(root))
        assert names(root) == []


def test_a_stick_that_fills_up_meanwhile_keeps_its_earlier_backups(opens: Opens, tmp_path: Path) -> None:
    office = opens()
    with plugged(tmp_path, "2m") as root:
        first = back_up(office, to(root)).path
        whole = first.read_bytes()

        def fills(stage: Stage, done: int, _total: int) -> None:
            if stage is Stage.WRITE and not done:
                (root / "film.avi").write_bytes(bytes(_free(root) - 100_000))

        with pytest.raises(MediumTrouble, match="не хватает места"):
            back_up(office, to(root), fills)
        assert names(root) == sorted(["film.avi", first.name])
        assert first.read_bytes() == whole


def _free(root: Path) -> int:
    import shutil  # noqa: PLC0415 - only here

    return shutil.disk_usage(root).free


def test_a_write_protected_stick_is_told(opens: Opens, tmp_path: Path) -> None:
    office = opens()
    with plugged(tmp_path) as root:
        protect(root)
        with pytest.raises(MediumTrouble, match="защищена от записи"):
            back_up(office, Destination(root / "ЭЖ", "флешка «ЖУРНАЛ»", makes=True))


def test_a_stick_pulled_out_in_the_middle_is_told(opens: Opens, tmp_path: Path) -> None:
    office = opens()
    with plugged(tmp_path) as root:

        def pulls(stage: Stage, _done: int, _total: int) -> None:
            if stage is Stage.READ:
                unplug(root)

        with pytest.raises(MediumTrouble, match="недоступна или вынута"):
            back_up(office, to(root), pulls)
        assert names(root) == []


def test_a_folder_that_is_not_there_is_told_and_not_made(opens: Opens, stick: Path) -> None:
    office = opens()
    with pytest.raises(MediumTrouble, match="недоступна"):
        back_up(office, to(stick / "нет"))
    assert names(stick) == []


def test_a_cancel_leaves_nothing_behind(opens: Opens, stick: Path) -> None:
    office = opens()

    def cancels(stage: Stage, _done: int, _total: int) -> None:
        if stage is Stage.READ:
            job.cancel()

    job = Job("Резервная копия", BackupJob(office, to(stick), cancels))
    job.run()
    assert job.state.phase is JobPhase.CANCELLED
    with pytest.raises(JobCancelled):
        job.result()
    assert names(stick) == []
    assert last_backup(office).when is None


def test_a_job_tells_how_far_it_is_and_never_goes_back(opens: Opens, stick: Path) -> None:
    office = opens()
    told: list[tuple[int, str]] = []
    job = Job("Резервная копия", BackupJob(office, to(stick)))
    job.listen(lambda state: told.append((state.done, state.words)))
    job.run()
    done = [one for one, _ in told]
    assert done == sorted(done)
    assert max(done) <= WHOLE
    assert [words for words in dict.fromkeys(words for _, words in told) if words] == [
        "Журнал проверяется",
        "Копия записывается",
        "Копия читается и сверяется",
        "Копия открывается для пробы",
    ]


def test_what_a_pulled_stick_left_is_cleared_a_day_later(opens: Opens, stick: Path) -> None:
    import os  # noqa: PLC0415 - only here

    old, young, foreign = (stick / name for name in ("a.ezhb.0badc0de.tmp", "b.ezhb.00c0ffee.tmp", "note.txt"))
    for file in (old, young, foreign):
        file.write_bytes(b"half")
        os.utime(file, (1_700_000_000, 1_700_000_000))
    os.utime(young)
    back_up(opens(), to(stick))
    assert not old.exists()
    assert young.exists()
    assert foreign.exists()


def test_a_damaged_journal_is_not_copied(tiny: School, stick: Path) -> None:
    office = open_office(tiny)
    office.place.sealed.checkpoint()
    size = tiny.path.stat().st_size
    with tiny.path.open("r+b") as file:
        file.seek(size - 2000)
        file.write(bytes(500))
    with pytest.raises(DamageTrouble):
        back_up(office, to(stick))
    assert names(stick) == []
    office.close()


def test_the_check_of_a_copy_finds_what_the_whole_check_finds(tiny: School, tmp_path: Path) -> None:
    """It works out no JSON, which saves most of its time; flipped bits in the journal are no less noticed."""
    chance, whole = random.Random(7), tiny.path.read_bytes()
    told = []
    for _ in range(12):
        data = bytearray(whole)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        tiny.path.write_bytes(data)
        try:
            sealed = open_sealed(tiny.path, tiny.key)
        except DamageTrouble:
            continue
        with sealed.connection() as db:
            sound = check_file(db).sound
        try:
            copy_database(sealed, tmp_path / "copy", tiny.key)
        except DamageTrouble:
            told.append(not sound)
        else:
            told.append(sound)
        sealed.release()
    assert all(told)
    assert len(told) > 6


def test_a_session_without_a_key_of_its_own_makes_none(opens: Opens, stick: Path) -> None:
    office = opens()
    office._place = type(office.place)(office.place.sealed, office.place.journal, office.place.key)
    with pytest.raises(Refusal, match="с паролем"):
        back_up(office, to(stick))


# What lies on a medium


class Plugged:
    """Media of a test."""

    def __init__(self, *media: Medium) -> None:
        self.media = media

    def find(self):
        return self.media


def a_medium(root: Path, label: str = "ЖУРНАЛ", *, writable: bool = True) -> Medium:
    return Medium(root, label, 15 << 30, 29 << 30, writable)


def test_a_stick_tells_its_newest_backup_of_this_journal(opens: Opens, stick: Path, algebra: int) -> None:
    office = opens()
    media = Plugged(a_medium(stick))
    (line,) = media_lines(office, media)
    assert (line.newest, line.lying) == ("копий нет", ())
    done = back_up(office, line.destination)
    assert done.path.parent == stick / "ЭЖ"
    (line,) = media_lines(office, media)
    assert line.newest == "последняя копия сегодня в 10:43"
    assert line.details == ("сегодня в 10:43: с тех пор 1 запись",)
    (lying,) = line.lying
    assert lying.is_of(office.place.journal)
    page = office.course_page(algebra)
    settled(office.submit(mark(page, "5"), page))
    # The note of the backup itself and the mark.
    assert how_it_stands(lying, office.place.journal, done.n + 2) == "с тех пор 2 записи"
    assert how_it_stands(lying, office.place.journal, done.n) == "журнал с тех пор не менялся"


def test_a_stick_with_a_newer_journal_or_anothers_or_a_broken_one_says_so(opens: Opens, stick: Path) -> None:
    office = opens()
    done = back_up(office, destination_of(a_medium(stick)))
    (lying,) = lying_in(done.path.parent, office.clock.now_local())
    assert how_it_stands(lying, office.place.journal, done.n - 1) == "новее журнала на этом компьютере"
    assert how_it_stands(lying, bytes(16), done.n) == "копия другого журнала"
    done.path.write_bytes(done.path.read_bytes()[:-1])
    (broken,) = lying_in(done.path.parent, office.clock.now_local())
    assert how_it_stands(broken, office.place.journal, done.n) == "копия повреждена"
    (line,) = media_lines(office, Plugged(a_medium(stick)))
    assert line.newest == "копий этого журнала нет"


def test_a_folder_on_the_disk_of_the_journal_is_known(opens: Opens, stick: Path, tmp_path: Path) -> None:
    office = opens()
    assert folder_line(office, stick).same_disk
    with plugged(tmp_path) as root:
        assert not folder_line(office, root).same_disk
    with pytest.raises(DriveGoneTrouble):
        folder_line(office, stick / "нет")


def test_a_backup_that_was_renamed_goes_by_the_date_of_the_file(opens: Opens, stick: Path) -> None:
    import os  # noqa: PLC0415 - only here

    office = opens()
    done = back_up(office, to(stick))
    renamed = done.path.rename(stick / "копия.ezhb")
    when = fake_clock().now_us() / 1_000_000 - 24 * 3600
    os.utime(renamed, (when, when))
    (lying,) = lying_in(stick, office.clock.now_local())
    assert lying.made.date().isoformat() == "2026-12-01"


def test_what_lies_beside_a_new_copy_is_told_by_its_days(opens: Opens, stick: Path) -> None:
    office = opens()
    now = office.clock.now_local()
    for number in range(6):
        made = back_up(office, to(stick)).path
        day = 1 if number < 2 else number - 1
        made.rename(stick / f"tiny_2026-11-{30 - day}_10{number:02}.ezhb")
    done = back_up(office, to(stick)).path
    assert beside(done, now, office.place.journal) == "копии от 29 ноября, 28 ноября, 27 ноября и ещё 1"
    assert beside(done, now, bytes(16)) == ""
