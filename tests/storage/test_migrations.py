"""Migrations: the frozen steps make the very schema of the code, an older journal keeps its data, a failure nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from ezh_desktop.domain.clock import FrozenClock
from ezh_desktop.errors import BusyTrouble, DamageTrouble, DiskFullTrouble, NewerFormatTrouble
from ezh_desktop.journal import JournalOpener
from ezh_desktop.services.verifying import HeadClaim, VerifyReport, verify_file
from ezh_desktop.settings import Settings
from ezh_desktop.storage import migrating, schema
from ezh_desktop.storage.engine import Connection, open_new
from ezh_desktop.storage.migrating import MIGRATIONS, migrate
from ezh_desktop.storage.passwords import FLOOR
from ezh_desktop.storage.proof import check_after_crash
from ezh_desktop.storage.schema import REVISIONS, VERSION_TABLE, create_schema
from ezh_desktop.storage.sealedfile import SealedFile, open_sealed
from ezh_desktop.storage.tables import Nature, metadata, nature_of
from ezh_desktop.storage.triggers import trigger_statements
from tests.factories import ZONE

DATA = Path(__file__).parents[1] / "data"
KEY = bytes(range(32))
_SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"

_SECOND = '''"""A second revision: a column more, and a parent table made anew, which drops its triggers."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    bind = op.get_bind()
    bind.exec_driver_sql("ALTER TABLE pupil ADD COLUMN note TEXT")
    (made,) = bind.exec_driver_sql("SELECT sql FROM sqlite_schema WHERE name = 'person'").fetchone()
    bind.exec_driver_sql(made.replace("CREATE TABLE person", "CREATE TABLE person_new", 1))
    bind.exec_driver_sql("INSERT INTO person_new SELECT * FROM person")
    bind.exec_driver_sql("DROP TABLE person")
    bind.exec_driver_sql("ALTER TABLE person_new RENAME TO person")
'''


@dataclass
class Frozen:
    """A copy of the frozen journal, and what is known of it."""

    path: Path
    facts: dict[str, Any]

    @property
    def key(self) -> bytes:
        return bytes.fromhex(self.facts["key"])

    def open(self) -> SealedFile:
        return open_sealed(self.path, self.key)

    def verify(self) -> VerifyReport:
        sealed = self.open()
        try:
            return verify_file(sealed, HeadClaim.parse(self.facts["head"]))
        finally:
            sealed.close()

    def ask(self, sql: str) -> list[Any]:
        sealed = self.open()
        try:
            with sealed.connection(readonly=True) as db:
                return list(db.execute(sql).fetchall())
        finally:
            sealed.close()

    def opener(self, folder: Path) -> JournalOpener:
        clock = FrozenClock.at(date(2026, 12, 2), time(18), ZONE)
        return JournalOpener(Settings(folder / "settings.ini"), cost=FLOOR, clock=clock)


@pytest.fixture
def frozen(tmp_path: Path) -> Frozen:
    for end in (".ezh", ".ezh.keys"):
        shutil.copy2(DATA / f"schema_0001{end}", tmp_path / f"журнал{end}")
    facts = json.loads((DATA / "schema_0001.json").read_text(encoding="utf-8"))
    return Frozen(tmp_path / "журнал.ezh", facts)


@pytest.fixture
def second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Path]]:
    """Makes a folder of steps with a second revision, which this program then takes for its own."""

    def make(text: str = _SECOND) -> Path:
        steps = tmp_path / "steps %"
        shutil.copytree(MIGRATIONS, steps)
        (steps / "versions" / "0002_second.py").write_text(text, encoding="utf-8")
        monkeypatch.setattr(schema, "REVISIONS", ("0001", "0002"))
        return steps

    yield make
    sys.modules.pop("0002_second", None)


def _schema_of(build: Callable[[Connection], None], path: Path) -> list[Any]:
    connection = open_new(path, KEY)
    try:
        build(connection)
        return list(connection.execute(_SCHEMA).fetchall())
    finally:
        connection.close()


def _by_steps(connection: Connection) -> None:
    connection.execute(VERSION_TABLE)
    with migrating.migrating(connection, MIGRATIONS) as db:
        for statement in trigger_statements().values():
            db.exec_driver_sql(statement)


def test_the_frozen_steps_make_the_very_schema_of_the_code(tmp_path: Path) -> None:
    assert _schema_of(_by_steps, tmp_path / "steps.ezh") == _schema_of(create_schema, tmp_path / "code.ezh")


def test_the_steps_end_at_the_newest_revision_the_program_knows() -> None:
    found = sorted(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    assert tuple(found) == REVISIONS


def test_every_table_is_declared_entered_derived_protocol_or_local() -> None:
    natures = {table.name: nature_of(table) for table in metadata.sorted_tables}
    assert {name for name, nature in natures.items() if nature is Nature.DERIVED} == {"lesson"}
    assert {name for name, nature in natures.items() if nature is Nature.PROTOCOL} == {
        "session",
        "entry",
        "change",
        "loose_end",
    }
    assert {name for name, nature in natures.items() if nature is Nature.LOCAL} == {
        "journal_info",
        "key_text",
        "person_setting",
    }


def test_every_entered_row_names_its_last_entry_by_a_foreign_key() -> None:
    for table in metadata.sorted_tables:
        named = {column.name for column in table.columns} & {"entry_session", "entry_seq"}
        assert bool(named) == (nature_of(table) is Nature.ENTERED), table.name
        keys = [
            key
            for key in table.foreign_key_constraints
            if key.referred_table.name == "entry" and "entry_seq" in key.column_keys
        ]
        assert len(keys) == (nature_of(table) is Nature.ENTERED), table.name


def test_the_frozen_journal_of_schema_0001_opens_by_password_verifies_and_reads(frozen: Frozen, tmp_path: Path) -> None:
    assert frozen.verify().findings == ()
    session = frozen.opener(tmp_path).sign_in(frozen.path, "teacher", frozen.facts["password"])
    page = session.office.course_page(frozen.facts["courses"]["7А Алгебра"])
    session.close()
    assert len(page.pupils) == 6
    assert sorted(cell.value for cell in page.cells.values()) == ["4"] * 6
    assert page.pupils[3].name.startswith("Ёлкин")


def test_the_frozen_journal_opens_by_its_recovery_code(frozen: Frozen, tmp_path: Path) -> None:
    session = frozen.opener(tmp_path).recover(frozen.path, frozen.facts["code"])
    session.close()
    report = frozen.verify()
    assert report.findings == ()
    assert "recovery" in {one.kind for one in report.notices}


def test_a_journal_that_is_up_to_date_is_left_alone(frozen: Frozen) -> None:
    sealed = frozen.open()
    assert migrate(sealed, frozen.key) is None
    sealed.close()
    assert len(list(frozen.path.parent.glob("*.ezh"))) == 1


def test_alembic_is_not_even_imported_for_a_journal_that_is_up_to_date(frozen: Frozen) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from ezh_desktop.storage.sealedfile import open_sealed\n"
        "from ezh_desktop.storage.migrating import migrate\n"
        "key = bytes.fromhex(sys.argv[2]); sealed = open_sealed(Path(sys.argv[1]), key)\n"
        "migrate(sealed, key); sealed.close(); sys.exit('alembic' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(frozen.path), frozen.facts["key"]], check=False)
    assert done.returncode == 0


def test_an_older_journal_with_data_is_brought_up_to_date(frozen: Frozen, second: Callable[..., Path]) -> None:
    before = frozen.ask("SELECT * FROM person ORDER BY id")
    cells = frozen.ask("SELECT * FROM cell ORDER BY lesson, pupil")
    steps = second()
    sealed = frozen.open()
    copy = migrate(sealed, frozen.key, steps=steps)
    sealed.close()
    assert copy is not None
    assert frozen.ask("SELECT version_num FROM alembic_version") == [("0002",)]
    assert frozen.ask("SELECT * FROM person ORDER BY id") == before
    assert frozen.ask("SELECT * FROM cell ORDER BY lesson, pupil") == cells
    assert frozen.ask("SELECT count(note) FROM pupil") == [(0,)]
    triggers = dict(frozen.ask("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"))
    assert triggers == trigger_statements()
    assert frozen.verify().findings == ()


def test_the_copy_made_before_opens_by_itself_as_it_was(
    frozen: Frozen, second: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = second()
    sealed = frozen.open()
    copy = migrate(sealed, frozen.key, steps=steps)
    sealed.close()
    assert copy is not None
    assert "до обновления схемы 0001" in copy.name
    assert copy.with_name(copy.name + ".keys").read_bytes() == (DATA / "schema_0001.ezh.keys").read_bytes()
    monkeypatch.setattr(schema, "REVISIONS", REVISIONS)
    session = frozen.opener(tmp_path).sign_in(copy, "teacher", frozen.facts["password"], quiet=True)
    session.close()


def test_a_person_who_signs_in_to_an_older_journal_notices_nothing(
    frozen: Frozen, second: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrating, "MIGRATIONS", second())
    session = frozen.opener(tmp_path).sign_in(frozen.path, "teacher", frozen.facts["password"])
    page = session.office.course_page(frozen.facts["courses"]["7А Алгебра"])
    session.close()
    assert len(page.cells) == 6


@pytest.mark.parametrize(
    "fault",
    [
        '    raise RuntimeError("power cut")\n',
        '    bind.exec_driver_sql("DELETE FROM person")\n',
    ],
    ids=["the step fails", "references do not hold"],
)
def test_a_migration_that_fails_leaves_the_journal_as_it_was(
    frozen: Frozen, second: Callable[..., Path], fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = frozen.ask(_SCHEMA)
    steps = second(_SECOND + fault)
    sealed = frozen.open()
    with pytest.raises((RuntimeError, DamageTrouble)):
        migrate(sealed, frozen.key, steps=steps)
    sealed.close()
    monkeypatch.setattr(schema, "REVISIONS", REVISIONS)
    assert frozen.ask(_SCHEMA) == before
    assert frozen.verify().findings == ()


def test_a_full_disk_at_the_commit_leaves_the_journal_as_it_was(
    frozen: Frozen, second: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = second()
    sealed = frozen.open()

    def full() -> None:
        raise DiskFullTrouble("На диске не осталось места.")

    monkeypatch.setattr(sealed, "before_commit", full)
    with pytest.raises(DiskFullTrouble):
        migrate(sealed, frozen.key, steps=steps)
    sealed.close()
    assert frozen.ask("SELECT version_num FROM alembic_version") == [("0001",)]


def test_a_journal_that_another_window_has_open_is_not_migrated(
    frozen: Frozen, second: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = second()
    monkeypatch.setattr(migrating, "_WAIT_SECONDS", 0.0)
    one, other = frozen.open(), frozen.open()
    with pytest.raises(BusyTrouble):
        migrate(one, frozen.key, steps=steps)
    other.close()
    assert migrate(one, frozen.key, steps=steps) is not None
    one.close()


def test_a_journal_of_a_newer_schema_is_refused(frozen: Frozen, tmp_path: Path) -> None:
    sealed = frozen.open()
    with sealed.connection() as db:
        db.execute("UPDATE alembic_version SET version_num = '0999'")
    sealed.close()
    with pytest.raises(NewerFormatTrouble, match="0999"):
        frozen.opener(tmp_path).sign_in(frozen.path, "teacher", frozen.facts["password"])


def test_a_crash_check_waits_for_the_migration(frozen: Frozen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "REVISIONS", ("0001", "0002"))
    sealed = frozen.open()
    with sealed.connection() as db:
        db.execute("DROP TRIGGER tr_person_names_entry")
        db.execute("UPDATE person SET post = 'иначе'")
        check_after_crash(db)
    sealed.close()
