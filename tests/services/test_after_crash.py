"""A journal that a crash left with a WAL is replayed before anybody works with it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ezh_desktop.errors import DamageTrouble
from ezh_desktop.journal import JournalOpener
from ezh_desktop.settings import Settings
from ezh_desktop.storage.passwords import FLOOR
from ezh_desktop.storage.sealedfile import open_sealed
from tests.factories import PASSWORD, School, a_school, fake_clock, open_office, raw
from tests.services.tampering import check


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> School:
    return a_school(tmp_path_factory.mktemp("crash") / "crash.ezh", signs_in=("teacher",))


def _left(school: School, folder: Path, act: Callable[[Any], object]) -> School:
    """The files as a computer leaves them that lost its power right after `act` was committed."""
    folder.mkdir()
    sealed = open_sealed(school.path, school.key)
    with sealed.connection() as db:
        act(db)
        for end in ("", "-wal", ".keys"):
            shutil.copy2(f"{school.path}{end}", folder / f"{school.path.name}{end}")
    sealed.close()
    left = folder / f"{school.path.name}-wal"
    assert left.stat().st_size > 0
    return School(folder / school.path.name, school.journal, school.code, school.people, {}, {}, {})


def _opener(folder: Path) -> JournalOpener:
    return JournalOpener(Settings(folder / "settings.ini"), cost=FLOOR, clock=fake_clock())


def test_commits_that_were_only_in_the_wal_are_kept_and_proved(made: School, tmp_path: Path) -> None:
    school = made.copied(tmp_path)
    office = open_office(school, "teacher")
    head = office.head_text()
    left = _left(school, tmp_path / "left", lambda db: None)
    office.close()
    _opener(tmp_path).sign_in(left.path, "teacher", PASSWORD, quiet=True).close()
    assert check(left, head).sound
    assert not list(left.path.parent.glob("*.aside"))


def test_rows_that_do_not_agree_with_the_protocol_are_refused_and_the_files_kept_aside(
    made: School, tmp_path: Path
) -> None:
    def spoil(db: Any) -> None:
        db.execute("DROP TRIGGER tr_person_names_entry")
        db.execute("UPDATE person SET post = 'иначе'")

    left = _left(made.copied(tmp_path), tmp_path / "left", spoil)
    with pytest.raises(DamageTrouble, match=r"не сходится со своим протоколом") as trouble:
        _opener(tmp_path).sign_in(left.path, "teacher", PASSWORD)
    (aside,) = left.path.parent.glob("*.aside")
    assert aside.name in trouble.value.remedy
    assert (aside / left.path.name).exists()


def test_a_journal_that_was_closed_in_order_is_not_replayed_at_every_opening(made: School, tmp_path: Path) -> None:
    school = made.copied(tmp_path)
    sealed = open_sealed(school.path, school.key)
    with sealed.connection() as db:
        db.execute("DROP TRIGGER tr_person_names_entry")
        db.execute("UPDATE person SET post = 'иначе'")
    sealed.close()
    _opener(tmp_path).sign_in(school.path, "teacher", PASSWORD, quiet=True).close()
    assert raw(school, "SELECT DISTINCT post FROM person") == [("иначе",)]
