"""A journal where nothing can be written: the deputy reads from a protected stick; writing is refused with a remedy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ezh_desktop.errors import DeviceTrouble, RightRefused
from ezh_desktop.journal import JournalOpener
from ezh_desktop.services.backing_up import back_up
from ezh_desktop.services.packing import Destination
from ezh_desktop.services.verifying import verify
from ezh_desktop.settings import Settings
from ezh_desktop.storage.passwords import FLOOR
from ezh_desktop.storage.places import read_only
from ezh_desktop.storage.sealedfile import open_sealed
from ezh_desktop.storage.writer import head_now
from tests.factories import PASSWORD, School, a_school, fake_clock, open_office
from tests.services.sticks import frozen
from tests.services.test_acts import mark, settled, value
from tests.storage.sealed import a_journal, crash


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> School:
    """A school whose deputy can sign in, with one mark."""
    school = a_school(tmp_path_factory.mktemp("school") / "журнал.ezh", signs_in=("deputy",))
    office = open_office(school)
    page = office.course_page(school.courses["7А Алгебра"])
    settled(office.submit(mark(page, "5"), page))
    office.close()
    return school


@pytest.fixture
def stick(staffed: School, tmp_path: Path) -> Iterator[School]:
    """The school on a protected stick."""
    folder = tmp_path / "stick"
    folder.mkdir()
    school = staffed.copied(folder)
    with frozen(folder):
        yield school


@pytest.fixture
def opener(tmp_path: Path) -> JournalOpener:
    return JournalOpener(Settings(tmp_path / "settings.ini"), cost=FLOOR, clock=fake_clock())


def test_the_place_is_known_to_be_read_only(stick: School, staffed: School) -> None:
    assert read_only(stick.path)
    assert not read_only(staffed.path)
    assert not read_only(stick.path.with_name("нет.ezh"))


def test_the_deputy_reads_from_a_protected_stick(stick: School, opener: JournalOpener) -> None:
    before = sorted(stick.path.parent.iterdir())
    session = opener.sign_in(stick.path, "deputy", PASSWORD, readonly=True)
    office = session.office
    assert office.frozen
    assert office.readonly
    page = office.course_page(stick.courses["7А Алгебра"])
    assert value(page) == "5"
    with pytest.raises(RightRefused, match="только для чтения"):
        office.submit(mark(page, "4"), page)
    assert verify(office).sound
    session.close()
    assert sorted(stick.path.parent.iterdir()) == before


def test_the_window_says_before_the_sign_in_that_it_is_for_reading(stick: School, opener: JournalOpener) -> None:
    notice = opener.notice(stick.path)
    assert notice is not None
    assert notice.read_only
    assert "писать нельзя" in notice.title


def test_a_command_that_only_reads_opens_it_by_itself(stick: School, opener: JournalOpener) -> None:
    session = opener.sign_in(stick.path, "deputy", PASSWORD, quiet=True)
    assert session.office.frozen
    session.close()


def test_signing_in_to_write_is_refused_with_a_remedy(stick: School, opener: JournalOpener) -> None:
    with pytest.raises(DeviceTrouble, match="Нет разрешения на запись") as told:
        opener.sign_in(stick.path, "deputy", PASSWORD)
    assert "Скопируйте" in told.value.remedy


def test_a_copy_can_be_taken_from_it(stick: School, opener: JournalOpener, tmp_path: Path) -> None:
    session = opener.sign_in(stick.path, "deputy", PASSWORD, readonly=True)
    (tmp_path / "to").mkdir()
    done = back_up(session.office, Destination.of_folder(tmp_path / "to"))
    assert not done.recorded
    assert done.head_text == session.office.head_text()
    session.close()


def test_a_journal_that_was_not_closed_is_not_shown_without_its_last_entries(tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    journal = a_journal(tmp_path / "stick", accounts=())
    crash(journal, "wal")
    with frozen(tmp_path / "stick"), pytest.raises(DeviceTrouble, match="не был закрыт"):
        open_sealed(journal.path, journal.key, readonly=True)


def test_a_lost_end_is_noticed_there_too(staffed: School, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    school = staffed.copied(folder)
    old = school.path.read_bytes()
    office = open_office(school)
    page = office.course_page(school.courses["7А Алгебра"])
    settled(office.submit(mark(page, "4"), page))
    office.close()
    school.path.write_bytes(old)
    opener = JournalOpener(Settings(tmp_path / "settings.ini"), cost=FLOOR)
    with frozen(folder), pytest.raises(Exception, match="не хватает последних записей"):
        opener.sign_in(school.path, "deputy", PASSWORD, readonly=True)


def test_where_one_may_write_reading_takes_the_lock_as_before(staffed: School, tmp_path: Path) -> None:
    school = staffed.copied(tmp_path)
    sealed = open_sealed(school.path, school.key, readonly=True)
    assert not sealed.frozen
    with sealed.connection() as db:
        assert head_now(db)[0] > 0
    sealed.close()
