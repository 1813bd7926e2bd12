"""Bringing an older journal to the present schema, by Alembic driven from code.

Alembic drops triggers silently when it makes a table anew, and fails on parents while foreign keys are on. So: alone on
the file, a copy first, foreign keys off, triggers dropped, migration, triggers made again from code, references
checked, and all of it in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection as SqlConnection
from sqlalchemy import create_engine, event
from sqlalchemy.pool import StaticPool

from ezh_desktop.errors import DamageTrouble, Trouble
from ezh_desktop.storage.backupcopy import copy_database
from ezh_desktop.storage.engine import Connection
from ezh_desktop.storage.faults import as_trouble
from ezh_desktop.storage.keyfile import key_file_of, text_in_database
from ezh_desktop.storage.safewrite import safe_write
from ezh_desktop.storage.schema import is_current, schema_revision
from ezh_desktop.storage.sealedfile import SealedFile
from ezh_desktop.storage.triggers import trigger_statements

MIGRATIONS: Final = Path(__file__).parent / "migrations"
_WAIT_SECONDS: Final = 2.0


def migrate(sealed: SealedFile, key: bytes, *, steps: Path | None = None) -> Path | None:
    """Bring the journal up to date; gives the copy made before, None when there was nothing to do.

    `key` is the data key, which seals the copy too; `steps` is a folder of Alembic's other than our own. Raises
    NewerFormatTrouble, BusyTrouble while other windows have the journal open, DamageTrouble when its references do not
    hold, DeviceTrouble and its kinds; then nothing has changed.
    """
    with sealed.connection(readonly=True) as connection:
        revision = schema_revision(connection)
        if is_current(connection):
            return None
    if sealed.readonly:
        raise Trouble("Журнал сделан прежней версией программы.", "Откройте его один раз без «Только для чтения».")
    with sealed.lock.alone(_WAIT_SECONDS):
        copy = _copy_before(sealed, key, revision)
        with sealed.connection() as connection, as_trouble():
            _run(connection, sealed, steps or MIGRATIONS)
    return copy


@contextmanager
def migrating(connection: Connection, steps: Path) -> Iterator[SqlConnection]:
    """All steps of a migration on a connection without a transaction; the block runs before their commit."""
    from alembic import command  # noqa: PLC0415 - costs 95 ms, and only an older file needs it
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(steps).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    engine = create_engine("sqlite://", module=sqlcipher, creator=lambda: connection, poolclass=StaticPool)
    event.listen(engine, "begin", _begin_immediate)
    with engine.connect() as db, db.begin():
        _drop_triggers(db)
        config.attributes["connection"] = db
        command.upgrade(config, "head")
        yield db


def _run(connection: Connection, sealed: SealedFile, steps: Path) -> None:
    connection.execute("PRAGMA foreign_keys=OFF").fetchall()
    with migrating(connection, steps) as db:
        for statement in trigger_statements().values():
            db.exec_driver_sql(statement)
        broken = db.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken or not is_current(connection):
            raise DamageTrouble(
                "Журнал не удалось обновить: его таблицы не согласуются между собой.",
                "Восстановите журнал из резервной копии.",
                f"{len(broken)} broken references",
            )
        sealed.before_commit()


def _begin_immediate(db: SqlConnection) -> None:
    db.exec_driver_sql("BEGIN IMMEDIATE")


def _drop_triggers(db: SqlConnection) -> None:
    for (name,) in db.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        db.exec_driver_sql(f'DROP TRIGGER "{name}"')


def _copy_before(sealed: SealedFile, key: bytes, revision: str) -> Path:
    """Both files as they were, under a name of their own beside the journal."""
    target = sealed.path.with_name(f"{sealed.path.stem} до обновления схемы {revision}{sealed.path.suffix}")
    copy_database(sealed, target, key)
    with sealed.connection(readonly=True) as connection:
        text = text_in_database(connection)
    if text is not None:
        safe_write(key_file_of(target), text, door=sealed.door)
    return target
